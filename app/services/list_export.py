"""A list of the desk as an Excel file: exactly what is shown, recorded with its size, written whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.actor import Actor
from app.domain.clock import station_time
from app.domain.errors import Refused, Surroundings
from app.domain.list_sheet import MOST_ROWS, ListMaking, ListSheet
from db import queries
from db.uow import Database


@dataclass(frozen=True, slots=True)
class ExportedList:
    """The file that was written and how many records it holds."""

    file: Path
    rows: int


def export(db: Database, actor: Actor, now: datetime, sheet: ListSheet, out: Path) -> ExportedList:
    """Write a list to ``out``. The workbook is made before the write begins; the record counts only when the file stands there.

    ``Refused`` for more than ``MOST_ROWS`` rows, ``Surroundings`` where the place cannot be written.
    """
    if len(sheet.rows) > MOST_ROWS:
        raise Refused("list.too_long", most=f"{MOST_ROWS:,}")
    from exporters.files import unless_refused
    from exporters.lists import list_bytes

    data = list_bytes(sheet, _making(db, actor, now))
    with unless_refused(out), db.write("desk.export", actor, now) as unit:
        unit.note(f"desk_list:{sheet.code}", rows=sheet.count)
        _write(out, data)
    return ExportedList(out, sheet.count)


def _making(db: Database, actor: Actor, now: datetime) -> ListMaking:
    with db.read("station.look", actor) as session:
        station = queries.station.the_station(session)
        return ListMaking(station.name, actor.name, f"{station_time(now):%Y-%m-%d %H:%M}", station.practice)


def _write(out: Path, data: bytes) -> None:
    from exporters.files import write_whole

    try:
        write_whole(out, data)
    except Surroundings as error:
        raise Surroundings("list.not_writable", folder=str(out.parent)) from error


def file_name(sheet_title: str, now: datetime) -> str:
    """The name a list is offered under: what it is and when, never who is in it."""
    plain = "".join(letter for letter in sheet_title if letter not in '\\/:*?"<>|')
    return f"{plain}_{station_time(now):%Y%m%d-%H%M}.xlsx"
