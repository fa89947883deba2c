"""The grid of a return: cells typed in place, a frozen column that hides no cursor, and the line that names what is out of view."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QResizeEvent
from PyQt6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QSizePolicy, QStyleOptionViewItem, QWidget

from app.texts import t
from app.texts.phrases import returns_page as say
from ui import theme
from ui.desk.returns.model import Place, Sheet
from ui.kit.grid import Grid, GridDelegate, GridModel
from ui.kit.text import ElidedLabel, column, row

_SHORT = 4  # rows that never need a bar to scroll them


class SheetModel(GridModel):
    """The grid's figures; ``typed(place, text)`` when somebody filled a cell by hand."""

    typed = pyqtSignal(object, str)

    def __init__(self) -> None:
        super().__init__(())
        self.sheet: Sheet | None = None

    def set_sheet(self, sheet: Sheet) -> None:
        """Show another return: other heads and rows."""
        self.beginResetModel()
        self.sheet = sheet
        self.heads, self.rows = sheet.heads, list(sheet.rows)
        self.leaves = tuple(leaf for head in sheet.heads for leaf in head.leaves())
        self.endResetModel()

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        may = self.sheet is not None and self.sheet.source(index.row(), index.column()) is not None
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable if may else super().flags(index)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.EditRole:
            return self.cell(index.row(), index.column()).text
        return super().data(index, role)

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        place = self.sheet.place(index.row(), index.column()) if self.sheet is not None else None
        if role != Qt.ItemDataRole.EditRole or place is None or str(value).strip() == self.cell(index.row(), index.column()).text:
            return False
        self.typed.emit(place, str(value))
        return True


class SheetDelegate(GridDelegate):
    """Types in place: a bare line in the cell."""

    def createEditor(self, parent: QWidget | None, option: QStyleOptionViewItem, index: QModelIndex) -> QWidget:
        made = QLineEdit(parent)
        made.setProperty("cell", "true")
        made.setAccessibleName(t("填写这一格"))
        return made

    def setEditorData(self, editor: QWidget | None, index: QModelIndex) -> None:
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget | None, model: QAbstractItemModel | None, index: QModelIndex) -> None:
        if isinstance(editor, QLineEdit) and model is not None:
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget | None, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        if editor is not None:
            editor.setFixedHeight(option.rect.height())
            editor.setGeometry(option.rect)


class SheetGrid(Grid):
    """The grid of one return, exactly as high as its rows. ``chosen(place or None)`` when the cursor stands on another figure."""

    chosen = pyqtSignal(object)
    asked = pyqtSignal(object)  # Enter on a figure: into the records behind it

    def __init__(self, model: SheetModel) -> None:
        self.sheet_model = model
        super().__init__(model)
        self.setItemDelegate(SheetDelegate(self))
        self.setAccessibleName(t("报表"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("bare", "true")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.AnyKeyPressed)
        self.moved.connect(lambda r, c: self.chosen.emit(self.place(r, c)))
        self.opened.connect(self._enter)

    def place(self, row: int, column: int) -> Place | None:
        """The figure at a place of the grid."""
        return self.sheet_model.sheet.place(row, column) if self.sheet_model.sheet is not None else None

    def stand_on(self, at: tuple[int, int]) -> None:
        """Put the cursor on a cell and bring it into view."""
        self.setCurrentIndex(self.sheet_model.index(*at))

    def restyle(self) -> None:
        before = next((c for c in range(1, len(self.sheet_model.leaves)) if self.columnViewportPosition(c) >= self.columnWidth(0)), 0)
        super().restyle()
        tall = len(self.sheet_model.rows) > _SHORT
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded if tall else Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.updateGeometry()
        if before:  # another text size: the same columns stay in view
            self.updateGeometries()
            self.begin_at(before)

    def sizeHint(self) -> QSize:
        """As high as its rows; where the page is low it shows fewer and scrolls."""
        return QSize(super().sizeHint().width(), self._height(len(self.sheet_model.rows)))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self._height(1))

    def _height(self, rows: int) -> int:
        heads = self.horizontalHeader()
        assert heads is not None
        return heads.sizeHint().height() + rows * theme.sizes().row_grid + theme.SPACE.inner

    def scrollTo(self, index: QModelIndex, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible) -> None:
        super().scrollTo(index, hint)
        bar, frozen = self.horizontalScrollBar(), self.columnWidth(0)
        hidden = frozen - self.columnViewportPosition(index.column())
        if bar is not None and index.column() > 0 and hidden > 0:
            bar.setValue(bar.value() - hidden)

    def begin_at(self, column: int) -> None:
        """Scroll so that ``column`` stands directly behind the frozen one."""
        bar = self.horizontalScrollBar()
        if bar is not None:
            bar.setValue(bar.value() + self.columnViewportPosition(column) - self.columnWidth(0))

    def edges(self) -> tuple[list[int], list[int]]:
        """The columns out of view at the left and at the right."""
        port, frozen = self.viewport(), self.columnWidth(0)
        assert port is not None
        count = len(self.sheet_model.leaves)
        left = [c for c in range(1, count) if self.columnViewportPosition(c) + self.columnWidth(c) // 2 < frozen]
        right = [c for c in range(1, count) if self.columnViewportPosition(c) + self.columnWidth(c) // 2 > port.width()]
        return left, right

    def _enter(self, row: int, column: int) -> None:
        index = self.sheet_model.index(row, column)
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        else:
            self.asked.emit(self.place(row, column))

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() not in (Qt.Key.Key_C, Qt.Key.Key_Home, Qt.Key.Key_End):
            event.ignore()
        else:
            super().keyPressEvent(event)


class SheetCard(QFrame):
    """The grid in its card with the foot that says which columns are out of view."""

    def __init__(self, model: SheetModel) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.grid = SheetGrid(model)
        self.foot = ElidedLabel("", "caption", "secondary", rank=2)
        self.foot.setAlignment(Qt.AlignmentFlag.AlignRight)
        pad = theme.SPACE.gap
        edge = theme.SPACE.hair
        foot = row(self.foot, margins=(pad, theme.SPACE.ring, pad, theme.SPACE.half))
        self.setLayout(column(self.grid, foot, gap=0, margins=(edge, edge, edge, 0)))
        bar = self.grid.horizontalScrollBar()
        assert bar is not None
        bar.valueChanged.connect(lambda _value: self.name_edges())
        bar.rangeChanged.connect(lambda _low, _high: self.name_edges())

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.name_edges()

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.FontChange:
            self.name_edges()

    def name_edges(self) -> None:
        """Say which columns lie outside at either side."""
        sides = zip((t("左"), t("右")), self.grid.edges(), strict=True)
        out = [(side, columns) for side, columns in sides if columns]
        words = [say.right_of_view(self._names(columns), len(columns), side) for side, columns in out]
        numbers = [say.number_out_of_view(len(columns), side) for side, columns in out]
        self.foot.say("　　".join(words) or t("全部列都在这里"), "　　".join(numbers))

    def _names(self, columns: list[int]) -> list[str]:
        """The top titles of some columns, each once, without their units."""
        model = self.grid.sheet_model
        return list(dict.fromkeys(model.path(number)[0].split("（")[0] for number in columns))
