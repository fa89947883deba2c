"""Making a station and its keys: what ``init`` and the first-run wizard do."""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.actor import LOOKER, SYSTEM, Actor, Role
from app.domain.clock import business_date
from app.domain.errors import NotAllowed, Refused
from app.services import calendars, items, officers, profiles
from app.services.officers import OfficerForm
from app.services.opening import StationFacts as StationFacts
from app.services.opening import facts as facts
from app.services.opening import is_there as is_there
from app.services.opening import open_station as open_station
from app.settings import Settings
from db import keyring_store, keys, opening, queries
from db.keys import StationKey
from db.models import Counter, CounterLine, QueueLine, Secret, Station
from db.uow import Database, Unit

LONGEST_NAME, LONGEST_CODE = 40, 32
SUFFIX = "“家门口”就业服务站"
LINES = (("A", "综合服务"), ("B", "登记认定"), ("C", "求职招聘"))
COUNTERS = ((1, "一号窗口", "就业服务专窗"), (2, "二号窗口", ""))
PRACTICE_OFFICERS = (
    OfficerForm("clerk1", "王敏", (Role.COUNTER,), duty="就业服务专员", identity="社区工作者"),
    OfficerForm("clerk2", "李晓燕", (Role.COUNTER,), duty="就业服务专员", identity="公益性岗位人员", full_time=False),
    OfficerForm("head", "陈立国", (Role.HEAD,), duty="站长", identity="社区工作者"),
    OfficerForm("county", "赵海涛", (Role.COUNTY,), duty="县级联系人员", specialist=False),
    OfficerForm("admin", "系统管理员", (Role.ADMIN,), duty="系统管理", specialist=False),
    OfficerForm("practice", "练习员", (Role.COUNTER, Role.HEAD), duty="练习", specialist=False),
)


@dataclass(frozen=True, slots=True)
class StationForm:
    """What the wizard or ``init`` is told; ``name`` is the community's or village's name as it will stand on the sign."""

    name: str
    code: str
    region: str
    profile: str = "daxinganling"
    kind: str = "station"
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A fresh station: its recovery code is shown once and never stored in plain text."""

    db: Database
    station: StationFacts
    recovery_code: str
    in_keyring: bool


@dataclass(frozen=True, slots=True)
class FreshKeys:
    """The keys of a station that is about to be made: the wizard shows the recovery code before anything is written."""

    key: StationKey
    recovery_code: str


def fresh_keys() -> FreshKeys:
    """New random keys; nothing is kept until a station is made with them."""
    return FreshKeys(keys.new_station_key(), keys.new_recovery_code())


def sign_name(community: str) -> str:
    """The station's name from the community's (obligation A15)."""
    return community + SUFFIX


def check_form(form: StationForm) -> None:
    """Refuse a blank or wrong field of the form, naming it."""
    name, code = form.name.strip(), form.code.strip()
    if not name or "XX" in name.upper() or len(name) > LONGEST_NAME or not _is_text(name):
        raise Refused("station.name", field="name")
    if not (code.isascii() and code.isalnum() and len(code) <= LONGEST_CODE):
        raise Refused("station.code", field="code")
    if not (form.region.isascii() and form.region.isdigit() and len(form.region) in (6, 9, 12)):
        raise Refused("station.region", field="region")
    if form.kind not in ("station", "county"):
        raise Refused("station.kind", field="kind")
    profiles.shipped(form.profile)


def _is_text(name: str) -> bool:
    """Whether papers can print it: letters, marks, numbers, punctuation and blanks, no signs and pictures."""
    return name.isprintable() and all(unicodedata.category(c)[0] in "LMNPZ" for c in name)


def init(
    settings: Settings,
    form: StationForm,
    now: datetime,
    *,
    phrase: str | None = None,
    admin_password: str | None = None,
    admin: OfficerForm | None = None,
    fresh: FreshKeys | None = None,
) -> Made:
    """Make a station that can work at once; ``Refused("station.exists")`` where one is already.

    A real station needs a place for its key: the keyring, or a pass phrase; and an administrator with a password (``admin`` where the
    wizard named one). ``fresh`` are keys whose recovery code was shown already.
    """
    check_form(form)
    first = admin or _first_admin(admin_password)
    if not form.practice and first.password is None:
        raise Refused("station.admin_password", field="admin_password")
    opening.make_folder(settings.data)
    made = fresh or fresh_keys()
    body = keys.key_body(made.key, recovery_code=made.recovery_code, phrase=phrase, practice=form.practice)
    with opening.making(settings, made.key, body, phrase=phrase) as filling:
        in_keyring = _in_keyring(form, made.key, phrase)
        seed(filling, form, now, admin=first)
    with opening.first_opening(settings, made.key) as db:
        return Made(db, facts(db), made.recovery_code, in_keyring)


def _in_keyring(form: StationForm, key: StationKey, phrase: str | None) -> bool:
    """Keep the key in the keyring where no phrase opens it; without either no real station is made."""
    if form.practice or phrase is not None:
        return False
    if not keyring_store.store(key.key_id, key.data_key):
        raise NotAllowed("key.no_keyring", field="phrase")
    return True


def seed(db: Database, form: StationForm, now: datetime, *, admin: OfficerForm | None = None) -> None:
    """The first audit entry of a station: itself (with the practice mark), its officers, lines, counters, holidays."""
    with db.write("station.init", SYSTEM, now) as unit:
        unit.about("station:1")
        unit.add(_station_row(form, now))
        unit.flush()
        accounts = PRACTICE_OFFICERS if form.practice else (admin or _first_admin(None),)
        unit.add_all(officers.new_officer(account, now) for account in accounts)
        _seed_queue(unit)
        for table in calendars.shipped():
            calendars.put(unit, table, now)
        _seed_secrets(unit)
        items.seed(unit, now, practice=form.practice)


def _first_admin(password: str | None) -> OfficerForm:
    return OfficerForm("admin", "系统管理员", (Role.ADMIN,), password, specialist=False)


def _station_row(form: StationForm, now: datetime) -> Station:
    return Station(
        id=1,
        code=form.code.strip(),
        name=sign_name(form.name.strip()),
        community=form.name.strip(),
        kind=form.kind,
        region=form.region,
        profile=form.profile,
        practice=form.practice,
        created_at=now,
    )


def _seed_queue(unit: Unit) -> None:
    lines = [QueueLine(letter=letter, name=name, hours=[]) for letter, name in LINES]
    counters = [Counter(number=number, name=name, kind=kind) for number, name, kind in COUNTERS]
    unit.add_all([*lines, *counters])
    unit.flush()
    unit.add_all(CounterLine(counter_id=counter.id, line_id=line.id) for counter in counters for line in lines)


def _seed_secrets(unit: Unit) -> None:
    """The signing key of the station, sealed: every seat and every restored copy signs as the same station."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    raw = Ed25519PrivateKey.generate().private_bytes_raw()
    unit.add(Secret(key="signing", sealed=unit.vault.seal_bytes("secret", "signing", raw)))


def actors(db: Database) -> Mapping[str, Actor]:
    """Every active officer as an actor, by login (practice stations and tests)."""
    with db.read("officer.list", LOOKER) as session:
        return officers.all_actors(o for o in queries.station.officers(session) if o.ended_on is None)


def new_keyring_entry(settings: Settings, recovery_code: str) -> bool:
    """Lost keyring or new machine: open with the recovery code and keep the key here again."""
    key = opening.find_key(settings, recovery_code=recovery_code)
    return keyring_store.store(key.key_id, key.data_key)


def new_phrase(settings: Settings, recovery_code: str, phrase: str) -> None:
    """Where no keyring can be reached: set the pass phrase of ``station.key`` anew with the recovery code."""
    body = keys.read_key_file(settings.key_path)
    key = keys.unwrap(body, "recovery", keys.tidy_code(recovery_code))
    keys.write_key_file(settings.key_path, keys.with_phrase(body, key, phrase))


def reset_password(db: Database, now: datetime, login: str, password: str) -> None:
    """Forgotten password of the head or the administrator: who holds the recovery code opened this database with it."""
    keeper = Actor("recovery", "恢复码持有人", frozenset({Role.ADMIN}))
    officers.set_password(db, keeper, now, login, password)


def signing_key(db: Database) -> bytes:
    """The raw Ed25519 private key of the station."""
    with db.read("station.look", LOOKER) as session:
        sealed = queries.station.secret(session, "signing")
    if sealed is None:
        raise Refused("station.no_signing_key")
    return db.vault.open_bytes("secret", "signing", sealed)


def public_key(db: Database) -> str:
    """The station's public key, base 64."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return base64.b64encode(Ed25519PrivateKey.from_private_bytes(signing_key(db)).public_key().public_bytes_raw()).decode()


def today(now: datetime) -> str:
    """The station date of a moment, as screens write it."""
    return business_date(now).isoformat()
