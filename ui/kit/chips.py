"""The filter chips of a list in one line; those that find no room lie under 更多, the pressed one never does."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PyQt6.QtCore import QEvent, QPoint, QSize
from PyQt6.QtGui import QAction, QResizeEvent
from PyQt6.QtWidgets import QMenu, QSizePolicy, QWidget

from app.texts import t
from ui import theme
from ui.kit.buttons import Button, Kind


class ChipRow(QWidget):
    """``press(code)`` is what a chip does that is chosen from the menu of 更多."""

    def __init__(self, chips: Mapping[str, Button], press: Callable[[str], object]) -> None:
        super().__init__()
        self.chips, self._press = dict(chips), press
        self.withheld: set[str] = set()
        for made in self.chips.values():
            made.setParent(self)
            made.toggled.connect(lambda _on: self._arrange())
        self.more = Button(t("更多"), Kind.CHIP, icon="filter-variant", on=self._show_menu, parent=self)
        self.more.setCheckable(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def offer(self, code: str, *, shown: bool) -> None:
        """Show a chip, or withhold it from who may not see what it leaves."""
        self.withheld = self.withheld - {code} if shown else self.withheld | {code}
        self.updateGeometry()
        self._arrange()

    def under_more(self) -> list[str]:
        """The chips that find no room now."""
        return [code for code in self._offered() if self.chips[code].isHidden()]

    def menu(self) -> QMenu:
        """The chips under 更多 with their figures."""
        made = QMenu(self)
        for code in self.under_more():
            action = QAction(self.chips[code].text(), made)
            action.setToolTip(self.chips[code].toolTip())
            action.triggered.connect(lambda _on=False, code=code: self._press(code))
            made.addAction(action)
        return made

    def sizeHint(self) -> QSize:
        return self._size([self.chips[code] for code in self._offered()])

    def minimumSizeHint(self) -> QSize:
        return self._size([*(self.chips[code] for code in self._first()), self.more])

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent | None) -> bool:
        """A chip that has other words now wants another width."""
        if event is not None and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._arrange()
        return super().event(event)

    def _offered(self) -> list[str]:
        return [code for code in self.chips if code not in self.withheld]

    def _first(self) -> list[str]:
        """What is placed first: the pressed chip, where there is one."""
        return [code for code in self._offered() if self.chips[code].isChecked()]

    @staticmethod
    def _size(parts: list[Button]) -> QSize:
        hints = [part.sizeHint() for part in parts]
        gaps = theme.SPACE.gap * max(len(hints) - 1, 0)
        return QSize(sum(hint.width() for hint in hints) + gaps, max((hint.height() for hint in hints), default=0))

    def _kept(self) -> set[str]:
        """The chips that have room."""
        offered = self._offered()
        if self._size([self.chips[code] for code in offered]).width() <= self.width():
            return set(offered)
        kept: list[str] = []
        for code in [*self._first(), *(code for code in offered if not self.chips[code].isChecked())]:
            if self._size([*(self.chips[one] for one in (*kept, code)), self.more]).width() > self.width() and kept:
                break
            kept.append(code)
        return set(kept)

    def _arrange(self) -> None:
        kept = self._kept()
        shown = {code: made for code, made in self.chips.items() if code in kept}
        for code, made in self.chips.items():
            made.setVisible(code in shown)
        self.more.setVisible(len(shown) < len(self._offered()))
        parts = [*shown.values(), *([] if self.more.isHidden() else [self.more])]
        place = QPoint(max(self.width() - self._size(parts).width(), 0), 0)  # they end where the list below ends
        for part in parts:
            part.setGeometry(place.x(), (self.height() - part.sizeHint().height()) // 2, part.sizeHint().width(), part.sizeHint().height())
            place.setX(place.x() + part.width() + theme.SPACE.gap)

    def _show_menu(self) -> None:
        self.menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
