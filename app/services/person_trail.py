"""Who did what about a person: the audit trail of their records, read by people; numbers masked, sealed notes only named."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import groupby
from typing import Any

from app.domain.actor import Actor
from app.domain.appointments import AppointmentState
from app.domain.assistance import CloseReason, FileStage, FileState, Point
from app.domain.clock import station_time
from app.domain.findings import CheckMethod
from app.domain.group_spans import COMPUTED
from app.domain.jobs_market import JobKind
from app.domain.masks import mask_id, mask_phone
from app.domain.persons import DataSource, Gender, IdKind, StatusKind
from app.services import codes
from app.services.persons import of as person_of
from app.services.service_lists import HandOverWay
from app.texts import action_name, t, word
from app.texts.person_fields import FIELDS, RECORDS
from db import queries
from db.models import Person
from db.uow import Database, ReadSession

NOTE = "…"
"""Stands for a sealed note: that it changed is told, what it says is not."""
_MASKS: Mapping[str, Callable[[str], str]] = {"id_number": mask_id, "phone": mask_phone}
_TABLES = {**{name: name for name in ("education", "marital", "hukou", "skill_level")}, "group": "key_group", "category": "hardship"}
_MOMENTS = frozenset({"at", "checked_in_at"})
_ENUMS: Mapping[str, type[Enum]] = {
    "gender": Gender,
    "id_kind": IdKind,
    "status": StatusKind,
    "source": DataSource,
    "point": Point,
    "method": CheckMethod,
    "state": FileState,
    "stage": FileStage,
    "handed_over_how": HandOverWay,
    "closed_reason": CloseReason,
    "kinds": JobKind,
}


@dataclass(frozen=True, slots=True)
class TrailChange:
    """One field of one record before and after, as stored and (``said``) as a person reads it."""

    record: str
    area: str
    field: str
    label: str
    before: Any
    after: Any
    said_before: str
    said_after: str


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One entry of the audit trail about a person; ``title`` names its action."""

    seq: int
    at: datetime
    officer: str
    action: str
    title: str
    changes: tuple[TrailChange, ...]


@dataclass(frozen=True, slots=True)
class _Names:
    """Names that stand behind the numbers of the records."""

    logins: Mapping[str, str]
    ids: Mapping[str, Mapping[int, str]]


def trail(db: Database, actor: Actor, person_id: int, limit: int = 200) -> tuple[TrailLine, ...]:
    """The entries about a person, the newest first; ``limit`` counts records touched."""
    with db.read("person.read", actor) as session:
        person = person_of(session, person_id)
        rows = queries.people.trail(session, queries.people.related_records(session, person_id), limit)
        ids = {"helper_id": queries.people.names_of_officers(session), "grid_id": queries.people.names_of_grids(session)}
        names = _Names(queries.people.names_by_login(session), ids)
        return tuple(_entry(session, person, names, list(group)) for _, group in groupby(rows, key=lambda row: row.seq))


def _entry(session: ReadSession, person: Person, names: _Names, rows: list[Any]) -> TrailLine:
    first = rows[0]
    changes = tuple(change for row in rows for change in _changes(session, person, names, row))
    officer = names.logins.get(first.actor, first.actor)
    return TrailLine(first.seq, first.at, officer, first.action, action_name(first.action), changes)


def _changes(session: ReadSession, person: Person, names: _Names, row: Any) -> list[TrailChange]:
    found = []
    area = t(RECORDS.get(row.record.partition(":")[0], ""))
    for column, pair in queries.people.audit_values(session, row).items():
        field = column.removesuffix("_sealed")
        if field in FIELDS:
            before, after = (_shown(session, person, column, value) for value in pair)
            said = tuple(_state_of(row.record, field, value) or _said(names, field, value) for value in (before, after))
            found.append(TrailChange(row.record, area, field, t(FIELDS[field]), before, after, *said))
    return found


def _state_of(record: str, field: str, value: Any) -> str:
    """An appointment has states and moments of its own; nothing for all else."""
    if value is None or not record.startswith("appointment:"):
        return ""
    if field == "state":
        return word(AppointmentState(value))
    return f"{station_time(datetime.fromisoformat(value)):%Y-%m-%d %H:%M}" if field in _MOMENTS else ""


def _shown(session: ReadSession, person: Person, column: str, value: Any) -> Any:
    """A value of the trail as a screen may show it."""
    if not column.endswith("_sealed") or value is None:
        return value
    field = column.removesuffix("_sealed")
    if field not in _MASKS:
        return NOTE
    text = session.vault.open(f"person.{field}", person.uid, base64.b64decode(value.removeprefix("b64:")))
    return _MASKS[field](text)


def _said(names: _Names, field: str, value: Any) -> str:
    """A stored value in words."""
    if value is None or value == "":
        return ""
    if field in _TABLES:
        return codes.name(_TABLES[field], str(value))
    if field in names.ids:
        return names.ids[field].get(value, str(value))
    if isinstance(value, bool):
        return t("是") if value else t("否")
    if isinstance(value, list):
        return t("、").join(_named(field, part) for part in value)
    return _named(field, value)


def _named(field: str, value: Any) -> str:
    if field == "revealed":
        return t(FIELDS[value])
    if field == "source" and value == COMPUTED:
        return t("自动判断")
    kind = _ENUMS.get(field)
    return word(kind(value)) if kind is not None and value in {member.value for member in kind} else str(value)
