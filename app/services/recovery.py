"""When a key or a password is lost: the recovery code from the sheet opens the station again, in three steps each.

Lost keyring, new machine: restore or keep the data folder, ``recover`` with the code, open. Forgotten password of the head or the
administrator: ``new_password`` with the code, log in, choose one's own.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.actor import Actor, Role
from app.domain.clock import business_date
from app.domain.errors import NotAllowed
from app.services import stations
from app.settings import Settings
from db import keys

KEEPER = Actor("recovery", "恢复码持有人", frozenset({Role.ADMIN}))
ASKED = 2


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What the recovery sheet shows: the code in its groups, whose it is, and when it was made."""

    station: str
    code: str
    groups: tuple[str, ...]
    key_id: str
    made_on: date


@dataclass(frozen=True, slots=True)
class Recovered:
    """Where the key lies now."""

    in_keyring: bool
    phrase_set: bool


def sheet(settings: Settings, station: str, recovery_code: str, now: datetime) -> RecoverySheet:
    """The values of the recovery sheet, shown and printed once when a station is made."""
    tidy = keys.tidy_code(recovery_code)
    key_id = keys.read_key_file(settings.key_path)["key_id"]
    return RecoverySheet(station, tidy, tuple(tidy.split("-")), key_id, business_date(now))


def groups_to_ask() -> tuple[int, ...]:
    """The two groups (counted from 1) that the wizard asks back, so that the code was really written down."""
    return tuple(sorted(secrets.SystemRandom().sample(range(1, keys.GROUPS + 1), ASKED)))


def group_fits(recovery_code: str, group: int, typed: str) -> bool:
    """Whether ``typed`` is group number ``group`` of the code, however it was typed."""
    return keys.tidy_code(typed) == keys.tidy_code(recovery_code).split("-")[group - 1]


def recover(settings: Settings, now: datetime, recovery_code: str, *, phrase: str | None = None) -> Recovered:
    """Lost keyring or new machine: keep the key here again, in the keyring or under a new pass phrase; recorded."""
    db = stations.open_station(settings, recovery_code=recovery_code)
    try:
        if phrase is not None:
            stations.new_phrase(settings, recovery_code, phrase)
        elif not stations.new_keyring_entry(settings, recovery_code):
            raise NotAllowed("key.no_keyring_here", field="phrase")
        with db.write("key.change", KEEPER, now) as unit:
            unit.note("station:1", key="phrase" if phrase is not None else "keyring")
    finally:
        db.close()
    return Recovered(in_keyring=phrase is None, phrase_set=phrase is not None)


def new_password(settings: Settings, now: datetime, recovery_code: str, login: str, password: str) -> None:
    """Forgotten password: who holds the recovery code sets a new one, which its owner must change at the next log-in."""
    db = stations.open_station(settings, recovery_code=recovery_code)
    try:
        stations.reset_password(db, now, login, password)
    finally:
        db.close()
