"""Cases that are opened together (一件事) and closed each for itself: the three registrations of a start of work, for example (B23)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

from app.domain import bundles
from app.domain import cases as rules
from app.domain.bundles import BundleKind
from app.domain.cases import CASE_MOVES, OPEN_CASE, CaseAction, CaseState
from app.domain.errors import NotFound, Refused
from app.services import setting_values
from db import queries
from db.models import Case, CaseBundle, CaseMaterial
from db.once import one_at_a_time
from db.uow import ReadSession, Unit


@dataclass(frozen=True, slots=True)
class Bundle:
    """The cases under one number, each with number, item and state; 办理中 until the last of them has ended."""

    number: str
    open: bool
    cases: tuple[tuple[str, str, str], ...]


def check(unit: Unit, number: str, person_id: int) -> None:
    """Refuse a number that cannot be one, or that is another person's; none at all is fine."""
    if not number:
        return
    rules.check_bundle(number)
    one_at_a_time(unit, "bundle", number)
    if any(row.person_id != person_id for row in queries.cases.of_bundle(unit, number)):
        raise Refused("case.bundle_person", field="bundle", bundle=number)


def of(session: ReadSession | Unit, number: str) -> Bundle | None:
    """The bundle of a number; None where a case stands alone."""
    rows = queries.cases.of_bundle(session, number) if number else ()
    lines = tuple((row.number, row.item_name, row.state) for row in rows)
    return Bundle(number, rules.bundle_open(CaseState(state) for _, _, state in lines), lines) if lines else None


OWN = "bundles"
"""The setting that holds what the station set of bundles: by code its editions, the oldest first."""


def kinds(session: ReadSession | Unit, at: datetime | None = None) -> Mapping[str, BundleKind]:
    """The bundles in force by code: what ships, with what the station changed or added; those that held at a moment where one is named."""
    found = dict(shipped())
    for code, editions in (setting_values.get(session, OWN) or {}).items():
        held = [one for one in editions if at is None or datetime.fromisoformat(one["set_at"]) <= at]
        if held and not held[-1]["active"] and at is None:
            found.pop(code, None)
        elif held:
            found[code] = kind_of(code, held[-1])
    return found


def kind_of(code: str, edition: Mapping[str, Any]) -> BundleKind:
    """A bundle as an edition says it."""
    return BundleKind(code, edition["name"], tuple(bundles.Part(part["item"], tuple(part["after"])) for part in edition["parts"]))


@cache
def shipped() -> Mapping[str, BundleKind]:
    """The shipped bundles by code."""
    text = resources.files("app").joinpath("data/bundles.toml").read_text(encoding="utf-8")
    return bundles.parse_bundles(tomllib.loads(text))


def found(session: ReadSession | Unit, number: str) -> CaseBundle:
    """The row of an opened bundle."""
    row = queries.bundles.by_number(session, number)
    if row is None:
        raise NotFound("bundle.number_unknown", field="number", number=number)
    return row


def check_closing(unit: Unit, case: Case) -> None:
    """Refuse to close a case while one of its bundle that comes before it is open."""
    row = queries.bundles.by_number(unit, case.bundle) if case.bundle else None
    if row is None:
        return
    lines = queries.bundles.items_by_state(unit, case.bundle)
    still = {line.code: line.item_name for line in lines if CaseState(line.state) in OPEN_CASE}
    own = next(line.code for line in lines if line.id == case.id)
    try:
        bundles.check_closing(kinds(unit, row.opened_at).get(row.kind), own, still)
    except Refused as refused:
        raise Refused(refused.code, item=still[str(refused.params["item"])]) from refused


def handed_in(unit: Unit, lines: Iterable[CaseMaterial]) -> Iterator[tuple[Case, CaseMaterial]]:
    """Lines of other open cases that go with these: what is handed in once is there for all of them."""
    for line in lines:
        for other in queries.bundles.shared_with(unit, line):
            case = unit.get_one(Case, other.case_id)
            if CaseState(case.state) in CASE_MOVES[CaseAction.MATERIAL]:
                other.state, other.received_on, other.officer_id = line.state, line.received_on, line.officer_id
                yield case, other
