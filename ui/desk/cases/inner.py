"""A list that lies in the place of cases."""

from __future__ import annotations

from collections.abc import Callable

from app.texts import t
from ui.desk.desk import Desk
from ui.desk.listing import ListPage
from ui.kit.buttons import second


class InnerList(ListPage):
    """A button before its own, and Esc behind all else, lead back to the cases."""

    def __init__(self, desk: Desk, leave: Callable[[], object]) -> None:
        super().__init__(desk)
        self.body.setContentsMargins(0, 0, 0, 0)  # it lies in a page that has its own
        self.leave = leave
        self.head_buttons.addWidget(second(t("办件"), leave, icon="arrow-left", lean=True))

    def back(self) -> bool:
        """Esc: out of the form, out of the filter, then to the cases."""
        if not super().back():
            self.leave()
        return True
