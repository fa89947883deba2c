"""The county's list of items as a file: looked at before it is taken, taken whole or not at all, and given out as a workbook (B25)."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain import item_sheet
from app.domain import service_items as rules
from app.domain.actions import require
from app.domain.actor import Actor
from app.domain.catalogue import Catalogue, Fault, read_catalogue
from app.domain.errors import NotFound, Overtaken, Refused
from app.domain.item_changes import Fate, ItemChange, of_import
from app.domain.service_items import ItemState, ServiceItem
from app.services import item_lines, items
from app.services.items import ItemLine
from app.texts import t
from db import queries
from db.models import ServiceItem as ItemRow
from db.once import one_at_a_time
from db.uow import Database, ReadSession, Unit

WORKBOOK = ".xlsx"
LOCKED = ("statutory_days", "promised_days")
"""What a county usually keeps alike everywhere; the sheet it gets begins with it."""


@dataclass(frozen=True, slots=True)
class ItemLook:
    """What a file would do: each of its items, each place that cannot be taken, and how many items of the station it does not name."""

    file: str
    catalogue: Catalogue
    changes: tuple[ItemChange, ...]
    faults: tuple[Fault, ...]
    untouched: int

    def count(self, fate: Fate) -> int:
        """How many items share a fate."""
        return sum(change.fate is fate for change in self.changes)


def look(db: Database, actor: Actor, path: str | Path) -> ItemLook:
    """What the import of a file would change, and every place that keeps it from being taken; nothing is written."""
    require(actor, "item.import")
    catalogue, faults = _read(path)
    with db.read("item.read", actor) as session:
        there = {row.code for row, _ in queries.items.catalogue(session)}
        named = {item.code for item in catalogue.items} | {fault.item for fault in faults}
        return ItemLook(Path(path).name, catalogue, _changes(session, catalogue), faults, len(there - named))


def take(db: Database, actor: Actor, now: datetime, looked: ItemLook) -> tuple[ItemLine, ...]:
    """Do what the look said: what is new or changed becomes a published edition, the rest stays. Refused where it changed since."""
    for fault in looked.faults:
        raise fault.error
    catalogue = looked.catalogue
    with db.write("item.import", actor, now) as unit:
        one_at_a_time(unit, items.CATALOGUE)
        if _changes(unit, catalogue) != looked.changes:
            raise Overtaken("item.look_old")
        unit.note("catalogue", file=looked.file, edition=catalogue.edition, items=len(catalogue.items))
        both = zip(catalogue.items, looked.changes, strict=True)
        return tuple(_take_in(unit, item, change.fate, catalogue, now, actor) for item, change in both)


def import_file(db: Database, actor: Actor, now: datetime, path: str | Path) -> tuple[ItemLine, ...]:
    """Look and take in one: nothing of the file is taken unless all of it is good."""
    return take(db, actor, now, look(db, actor, path))


def export_book(db: Database, actor: Actor, out: Path, *, locked: Sequence[str] = LOCKED) -> int:
    """Write the catalogue as the workbook that a county fills in and gives out; how many items are in it."""
    from exporters.files import write_whole
    from exporters.item_book import book_bytes

    with db.read("item.read", actor) as session:
        values = [items.value_of(version, row.code, basic=row.basic) for row, version in queries.items.catalogue(session)]
    kept = {name for value in values for name in value.locked} or locked
    write_whole(out, book_bytes(item_sheet.book_of(t("服务事项清单"), "1", [name for name in rules.LOCKABLE if name in kept], values)))
    return len(values)


def _read(place: str | Path) -> tuple[Catalogue, tuple[Fault, ...]]:
    """The catalogue in a file of this machine, or at the address where the county publishes it on its own network."""
    try:
        if str(place).lower().endswith(WORKBOOK):
            return _of_book(_bytes(place), Path(place).name)
        return read_catalogue(tomllib.loads(_bytes(place).decode("utf-8-sig")))
    except FileNotFoundError as error:
        raise NotFound("item.file_missing", field="file", path=str(place)) from error
    except (OSError, ValueError, RecursionError) as error:
        raise Refused("item.file_unreadable", field="file", path=Path(place).name) from error


def _of_book(data: bytes, name: str) -> tuple[Catalogue, tuple[Fault, ...]]:
    from exporters.item_book import read_book

    sheets = item_sheet.read_sheets(read_book(data, name))
    catalogue, faults = read_catalogue(sheets.mapping)
    return catalogue, tuple(map(sheets.placed, (*sheets.faults, *faults)))


def _bytes(place: str | Path) -> bytes:
    if str(place).startswith(("http://", "https://")):
        from exporters.fetch import fetch

        return fetch(str(place))
    return Path(place).read_bytes()


def _changes(session: ReadSession | Unit, catalogue: Catalogue) -> tuple[ItemChange, ...]:
    there = {row.code: (row, version) for row, version in queries.items.catalogue(session)}
    made = []
    for item in catalogue.items:
        row, version = there.get(item.code, (None, None))
        before = None if row is None else items.value_of(version, item.code, basic=row.basic)
        made.append(of_import(before, None if version is None else ItemState(version.state), item))
    return tuple(made)


def _take_in(unit: Unit, item: ServiceItem, fate: Fate, catalogue: Catalogue, now: datetime, actor: Actor) -> ItemLine:
    if fate is Fate.SAME:
        return items.line_of(unit, item.code)
    row = queries.items.item_by_code(unit, item.code)
    if row is None:
        row = ItemRow(code=item.code, basic=item.basic, line_id=item_lines.first_line(unit, item.code))
        unit.add(row)
        unit.flush()
    row.basic, row.county_locked = item.basic, bool(item.locked)
    return items.next_edition(unit, row, item, f"{catalogue.title} {catalogue.edition}".strip(), now, actor)
