"""The lists of a detail page: the five points, what happened, the materials, and the three service lists side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PyQt6.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QAbstractButton, QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.texts import t
from ui import theme
from ui.kit.buttons import link
from ui.kit.icons import paint_icon
from ui.kit.rows import paint_row
from ui.kit.runs import Run, Runs, paint_runs, plain, runs_width, words
from ui.kit.status import Tag, paint_tag
from ui.kit.table import Table
from ui.kit.text import IconLabel, card, column, holder, label, row
from ui.kit.wrap import height, wrapped
from ui.models.rows import Column, RowsModel


@dataclass(frozen=True, slots=True)
class Point:
    """One of the five points: clear or not, its value, and when and how it was checked."""

    code: str
    title: str
    clear: bool
    value: str
    checked: str


class _PointCell(QAbstractButton, theme.Themed):
    """One cell of the band: a button, so that it takes the focus and the ring."""

    def __init__(self, point: Point) -> None:
        super().__init__()
        self.point, self.lines, self.parts_from_next = point, 1, True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        state = t("清") if point.clear else t("不清")
        self.setAccessibleName(f"{point.title}，{state}，{point.value}，{point.checked}")
        self.setToolTip(point.value)
        self.follow_theme()

    def sizeHint(self) -> QSize:
        lines = theme.line_height("body") * (1 + self.lines) + theme.line_height("caption")
        return QSize(theme.SPACE.card // 3, lines + 2 * theme.SPACE.gap)

    def lines_needed(self, width: int) -> int:
        """The lines that the value takes in a cell of that width."""
        most = 2 if theme.current().text == theme.TEXT_SIZES[-1] else 3  # the lists below need the room as well
        return len(wrapped(plain(self.point.value), width - 2 * theme.SPACE.inner, most))

    def set_lines(self, lines: int) -> None:
        """Keep room for so many lines: the cells of a band are equally high."""
        self.lines = lines
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def head(self, room: int) -> tuple[Runs, Runs]:
        """The name, and 清 or 不清 at its right; where both do not fit the icon gives way, for the word says the same."""
        point = self.point
        tone = "ok" if point.clear else "accent"
        state = plain(t("清") if point.clear else t("不清"), "fg_secondary" if point.clear else "accent")
        name = Run(point.title, True, tone, "body", "check-circle" if point.clear else "circle-outline")
        fits = runs_width((name,)) + theme.SPACE.half + runs_width(state) <= room
        return (name if fits else replace(name, icon=""),), state

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter, point, pad = QPainter(self), self.point, theme.SPACE.inner
        if not point.clear:
            painter.fillRect(self.rect(), theme.colour("bg_tint"))
        body, small = theme.line_height("body"), theme.line_height("caption")
        top = QRect(pad, theme.SPACE.gap, self.width() - 2 * pad, body)
        name, state = self.head(top.width())
        paint_runs(painter, top, state, right=True)
        paint_runs(painter, top, name)
        lines = wrapped(plain(point.value), top.width(), self.lines)
        for number, line in enumerate(lines, 1):
            paint_runs(painter, top.translated(0, number * body), line)
        low = QRect(pad, theme.SPACE.gap + (1 + len(lines)) * body, top.width(), small)
        paint_runs(painter, low, plain(point.checked, "fg_secondary", "caption"))
        if self.parts_from_next:
            painter.fillRect(QRect(self.width() - 1, 0, 1, self.height()), theme.colour("line_hair"))
        painter.end()


class FivePointsBand(QFrame, theme.Themed):
    """The five points in one band; a missing one is an invitation in blue. Enter or a click opens the form of that point."""

    opened = pyqtSignal(str)

    def __init__(self, points: Sequence[Point] = ()) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self._row = row(gap=0, margins=(1, 1, 1, 1))
        self.setLayout(self._row)
        self.cells: list[_PointCell] = []
        self.set_points(points)
        self.follow_theme()

    def set_points(self, points: Sequence[Point]) -> None:
        """Show other points."""
        for cell in self.cells:
            self._row.removeWidget(cell)
            cell.deleteLater()
        self.cells = []
        for point in points:
            cell = _PointCell(point)
            cell.clicked.connect(lambda _on=False, code=point.code: self.opened.emit(code))
            self._row.addWidget(cell, 1)
            self.cells.append(cell)
        if self.cells:
            self.cells[-1].parts_from_next = False  # the card has its own edge
        self.restyle()

    def restyle(self) -> None:
        """As high as the value that needs the most lines."""
        width = self.width() // max(len(self.cells), 1)
        lines = max((cell.lines_needed(width) for cell in self.cells), default=1)
        for cell in self.cells:
            cell.set_lines(lines)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.restyle()


class ValueList(QAbstractListModel):
    """A list of frozen values; each answers its words for the screen reader."""

    def __init__(self, say: Callable[[Any], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.values: list[Any] = []
        self._say = say

    def set_values(self, values: Sequence[Any]) -> None:
        """Show other values."""
        self.beginResetModel()
        self.values = list(values)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.values)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        value = self.values[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._say(value)  # the tool tip, since a long line is elided
        return value if role == Qt.ItemDataRole.UserRole else None


class _ListView(QListView):
    """A list with the keys of the sheet; ``opened`` carries the value."""

    opened = pyqtSignal(object)

    def __init__(self, say: Callable[[Any], str]) -> None:
        super().__init__()
        self.list = ValueList(say, self)
        self.setModel(self.list)
        self.setProperty("bare", "true")
        self.setResizeMode(QListView.ResizeMode.Adjust)  # at another width a row takes other lines
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.list.values[index.row()]))
        theme.changes().changed.connect(self.restyle)  # a method of ours: Qt drops it with the widget

    def restyle(self) -> None:
        """Rows get the height of the text size in force."""
        self.list.layoutChanged.emit()

    def set_values(self, values: Sequence[Any]) -> None:
        """Show other values."""
        self.list.set_values(values)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.opened.emit(self.list.values[index.row()])
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: icon, when, what, who."""

    icon: str
    when: str
    what: Runs
    who: str
    key: object = None


class _StepDelegate(QStyledItemDelegate):
    """Draws the vertical line, the icon on it, and the three texts; what happened takes the lines it needs."""

    def paint(self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        assert painter is not None
        step, box, size = index.data(Qt.ItemDataRole.UserRole), option.rect, theme.sizes()
        painter.save()
        paint_row(painter, option, first=True, line=False)
        top = QRect(box.x(), box.y(), box.width(), size.row_grid)
        icon = QRect(top.x() + theme.SPACE.inner, top.y(), size.icon, top.height())
        self._line(painter, icon, box.bottom() + 1, index)
        paint_icon(painter, icon, step.icon, "fg_secondary")
        when = QRect(icon.right() + theme.SPACE.half, top.y(), _when_width(), top.height())
        paint_runs(painter, when, plain(step.when, "fg_secondary"))
        paint_runs(painter, top.adjusted(0, 0, -theme.SPACE.inner, 0), plain(step.who, "fg_secondary", "caption"), right=True)
        left, room = _what_place(step, box.width())
        for number, line in enumerate(wrapped(step.what, room, STEP_LINES)):
            paint_runs(painter, QRect(box.x() + left, top.y() + number * theme.line_height(), room, top.height()), line)
        painter.restore()

    def _line(self, painter: QPainter, icon: QRect, end: int, index: QModelIndex) -> None:
        """The line runs from icon to icon, not through them."""
        x, half = icon.center().x(), theme.sizes().icon // 2
        model = index.model()
        above, below = index.row() > 0, model is not None and index.row() < model.rowCount() - 1
        tone, middle = theme.colour("line_hair"), icon.center().y()
        if above:
            painter.fillRect(QRect(x, icon.y(), theme.SPACE.ring, max(middle - half - icon.y(), 0)), tone)
        if below:
            painter.fillRect(QRect(x, middle + half, theme.SPACE.ring, max(end - middle - half, 0)), tone)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        step = index.data(Qt.ItemDataRole.UserRole)
        lines = wrapped(step.what, _what_place(step, _port_width(self))[1], STEP_LINES)
        return QSize(theme.SPACE.form, theme.sizes().row_grid + height(len(lines)))


STEP_LINES = 4
"""Lines one thing that happened takes at the most: the words of an officer are read here, not elsewhere."""


def _when_width() -> int:
    return theme.text_width("00-00 00:00") + theme.SPACE.gap


def _what_place(step: Step, width: int) -> tuple[int, int]:
    """Where in a row of that width what happened begins, and how wide it may be."""
    pad, gap = theme.SPACE.inner, theme.SPACE.gap
    left = pad + theme.sizes().icon + theme.SPACE.half + _when_width() + gap - 1
    return left, width - left - theme.text_width(step.who, "caption") - pad - gap


def _port_width(delegate: QStyledItemDelegate) -> int:
    """How wide the rows of the list are."""
    view = delegate.parent()
    assert isinstance(view, QListView)
    port = view.viewport()
    return port.width() if port is not None else view.width()


class TimeLine(_ListView):
    """What happened, newest first; Enter opens the record behind a step."""

    def __init__(self, steps: Sequence[Step] = ()) -> None:
        super().__init__(lambda step: f"{step.when} {words(step.what)} {step.who}")
        self.setItemDelegate(_StepDelegate(self))
        self.set_values(steps)


@dataclass(frozen=True, slots=True)
class Material:
    """One material of a case: asked for, in which form, and where it stands (``there``, ``waived``, ``open``)."""

    code: str
    name: str
    form: str
    state: str
    note: str
    is_todo: bool = False
    tip: str = ""
    waivable: bool = False


_BOXES = {"there": ("checkbox-marked", "ok"), "waived": ("minus-box", "fg_tertiary"), "open": ("checkbox-blank-outline", "accent")}
_CHECKS = {"there": Qt.CheckState.Checked, "waived": Qt.CheckState.PartiallyChecked, "open": Qt.CheckState.Unchecked}


class _MaterialsModel(RowsModel):
    """Rows with a check state for the screen reader; 免交 is partially checked."""

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.CheckStateRole and index.isValid() and index.column() == 0:
            return _CHECKS[self.rows[index.row()].state]
        return super().data(index, role)


def _box(material: Material) -> Runs:
    icon, tone = _BOXES[material.state]
    return (Run("", icon=icon, tone=tone), Run(f" {material.name}"))


class Materials(Table):
    """The materials as a check-list; Space toggles, ``toggled`` carries the material."""

    toggled = pyqtSignal(object)

    def __init__(self, materials: Sequence[Material] = ()) -> None:
        todo = Column("note", t("状态"), lambda m: plain(m.note, "accent" if m.is_todo else "fg_secondary"), 5, 0, right=True)
        columns = (
            Column("name", t("材料"), _box, 0, 1, least=10, tip=lambda m: m.tip or m.name),
            Column("form", t("形式"), lambda m: m.form, 4, 2, tone="fg_secondary"),
            todo,
        )
        super().__init__(_MaterialsModel(columns))
        heads = self.horizontalHeader()
        assert heads is not None
        heads.hide()
        self.setProperty("bare", "true")
        self.previewed.connect(self.toggled.emit)
        self.set_materials(materials)

    def set_materials(self, materials: Sequence[Material]) -> None:
        """Show other materials; who ticks one stays on it."""
        row = self.currentIndex().row()
        code = self._rows.rows[row].code if 0 <= row < len(self._rows.rows) else None
        self._rows.set_rows(materials)
        same = next((at for at, material in enumerate(materials) if material.code == code), None)
        if same is not None and same == row:
            self.selectRow(row)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a service list: title, the answer at the right, the matching reason below."""

    key: object
    title: str
    answer: str
    answer_tone: str
    reason: str
    tag: Tag | None = None

    def texts(self, width: int) -> tuple[tuple[Runs, ...], tuple[Runs, ...]]:
        """The lines of the title, beside the answer, and those of the reason."""
        answer = theme.text_width(self.answer) + theme.SPACE.gap if self.answer else 0
        return wrapped((Run(self.title, True),), width - answer), wrapped(plain(self.reason, "fg_secondary", "caption"), width, STEP_LINES)


class TwoLineDelegate(QStyledItemDelegate):
    """Bold title and answer, then the reason; either goes on in a further line where it finds no room."""

    def paint(self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        assert painter is not None
        line, pad = index.data(Qt.ItemDataRole.UserRole), theme.SPACE.inner
        painter.save()
        paint_row(painter, option, first=True)
        box = option.rect.adjusted(pad, theme.SPACE.half, -pad, -theme.SPACE.half)
        high, low = theme.line_height(), theme.line_height("caption")
        top = QRect(box.x(), box.y() + theme.SPACE.hair, box.width(), high)
        if line.tag is not None:
            paint_tag(painter, top, line.tag)
        else:
            paint_runs(painter, top, plain(line.answer, line.answer_tone), right=True)
        title, reason = line.texts(box.width())
        for number, part in enumerate(title):
            paint_runs(painter, top.translated(0, number * high), part)
        below = QRect(box.x(), top.y() + len(title) * high, box.width(), low)
        for number, part in enumerate(reason):
            paint_runs(painter, below.translated(0, number * low), part)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        line = index.data(Qt.ItemDataRole.UserRole)
        title, reason = line.texts(_port_width(self) - 2 * theme.SPACE.inner)
        return QSize(theme.SPACE.form, theme.sizes().row_two + height(len(title)) + height(len(reason), "caption"))


class ServiceListCard(QFrame):
    """One of the three lists: head with icon, title and count; lines; an act at the foot."""

    def __init__(self, icon: str, title: str, add: str = "", none: str = "") -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.count, self.none = label("", "caption", "secondary"), label(none or t("没有"), tone="secondary", wrap=True)
        pad = theme.SPACE.inner
        low = theme.SPACE.gap
        head = holder(row(IconLabel(icon), label(title, "sub", bold=True), None, self.count, margins=(pad, low, pad, low)), "sunken")
        self.view = _ListView(lambda line: f"{line.title} {line.answer} {line.reason}")
        self.view.setItemDelegate(TwoLineDelegate(self.view))
        self.view.setAccessibleName(title)
        self.add = link(add, icon="plus")
        self.add.setVisible(bool(add))
        foot = row(self.add, None, margins=(pad, theme.SPACE.half, pad, theme.SPACE.gap))
        told = row(self.none, margins=(pad, pad, pad, 0))
        told.setStretch(0, 1)
        self.told = holder(told)
        self.setLayout(column(head, self.told, self.view, foot, gap=0, margins=(1, 1, 1, 1)))

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines and count them; a list without lines says so."""
        self.view.set_values(lines)
        self.told.setVisible(not lines)
        self.view.setMinimumHeight(0 if lines else 1)  # an empty list leaves its room to the sentence above
        self.count.setText(t("{n} 条").format(n=len(lines)))


class ThreeLists(QWidget):
    """Jobs, policies and training as on the printed sheet; left and right change the list. ``opened(which, line)``, ``adding(which)``."""

    opened = pyqtSignal(str, object)
    adding = pyqtSignal(str)

    _HEADS = (("jobs", "briefcase-outline", "岗位"), ("policies", "book-open-outline", "政策"), ("training", "school-outline", "培训"))

    def __init__(self, add: str = "", none: str = "") -> None:
        super().__init__()
        self.cards: dict[str, ServiceListCard] = {}
        lay = row(gap=theme.SPACE.inner)
        for which, icon, title in self._HEADS:
            made = ServiceListCard(icon, t(title), add, none)
            made.view.opened.connect(lambda line, which=which: self.opened.emit(which, line))
            made.add.clicked.connect(lambda _on=False, which=which: self.adding.emit(which))
            lay.addWidget(made, 1)
            self.cards[which] = made
        self.setLayout(lay)

    def set_lines(self, which: str, lines: Sequence[Line]) -> None:
        """Fill ``jobs``, ``policies`` or ``training``."""
        self.cards[which].set_lines(lines)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        views = [made.view for made in self.cards.values()]
        here = next((place for place, view in enumerate(views) if view.hasFocus()), None)
        if step and here is not None:
            views[(here + step) % len(views)].setFocus()
        else:
            event.ignore()


def headed(title: str, note: str, body: QWidget, *, right: QWidget | None = None) -> QFrame:
    """A card with a section head, a quiet note beside it and a body below: 经过, 材料, 时限."""
    pad = theme.SPACE.inner
    head = row(
        label(title, "sub", bold=True), label(note, tone="secondary"), None, right or QWidget(), margins=(pad, theme.SPACE.gap, pad, 0)
    )
    return card(column(head, body, gap=theme.SPACE.half, margins=(1, 1, 1, 1)))
