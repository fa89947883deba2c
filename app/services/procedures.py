"""The three procedures an officer helps a person through (H2): registration as unemployed, recognition of hardship, a subsidy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain.actor import Actor
from app.domain.cases import OPEN_CASE, CaseState
from app.domain.clock import business_date
from app.domain.persons import StatusKind
from app.services import statuses
from app.texts import t, word
from db import queries
from db.queries import helpers as query
from db.uow import Database

UNEMPLOYMENT, HARDSHIP, SUBSIDY = "unemployment", "hardship", "subsidy"
ITEMS: dict[str, Callable[[Any], bool]] = {
    UNEMPLOYMENT: lambda row: row.code == "SYDJ",
    HARDSHIP: lambda row: row.code == "JYKN",
    SUBSIDY: lambda row: "补贴" in row.item_name,
}
"""The items by which each of the three is asked for; a county's own subsidies say so in their name."""
NAMES = {UNEMPLOYMENT: "失业登记", HARDSHIP: "就业困难人员认定", SUBSIDY: "补贴申领"}
STATES = {"applied": "等待认定", "recognised": "已认定", "refused": "不予认定", "ended": "已终止"}


@dataclass(frozen=True, slots=True)
class Procedure:
    """How far one of the three is: its state in words, since when, and the case; without a day nobody has asked for it."""

    kind: str
    name: str
    state: str
    on: date | None = None
    case: str = ""


def of_person(db: Database, actor: Actor, now: datetime, person_id: int) -> tuple[Procedure, ...]:
    """The three procedures of a person: what stands in the record, else the newest case that asks for it."""
    known = statuses.view(db, actor, now, person_id)
    with db.read("person.read", actor) as session:
        rows = query.cases_of(session, person_id)
        spans = queries.people.status_spans(session, person_id)
    today = business_date(now)
    newest = {kind: next((row for row in rows if fits(row)), None) for kind, fits in ITEMS.items()}
    registered = _registered(spans, today)
    recognised = max(known.hardships, key=lambda one: one.id, default=None)
    return (
        _of_case(UNEMPLOYMENT, newest[UNEMPLOYMENT], registered),
        _of_case(HARDSHIP, newest[HARDSHIP], _recognition(recognised) if recognised else None),
        _of_case(SUBSIDY, newest[SUBSIDY], None),
    )


def _registered(spans: Sequence[Any], today: date) -> tuple[str, date] | None:
    """The newest registration as unemployed: it stands, or it ended."""
    own = [row for row in spans if row.status == StatusKind.REGISTERED_UNEMPLOYED.value]
    if not own:
        return None
    last = own[-1]
    return (t("已结束"), last.until) if last.until is not None and last.until <= today else (t("已登记"), last.since)


def _recognition(line: statuses.HardshipLine) -> tuple[str, date]:
    days = {"recognised": line.recognised_on, "refused": line.refused_on, "ended": line.ended_on}
    return t(STATES[line.state]), days.get(line.state) or line.applied_on


def _of_case(kind: str, row: Any, known: tuple[str, date] | None) -> Procedure:
    """What is recorded goes before the case; a case that is still open, of a later day, goes before what is over."""
    number = row.number if row is not None else ""
    in_hand = row is not None and CaseState(row.state) in OPEN_CASE
    if known is not None and not (in_hand and row.received_on > known[1]):
        return Procedure(kind, t(NAMES[kind]), *known, number)
    if row is None:
        return Procedure(kind, t(NAMES[kind]), t("没有办过"))
    return Procedure(kind, t(NAMES[kind]), word(CaseState(row.state)), row.closed_on or row.accepted_on or row.received_on, number)
