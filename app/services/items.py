"""The catalogue of service items: seeded, imported, versioned, published (obligations B9–B11, B25, B27–B30)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

from app.domain import service_items as rules
from app.domain.actor import Actor
from app.domain.catalogue import Catalogue, parse_catalogue
from app.domain.errors import NotFound, Overtaken
from app.domain.service_items import ItemKind, ItemState, Material, MaterialForm, ServiceItem
from app.services import item_lines
from db import queries
from db.models import ItemVersion
from db.models import ServiceItem as ItemRow
from db.once import one_at_a_time
from db.uow import Database, ReadSession, Unit

PLAIN: tuple[str, ...] = (
    "name",
    "audience",
    "content",
    "conditions",
    "how_to_apply",
    "how_to_ask",
    "complaints",
    "basis",
    "process",
    "fee",
)
PLAIN += ("fee", "statutory_days", "promised_days", "near", "at_once", "delegated", "receivable", "example_limits")

CATALOGUE = "catalogue"
"""What is published, changed and imported by one at a time."""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item of the list: what the counter needs at one glance."""

    code: str
    name: str
    kind: str
    promised_days: int | None
    statutory_days: int | None
    version: int
    state: str
    basic: bool
    example_limits: bool


@dataclass(frozen=True, slots=True)
class ItemGuide:
    """One version of an item in full, with its earlier versions."""

    line: ItemLine
    item: ServiceItem
    version_id: int
    item_id: int
    versions: tuple[tuple[int, str], ...]
    source: str
    published_at: datetime | None
    published_by: str


@cache
def shipped() -> Catalogue:
    """The starting catalogue."""
    text = resources.files("app").joinpath("data/catalogue.toml").read_text(encoding="utf-8")
    return parse_catalogue(tomllib.loads(text))


def seed(unit: Unit, now: datetime, *, practice: bool) -> None:
    """The starting catalogue as drafts; a practice station publishes it, with example limits marked as such."""
    for item in shipped().items:
        if practice:
            item = rules.with_example_limits(item)
        row = ItemRow(code=item.code, basic=item.basic, line_id=item_lines.first_line(unit, item.code))
        unit.add(row)
        unit.flush()
        version = version_row(row.id, 1, item, "起步目录")
        unit.add(version)
        if practice and not rules.missing_elements(item):
            unit.flush()
            _publish(row, version, now, None)


def version_row(item_id: int, number: int, item: ServiceItem, source: str) -> ItemVersion:
    """A version's row from its value."""
    return ItemVersion(
        item_id=item_id,
        number=number,
        state=ItemState.DRAFT.value,
        item_kind=item.kind.value if item.kind else "",
        materials=[{**asdict(m), "form": m.form.value} for m in item.materials],
        locked=sorted(item.locked),
        source=source,
        **{name: getattr(item, name) for name in PLAIN},
    )


def value_of(row: ItemVersion, code: str, *, basic: bool) -> ServiceItem:
    """A version's value from its row."""
    return ServiceItem(
        code=code,
        kind=ItemKind(row.item_kind) if row.item_kind else None,
        materials=tuple(Material(**{**m, "form": MaterialForm(m["form"])}) for m in row.materials),
        basic=basic,
        locked=frozenset(row.locked),
        **{name: getattr(row, name) for name in PLAIN},
    )


def _publish(row: ItemRow, version: ItemVersion, now: datetime, officer_id: int | None) -> None:
    rules.check_publish(value_of(version, row.code, basic=row.basic), ItemState(version.state))
    version.state, version.published_at, version.published_by = ItemState.PUBLISHED.value, now, officer_id
    row.published_version_id = version.id


def publish(db: Database, actor: Actor, now: datetime, code: str) -> ItemLine:
    """Publish the draft of an item; the version before stays readable as retired."""
    with db.write("item.publish", actor, now) as unit:
        one_at_a_time(unit, CATALOGUE)
        row = found(unit, code)
        draft = queries.items.newest_draft(unit, row.id)
        if draft is None:
            unit.about(row)
            raise Overtaken("item.no_draft", field="code", code=code)
        if row.published_version_id is not None:
            queries.items.version(unit, row.published_version_id).state = ItemState.RETIRED.value
        _publish(row, draft, now, actor.officer_id)
        return _line(row, draft)


def change(db: Database, actor: Actor, now: datetime, code: str, changes: Mapping[str, Any]) -> ItemLine:
    """Change an item's fields in its draft (made from the version that counts); fields the county locked are refused."""
    with db.write("item.change", actor, now) as unit:
        one_at_a_time(unit, CATALOGUE)
        row = found(unit, code)
        versions = queries.items.versions(unit, row.id)
        base = versions[0]
        before = value_of(base, code, basic=row.basic)
        after = replace(before, **changes)
        rules.check_locked(before, after)
        rules.check_complete(after)
        fresh = version_row(row.id, base.number + 1, after, base.source)
        if base.state == ItemState.DRAFT.value:
            base.state = ItemState.RETIRED.value
        unit.add(fresh)
        return _line(row, fresh)


def next_edition(unit: Unit, row: ItemRow, item: ServiceItem, source: str, now: datetime, actor: Actor) -> ItemLine:
    """A new edition in place of all before: published where it is complete, else nothing of the item is."""
    before = queries.items.versions(unit, row.id)
    for old in before:
        old.state = ItemState.RETIRED.value
    version = version_row(row.id, before[0].number + 1 if before else 1, item, source)
    unit.add(version)
    unit.flush()
    if rules.missing_elements(item):
        row.published_version_id = None
    else:
        _publish(row, version, now, actor.officer_id)
    return _line(row, version)


def line_of(session: ReadSession | Unit, code: str) -> ItemLine:
    """An item as the list shows it."""
    row = found(session, code)
    return _line(row, _counting(row, queries.items.versions(session, row.id)))


def _counting(row: ItemRow, versions: Sequence[ItemVersion]) -> ItemVersion:
    """The edition that counts: the published one, else the newest."""
    return next((one for one in versions if one.id == row.published_version_id), versions[0])


def found(session: ReadSession | Unit, code: str) -> ItemRow:
    """The item of a code; ``NotFound`` without one."""
    row = queries.items.item_by_code(session, code.strip().upper())
    if row is None:
        raise NotFound("item.unknown", field="item", code=code)
    return row


def _line(row: ItemRow, version: ItemVersion) -> ItemLine:
    return ItemLine(
        row.code,
        version.name,
        version.item_kind,
        version.promised_days,
        version.statutory_days,
        version.number,
        version.state,
        row.basic,
        version.example_limits,
    )


def listing(db: Database, actor: Actor, *, at_once: bool = False, near: bool = False, delegated: bool = False) -> tuple[ItemLine, ...]:
    """The catalogue: each item in the version that counts, basic ones first; only those 马上办, 就近办, 已下沉 where asked for."""
    with db.read("item.read", actor) as session:
        rows = queries.items.catalogue(session)
        values = (value_of(version, row.code, basic=row.basic) for row, version in rows)
        shown = (rules.matches_filter(value, at_once=at_once, near=near, delegated=delegated) for value in values)
        return tuple(_line(row, version) for (row, version), wanted in zip(rows, shown, strict=True) if wanted)


def guide(db: Database, actor: Actor, code: str, number: int | None = None) -> ItemGuide:
    """An item in full: the version that counts, or the one of a number."""
    with db.read("item.read", actor) as session:
        return guide_in(session, code, number)


def guide_in(session: ReadSession | Unit, code: str, number: int | None = None) -> ItemGuide:
    """The same inside a session that is already open."""
    row = found(session, code)
    versions = queries.items.versions(session, row.id)
    chosen = _counting(row, versions) if number is None else _numbered(versions, row.code, number)
    value = value_of(chosen, row.code, basic=row.basic)
    publisher = queries.people.names_of_officers(session).get(chosen.published_by or 0, "")
    return ItemGuide(
        *(_line(row, chosen), value, chosen.id, row.id, tuple((v.number, v.state) for v in versions)),
        *(chosen.source, chosen.published_at, publisher),
    )


def _numbered(versions: Sequence[ItemVersion], code: str, number: int) -> ItemVersion:
    version = next((version for version in versions if version.number == number), None)
    if version is None:
        raise NotFound("item.version_unknown", field="edition", code=code, number=number)
    return version
