"""The search keys of persons: written beside the person in the same unit of work, found by range scans, never by LIKE.

Every scan is bounded: it walks an index in the order of the keys and stops, however many persons share a beginning.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Select, delete, select, tuple_
from sqlalchemy.orm import Session

from app.domain import pinyin
from app.domain.search_keys import Scan, SearchPlan, classify, person_keys
from db.models import PersonKey
from db.pinyin import load_readings
from db.uow import Unit
from db.vault import Vault

KEY = PersonKey.__table__.c
CHUNK = 60
LAST_CHARACTER = "\U0010ffff"


def number_digest(vault: Vault, number: str | None) -> str | None:
    """The keyed hash of a whole identity number: what makes it unique and what a search for it looks up."""
    return vault.digest("n", number) if number else None


def keys_of(vault: Vault, name: str, id_number: str | None, phone: str | None) -> tuple[tuple[str, str], ...]:
    """All (kind, key) rows of a person."""
    readings = load_readings()
    initials, spellings = pinyin.initials(name, readings), pinyin.spellings(name, readings)
    return person_keys(name, initials, spellings, id_number=id_number, phone=phone, digest=vault.digest)


def write_keys(unit: Unit, person_id: int, name: str, id_number: str | None, phone: str | None) -> None:
    """Write the keys of a new person."""
    keys = keys_of(unit.vault, name, id_number, phone)
    unit.insert_many(PersonKey, [{"kind": kind, "key": key, "person_id": person_id} for kind, key in keys])


def rewrite_keys(unit: Unit, person_id: int, name: str, id_number: str | None, phone: str | None) -> None:
    """Write the keys of a person anew after a name or number changed."""
    unit.execute(delete(PersonKey).where(KEY.person_id == person_id))
    write_keys(unit, person_id, name, id_number, phone)


def plan(vault: Vault, text: str) -> SearchPlan:
    """What a search text may mean."""
    return classify(text, vault.digest)


def find(session: Session, scans: Sequence[Scan], limit: int, *, first: Collection[int] = ()) -> list[int]:
    """Up to ``limit`` person ids, best first: exact keys before longer ones, and among exact ones those of ``first``."""
    found: dict[int, None] = {}
    for scan in scans:
        found |= dict.fromkeys(_among(session, scan, first))
        for person_id in _walk(session, scan):
            if len(found) >= limit:
                return list(found)[:limit]
            found[person_id] = None
    return list(found)[:limit]


def _among(session: Session, scan: Scan, ids: Collection[int]) -> Sequence[int]:
    """Those of ``ids`` that carry exactly the key of the scan."""
    if not ids:
        return ()
    statement = select(KEY.person_id).where(KEY.kind == scan.kind, KEY.key == scan.key, KEY.person_id.in_(ids)).order_by(KEY.person_id)
    return session.execute(statement).scalars().all()


def _walk(session: Session, scan: Scan) -> Iterator[int]:
    """The persons of a scan in the order of their keys, read in small pieces so that nobody reads 70,000 rows for ten."""
    after: tuple[str, int] | None = None
    while True:
        rows = session.execute(_piece(scan, after)).all()
        yield from (row.person_id for row in rows)
        if len(rows) < CHUNK:
            return
        after = (rows[-1].key, rows[-1].person_id)


def _piece(scan: Scan, after: tuple[str, int] | None) -> Select[tuple[str, int]]:
    statement = select(KEY.key, KEY.person_id).where(KEY.kind == scan.kind).order_by(KEY.key, KEY.person_id).limit(CHUNK)
    end = KEY.key == scan.key if scan.exact else KEY.key < scan.key + LAST_CHARACTER
    return statement.where(end, tuple_(KEY.key, KEY.person_id) > (after or (scan.key, 0)))
