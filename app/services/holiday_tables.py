"""Holiday tables as they are looked at: which years have one, what a file would change, and which year is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from app.domain.actions import require
from app.domain.actor import Actor
from app.domain.calendar import HolidayYear, SpecialDay, SpecialKind, missing_year
from app.domain.clock import business_date
from app.services import calendars, recount
from app.services.recount import Move, Recount
from db import queries
from db.uow import Database, ReadSession

Days = frozenset[tuple[date, str]]
NAMED = 200
"""Of more cases than these only the number is told, before the import; Today and the cases themselves tell each afterwards."""


@dataclass(frozen=True, slots=True)
class YearTable:
    """One year: the notice it was taken from, how many days off and worked weekend days, and what a file adds and takes away."""

    year: int
    source: str
    off: int
    work: int
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tables:
    """The years that have a table; the year that needs one now, if there is such a year."""

    years: tuple[YearTable, ...]
    missing: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """What a file of tables would change: its years, how many open deadlines reach into them, and the tables themselves."""

    years: tuple[YearTable, ...]
    cases: int
    tables: tuple[HolidayYear, ...] = ()


@dataclass(frozen=True, slots=True)
class Moves:
    """What a change does to the deadlines in hand: how many move, later or earlier, the oldest and the newest of those that do."""

    moved: int
    later: int
    earlier: int
    oldest: Move | None
    newest: Move | None
    cases: tuple[Move, ...]


def tables(db: Database, actor: Actor, now: datetime) -> Tables:
    """The years there are, the newest first."""
    with db.read("station.look", actor) as session:
        sources = queries.station.holiday_sources(session)
        years = tuple(_table(year, source, _days_of(session, year)) for year, source in sorted(sources.items(), reverse=True))
        return Tables(years, missing_year(sources, business_date(now)))


def days(db: Database, actor: Actor, year: int) -> Sequence[Mapping[str, str]]:
    """The special days of a year."""
    with db.read("station.look", actor) as session:
        return [{"day": day, "kind": kind, "name": name} for day, kind, name in calendars.rows_of(session, year) or ()]


def look(db: Database, actor: Actor, path: Path) -> Change:
    """What the import of a file would change; nothing is written. Refused like the import itself."""
    require(actor, "calendar.import")
    wanted = calendars.read_file(path)
    with db.read("station.look", actor) as session:
        years = tuple(_changed(session, table) for table in wanted)
        span = [table.year for table in wanted]
        return Change(years, queries.clocks.count_touched(session, date(min(span), 1, 1), date(max(span), 12, 31)), wanted)


def moves(db: Database, actor: Actor, now: datetime, change: Change, told: Callable[[int, int], object] | None = None) -> Moves:
    """Which open deadlines the change would move, counted case by case; nothing is written. ``told`` hears how far it is."""
    require(actor, "calendar.import")
    found = recount.preview(db, now, change.tables, (lambda looked: told(looked, change.cases)) if told is not None else None)
    later = sum(one.after > one.before for one in found)
    oldest, newest = (found[0], found[-1]) if found else (None, None)
    return Moves(len(found), later, len(found) - later, oldest, newest, tuple(found[:NAMED]))


def go_on(db: Database, actor: Actor, now: datetime, told: Callable[[Recount], object] | None = None) -> Recount:
    """Recount to the end the open deadlines that a changed table may have moved; where an earlier one stopped it goes on."""
    require(actor, "calendar.import")
    return recount.run(db, now, told=told)


def _days_of(session: ReadSession, year: int) -> Days:
    return frozenset((date.fromisoformat(day), kind) for day, kind, _name in calendars.rows_of(session, year) or ())


def _table(year: int, source: str, of_year: Days, added: Days = frozenset(), removed: Days = frozenset()) -> YearTable:
    kinds = [kind for _, kind in of_year]
    off, work = kinds.count(SpecialKind.OFF), kinds.count(SpecialKind.WORK)
    return YearTable(year, source, off, work, _named(added), _named(removed))


def _named(found: Days) -> tuple[str, ...]:
    """``2027-01-01 off``, in order."""
    return tuple(f"{day.isoformat()} {kind}" for day, kind in sorted(found))


def _changed(session: ReadSession, table: HolidayYear) -> YearTable:
    there, new = _days_of(session, table.year), frozenset(map(_day, table.days))
    return _table(table.year, table.source, new, new - there, there - new)


def _day(row: SpecialDay) -> tuple[date, str]:
    return row.day, row.kind.value
