"""Tickets, inquiries, ratings and appointments of the made-up past as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime, timedelta

from app.domain import queue_order, queueing, ticket_times
from app.domain import ratings as rating_rules
from app.domain.appointments import AppointmentState, appointment_code
from app.domain.clock import business_date
from app.domain.demo_facts import TicketAct, TicketFact
from app.domain.demo_more_facts import InquiryFact, Later, RatingFact
from app.domain.demo_world import World
from app.domain.inquiries import InquiryChannel, InquiryOutcome, inquiry_code
from app.domain.queueing import TicketAction, TicketState
from app.domain.ratings import RectificationStep
from app.domain.ticket_times import TicketTimes
from app.services.demo_book import Book, Row
from app.services.rectifications import CLOSED, COLUMNS
from db import models as m
from db.base import new_uid
from db.queries.ratings import OPEN

APPOINTMENTS_BY = "clerk1"
AFTER = {
    "call": TicketState.CALLED,
    "start": TicketState.SERVING,
    "finish": TicketState.FINISHED,
    "miss": TicketState.MISSED,
    "restore": TicketState.WAITING,
    "abandon": TicketState.ABANDONED,
    "transfer": TicketState.WAITING,
    "expire": TicketState.EXPIRED,
}

TIMES = tuple(field.name for field in fields(TicketTimes))


def write_tickets(book: Book, world: World) -> None:
    """All numbers taken."""
    for fact in world.tickets:
        book.number("ticket", f"{fact.day}/{fact.line}")
        book.number("place", str(fact.day))
        book.add(m.Ticket, ticket_row(book, fact))
        book.breathe()


def write_passes(book: Book, world: World, since: date) -> None:
    """Who went before whom on the last days: the notes of earlier ones were forgotten by the duties of the day."""
    for place, fact in enumerate(world.tickets, 1):
        if fact.day >= since:
            for letter in dict.fromkeys(letter for act in fact.acts for letter in act.passed):  # once, however often it was called
                line = book.names.lines[letter]
                note = {"line_id": line, "business_date": fact.day, "place": queue_order.place_of(fact.turn), "ticket_id": place}
                book.put(m.LinePass, note)


def ticket_row(book: Book, fact: TicketFact) -> Row:
    """A ticket as its acts left it."""
    row: Row = {
        "line_id": book.names.lines[fact.line],
        "business_date": fact.day,
        "number": fact.number,
        "code": queueing.ticket_code(fact.line, fact.number),
        "state": TicketState.WAITING.value,
        "priority": fact.priority,
        "place": queue_order.place_of(fact.turn),
        "lane": int(fact.priority is not None),
        "restored": False,
        "person_id": fact.person,
        "appointment_id": None,
        "calls": 0,
        "counter_id": None,
        "officer_id": None,
        "first_officer_id": None,
        "reason": "",
        "channel": "desk",
        "recalled_at": None,
        "hold_reason": "",
        "one_visit": None,
        "version": 1,
    }
    times = TicketTimes(fact.at, fact.at)
    for act in fact.acts:
        times = ticket_times.moved(times, TicketState(row["state"]), TicketAction(act.verb), act.at)
        row |= _done(book, row, act, fact)
    return row | {name: getattr(times, name) for name in TIMES} | {"version": 1 + len(fact.acts)}


def _done(book: Book, row: Row, act: TicketAct, fact: TicketFact) -> Row:
    """What one act changes, beside the times."""
    if act.verb == "recall":
        return {"calls": row["calls"] + 1, "recalled_at": act.at}
    changed: Row = {"state": AFTER[act.verb].value}
    match act.verb:
        case "call":
            officer = book.names.officer(act.officer)
            changed |= {"calls": 1, "counter_id": book.names.counters[act.counter], "officer_id": officer}
            changed["first_officer_id"] = row["first_officer_id"] or officer
        case "restore":
            changed |= {"place": fact.place, "restored": True, "lane": 0, "counter_id": None, "calls": 0}
        case "transfer":
            changed |= {"line_id": book.names.lines[act.to], "counter_id": None, "calls": 0}
    return changed


def write_inquiries(book: Book, world: World) -> None:
    """The register of first inquiries."""
    for fact in world.inquiries:
        ticket = world.tickets[fact.ticket - 1] if fact.ticket else None
        book.add_at(m.Inquiry, fact.at, _inquiry_row(book, fact, ticket, business_date(fact.at)))
        book.breathe()


def _inquiry_row(book: Book, fact: InquiryFact, ticket: TicketFact | None, day: date) -> Row:
    first = next(act.officer for act in ticket.acts if act.verb == "call") if ticket else fact.officer
    return {
        "uid": new_uid(),
        "code": inquiry_code(day, book.number("inquiry", str(day))),
        "ticket_id": fact.ticket,
        "person_id": ticket.person if ticket else None,
        "visitor_name": fact.values["visitor"],
        "visitor_address": "",
        "phone_sealed": None,
        "topic": fact.values["topic"],
        "item_id": book.names.items[fact.values["item"]].item_id,
        "channel": (InquiryChannel.WINDOW if ticket else InquiryChannel.PHONE).value,
        "outcome": InquiryOutcome.ANSWERED.value,
        "answer": fact.values["answer"],
        "materials": [],
        "first_officer_id": book.names.officer(first),
        "officer_id": book.names.officer(fact.officer),
        "case_id": None,
        "happened_at": fact.at,
        "business_date": day,
        "recorded_at": fact.at,
        "taken_over_at": fact.at if first != fact.officer else None,
        "result": fact.values["answer"],
        "handled_on": day,
        "version": 1,
    }


class Ratings:
    """Writes the ratings, and the rectifications of the bad ones."""

    def __init__(self, book: Book, world: World, holders: Mapping[int, int]) -> None:
        self.book, self.world, self.holders = book, world, holders
        self.late: list[tuple[RatingFact, int, Row]] = []
        self.given: dict[tuple[int | None, int | None], datetime] = {}

    def write(self) -> None:
        """All ratings in order."""
        for fact in self.world.ratings:
            row = self._row(fact)
            rating = self.book.add(m.Rating, row)
            kind, subject = ("case", fact.case) if fact.case is not None else ("ticket", fact.ticket)
            self.book.put(m.RatedMark, {"kind": kind, "subject_id": subject})
            self.given[fact.case, fact.ticket] = fact.at
            if rating_rules.is_bad(fact.level):
                self._rectification(fact, rating, row)
            self.book.breathe()

    def _row(self, fact: RatingFact) -> Row:
        person, officer, item = self._subject(fact)
        signed = not fact.anonymous
        return {
            "case_id": fact.case if signed else None,
            "ticket_id": fact.ticket if signed else None,
            "item_name": item,
            "level": fact.level,
            "text": fact.text,
            "anonymous": fact.anonymous,
            "person_id": person if signed else None,
            "channel": fact.channel,
            "officer_id": officer,
            "rated_on": business_date(fact.at),
            "rated_at": fact.at,
            "recorded_at": fact.at,
        }

    def _subject(self, fact: RatingFact) -> tuple[int | None, int | None, str]:
        """Whose it is, who served, and the item or the line."""
        names = self.book.names
        if fact.case is not None:
            case = self.world.cases[fact.case - 1]
            return case.person, self.holders[fact.case], names.items[case.item].item.name
        ticket = self.world.tickets[(fact.ticket or 0) - 1]
        served = next(act.officer for act in reversed(ticket.acts) if act.verb == "call")
        line = next((act.to for act in reversed(ticket.acts) if act.verb == "transfer"), ticket.line)
        return ticket.person, names.officer(served), names.line_names[line]

    def _rectification(self, fact: RatingFact, rating: int, rated: Row) -> None:
        days = self.book.profile.bad_rating_days
        row: Row = {
            "rating_id": rating,
            "officer_id": rated["officer_id"],
            "state": OPEN,
            "due_on": rating_rules.rectification_due(rated["rated_on"], days, self.book.calendar),
            **dict.fromkeys(("verified_on", "corrected_on", "fed_back_on", "supervised_on", "supervisor_id", "closed_on")),
            **dict.fromkeys(("finding", "correction", "feedback"), ""),
            "version": 1,
        }
        for step in fact.steps:
            row |= self._step(step)
        row["version"] = 1 + len(fact.steps)
        self.late.append((fact, self.book.add(m.Rectification, row), row))

    def _step(self, step: Later) -> Row:
        day = business_date(step.at)
        if step.verb == RectificationStep.SUPERVISE:
            supervisor = self.book.names.officer(step.officer)
            return {"supervised_on": day, "supervisor_id": supervisor, "closed_on": day, "state": CLOSED}
        day_column, text_column = COLUMNS[RectificationStep(step.verb)]
        return {day_column: day, text_column: step.values["text"]}


def write_appointments(book: Book, world: World, mornings: Sequence[datetime]) -> None:
    """Appointments of the days around now; the first run of the duties after its time found out who had not come, if there was one yet."""
    for fact in sorted(world.appointments, key=lambda one: one.made_at):
        late = fact.at + timedelta(minutes=book.profile.appointment_late_minutes)
        found_out = next((morning for morning in mornings if morning > late), None) if fact.state == AppointmentState.MISSED else None
        unseen = fact.state == AppointmentState.MISSED and found_out is None
        row = {
            "code": appointment_code(fact.at, book.number("appointment", str(business_date(fact.at)))),
            "person_id": fact.person,
            "line_id": book.names.lines[fact.line],
            "item_id": book.names.items[fact.item].item_id,
            "at": fact.at,
            "business_date": business_date(fact.at),
            "state": AppointmentState.BOOKED.value if unseen else fact.state,
            "note": fact.note,
            "made_at": fact.made_at,
            "officer_id": book.names.officer(APPOINTMENTS_BY),
            "checked_in_at": None,
            "ended_at": found_out,
            "reason": "",
            "version": 2 if found_out else 1,
        }
        book.add(m.Appointment, row)
