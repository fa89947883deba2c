"""Check boxes and radio buttons with the marks of the token sheet, drawn from the icon font."""

from __future__ import annotations

from PyQt6.QtCore import QRect, QSize, Qt
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton

from ui import theme
from ui.kit.icons import paint_icon


def _size(button: QAbstractButton) -> QSize:
    side = theme.sizes().icon
    return QSize(side + theme.SPACE.gap + theme.text_width(button.text()), max(side + theme.SPACE.half, theme.line_height()))


def _paint(button: QAbstractButton, icon: str, *, marked: bool) -> None:
    painter, side = QPainter(button), theme.sizes().icon
    off = not button.isEnabled()
    paint_icon(painter, QRect(0, 0, side, button.height()), icon, "fg_disabled" if off else "accent" if marked else "fg_secondary")
    painter.setPen(theme.colour("fg_disabled" if off else "fg_text"))
    painter.setFont(theme.font())
    words = QRect(side + theme.SPACE.gap, 0, button.width(), button.height())
    painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), button.text())
    painter.end()


class Check(QCheckBox, theme.Themed):
    """A check box; half checked means waived."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.follow_theme()

    def sizeHint(self) -> QSize:
        return _size(self)

    def minimumSizeHint(self) -> QSize:
        return _size(self)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        state = self.checkState()
        icons = {Qt.CheckState.Checked: "checkbox-marked", Qt.CheckState.PartiallyChecked: "minus-box"}
        _paint(self, icons.get(state, "checkbox-blank-outline"), marked=state == Qt.CheckState.Checked)


class Radio(QRadioButton, theme.Themed):
    """A radio button."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.follow_theme()

    def sizeHint(self) -> QSize:
        return _size(self)

    def minimumSizeHint(self) -> QSize:
        return _size(self)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        _paint(self, "radiobox-marked" if self.isChecked() else "radiobox-blank", marked=self.isChecked())
