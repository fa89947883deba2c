"""Today as the window shows it: rows open their records, chips narrow, an empty day says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PyQt6.QtWidgets import QAbstractButton

from app.domain.accountability import LeadKind
from app.domain.actor import SYSTEM
from app.domain.clock import parse_moment
from app.services import case_acts, cases, items, leads, queue, stations
from app.services.cases import CaseForm
from app.services.today import TodayKind
from db.models import Case
from tests.dbfixtures import NOW
from tests.services.accepting import accept_complete
from tests.services.people import register
from tests.ui.real_desk import lay_out, open_desk, press, quiet
from ui.desk.places import PLACES
from ui.desk.ports import Ref
from ui.desk.shell import NOT_FOR_ACCOUNT
from ui.models.rows import Group


@pytest.fixture
def settings(sqlite_template, tmp_path):
    settings = lay_out(sqlite_template, tmp_path / "data")
    _fill(settings)
    return settings


def _fill(settings) -> None:
    """One overdue case of clerk1, one that is due today of clerk2."""
    db = stations.open_station(settings)
    people = stations.actors(db)
    item = next(line.code for line in items.listing(db, people["clerk1"]) if line.promised_days == 10)
    for serial, (login, day) in enumerate((("clerk1", "2026-09-07"), ("clerk2", "2026-09-18"))):
        person = register(db, people[login], NOW, ("赵桂兰", "周志强")[serial], serial=serial)
        when = parse_moment(f"{day}T10:00")
        case = cases.open_case(db, people[login], when, CaseForm(item, person))
        accept_complete(db, people[login], when, case.number)
    db.close()


@pytest.fixture
def desk(qtbot, settings):
    return open_desk(qtbot, settings)


def cells(page):
    return [page.model.index(n, 1).data() for n in range(page.model.rowCount()) if not isinstance(page.model.rows[n], Group)]


def test_today_opens_first_with_its_groups_and_the_most_urgent_row_chosen(desk):
    assert desk.here == "today"
    assert [row.title for row in desk.page.model.rows if isinstance(row, Group)] == ["现在就办"]
    assert desk.page.table.current_row().who == "赵桂兰"
    assert cells(desk.page)[0].startswith("赵桂兰・")


def test_a_lead_stands_there_as_soon_as_it_was_raised(qtbot, desk):
    kinds = lambda: [line.kind for line in desk.page.model.rows if not isinstance(line, Group)]  # noqa: E731
    assert TodayKind.LEAD not in kinds()
    with desk.desk.context.db.write("duties.run", SYSTEM, NOW) as unit:
        leads.raise_lead(unit, LeadKind.NOTICE_AGAIN, unit.get_one(Case, 1), NOW.date(), NOW)
    quiet(qtbot, desk)
    assert TodayKind.LEAD in kinds()


def test_the_frame_counts_what_presses(desk):
    assert desk.desk.frame.due == 3  # two cases and the return of the quarter that has ended
    assert desk.bar.due.text() == "3"


def test_enter_opens_the_record_of_the_row(qtbot, desk):
    opened = []
    desk.desk.went.disconnect()
    desk.desk.went.connect(lambda place, ref: opened.append((place, ref)))
    press(qtbot, desk, "Return")
    assert opened == [("cases", Ref("case", "BJ20260907-001"))]


def test_chips_narrow_and_esc_shows_all_again(qtbot, desk):
    page = desk.page
    page.lights["due_today"].click()
    assert [row.who for row in page.model.rows if not isinstance(row, Group)] == ["周志强"]
    press(qtbot, desk, "Escape")
    assert len(cells(page)) == 3
    page.mine.click()
    assert [row.who for row in page.model.rows if not isinstance(row, Group)] == ["赵桂兰"]


def test_what_has_nothing_waiting_is_said_in_one_line_at_the_foot(desk):
    said = desk.page.friendly.accessibleName()
    assert "差评整改" in said and said.endswith("没有待办的，放心。")


def test_f2_calls_from_here_and_turns_to_the_queue(qtbot, desk):
    context = desk.desk.context
    queue.take(context.db, context.actor, NOW - timedelta(minutes=1), "A")
    quiet(qtbot, desk)
    press(qtbot, desk, "F2")
    assert desk.here == "queue" and desk.page.board.present.ticket == "A001"


def test_a_change_elsewhere_is_seen_without_a_key(qtbot, desk):
    context = desk.desk.context
    case_acts.withdraw(context.db, stations.actors(context.db)["clerk1"], NOW, "BJ20260907-001", "本人不办了")
    quiet(qtbot, desk)
    assert "赵桂兰" not in " ".join(cells(desk.page))


def test_the_lock_keeps_what_was_typed(qtbot, desk):
    context = desk.desk.context
    queue.take(context.db, context.actor, NOW - timedelta(minutes=1), "A")
    quiet(qtbot, desk)
    press(qtbot, desk, "F2", "Ctrl+N")
    desk.page._forms["inquiry"].fields["topic"].set_value("失业金去哪里领")
    press(qtbot, desk, "Ctrl+L")
    assert desk.is_locked and "A001" in desk.lock_page.ticket.accessibleName()
    press(qtbot, desk, "Return")
    assert not desk.is_locked
    assert desk.page._forms["inquiry"].values()["topic"] == "失业金去哪里领"


def test_who_keeps_the_machine_has_an_empty_day_and_no_counter(qtbot, settings):
    window = open_desk(qtbot, settings, "admin")
    assert window.page.faces.state == "empty"
    assert window.desk.frame.counter == "" and window.desk.person is None
    press(qtbot, window, "F2")
    assert "这个账号不在窗口叫号" in window.status.said


def test_a_place_an_account_may_not_look_at_says_so_and_has_nothing_to_press(qtbot, settings):
    """Six of the ten for who keeps the machine; whoever logs in after that has all of them."""
    window = open_desk(qtbot, settings, "admin")
    shut = []
    for place in PLACES:
        window.go(place.code)
        quiet(qtbot, window)
        if window.page is window.pages.get(NOT_FOR_ACCOUNT):
            shut.append(place.code)
            assert [one for one in window.page.findChildren(QAbstractButton) if one.isVisible()] == []
            assert window.stack.currentWidget() is window.page and window.status.said == ""
    assert shut == ["queue", "cases", "people", "visits", "returns", "prints"]
    window.do("lock")
    window._log_in("clerk1", "")
    quiet(qtbot, window)
    assert window.here == PLACES[-1].code
    window.go("queue")
    quiet(qtbot, window)
    assert window.page is window.pages["queue"] is window.stack.currentWidget() and window.page.board is not None


@pytest.mark.parametrize(
    ("login", "nothing", "more"),
    [
        ("clerk1", "今天没有要办的事，放心。", "来人时按 F2 呼叫下一位。"),
        ("head", "今天没有要办的事，放心。", "来人时按 F2 呼叫下一位。"),
        ("county", "今天没有要办的事，放心。", "要您确认或者决定的事，来了会列在这里。"),
        ("admin", "这里没有要您办的事。", "账号、规则和事项在“设置”里。"),
    ],
)
def test_an_empty_day_says_what_is_true_for_who_looks_at_it(qtbot, settings, login, nothing, more):
    """Also the hint at the foot and the help: who does not call is told of no key for it, on a full day too."""
    window = open_desk(qtbot, settings, login)
    page, calls = window.page, login in {"clerk1", "head"}
    for board in (page.board, replace(page.board, lines=())):
        page._show(board)
        assert [part.isVisible() for part in page.call_hint] == [calls, calls]
        assert ("F2" in page.help) is calls
    assert page.faces.state == "empty"
    assert (page.faces.empty.line.text(), page.faces.empty.more.text()) == (nothing, more)
    window.go("cases")
    quiet(qtbot, window)
    if login != "admin":  # who may not look at the place sees nothing of it
        window.page._state("empty", "")
        assert "F2" in window.page.faces.empty.more.text() and window.page.faces.empty.more.isVisible() is calls


def test_the_search_finds_people_cases_and_commands(qtbot, desk):
    answer = desk._late.search("zgl", "")
    assert [hit.title for group in answer.groups for hit in group.hits][:1] == ["赵桂兰"]
    case = next(hit for group in answer.groups if group.code == "cases" for hit in group.hits)
    assert (case.place, case.ref.key, case.tag.code) == ("cases", "BJ20260907-001", "overdue")
    (command,) = desk._late.search("hjxyw", "commands").groups[0].hits
    assert (command.title, command.key) == ("呼叫下一位", "F2")
    (section,) = desk._late.search("jjr", "commands").groups[0].hits
    assert (section.title, section.place, section.ref.kind) == ("设置：节假日", "settings", "holidays")
    assert desk._late.search("liuhen", "commands").groups[0].hits == (), "who may not read the trail is not offered it"
