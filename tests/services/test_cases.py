"""Cases on both databases: impossible to lose, to forget, or to lie about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.clock import parse_moment
from app.domain.deadlines import PauseKind
from app.domain.errors import NotAllowed, NotFound, Refused
from app.services import case_acts, case_counts, cases, duties, leads, queue
from app.services.cases import CaseFilter, CaseForm
from db import audit
from db.models import AuditEntry, Person, ServiceRecord
from tests.services.accepting import accept_complete
from tests.services.paused import paused
from tests.services.scans import scanned


@pytest.fixture
def item(db, cast) -> str:
    """A promised-time item of the catalogue with its example limits."""
    from app.services import items

    return next(line.code for line in items.listing(db, cast.clerk1) if line.kind == "promised" and line.promised_days == 10)


@pytest.fixture
def person(db, cast, now) -> int:
    with db.write("person.add", cast.clerk1, now) as unit:
        unit.add(row := Person(name="张淑芬", gender=2, id_kind="none", recorded_at=now))
        unit.flush()
        return row.id


@pytest.fixture
def case(db, cast, now, item, person):
    return cases.open_case(db, cast.clerk1, now, CaseForm(item, person))


def test_a_case_has_a_number_its_materials_and_its_first_officer(db, cast, now, case):
    view = cases.show(db, cast.clerk1, now, case.number)
    assert (case.number, case.state, case.first_officer, case.officer) == ("BJ20261009-001", "received", "clerk1", "clerk1")
    assert view.materials and all(m.state == "missing" for m in view.materials)
    assert [e.kind for e in view.events] == ["received"]


def test_acceptance_starts_the_clock_the_working_day_after(db, cast, now, case):
    accepted = accept_complete(db, cast.clerk1, now, case.number)
    assert (accepted.state, accepted.accepted_on, accepted.deadline) == ("accepted", date(2026, 10, 9), date(2026, 10, 22))
    assert accepted.remaining_days == 10


def test_the_worked_example_of_the_spring_festival(db, cast, person):
    from app.services import items

    five = next(line.code for line in items.listing(db, cast.clerk1) if line.promised_days == 5)
    when = parse_moment("2026-02-12T10:00")
    opened = cases.open_case(db, cast.clerk1, when, CaseForm(five, person))
    assert accept_complete(db, cast.clerk1, when, opened.number).deadline == date(2026, 2, 26)


def test_the_ticket_names_the_first_officer_for_ever(db, cast, now, item, person):
    queue.take(db, cast.clerk1, now, "A", person_id=person)
    queue.call(db, cast.clerk1, now, 1)
    opened = cases.open_case(db, cast.clerk2, now, CaseForm(item, person, ticket="A001"))
    assert (opened.first_officer, opened.officer) == ("clerk1", "clerk2")
    case_acts.hand_over(db, cast.clerk2, now, opened.number, "head")
    assert case_acts.take_over(db, cast.head, now, opened.number).first_officer == "clerk1"


def test_a_hand_over_moves_the_officer_only_when_it_is_accepted(db, cast, now, case):
    assert case_acts.hand_over(db, cast.clerk1, now, case.number, "clerk2").officer == "clerk1"
    with pytest.raises(NotAllowed):
        case_acts.take_over(db, cast.head, now, case.number)
    assert case_acts.take_over(db, cast.clerk2, now, case.number).officer == "clerk2"
    assert [e.kind for e in cases.show(db, cast.clerk1, now, case.number).events[:2]] == ["taken_over", "hand_over_offered"]


def test_a_notice_lists_only_what_the_item_asks_for(db, cast, now, case):
    with pytest.raises(Refused) as refusal:
        case_acts.notice(db, cast.clerk1, now, case.number, ["M9"])
    assert refusal.value.code == "case.material_unknown"
    assert case_acts.notice(db, cast.clerk1, now, case.number, ["M1", "M2"], left_out="另行核查").state == "noticed"


def test_a_second_notice_waits_for_the_head_and_counts_in_accountability(db, cast, now, case):
    case_acts.notice(db, cast.clerk1, now, case.number, ["M1"], left_out="另行核查")
    with pytest.raises(Refused):
        case_acts.notice(db, cast.clerk1, now, case.number, ["M2"], left_out="另行核查")
    waiting = case_acts.notice(db, cast.clerk1, now, case.number, ["M2"], left_out="另行核查", reason="漏了一项")
    assert waiting.waiting_for == ("notice_again",)
    assert cases.show(db, cast.head, now, case.number).notices == 1
    case_acts.approve(db, cast.head, now, case.number)
    assert cases.show(db, cast.head, now, case.number).notices == 2
    assert [lead.kind for lead in leads.listing(db, cast.head)] == ["notice_again"]


def test_a_pause_takes_days_out_and_its_end_day_is_not_counted(db, cast, case):
    start = parse_moment("2026-10-09T09:00")
    accept_complete(db, cast.clerk1, start, case.number)
    noticed = parse_moment("2026-10-12T09:00")
    paused(db, cast, cast.clerk1, noticed, case.number, "公示", kind=PauseKind.NOTICE, until=date(2026, 10, 15), evidence="公示照片")
    resumed = case_acts.resume(db, cast.clerk1, parse_moment("2026-10-15T16:00"), case.number)
    assert (resumed.state, resumed.deadline) == ("accepted", date(2026, 10, 27))


def test_an_extension_moves_the_deadline_only_when_another_officer_approves(db, cast, now, case):
    before = accept_complete(db, cast.practice, now, case.number).deadline
    asked = case_acts.extend(db, cast.practice, now, case.number, 5, "等区里回函")
    assert (asked.deadline, asked.waiting_for) == (before, ("extension",))
    with pytest.raises(NotAllowed):
        case_acts.approve(db, cast.practice, now, case.number)
    assert case_acts.approve(db, cast.head, now, case.number).deadline == date(2026, 10, 29)


def test_a_refused_extension_leaves_the_deadline(db, cast, now, case):
    before = accept_complete(db, cast.clerk1, now, case.number).deadline
    case_acts.extend(db, cast.clerk1, now, case.number, 5, "等区里回函")
    with pytest.raises(Refused):
        case_acts.approve(db, cast.head, now, case.number, refused=True)
    assert case_acts.approve(db, cast.head, now, case.number, refused=True, reason="材料已齐").deadline == before


def test_an_extension_after_expiry_is_refused(db, cast, now, case):
    accept_complete(db, cast.clerk1, now, case.number)
    with pytest.raises(Refused) as refusal:
        case_acts.extend(db, cast.clerk1, parse_moment("2026-10-23T09:00"), case.number, 5, "晚了")
    assert refusal.value.code == "case.extension_late"


def test_closing_late_raises_one_lead_that_names_the_officer(db, cast, now, case):
    accept_complete(db, cast.clerk1, now, case.number)
    closed = case_acts.close(db, cast.clerk1, parse_moment("2026-10-26T09:00"), case.number, "已认定")
    assert (closed.state, closed.overdue) == ("closed", True)
    (lead,) = leads.listing(db, cast.head)
    assert (lead.kind, lead.fell_due_on, lead.officer_id) == ("overdue", date(2026, 10, 23), cast.clerk1.officer_id)


def test_a_late_entry_needs_a_reason_and_past_three_days_a_second_person(db, cast, now, item, person):
    with pytest.raises(Refused) as refusal:
        cases.open_case(db, cast.clerk1, now, CaseForm(item, person, received=date(2026, 9, 16)))
    assert refusal.value.code == "case.late_reason"
    late = cases.open_case(db, cast.clerk1, now, CaseForm(item, person, received=date(2026, 9, 16), late_reason="停电，纸质登记"))
    assert late.late_entry and late.waiting_for == ("late_entry",)
    with pytest.raises(Refused):
        accept_complete(db, cast.clerk1, now, late.number)
    case_acts.approve(db, cast.head, now, late.number)
    accepted = accept_complete(db, cast.clerk1, now, late.number, on=date(2026, 9, 16), reason="停电，纸质登记")
    assert (accepted.accepted_on, accepted.deadline) == (date(2026, 9, 16), date(2026, 9, 30))
    assert [lead.kind for lead in leads.listing(db, cast.head)] == ["overdue"]


def test_a_proxy_case_waits_for_its_authorisation(db, cast, now, item, person, settings):
    opened = cases.open_case(db, cast.clerk1, now, CaseForm(item, person, proxy=True))
    with pytest.raises(Refused):
        accept_complete(db, cast.clerk1, now, opened.number)
    with pytest.raises(Refused, match=r"proxy\.no_copy"):
        case_acts.authorise(db, cast.clerk1, now, opened.number)
    kept = scanned(db, cast.clerk1, now, settings, opened.number)
    case_acts.authorise(db, cast.clerk1, now, opened.number, attachment_id=kept)
    assert accept_complete(db, cast.clerk1, now, opened.number).state == "accepted"


def test_b23_closing_one_of_three_leaves_the_bundle_open_until_all_are_closed(db, cast, now, item, person):
    numbers = [cases.open_case(db, cast.clerk1, now, CaseForm(item, person, bundle="YJS-1")).number for _ in range(3)]
    seen = []
    for number in numbers:
        accept_complete(db, cast.clerk1, now, number)
        case_acts.close(db, cast.clerk1, now, number, "已登记")
        bundle = cases.show(db, cast.clerk1, now, numbers[0]).bundle
        seen.append((bundle.open, [state for _, _, state in bundle.cases]))
    assert seen == [
        (True, ["closed", "received", "received"]),
        (True, ["closed", "closed", "received"]),
        (False, ["closed", "closed", "closed"]),
    ]


def test_a_bundle_is_one_persons(db, cast, now, item, person):
    cases.open_case(db, cast.clerk1, now, CaseForm(item, person, bundle="YJS-1"))
    with db.write("person.add", cast.clerk1, now) as unit:
        unit.add(other := Person(name="李四", gender=1, id_kind="none", recorded_at=now))
        unit.flush()
    with pytest.raises(Refused, match=r"case\.bundle_person"):
        cases.open_case(db, cast.clerk1, now, CaseForm(item, other.id, bundle="YJS-1"))
    assert cases.show(db, cast.clerk1, now, cases.open_case(db, cast.clerk1, now, CaseForm(item, other.id)).number).bundle is None


def test_void_and_reopen_need_a_second_person(db, cast, now, case):
    accept_complete(db, cast.clerk1, now, case.number)
    case_acts.close(db, cast.clerk1, now, case.number)
    case_acts.ask_reopen(db, cast.clerk1, now, case.number, "结果写错")
    assert case_acts.approve(db, cast.head, now + timedelta(days=3), case.number).state == "accepted"
    case_acts.ask_void(db, cast.clerk1, now, case.number, "重复录入")
    assert case_acts.approve(db, cast.head, now, case.number).state == "void"


def test_acceptance_is_a_recorded_service(db, cast, now, case, person):
    accept_complete(db, cast.clerk1, now, case.number)
    with db.read("case.read", cast.head) as session:
        row = session.execute(select(ServiceRecord)).scalar_one()
        assert (row.person_id, row.kind, row.happened_on) == (person, "case", date(2026, 10, 9))
        assert audit.verify(session, db.vault).ok


def test_the_list_is_sorted_by_deadline_and_paged_without_gaps(db, cast, now, item, person):
    for _ in range(5):
        accept_complete(db, cast.clerk1, now, cases.open_case(db, cast.clerk1, now, CaseForm(item, person)).number)
    first = cases.page(db, cast.clerk1, now, limit=2)
    second = cases.page(db, cast.clerk1, now, limit=2, after=first.next_key)
    last = cases.page(db, cast.clerk1, now, limit=2, after=second.next_key)
    numbers = [row.number for page in (first, second, last) for row in page.rows]
    assert numbers == [f"BJ20261009-00{i}" for i in range(1, 6)]
    assert last.next_key is None


def test_due_before_lists_what_is_due(db, cast, now, case):
    accept_complete(db, cast.clerk1, now, case.number)
    assert cases.page(db, cast.clerk1, now, CaseFilter(due_before=date(2026, 10, 22))).rows == ()
    assert len(cases.page(db, cast.clerk1, now, CaseFilter(due_before=date(2026, 10, 23))).rows) == 1


@pytest.mark.parametrize(("number", "code"), [("BJ20260101-001", "case.unknown"), ("X1", "case.number")])
def test_an_unknown_number_is_named(db, cast, now, number, code):
    with pytest.raises(Exception) as error:
        cases.show(db, cast.clerk1, now, number)
    assert error.value.code == code


def test_an_unknown_person_or_item_opens_nothing(db, cast, now, item):
    with pytest.raises(NotFound):
        cases.open_case(db, cast.clerk1, now, CaseForm(item, 999))
    with pytest.raises(NotFound):
        cases.open_case(db, cast.clerk1, now, CaseForm("NOPE", 1))
    assert cases.page(db, cast.clerk1, now).rows == ()


def test_the_chips_count_what_the_list_shows(db, cast, item, person):
    start = parse_moment("2026-10-09T09:00")
    numbers = [cases.open_case(db, cast.clerk1, start, CaseForm(item, person)).number for _ in range(3)]
    for number in numbers[:2]:
        accept_complete(db, cast.clerk1, start, number)
    paused(db, cast, cast.clerk1, start, numbers[1], "公示", kind=PauseKind.NOTICE, until=date(2026, 10, 28))
    later = parse_moment("2026-10-22T09:00")
    duties.run(db, later)
    counts = case_counts.counts(db, cast.clerk1, later)
    assert (counts.all, counts.open, counts.due_today, counts.paused, counts.overdue) == (3, 3, 1, 1, 0)
    assert case_counts.counts(db, cast.clerk1, parse_moment("2026-10-23T09:00")).overdue == 1
    for within in (CaseFilter(due_from=later.date(), due_before=date(2026, 10, 23)), CaseFilter(officer_id=cast.head.officer_id)):
        counts = case_counts.counts(db, cast.clerk1, later, within)
        for chip, states in (("all", cases.ALL_STATES), ("open", cases.OPEN_STATES), ("received", ("received",))):
            assert (counts.of(chip) or 0) == len(cases.page(db, cast.clerk1, later, replace(within, states=states)).rows)


def test_a_typed_number_or_name_narrows_the_list(db, cast, now, case):
    assert cases.of_text(db, cast.clerk1, now, case.number.lower()).number == case.number
    assert cases.of_text(db, cast.clerk1, now, "没有此人").person_ids == ()


@pytest.mark.parametrize("login", ["admin", "county"])
def test_a_case_is_handed_only_to_who_may_hold_one(db, cast, now, case, login):
    with pytest.raises(Refused, match=r"case\.hand_over_role"):
        case_acts.hand_over(db, cast.clerk1, now, case.number, login)
    assert cases.show(db, cast.clerk1, now, case.number).facts.offered_to == ""


def test_an_authorisation_is_not_signed_tomorrow(db, cast, now, case):
    with pytest.raises(Refused, match=r"case\.late_future"):
        case_acts.authorise(db, cast.clerk1, now, case.number, date(2026, 10, 10))


def test_a_pause_with_a_fixed_end_is_not_longer_because_it_was_ended_late(db, cast, now, case):
    accept_complete(db, cast.clerk1, now, case.number)
    stood = paused(db, cast, cast.clerk1, now, case.number, "公示", kind=PauseKind.NOTICE, until=date(2026, 10, 14))
    resumed = case_acts.resume(db, cast.clerk1, now + timedelta(days=11), case.number)
    assert (resumed.state, resumed.deadline) == ("accepted", stood.deadline)


def test_asking_to_void_stands_in_the_audit_trail_as_that(db, cast, now, case):
    case_acts.ask_void(db, cast.clerk1, now, case.number, "重复登记")
    with db.read("audit.read", cast.head) as session:
        assert session.execute(select(AuditEntry.action).order_by(AuditEntry.seq.desc()).limit(1)).scalar_one() == "case.void"


@pytest.mark.parametrize(("text", "found"), [("失业登记", 1), ("业", 0), ("没有这样的事项", 0)])
def test_the_box_of_the_list_also_finds_the_name_of_an_item(db, cast, now, person, text, found):
    from app.services import items

    for name in ("失业登记", "就业困难人员认定"):
        item = next(line.code for line in items.listing(db, cast.clerk1) if line.name == name)
        cases.open_case(db, cast.clerk1, now, CaseForm(item, person))
    only = cases.of_text(db, cast.clerk1, now, text)
    assert len(cases.page(db, cast.clerk1, now, only).rows) == found
