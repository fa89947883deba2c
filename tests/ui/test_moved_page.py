"""Deadlines that a changed calendar moved: what finds no room on Today opens one list, read one by one or all at once."""

from __future__ import annotations

import pytest

from app.domain.clock import parse_moment
from app.services import calendars, cases, moved, recount, today
from app.services.cases import CaseForm
from app.services.today import TodayKind
from tests.services.accepting import accept_complete
from tests.services.people import register
from tests.ui.conftest import quiet
from tests.ui.station import context_of, press, show_page
from ui.desk.cases.page import LIST, MOVED, make
from ui.desk.today.model import target

DECEMBER = parse_moment("2026-12-28T09:00")
NEW_YEAR = {"2027": {"off": [{"name": "元旦", "from": "2027-01-01", "to": "2027-01-03"}]}}


@pytest.fixture
def context(sqlite_db, cast, tmp_path):
    return context_of(sqlite_db, cast.clerk1, DECEMBER, tmp_path)


def test_the_row_of_the_rest_opens_the_whole_list_and_one_key_reads_it_all(qtbot, port, context, cast, monkeypatch):
    monkeypatch.setattr("app.services.today_moved.MOVES_ONE_BY_ONE", 2)
    db, clerk = context.db, context.actor
    person = register(db, clerk, DECEMBER)
    numbers = [cases.open_case(db, clerk, DECEMBER, CaseForm("JYKN", person)).number for _ in range(4)]
    for number in numbers:
        accept_complete(db, clerk, DECEMBER, number)
    calendars.import_tables(db, cast.head, DECEMBER, NEW_YEAR)
    recount.run(db, DECEMBER)
    rest = [line for line in today.board(db, clerk, DECEMBER).lines if line.kind is TodayKind.MOVED][-1]
    assert (rest.what, rest.key) == ("还有 3 件", None)
    page = show_page(qtbot, port, context, make)
    place, ref = target(rest)
    page.open(ref)
    quiet(qtbot, page)
    part = page.moved
    assert place == "cases" and page.stack.currentIndex() == MOVED and part.model.rowCount() == 4
    facts = {fact.name: fact.value for fact in part.pane.reading.sections[0].facts}
    assert (facts["原来"], facts["现在"]) == ("2027-01-11 周一", "2027-01-12 周二")
    press(qtbot, page, "primary")
    assert part.model.rowCount() == 3
    part.box.setText(numbers[3])
    quiet(qtbot, page)
    assert page.back() and part.model.rowCount() in (1, 3)
    press(qtbot, page, "save")
    assert moved.listing(db, clerk).rows == () and page.said[-1] == "3 件的期限变动都看过了。"
    assert page.acts()["save"].why_not == "期限变动都看过了。" and page.back() and page.stack.currentIndex() == LIST


def test_a_line_of_several_leads_opens_their_list():
    line = today.TodayLine(today.TodayGroup.DAY, TodayKind.LEAD, "", "责任追究", "5 件", "等您处理", "等了 3 天", None, mine=True)
    place, ref = target(line)
    assert (place, ref.kind, ref.key) == ("settings", "leads", None)
