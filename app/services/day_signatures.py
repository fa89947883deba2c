"""The head of the audit chain, signed once a day with the station's key: whoever writes the chain anew cannot sign it again."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from app.domain.actor import SYSTEM
from app.domain.clock import business_date
from app.services import stations
from db import queries
from db.models import AuditSignature
from db.once import insert_once, lock_duties
from db.uow import Database, ReadSession

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


def signed_bytes(day: date, seq: int, head: bytes) -> bytes:
    """What a day's signature is made over."""
    return f"stationdesk audit {day.isoformat()} {seq} {head.hex()}".encode()


def sign(db: Database, now: datetime) -> bool:
    """Sign the head as it stood before the day's first entry; False when the day is signed already."""
    today = business_date(now)
    with db.read("audit.sign", SYSTEM) as session:
        if queries.duties.signature(session, today) is not None:
            return False
    key = _key(db)
    with db.write("audit.sign", SYSTEM, now) as unit:
        lock_duties(unit)
        head = queries.duties.head(unit)
        signature = key.sign(signed_bytes(today, head.seq, head.hash))
        unit.about(f"audit:{head.seq}")
        return insert_once(unit, AuditSignature, day=today, seq=head.seq, head=head.hash, signature=signature)


def broken(db: Database, session: ReadSession) -> tuple[date, ...]:
    """The days whose signature does not hold, the oldest first: not the station's, or the chain was written anew behind it."""
    rows = queries.duties.signatures(session)
    if not rows:
        return ()
    public = _key(db).public_key()
    return tuple(row.day for row in rows if not _holds(public, row))


def _key(db: Database) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(stations.signing_key(db))


def _holds(public: Ed25519PublicKey, row: Any) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        public.verify(row.signature, signed_bytes(row.day, row.seq, row.head))
    except InvalidSignature:
        return False
    return bool(row.hash == row.head)
