"""The station's working-day calendar: shipped for the known years, imported for the next."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from app.domain import calendar as rules
from app.domain.actor import LOOKER, Actor
from app.domain.calendar import Calendar, HolidayYear, SpecialDay, SpecialKind
from app.domain.errors import NotFound, Refused
from app.domain.holiday_sheet import tables_of
from db import queries
from db.models import Holiday
from db.models import HolidayYear as YearRow
from db.once import one_at_a_time
from db.uow import Database, ReadSession, Unit

SHEETS = (".xlsx", ".csv")
"""Files that are read as a sheet; all others as TOML."""


def shipped() -> tuple[HolidayYear, ...]:
    """The tables that come with the program."""
    text = resources.files("app").joinpath("data/holidays.toml").read_text(encoding="utf-8")
    return rules.parse_tables(tomllib.loads(text))


def of(session: ReadSession | Unit) -> Calendar:
    """The calendar as the database holds it."""
    return _made(tuple(queries.station.holidays(session)), tuple(queries.station.holiday_years(session)))


Rows = list[list[str]]
"""One year's special days as they are kept in a setting: day, kind, name."""


def rows_of(session: ReadSession | Unit, year: int) -> Rows | None:
    """A year's special days; None where there is no table."""
    if year not in queries.station.holiday_years(session):
        return None
    return [[day.isoformat(), kind, name] for day, kind, name in queries.station.holidays(session) if day.year == year]


def as_before(session: ReadSession | Unit, before: Mapping[str, Rows | None]) -> Calendar:
    """The calendar with other tables for some years; None: that year had none."""
    kept = [tuple(row) for row in queries.station.holidays(session) if str(row[0].year) not in before]
    old = [(date.fromisoformat(day), kind, name) for rows in before.values() for day, kind, name in rows or ()]
    years = {year for year in queries.station.holiday_years(session) if str(year) not in before}
    return _made(tuple(sorted(kept + old)), tuple(sorted(years | {int(year) for year, rows in before.items() if rows is not None})))


def with_tables(session: ReadSession | Unit, tables: Sequence[HolidayYear]) -> Calendar:
    """The calendar as it would be with these tables in place of those of their years."""
    rows = {str(table.year): [[day.day.isoformat(), day.kind.value, day.name] for day in table.days] for table in tables}
    return as_before(session, rows)


@lru_cache(maxsize=8)
def _made(rows: tuple[Any, ...], years: tuple[int, ...]) -> Calendar:
    """The calendar of some rows; every act asks for it, and the rows hardly ever change."""
    days: dict[int, list[SpecialDay]] = defaultdict(list)
    for day, kind, name in rows:
        days[day.year].append(SpecialDay(day, SpecialKind(kind), name))
    return rules.calendar_of(HolidayYear(year, "", tuple(days[year])) for year in years)


def current(db: Database) -> Calendar:
    """The same for somebody who has not logged in: working days are no secret."""
    with db.read("station.look", LOOKER) as session:
        return of(session)


def of_program() -> Calendar:
    """The shipped calendar, where there is no station."""
    return rules.calendar_of(shipped())


def put(unit: Unit, table: HolidayYear, now: datetime) -> None:
    """Store one year's table in place of the one that was there."""
    for old in queries.station.holiday_rows(unit, table.year):
        unit.delete(old)
    unit.flush()
    unit.merge(YearRow(year=table.year, source=table.source, imported_at=now))
    unit.add_all(Holiday(day=day.day, kind=day.kind.value, name=day.name) for day in table.days)


def import_tables(db: Database, actor: Actor, now: datetime, data: Mapping[str, object]) -> tuple[int, ...]:
    """Import holiday tables (TOML mapping); the answer names the years. Refuses a day twice or outside its year.

    The open deadlines are to be recounted then: by ``recount.run``, or by the timed duties.
    """
    return take(db, actor, now, rules.parse_tables(data))


def take(db: Database, actor: Actor, now: datetime, tables: Sequence[HolidayYear]) -> tuple[int, ...]:
    """Import tables that were read and looked at."""
    from app.services import recount  # it counts with this calendar

    with db.write("calendar.import", actor, now) as unit:
        one_at_a_time(unit, "calendar")
        recount.begin(unit, [table.year for table in tables])
        for table in tables:
            put(unit, table, now)
    return tuple(table.year for table in tables)


def import_file(db: Database, actor: Actor, now: datetime, path: Path) -> tuple[int, ...]:
    """The same from a file; nothing of it is taken unless all of it is good."""
    return take(db, actor, now, read_file(path))


def read_file(path: Path) -> tuple[HolidayYear, ...]:
    """The tables of a file: a sheet (Excel or CSV, one day a row) or TOML; ``Refused`` when it cannot be read as one, or is not whole."""
    found = _of_sheet(path) if path.suffix.lower() in SHEETS else _of_toml(path)
    rules.check_whole(found)
    return found


def _of_sheet(path: Path) -> tuple[HolidayYear, ...]:
    from exporters.holiday_sheet import read_sheet

    if not path.is_file():
        raise NotFound("calendar.file_missing", field="file", path=str(path))
    return tables_of(read_sheet(path))


def _of_toml(path: Path) -> tuple[HolidayYear, ...]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise NotFound("calendar.file_missing", field="file", path=str(path)) from error
    except (OSError, ValueError) as error:
        raise Refused("calendar.file_unreadable", field="file", path=path.name) from error
    if not data:
        raise Refused("calendar.file_unreadable", field="file", path=path.name)
    return rules.parse_tables(data)
