"""The rating of a closed case, by the visitor in a window of their own (B15): the same one as at the counter."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtWidgets import QWidget

from app.domain.ratings import Level
from app.services import ratings
from app.services.cases import CaseView
from app.services.ratings import Rated, RatingForm
from app.texts import t, word
from ui.desk.desk import Desk
from ui.desk.queue.rate_window import RateWindow
from ui.messages import Failure
from ui.monitors import visitors_screen


class CaseRating:
    """Asks for the rating of the case on the page; it is kept at once and without a name."""

    def __init__(self, desk: Desk, page: QWidget, done: Callable[[], object], refused: Callable[[Failure], None]) -> None:
        self.desk, self.page, self.done, self.refused = desk, page, done, refused
        self.window_: RateWindow | None = None

    def ask(self, view: CaseView) -> None:
        """Show the window: on the visitor's monitor where there is one."""
        if self.window_ is None:
            self.window_ = RateWindow([(int(level), word(level)) for level in reversed(Level)])
            self.window_.rated.connect(self._rate)
        screen = visitors_screen(self.page.window().screen(), self.desk.context.settings.screen)
        self.window_.ask(view.facts.number, screen, t("“{item}”\n您觉得办得怎么样？").format(item=view.facts.item_name))

    def put_away(self) -> None:
        """Without an answer: rating is voluntary."""
        if self.window_ is not None:
            self.window_.hide()

    def _rate(self, number: str, level: int) -> None:
        context = self.desk.context
        form = RatingForm(level, case=number)
        give = lambda: ratings.give(context.db, context.actor, context.now(), form)  # noqa: E731 - one call, carried to the pool
        self.desk.jobs.write(self.page, give, self._rated, self.refused)

    def _rated(self, rated: Rated) -> None:
        self.desk.say(t("评价已记下：{level}").format(level=word(rated.level)))
        self.done()
