"""The assistance file, the three lists and a return on paper, and the words that print them."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from app.cli import parser
from app.cli.frame import run_words
from app.cli.session import CliSession
from app.domain.assistance import CloseReason, ListKind, ListLine, Point
from app.domain.errors import Refused, Surroundings
from app.domain.findings import CheckMethod
from app.domain.persons import StatusKind
from app.services import assistance, households, papers, queue, recovery, recovery_paper, service_lists, stations, statuses
from app.services.assistance import Finding, OpenForm
from app.services.households import HouseholdForm
from app.services.papers import Wanted
from app.services.service_lists import HandOverWay
from app.services.stations import StationForm
from app.services.statuses import StatusForm
from app.settings import Settings
from tests.printing import reading
from tests.services.market import course, employer, job
from tests.services.people import number, register

BORN = date(1978, 4, 26)


@pytest.fixture
def person(db, cast, now) -> int:
    facts = {"phone": "14200000011", "education": "senior", "marital": "married", "address": "振兴街 18 号楼"}
    person_id = register(db, cast.clerk1, now, born=BORN, **facts)
    statuses.put(db, cast.clerk1, now, person_id, StatusForm(StatusKind.REGISTERED_UNEMPLOYED, date(2026, 3, 2)))
    return person_id


@pytest.fixture
def file(db, cast, now, person) -> int:
    assistance.open_file(db, cast.clerk1, now, OpenForm(person, True, True, helper_id=cast.clerk1.officer_id))
    facts = {"occupations": ["保洁"], "kinds": ["part_time"]}
    assistance.record_points(db, cast.clerk1, now, person, [Finding(Point.INTENTION, facts, CheckMethod.VISIT, now.date())])
    return person


def text(db, actor, now, **wanted) -> str:
    return reading.solid(papers.draw(db, actor, now, Wanted(**wanted)).pdf)


def test_a_file_shows_points_status_household_and_numbers_in_full(db, cast, now, file):
    households.add(db, cast.clerk1, now, HouseholdForm(file, ()))
    shown = text(db, cast.clerk1, now, document="assistance-file", person=file)
    wanted = ("张淑芬", number(BORN), "14200000011", "登记失业", "7个月", "保洁", "非零就业家庭", "信息采集", "王敏")
    assert [part for part in wanted if part not in shown] == []


def test_a_closed_file_says_why(db, cast, now, file):
    assistance.close_file(db, cast.clerk1, now, file, CloseReason.IN_WORK, now.date())
    assert "已就业，2026-10-09结档" in text(db, cast.clerk1, now, document="assistance-file", person=file)


def test_who_has_no_file_or_no_lists_is_told_so(db, cast, now, person):
    for document, code in (("assistance-file", "print.no_file"), ("service-lists", "print.no_file")):
        with pytest.raises(Refused) as refusal:
            papers.draw(db, cast.clerk1, now, Wanted(document, person=person))
        assert refusal.value.code == code


def test_the_three_lists_stand_on_one_sheet_with_what_is_offered_and_no_number(db, cast, now, file):
    with pytest.raises(Refused) as refusal:
        papers.draw(db, cast.clerk1, now, Wanted("service-lists", person=file))
    assert refusal.value.code == "print.no_lists"
    offer = job(db, cast.clerk1, now, employer(db, cast.clerk1, now, contact="陈女士", phone="14200002001").id)
    taught = course(db, cast.clerk1, now, provider="漠河市职业技能培训学校")
    lines = (
        ListLine(ListKind.JOBS, offer.title, f"job:{offer.id}", reasons=("离家近",)),
        ListLine(ListKind.TRAINING, taught.name, f"course:{taught.id}"),
        ListLine(ListKind.TRAINING, "养老护理", detail="下月开班"),
    )
    made = service_lists.make(db, cast.clerk1, now, file, lines)
    service_lists.hand_over(db, cast.clerk1, now, made.id, HandOverWay.COUNTER)
    shown = text(db, cast.clerk1, now, document="service-lists", person=file)
    wanted = ("楼道保洁员", "松涛家政服务部", "1600—1800元/月", "离家近", "漠河市职业技能培训学校", "免费", "养老护理", "暂无", "第1版")
    assert [part for part in (*wanted, "陈女士", "14200002001") if part not in shown] == []
    assert number(BORN) not in shown
    assert "岗位清单" in text(db, cast.clerk1, now, document="assistance-file", person=file)


def test_a_return_on_paper_is_the_one_in_the_workbook(db, cast, now, file):
    shown = text(db, cast.head, now, document="return", code="QSR", period="2026Q3")
    assert all(part in shown for part in ("附件2", "松涛社区", "草稿", "本表式为软件默认模板，非附件2原表", "主要做法", "练习"))


@pytest.fixture
def answers(practice_data):
    session = CliSession(Settings(practice_data), {"now": "2026-10-09T09:00"}, {})
    with session:
        yield lambda *argv: run_words(parser, session, [*argv, "--json"])


def test_the_word_print_writes_a_file_and_lists_it(answers, tmp_path):
    answers("queue", "take", "--line", "A")
    out = tmp_path / "号票.pdf"
    code, printed, _ = answers("print", "ticket", "--ticket", "A001", "--out", str(out))
    assert code == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert set(printed) >= {"file", "pages", "sha256"}
    _, listed, _ = answers("print", "list")
    assert [line["number"] for line in listed["prints"]] == ["A001"]
    assert json.dumps(printed)


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("ticket", "--ticket", "A001"), 2),
        (("ticket", "--out", "x.pdf"), 2),
        (("poster", "--out", "x.pdf"), 2),
        (("ticket", "--ticket", "A777", "--out", "x.pdf"), 4),
        (("acceptance", "--case", "BJ20261009-001", "--out", "x.pdf"), 4),
        (("ticket", "--ticket", "A001", "--out", "/proc/nowhere/x.pdf"), 8),
    ],
)
def test_the_word_print_tells_its_refusals_by_exit_code(answers, argv, code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answers("queue", "take", "--line", "A")
    assert answers("print", *argv)[0] == code
    assert not (tmp_path / "x.pdf").exists()


def test_the_words_of_first_inquiries(answers):
    _, made, _ = answers(
        "inquiry", "record", "--topic", "社保补贴", "--answer", "已答复", "--material", "申请表×2", "--phone", "14200000013"
    )
    assert made["inquiry"]["phone_masked"] == "142****0013"
    code, listed, _ = answers("inquiry", "list", "--since", "2026-10-01", "--channel", "window")
    assert (code, [line["code"] for line in listed["inquiries"]]) == (0, [made["inquiry"]["code"]])
    assert answers("inquiry", "to-case", made["inquiry"]["code"])[0] == 3
    assert answers("inquiry", "record", "--topic", "x", "--answer", "y", "--outcome", "passed-on", "--to", "nobody")[0] == 4


def test_a_ticket_of_yesterday_is_printed_by_its_day(db, cast, now):
    queue.take(db, cast.clerk1, now, "A")
    tomorrow = now + timedelta(days=1)
    assert "A001" in text(db, cast.clerk1, tomorrow, document="ticket", ticket="A001", on=now.date())


def test_the_recovery_sheet_is_drawn_from_the_code_and_recorded_nowhere(settings, now, tmp_path):
    made = stations.init(settings, StationForm("光明社区", "232701001", "232701", practice=True), now)
    sheet = recovery.sheet(settings, made.station.name, made.recovery_code, now)
    out = recovery_paper.write(made.station, sheet, now, tmp_path / "sheet.pdf")
    shown = reading.solid(out.read_bytes())
    assert all(group in shown for group in made.recovery_code.split("-"))
    assert papers.listing(made.db, stations.actors(made.db)["head"]).rows == ()
    with pytest.raises(Surroundings):
        recovery_paper.write(made.station, sheet, now, tmp_path / "nowhere" / "sheet.pdf")
    made.db.close()
