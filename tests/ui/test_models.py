"""Pages come by key, two hundred at a time; what is copied is what is shown."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QModelIndex, Qt

from app.domain.errors import NotAllowed, Refused
from ui.jobs import Jobs
from ui.kit.runs import bold, plain
from ui.kit.sieve import Sieve
from ui.kit.status import Tag
from ui.kit.table import Table
from ui.models.paged import LIMIT, MOST_SORTED, Page, PagedModel
from ui.models.rows import CELL, Column, Group, RowsModel
from ui.preferences import NoPreferences

COLUMNS = (
    Column("state", "状态", lambda r: Tag("near"), 6, 0),
    Column("name", "姓名", lambda r: (*bold(f"人{r}"), *plain("・办件")), 0, 1),
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
    qtbot.waitUntil(lambda: not jobs.busy)


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


def test_no_rows_is_the_empty_state_and_who_may_not_see_them_is_no_failure(qtbot, jobs):
    model, told = PagedModel(jobs, COLUMNS), []
    model.state_changed.connect(lambda state, sentence: told.append((state, sentence)))
    model.load(counted(0)[0])
    _home(qtbot, jobs)

    def refuse(_after, _limit):
        raise NotAllowed("action.not_allowed", action="person.read", officer="王敏")

    def refuse_for_now():
        raise Refused("queue.line_unknown", line="A")

    model.load(refuse)
    _home(qtbot, jobs)
    assert [state for state, _ in told] == ["loading", "empty", "loading", "barred"]
    model.load(lambda _after, _limit: refuse_for_now())
    _home(qtbot, jobs)
    assert told[-1][0] == "failed"
    assert told[-1][1]


def test_a_paged_list_in_another_order_is_read_whole_and_the_mark_turns_and_goes(qtbot, jobs):
    fetch, asked = counted(2_500)
    model = PagedModel(jobs, COLUMNS)
    table = Table(model)
    qtbot.addWidget(table)
    model.load(fetch)
    seen = []
    for _ in range(3):
        table._sort(3)
        _home(qtbot, jobs)
        seen.append((model.rowCount(), model.row_at(0), model.sorted_by))
    assert seen == [(2_500, 0, ("far", False)), (2_500, 2_499, ("far", True)), (LIMIT, 0, ("", False))]
    assert (999, 1000) in asked


def test_a_list_too_long_to_be_sorted_says_so_and_keeps_its_order(qtbot, jobs):
    model, told = PagedModel(jobs, COLUMNS), []
    model.refused_order.connect(told.append)
    model.load(counted(MOST_SORTED + 1)[0])
    model.sort_by("far", down=True)
    _home(qtbot, jobs)
    assert "20,000" in told[0] and model.row_at(0) == 0 and model.sorted_by == ("", False)


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


WORDS = (Column("name", "姓名", lambda r: r[0], 5), Column("left", "期限", lambda r: r[1], 5), Column("pay", "工资", lambda r: r[2], 5))
PEOPLE = (
    ("张淑芬", "剩 10 个工作日", "2,600 元"),
    ("安丽", "剩 2 个工作日", ""),
    ("曾强", "逾期 1 个工作日", "900 元"),
    ("赵爽", "", "12,000 元"),
)


@pytest.fixture
def people(qtbot):
    model = RowsModel(WORDS)
    made = Table(model)
    holder = Sieve(made, model)
    qtbot.addWidget(holder)
    model.set_rows([Group("甲"), *PEOPLE[:3], Group("乙"), PEOPLE[3]])
    made.sieve = holder
    holder.show()
    return made


def shown(table):
    return [row.title if isinstance(row, Group) else row[0] for row in table.rows_model.rows]


def test_names_are_sorted_by_pinyin_within_their_groups(people):
    people._sort(0)
    assert shown(people) == ["甲", "安丽", "曾强", "张淑芬", "乙", "赵爽"]  # 曾 as a surname is zeng


def test_numbers_in_words_are_sorted_by_value_and_blanks_come_last(people):
    people.rows_model.set_rows(PEOPLE)
    people._sort(1)
    assert shown(people) == ["安丽", "张淑芬", "曾强", "赵爽"]
    people._sort(2)
    assert shown(people) == ["曾强", "张淑芬", "赵爽", "安丽"]
    people._sort(2)
    assert shown(people) == ["赵爽", "张淑芬", "曾强", "安丽"]


def test_sorting_stays_on_the_record_one_stands_on(people):
    people.selectRow(1)
    people._sort(0)
    assert people.current_row() == PEOPLE[0]


@pytest.mark.parametrize(
    ("typed", "found"), [("淑", ["甲", "张淑芬"]), ("zs", ["甲", "张淑芬", "乙", "赵爽"]), ("900", ["甲", "曾强"]), ("无", [])]
)
def test_the_quick_filter_finds_words_pinyin_and_figures(qtbot, people, typed, found):
    qtbot.keyClick(people, Qt.Key.Key_Slash)
    people.sieve.box.setText(typed)
    qtbot.waitUntil(lambda: shown(people) == found)


def test_escape_takes_the_quick_filter_away(qtbot, people):
    people.filter_asked.emit()
    people.sieve.box.setText("淑")
    qtbot.waitUntil(lambda: people.sieve.count.text() == "1 / 4 条，Esc 看全部")
    qtbot.keyClick(people.sieve.box, Qt.Key.Key_Escape)
    assert len(shown(people)) == 6 and people.sieve.bar.isHidden()
