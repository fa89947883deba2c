"""The clock strip answers "why this date": every calendar day is a cell, working days are numbered, a pause is one bracket.

The strip only draws what it is told (``Day`` values come from the deadline rules); its accessible text is the sentence above it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PyQt6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PyQt6.QtGui import QBrush, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PyQt6.QtWidgets import QScrollArea, QSizePolicy, QToolTip, QWidget

from app.texts import t
from ui import theme
from ui.kit.days import WEEKDAYS, weekday
from ui.kit.focus import paint_ring
from ui.kit.icons import paint_icon
from ui.kit.text import holder, label, row


@dataclass(frozen=True, slots=True)
class Day:
    """One calendar day: its number among the counted days, or why it is not counted."""

    day: date
    number: int | None = None
    rest: bool = False
    makeup: bool = False
    paused: bool = False
    today: bool = False
    due: bool = False
    used: bool = False
    word: str = ""  # 受理 on the first day
    tip: str = ""
    late: bool = False  # after the deadline; ``number`` counts anew
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """A case's clock as the strip draws it."""

    days: tuple[Day, ...]
    sentence: str
    total: int = 0
    pause_word: str = "停表"

    @property
    def today(self) -> int:
        """The place of today among the days, 0 when it is not there."""
        return next((place for place, day in enumerate(self.days) if day.today), 0)


def day_tip(day: Day, total: int) -> str:
    """Date, weekday, make-up day or not, and which day of how many: the tool tip of every deadline."""
    parts = [f"{day.day.isoformat()} {weekday(day.day)}"]
    if day.makeup:
        parts.append(t("周末补班，计入"))
    if day.rest:
        parts.append(t("休息日，不计"))
    if day.paused:
        parts.append(t("停表，不计"))
    if day.number is not None and not day.late:
        parts.append(t("第 {n} 天 / 共 {m} 天").format(n=day.number, m=total))
    if day.number is not None and day.late:
        parts.append(t("逾期第 {n} 个工作日").format(n=day.number))
    if day.due:
        parts.append(t("到期日"))
    if day.ended:
        parts.append(t("到这一天为止"))
    return "，".join(parts)


class _Strip(QWidget):
    """The painted days."""

    def __init__(self, owner: ClockStrip) -> None:
        super().__init__()
        self._owner = owner
        self.setMouseTracking(True)

    def cell(self, place: int) -> QRect:
        """The rectangle of a day, its edges shared with its neighbours."""
        count = max(len(self._owner.clock.days), 1)
        left, right = place * (self.width() - 1) // count, (place + 1) * (self.width() - 1) // count
        return QRect(left, 0, right - left, self.height() - 1)

    def place_at(self, point: QPoint) -> int | None:
        """Which day is under ``point``."""
        return next((i for i in range(len(self._owner.clock.days)) if self.cell(i).contains(point)), None)

    def event(self, event: QEvent | None) -> bool:
        if isinstance(event, QHelpEvent):
            place = self.place_at(event.pos())
            QToolTip.showText(event.globalPos(), self._owner.tip(place) if place is not None else "", self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        place = self.place_at(event.position().toPoint()) if event is not None else None
        if place is not None:
            self._owner.walk_to(place)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        days = self._owner.clock.days
        painter.fillRect(self.rect(), theme.colour("bg_surface"))
        for place, day in enumerate(days):
            paint_day(painter, self.cell(place), day, first=place == 0, last=place == len(days) - 1)
        self._paint_pauses(painter)
        painter.setPen(QPen(theme.colour("line_hair"), theme.SPACE.hair))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        for place, day in enumerate(days):
            if day.due or (day.today and day.paused):
                _frame(painter, _body(self.cell(place)), "warn_icon" if day.due else "accent")
        if self._owner.hasFocus() and days:
            paint_ring(painter, self.cell(self._owner.current))
        painter.end()

    def _paint_pauses(self, painter: QPainter) -> None:
        """One bracket over each unbroken pause, with its word across the days."""
        for first, last in _spans(self._owner.clock.days):
            box = _body(self.cell(first)).united(_body(self.cell(last)))
            bar = theme.SPACE.ring
            painter.fillRect(box, theme.colour("pause_tint"))
            for y in (box.top() - bar // 2, box.bottom() + 1 - bar):
                painter.fillRect(QRect(box.x(), y, box.width() + 1, bar), theme.colour("pause"))
            _pause_word(painter, box, self._owner.clock.pause_word)


def _spans(days: Sequence[Day]) -> list[tuple[int, int]]:
    """First and last place of each run of paused days."""
    spans: list[tuple[int, int]] = []
    for place, day in enumerate(days):
        if day.paused and spans and spans[-1][1] == place - 1:
            spans[-1] = (spans[-1][0], place)
        elif day.paused:
            spans.append((place, place))
    return spans


def _pause_word(painter: QPainter, box: QRect, word: str) -> None:
    size = theme.sizes()
    wide = theme.text_width(word, "body", bold=True)
    fits = wide + size.icon <= box.width()
    x = box.center().x() - (size.icon + (wide if fits else 0)) // 2
    paint_icon(painter, QRect(x, box.y(), size.icon, box.height()), "pause", "pause", size.sub)
    if fits:
        painter.setFont(theme.font("body", bold=True))
        painter.setPen(theme.colour("pause"))
        painter.drawText(QRect(x + size.icon, box.y(), wide + theme.SPACE.gap, box.height()), int(Qt.AlignmentFlag.AlignVCenter), word)


def _head_height() -> int:
    return 2 * theme.metrics("caption").height() + theme.SPACE.half - theme.SPACE.ring


def _body(cell: QRect) -> QRect:
    """The lower part of a cell, where the number stands."""
    return cell.adjusted(0, _head_height(), 0, 0)


def _frame(painter: QPainter, box: QRect, token: str) -> None:
    width = theme.SPACE.ring
    painter.setPen(QPen(theme.colour(token), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(1, 1, 0, 0))


def paint_day(painter: QPainter, cell: QRect, day: Day, *, first: bool, last: bool = False) -> None:
    """One day: head with date and weekday, body with number, 休 or a word."""
    head, body = cell.adjusted(0, 0, 0, _head_height() - cell.height()), _body(cell)
    if day.rest:
        painter.fillRect(cell, theme.colour("bg_canvas"))
        painter.fillRect(body, QBrush(theme.colour("hatch"), Qt.BrushStyle.BDiagPattern))
    elif day.paused:
        painter.fillRect(cell, theme.colour("pause_tint"))
    painter.setPen(QPen(theme.colour("line_hair"), theme.SPACE.hair))
    if not last:
        painter.drawLine(cell.topRight(), cell.bottomRight())
    _paint_head(painter, head, day, first)
    _paint_body(painter, body, day)


def _paint_head(painter: QPainter, head: QRect, day: Day, first: bool) -> None:
    date_text = f"{day.day.month}-{day.day.day}" if first or day.day.day == 1 else str(day.day.day)
    tone = "fg_tertiary" if day.rest else "fg_text"
    painter.setFont(theme.font("caption", bold=day.today))
    painter.setPen(theme.colour(tone))
    line = theme.metrics("caption").height()
    top = QRect(head.x(), head.y() + theme.SPACE.hair, head.width(), line)
    painter.drawText(top, int(Qt.AlignmentFlag.AlignCenter), date_text)
    below = top.translated(0, line - theme.SPACE.ring)
    painter.setPen(theme.colour(tone if day.today or day.rest else "fg_secondary"))
    if not day.makeup:
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), WEEKDAYS[day.day.weekday()])
        return
    wide = theme.text_width(WEEKDAYS[0], "caption")
    left = below.center().x() - wide + theme.SPACE.hair
    painter.drawText(QRect(left, below.y(), wide, line), int(Qt.AlignmentFlag.AlignCenter), WEEKDAYS[day.day.weekday()])
    paint_mark(painter, QRect(left + wide, below.y() + theme.SPACE.ring, wide + theme.SPACE.ring, wide + theme.SPACE.ring))


def paint_mark(painter: QPainter, box: QRect) -> None:
    """The inverted 班 of a make-up day."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("fg_text"))
    painter.drawRoundedRect(box, theme.SPACE.ring, theme.SPACE.ring)
    painter.setPen(theme.colour("bg_surface"))
    painter.setFont(theme.font("mark", bold=True))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), "班")
    painter.restore()


def _body_look(day: Day) -> tuple[str, str]:
    """Ground and text token of a day's lower part."""
    if day.late and not day.rest:
        return ("danger", "fg_ondanger") if day.today or day.ended else ("danger_tint", "danger")
    if day.ended and not day.paused:
        return "ok_tint", "ok"
    if day.today:
        return "accent", "fg_onaccent"
    if day.due:
        return "warn_tint", "warn"
    if day.used:
        return "bg_tint", "accent"
    return "", "fg_tertiary" if day.rest else "fg_text"


def _paint_body(painter: QPainter, body: QRect, day: Day) -> None:
    ground, tone = _body_look(day)
    if ground:
        painter.fillRect(body.adjusted(0, 0, -1, 0), theme.colour(ground))
    if day.paused:
        return
    numbered = day.number is not None
    text = f"{'+' if day.late else ''}{day.number}" if numbered else day.word or (t("休") if day.rest else "")
    weighty = day.used or day.today or day.due or day.late or day.ended
    role = "sub" if numbered else "caption" if day.word else "body"
    if numbered and theme.text_width(text, role, bold=weighty) > body.width() - theme.SPACE.half:
        role = "caption"  # +12 in a narrow cell: neighbours stay apart
    painter.setFont(theme.font(role, bold=numbered and weighty))
    painter.setPen(theme.colour(tone))
    painter.drawText(body, int(Qt.AlignmentFlag.AlignCenter), text)


class ClockStrip(QScrollArea):
    """The strip as a widget: arrow keys walk the days, the tool tip tells each; long spans scroll with today in view."""

    def __init__(self, clock: Clock | None = None) -> None:
        super().__init__()
        self.clock = clock or Clock((), "")
        self.current = 0
        self._strip = _Strip(self)
        self.setWidget(self._strip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changes().changed.connect(self._fit)
        self.set_clock(self.clock)

    def set_clock(self, clock: Clock) -> None:
        """Show another case's clock."""
        self.clock = clock
        self.current = clock.today
        self.setAccessibleName(clock.sentence)
        self._fit()

    def tip(self, place: int) -> str:
        """What the tool tip of a day says."""
        day = self.clock.days[place]
        return day.tip or day_tip(day, self.clock.total)

    def walk_to(self, place: int) -> None:
        """Stand on a day; the screen reader hears it."""
        if self.clock.days:
            self.current = min(max(place, 0), len(self.clock.days) - 1)
            self.setAccessibleDescription(self.tip(self.current))
            self._show(self.current)
            self._strip.update()

    def sizeHint(self) -> QSize:
        return self._hint(theme.SPACE.palette)

    def minimumSizeHint(self) -> QSize:
        return self._hint(theme.SPACE.card)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        self._strip.update()

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self._strip.update()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Home: -len(self.clock.days), Qt.Key.Key_End: len(self.clock.days)}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
            return
        self.walk_to(self.current + step)

    def _height(self) -> int:
        return _head_height() + theme.sizes().row_grid + theme.SPACE.ring

    def _least(self) -> int:
        """The width below which the strip scrolls."""
        return max(theme.SPACE.day_cell, theme.text_width("10-1", "caption")) * len(self.clock.days)

    def _hint(self, width: int) -> QSize:
        port = self.viewport()
        scrolls = port is not None and self._least() > port.width()
        return QSize(width, self._height() + (theme.SPACE.inner if scrolls else 0))

    def _fit(self) -> None:
        port = self.viewport()
        assert port is not None
        self._strip.resize(max(port.width(), self._least()), self._height())
        self.updateGeometry()
        self._show(self.current)
        self._strip.update()

    def _show(self, place: int) -> None:
        if self.clock.days:
            self.ensureVisible(self._strip.cell(place).center().x(), 0, theme.SPACE.day_cell * 2, 0)


_LEGEND = (
    ("used", "已用"),
    ("today", "今天"),
    ("paused", "停表，不计"),
    ("rest", "休息日，不计"),
    ("makeup", "周末补班，计入"),
    ("due", "到期日"),
    ("late", "逾期"),
    ("ended", "办完"),
)
_SQUARES = {
    "used": ("bg_tint", "accent"),
    "today": ("accent", "accent"),
    "rest": ("bg_surface", "fg_tertiary"),
    "late": ("danger_tint", "danger"),
    "ended": ("ok_tint", "ok"),
}
"""Ground and edge."""


class _Swatch(QWidget, theme.Themed):
    """A small square of the legend, drawn like the cell it explains."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def sizeHint(self) -> QSize:
        side = theme.sizes().caption + (theme.SPACE.half if self._kind in ("makeup", "paused") else 0)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        box = self.rect().adjusted(0, 0, -1, -1)
        if self._kind == "makeup":
            paint_mark(painter, self.rect())
        elif self._kind == "paused":
            paint_icon(painter, self.rect(), "pause", "fg_text", theme.sizes().sub)
        elif self._kind == "due":
            painter.fillRect(box, theme.colour("warn_tint"))
            _frame(painter, box, "warn_icon")
        else:
            self._plain(painter, box)
        painter.end()

    def _plain(self, painter: QPainter, box: QRect) -> None:
        ground, edge = _SQUARES[self._kind]
        painter.fillRect(box, theme.colour(ground))
        if self._kind == "rest":
            painter.fillRect(box, QBrush(theme.colour("fg_tertiary"), Qt.BrushStyle.BDiagPattern))
        painter.setPen(theme.colour(edge))
        painter.drawRect(box)


class Legend(QWidget):
    """What the squares mean, in one line below the strip."""

    def __init__(self) -> None:
        super().__init__()
        made = row(gap=theme.SPACE.group)
        self._parts: dict[str, QWidget] = {}
        for kind, word in _LEGEND:
            part = holder(row(_Swatch(kind), label(t(word), "caption", "secondary"), gap=theme.SPACE.half), "surface")
            made.addWidget(part)
            self._parts[kind] = part
        made.addStretch(1)
        self.setLayout(made)

    def set_clock(self, clock: Clock) -> None:
        """Name what this clock's strip shows, and nothing else; today is drawn as late once it is."""
        for kind, part in self._parts.items():
            part.setVisible(any(getattr(day, kind) and not (kind == "today" and day.late) for day in clock.days))
