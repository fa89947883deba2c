"""The station's hours by area, and what the sign at the door says by them (等候区开放、窗口休息、午间延时、自助服务)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain import hours as rule
from app.domain.actor import LOOKER, Actor
from app.domain.errors import Refused
from app.domain.hours import DoorSign, HoursArea, Spans
from app.services import board, setting_values
from db.uow import Database, ReadSession, Unit

KEY = "opening_hours"


@dataclass(frozen=True, slots=True)
class StationHours:
    """The hours of each area as ``hours.parse_spans`` reads them; an area without any is open at all hours, self-service is not there."""

    counters: tuple[str, ...]
    waiting: tuple[str, ...]
    self_service: tuple[str, ...]


def read(db: Database) -> StationHours:
    """The hours; anybody may read them, they hang at the door."""
    with db.read("station.look", LOOKER) as session:
        return _shown(areas_in(session))


def _shown(areas: dict[HoursArea, Spans]) -> StationHours:
    return StationHours(*(rule.written(areas[area]) for area in HoursArea))


def areas_in(session: ReadSession | Unit) -> dict[HoursArea, Spans]:
    """The spans of each area inside somebody's snapshot."""
    known = setting_values.get(session, KEY) or {}
    return {area: known.get(area.value, []) for area in HoursArea}


def put(db: Database, actor: Actor, now: datetime, area: HoursArea, spans: Sequence[str]) -> StationHours:
    """Set the hours of one area; none opens it at all hours (and takes self-service away)."""
    return _put(db, actor, now, {area.value: rule.parse_spans(spans)})


def put_all(db: Database, actor: Actor, now: datetime, areas: Mapping[HoursArea, Sequence[str]]) -> StationHours:
    """Set the hours of several areas in one act; a refusal names the area as its field, and then none is written."""
    return _put(db, actor, now, {area.value: _parsed(area, spans) for area, spans in areas.items()})


def put_date(db: Database, actor: Actor, now: datetime, area: HoursArea, day: date, clocks: Sequence[str]) -> StationHours:
    """Set what holds on one date (``08:30-12:00`` …, or ``closed``) and leave all else; nothing brings the usual hours back."""
    fresh = rule.parse_spans(f"{day.isoformat()} {clock}" for clock in clocks)
    with db.write("setting.change", actor, now) as unit:
        known = dict(setting_values.get(unit, KEY) or {})
        kept = [span for span in known.get(area.value, []) if span[0] != day.isoformat()]
        setting_values.put(unit, KEY, {**known, area.value: sorted([*kept, *fresh], key=repr)})
    return read(db)


def _parsed(area: HoursArea, spans: Sequence[str]) -> list[list[Any]]:
    try:
        return rule.parse_spans(spans)
    except Refused as refused:
        raise Refused(refused.code, field=area.value, **refused.params) from refused


def _put(db: Database, actor: Actor, now: datetime, parsed: Mapping[str, Any]) -> StationHours:
    with db.write("setting.change", actor, now) as unit:
        known = dict(setting_values.hold(unit, KEY) or {})
        setting_values.put(unit, KEY, {**known, **parsed})
    return read(db)


def sign(db: Database, now: datetime) -> DoorSign:
    """What the sign at the door says at ``now``."""
    with db.read("board.read", board.SCREEN) as session:
        return board.door(session).at(now)
