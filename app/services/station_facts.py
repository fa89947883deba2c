"""What is known of the station beside its name: address, telephones, and the facts its returns state; kept by head and administrator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import Refused, Stale
from app.texts.returns import FACILITIES
from db import queries
from db.models import Station
from db.uow import Database

TEXTS = ("county", "address", "phone", "supervision_phone")
DAYS = ("built_on", "platform_connected_on")


@dataclass(frozen=True, slots=True)
class StationDetails:
    """The station's own facts; ``platform_connected_on`` is the day it was connected to the provincial platform."""

    version: int
    county: str
    address: str
    phone: str
    supervision_phone: str
    facility_type: str
    built_on: date | None
    platform_connected_on: date | None


def details(db: Database, actor: Actor) -> StationDetails:
    """What is known of the station."""
    with db.read("station.look", actor) as session:
        return _details(queries.station.the_station(session))


def _details(row: Station) -> StationDetails:
    plain = (row.version, row.county, row.address, row.phone, row.supervision_phone)
    return StationDetails(*plain, row.facility_type, row.built_on, row.platform_connected_on)


def change(db: Database, actor: Actor, now: datetime, values: Mapping[str, Any], version: int | None = None) -> StationDetails:
    """Change the named facts. ``Conflict`` when somebody changed them since ``version``; no day lies ahead."""
    with db.write("station.change", actor, now) as unit:
        row = queries.station.the_station(unit)
        unit.about(row)
        if version is not None and row.version != version:
            raise Stale("station.changed")
        for name, value in values.items():
            setattr(row, name, _checked(name, value, business_date(now)))
        unit.about(row)
        unit.flush()
        return _details(row)


def _checked(name: str, value: Any, today: date) -> Any:
    if name in TEXTS:
        return str(value).strip()
    if name in DAYS:
        if value is not None and value > today:
            raise Refused("station.day_ahead", field=name, date=value.isoformat())
        return value
    if name == "facility_type" and value in FACILITIES:
        return value
    raise Refused("station.fact_unknown", field=name, name=name)
