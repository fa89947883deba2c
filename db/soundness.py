"""What ``check`` asks the database itself: broken pages, references that lead nowhere, search keys and marks that are not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from db import dump
from db.models import Person, PersonKey, RatedMark, Rating
from db.search import keys_of
from db.uow import Database
from db.vault import Vault

_BATCH = 500
_BROKEN = """SELECT conname FROM pg_constraint WHERE NOT convalidated AND connamespace = current_schema()::regnamespace
UNION ALL SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"""


def structure(db: Database) -> list[str]:
    """What the database's own checks find."""
    if db.kind == "sqlite":
        with db.engine.connect() as connection:
            problem = dump.file_problem(connection.connection.driver_connection)
        return [problem] if problem else []
    with db.engine.connect() as connection:
        broken = list(connection.execute(text(_BROKEN)).scalars())
        return broken + [f"{one[0]}.{one[1]}" for one in dump.references(connection) if dump.dangling(connection, one)]


def persons_without_keys(session: Session, vault: Vault) -> Iterator[int]:
    """Persons whose stored search keys are not exactly those of their name and numbers: a search would miss them."""
    last = 0
    while rows := _persons(session, last):
        last = rows[-1].id
        stored = _stored(session, rows[0].id, last)
        for row in rows:
            number = vault.open("person.id_number", row.uid, row.id_number_sealed)
            phone = vault.open("person.phone", row.uid, row.phone_sealed)
            if set(keys_of(vault, row.name, number or None, phone or None)) != stored.get(row.id, set()):
                yield row.id


def _persons(session: Session, after: int) -> Sequence[Any]:
    columns = (Person.id, Person.uid, Person.name, Person.id_number_sealed, Person.phone_sealed)
    here = select(*columns).where(Person.id > after, Person.merged_into_id.is_(None)).order_by(Person.id).limit(_BATCH)
    return session.execute(here).all()


def _stored(session: Session, first: int, last: int) -> dict[int, set[tuple[str, str]]]:
    found: dict[int, set[tuple[str, str]]] = {}
    for row in session.execute(select(PersonKey.kind, PersonKey.key, PersonKey.person_id).where(PersonKey.person_id.between(first, last))):
        found.setdefault(row.person_id, set()).add((row.kind, row.key))
    return found


def keys_of_nobody(session: Session) -> int:
    """Search keys whose person is not there."""
    statement = select(func.count()).select_from(PersonKey).where(PersonKey.person_id.not_in(select(Person.id)))
    return int(session.execute(statement).scalar_one())


def ratings_and_marks(session: Session) -> tuple[int, int]:
    """How many ratings there are, and how many marks that something was rated: each rating has one."""
    counts = (select(func.count()).select_from(model).scalar_subquery() for model in (Rating, RatedMark))
    ratings, marks = session.execute(select(*counts)).one()
    return int(ratings), int(marks)
