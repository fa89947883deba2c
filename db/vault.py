"""Seals of single fields and the keyed hashes they are searched by; the same on both databases."""

from __future__ import annotations

import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.domain.errors import Damaged
from db.keys import StationKey

NONCE = 12
FACE_FIELDS = frozenset({"audit_value"})
"""What a public face on another machine seals too, under its own sub-key: the trail of the numbers it gave out."""


class Vault:
    """AES-256-GCM in the program: the field's name and the record's identity are the associated data, so a seal cannot be moved."""

    def __init__(self, key: StationKey) -> None:
        self._fields = AESGCM(key.sub("fields"))
        self._faces = AESGCM(key.sub("faces"))
        self._search = key.sub("search")
        self.key = key  # the other rooms of db derive theirs from it: attachments, backups

    def seal_bytes(self, field: str, record: str, data: bytes) -> bytes:
        """Sealed ``data`` of one field of one record."""
        nonce = os.urandom(NONCE)
        return nonce + self._fields.encrypt(nonce, data, f"{field}/{record}".encode())

    def open_bytes(self, field: str, record: str, sealed: bytes) -> bytes:
        """The data under a seal; ``Damaged`` when it was altered or belongs to another record."""
        for seal in (self._fields, self._faces) if field in FACE_FIELDS else (self._fields,):
            try:
                return seal.decrypt(sealed[:NONCE], sealed[NONCE:], f"{field}/{record}".encode())
            except (InvalidTag, ValueError) as error:  # ValueError: cut so short that not even the nonce is whole
                broken = error
        raise Damaged("seal.broken", field_name=field) from broken

    def seal(self, field: str, record: str, text: str | None) -> bytes | None:
        """Sealed text; None and the empty text stay None (there is nothing to hide)."""
        return self.seal_bytes(field, record, text.encode()) if text else None

    def open(self, field: str, record: str, sealed: bytes | None) -> str:
        """The text under a seal, empty where there is none."""
        return self.open_bytes(field, record, sealed).decode() if sealed else ""

    def digest(self, kind: str, text: str) -> str:
        """The keyed hash a whole number or its last four are looked up by (32 hex digits)."""
        return hmac.new(self._search, f"{kind}/{text}".encode(), "sha256").hexdigest()[:32]


class FaceVault(Vault):
    """What a public face on another machine holds instead of the station's key: it seals its own trail and opens no field."""

    def __init__(self, face_key: bytes) -> None:
        self._fields = self._faces = AESGCM(face_key)

    def digest(self, kind: str, text: str) -> str:
        """A public face looks nobody up."""
        raise RuntimeError("a public face has no search keys")
