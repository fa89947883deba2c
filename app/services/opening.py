"""Opening a station: its database with its key, and what every screen may know of it. Small, because the first page waits for it."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.actor import LOOKER
from app.domain.errors import Refused
from app.settings import Settings
from db import models, opening, queries
from db.uow import Database


@dataclass(frozen=True, slots=True)
class StationFacts:
    """The station as every window, paper and answer shows it."""

    code: str
    name: str
    community: str
    kind: str
    region: str
    profile: str
    practice: bool
    address: str = ""
    phone: str = ""
    supervision_phone: str = ""


def is_there(settings: Settings) -> bool:
    """Whether the data folder or the server holds a station."""
    return opening.holds_station(settings)


def open_station(
    settings: Settings, *, phrase: str | None = None, recovery_code: str | None = None, demand_current: bool = True
) -> Database:
    """The station of the data folder, with its key from the pass phrase, the keyring, or the recovery code."""
    if not opening.holds_station(settings):
        raise Refused("station.unfinished" if opening.is_unfinished(settings) else "station.none", path=opening.place(settings))
    key = opening.find_key(settings, phrase=phrase, recovery_code=recovery_code)
    return opening.connect(settings, key, demand_current=demand_current)


def facts(db: Database) -> StationFacts:
    """The station's own facts; anybody at a screen may read them."""
    with db.read("station.look", LOOKER) as session:
        row = queries.station.the_station(session)
        return StationFacts(
            row.code,
            row.name,
            row.community,
            row.kind,
            row.region,
            row.profile,
            row.practice,
            row.address,
            row.phone,
            row.supervision_phone,
        )


def tables() -> frozenset[str]:
    """The names of all tables: what may have changed when another process wrote."""
    return frozenset(models.load_all().tables)
