"""Persons: registering them, changing them, and looking at a masked number. Pages about them stand in ``person_pages``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from app.domain import persons as rules
from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import NotFound, Refused, Stale
from app.domain.masks import Number, Place, shown
from app.domain.persons import CheckedPerson, DataSource, Gender, IdKind, PersonDraft, StatusKind
from app.services import codes, person_state
from db import queries, search
from db.base import new_uid
from db.models import Person
from db.once import one_at_a_time
from db.uow import Database, ReadSession, Unit

CODED = {"education": "education", "marital": "marital", "hukou": "hukou", "skill_level": "skill_level"}
"""Fields of a person that hold a code, and the table of each."""
SEALED = ("bank_account", "disability", "health")
IDENTITY = frozenset({"name", "id_kind", "id_number", "birth_date", "gender", "phone"})
PLAIN = frozenset({*CODED, "ethnicity", "address", "grid_id", "resident", "skill", "helper_id"})
CHANGEABLE = IDENTITY | PLAIN | frozenset(SEALED)
REVEALED = frozenset({"id_number", "phone", *SEALED})


@dataclass(frozen=True, slots=True)
class PersonForm:
    """What the registration form holds; without ``id_kind`` it is guessed from the number."""

    name: str
    id_number: str | None = None
    id_kind: IdKind | None = None
    birth_date: date | None = None
    gender: Gender | None = None
    phone: str | None = None
    ethnicity: str = ""
    education: str = ""
    marital: str = ""
    address: str = ""
    grid_id: int | None = None
    resident: bool = True
    hukou: str = ""
    skill: str = ""
    skill_level: str = ""
    helper_id: int | None = None
    bank_account: str = ""
    disability: str = ""
    health: str = ""
    status: StatusKind | None = None
    status_since: date | None = None
    groups: tuple[str, ...] = ()
    source: DataSource = DataSource.COUNTER


@dataclass(frozen=True, slots=True)
class PersonAdded:
    """A person just registered or changed."""

    id: int
    name: str
    id_number_masked: str
    version: int


def add(db: Database, actor: Actor, now: datetime, form: PersonForm) -> PersonAdded:
    """Register a person; a number already known is refused with ``existing``, the id of the person who has it."""
    today = business_date(now)
    checked = rules.check_person(_draft(form), today)
    for field, table in CODED.items():
        codes.check(table, getattr(form, field), field)
    with db.write("person.add", actor, now) as unit:
        digest = search.number_digest(unit.vault, checked.id_number)
        _refuse_known(unit, digest)
        person_id = _insert(unit, actor, now, form, checked, digest)
        search.write_keys(unit, person_id, checked.name, checked.id_number, checked.phone)
        if form.status or form.groups:
            _first_state(unit, actor, now, person_id, form)
        return PersonAdded(person_id, checked.name, shown(Place.SCREEN, Number.ID, checked.id_number), 1)


def _draft(form: PersonForm) -> PersonDraft:
    kind = form.id_kind or rules.guess_kind(form.id_number or "")
    return PersonDraft(form.name, kind, form.id_number, form.birth_date, form.gender, form.phone)


def _refuse_known(unit: Unit, digest: str | None, *, own: int | None = None) -> None:
    if digest:
        one_at_a_time(unit, "id_number", digest)
    existing = queries.people.person_by_digest(unit, digest) if digest else None
    if existing is not None and existing != own:
        raise Refused("person.exists", field="id_number", existing=existing)


def _insert(unit: Unit, actor: Actor, now: datetime, form: PersonForm, checked: CheckedPerson, digest: str | None) -> int:
    uid = new_uid()
    return unit.insert_row(
        Person,
        uid=uid,
        **_identity_columns(unit, uid, checked, digest),
        **{name: value for name in PLAIN if (value := getattr(form, name)) not in ("", None)},  # what is blank needs no audit value
        **{f"{name}_sealed": unit.vault.seal(f"person.{name}", uid, getattr(form, name).strip()) for name in SEALED},
        source=form.source.value,
        recorded_at=now,
        recorded_by=actor.officer_id,
    )


def _identity_columns(unit: Unit, uid: str, checked: CheckedPerson, digest: str | None) -> dict[str, Any]:
    return {
        "name": checked.name,
        "gender": int(checked.gender),
        "birth_date": checked.birth_date,
        "id_kind": checked.id_kind.value,
        "id_number_sealed": unit.vault.seal("person.id_number", uid, checked.id_number),
        "id_digest": digest,
        "phone_sealed": unit.vault.seal("person.phone", uid, checked.phone),
    }


def _first_state(unit: Unit, actor: Actor, now: datetime, person_id: int, form: PersonForm) -> None:
    person = unit.get_one(Person, person_id)
    since = form.status_since or business_date(now)
    if form.status:
        person_state.put_status(unit, actor, now, person, person_state.StatusForm(form.status, since, source=form.source))
    for group in form.groups:
        person_state.put_group(unit, now, person_id, group, since, form.source.value)


def change(
    db: Database,
    actor: Actor,
    now: datetime,
    person_id: int,
    version: int,
    values: Mapping[str, Any],
    *,
    source: DataSource = DataSource.COUNTER,
    reason: str = "",
) -> PersonAdded:
    """Change the named fields of a person; somebody else's change since ``version`` is a conflict that names who made it.

    The source of the change (窗口登记、上门摸排、数据比对、本人提供) stands in the audit entry beside the fields.
    """
    unknown = sorted(set(values) - CHANGEABLE)
    if unknown:
        raise ValueError(f"a person has no field {unknown[0]}")
    with db.write("person.change", actor, now) as unit:
        person = held(unit, person_id)
        check_version(person, version)
        unit.about(person)
        unit.reason = reason
        if IDENTITY & set(values):
            _change_identity(unit, person, values, business_date(now))
        _change_others(unit, person, values)
        unit.flush()
        if unit.changes:
            unit.changed(f"person:{person.id}", {"source": (person.source, source.value)})
            person.source = source.value
        person_state.refresh(unit, now, person)
        unit.flush()
        return PersonAdded(person.id, person.name, masked_id(unit, person), person.version)


def of(session: ReadSession | Unit, person_id: int) -> Person:
    """The person, ``NotFound`` without one."""
    person = queries.people.person(session, person_id)
    if person is None:
        raise NotFound("person.not_found", field="person")
    return person


def held(unit: Unit, person_id: int) -> Person:
    """The person, whose records nobody else changes until this unit ends: what is asked of them now still holds when it is written."""
    person = unit.hold(Person, person_id)
    if person is None:
        raise NotFound("person.not_found", field="person")
    return person


def held_all(unit: Unit, ids: Iterable[int]) -> list[Person]:
    """Several persons, each held; always in one order, so that two units never wait crosswise. The answer keeps the order asked."""
    wanted = list(ids)
    found = {person_id: held(unit, person_id) for person_id in sorted(set(wanted))}
    return [found[person_id] for person_id in wanted]


def check_version(person: Person, version: int) -> None:
    """Refuse to overwrite what somebody changed in the meantime, and say who it was."""
    if person.version != version:
        raise Stale("person.changed", name=person.name)


def _change_identity(unit: Unit, person: Person, values: Mapping[str, Any], today: date) -> None:
    now_is = {
        "name": person.name,
        "id_kind": IdKind(person.id_kind),
        "id_number": unit.vault.open("person.id_number", person.uid, person.id_number_sealed) or None,
        "birth_date": person.birth_date,
        "gender": Gender(person.gender),
        "phone": unit.vault.open("person.phone", person.uid, person.phone_sealed) or None,
    }
    checked = _checked_anew(now_is, values, today)
    digest = search.number_digest(unit.vault, checked.id_number)
    _refuse_known(unit, digest, own=person.id)
    _put_identity(unit, person, checked, digest, now_is)


def _checked_anew(now_is: Mapping[str, Any], values: Mapping[str, Any], today: date) -> CheckedPerson:
    """What was known with the changes laid over it; a new number brings its own birth date and gender unless it carries none."""
    wanted = {**now_is, **{name: value for name, value in values.items() if name in IDENTITY}}
    if values.get("id_number") and "id_kind" not in values and now_is["id_kind"] is IdKind.NONE:
        wanted["id_kind"] = rules.guess_kind(values["id_number"])
    if "id_number" in values:
        wanted |= {name: values.get(name) for name in ("birth_date", "gender")}
    checked = rules.check_person(PersonDraft(**wanted), today)
    return replace(checked, birth_date=checked.birth_date or now_is["birth_date"], gender=checked.gender or now_is["gender"])


def _put_identity(unit: Unit, person: Person, checked: CheckedPerson, digest: str | None, before: Mapping[str, Any]) -> None:
    for column, value in _identity_columns(unit, person.uid, checked, digest).items():
        name = column.removesuffix("_sealed")
        if name == column or getattr(checked, name) != before[name]:
            setattr(person, column, value)
    searched = ("name", "id_number", "phone")
    if any(getattr(checked, name) != before[name] for name in searched):
        search.rewrite_keys(unit, person.id, checked.name, checked.id_number, checked.phone)


def _change_others(unit: Unit, person: Person, values: Mapping[str, Any]) -> None:
    for name in PLAIN & set(values):
        if name in CODED and values[name] != getattr(person, name):
            codes.check(CODED[name], values[name], name)
        setattr(person, name, values[name])
    for name in SEALED:
        before = unit.vault.open(f"person.{name}", person.uid, getattr(person, f"{name}_sealed"))
        if name in values and values[name].strip() != before:
            setattr(person, f"{name}_sealed", unit.vault.seal(f"person.{name}", person.uid, values[name].strip()))


def masked_id(session: ReadSession | Unit, person: Any) -> str:
    """The identity number of a person (row or object) as a screen shows it."""
    return shown(Place.SCREEN, Number.ID, session.vault.open("person.id_number", person.uid, person.id_number_sealed))


def masked_phone(session: ReadSession | Unit, person: Any) -> str:
    """The phone number of a person (row or object) as a screen shows it."""
    return shown(Place.SCREEN, Number.PHONE, session.vault.open("person.phone", person.uid, person.phone_sealed))


def reveal(db: Database, actor: Actor, now: datetime, person_id: int, field: str, reason: str = "") -> str:
    """One number or sealed note of one person in full, for an officer who may; every look is recorded."""
    if field not in REVEALED:
        raise ValueError(f"nothing is hidden in {field}")
    with db.write("person.reveal", actor, now) as unit:
        person = of(unit, person_id)
        text = unit.vault.open(f"person.{field}", person.uid, getattr(person, f"{field}_sealed"))
        if not text:
            raise Refused("person.nothing_hidden", field=field)
        unit.about(person)
        unit.reason = reason
        unit.note(f"person:{person.id}", revealed=field)
        return text
