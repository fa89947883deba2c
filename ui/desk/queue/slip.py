"""The slip of a number taken at the desk: printed off the window's thread; where it does not come out, the number stands there large."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFrame

from app.services import ticket_print
from app.services.ticket_print import SlipAnswer
from app.texts import t
from ui import theme
from ui.desk.desk import Desk
from ui.kit.buttons import link
from ui.kit.text import IconLabel, label, row
from ui.messages import Failure
from ui.pdf_printer import by_window


class SlipStrip(QFrame):
    """Prints slips and shows the number of one that did not come out, with another try. Hidden while all is well."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self._ticket = desk, ""
        self._print: Callable[..., SlipAnswer] = ticket_print.print_slip
        self.setProperty("card", "note")
        self.number, self.sentence = label("", "panel_ticket", bold=True), label("", wrap=True)
        self.again = link(t("再打一次"), lambda: self._send(self._ticket))
        self.close_it = link(t("知道了"), self.hide)
        pad = theme.SPACE.inner
        sign = IconLabel("printer-outline", "fg_secondary")
        lay = row(sign, self.number, self.sentence, self.again, self.close_it, margins=(pad,) * 4, gap=pad)
        lay.setStretch(2, 1)
        lay.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(lay)
        self.hide()

    @property
    def there(self) -> bool:
        """Whether this machine has a ticket printer."""
        return self.desk.context is not None and bool(self.desk.context.settings.ticket_printer)

    def print(self, ticket: str) -> None:
        """Print the slip of a ticket that is there; nothing where this machine has no ticket printer."""
        self._print = ticket_print.print_slip
        self._send(ticket)

    def print_appointment(self, code: str, *, again: bool = False) -> None:
        """The same for the slip of an appointment; ``again`` also where one came out already."""
        self._print = partial(ticket_print.print_appointment, again=again)
        self._send(code)

    def _send(self, ticket: str) -> None:
        context, work = self.desk.context, self._print
        if not self.there:
            return
        self._ticket = ticket
        self.again.setEnabled(False)
        self.desk.jobs.net(
            self,
            lambda: work(context.db, context.actor, context.now(), context.settings, ticket, by_pdf=by_window()),
            self._show,
            self._failed,
        )

    def _show(self, answer: SlipAnswer) -> None:
        self.again.setEnabled(True)
        if answer.printed:
            self.hide()
            self.desk.say(answer.text)
            return
        self._tell(answer.ticket, answer.text, retry=answer.may_retry)

    def _failed(self, failure: Failure) -> None:
        self.again.setEnabled(True)
        self._tell(self._ticket, failure.sentence, retry=True)

    def _tell(self, ticket: str, sentence: str, *, retry: bool) -> None:
        self._ticket = ticket
        self.number.setText(ticket)
        self.sentence.setText(sentence)
        self.again.setVisible(retry)
        self.setAccessibleName(f"{ticket} {sentence}")
        self.show()
