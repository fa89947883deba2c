"""First inquiries (首问): recorded with a few keys, counted, kept in a register, and turned into a case with one call (B3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain import inquiries as rules
from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import NotFound, Refused
from app.domain.inquiries import HandedIn, InquiryChannel, InquiryOutcome
from app.domain.masks import Number, Place, shown
from app.services import cases, receiving
from app.services.cases import CaseFacts, CaseForm
from app.services.paging import Page, page_of
from app.texts import fill
from app.texts.inquiries import LATE
from db import counters as numbers
from db import queries
from db.base import new_uid
from db.models import Case, Inquiry, Person
from db.queries.inquiries import InquiryFilter
from db.uow import Database, ReadSession, Unit

PHONE = "inquiry.phone"


@dataclass(frozen=True, slots=True)
class InquiryForm:
    """What the inquiry form holds; only topic and answer must be filled.

    ``handler`` is the login of who is asked to go on with it, ``absent`` that they were not there; ``where`` is where a matter belongs.
    """

    topic: str
    answer: str
    outcome: InquiryOutcome = InquiryOutcome.ANSWERED
    channel: InquiryChannel = InquiryChannel.WINDOW
    ticket: str | None = None
    person_id: int | None = None
    visitor: str = ""
    address: str = ""
    phone: str = ""
    item: str | None = None
    materials: tuple[HandedIn, ...] = ()
    handler: str | None = None
    happened: datetime | None = None
    where: str = ""
    absent: bool = False


@dataclass(frozen=True, slots=True)
class InquiryLine:
    """A line of the register; the phone as a screen may show it.

    ``officer`` is responsible; a hand-over waits for ``offered_to`` since ``offered_at``, or ``came_back`` unaccepted.
    """

    id: int
    code: str
    topic: str
    channel: str
    outcome: str
    answer: str
    visitor: str
    address: str
    phone_masked: str
    person_id: int | None
    ticket: str | None
    item: str | None
    materials: tuple[HandedIn, ...]
    first_officer: str
    first_officer_name: str
    officer: str
    officer_name: str
    case: str | None
    happened_at: datetime
    recorded_at: datetime
    told_where: str = ""
    result: str = ""
    handled_on: date | None = None
    offered_to: str | None = None
    offered_to_name: str = ""
    offered_at: datetime | None = None
    taken_over_at: datetime | None = None
    handler_absent: bool = False
    came_back: bool = False


def record(db: Database, actor: Actor, now: datetime, form: InquiryForm) -> InquiryLine:
    """Record an inquiry. The first officer is the ticket's, else who acts; it is written once and never changes."""
    happened = form.happened or now
    rules.check_inquiry(form.topic, form.answer, form.outcome, happened, now)
    rules.check_materials(form.materials)
    rules.check_told_where(form.outcome, form.answer, form.where)
    with db.write("inquiry.record", actor, now) as unit:
        row = _row(unit, actor, now, form, happened)
        unit.add(row)
        unit.flush()
        unit.about(row)
        return line_of(unit, queries.inquiries.line(unit, row.id))


def _row(unit: Unit, actor: Actor, now: datetime, form: InquiryForm, happened: datetime) -> Inquiry:
    day, uid = business_date(happened), new_uid()
    ticket = receiving.ticket_of(unit, form.ticket, day) if form.ticket else None
    if ticket is not None:
        receiving.begin(unit, actor, now, ticket.id)
    person_id = form.person_id or (ticket.person_id if ticket else None)
    _check_person(unit, person_id)
    handler = _handler(unit, form, actor)
    offered = handler if handler != actor.officer_id else None
    first = (ticket.first_officer_id if ticket else None) or actor.officer_id
    return Inquiry(
        uid=uid,
        code=rules.inquiry_code(day, numbers.next_number(unit, "inquiry", str(day))),
        ticket_id=ticket.id if ticket else None,
        person_id=person_id,
        visitor_name=form.visitor.strip(),
        visitor_address=form.address.strip(),
        phone_sealed=unit.vault.seal(PHONE, uid, form.phone.strip()),
        topic=form.topic.strip(),
        item_id=_item_id(unit, form.item),
        channel=form.channel.value,
        outcome=form.outcome.value,
        answer=form.answer.strip(),
        materials=[{"name": m.name.strip(), "quantity": m.quantity} for m in form.materials],
        first_officer_id=first,
        officer_id=actor.officer_id,
        taken_over_at=now if first != actor.officer_id and offered is None else None,
        told_where=rules.check_told_where(form.outcome, form.answer, form.where),
        result="" if offered else form.answer.strip(),
        handled_on=None if offered else day,
        offered_to=offered,
        offered_at=now if offered else None,
        handler_absent=form.absent and offered is not None,
        happened_at=happened,
        business_date=day,
        recorded_at=now,
    )


def _check_person(unit: Unit, person_id: int | None) -> None:
    if person_id is not None and unit.get(Person, person_id) is None:
        raise NotFound("inquiry.person_unknown", field="person", person=person_id)


def _item_id(unit: Unit, code: str | None) -> int | None:
    if code is None:
        return None
    row = queries.items.item_by_code(unit, code.strip().upper())
    if row is None:
        raise NotFound("inquiry.item_unknown", field="item", item=code)
    return row.id


def _handler(unit: Unit, form: InquiryForm, actor: Actor) -> int | None:
    if form.handler is None:
        if form.outcome is InquiryOutcome.PASSED_ON:
            raise Refused("inquiry.handler_needed", field="handler")
        return actor.officer_id
    officer = queries.station.officer_by_login(unit, form.handler)
    if officer is None or officer.ended_on is not None:
        raise NotFound("officer.unknown", field="handler", login=form.handler)
    return officer.id


def to_case(
    db: Database, actor: Actor, now: datetime, code: str, *, item: str | None = None, person_id: int | None = None, late_reason: str = ""
) -> CaseFacts:
    """Turn an inquiry into a case, once. The first officer stays who first received the visitor.

    An inquiry of today, and one that took in material, is the receipt of the case, at its own moment; an earlier one without material
    was a question only, and the case is received today. Material handed in with it is ticked where the item asks for it by that name.
    """
    with db.write("inquiry.to_case", actor, now) as unit:
        inquiry = found(unit, code, lock=True)
        unit.about(inquiry)
        rules.check_to_case(inquiry.code, queries.inquiries.case_number(unit, inquiry.case_id))
        if inquiry.ticket_id is not None:
            receiving.begin(unit, actor, now, inquiry.ticket_id)
        form = _case_form(unit, inquiry, business_date(now), item, person_id, late_reason)
        case = cases.add_case(unit, actor, now, form)
        _keep_first(unit, case, inquiry)
        _take_over(unit, case, inquiry, actor, now)
        _tick_materials(unit, case, inquiry)
        inquiry.case_id, inquiry.person_id = case.id, case.person_id
        unit.about(case)
        return cases.facts_of(unit, case, business_date(now))


def _case_form(unit: Unit, inquiry: Inquiry, today: date, item: str | None, person_id: int | None, reason: str) -> CaseForm:
    person = person_id or inquiry.person_id
    if person is None:
        raise Refused("inquiry.person_needed", field="person")
    asked = item or (cases.items_code(unit, inquiry.item_id) if inquiry.item_id else None)
    if asked is None:
        raise Refused("inquiry.item_needed", field="item")
    received = inquiry.business_date if inquiry.materials else today
    late = reason or (fill(LATE, {"code": inquiry.code, "day": received.isoformat()}) if received < today else "")
    return CaseForm(asked, person, received=received, late_reason=late, channel=inquiry.channel)


def _keep_first(unit: Unit, case: Case, inquiry: Inquiry) -> None:
    case.first_officer_id, case.ticket_id = inquiry.first_officer_id, inquiry.ticket_id
    if case.received_on != inquiry.business_date:
        return
    case.received_at = inquiry.happened_at
    for event in queries.cases.events(unit, case.id):
        event.happened_at = inquiry.happened_at


def _take_over(unit: Unit, case: Case, inquiry: Inquiry, actor: Actor, now: datetime) -> None:
    """Who makes the case is responsible from then on, or was so since the inquiry was taken over; an offer to somebody else is over."""
    if inquiry.officer_id != actor.officer_id:
        inquiry.officer_id, inquiry.taken_over_at = actor.officer_id or 0, now
    cases.take_from(unit, case, actor, now, inquiry.first_officer_id, since=inquiry.taken_over_at)
    inquiry.offered_to = None


def _tick_materials(unit: Unit, case: Case, inquiry: Inquiry) -> None:
    handed_in = {material["name"] for material in inquiry.materials}
    for line in queries.cases.materials(unit, case.id):
        if line.name in handed_in:
            line.state, line.received_on, line.officer_id = "received", inquiry.business_date, inquiry.first_officer_id


def found(session: ReadSession | Unit, code: str, *, lock: bool = False) -> Inquiry:
    """The inquiry of a code; ``NotFound`` without one. With ``lock`` nobody else changes it until this unit of work ends."""
    row = queries.inquiries.by_code(session, rules.tidy_code(code), lock=lock)
    if row is None:
        raise NotFound("inquiry.unknown", field="inquiry", code=code)
    return row


def register(
    db: Database,
    actor: Actor,
    *,
    since: date | None = None,
    until: date | None = None,
    channel: InquiryChannel | None = None,
    first_officer_id: int | None = None,
    waiting: bool = False,
    text: str = "",
    after: tuple[datetime, int] | None = None,
    limit: int = 200,
) -> Page[InquiryLine]:
    """The register of first inquiries, newest first; ``after`` is the ``next_key`` of the page before."""
    only = InquiryFilter(since, until, channel.value if channel else None, first_officer_id, waiting, text.strip())
    with db.read("inquiry.read", actor) as session:
        rows = queries.inquiries.register(session, only, after, limit + 1)
        return page_of(rows, limit, lambda row: line_of(session, row), lambda row: (row.happened_at, row.id))


def count(db: Database, actor: Actor, first: date, last: date) -> int:
    """How many inquiries were received in a span of days."""
    with db.read("inquiry.read", actor) as session:
        return queries.inquiries.count_between(session, first, last)


def show(db: Database, actor: Actor, code: str) -> InquiryLine:
    """One line of the register."""
    with db.read("inquiry.read", actor) as session:
        return line_of(session, queries.inquiries.line(session, found(session, code).id))


def line_of(session: ReadSession | Unit, row: Any) -> InquiryLine:
    """A line of the register as it may be shown."""
    phone = session.vault.open(PHONE, row.uid, row.phone_sealed)
    return InquiryLine(
        row.id,
        row.code,
        row.topic,
        row.channel,
        row.outcome,
        row.answer,
        row.visitor_name or row.person_name,
        row.visitor_address,
        shown(Place.SCREEN, Number.PHONE, phone),
        row.person_id,
        row.ticket_code,
        row.item_code,
        tuple(HandedIn(m["name"], m["quantity"]) for m in row.materials),
        row.first_login,
        row.first_name,
        row.handler_login,
        row.handler_name,
        row.case_number,
        row.happened_at,
        row.recorded_at,
        row.told_where,
        row.result,
        row.handled_on,
        row.offered_login,
        row.offered_name or "",
        row.offered_at,
        row.taken_over_at,
        row.handler_absent,
        rules.came_back(row.offered_to, row.offered_at, row.taken_over_at) and row.handled_on is None and row.case_number is None,
    )
