"""The records behind a figure, directly below the grid: their number stands in the heading, Enter opens one in its own place."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QFrame, QSizePolicy, QStackedWidget

from app.services.return_records import BehindRecord, is_rank
from app.services.returns import Explanation, RecordTable
from app.texts import t
from app.texts.phrases.returns_page import NO_PAGE
from ui import theme
from ui.desk.places import Ref
from ui.desk.returns import model
from ui.kit.buttons import link
from ui.kit.runs import Run, RunLabel, plain
from ui.kit.sieve import Sieve
from ui.kit.states import StateStack
from ui.kit.table import Table
from ui.kit.text import ElidedLabel, column, row
from ui.models.rows import Cell, Column, Group, RowsModel

MOST = 300
MIXED = "mixed"
WIDTHS = {
    **dict.fromkeys(("姓名", "户主", "走访人", "经办人", "第几版", "就业形式", "方式", "身份", "人数"), 5),
    "办件编号": 9,
    "档案编号": 8,
    "单位": 14,
    "课程": 14,
    "事项": 9,
    "岗位": 8,
    "业务": 10,
    "办件或号票": 12,
    "站点": 16,
}
DATE_LETTERS = 6
PLACES = {"case": "cases", "person": "people", "household": "people", "job": "jobs", "visit": "visits"}


def place_of(record: BehindRecord) -> tuple[str, Ref] | None:
    """Where a record is opened; None where it has no page of its own or is gone."""
    kind, _, key = record.opens.partition(":")
    if kind not in PLACES or not key.isdigit():
        return None
    return PLACES[kind], Ref(kind, record.number if kind == "case" else int(key))


def _columns(titles: tuple[str, ...]) -> tuple[Column, ...]:
    """The heads of a kind of record; what is left of the width stands before the link at the right."""
    return (*(_column(place, title) for place, title in enumerate(titles)), OPEN)


def _column(place: int, title: str) -> Column:
    width = DATE_LETTERS if title.endswith((t("日期"), t("期限"))) else WIDTHS.get(title, 7)
    return Column(f"v{place}", title, partial(_value, place), width, 1 if place == 0 else 2, bold=place == 0)


def _value(place: int, record: BehindRecord) -> Cell:
    return record.values[place] if place < len(record.values) else ""


def _open_word(record: BehindRecord) -> Cell:
    return plain(t("打开"), "accent") if place_of(record) is not None else ""


OPEN = Column("open", "", _open_word, 3, 0, right=True, tone="accent", fixed=True)


def _mixed() -> tuple[Column, ...]:
    """The list of records of several kinds."""
    return (
        Column("label", t("记录"), lambda record: record.label, 24, 1, bold=True),
        Column("number", t("编号"), lambda record: record.number, 9, 2),
        Column("day", t("日期"), lambda record: record.day.isoformat() if record.day else "", DATE_LETTERS, 2),
        OPEN,
    )


def lines(found: Explanation) -> list[Group | BehindRecord]:
    """The records with group heads where there is more than one list: a rate's two sides, what came after the freezing."""
    tables = [table for table in (*found.tables, *found.divisor) if table.total]
    alone = len(tables) == 1 and not found.divisor
    made: list[Group | BehindRecord] = []
    for table in tables:
        made += [] if alone else [Group(table.title, table.total)]
        made += table.records
    if found.today is not None:
        made += _later(t("封存以后多出来的"), found.today.added, found.today.added_count)
        made += _later(t("封存时有、今天没有的"), found.today.removed, found.today.removed_count)
    return made


def count_of(found: Explanation) -> int:
    """How many records the list has in full."""
    today = (found.today.added_count + found.today.removed_count) if found.today is not None else 0
    return sum(table.total for table in (*found.tables, *found.divisor)) + today


def _later(title: str, records: tuple[BehindRecord, ...], count: int) -> list[Group | BehindRecord]:
    return [Group(title, count), *records] if count else []


def kind_of(tables: tuple[RecordTable, ...]) -> str:
    """The kind of the list: that of its records, and beside it one with their times; ``MIXED`` where there are several or none."""
    kinds = {(table.record, table.columns) for table in tables}
    if len(kinds) != 1:
        return MIXED
    return f"{tables[0].record}.rank" if is_rank(tables[0].measure) else tables[0].record


class Behind(QFrame, theme.Themed):
    """Heading and list. ``went(place, ref)`` opens a record, ``left`` asks for the grid, ``said`` tells why a record does not open.

    ``made(table)`` hands over each table when it is first needed: one for every kind of record.
    """

    went = pyqtSignal(str, object)
    left = pyqtSignal()
    said = pyqtSignal(str)
    made = pyqtSignal(object)
    turned = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.found: Explanation | None = None
        self._least = 2
        self.title = RunLabel(rank=2)
        self.note = ElidedLabel("", "caption", "secondary", rank=1)
        self.tables: dict[str, tuple[RowsModel, Table]] = {}
        self.stack = QStackedWidget()
        self.stack.setProperty("ground", "surface")
        self.faces = StateStack(self.stack, icon="table-large", empty=t("这一格背后没有记录"))
        edge, pad = theme.SPACE.hair, theme.SPACE.inner
        self.export = link("", self._export, icon="file-excel-outline")
        self.export.hide()
        self.turn = link(t("看记录"), self.turned.emit, icon="chevron-up")
        self.turn.hide()
        head = row(self.title, self.note, self.export, self.turn, margins=(pad, theme.SPACE.half, pad, theme.SPACE.half))
        head.setStretch(0, 1)
        self.note.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        lay = column(head, gap=0, margins=(edge, edge, edge, edge))
        lay.addWidget(self.faces, 1)
        lay.addStretch(0)
        self.setLayout(lay)
        self.follow_theme()

    def restyle(self) -> None:
        """Head and two rows at the least: where the height is short, the faces of the list give way and not the grid."""
        self.faces.setMinimumHeight(theme.sizes().row_compact + self._least * theme.sizes().row_grid)
        super().restyle()

    def keep_rows(self, least: int) -> None:
        """How many rows stay in sight at the least."""
        self._least = least
        self.restyle()

    def least_height(self) -> int:
        """What the list needs below its heading."""
        return theme.line_height("sub") + 2 * theme.SPACE.half + self.faces.minimumHeight() + 2 * theme.SPACE.hair

    def fold(self, *, low: bool, shown: bool) -> None:
        """Where the form needs the height (``low``), the list is only its heading until it is asked for."""
        self.faces.setVisible(shown or not low)
        self.turn.setVisible(low)
        self.turn.setText(t("收起") if shown else t("看记录"))
        self.turn.set_icon("chevron-down" if shown else "chevron-up")
        self.turn.updateGeometry()

    def wait(self) -> None:
        """The records of another figure are being read."""
        if self.found is None:
            self.faces.show_state("loading")

    def show_nothing(self, words: str) -> None:
        """There is no figure here: a total, a head."""
        self.found = None
        self.title.set_runs((Run(words, False, "fg_secondary"),))
        self.note.setText("")
        self.export.hide()
        self.faces.show_state("empty")

    def show_found(self, found: Explanation, row_title: str) -> None:
        """The records behind a figure."""
        self.found = found
        self.title.set_runs(model.heading(found, row_title))
        self.note.setText(t("这里列最近 {n} 条").format(n=MOST) if found.more else "")
        shown = lines(found)
        rows, table = self._table((*found.tables, *found.divisor))
        rows.set_rows(shown)
        self.stack.setCurrentWidget(table.parentWidget())
        table.select_first()
        self.faces.show_state("ready" if shown else "empty")
        self.export.setVisible(bool(shown))
        self.export.setText(t("导出这 {n:,} 条").format(n=count_of(found)))
        self.export.updateGeometry()

    def _export(self) -> None:
        if self.table is not None:
            self.table.export_asked.emit()

    @property
    def table(self) -> Table | None:
        """The list that is shown."""
        shown = self.stack.currentWidget()
        return shown.table if isinstance(shown, Sieve) else None

    def enter(self) -> None:
        """Put the cursor on the first record."""
        table = self.table
        if self.faces.state == "ready" and table is not None:
            table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _table(self, tables: tuple[RecordTable, ...]) -> tuple[RowsModel, Table]:
        kind = kind_of(tables)
        if kind not in self.tables:
            rows = RowsModel(_mixed() if kind == MIXED else _columns(tables[0].columns), self)
            table = Table(rows, row_size="row_grid")
            table.setProperty("bare", "true")
            table.setProperty("kind", kind)
            table.setAccessibleName(t("这一格背后的记录"))
            table.opened.connect(self.open_record)
            table.clicked.connect(partial(self._clicked, rows))
            self.stack.addWidget(Sieve(table, rows))
            self.tables[kind] = rows, table
            self.made.emit(table)
        return self.tables[kind]

    def _clicked(self, rows: RowsModel, index: QModelIndex) -> None:
        if rows.columns[index.column()].key == "open":
            self.open_record(rows.row_at(index))

    def open_record(self, record: object) -> None:
        """Open a record in its place."""
        if not isinstance(record, BehindRecord):
            return
        where = place_of(record)
        if where is None:
            self.said.emit(NO_PAGE)
        else:
            self.went.emit(*where)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
