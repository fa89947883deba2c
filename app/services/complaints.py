"""Complaints and suggestions: recorded with or without a name, looked into, answered by another than the one complained of, filed (B19)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain import complaints as rules
from app.domain.actor import Actor
from app.domain.clock import at_station, business_date
from app.domain.complaints import ComplaintAction, ComplaintChannel, ComplaintDays, ComplaintKind, ComplaintState, ComplaintTopic
from app.domain.errors import NotFound
from app.domain.late_entries import LateKind
from app.domain.masks import Number, Place, shown
from app.domain.second_person import SecondStep
from app.services import calendars, call_backs, case_seconds, cases, late_entries, profiles
from app.services.call_backs import CallBackLine
from app.services.case_seconds import signed_words
from app.services.late_entries import Entry
from app.services.paging import Page, page_of
from db import counters as numbers
from db import queries
from db.base import new_uid
from db.models import Complaint, Person
from db.uow import Database, ReadSession, Unit

PHONE = "complaint.phone"
PAGE = 100


@dataclass(frozen=True, slots=True)
class ComplaintForm:
    """What the form holds; only the text must be filled. ``about`` and ``handler`` are logins, ``received`` the day it came.

    One that came on an earlier day has its ``late_reason``.
    """

    text: str
    kind: ComplaintKind = ComplaintKind.COMPLAINT
    channel: ComplaintChannel = ComplaintChannel.WINDOW
    topic: ComplaintTopic = ComplaintTopic.OTHER
    person_id: int | None = None
    visitor: str = ""
    phone: str = ""
    about: str | None = None
    case: str | None = None
    handler: str | None = None
    received: date | None = None
    late_reason: str = ""


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    """A complaint as lists show it; the phone as a screen may show it. ``overdue`` counts from the day after the last one."""

    id: int
    code: str
    kind: ComplaintKind
    channel: ComplaintChannel
    topic: ComplaintTopic
    text: str
    visitor: str
    phone_masked: str
    person_id: int | None
    about: str
    case: str
    received_on: date
    due_on: date
    overdue: bool
    state: ComplaintState
    handler: str
    verified_on: date | None
    finding: str
    answered_on: date | None
    answered_by: str
    answer: str
    closed_on: date | None
    about_id: int | None = None
    handler_id: int | None = None
    waiting: SecondStep | None = None


def record(db: Database, actor: Actor, now: datetime, form: ComplaintForm) -> ComplaintLine:
    """Take a complaint or a suggestion in; its last day is counted from the day it came.

    An earlier day stands at once, so that the clock runs from it, and past three working days waits for its second person.
    """
    received, today = form.received or business_date(now), business_date(now)
    rules.check_complaint(form.text, received, today)
    with db.write("complaint.record", actor, now) as unit:
        row = _row(unit, actor, now, form, received)
        unit.add(row)
        unit.flush()
        unit.about(row)
        _came_earlier(unit, actor, now, row, form.late_reason)
        return _shown(unit, row, today)


def _came_earlier(unit: Unit, actor: Actor, now: datetime, row: Complaint, reason: str) -> None:
    entry = Entry(LateKind.COMPLAINT, row.received_on, reason, "complaint", row.id)
    late_entries.check(entry, now)
    if not late_entries.far_back(unit, row.received_on, now):
        late_entries.note(unit, actor, now, entry, f"complaint:{row.id}")
        return
    data: dict[str, Any] = {**late_entries.facts(unit, entry.kind, entry.on), "complaint": row.id, "code": row.code}
    data |= {"barred": [row.about_id]} if row.about_id is not None else {}
    case_seconds.put(unit, f"complaint:{row.id}", SecondStep.LATE_ENTRY, actor, now, reason, **data)


def received_when_recorded(unit: Unit, complaint_id: int) -> None:
    """The earlier day was disagreed with: it counts as received on the day on which it was written down."""
    row, profile = unit.hold(Complaint, complaint_id), profiles.of(unit)
    assert row is not None, "a complaint is never removed"
    row.received_on, row.received_at = business_date(row.recorded_at), row.recorded_at
    kind, days = ComplaintKind(row.kind), (profile.complaint_days, profile.suggestion_days)
    row.due_on = rules.complaint_due(row.received_on, kind, *days, calendars.of(unit))


def _row(unit: Unit, actor: Actor, now: datetime, form: ComplaintForm, received: date) -> Complaint:
    profile, uid = profiles.of(unit), new_uid()
    about, handler = _officer(unit, form.about, "about"), _officer(unit, form.handler, "handler")
    rules.check_handler(handler, about)
    if form.person_id is not None and unit.get(Person, form.person_id) is None:
        raise NotFound("complaint.person_unknown", field="person", person=form.person_id)
    return Complaint(
        uid=uid,
        code=rules.complaint_code(received, numbers.next_number(unit, "complaint", str(received))),
        kind=form.kind.value,
        channel=form.channel.value,
        person_id=form.person_id,
        visitor_name=form.visitor.strip(),
        phone_sealed=unit.vault.seal(PHONE, uid, form.phone.strip()),
        about_id=about,
        case_id=cases.found(unit, form.case).id if form.case else None,
        topic=form.topic.value,
        text=form.text.strip(),
        received_on=received,
        received_at=now if received == business_date(now) else at_station(received, 12),
        recorded_at=now,
        recorded_by=actor.officer_id,
        state=ComplaintState.OPEN.value,
        due_on=rules.complaint_due(received, form.kind, profile.complaint_days, profile.suggestion_days, calendars.of(unit)),
        handler_id=handler,
    )


def _officer(unit: Unit, login: str | None, field: str) -> int | None:
    if not login:
        return None
    officer = queries.station.officer_by_login(unit, login)
    if officer is None or (officer.ended_on is not None and field == "handler"):
        raise NotFound("officer.unknown", field=field, login=login)
    return officer.id


def assign(db: Database, actor: Actor, now: datetime, code: str, login: str) -> ComplaintLine:
    """Say who looks into it and answers; never the one complained of."""

    def act(unit: Unit, row: Complaint) -> None:
        handler = _officer(unit, login, "handler")
        rules.check_handler(handler, row.about_id)
        row.handler_id = handler

    return _step(db, actor, now, code, ComplaintAction.ASSIGN, act)


def verify(db: Database, actor: Actor, now: datetime, code: str, finding: str, *, on: date | None = None) -> ComplaintLine:
    """What was found when it was looked into."""

    def act(_unit: Unit, row: Complaint) -> None:
        rules.check_handler(actor.officer_id, row.about_id)
        rules.check_words(finding, ComplaintAction.VERIFY)
        day = on or business_date(now)
        rules.check_day(ComplaintDays(row.received_on), day, business_date(now))
        row.verified_on, row.finding = day, finding.strip()

    return _step(db, actor, now, code, ComplaintAction.VERIFY, act)


def answer(db: Database, actor: Actor, now: datetime, code: str, text: str, *, on: date | None = None) -> ComplaintLine:
    """What the person was answered; who answers is not the one complained of."""

    def act(unit: Unit, row: Complaint) -> None:
        rules.check_handler(actor.officer_id, row.about_id)
        if row.about_id is not None:  # about nobody there is nothing to keep apart
            case_seconds.check_direct(unit, actor, now, SecondStep.COMPLAINT, f"complaint:{row.id}")
        put_answer(row, text, on or business_date(now), business_date(now), actor.officer_id)

    return _step(db, actor, now, code, ComplaintAction.ANSWER, act)


def put_answer(row: Complaint, text: str, day: date, today: date, by: int | None) -> None:
    """The answer itself; ``by`` is None where it was signed on paper by somebody without an account."""
    rules.check_words(text, ComplaintAction.ANSWER)
    rules.check_day(_days(row), day, today)
    row.answered_on, row.answered_by, row.answer = day, by, text.strip()


def close(db: Database, actor: Actor, now: datetime, code: str) -> ComplaintLine:
    """File one that was answered; the head or the county, never the one complained of."""

    def act(unit: Unit, row: Complaint) -> None:
        rules.check_handler(actor.officer_id, row.about_id)
        case_seconds.check_direct(unit, actor, now, SecondStep.COMPLAINT_CLOSE, f"complaint:{row.id}")
        row.closed_on, row.closed_by = business_date(now), actor.officer_id

    return _step(db, actor, now, code, ComplaintAction.CLOSE, act)


def _days(row: Complaint) -> ComplaintDays:
    return ComplaintDays(row.received_on, row.verified_on, row.answered_on)


def _step(
    db: Database, actor: Actor, now: datetime, code: str, action: ComplaintAction, act: Callable[[Unit, Complaint], None]
) -> ComplaintLine:
    """One step of a complaint that nobody else moves meanwhile: its table first, then what the step asks for."""
    with db.write(f"complaint.{action.value}", actor, now) as unit:
        row = found(unit, code, lock=True)
        after = rules.check_complaint_move(ComplaintState(row.state), action)
        act(unit, row)
        row.state = after.value
        unit.about(row)
        unit.flush()
        return _shown(unit, row, business_date(now))


def found(session: ReadSession | Unit, code: str, *, lock: bool = False) -> Complaint:
    """The complaint of a code; ``NotFound`` without one."""
    row = queries.voices.complaint(session, rules.tidy_code(code), lock=lock)
    if row is None:
        raise NotFound("complaint.unknown", field="complaint", code=code)
    return row


# looked at


def listing(
    db: Database,
    actor: Actor,
    now: datetime,
    *,
    open_only: bool = True,
    kind: ComplaintKind | None = None,
    after: tuple[date, int] | None = None,
    limit: int = PAGE,
) -> Page[ComplaintLine]:
    """Those that wait, the nearest last day first; else all, the newest first. ``after`` is the ``next_key`` of the page before."""
    with db.read("case.read", actor) as session:
        wanted = kind.value if kind else None
        rows = queries.voices.complaint_page(session, open_only=open_only, kind=wanted, limit=limit + 1, after=after)
        return page_of(rows, limit, lines_of(session, rows, business_date(now)), lambda row: (row.due_on, row.id))


def show(db: Database, actor: Actor, now: datetime, code: str) -> tuple[ComplaintLine, tuple[CallBackLine, ...]]:
    """One complaint and the calls to who made it."""
    with db.read("case.read", actor) as session:
        row = found(session, code)
        return _shown(session, row, business_date(now)), call_backs.of(session, f"complaint:{row.id}")


def _shown(session: ReadSession | Unit, row: Complaint, today: date) -> ComplaintLine:
    line = queries.voices.complaint_line(session, row.id)
    return lines_of(session, [line], today)(line)


def lines_of(session: ReadSession | Unit, rows: Sequence[Any], today: date) -> Callable[[Any], ComplaintLine]:
    """Makes lines of some rows: who signed an answer on paper, and what waits for a second person, is read once for all."""
    records = [f"complaint:{row.id}" for row in rows]
    signed = queries.seconds.signed(session, records, SecondStep.COMPLAINT.value)
    waiting = case_seconds.waiting_of(session, records)

    def make(row: Any) -> ComplaintLine:
        record = f"complaint:{row.id}"
        signer = signed_words(signed.get(record)) if row.answered_on else ""
        return _line(session, row, today, signer, waiting.get(record))

    return make


def _line(session: ReadSession | Unit, row: Any, today: date, signer: str, waiting: SecondStep | None) -> ComplaintLine:
    phone = session.vault.open(PHONE, row.uid, row.phone_sealed)
    state = ComplaintState(row.state)
    return ComplaintLine(
        row.id,
        row.code,
        ComplaintKind(row.kind),
        ComplaintChannel(row.channel),
        ComplaintTopic(row.topic),
        row.text,
        row.visitor_name or row.person or "",
        shown(Place.SCREEN, Number.PHONE, phone),
        row.person_id,
        row.about or "",
        row.number or "",
        row.received_on,
        row.due_on,
        (row.answered_on or today) > row.due_on,
        state,
        row.handler or "",
        row.verified_on,
        row.finding,
        row.answered_on,
        row.answerer or signer,
        row.answer,
        row.closed_on,
        row.about_id,
        row.handler_id,
        waiting,
    )
