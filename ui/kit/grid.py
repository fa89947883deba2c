"""The grid of returns and matrices: a header merged over up to three levels, a frozen first column, failed cells by a role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import QAbstractTableModel, QModelIndex, QObject, QRect, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from ui import theme
from ui.kit.icons import paint_icon
from ui.kit.runs import Run, paint_runs
from ui.kit.status import Tag, paint_tag


@dataclass(frozen=True, slots=True)
class Head:
    """A node of the header's tree: a leaf is a column, a parent spans its children."""

    title: str
    children: tuple[Head, ...] = ()
    width: int = 0  # pixels at the standard text size, leaves only; 0: the grid's default

    def leaves(self) -> tuple[Head, ...]:
        """The columns below this node."""
        return tuple(leaf for child in self.children for leaf in child.leaves()) if self.children else (self,)

    def depth(self) -> int:
        """How many levels this node and what is below it take."""
        return 1 + max((child.depth() for child in self.children), default=0)


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: its text or tag, and what the checks say of it (``failed``, ``explain`` or nothing)."""

    text: str = ""
    tag: Tag | None = None
    check: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row; ``kind`` is ``plain``, ``total`` (bold, ruled off) or ``past`` (a frozen figure of another quarter)."""

    cells: tuple[GridCell, ...]
    kind: str = "plain"
    key: object = None


class GridModel(QAbstractTableModel):
    """Rows of cells under a tree of heads."""

    def __init__(self, heads: Sequence[Head], rows: Sequence[GridRow] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heads = tuple(heads)
        self.leaves = tuple(leaf for head in heads for leaf in head.leaves())
        self.rows = list(rows)

    def set_rows(self, rows: Sequence[GridRow]) -> None:
        """Show other figures."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def depth(self) -> int:
        """Levels of the header."""
        return max((head.depth() for head in self.heads), default=1)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.leaves)

    def cell(self, row: int, column: int) -> GridCell:
        """The cell at a place."""
        return self.rows[row].cells[column]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.cell(index.row(), index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell.tag.word if cell.tag is not None else cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tip or None
        return cell if role == Qt.ItemDataRole.UserRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self.leaves[section].title if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole else None

    def path(self, column: int) -> tuple[str, ...]:
        """The titles from the top level down to a column: 帮扶就业人数 › 本季 › 失业人员."""
        for head in self.heads:
            found = _path(head, self.leaves[column])
            if found:
                return found
        return ()

    def copy_text(self, columns: Sequence[int], rows: Sequence[int], *, heads: bool) -> str:
        """Tab-separated text; with heads the header levels come first, each title at its first column."""
        lines: list[str] = []
        for level in range(self.depth() if heads else 0):
            shown: list[str] = []
            for place, number in enumerate(columns):
                path = self.path(number)
                before = self.path(columns[place - 1]) if place else ()
                own = path[level] if level < len(path) else ""
                shown.append("" if before[: level + 1] == path[: level + 1] else own)
            lines.append("\t".join(shown))
        lines += ["\t".join(str(self.data(self.index(r, c))) for c in columns) for r in rows]
        return "\n".join(lines)


def _path(head: Head, leaf: Head) -> tuple[str, ...]:
    if head is leaf:
        return (head.title,)
    for child in head.children:
        below = _path(child, leaf)
        if below:
            return (head.title, *below)
    return ()


class GridHeader(QHeaderView):
    """Paints the tree: parents over their columns, leaves down to the last level."""

    def __init__(self, model: GridModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._grid = model
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        high = max(theme.sizes().row_grid - theme.SPACE.half, theme.line_height("caption") + theme.SPACE.half)
        leaf = 2 * theme.line_height("caption") + theme.SPACE.half - theme.SPACE.ring
        return QSize(super().sizeHint().width(), high * (self._grid.depth() - 1) + max(high, leaf))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        port = self.viewport()
        assert port is not None
        painter = QPainter(port)
        painter.fillRect(port.rect(), theme.colour("bg_sunken"))
        levels = self._levels()
        column = 0
        for head in self._grid.heads:
            self._paint(painter, head, column, 0, levels)
            column += len(head.leaves())
        painter.end()

    def _levels(self) -> list[int]:
        """The y of each level's upper edge, and the lower edge of the last."""
        depth, height = self._grid.depth(), self.height()
        high = theme.sizes().row_grid - theme.SPACE.half
        return [*(level * high for level in range(depth)), height]

    def _paint(self, painter: QPainter, head: Head, column: int, level: int, levels: list[int]) -> None:
        count = len(head.leaves())
        x = self.sectionViewportPosition(column)
        width = sum(self.sectionSize(column + n) for n in range(count))
        bottom = levels[level + 1] if head.children else levels[-1]
        box = QRect(x, levels[level], width, bottom - levels[level])
        self._cell(painter, box, head.title, left=column == 0)
        below = column
        for child in head.children:
            self._paint(painter, child, below, level + 1, levels)
            below += len(child.leaves())

    def _cell(self, painter: QPainter, box: QRect, title: str, *, left: bool) -> None:
        painter.fillRect(box, theme.colour("bg_sunken"))
        painter.setPen(QPen(theme.colour("line_hair"), theme.SPACE.hair))
        painter.drawLine(box.topRight(), box.bottomRight())
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.setFont(theme.font("caption", bold=True))
        painter.setPen(theme.colour("fg_secondary"))
        side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignHCenter
        inner = box.adjusted(theme.SPACE.cell if left else theme.SPACE.half, 0, -theme.SPACE.half, 0)
        painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignVCenter), balanced(title, inner.width()))
        if left:
            frozen_edge(painter, box)


def balanced(title: str, width: int) -> str:
    """A title that does not fit is broken in the middle: 非全 / 日制, not 非全日 / 制."""
    if theme.text_width(title, "caption", bold=True) <= width or len(title) < 3:
        return title
    half = (len(title) + 1) // 2
    while half < len(title) - 1 and title[half] in "”）、，":  # never at the beginning of a line
        half += 1
    return f"{title[:half]}\n{title[half:]}"


def frozen_edge(painter: QPainter, box: QRect) -> None:
    """The line that parts the frozen column from what scrolls."""
    width = theme.SPACE.ring
    painter.fillRect(QRect(box.right() + 1 - width, box.y(), width, box.height()), theme.colour("line_control"))


class GridDelegate(QStyledItemDelegate):
    """Figures right, the first column left; failed cells framed in red with an octagon, total rows bold, past rows grey."""

    def paint(self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        assert painter is not None
        model = index.model()
        assert isinstance(model, GridModel)
        row, cell = model.rows[index.row()], model.cell(index.row(), index.column())
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        self._ground(painter, option.rect, row, cell, selected, index.column() == 0)
        pad = theme.SPACE.cell_grid
        box = option.rect.adjusted(theme.SPACE.cell if index.column() == 0 else pad, 0, -pad - 1, 0)
        if cell.check:
            self._check(painter, box, cell)
        if cell.tag is not None:
            paint_tag(painter, box, cell.tag, selected=selected)
        else:
            self._text(painter, box, row, cell, index.column() > 0, selected)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRect, row: GridRow, cell: GridCell, selected: bool, first: bool) -> None:
        ground = "bg_selected" if selected else {"total": "bg_canvas", "past": "bg_canvas"}.get(row.kind, "bg_surface")
        painter.fillRect(box, theme.colour(ground))
        painter.setPen(QPen(theme.colour("line_hair"), theme.SPACE.hair))
        painter.drawLine(box.topRight(), box.bottomRight())
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if row.kind == "total":
            painter.fillRect(QRect(box.x(), box.y(), box.width(), theme.SPACE.ring), theme.colour("line_control"))
        if first:
            frozen_edge(painter, box)
        frame = "accent" if selected else "danger" if cell.check == "failed" else ""
        if frame:
            width = theme.SPACE.ring if selected else theme.current().border
            painter.setPen(QPen(theme.colour(frame), width))
            painter.drawRect(box.adjusted(width // 2, width // 2, -width, -width))

    def _check(self, painter: QPainter, box: QRect, cell: GridCell) -> None:
        failed = cell.check == "failed"
        icon, tone = ("alert-octagon", "danger") if failed else ("message-alert-outline", "fg_text")
        side = theme.sizes().caption
        if failed and not cell.tip:  # the sentence stands at the first cell of a failed check only
            return
        paint_icon(painter, QRect(box.x() - theme.SPACE.half, box.y(), side, box.height()), icon, tone, side)

    def _text(self, painter: QPainter, box: QRect, row: GridRow, cell: GridCell, right: bool, selected: bool) -> None:
        tone = (
            "danger" if cell.check == "failed" else "fg_secondary" if row.kind == "past" else "accent" if selected and right else "fg_text"
        )
        bold = row.kind == "total" or cell.check == "failed" or (selected and right)
        paint_runs(painter, box, (Run(cell.text, bold, tone),), right=right and is_figure(cell.text))


def is_figure(text: str) -> bool:
    """A number, a rate, a day: it ends at the right edge; a word begins at the left one."""
    return bool(text) and text[0] in "0123456789-−"


class Grid(QTableView):
    """The grid; its first column stays. ``opened(row, column)`` on Enter, ``moved(row, column)`` when the chosen cell changes."""

    opened = pyqtSignal(int, int)
    moved = pyqtSignal(int, int)

    def __init__(self, model: GridModel, *, cell_width: int = 0) -> None:
        super().__init__()
        self._grid, self._cell_width = model, cell_width
        self._frozen = QTableView(self)
        for view in (self, self._frozen):
            self._prepare(view)
        self._frozen.raise_()  # the header of the grid was made after it
        self._frozen.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._frozen.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._frozen.setProperty("bare", "true")
        self._frozen.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        selection = self.selectionModel()
        assert selection is not None
        self._frozen.setSelectionModel(selection)
        selection.currentChanged.connect(lambda now, _old: self.moved.emit(now.row(), now.column()))
        self._join_scrolling()
        theme.changes().changed.connect(self.restyle)
        model.modelReset.connect(self.restyle)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row(), index.column()))
        self.restyle()

    def _prepare(self, view: QTableView) -> None:
        view.setModel(self._grid)
        view.setItemDelegate(GridDelegate(view))
        view.setHorizontalHeader(GridHeader(self._grid, view))
        view.setShowGrid(False)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setTabKeyNavigation(False)
        rows = view.verticalHeader()
        assert rows is not None
        rows.hide()

    def _join_scrolling(self) -> None:
        mine, other = self.verticalScrollBar(), self._frozen.verticalScrollBar()
        assert mine is not None and other is not None
        mine.valueChanged.connect(other.setValue)
        other.valueChanged.connect(mine.setValue)

    def restyle(self) -> None:
        """Row heights, column widths and the frozen column at the text size in force."""
        scale = theme.sizes().body / theme.SIZES["standard"].body
        for view in (self, self._frozen):
            rows = view.verticalHeader()
            assert rows is not None
            rows.setDefaultSectionSize(theme.sizes().row_grid)
            for number, leaf in enumerate(self._grid.leaves):
                view.setColumnWidth(number, round((leaf.width or self._cell_width or theme.SPACE.wide * 2) * scale))
        for number in range(1, len(self._grid.leaves)):
            self._frozen.setColumnHidden(number, True)
        self._place_frozen()

    def _place_frozen(self) -> None:
        heads, port = self.horizontalHeader(), self.viewport()
        assert heads is not None and port is not None
        self._frozen.setGeometry(self.frameWidth(), self.frameWidth(), self.columnWidth(0), port.height() + heads.height())
        own = self._frozen.horizontalHeader()
        assert own is not None
        own.setFixedHeight(heads.height() or heads.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._place_frozen()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        here = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and here.isValid():
            self.opened.emit(here.row(), here.column())
        elif event.key() == Qt.Key.Key_C and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.copy(heads=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_Escape or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def copy(self, *, heads: bool = False) -> str:
        """The chosen cell, or with heads the whole grid with its header levels."""
        here, board = self.currentIndex(), QGuiApplication.clipboard()
        assert board is not None
        every = range(len(self._grid.leaves)), range(len(self._grid.rows))
        text = self._grid.copy_text(*every, heads=True) if heads or not here.isValid() else str(self._grid.data(here))
        board.setText(text)
        return text
