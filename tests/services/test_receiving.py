"""What the counter records for the visitor it called starts the service, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.assistance import ServiceKind, ServiceMode
from app.domain.errors import NotFound, Usage
from app.domain.queueing import BEGINS_SERVICE
from app.services import assistance, audits, cases, hires, inquiries, items, queue, queue_items, queue_replay, receiving
from app.services.assistance import ServiceForm
from app.services.audits import AuditFilter
from app.services.cases import CaseForm
from app.services.hires import ReferralForm
from app.services.inquiries import InquiryForm
from db.models import Ticket
from tests.services import market
from tests.services.accepting import accept_complete
from tests.services.people import register

LATER = timedelta(minutes=4)


def called(db, cast, now, **extra):
    """A visitor whom clerk1 has called to counter 1."""
    taken = queue.take(db, cast.clerk1, now, "A", **extra)
    queue.call(db, cast.clerk1, now, 1)
    return taken


def row(db, cast, code="A001"):
    with db.read("queue.read", cast.head) as session:
        return session.query(Ticket).filter_by(code=code).one()


def an_item(db, cast):
    return next(line.code for line in items.listing(db, cast.clerk1) if line.state == "published")


def a_job(db, cast, now):
    return market.job(db, cast.clerk1, now, market.employer(db, cast.clerk1, now).id).id


def starts(db, cast, ticket_id):
    """The entries of starts of a ticket: their numbers and what they changed."""
    lines = audits.listing(db, cast.head, AuditFilter(action="queue.start", subject=f"ticket:{ticket_id}")).rows
    return [(line.seq, [f.field for f in audits.detail(db, cast.head, line.seq).fields]) for line in lines]


@pytest.fixture
def visitor(db, cast, now):
    return register(db, cast.clerk1, now)


def _to_case(db, cast, now, person):
    """An inquiry that a colleague wrote down becomes a case of the officer who called."""
    line = inquiries.record(db, cast.clerk2, now, InquiryForm("认定", "已告知", ticket="A001"))
    return inquiries.to_case(db, cast.clerk1, now + LATER, line.code, item=an_item(db, cast))


def _accept(db, cast, now, person):
    case = cases.open_case(db, cast.clerk2, now, CaseForm(an_item(db, cast), person))
    return accept_complete(db, cast.clerk1, now + LATER, case.number)


RECORDS = {
    "queue.item": lambda db, cast, now, _person: queue_items.switch(db, cast.clerk1, now + LATER, "A001", an_item(db, cast)),
    "inquiry.record": lambda db, cast, now, _person: inquiries.record(
        db, cast.clerk1, now + LATER, InquiryForm("补贴", "已告知", ticket="a001")
    ),
    "inquiry.to_case": _to_case,
    "case.open": lambda db, cast, now, person: cases.open_case(
        db, cast.clerk1, now + LATER, CaseForm(an_item(db, cast), person, ticket="A001")
    ),
    "case.accept": _accept,
    "service.record": lambda db, cast, now, person: assistance.record_service(
        db, cast.clerk1, now + LATER, person, ServiceForm(ServiceKind.GUIDANCE, ServiceMode.COUNTER, now.date(), "谈求职意向")
    ),
    "job.refer": lambda db, cast, now, person: hires.refer(db, cast.clerk1, now + LATER, ReferralForm(a_job(db, cast, now), person)),
}


def test_the_list_of_what_begins_a_service_is_the_tested_one():
    assert set(RECORDS) == set(BEGINS_SERVICE)


@pytest.mark.parametrize("action", BEGINS_SERVICE)
def test_what_the_counter_records_starts_the_service_with_an_audited_start_of_its_own(db, cast, now, visitor, action):
    taken = called(db, cast, now, person_id=visitor)
    RECORDS[action](db, cast, now, visitor)
    ticket = row(db, cast)
    assert (ticket.state, ticket.started_at) == ("serving", now + LATER)
    ((start, changed),) = starts(db, cast, taken.ticket_id)
    queue.take(db, cast.clerk2, now, "A")
    assert queue.call(db, cast.clerk2, now, 2).ticket == "A002"
    queue.act(db, cast.clerk2, now + LATER, "start", "A002")
    assert starts(db, cast, row(db, cast, "A002").id)[0][1] == changed
    (line,) = audits.listing(db, cast.head, AuditFilter(action=action)).rows
    assert line.seq == start + 1  # directly behind it, in the same write
    assert {f.field for f in audits.detail(db, cast.head, line.seq).fields if f.record.startswith("ticket:")} <= {"item_id"}
    assert audits.verify(db, cast.head).ok
    assert queue_replay.check(db, cast.head).exact


def test_what_is_refused_after_it_began_the_service_leaves_no_start_behind(db, cast, now, visitor):
    taken = called(db, cast, now, person_id=visitor)
    with pytest.raises(NotFound):
        queue_items.switch(db, cast.clerk1, now, "A001", "no-such-item")
    with pytest.raises(RuntimeError), db.write("inquiry.record", cast.clerk1, now) as unit:
        receiving.begin(unit, cast.clerk1, now, taken.ticket_id)
        raise RuntimeError
    assert row(db, cast).state == "called"
    assert starts(db, cast, taken.ticket_id) == []


def test_a_case_for_the_person_at_the_counter_starts_the_service_without_the_ticket_s_code(db, cast, now, visitor):
    called(db, cast, now, person_id=visitor)
    cases.open_case(db, cast.clerk1, now, CaseForm(an_item(db, cast), visitor))
    assert row(db, cast).state == "serving"


def test_what_a_colleague_records_starts_nothing(db, cast, now, visitor):
    called(db, cast, now, person_id=visitor)
    inquiries.record(db, cast.clerk2, now, InquiryForm("补贴", "已告知", ticket="A001"))
    cases.open_case(db, cast.clerk2, now, CaseForm(an_item(db, cast), visitor, ticket="A001"))
    assert row(db, cast).state == "called"
    queue.act(db, cast.clerk1, now, "miss", "A001")
    assert row(db, cast).state == "missed"


def test_a_service_entered_for_an_earlier_day_says_nothing_of_the_counter_now(db, cast, now, visitor):
    called(db, cast, now, person_id=visitor)
    earlier = ServiceForm(ServiceKind.GUIDANCE, ServiceMode.COUNTER, now.date() - timedelta(days=1), "昨天谈过")
    assistance.record_service(db, cast.clerk1, now, visitor, earlier)
    assert row(db, cast).state == "called"


def test_a_second_record_leaves_the_start_as_it_was_and_a_waiting_ticket_waits(db, cast, now, visitor):
    called(db, cast, now, person_id=visitor)
    queue.take(db, cast.clerk1, now, "A")
    for minutes in (1, 2):
        inquiries.record(db, cast.clerk1, now + timedelta(minutes=minutes), InquiryForm("补贴", "已告知", ticket="A001"))
    inquiries.record(db, cast.clerk1, now, InquiryForm("补贴", "先问一句", ticket="A002"))
    assert row(db, cast).started_at == now + timedelta(minutes=1)
    assert row(db, cast, "A002").state == "waiting"


def test_a_code_that_is_none_is_wrong_usage_and_a_number_nobody_took_is_not_found(db, cast, now, visitor):
    code = an_item(db, cast)
    for wrong in ("7", "A1", "窗口一"):
        with pytest.raises(Usage):
            cases.open_case(db, cast.clerk1, now, CaseForm(code, visitor, ticket=wrong))
        with pytest.raises(Usage):
            inquiries.record(db, cast.clerk1, now, InquiryForm("补贴", "已告知", ticket=wrong))
    with pytest.raises(NotFound):
        cases.open_case(db, cast.clerk1, now, CaseForm(code, visitor, ticket="A077"))
