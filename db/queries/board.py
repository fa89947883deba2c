"""What a public face reads: the ``board_…`` views only, in which no person stands (``Public faces`` in docs/architecture.md)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ColumnElement, Date, FromClause, Integer, Text, and_, column, func, or_, select, table
from sqlalchemy.orm import Session

from app.domain.queueing import TicketState
from db.base import AnyRow, UtcDateTime

MOST_PAGES = 20
"""How many jobs and how many policies roll at the most: a hall waits minutes, not hours."""

SHOWN = tuple(state.value for state in TicketState if state not in (TicketState.WAITING, TicketState.EXPIRED, TicketState.ABANDONED))


def _view(view: str, /, **columns: Any) -> FromClause:
    return table(f"board_{view}", *(column(key, kind) for key, kind in columns.items()))


STATION = _view("station", name=Text, practice=Boolean, profile=Text)
SETTING = _view("setting", key=Text, value=JSON)
LINE = _view("line", id=Integer, letter=Text, name=Text, active=Boolean, hours=JSON, description=Text)
COUNTER = _view("counter", id=Integer, number=Integer, vanguard=Boolean, active=Boolean, state=Text, hours=JSON)
COUNTER_LINE = _view("counter_line", counter_id=Integer, line_id=Integer)
TICKET = _view(
    "ticket",
    code=Text,
    business_date=Date,
    line_id=Integer,
    letter=Text,
    called_at=UtcDateTime,
    state_since=UtcDateTime,
    state=Text,
    counter=Integer,
    calls=Integer,
    last_called_at=UtcDateTime,
)
NOTICE = _view("notice", id=Integer, text=Text, shows_from=UtcDateTime, shows_until=UtcDateTime, ended_at=UtcDateTime)
JOB = _view(
    "job",
    **dict.fromkeys(("title", "employer", "pay_unit"), Text),
    **dict.fromkeys(("id", "headcount", "pay_low_cents", "pay_high_cents"), Integer),
    pay_negotiable=Boolean,
    published_on=Date,
    expires_on=Date,
)
POLICY = _view("policy", id=Integer, name=Text, starts_on=Date, ends_on=Date)
ITEM = _view(
    "item",
    **dict.fromkeys(
        ("code", "name", "item_kind", "audience", "content", "conditions", "how_to_apply", "fee", "how_to_ask", "complaints"), Text
    ),
    **dict.fromkeys(("line_id", "statutory_days", "promised_days"), Integer),
    example_limits=Boolean,
    materials=JSON,
)
HOLIDAY = _view("holiday", day=Date, kind=Text)
PULSE = _view("pulse", seq=Integer)


def pulse(session: Session) -> int:
    """The number of the last audited act: while it stands still nothing shown is old."""
    return int(session.execute(select(PULSE.c.seq)).scalar_one())


def station(session: Session) -> AnyRow:
    """The station's name, whether it is one for practice, its profile and what was set over it (``changed``)."""
    statement = select(STATION, SETTING.c.value.label("changed")).select_from(STATION.outerjoin(SETTING, SETTING.c.key == "profile"))
    return session.execute(statement).one()


def lines(session: Session, day: date) -> Sequence[AnyRow]:
    """The lines in use with their hours and how many wait in each."""
    waits = and_(TICKET.c.line_id == LINE.c.id, TICKET.c.business_date == day, TICKET.c.state == TicketState.WAITING.value)
    waiting = select(func.count()).select_from(TICKET).where(waits).correlate(LINE).scalar_subquery()
    statement = select(LINE.c.letter, LINE.c.name, LINE.c.description, LINE.c.hours, waiting.label("waiting"))
    return session.execute(statement.where(LINE.c.active).order_by(LINE.c.letter)).all()


def items(session: Session) -> Sequence[AnyRow]:
    """The published items with the letter of the line that deals with them."""
    letter = LINE.c.letter.label("letter")
    statement = select(ITEM, letter).select_from(ITEM.outerjoin(LINE, and_(LINE.c.id == ITEM.c.line_id, LINE.c.active)))
    return session.execute(statement.order_by(ITEM.c.code)).all()


def ahead(session: Session, day: date) -> dict[str, int]:
    """How many wait in each line in use, by letter."""
    return {row.letter: row.waiting for row in lines(session, day)}


def served(session: Session, day: date, letter: str, most: int) -> Sequence[AnyRow]:
    """When the last finished tickets of a line were called and finished, the newest first."""
    done = and_(TICKET.c.letter == letter, TICKET.c.business_date == day, TICKET.c.state == TicketState.FINISHED.value)
    statement = select(TICKET.c.called_at, TICKET.c.state_since).where(done, TICKET.c.called_at.is_not(None))
    return session.execute(statement.order_by(TICKET.c.state_since.desc()).limit(most)).all()


def open_counters(session: Session, letter: str) -> int:
    """How many open counters serve a line."""
    serves = and_(COUNTER_LINE.c.counter_id == COUNTER.c.id, COUNTER.c.active, COUNTER.c.state == "open")
    joined = COUNTER_LINE.join(COUNTER, serves).join(LINE, LINE.c.id == COUNTER_LINE.c.line_id)
    statement = select(func.count()).select_from(joined).where(LINE.c.letter == letter)
    return int(session.execute(statement).scalar_one())


def calls(session: Session, day: date, most: int) -> Sequence[AnyRow]:
    """The tickets called last, the newest call or recall first; one that waits again is none."""
    last = TICKET.c.last_called_at
    shown = and_(TICKET.c.business_date == day, TICKET.c.state.in_(SHOWN), last.is_not(None), TICKET.c.counter.is_not(None))
    statement = select(TICKET.c.code, TICKET.c.counter, TICKET.c.calls, last).where(shown)
    return session.execute(statement.order_by(last.desc(), TICKET.c.code).limit(most)).all()


def call_of(session: Session, day: date, code: str) -> AnyRow | None:
    """The call of a ticket whose visitor is awaited at a counter; None for any other."""
    awaited = and_(TICKET.c.business_date == day, TICKET.c.code == code, TICKET.c.state == TicketState.CALLED.value)
    statement = select(TICKET.c.code, TICKET.c.counter, TICKET.c.calls, TICKET.c.last_called_at)
    return session.execute(statement.where(awaited, TICKET.c.counter.is_not(None))).one_or_none()


def holidays(session: Session) -> Sequence[tuple[date, str]]:
    """The days that are off or worked against their weekday."""
    return [(row.day, row.kind) for row in session.execute(select(HOLIDAY))]


def vanguard(session: Session) -> Sequence[int]:
    """The numbers of the counters with the sign 党员先锋岗."""
    return session.execute(select(COUNTER.c.number).where(COUNTER.c.vanguard, COUNTER.c.active)).scalars().all()


def opening_hours(session: Session) -> dict[str, list[Any]]:
    """The station's hours by area, empty where none are set."""
    return session.execute(select(SETTING.c.value).where(SETTING.c.key == "opening_hours")).scalar_one_or_none() or {}


def own_hours(session: Session) -> Sequence[list[Any]]:
    """The hours of the counters in use that have their own."""
    return [hours for hours in session.execute(select(COUNTER.c.hours).where(COUNTER.c.active)).scalars() if hours]


def notices(session: Session, now: datetime) -> Sequence[str]:
    """The notices that are up now, in the order in which they were put up."""
    up = and_(NOTICE.c.shows_from <= now, NOTICE.c.ended_at.is_(None), _open_end(NOTICE.c.shows_until, now))
    return session.execute(select(NOTICE.c.text).where(up).order_by(NOTICE.c.id)).scalars().all()


def jobs(session: Session, day: date) -> Sequence[AnyRow]:
    """Published jobs that have not expired, the newest first."""
    open_now = and_(JOB.c.published_on <= day, _open_end(JOB.c.expires_on, day))
    return session.execute(select(JOB).where(open_now).order_by(JOB.c.published_on.desc(), JOB.c.id).limit(MOST_PAGES)).all()


def policies(session: Session, day: date) -> Sequence[AnyRow]:
    """Published policies in force, those that end first before the others."""
    in_force = and_(POLICY.c.starts_on <= day, _open_end(POLICY.c.ends_on, day))
    order = (func.coalesce(POLICY.c.ends_on, date.max), POLICY.c.id)
    return session.execute(select(POLICY).where(in_force).order_by(*order).limit(MOST_PAGES)).all()


def _open_end(end: ColumnElement[Any], at: date | datetime) -> ColumnElement[bool]:
    return or_(end.is_(None), end >= at)
