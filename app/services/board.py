"""The public screen's state, read as its own actor: no query of it touches a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from app.domain import hours
from app.domain.actor import Actor, Role
from app.domain.board import AHEAD, BEFORE, RECENT, Board, BoardCall, BoardLine, BoardPage, PageKind, Span
from app.domain.calendar import SpecialKind
from app.domain.clock import business_date
from app.domain.hours import DoorHours, HoursArea
from app.domain.jobs_market import PayUnit
from app.services import profiles
from app.texts import t
from app.texts.phrases.market import pay_text
from db.queries import board as query
from db.uow import Database, ReadSession

SCREEN = Actor("display", "大屏", frozenset({Role.DISPLAY}), seat="display")
KIOSK = Actor("kiosk", "自助机", frozenset({Role.KIOSK}), seat="kiosk")


def pulse(db: Database, actor: Actor) -> int:
    """The number of the last audited act; when it moves the board may be another one."""
    with db.read("board.read", actor) as session:
        return query.pulse(session)


def is_practice(db: Database, actor: Actor) -> bool:
    """Whether the station is one for practice."""
    with db.read("board.read", actor) as session:
        return bool(query.station(session).practice)


def read(db: Database, actor: Actor, now: datetime) -> Board:
    """Everything the public screen shows at ``now``, in one snapshot."""
    day = business_date(now)
    with db.read("board.read", actor) as session:
        station = query.station(session)
        lines = query.lines(session, day)
        return Board(
            station.name,
            station.practice,
            tuple(_call(row) for row in query.calls(session, day, RECENT + 1)),
            tuple(BoardLine(row.letter, row.name, row.waiting) for row in lines),
            _pages(session, now),
            _hours(session, [row.hours for row in lines], now),
            profiles.in_force(station.profile, station.changed).restore_behind,
            frozenset(query.vanguard(session)),
            door(session),
        )


def _call(row: Any) -> BoardCall:
    return BoardCall(row.code, row.counter, row.calls, row.last_called_at)


def _hours(session: ReadSession, lines: Sequence[Sequence[Any]], now: datetime) -> tuple[Span, ...]:
    """The hours of all lines around today; one line without hours is open at all times, and so is the station."""
    first, days = business_date(now) - timedelta(days=BEFORE), BEFORE + AHEAD
    station = query.opening_hours(session).get(HoursArea.COUNTERS.value, ())
    if not all(lines) and not any(hours.names(station, first + timedelta(days=number)) for number in range(days)):
        return ()
    working = working_of(session)
    return tuple(sorted({span for spans in lines for span in hours.dated(spans, station, first, days, working)}))


def working_of(session: ReadSession) -> hours.IsWorking:
    """What is a working day, from the view that a public face may read."""
    return DoorHours(special=_special(session)).working


def _special(session: ReadSession) -> dict[date, bool]:
    return {day: kind == SpecialKind.WORK for day, kind in query.holidays(session)}


def door(session: ReadSession) -> DoorHours:
    """What the sign at the door goes by."""
    known = query.opening_hours(session)
    areas = {area: known.get(area.value, ()) for area in HoursArea}
    return DoorHours(areas, tuple(query.own_hours(session)), _special(session))


def _pages(session: ReadSession, now: datetime) -> tuple[BoardPage, ...]:
    day = business_date(now)
    return (
        *(BoardPage(PageKind.NOTICE, text) for text in query.notices(session, now)),
        *(BoardPage(PageKind.JOB, _job(row)) for row in query.jobs(session, day)),
        *(BoardPage(PageKind.POLICY, _policy(row, day)) for row in query.policies(session, day)),
    )


def _job(row: Any) -> str:
    pay = pay_text(row.pay_low_cents, row.pay_high_cents, PayUnit(row.pay_unit), row.pay_negotiable)
    said = t("{employer} {title} {n} 人").format(employer=row.employer, title=row.title, n=row.headcount)
    return t("{said}，{pay}").format(said=said, pay=pay) if pay else said


def _policy(row: Any, day: date) -> str:
    if row.ends_on is None:
        return str(row.name)
    left = f"{row.ends_on:%Y-%m-%d}" if row.ends_on.year != day.year else t("{m} 月 {d} 日").format(m=row.ends_on.month, d=row.ends_on.day)
    return t("{name}，{left}前可申领").format(name=row.name, left=left)
