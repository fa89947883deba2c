"""Opening a bundle (一件事): its linked cases under one number at once, each shared material asked for once (B22, B23)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from app.domain import bundles as rules
from app.domain.actor import Actor
from app.domain.assistance import ServiceMode
from app.domain.bundles import BundleKind, Line
from app.domain.clock import business_date
from app.domain.service_items import required_materials
from app.services import case_bundles, cases, items
from app.services.cases import CaseForm
from db import counters as numbers
from db import queries
from db.models import Case, CaseBundle, CaseMaterial
from db.uow import Database, ReadSession, Unit


@dataclass(frozen=True, slots=True)
class BundleForm:
    """Which bundle for whom; the rest is as for a case."""

    kind: str
    person_id: int
    ticket: str | None = None
    received: date | None = None
    late_reason: str = ""
    proxy: bool = False
    channel: str = "window"
    mode: ServiceMode | None = None


@dataclass(frozen=True, slots=True)
class PartLine:
    """An item of a bundle as the form shows it; ``ready`` is False where it is not published or not taken in here."""

    item: str
    name: str
    after: tuple[str, ...]
    ready: bool


@dataclass(frozen=True, slots=True)
class AskedOnce:
    """A material to bring, and for which cases it is."""

    name: str
    form: str
    copies: int
    state: str
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindLine:
    """A bundle that can be opened."""

    code: str
    name: str
    parts: tuple[PartLine, ...]


@dataclass(frozen=True, slots=True)
class BundleFacts:
    """An opened bundle: its cases, and every material once."""

    number: str
    kind: str
    name: str
    open: bool
    cases: tuple[tuple[str, str, str], ...]
    materials: tuple[AskedOnce, ...]


def kinds(db: Database, actor: Actor) -> tuple[KindLine, ...]:
    """What can be opened here."""
    with db.read("item.read", actor) as session:
        known = {row.code: version for row, version in queries.items.catalogue(session)}
        return tuple(KindLine(kind.code, kind.name, _parts(kind, known)) for kind in case_bundles.kinds(session).values())


def _parts(kind: BundleKind, known: dict[str, Any]) -> tuple[PartLine, ...]:
    made = []
    for part in kind.parts:
        version = known.get(part.item)
        ready = version is not None and version.state == "published" and version.receivable
        made.append(PartLine(part.item, version.name if version is not None else part.item, part.after, ready))
    return tuple(made)


def open_bundle(db: Database, actor: Actor, now: datetime, form: BundleForm) -> BundleFacts:
    """Open all cases of a bundle in one act; an item that is not published or not taken in here refuses the whole of it."""
    with db.write("case.open", actor, now) as unit:
        kind = rules.found_kind(case_bundles.kinds(unit), form.kind)
        today = business_date(now)
        number = rules.bundle_number(today, numbers.next_number(unit, "bundle", str(today)))
        first = CaseForm("", form.person_id, form.ticket, form.received, form.late_reason, form.channel, form.proxy, number, form.mode)
        opened = {part.item: cases.add_case(unit, actor, now, replace(first, item=part.item)) for part in kind.parts}
        _share(unit, opened)
        row = CaseBundle(number=number, kind=kind.code, person_id=form.person_id, opened_by=actor.officer_id or 0, opened_at=now)
        unit.add(row)
        unit.flush()
        unit.about(row)
        return _facts(unit, row)


def _share(unit: Unit, opened: dict[str, Case]) -> None:
    """Point each line that an earlier one serves at that one."""
    asked = [(item, required_materials(items.guide_in(unit, item).item)) for item in opened]
    lines: dict[Line, CaseMaterial] = {
        (item, line.code): line for item, case in opened.items() for line in queries.cases.materials(unit, case.id)
    }
    for line, under in rules.shared_lines(asked).items():
        lines[line].shared_id = lines[under].id
    unit.flush()


def _facts(session: ReadSession | Unit, row: CaseBundle) -> BundleFacts:
    bundle = case_bundles.of(session, row.number)
    kind = case_bundles.kinds(session, row.opened_at)[row.kind]
    assert bundle is not None
    return BundleFacts(row.number, row.kind, kind.name, bundle.open, bundle.cases, _asked_once(session, row.number))


def _asked_once(session: ReadSession | Unit, number: str) -> tuple[AskedOnce, ...]:
    rows = queries.bundles.material_lines(session, number)
    wanted: dict[int, list[Any]] = {}
    for row in rows:
        wanted.setdefault(row.shared_id or row.id, []).append(row)
    return tuple(
        AskedOnce(group[0].name, group[0].form, group[0].copies, group[0].state, tuple(one.number for one in group))
        for group in wanted.values()
    )


def show(db: Database, actor: Actor, number: str) -> BundleFacts:
    """An opened bundle with its cases, and every material once."""
    with db.read("case.read", actor) as session:
        return _facts(session, case_bundles.found(session, number))
