"""How a row of any table is drawn: ground by state, accent bar at the left, hairline below, and the typed value of each cell."""

from __future__ import annotations

from PyQt6.QtCore import QModelIndex, QRect, QSize, Qt
from PyQt6.QtGui import QHelpEvent, QPainter
from PyQt6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from ui import theme
from ui.kit.runs import Run, Runs, paint_runs, plain, runs_width
from ui.kit.status import Tag, paint_tag, tag_size
from ui.kit.wrap import paint_wrapped, wrapped
from ui.models.rows import CELL, COLUMN, ROW, Column, Group

_State = QStyle.StateFlag


def row_ground(option: QStyleOptionViewItem) -> str:
    """The ground token of a row: selected with or without the focus, under the mouse, or at rest."""
    state = option.state
    if state & _State.State_Selected:
        return "bg_selected" if state & _State.State_Active and state & _State.State_HasFocus or _focused(option) else "bg_tint"
    return "bg_hover" if state & _State.State_MouseOver else ""


def _focused(option: QStyleOptionViewItem) -> bool:
    widget = option.widget
    if widget is None or widget.property("shown_focused"):
        return True
    return widget.hasFocus()


def paint_row(painter: QPainter, option: QStyleOptionViewItem, *, first: bool, line: bool = True) -> None:
    """Ground, hairline and, in the first column of a selected row, the accent bar."""
    rect, ground = option.rect, row_ground(option)
    if ground:
        painter.fillRect(rect, theme.colour(ground))
    if line:
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), theme.SPACE.hair), theme.colour("line_hair"))
    if first and option.state & _State.State_Selected:
        painter.fillRect(QRect(rect.x(), rect.y(), theme.SPACE.bar, rect.height()), theme.colour("accent"))


class RowDelegate(QStyledItemDelegate):
    """Draws ``Tag``, ``Runs``, text and group heads of a ``RowsModel``."""

    def __init__(self, view: QAbstractItemView, row_size: str = "row_compact") -> None:
        super().__init__(view)
        self._row_size = row_size

    def paint(self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        assert painter is not None
        row = index.data(ROW)
        if isinstance(row, Group):
            paint_group(painter, option.rect, row)
            return
        painter.save()
        paint_row(painter, option, first=self.is_first(index))
        pad = theme.SPACE.cell
        self.paint_cell(painter, option.rect.adjusted(pad, 0, -pad, -theme.SPACE.hair), option, index)
        painter.restore()

    def is_first(self, index: QModelIndex) -> bool:
        """Whether the accent bar belongs into this cell: the first column that is shown."""
        view = self.parent()
        hidden = getattr(view, "isColumnHidden", lambda _c: False)
        return all(hidden(c) for c in range(index.column()))

    def paint_cell(self, painter: QPainter, box: QRect, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Draw the typed value of one cell."""
        value, column = index.data(CELL), index.data(COLUMN)
        selected = bool(option.state & _State.State_Selected)
        if isinstance(value, Tag):
            paint_tag(painter, box, value, selected=selected)
        elif isinstance(column, Column) and column.most_lines > 1:
            paint_wrapped(painter, box, as_runs(value, column), most=column.most_lines, selected=selected)
        else:
            right = isinstance(column, Column) and column.right
            paint_runs(painter, box, as_runs(value, column), right=right, selected=selected)

    def helpEvent(self, event: QHelpEvent | None, view: QAbstractItemView | None, option: QStyleOptionViewItem, index: QModelIndex) -> bool:
        """What a cell says already needs no tool tip: only a cut one, or one that has more to tell."""
        column = index.data(COLUMN)
        if isinstance(column, Column) and column.tip is None and not self.is_cut(option.rect.width(), index):
            QToolTip.hideText()
            return True
        return super().helpEvent(event, view, option, index)

    def is_cut(self, width: int, index: QModelIndex) -> bool:
        """Whether a cell of that width does not show all its words."""
        value, column = index.data(CELL), index.data(COLUMN)
        room = width - 2 * theme.SPACE.cell
        if isinstance(value, Tag):
            return tag_size(value).width() > room
        runs = as_runs(value, column)
        return any(runs_width(line) > room for line in wrapped(runs, room, column.most_lines))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(theme.SPACE.wide, getattr(theme.sizes(), self._row_size))


def as_runs(value: object, column: object) -> Runs:
    """Any value of a cell as runs in the column's look."""
    if isinstance(value, tuple):
        return value
    text = "" if value is None else str(value)
    if isinstance(column, Column):
        return (Run(text, column.bold, column.tone, column.role),)
    return plain(text)


def paint_group(painter: QPainter, rect: QRect, group: Group) -> None:
    """A group head: bold secondary words and a quiet count across the row."""
    painter.save()
    painter.fillRect(rect, theme.colour("bg_canvas"))
    painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), theme.SPACE.hair), theme.colour("line_hair"))
    box = rect.adjusted(theme.SPACE.cell, 0, -theme.SPACE.cell, 0)
    count = "" if group.count is None else f" {group.count}"
    paint_runs(painter, box, (Run(group.title, True, "fg_secondary"), Run(count, False, "fg_tertiary")))
    if group.note:
        paint_runs(painter, box, plain(group.note, "fg_tertiary", "caption"), right=True)
    painter.restore()


def align(column: Column) -> Qt.AlignmentFlag:
    """The alignment of a column: numbers right, text left, nothing centred."""
    return (Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
