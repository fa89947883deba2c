"""Pages come by key, two hundred at a time; what is copied is what is shown."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QModelIndex, Qt

from app.domain.errors import NotAllowed
from ui.jobs import Jobs
from ui.kit.runs import bold, plain
from ui.kit.status import Tag
from ui.kit.table import Table
from ui.models.paged import LIMIT, Page, PagedModel
from ui.models.rows import CELL, Column, Group, RowsModel
from ui.preferences import NoPreferences

COLUMNS = (
    Column("state", "状态", lambda r: Tag("near"), 6, 0),
    Column("name", "姓名", lambda r: (*bold(f"人{r}"), *plain("・办件")), 0, 1, sort="name"),
    Column("number", "证件号", lambda r: "2327**********0426", 20, 2),
    Column("far", "备注", lambda r: f"第 {r} 行", 20, 3, right=True),
)


@pytest.fixture
def jobs(qapp):
    made = Jobs()
    yield made
    made.wait()


def counted(total):
    """A source of ``total`` rows that remembers what it was asked."""
    asked = []

    def fetch(after, limit):
        asked.append((after, limit))
        first = 0 if after is None else after + 1
        rows = tuple(range(first, min(first + limit, total)))
        return Page(rows, rows[-1] if rows and rows[-1] < total - 1 else None)

    return fetch, asked


def _home(qtbot, jobs):
    qtbot.waitUntil(lambda: not jobs.busy, timeout=5000)


def test_the_first_page_has_two_hundred_rows_and_the_rest_is_not_counted(qtbot, jobs):
    fetch, asked = counted(1_000)
    model = PagedModel(jobs, COLUMNS)
    model.load(fetch)
    assert model.state == "loading"
    _home(qtbot, jobs)
    assert model.rowCount() == LIMIT
    assert asked == [(None, LIMIT)]
    assert model.state == "ready"


def test_the_next_page_begins_after_the_last_key_until_there_is_none(qtbot, jobs):
    fetch, asked = counted(450)
    model = PagedModel(jobs, COLUMNS)
    model.load(fetch)
    _home(qtbot, jobs)
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
        assert not model.canFetchMore(QModelIndex())  # one page at a time
        _home(qtbot, jobs)
    assert [after for after, _limit in asked] == [None, 199, 399]
    assert list(model.rows) == list(range(450))


def test_no_rows_is_the_empty_state_and_a_refusal_the_failed_one(qtbot, jobs):
    model, told = PagedModel(jobs, COLUMNS), []
    model.state_changed.connect(lambda state, sentence: told.append((state, sentence)))
    model.load(counted(0)[0])
    _home(qtbot, jobs)

    def refuse(_after, _limit):
        raise NotAllowed("action.not_allowed", action="person.read", officer="王敏")

    model.load(refuse)
    _home(qtbot, jobs)
    assert [state for state, _ in told] == ["loading", "empty", "loading", "failed"]
    assert told[-1][1]


def test_sorting_asks_the_page_for_another_order(qtbot, jobs):
    wanted = []

    def on_sort(key, descending):
        wanted.append((key, descending))
        return counted(5)[0]

    model = PagedModel(jobs, COLUMNS, on_sort=on_sort)
    table = Table(model)
    qtbot.addWidget(table)
    model.load(counted(5)[0])
    table._sort(1)
    table._sort(1)
    table._sort(0)
    _home(qtbot, jobs)
    assert wanted == [("name", False), ("name", True)]


@pytest.fixture
def table(qtbot):
    model = RowsModel(COLUMNS)
    made = Table(model, name="sample", preferences=NoPreferences())
    qtbot.addWidget(made)
    model.set_rows([Group("组", 2), 1, 2])
    made.resize(1000, 300)
    made.show()
    return made


def test_copied_rows_are_masked_as_shown(qtbot, table):
    table.selectAll()
    assert table.copy() == "临期\t人1・办件\t2327**********0426\t第 1 行\n临期\t人2・办件\t2327**********0426\t第 2 行"


def test_copying_with_heads_puts_the_titles_first(qtbot, table):
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    from PyQt6.QtGui import QGuiApplication

    assert QGuiApplication.clipboard().text().splitlines()[0] == "状态\t姓名\t证件号\t备注"


def test_group_heads_span_the_row_and_cannot_be_chosen(table):
    assert table.columnSpan(0, 0) == len(COLUMNS)
    assert not table.model().flags(table.model().index(0, 0)) & Qt.ItemFlag.ItemIsSelectable
    assert table.model().row_at(0) is None


def test_columns_of_rank_three_leave_before_those_of_rank_two(table):
    table.resize(720, 300)
    assert [COLUMNS[n].key for n in table.shown_columns()] == ["state", "name", "number"]
    table.resize(500, 300)
    assert [COLUMNS[n].key for n in table.shown_columns()] == ["state", "name"]


def test_the_choice_of_columns_is_remembered_but_rank_zero_stays(qtbot):
    kept, model = NoPreferences(), RowsModel(COLUMNS)
    for _ in range(2):
        table = Table(model, name="people", preferences=kept)
        qtbot.addWidget(table)
        table.resize(1400, 200)
        table.show()
        table.choose_column("far", shown=False)
        table.choose_column("state", shown=False)
    assert [COLUMNS[n].key for n in table.shown_columns()] == ["state", "name", "number"]


def test_enter_opens_space_previews_and_slash_asks_for_the_filter(qtbot, table):
    opened, previewed, asked = [], [], []
    table.opened.connect(opened.append)
    table.previewed.connect(previewed.append)
    table.filter_asked.connect(lambda: asked.append(1))
    table.select_first()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Slash):
        qtbot.keyClick(table, key)
    assert (opened, previewed, asked) == ([1], [1], [1])


def test_a_screen_reader_hears_the_word_of_a_tag(table):
    index = table.model().index(1, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "临期"
    assert index.data(CELL) == Tag("near")
