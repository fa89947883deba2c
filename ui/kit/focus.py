"""The desk's style: check and radio marks from the icon font, and the focus ring that lies outside the control."""

from __future__ import annotations

from PyQt6.QtCore import QRect
from PyQt6.QtGui import QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QAbstractButton, QApplication, QFocusFrame, QProxyStyle, QStyle, QStyleOption, QWidget

from ui import theme
from ui.kit.icons import paint_icon

_RING_OUT = 6  # what the margins of QFocusFrame must be for a 2-px ring that lies 2 px outside (tried)

_Metric, _Primitive, _State = QStyle.PixelMetric, QStyle.PrimitiveElement, QStyle.StateFlag


class DeskStyle(QProxyStyle):
    """Fusion, with the marks and rings of the token sheet."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def pixelMetric(self, metric: _Metric, option: QStyleOption | None = None, widget: QWidget | None = None) -> int:
        if metric in (_Metric.PM_FocusFrameHMargin, _Metric.PM_FocusFrameVMargin):
            return _RING_OUT
        if metric in (
            _Metric.PM_IndicatorWidth,
            _Metric.PM_IndicatorHeight,
            _Metric.PM_ExclusiveIndicatorWidth,
            _Metric.PM_ExclusiveIndicatorHeight,
        ):
            return theme.sizes().icon
        return super().pixelMetric(metric, option, widget)

    def drawPrimitive(
        self, element: _Primitive, option: QStyleOption | None, painter: QPainter | None, widget: QWidget | None = None
    ) -> None:
        if element in (_Primitive.PE_IndicatorCheckBox, _Primitive.PE_IndicatorItemViewItemCheck):
            _mark(painter, option, _check_icon(option))
        elif element == _Primitive.PE_IndicatorRadioButton:
            _mark(painter, option, "radiobox-marked" if _on(option) else "radiobox-blank")
        elif element != _Primitive.PE_FrameFocusRect:  # rings are drawn by the frame; rows have their bar
            super().drawPrimitive(element, option, painter, widget)


def _on(option: QStyleOption | None) -> bool:
    return option is not None and bool(option.state & _State.State_On)


def _check_icon(option: QStyleOption | None) -> str:
    if option is not None and option.state & _State.State_NoChange:
        return "minus-box"
    return "checkbox-marked" if _on(option) else "checkbox-blank-outline"


def _mark(painter: QPainter | None, option: QStyleOption | None, icon: str) -> None:
    assert painter is not None and option is not None
    token = "accent" if _on(option) else "fg_secondary"
    if not option.state & _State.State_Enabled:
        token = "fg_disabled"
    painter.save()  # the label after the mark is drawn with the same painter
    paint_icon(painter, option.rect, icon, token, min(option.rect.width(), option.rect.height()))
    painter.restore()


def paint_ring(painter: QPainter, rect: QRect) -> None:
    """The ring itself, 2 px thick along the inside of ``rect``."""
    width = theme.SPACE.ring
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("focus"), width))
    half = width / 2
    radius = theme.SPACE.radius + width
    painter.drawRoundedRect(rect.toRectF().adjusted(half, half, -half, -half), radius, radius)


class FocusRing(QFocusFrame):
    """Follows the focus from button to button; fields and lists show their focus themselves."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        wants = isinstance(new, QAbstractButton) or (new is not None and bool(new.property("ring")))
        self.setWidget(new if wants and new is not None and new.window() is self._home() else None)

    def _home(self) -> QWidget | None:
        parent = self.parentWidget()
        return parent.window() if parent is not None else self.window()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        paint_ring(painter, self.rect().adjusted(theme.SPACE.ring, theme.SPACE.ring, -theme.SPACE.ring, -theme.SPACE.ring))
        painter.end()
