"""The way in for a public face on another machine: one file with a database role and a sub-key; never the station's password or key."""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.actor import Actor
from app.domain.errors import Damaged, Refused
from app.services import passwords
from app.settings import Settings
from db import faces, keys, opening
from db.engine import face_address
from db.uow import Database

KINDS = tuple(faces.RIGHTS)
PIN_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Access:
    """The file to carry to the other machine, the role it logs in as, and the number that closes a kiosk there (shown once)."""

    file: str
    role: str
    kind: str
    pin: str = ""


def give(db: Database, settings: Settings, actor: Actor, now: datetime, kind: str, out: Path, *, address: str = "") -> Access:
    """Make the role of a kind of face (or change its password) and write its file, readable by its owner only.

    ``address`` is how the other machine reaches the server, where that differs from here. Refused on the embedded database: faces of
    the same machine need no file, and others cannot reach it.
    """
    if db.kind != "postgresql":
        raise Refused("face.embedded")
    with db.write("face.access", actor, now) as unit:
        role, password = faces.make_role(unit.connection(), kind)
        unit.about(f"face:{kind}")
        unit.note(f"face:{kind}", role=role)
        url = face_address(settings.database_url, role, password, address)
        key = b64encode(db.vault.key.sub("faces")).decode()
        pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}" if kind == "kiosk" else ""
        closing = passwords.hashed(pin) if pin else ""
        keys.write_key_file(out, {"format": 1, "kind": kind, "url": url, "key": key, "closing": closing})
    return Access(str(out), role, kind, pin)


def closes(settings: Settings, pin: str) -> bool:
    """Whether this is the number that closes the kiosk of this machine: it knows no officer and no password of one."""
    return passwords.fits(str(keys.read_key_file(settings.face_path).get("closing", "")), pin)


def open_face(settings: Settings) -> Database:
    """The station as this machine's face may reach it; ``Damaged`` when its file was altered."""
    body = keys.read_key_file(settings.face_path)
    try:
        url, key = str(body["url"]), b64decode(body["key"])
    except (KeyError, ValueError) as error:
        raise Damaged("key.damaged", path=settings.face_path.name) from error
    return opening.connect_face(url, key)
