"""Papers of the counter: the ticket, the slip of a first inquiry, the rating slip."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.domain.documents import InquiryPaper, RatingSlipPaper, ReceivedMaterial, TicketPaper
from app.domain.errors import NotFound, Refused
from app.domain.inquiries import InquiryChannel, InquiryOutcome
from app.domain.queueing import PriorityClass, TicketState
from app.domain.ratings import Ask
from app.services import cases, inquiries, ratings
from app.services.papers_base import Desk, Subject, Wanted
from app.services.queue_base import whole_code
from app.texts import fill, t, word
from app.texts import papers as say
from db import queries
from db.models import Inquiry, Person, RatingInvitation, Ticket


def ticket_of(desk: Desk, wanted: Wanted) -> Ticket:
    """The ticket that a paper names; ``Usage`` when what is named is no code, ``NotFound`` when nobody took the number."""
    day, code = wanted.on or desk.today, whole_code(wanted.ticket or "")
    row = queries.prints.ticket(desk.session, day, code)
    if row is None:
        raise NotFound("ticket.unknown", field="ticket", ticket=wanted.ticket, day=day)
    return row


def ticket(desk: Desk, wanted: Wanted) -> Subject:
    """The ticket to tear off: a number and who is ahead, no name."""
    row = ticket_of(desk, wanted)
    waiting = TicketState(row.state) is TicketState.WAITING
    numbers = queries.prints.counters_of_line(desk.session, row.line_id)
    paper = TicketPaper(
        desk.head(qr=f"SD1:T:{row.business_date.isoformat()}:{row.code}"),
        row.code,
        queries.prints.line_name(desk.session, row.line_id),
        queries.queue.ahead(desk.session, row.line_id, row.business_date, row.place, row.lane) if waiting else 0,
        row.taken_at,
        t("、").join(fill(say.COUNTER, {"number": number}) for number in numbers),
        word(PriorityClass(row.priority)) if row.priority else "",
        notes=tuple(t(note) for note in say.TICKET_NOTES),
    )
    return Subject(paper, row.code, f"ticket:{row.id}")


def _inquiry(desk: Desk, wanted: Wanted) -> Inquiry:
    if wanted.inquiry:
        return inquiries.found(desk.session, wanted.inquiry)
    if wanted.case:
        row = queries.inquiries.of_case(desk.session, cases.found(desk.session, wanted.case).id)
    else:
        row = queries.inquiries.of_ticket(desk.session, ticket_of(desk, wanted).id)
    if row is None:
        raise Refused("print.no_inquiry")
    return row


def inquiry(desk: Desk, wanted: Wanted) -> Subject:
    """The register slip of a first inquiry, with the receipt for the visitor."""
    row = _inquiry(desk, wanted)
    name, address, phone = visitor_of(desk, row)
    paper = InquiryPaper(
        desk.head(row.code, row.code, f"SD1:Q:{row.code}"),
        name,
        row.topic,
        row.happened_at,
        desk.name(row.first_officer_id),
        desk.name(row.officer_id),
        word(InquiryChannel(row.channel)),
        address,
        phone,
        tuple(ReceivedMaterial(m["name"], m["quantity"], "") for m in row.materials),
        finish_on=_finish(desk, row),
        first_officer_phone=desk.phone(row.first_officer_id),
        officer_phone=desk.phone(row.officer_id),
        supervision_phone=desk.station.supervision_phone,
        **_outcome(row),
    )
    return Subject(paper, row.code, f"inquiry:{row.id}")


def visitor_of(desk: Desk, row: Inquiry) -> tuple[str, str, str]:
    """Name, address and phone as they were told, else those of the person the inquiry came to belong to."""
    phone = desk.session.vault.open(inquiries.PHONE, row.uid, row.phone_sealed)
    if row.person_id is None:
        return row.visitor_name, row.visitor_address, phone
    person = desk.session.get_one(Person, row.person_id)
    return row.visitor_name or person.name, row.visitor_address or person.address, phone or desk.full(person)[2]


def _outcome(row: Inquiry) -> dict[str, Any]:
    """Where the visitor was sent stands in a row of its own."""
    outcome = InquiryOutcome(row.outcome)
    if outcome is InquiryOutcome.TOLD_WHERE:
        answer = "" if row.answer == row.told_where else f"{t('：')}{row.answer}"
        return {"outcome": word(outcome) + answer, "referred_to": row.told_where or row.answer}
    return {"outcome": f"{word(outcome)}{t('：')}{row.answer}"}


def _finish(desk: Desk, row: Inquiry) -> Any:
    """When the case that came of it is due; none before acceptance."""
    number = queries.inquiries.case_number(desk.session, row.case_id)
    case = queries.cases.by_number(desk.session, number) if number else None
    return case.deadline if case is not None and case.accepted_on else None


def rating_slip(desk: Desk, wanted: Wanted) -> Subject:
    """The slip to rate a case, or a ticket, which stands for the case that came of it once that is closed; no name of the person on it."""
    if wanted.case:
        return _slip_of_case(desk, wanted, wanted.case)
    row = ticket_of(desk, wanted)
    ask, number = ratings.ask_about(desk.session, row.code, row.business_date)
    return _slip_of_case(desk, wanted, number) if ask is Ask.CASE else _slip_of_ticket(desk, wanted, row)


def _slip_of_case(desk: Desk, wanted: Wanted, number_of_case: str) -> Subject:
    case = cases.found(desk.session, number_of_case)
    code = queries.prints.ticket_code(desk.session, case.ticket_id)
    number = queries.prints.counter_of_ticket(desk.session, case.ticket_id)
    invited = queries.voices.invitation_of(desk.session, case_id=case.id)
    paper = RatingSlipPaper(
        desk.head(case.number, case.number, f"SD1:R:{invited.code if invited else case.number}"),
        case.item_name,
        case.closed_on or desk.today,
        desk.name(case.officer_id),
        fill(say.COUNTER, {"number": number}) if number else "",
        code,
        valid_until=_slip_until(desk, case.closed_on or desk.today, invited),
        supervision_phone=desk.station.supervision_phone,
        copies=wanted.copies,
    )
    return Subject(paper, case.number, f"cases:{case.id}")


def _slip_until(desk: Desk, done_on: date, invited: RatingInvitation | None) -> date:
    """The last day on which the slip can be entered; none is printed that could not be entered any more."""
    until = ratings.slip_until(desk.session, done_on, invited)
    if desk.today > until:
        raise Refused("print.slip_over", field="case", until=until.isoformat())
    return until


def _slip_of_ticket(desk: Desk, wanted: Wanted, row: Ticket) -> Subject:
    case = queries.prints.case_of_ticket(desk.session, row.id)
    number = queries.prints.counter_number(desk.session, row.counter_id)
    code = f"{row.business_date.isoformat()}:{row.code}"
    paper = RatingSlipPaper(
        desk.head(code, qr=f"SD1:R:{code}"),
        case.item_name if case else queries.prints.line_name(desk.session, row.line_id),
        row.business_date,
        desk.name(row.officer_id),
        fill(say.COUNTER, {"number": number}) if number else "",
        row.code,
        valid_until=_slip_until(desk, row.business_date, queries.voices.invitation_of(desk.session, ticket_id=row.id)),
        supervision_phone=desk.station.supervision_phone,
        copies=wanted.copies,
    )
    return Subject(paper, row.code, f"ticket:{row.id}")
