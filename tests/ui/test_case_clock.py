"""The clock of a case in words and days: running, standing, late, ended; and the lines of what happened."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.domain.clock import STATION_ZONE
from app.domain.deadlines import PauseKind
from app.services import case_acts, cases, items, persons
from app.services.cases import ALL_STATES, CaseFilter, CaseForm
from app.services.persons import PersonForm
from tests.services.accepting import accept_complete
from tests.services.paused import paused
from ui.desk.cases import clock, model, steps


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=STATION_ZONE)


@pytest.fixture
def number(sqlite_db, cast):
    """A case of ten working days, accepted on Wednesday 2026-09-16: due on 2026-09-30: 20 September is worked, 25 to 27 are not."""
    item = next(line.code for line in items.listing(sqlite_db, cast.clerk1) if line.promised_days == 10)
    person = persons.add(sqlite_db, cast.clerk1, at("2026-09-16"), PersonForm("张淑芬")).id
    made = cases.open_case(sqlite_db, cast.clerk1, at("2026-09-16"), CaseForm(item, person)).number
    accept_complete(sqlite_db, cast.clerk1, at("2026-09-16"), made)
    return made


@pytest.fixture
def look(sqlite_db, cast, number):
    return lambda day: cases.show(sqlite_db, cast.clerk1, at(day), number)


@pytest.fixture
def listed(sqlite_db, cast, number):
    return lambda day: cases.page(sqlite_db, cast.clerk1, at(day), CaseFilter(states=ALL_STATES)).rows[0]


def words(runs):
    return "".join(run.text for run in runs)


def test_a_running_clock_says_which_day_it_is_and_when_it_ends(look):
    view = look("2026-09-21")
    assert clock.sentence(view) == "受理次日起算，今天是第 4 天；09-30（周三）到期"
    assert model.head_tag(view).word == "办理中・剩 6 个工作日"
    assert not model.says_more(view)


def test_a_late_case_shows_every_day_since_and_counts_the_worked_ones(look, listed):
    view = look("2026-10-09")
    days = {day.day.isoformat(): day for day in clock.clock(view).days}
    assert days["2026-09-30"].due
    assert (days["2026-10-01"].number, days["2026-10-08"].number) == (None, 1)
    assert days["2026-10-09"].today and days["2026-10-09"].late and days["2026-10-09"].number == 2
    assert clock.sentence(view) == "受理次日起算，共 10 个工作日；09-30（周三）到期，已经逾期 2 个工作日"
    assert model.says_more(view)
    assert words(model.left_cell(listed("2026-10-09"))) == "逾期 2 个工作日"


def test_a_standing_clock_says_for_what_and_how_long(sqlite_db, cast, number, look, listed):
    paused(sqlite_db, cast, cast.clerk1, at("2026-09-18"), number, "张贴公示", kind=PauseKind.NOTICE)
    view = look("2026-09-21")
    assert clock.sentence(view).startswith("受理次日起算，已用 2 天，今天停表；公示 3 天不计；")
    assert model.head_tag(view).word == "停表・公示・第 3 天"
    row = listed("2026-09-21")
    assert model.tag(row.state, row.light, row.pause).word == "停表・公示"
    assert words(model.left_cell(row)) == "停表第 3 天"
    assert words(model.left_cell(listed("2026-09-18"))) == "今天起停表"


@pytest.mark.parametrize(
    ("closed", "sentence", "cell"),
    [
        ("2026-09-22", "09-22 办结，提前 5 个工作日", "提前 5 个工作日"),
        ("2026-09-30", "09-30 办结，按期", "按期办结"),
        ("2026-10-09", "09-30 到期，10-09 办结，逾期 2 个工作日", "逾期 2 个工作日"),
    ],
)
def test_a_closed_case_says_how_it_stood_to_its_deadline(sqlite_db, cast, number, look, listed, closed, sentence, cell):
    case_acts.close(sqlite_db, cast.clerk1, at(closed), number, "已认定")
    view, row = look("2026-12-01"), listed("2026-12-01")
    assert clock.sentence(view).endswith(sentence)
    assert words(model.left_cell(row)) == cell
    assert row.overdue is (closed == "2026-10-09")
    days = clock.clock(view).days
    assert [day.day.isoformat() for day in days if day.ended] == [closed]
    assert not any(day.today or (day.used and day.day.isoformat() > closed) for day in days)


def test_a_withdrawn_case_stops_counting(sqlite_db, cast, number, look):
    case_acts.withdraw(sqlite_db, cast.clerk1, at("2026-09-18"), number, "本人已就业")
    view = look("2026-12-01")
    assert clock.sentence(view).endswith("09-18 已撤回，不再计时")
    assert not any(day.ended or day.late for day in clock.clock(view).days)


def test_an_extension_stands_beside_the_promise(sqlite_db, cast, number, look):
    case_acts.extend(sqlite_db, cast.clerk1, at("2026-09-22"), number, 3, "等待回函")
    case_acts.approve(sqlite_db, cast.head, at("2026-09-22"), number)
    assert "（10 个工作日，延期 3 个）" in words(model.facts_runs(look("2026-09-23")))


def test_the_tool_tip_of_a_deadline_says_date_weekday_and_day_of_how_many(listed):
    assert model.due_tip(listed("2026-09-21")) == "2026-09-30 周三，第 4 天 / 共 10 天"


def test_the_time_line_says_more_than_the_name_of_the_step(sqlite_db, cast, number, look):
    paused(sqlite_db, cast, cast.clerk1, at("2026-09-18"), number, "张贴公示", kind=PauseKind.NOTICE)
    case_acts.resume(sqlite_db, cast.clerk1, at("2026-09-21"), number)
    case_acts.hand_over(sqlite_db, cast.clerk1, at("2026-09-21"), number, "clerk2", "他熟悉")
    view = look("2026-09-21")
    lines = [words(steps.step(event, view).what) for event in view.events if event.kind != "material"]
    stood = "停表：张贴公示（公示，依据 公示照片 2 张）"
    assert lines == ["移交：他熟悉，交给李晓燕", "恢复计时（已用 2 天）", stood, "受理，承诺 10 个工作日", "首问登记"]


def test_before_acceptance_the_page_says_what_will_be_counted(sqlite_db, cast, number, look):
    item = look("2026-09-16").facts.item
    person = persons.add(sqlite_db, cast.clerk1, at("2026-09-16"), PersonForm("李兰")).id
    fresh = cases.open_case(sqlite_db, cast.clerk1, at("2026-09-16") + timedelta(hours=1), CaseForm(item, person)).number
    view = cases.show(sqlite_db, cast.clerk1, at("2026-09-16"), fresh)
    assert clock.sentence(view) == "受理以后开始计时，承诺 10 个工作日，法定 20 个工作日"
    assert clock.clock(view) is None
