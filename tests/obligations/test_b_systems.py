"""Group B, the five systems and the catalogue: the checks of its rows, with their figures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.clock import at_station, parse_moment
from app.domain.errors import NotFound, Refused
from app.services import case_acts, cases, duties, item_books, items, leads, queue, stations
from app.services.cases import CaseForm
from app.services.stations import StationForm
from app.texts import sentence
from tests.county import ITEMS
from tests.services.accepting import accept_complete
from tests.services.people import register
from tests.test_house_rules import ROOT


def promised(db, cast, days: int) -> str:
    return next(line.code for line in items.listing(db, cast.clerk1) if line.promised_days == days)


@pytest.fixture
def person(db, cast, now) -> int:
    return register(db, cast.clerk1, now)


@pytest.fixture
def county(tmp_path):
    path = tmp_path / "county.toml"
    path.write_text(ITEMS, "utf-8")
    return path


@pytest.fixture
def fresh(settings):
    """A real station as it is right after it was made."""
    form = StationForm("光明社区", "232701001", "232701")
    made = stations.init(settings, form, parse_moment("2026-03-02T09:00"), phrase="kirschbaum", admin_password="first-2026")
    yield made.db, stations.actors(made.db)["admin"]
    made.db.close()


def test_b3_who_called_the_ticket_was_first_for_ever_and_who_takes_over_is_responsible_from_then(db, cast, now, person):
    for _ in range(3):
        queue.take(db, cast.clerk1, now, "A", person_id=person)
    for _ in range(3):
        assert queue.call(db, cast.clerk1, now, 1, finish=True).ticket
    opened = cases.open_case(db, cast.clerk1, now, CaseForm(promised(db, cast, 10), person, ticket="A003"))
    offered, taken = now + timedelta(minutes=5), now + timedelta(minutes=20)
    waiting = case_acts.hand_over(db, cast.clerk1, offered, opened.number, "clerk2")
    done = case_acts.take_over(db, cast.clerk2, taken, opened.number)
    assert [(one.first_officer, one.officer) for one in (waiting, done)] == [("clerk1", "clerk1"), ("clerk1", "clerk2")]
    told = {event.kind: event.happened_at for event in cases.show(db, cast.head, taken, opened.number).events}
    assert (told["hand_over_offered"], told["taken_over"]) == (offered, taken)


def test_b7_a_case_still_open_at_midnight_after_its_deadline_raises_one_lead_that_names_the_officer(db, cast, now, person):
    accepted = parse_moment("2026-02-24T10:00")
    number = cases.open_case(db, cast.clerk1, accepted, CaseForm(promised(db, cast, 5), person)).number
    assert accept_complete(db, cast.clerk1, accepted, number).deadline == date(2026, 3, 2)
    for moment, raised in ((at_station(date(2026, 3, 2), 23, 59), 0), (at_station(date(2026, 3, 3)), 1), (at_station(date(2026, 3, 4)), 1)):
        duties.run(db, moment)
        assert len(leads.listing(db, cast.head)) == raised
    (lead,) = leads.listing(db, cast.head)
    assert (lead.kind, lead.fell_due_on, lead.officer_id) == ("overdue", date(2026, 3, 3), cast.clerk1.officer_id)


def test_b9_the_version_before_stays_readable_and_says_who_published_it_and_when(db, cast, now):
    code = items.listing(db, cast.head)[0].code
    for number in (2, 3):
        items.change(db, cast.head, now, code, {"complaints": f"站长，第 {number} 版"})
        items.publish(db, cast.head, now + timedelta(days=number), code)
    second, third = (items.guide(db, cast.clerk1, code, number) for number in (2, 3))
    assert (second.item.complaints, second.line.state, third.line.state) == ("站长，第 2 版", "retired", "published")
    assert (second.published_by, second.published_at) == ("陈立国", now + timedelta(days=2))
    assert (items.guide(db, cast.clerk1, code).line.version, third.published_at) == (3, now + timedelta(days=3))
    with pytest.raises(NotFound, match="version_unknown"):
        items.guide(db, cast.clerk1, code, 9)


def test_b10_an_item_without_a_way_to_complain_is_refused_by_that_name(db, cast, now):
    code = items.listing(db, cast.head)[0].code
    with pytest.raises(Refused) as refusal:
        items.change(db, cast.head, now, code, {"complaints": " "})
    assert "投诉渠道" in sentence(refusal.value)


def test_b11_the_kind_decides_the_limit(db, cast, now, person):
    immediate = next(line.code for line in items.listing(db, cast.clerk1) if line.kind == "immediate")
    number = cases.open_case(db, cast.clerk1, now, CaseForm(immediate, person)).number
    assert accept_complete(db, cast.clerk1, now, number).deadline == now.date()
    with pytest.raises(Refused) as refusal:
        items.change(db, cast.head, now, promised(db, cast, 5), {"promised_days": None, "statutory_days": None})
    assert refusal.value.field == "promised_days"


def test_b24_exactly_two_items_are_shown_as_moved_down(db, cast):
    shown = items.listing(db, cast.clerk1, delegated=True)
    assert {line.name for line in shown} == {"就业困难人员社会保险补贴申领", "创业担保贷款资质审核受理"}


def test_b25_a_limit_set_by_the_county_is_read_only_and_shows_the_county_s_version(db, cast, now, county):
    item_books.import_file(db, cast.head, now, county)
    with pytest.raises(Refused) as refusal:
        items.change(db, cast.head, now, "SYDJ", {"promised_days": 2})
    assert (refusal.value.code, refusal.value.field) == ("item.locked", "promised_days")
    guide = items.guide(db, cast.clerk1, "SYDJ")
    assert (guide.item.promised_days, guide.line.state, guide.source) == (3, "published", "县级事项清单 2026-1")


def test_b27_a_new_installation_takes_in_recognition_and_its_subsidy(fresh):
    db, admin = fresh
    shown = {line.name: items.guide(db, admin, line.code).item.receivable for line in items.listing(db, admin)}
    assert (shown["就业困难人员认定"], shown["就业困难人员社会保险补贴申领"]) == (True, True)


def test_b28_a_new_installation_holds_the_eight_basic_services_as_drafts(fresh):
    db, admin = fresh
    there = {line.code: line for line in items.listing(db, admin)}
    covered = {
        name for item in items.shipped().items if there[item.code].basic and there[item.code].state == "draft" for name in item.covers
    }
    assert covered >= {"政策咨询", "信息发布", "职业指导", "职业介绍", "培训推荐", "创业服务", "就业援助", "就业失业登记"}


def test_b29_b30_extension_items_stand_apart_under_their_right_names(fresh):
    db, admin = fresh
    assert {line.name for line in items.listing(db, admin) if not line.basic} == {"岗位开发", "定单培训", "小额贷款申报"}


def test_b30_the_misprint_of_the_document_is_nowhere_in_the_program():
    misprint = "小额" + "货款"
    sources = [
        path for part in ("app", "ui", "printing", "exporters") for path in (ROOT / part).rglob("*") if path.suffix in (".py", ".toml")
    ]
    assert sources and not [path for path in sources if misprint in path.read_text("utf-8")]
