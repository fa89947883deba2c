"""A page over the services of an open station: asking and writing off the window's thread, and forms that take the whole page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PyQt6.QtWidgets import QStackedWidget, QWidget

from app.domain.actions import may
from ui.desk.page import Act, Desk, Page
from ui.desk.record_form import RecordForm
from ui.jobs import Progress
from ui.kit.states import ProgressStrip
from ui.messages import Failure, show

Work = Callable[[Any], Any]
"""Work over the ``AppContext`` of the moment; runs on a pool thread."""


class WorkPage(Page):
    """A stack of views; a form or a paper lies over them until it is done or left with Esc, which loses nothing."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.stack = QStackedWidget()
        self.body.addWidget(self.stack, 1)
        self._below: list[QWidget] = []

    @property
    def context(self) -> Any:
        """The open station and who acts, as they are now."""
        return self.desk.context

    def may(self, action: str) -> bool:
        """Whether the officer at the desk may do ``action``; a button for the rest does not exist."""
        return self.context is not None and may(self.context.actor, action)

    def ask(self, work: Work, then: Callable[[Any], object], failed: Callable[[Failure], object] | None = None, *, slot: str = "") -> None:
        """Read off the window's thread."""
        context = self.context
        if context is not None:
            self.desk.jobs.read(self, lambda: work(context), then, failed or self.tell, slot=slot)

    def put(self, work: Work, then: Callable[[Any], object], failed: Callable[[Failure], object] | None = None) -> None:
        """Write off the window's thread, in order; the frame is read anew after it."""
        context = self.context
        if context is None:
            return

        def home(answer: Any) -> None:
            self.strip.clear()
            then(answer)
            self.desk.refresh()

        self.desk.jobs.write(self, lambda: work(context), home, failed or self.tell)

    def long(self, words: str, work: Callable[[Any, Progress], Any], then: Callable[[Any], object]) -> None:
        """Read for long off the window's thread: ``work(context, progress)``, told in the page with the time left and Cancel."""
        context = self.context
        if context is None:
            return
        strip = ProgressStrip()
        self.body.insertWidget(1, strip)
        strip.show_progress(words, 0, 0, None)

        def over(answer: Any, told: Callable[[Any], object]) -> None:
            strip.hide()
            strip.deleteLater()
            told(answer)

        job = self.desk.jobs.long(
            self,
            lambda progress: work(context, progress),
            lambda answer: over(answer, then),
            lambda failure: over(failure, self.tell),
            progressed=lambda *far: strip.show_progress(words, *far),
        )
        for follows in (job.cancel, strip.hide, strip.deleteLater):
            strip.cancelled.connect(follows)

    def tell(self, failure: Failure) -> None:
        """Say in the page what was refused; a conflict offers to read anew."""
        show(failure, self.strip, reload=self.arrive)

    # -- views that lie over others

    def cover(self, view: QWidget) -> None:
        """Lay ``view`` over what is shown."""
        shown = self.stack.currentWidget()
        if shown is not None:
            self._below.append(shown)
        self.stack.addWidget(view)
        self.stack.setCurrentWidget(view)

    def uncover(self) -> bool:
        """Take the view on top away and show the one below; False when there is none."""
        if not self._below:
            return False
        view = self.stack.currentWidget()
        assert view is not None
        self.strip.clear()
        self.stack.setCurrentWidget(self._below.pop())
        self.stack.removeWidget(view)
        view.deleteLater()
        self.take_focus()
        return True

    def close_all(self) -> None:
        """Away with everything that lies over the page; what stands in a form is kept."""
        while self._below:
            if self.form is not None:
                self.leave_form()
            else:
                self.uncover()

    def show_form(self, form: RecordForm, work: Callable[[Any, dict[str, str]], Any], saved: Callable[[Any], object]) -> RecordForm:
        """Lay a form over the page: ``work(context, values)`` writes it, ``saved(answer)`` follows when it is kept."""
        form.closed.connect(self.leave_form)
        form.sent.connect(lambda values: self._send(form, work, saved, values))
        self.cover(form)
        form.start()
        form.keeper.begin(self.desk, form.keep, form.fields, form.fill)
        return form

    def leave_form(self) -> None:
        """Esc or the link: back to what lies below; the draft stays."""
        if self.form is not None:
            self.form.keeper.flush()
            self.uncover()

    def _send(self, form: RecordForm, work: Callable[[Any, dict[str, str]], Any], saved: Callable[[Any], object], values: Any) -> None:
        def done(answer: Any) -> None:
            form.done()
            if self.form is form:
                self.uncover()
            saved(answer)

        self.put(lambda context: work(context, values), done, form.refuse)

    @property
    def form(self) -> RecordForm | None:
        """The form that is open, if one is."""
        view = self.stack.currentWidget()
        return view if isinstance(view, RecordForm) else None

    def form_acts(self) -> dict[str, Act]:
        """Keys of the open form."""
        form = self.form
        return {} if form is None else {"save": Act(form.send), "primary": Act(form.send)}

    def back(self) -> bool:
        """Esc: out of the form, then out of the view."""
        if self.form is not None:
            self.leave_form()
            return True
        return self.uncover()
