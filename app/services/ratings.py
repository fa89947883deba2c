"""Ratings: one for each closed case or finished ticket, in five levels; a bad one opens its rectification at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.domain import ratings as rules
from app.domain.actor import Actor
from app.domain.cases import CaseState
from app.domain.clock import at_station, business_date
from app.domain.errors import NotFound, Refused, Usage
from app.domain.queueing import TicketState, parse_code, ticket_code
from app.domain.ratings import Ask, Level, OwnCase, RatingChannel
from app.domain.second_person import SecondStep
from app.services import calendars, case_seconds, invitations, profiles
from app.services.paging import Page, page_of
from db import queries
from db.models import RatedMark, Rating, RatingInvitation, Rectification, Ticket
from db.once import insert_once
from db.queries.ratings import OPEN
from db.uow import Database, ReadSession, Unit

PAGE = 100
INVITE_DAYS = 3
"""A review is invited when none was given three days after closing."""
INVITE_WINDOW = 30
"""What was closed longer ago than this is not asked about any more."""


@dataclass(frozen=True, slots=True)
class RatingForm:
    """A rating of a case (its number), of a ticket (its code; ``on`` names its day), or of what the code on a slip stands for.

    ``rated_on`` is the day on a slip that is entered later. An anonymous rating keeps no identity.
    """

    level: int
    case: str = ""
    ticket: str = ""
    on: date | None = None
    text: str = ""
    anonymous: bool = True
    channel: RatingChannel = RatingChannel.COUNTER
    rated_on: date | None = None
    slip: str = ""


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating just given; ``due`` is the last day of the rectification that a bad one opened."""

    rating_id: int
    level: Level
    rectification_id: int | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class RatingLine:
    """A rating as lists show it; an anonymous one names neither the person nor the case or ticket.

    ``left_out``: an appeal against it was accepted, so no figure counts it.
    """

    id: int
    level: Level
    text: str
    anonymous: bool
    person_id: int | None
    subject: str
    item: str
    officer_id: int | None
    officer: str
    channel: str
    rated_on: date
    left_out: bool = False
    waiting: SecondStep | None = None


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """The ratings of a span of days; ``rate`` is None when there are none."""

    levels: dict[Level, int]
    total: int
    good: int

    @property
    def rate(self) -> float | None:
        """The part of good ratings (levels 3 to 5), 0 to 1."""
        return self.good / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Unrated:
    """A closed case that nobody has rated: an invitation is due."""

    case_id: int
    number: str
    item: str
    person_id: int
    person: str
    closed_on: date
    officer: str


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is rated: a case or a ticket (``kind``), what it was about, whether it is done, and since when."""

    kind: str
    id: int
    officer_id: int | None
    item_name: str
    finished: bool
    void: bool
    done_on: date

    def key(self, kind: str) -> int | None:
        """Its id if it is of a kind."""
        return self.id if self.kind == kind else None


def give(db: Database, actor: Actor, now: datetime, form: RatingForm) -> Rated:
    """Rate a closed case or a finished ticket, once; 1 and 2 open a rectification with its last day."""
    level = rules.check_level(form.level)
    today = business_date(now)
    with db.write("rating.give", actor, now) as unit:
        subject = _subject(unit, form, today)
        _check(unit, form, subject, today)
        row = _new_rating(unit, now, form, subject, _check_day(form, subject, today))
        if not insert_once(unit, RatedMark, kind=subject.kind, subject_id=subject.id):
            raise Refused("rating.twice")
        unit.add(row)
        unit.flush()
        unit.about(row)
        if not rules.is_bad(level):
            return Rated(row.id, level)
        opened = _open(unit, row)
        return Rated(row.id, level, opened.id, opened.due_on)


def check(db: Database, actor: Actor, now: datetime, form: RatingForm) -> None:
    """Refused with the sentence that ``give`` would give: so that nobody is asked what cannot be kept."""
    with db.read("rating.give", actor) as session:
        _check(session, form, _subject(session, form, business_date(now)), business_date(now))


def to_ask(db: Database, actor: Actor, now: datetime, ticket: str) -> tuple[Ask, str]:
    """What the visitor of a ticket of today is asked about: the number, or the case that came of it (its number)."""
    with db.read("rating.give", actor) as session:
        return ask_about(session, ticket, business_date(now))


def _check(session: ReadSession | Unit, form: RatingForm, subject: _Subject, today: date) -> None:
    """Refused unless it is done, not void, unrated, and a slip is not over."""
    rules.check_ratable(subject.finished, subject.void, queries.ratings.is_rated(session, subject.kind, subject.id))
    if form.slip.strip() or form.channel is RatingChannel.SLIP:
        invited = queries.voices.invitation_of(session, case_id=subject.key("case"), ticket_id=subject.key("ticket"))
        rules.check_slip(today, slip_until(session, subject.done_on, invited))


def slip_until(session: ReadSession | Unit, done_on: date, invited: RatingInvitation | None) -> date:
    """The last day on which the slip of something is entered, by the profile's rule; it stands on the slip."""
    return rules.slip_until(done_on, invited.fell_due_on if invited else None, profiles.of(session).rating_slip_days)


def _subject(unit: ReadSession | Unit, form: RatingForm, today: date) -> _Subject:
    if sum(bool(text.strip()) for text in (form.case, form.ticket, form.slip)) != 1:
        raise Usage("rating.which", field="case")
    if form.slip.strip():
        return _of_slip(unit, form.slip, today)
    return _case(unit, form.case) if form.case.strip() else _ticket(unit, form.ticket, form.on or today)


def _of_slip(unit: ReadSession | Unit, code: str, today: date) -> _Subject:
    """What a slip asks about, as its code says; an invitation stands for its case or ticket, a number for the case that came of it."""
    slip = rules.slip_subject(code)
    if slip.invitation:
        invited = invitations.found(unit, slip.invitation)
        if invited.case_id is not None:
            return _case(unit, queries.inquiries.case_number(unit, invited.case_id) or "")
        ticket = unit.get_one(Ticket, invited.ticket_id)
        return _ticket(unit, ticket.code, ticket.business_date)
    case = slip.case or _case_asked(unit, slip.ticket, slip.on or today)
    return _case(unit, case) if case else _ticket(unit, slip.ticket, slip.on or today)


def _case_asked(session: ReadSession | Unit, ticket: str, on: date) -> str:
    """The number of the case that a ticket stands for, empty for the ticket itself; refused where the one that came of it was rated."""
    ask, number = ask_about(session, ticket, on)
    if ask is Ask.DONE:
        raise Refused("rating.twice")
    return number


def ask_about(session: ReadSession | Unit, ticket: str, on: date) -> tuple[Ask, str]:
    """The same for a paper."""
    row = _ticket_row(session, ticket, on)
    own = queries.ratings.cases_of_ticket(session, row.id)
    return rules.asked_about(OwnCase(one.number, CaseState(one.state), one.rated) for one in own)


def _case(unit: ReadSession | Unit, number: str) -> _Subject:
    row = queries.ratings.case_to_rate(unit, number.strip().upper())
    if row is None:
        raise NotFound("rating.case_unknown", field="case", number=number)
    state = CaseState(row.state)
    done_on = row.closed_on or date.min
    return _Subject("case", row.id, row.officer_id, row.item_name, state is CaseState.CLOSED, state is CaseState.VOID, done_on)


def _ticket(unit: ReadSession | Unit, code: str, on: date) -> _Subject:
    row = _ticket_row(unit, code, on)
    state = TicketState(row.state)
    void = state in (TicketState.ABANDONED, TicketState.EXPIRED)
    return _Subject("ticket", row.id, row.officer_id, row.item_name, state is TicketState.FINISHED, void, row.business_date)


def _ticket_row(session: ReadSession | Unit, code: str, on: date) -> Any:
    row = queries.ratings.ticket_to_rate(session, on, ticket_code(*parse_code(code)))
    if row is None:
        raise NotFound("rating.ticket_unknown", field="ticket", ticket=code, day=on)
    return row


def _check_day(form: RatingForm, subject: _Subject, today: date) -> date:
    day = form.rated_on or today
    if not subject.done_on <= day <= today:
        raise Refused("rating.day", field="rated_on", day=day.isoformat(), first=subject.done_on.isoformat())
    return day


def _new_rating(unit: Unit, now: datetime, form: RatingForm, subject: _Subject, rated_on: date) -> Rating:
    """Only who signs is tied to what was rated: of an anonymous one no row and no entry of the trail says it."""
    signed = not form.anonymous
    return Rating(
        case_id=subject.key("case") if signed else None,
        ticket_id=subject.key("ticket") if signed else None,
        item_name=subject.item_name,
        level=form.level,
        text=form.text.strip(),
        anonymous=form.anonymous,
        person_id=queries.ratings.person_of(unit, subject.kind, subject.id) if signed else None,
        channel=form.channel.value,
        officer_id=subject.officer_id,
        rated_on=rated_on,
        rated_at=now if rated_on == business_date(now) else at_station(rated_on, 12),
        recorded_at=now,
    )


def _open(unit: Unit, row: Rating) -> Rectification:
    due = rules.rectification_due(row.rated_on, profiles.of(unit).bad_rating_days, calendars.of(unit))
    opened = Rectification(rating_id=row.id, officer_id=row.officer_id, state=OPEN, due_on=due)
    unit.add(opened)
    unit.flush()
    return opened


def listing(
    db: Database, actor: Actor, *, bad_only: bool = False, officer_id: int | None = None, after: int | None = None, limit: int = PAGE
) -> Page[RatingLine]:
    """Ratings, the newest first."""
    with db.read("case.read", actor) as session:
        rows = queries.ratings.rating_page(session, int(Level.FAIR) if bad_only else None, officer_id, after, limit + 1)
        return page_of(rows, limit, lines_of(session, rows), lambda row: row.id)


def lines_of(session: ReadSession | Unit, rows: Sequence[Any]) -> Callable[[Any], RatingLine]:
    """Makes lines of some rows; what waits for a second person is read once for all."""
    waiting = case_seconds.waiting_of(session, [f"rating:{row.id}" for row in rows])
    return lambda row: line_of(row, waiting.get(f"rating:{row.id}"))


def line_of(row: Any, waiting: SecondStep | None = None) -> RatingLine:
    """A rating as it may be shown."""
    return RatingLine(
        row.id,
        Level(row.level),
        row.text,
        row.anonymous,
        row.person_id,
        row.number or row.ticket or "",
        row.item_name,
        row.officer_id,
        row.officer,
        row.channel,
        row.rated_on,
        bool(row.left_out),
        waiting,
    )


def satisfaction(db: Database, actor: Actor, first: date, last: date) -> Satisfaction:
    """How many ratings of each level were given between two days, both included; without those whose appeal was accepted."""
    with db.read("case.read", actor) as session:
        found = queries.ratings.levels_between(session, first, last)
    levels = {level: found.get(int(level), 0) for level in reversed(Level)}
    total = sum(levels.values())
    return Satisfaction(levels, total, total - sum(levels[level] for level in rules.BAD_LEVELS))


def unrated(db: Database, actor: Actor, now: datetime, *, days: int = INVITE_DAYS, limit: int = PAGE) -> tuple[Unrated, ...]:
    """Cases closed ``days`` or more days ago (and not longer than a month) that nobody has rated, the oldest first."""
    today = business_date(now)
    first, last = today - timedelta(days=INVITE_WINDOW), today - timedelta(days=days)
    with db.read("case.read", actor) as session:
        rows = queries.ratings.unrated_cases(session, first, last, limit)
        return tuple(Unrated(r.id, r.number, r.item_name, r.person_id, r.person, r.closed_on, r.officer) for r in rows)
