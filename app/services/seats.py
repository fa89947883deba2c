"""A further machine at a station on the server: the key file of another seat is opened once and kept here; nothing else is copied.

The key file lies wrapped, so it may travel on a stick; what opens it travels on paper (the recovery code) or in a head (the pass phrase).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from app import settings as machine
from app.domain.errors import NotAllowed, NotFound, Refused, Usage
from app.services import opening as stations
from app.services.recovery import KEEPER
from app.settings import Settings
from db import keyring_store, keys, opening
from db.keys import StationKey
from db.uow import Database


@dataclass(frozen=True, slots=True)
class Joined:
    """The station that was joined, and what opens it on this machine from now on."""

    station: str
    in_keyring: bool
    phrase_set: bool


def may_join(settings: Settings) -> bool:
    """Whether the server holds a station and this machine has no key of it yet; the server is asked only where no key lies here."""
    here = settings.database_path, settings.key_path, settings.unfinished_key_path
    return bool(settings.database_url) and not any(path.exists() for path in here) and stations.is_there(settings)


def join(
    settings: Settings, now: datetime, key_file: Path, recovery_code: str, *, phrase: str | None = None, practice_only: bool = False
) -> Joined:
    """Keep the key of the station on the server here, in the keyring or under a new pass phrase; recorded.

    Wrong code ``NotAllowed("key.wrong")``, a key of another station ``NotAllowed("key.other_station")``; then nothing is kept. A practice
    station needs neither code nor keyring. ``practice_only``: a clock was set, which no real station lets anybody do.
    """
    _check_place(settings)
    if not key_file.is_file():
        raise NotFound("seat.no_key_file", field="key_file", path=str(key_file))
    body = keys.read_key_file(key_file)
    practice = keys.has_wrap(body, "practice")
    key = opening.key_of(body) if practice else opening.key_of(body, recovery_code=recovery_code)
    db = opening.connect(settings, key)
    try:
        if practice_only and not stations.facts(db).practice:
            raise Refused("clock.real_station", field="now")
        if not practice and phrase is None and not keyring_store.store(key.key_id, key.data_key):
            raise NotAllowed("key.no_keyring_here", field="phrase")
        keys.write_key_file(settings.key_path, body if phrase is None else keys.with_phrase(body, key, phrase))
        machine.save(replace(machine.load(settings.data), database_url=settings.database_url))
        return _recorded(db, now, key, phrase, practice=practice)
    finally:
        db.close()


def _check_place(settings: Settings) -> None:
    """There is a server with a station, and no key lies here that would be written over."""
    if not settings.database_url:
        raise Usage("db.url", field="url")
    if settings.key_path.exists() or settings.database_path.exists():
        raise Refused("seat.has_key", path=str(settings.data))
    opening.make_folder(settings.data)
    if not stations.is_there(settings):
        raise Refused("station.none", path=opening.place(settings))


def _recorded(db: Database, now: datetime, key: StationKey, phrase: str | None, *, practice: bool) -> Joined:
    kept = "phrase" if phrase is not None else "practice" if practice else "keyring"
    with db.write("seat.join", KEEPER, now) as unit:
        unit.note("station:1", key=kept, key_id=key.key_id)
    return Joined(stations.facts(db).name, kept == "keyring", phrase is not None)
