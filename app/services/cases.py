"""Opening cases and looking at them. What moves a case stands in ``case_acts``."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from app.domain import cases as rules
from app.domain import service_items
from app.domain.actor import Actor
from app.domain.assistance import ServiceMode
from app.domain.calendar import Calendar, DayKind
from app.domain.cases import CaseEventKind, CaseState
from app.domain.clock import at_station, business_date
from app.domain.deadlines import NEAR_PERCENT, DayLine, DeadlineResult, Light, PauseKind, days_beyond
from app.domain.errors import NotFound, Refused
from app.domain.late_entries import LateKind, check_late_entry
from app.domain.service_items import ItemKind, ItemState
from app.services import (
    calendars,
    case_bundles,
    case_checklist,
    case_clock,
    case_proxies,
    case_seconds,
    items,
    profiles,
    receipt,
    receipt_lines,
    receiving,
    search,
)
from app.services.case_late import entered_late
from app.services.case_lines import EventLine as EventLine
from app.services.case_lines import MaterialLine as MaterialLine
from db import counters as numbers
from db import queries
from db.models import Case, CaseEvent, CaseMaterial, Officer, Person, Ticket
from db.queries.cases import CaseFilter as CaseFilter
from db.uow import Database, ReadSession, Unit

OPEN_STATES = queries.cases.OPEN
RUNNING_STATES = queries.cases.RUNNING
ALL_STATES = tuple(state.value for state in CaseState)
ANY_CASE = CaseFilter()
LEAST_OF_ITEM = 2
"""Letters from which a typed text also looks for the name of an item: one alone stands in too many of them."""


@dataclass(frozen=True, slots=True)
class CaseForm:
    """What the form of a new case holds. ``received`` earlier than today makes it a late entry, which needs a reason."""

    item: str
    person_id: int
    ticket: str | None = None
    received: date | None = None
    late_reason: str = ""
    channel: str = "window"
    proxy: bool = False
    bundle: str = ""
    mode: ServiceMode | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case as lists and answers show it; the person by name only."""

    id: int
    number: str
    item: str
    item_name: str
    kind: str
    person: int
    person_name: str
    state: str
    first_officer: str
    officer: str
    officer_name: str
    received_on: date
    accepted_on: date | None
    deadline: date | None
    remaining_days: int | None
    overdue: bool
    light: str
    late_entry: bool
    proxy: bool
    warning: str = ""
    waiting_for: tuple[str, ...] = ()
    first_officer_name: str = ""
    statutory_deadline: date | None = None
    offered_to: str = ""


@dataclass(frozen=True, slots=True)
class CaseView:
    """The case page: facts, the clock day by day, what happened, what was handed in, what waits for a second person (oldest first)."""

    facts: CaseFacts
    clock: DeadlineResult | None
    events: tuple[EventLine, ...]
    materials: tuple[MaterialLine, ...]
    promised_days: int | None
    statutory_days: int | None
    notices: int
    today: date
    beyond: tuple[DayLine, ...] = ()
    """The days after the deadline on which the case was still open."""
    ended_on: date | None = None
    ticket: str = ""
    waiting: tuple[case_seconds.Waiting, ...] = ()
    bundle: case_bundles.Bundle | None = None
    held: tuple[tuple[str, int], ...] = ()
    """Elapsed working days by the officer who held the case at the close of each; with ``stood`` they are all days since acceptance."""
    stood: int = 0
    proxy: case_proxies.ProxyLine | None = None
    chased: bool = False
    """Whether a chaser waits for who looks to say that it was read."""
    extended: bool = False
    untold: bool = False
    """Whether the case has an approved extension, and whether the applicant still has to be told of it."""
    ratable: bool = False
    """Closed, and nobody has rated it."""
    lent: tuple[receipt_lines.Lent, ...] = ()
    """Receipts whose material is still here."""


def open_case(db: Database, actor: Actor, now: datetime, form: CaseForm) -> CaseFacts:
    """Open a case on a published item. The first officer is who first received the visitor: the ticket's, else the actor."""
    with db.write("case.open", actor, now) as unit:
        case = add_case(unit, actor, now, form)
        unit.about(case)
        return facts_of(unit, case, business_date(now))


def add_case(unit: Unit, actor: Actor, now: datetime, form: CaseForm) -> Case:
    """The same inside a unit of work that does more (a bundle, an inquiry that becomes a case)."""
    guide = items.guide_in(unit, form.item)
    service_items.check_receivable(guide.item, ItemState(guide.line.state))
    today = business_date(now)
    arrived = form.received or today
    ticket = receiving.ticket_of(unit, form.ticket, arrived) if form.ticket else None
    if unit.get(Person, form.person_id) is None:
        raise NotFound("case.person_unknown", field="person", person=form.person_id)
    _check_received(unit, form, arrived, today)
    received = receipt.day_of(unit, now) if arrived == today else arrived
    if ticket is not None:
        receiving.begin(unit, actor, now, ticket.id)
    else:
        receiving.begin_for(unit, actor, now, form.person_id, arrived)
    case_bundles.check(unit, form.bundle, form.person_id)
    number = rules.case_number(arrived, numbers.next_number(unit, "case", str(arrived)))
    case = Case(
        number=number,
        item_id=guide.item_id,
        item_version_id=guide.version_id,
        item_name=guide.item.name,
        item_kind=guide.line.kind,
        person_id=form.person_id,
        ticket_id=ticket.id if ticket else None,
        state=CaseState.RECEIVED.value,
        channel=form.channel,
        mode=form.mode.value if form.mode else "",
        first_officer_id=(ticket.first_officer_id if ticket else None) or actor.officer_id,
        officer_id=actor.officer_id,
        received_on=received,
        received_at=now if arrived == today else at_station(arrived, 12),
        recorded_at=now,
        promised_days=0 if guide.item.kind is ItemKind.IMMEDIATE else guide.item.promised_days,
        statutory_days=guide.item.statutory_days,
        supplement_rule=profiles.of(unit).supplement.value,
        late_entry=arrived < today,
        late_reason=form.late_reason.strip(),
        proxy=form.proxy,
        bundle=form.bundle,
    )
    unit.add(case)
    unit.flush()
    _add_materials(unit, case, guide.item)
    counts = {"counts_from": received.isoformat()} if received != arrived else {}
    event(unit, case, CaseEventKind.RECEIVED, actor, now, on=arrived, text=form.late_reason, data=counts)
    take_from(unit, case, actor, now, case.first_officer_id)
    if arrived < today:
        entered_late(unit, case, actor, now, LateKind.RECEIPT, arrived, form.late_reason)
    return case


def take_from(unit: Unit, case: Case, actor: Actor, now: datetime, first: int, *, since: datetime | None = None) -> None:
    """Who opens a case that another received has taken it over by that: now, or ``since`` its inquiry was taken over (B3)."""
    if first == actor.officer_id:
        return
    moment = max(since, case.received_at) if since else now
    row = event(unit, case, CaseEventKind.TAKEN_OVER, actor, now, on=business_date(moment), data={"before": first})
    row.happened_at = moment


def _check_received(unit: Unit, form: CaseForm, received: date, today: date) -> None:
    if received > today:
        raise Refused("case.late_future", field="received", day=received.isoformat())
    if received == today:
        return
    calendar = calendars.of(unit)
    # Past three working days a second person confirms: the case waits for that, so the check here knows one will come.
    check_late_entry(received, today, form.late_reason, 0, calendar, queries.cases.frozen_until(unit))


def _add_materials(unit: Unit, case: Case, item: service_items.ServiceItem) -> None:
    unit.add_all(
        CaseMaterial(case_id=case.id, code=m.code, name=m.name, form=m.form.value, copies=m.copies, state="missing")
        for m in service_items.required_materials(item)
    )


def event(
    unit: Unit,
    case: Case,
    kind: CaseEventKind,
    actor: Actor,
    now: datetime,
    *,
    on: date | None = None,
    text: str = "",
    approver_id: int | None = None,
    data: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> CaseEvent:
    """Add an event row: when it happened and when it was recorded."""
    day = on or business_date(now)
    row = CaseEvent(
        case_id=case.id,
        kind=kind.value,
        happened_on=day,
        happened_at=at or (now if day == business_date(now) else at_station(day, 12)),
        recorded_at=now,
        officer_id=actor.officer_id,
        approver_id=approver_id,
        text=text.strip(),
        data=data or {},
    )
    unit.add(row)
    return row


def found(session: ReadSession | Unit, number: str, *, lock: bool = False) -> Case:
    """The case of a number; ``NotFound`` without one. With ``lock`` nobody else changes it until this unit of work ends."""
    rules.parse_number(number)
    case = queries.cases.by_number(session, number.strip().upper(), lock=lock)
    if case is None:
        raise NotFound("case.unknown", field="number", number=number)
    return case


def facts_of(
    session: ReadSession | Unit, case: Case, today: date, calendar: Calendar | None = None, clock: DeadlineResult | None = None
) -> CaseFacts:
    """The facts of one case as of ``today``; ``clock`` is its deadline where that was just counted."""
    if clock is None and case.accepted_on:
        clock = case_clock.explain(session, case, today, calendar)
    calendar = calendar or (calendars.of(session) if clock else None)
    first, holder = session.get_one(Officer, case.first_officer_id), session.get_one(Officer, case.officer_id)
    running = CaseState(case.state) in rules.CLOCK_RUNS
    item = items_code(session, case.item_id)
    return CaseFacts(
        case.id,
        case.number,
        item,
        case.item_name,
        case.item_kind,
        case.person_id,
        session.get_one(Person, case.person_id).name,
        case.state,
        first.login,
        holder.login,
        holder.name,
        case.received_on,
        case.accepted_on,
        clock.deadline if clock else None,
        clock.remaining(today, calendar) if clock and calendar and running else None,
        is_overdue(case, today),
        clock.light(today).value if clock and running else "",
        case.late_entry,
        case.proxy,
        case.deadline_warning,
        tuple(a.step for a in queries.cases.pending_approvals(session, f"cases:{case.id}")),
        first.name,
        case.statutory_deadline,
        _offered_to(session, case, today),
    )


def _offered_to(session: ReadSession | Unit, case: Case, today: date) -> str:
    """The login of the officer a hand-over waits for; after the close of its day it waits for nobody, also before that is written."""
    offered = queries.cases.open_hand_over(session, case.id)
    waits = offered is not None and not rules.hand_over_lapsed(business_date(offered.offered_at), today)
    return session.get_one(Officer, offered.to_officer_id).login if offered is not None and waits else ""


def items_code(session: ReadSession | Unit, item_id: int) -> str:
    """The code of an item by its id."""
    from db.models import ServiceItem

    return session.get_one(ServiceItem, item_id).code


def is_overdue(case: Case, today: date) -> bool:
    """Closed after its deadline, or open when the day after it began."""
    if case.accepted_on is None:
        return False
    return (case.closed_on or today) > case.deadline and CaseState(case.state) not in (CaseState.VOID, CaseState.WITHDRAWN)


def show(db: Database, actor: Actor, now: datetime, number: str) -> CaseView:
    """The case page."""
    with db.read("case.read", actor) as session:
        case = found(session, number)
        today, calendar = business_date(now), calendars.of(session)
        staff = queries.station.officers(session)
        names, logins = {o.id: o.name for o in staff}, {o.login: o.name for o in staff}
        events = queries.cases.events(session, case.id)
        ended = None if CaseState(case.state) in rules.OPEN_CASE else case.closed_on or events[-1].happened_on
        clock, back = case_clock.counted(case, events, today, calendar), case_clock.set_back(events)
        held = case_clock.held(case, events, ended or today, calendar)
        extension = queries.clocks.last_extension(session, case.id)
        return CaseView(
            facts_of(session, case, today, calendar, clock),
            clock,
            tuple(_event_line(row, names, back, logins) for row in reversed(events)),
            case_checklist.lines(session, case),
            case.promised_days,
            case.statutory_days,
            len(queries.cases.notices(session, case.id)),
            today,
            days_beyond(clock.deadline, ended or today, calendar) if clock else (),
            ended,
            session.get_one(Ticket, case.ticket_id).code if case.ticket_id else "",
            case_seconds.waiting(session, actor, case, names, today),
            case_bundles.of(session, case.bundle),
            tuple((names.get(one, ""), days) for one, days in held.by_officer.items()) if held else (),
            held.paused if held else 0,
            case_proxies.newest(session, case.id),
            any(row.officer_id == actor.officer_id and row.seen_at is None for row in queries.cases.chasers(session, case.id)),
            extension is not None,
            extension is not None and extension.told_on is None,
            CaseState(case.state) is CaseState.CLOSED and not queries.ratings.is_rated(session, "case", case.id),
            receipt_lines.open_of(session, case.id, None),
        )


def _event_line(row: CaseEvent, names: dict[int, str], back: Collection[int], logins: dict[str, str]) -> EventLine:
    officer, approver, to = names.get(row.officer_id or 0, ""), names.get(row.approver_id or 0, ""), logins.get(row.data.get("to", ""), "")
    return EventLine(row.kind, row.happened_on, row.happened_at, row.recorded_at, officer, approver, row.text, row.data, row.id in back, to)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A row of the case list; its light is read off the stored deadline."""

    id: int
    number: str
    item: str
    item_name: str
    person: int
    person_name: str
    state: str
    first_officer: str
    first_officer_name: str
    officer: str
    officer_name: str
    accepted_on: date | None
    deadline: date | None
    remaining_days: int | None
    light: str
    overdue: bool
    received_on: date
    late_entry: bool
    spare_days: int | None = None
    """Working days between the closing and the deadline, negative when it came too late."""
    paused_on: date | None = None
    pause: str = ""
    total_days: int = 0
    due_makeup: bool = False
    today: date = date.min


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of the list; ``next_key`` asks for the one behind it."""

    rows: tuple[CaseRow, ...]
    next_key: tuple[date, int] | None


def page(
    db: Database, actor: Actor, now: datetime, only: CaseFilter = ANY_CASE, *, after: tuple[date, int] | None = None, limit: int = 200
) -> CasePage:
    """Cases by deadline, keyset-paged; without states the open ones."""
    with db.read("case.read", actor) as session:
        wanted = only if only.states is not None else replace(only, states=OPEN_STATES)
        rows = queries.cases.page(session, wanted, after=after, limit=limit + 1)
        calendar, today = calendars.of(session), business_date(now)
        standing = [row.id for row in rows[:limit] if row.paused and CaseState(row.state) in rules.CLOCK_RUNS]
        pauses = {row.case_id: row for row in queries.cases.pauses_of(session, standing)} if standing else {}
        shown = tuple(_case_row(row, calendar, today, pauses.get(row.id)) for row in rows[:limit])
    return CasePage(shown, (rows[limit - 1].deadline, rows[limit - 1].id) if len(rows) > limit else None)


def of_text(db: Database, actor: Actor, now: datetime, text: str) -> CaseFilter:
    """What is typed into the filter box narrows the list to: a case number, an officer's whole name, or the persons and items it finds."""
    typed = text.strip().upper()
    if typed.startswith("BJ") and len(typed) > len("BJ20260101"):
        return CaseFilter(states=ALL_STATES, number=typed)
    with db.read("case.read", actor) as session:
        officer = next((one.id for one in queries.station.officers(session) if one.name == text.strip()), None)
    if officer is not None:
        return CaseFilter(officer_id=officer)
    hits = search.find(db, actor, now, text, limit=50).hits
    item = text.strip() if len(text.strip()) >= LEAST_OF_ITEM else ""
    return CaseFilter(states=ALL_STATES, person_ids=tuple(hit.id for hit in hits), item_text=item, newest_first=True)


def _case_row(row: Any, calendar: Calendar, today: date, pause: Any) -> CaseRow:
    running = row.accepted_on is not None and CaseState(row.state) in rules.CLOCK_RUNS
    remaining = remaining_days(row.deadline, today, calendar) if running else None
    spare = remaining_days(row.deadline, row.closed_on, calendar) if row.accepted_on and row.closed_on else None
    return CaseRow(
        row.id,
        row.number,
        row.item,
        row.item_name,
        row.person_id,
        row.person_name,
        row.state,
        row.first_login,
        row.first_name,
        row.officer_login,
        row.officer_name,
        row.accepted_on,
        row.deadline if row.accepted_on else None,
        remaining,
        light_of(row, remaining, today) if running else "",
        (running and today > row.deadline) or (spare or 0) < 0,
        row.received_on,
        row.late_entry,
        spare,
        pause.happened_on if pause else None,
        pause.data.get("pause", PauseKind.SUPPLEMENT.value) if pause else "",
        _total(row),
        calendar.why(row.deadline).kind is DayKind.MAKE_UP,
        today,
    )


def _total(row: Any) -> int:
    """The working days of a case in all, extensions included."""
    return max(row.promised_days or 0, 1) + int(row.extension_days)


def remaining_days(deadline: date, today: date, calendar: Calendar) -> int:
    """Working days until a deadline; negative since."""
    return calendar.working_days_between(today, deadline) if deadline >= today else -calendar.working_days_between(deadline, today)


def light_of(row: Any, remaining: int | None, today: date) -> str:
    """The light of a running case, read off its stored deadline."""
    if today > row.deadline:
        return Light.OVERDUE.value
    if row.paused:
        return Light.PAUSED.value
    if today == row.deadline:
        return Light.DUE_TODAY.value
    return (Light.NEAR if (remaining or 0) * 100 <= _total(row) * NEAR_PERCENT else Light.NORMAL).value
