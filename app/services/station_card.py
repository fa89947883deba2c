"""The station's card: its code, name and public key in one file, by which a county knows the station's signature."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from app.services import stations
from db.uow import Database


@dataclass(frozen=True, slots=True)
class Card:
    """Where the card lies and what is read out to compare it: eight groups of the key's SHA-256."""

    file: str
    fingerprint: str


def fingerprint(public_key: str) -> str:
    """The first 32 hex digits of the key's SHA-256, in groups of four: short enough to read out on the phone."""
    digest = hashlib.sha256(b64decode(public_key)).hexdigest()[:32].upper()
    return " ".join(digest[at : at + 4] for at in range(0, 32, 4))


def write(db: Database, out: Path) -> Card:
    """Write the card, signed with the key it names; no personal data is on it."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from exporters.files import write_whole

    facts, public = stations.facts(db), stations.public_key(db)
    body = {
        "format": 1,
        "code": facts.code,
        "name": facts.name,
        "kind": facts.kind,
        "region": facts.region,
        "practice": facts.practice,
        "public_key": public,
    }
    signed = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    signature = Ed25519PrivateKey.from_private_bytes(stations.signing_key(db)).sign(signed)
    text = json.dumps({**body, "signature": b64encode(signature).decode()}, ensure_ascii=False, indent=1, sort_keys=True)
    write_whole(out, text.encode())
    return Card(str(out), fingerprint(public))
