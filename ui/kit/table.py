"""The table of every list: columns that give way by rank, keys of the sheet, copying as shown, sorting by the head."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QEvent, QModelIndex, QRect, Qt, pyqtSignal
from PyQt6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QPainter, QResizeEvent
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from app.texts import t
from ui import theme
from ui.kit.icons import paint_icon
from ui.kit.rows import RowDelegate, as_runs
from ui.kit.runs import runs_width
from ui.kit.status import Tag
from ui.kit.wrap import height, wrapped
from ui.models.rows import Column, Group, RowsModel
from ui.preferences import NoPreferences, Preferences

_LEAST = 4  # letters below which no column shrinks
_MEASURED = 400  # rows that are looked at for a second line; further down a long list every row is one line high
_GROWING = 16  # letters a growing column is worth: before it gets narrower, columns of rank 3 and 2 leave


class SortHeader(QHeaderView):
    """The head of a list: small bold words, and a small chevron on the column it is sorted by."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter | None, rect: QRect, index: int) -> None:
        assert painter is not None
        painter.save()
        super().paintSection(painter, rect, index)
        painter.restore()
        model = self.model()
        if isinstance(model, RowsModel) and model.shown_order[0] == model.columns[index].key:
            self._chevron(painter, rect, model.columns[index], model.shown_order[1])

    def _chevron(self, painter: QPainter, rect: QRect, column: Column, down: bool) -> None:
        size, pad = theme.sizes(), theme.SPACE.cell
        used = theme.text_width(column.title, "caption", bold=True)
        x = rect.right() - pad - used - size.caption - theme.SPACE.half if column.right else rect.x() + pad + used + theme.SPACE.half
        box = QRect(x, rect.y(), size.caption, rect.height())
        paint_icon(painter, box, "chevron-down" if down else "chevron-up", "fg_secondary", size.body)


class Table(QTableView):
    """A list. ``opened`` on Enter or double click, ``previewed`` on Space, ``filter_asked`` on ``/``; all carry the row's value.

    ``chosen`` says how many rows are selected.
    """

    opened = pyqtSignal(object)
    previewed = pyqtSignal(object)
    selected = pyqtSignal(object)
    filter_asked = pyqtSignal()
    export_asked = pyqtSignal()
    reordered = pyqtSignal()
    chosen = pyqtSignal(int)

    def __init__(self, model: RowsModel, *, name: str = "", preferences: Preferences | None = None, row_size: str = "row_compact") -> None:
        super().__init__()
        self._rows, self._row_size = model, row_size
        self._name, self._preferences = name, preferences or NoPreferences()
        self._standing: object | None = None
        self.sortable, self.can_export = True, False
        self.setModel(model)
        self.setItemDelegate(RowDelegate(self, row_size))
        self.setHorizontalHeader(SortHeader(self))
        self._set_up()
        model.modelReset.connect(self._reset)
        model.rowsInserted.connect(lambda _parent, first, _last: self._fit_rows(first))
        theme.changes().changed.connect(self.restyle)
        self.doubleClicked.connect(lambda index: self._emit(self.opened, index))
        selection = self.selectionModel()
        assert selection is not None
        selection.currentChanged.connect(lambda now, _old: self._emit(self.selected, now))
        selection.selectionChanged.connect(lambda _now, _old: self.chosen.emit(len(self.chosen_rows())))
        self.restyle()

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSortingEnabled(False)
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        assert rows is not None and heads is not None
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads.setMinimumSectionSize(theme.SPACE.form)
        heads.sectionClicked.connect(self._sort)
        bar = self.verticalScrollBar()
        assert bar is not None
        bar.rangeChanged.connect(lambda _low, _high: self.lay_columns())
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def restyle(self) -> None:
        """Row height and column widths at the text size in force."""
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        assert rows is not None and heads is not None
        height = getattr(theme.sizes(), self._row_size)
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)
        heads.setFixedHeight(theme.sizes().row_compact)
        self.lay_columns()

    def remember(self, name: str, preferences: Preferences) -> None:
        """Remember the choice of columns under a name from now on."""
        self._name, self._preferences = name, preferences
        self.lay_columns()

    def hidden_by_choice(self) -> set[str]:
        """The columns the officer took away; remembered."""
        return set(filter(None, self._preferences.get(f"columns.{self._name}").split(",")))

    def choose_column(self, key: str, *, shown: bool) -> None:
        """Show or take away a column and remember it; rank 0 cannot be taken away."""
        hidden = self.hidden_by_choice()
        hidden = hidden - {key} if shown else hidden | {key}
        self._preferences.put(f"columns.{self._name}", ",".join(sorted(hidden)))
        self.lay_columns()

    def lay_columns(self) -> None:
        """Give each column its width; where the page is narrow, columns of rank 3 and then 2 leave, last first."""
        room = self._room()
        shown = self._fitting(room)
        widths = {column.key: self._width(column) for column in shown}
        growing = [column.key for column in shown if not column.width] or [shown[-1].key]
        fixed = sum(width for key, width in widths.items() if key not in growing)
        share = max((room - fixed) // len(growing), _LEAST * theme.sizes().body)
        for number, column in enumerate(self._rows.columns):
            self.setColumnHidden(number, column.key not in widths)
            if column.key in widths:
                self.setColumnWidth(number, share if column.key in growing else widths[column.key])
        self._fit_rows()

    def _fit_rows(self, first: int = 0) -> None:
        """A row is as high as the lines that its cells take: two of the growing column, more of a name."""
        rows = self.verticalHeader()
        assert rows is not None
        wrapping = [(c, self.columnWidth(n) - 2 * theme.SPACE.cell) for n, c in enumerate(self._rows.columns) if self._wraps(n, c)]
        for number in range(first, min(self._rows.rowCount(), _MEASURED)):
            value = self._rows.row_at(number)
            lines = 1 if value is None else max((_lines(column, value, width) for column, width in wrapping), default=1)
            wanted = rows.defaultSectionSize() + height(lines)
            if rows.sectionSize(number) != wanted:
                rows.resizeSection(number, wanted)

    def _wraps(self, number: int, column: Column) -> bool:
        return column.most_lines > 1 and not self.isColumnHidden(number)

    def _room(self) -> int:
        port = self.viewport()
        assert port is not None
        return port.width()

    def _width(self, column: Column) -> int:
        """Pixels of a column: its characters, its title with room for the sort mark, and the padding of a cell."""
        letters = (column.width or column.least or _GROWING) * theme.sizes().body
        sign = theme.sizes().caption + theme.SPACE.half if self._rows.shown_order[0] == column.key else 0
        head = theme.text_width(column.title, "caption", bold=True) + sign
        return max(letters, head) + 2 * theme.SPACE.cell

    def _fitting(self, room: int) -> list[Column]:
        hidden = self.hidden_by_choice()
        shown = [c for c in self._rows.columns if c.rank == 0 or c.key not in hidden]
        for rank in (3, 2):
            for column in reversed([c for c in shown if c.rank == rank]):
                if sum(self._width(c) for c in shown) > room:
                    shown.remove(column)
        return shown

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.lay_columns()

    def _reset(self) -> None:
        self._span_groups()
        self.lay_columns()
        self._stand_again()
        self.chosen.emit(len(self.chosen_rows()))

    def _span_groups(self) -> None:
        self.clearSpans()
        if len(self._rows.columns) < 2:
            return
        for number, row in enumerate(self._rows.rows):
            if isinstance(row, Group):
                self.setSpan(number, 0, 1, len(self._rows.columns))

    def _sort(self, section: int) -> None:
        """A head that is pressed sorts upwards, then downwards, then brings the list's own order back; one stays on the same record."""
        column = self._rows.columns[section]
        if column.fixed or not self.sortable:
            return
        key, down = self._rows.sorted_by
        self.keep_place()
        self._rows.sort_by("" if key == column.key and down else column.key, down=key == column.key and not down)
        self.lay_columns()
        self.reordered.emit()

    def keep_place(self) -> None:
        """Stay on this record when the rows are shown anew."""
        self._standing = self.current_row()

    def _stand_again(self) -> None:
        """After sorting: on the record one stood on."""
        wanted, self._standing = self._standing, None
        if wanted is not None and wanted in self._rows.rows:
            self.selectRow(list(self._rows.rows).index(wanted))

    def order_words(self, own: str) -> str:
        """The order in words: that of a head that was pressed, else the list's ``own``."""
        column = self._rows.sort_column
        if column is None:
            return own
        return t("排序：{column} {way}").format(column=column.title, way=t("降序") if self._rows.sorted_by[1] else t("升序"))

    @property
    def rows_model(self) -> RowsModel:
        """The rows behind the table."""
        return self._rows

    def current_row(self) -> object | None:
        """The value of the row the officer stands on."""
        found: object | None = self._rows.row_at(self.currentIndex())
        return found

    @property
    def has_rows(self) -> bool:
        """Whether there is a record to stand on."""
        return any(self._rows.row_at(number) is not None for number in range(self._rows.rowCount()))

    def select_first(self) -> None:
        """Stand on the first row that is a record."""
        for number in range(self._rows.rowCount()):
            if self._rows.row_at(number) is not None:
                self.selectRow(number)
                return

    def _emit(self, signal: object, index: QModelIndex) -> None:
        row = self._rows.row_at(index)
        if row is not None:
            signal.emit(row)  # type: ignore[attr-defined]

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._emit(self.opened, self.currentIndex())
        elif key == Qt.Key.Key_Space:
            self._emit(self.previewed, self.currentIndex())
        elif event.text() == "/":
            self.filter_asked.emit()
        elif key == Qt.Key.Key_C and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.copy(heads=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def copy(self, *, heads: bool = False) -> str:
        """Put the selected rows on the clipboard as shown, with the titles if asked; gives the text."""
        board = QGuiApplication.clipboard()
        assert board is not None
        text = self._rows.copy_text(self._chosen_numbers(), self.shown_columns(), heads=heads)
        board.setText(text)
        return text

    def _chosen_numbers(self) -> list[int]:
        selection = self.selectionModel()
        assert selection is not None
        return sorted({index.row() for index in selection.selectedRows()})

    def chosen_rows(self) -> list[object]:
        """The values of the selected rows, in the order shown."""
        return [row for row in map(self._rows.row_at, self._chosen_numbers()) if row is not None]

    def shown_columns(self) -> Sequence[int]:
        """The numbers of the columns that are shown now."""
        return [number for number in range(len(self._rows.columns)) if not self.isColumnHidden(number)]

    def contextMenuEvent(self, event: QContextMenuEvent | None) -> None:
        assert event is not None
        self.column_menu().exec(event.globalPos())

    def column_menu(self) -> QMenu:
        """Copy, and which columns are shown."""
        menu = QMenu(self)
        menu.addAction(t("复制"), lambda: self.copy())
        menu.addAction(t("连表头复制"), lambda: self.copy(heads=True))
        if self.can_export:
            number = len(self.chosen_rows())
            words = t("导出选中的 {n} 条到 Excel").format(n=number) if number > 1 else t("导出到 Excel")
            menu.addAction(words, self.export_asked.emit)
        menu.addSeparator()
        hidden = self.hidden_by_choice()
        for column in self._rows.columns:
            action = menu.addAction(column.title)
            if action is not None:
                action.setCheckable(True)
                action.setChecked(column.key not in hidden)
                action.setEnabled(column.rank > 0)
                action.toggled.connect(lambda on, key=column.key: self.choose_column(key, shown=on))
        return menu

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        self._repaint()

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self._repaint()

    def _repaint(self) -> None:
        port = self.viewport()
        if port is not None:
            port.update()

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.PaletteChange:
            self._repaint()


def _lines(column: Column, value: object, width: int) -> int:
    """The lines a cell needs."""
    cell = column.value(value)
    if isinstance(cell, Tag):
        return 1
    runs = as_runs(cell, column)
    return 1 if runs_width(runs) <= width else len(wrapped(runs, width, column.most_lines))
