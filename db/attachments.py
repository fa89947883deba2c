"""Attachments: sealed, named by a keyed hash of their content; files beside the embedded database, bytes in the row on PostgreSQL.

The name is the hash the content is checked against: a file that was changed, moved or cut does not open.
"""

from __future__ import annotations

import hmac
import os
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.domain.errors import Damaged, Surroundings
from db.vault import NONCE, Vault


def digest_of(vault: Vault, data: bytes) -> str:
    """The keyed hash a content is named by: whoever sees the name learns nothing about the content."""
    return hmac.new(vault.key.sub("attachment-names"), data, "sha256").hexdigest()


def seal(vault: Vault, digest: str, data: bytes) -> bytes:
    """The sealed content; its digest is the associated data."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(vault.key.sub("attachments")).encrypt(nonce, data, digest.encode())


def open_sealed(vault: Vault, digest: str, sealed: bytes, title: str) -> bytes:
    """The content under the seal; ``Damaged`` when it is not the one that was stored."""
    try:
        return AESGCM(vault.key.sub("attachments")).decrypt(sealed[:NONCE], sealed[NONCE:], digest.encode())
    except (InvalidTag, ValueError) as error:
        raise Damaged("attachment.changed", title=title) from error


def write_file(folder: Path, digest: str, sealed: bytes) -> None:
    """Write a sealed file whole or not at all, readable by its owner only."""
    fresh = folder / (digest + ".new")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(sealed)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(folder / digest)
    except OSError as error:
        raise Surroundings("attachment.not_writable", path=str(folder)) from error


def is_there(folder: Path, digest: str) -> bool:
    """Whether a content of that digest lies there already."""
    return (folder / digest).exists()


def forget_file(folder: Path, digest: str) -> None:
    """Take away a file that no row came to point at; where it cannot be, it lies there sealed and nobody finds it."""
    with suppress(OSError):
        (folder / digest).unlink()


def read_file(folder: Path, digest: str, title: str) -> bytes:
    """A sealed file; ``Damaged`` when it is gone."""
    try:
        return (folder / digest).read_bytes()
    except OSError as error:
        raise Damaged("attachment.missing", title=title) from error
