"""One random 32-byte data key a station: made once, wrapped in ``station.key``, kept in the keyring; every other key is derived from it.

The wrap is memory-hard (Argon2id). A wrong phrase is told apart from a damaged file by the file's own checksum and by the
authentication of the wrap: ``NotAllowed("key.wrong")`` against ``Damaged("key.damaged")``.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain.errors import Damaged, NotAllowed, Refused, Surroundings
from app.texts.system import why

KEY_FILE = "station.key"
# No 0/O, 1/I/L: the code is read from paper and typed by hand.
SHORTEST_PHRASE = 8
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS, GROUP_SIZE = 8, 4
HARD = {"memory_kib": 64 * 1024, "passes": 2}
# The phrase of a practice station is public, so a costly wrap would protect nothing.
PRACTICE_PHRASE = "practice"
LIGHT = {"memory_kib": 64, "passes": 1}


@dataclass(frozen=True, slots=True)
class StationKey:
    """The data key and the sub-keys derived from it by HKDF-SHA-256, one for each purpose."""

    key_id: str
    data_key: bytes

    def sub(self, purpose: str) -> bytes:
        """32 bytes for one purpose: ``database fields attachments search secrets audit faces``."""
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"stationdesk/" + purpose.encode()).derive(self.data_key)


def new_station_key() -> StationKey:
    """A fresh random key; never derived from a phrase."""
    return StationKey(secrets.token_hex(8), secrets.token_bytes(32))


def new_recovery_code() -> str:
    """Eight groups of four characters (about 158 bits), shown once and printed on the recovery sheet."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_SIZE)) for _ in range(GROUPS))
    return "-".join(groups)


def tidy_code(code: str) -> str:
    """A typed recovery code in its stored form: capitals (also typed full-width), no blanks, groups joined by hyphens."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", code).upper() if c in ALPHABET)
    return "-".join(plain[i : i + GROUP_SIZE] for i in range(0, len(plain), GROUP_SIZE))


def _stretch(secret: str, salt: bytes, cost: Mapping[str, int]) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        secret.encode("utf-8", "surrogateescape"),
        salt,
        time_cost=cost["passes"],
        memory_cost=cost["memory_kib"],
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _phrase_wrap(key: StationKey, phrase: str) -> dict[str, Any]:
    """The key under a pass phrase; one that is quickly guessed, or none, is refused before anything is written."""
    if len(phrase) < SHORTEST_PHRASE:
        raise Refused("key.phrase_short", field="phrase", least=SHORTEST_PHRASE)
    return _wrap(key, "phrase", phrase, HARD)


def _wrap(key: StationKey, kind: str, secret: str, cost: Mapping[str, int]) -> dict[str, Any]:
    salt, nonce = os.urandom(16), os.urandom(12)
    sealed = AESGCM(_stretch(secret, salt, cost)).encrypt(nonce, key.data_key, f"{key.key_id}/{kind}".encode())
    return {"kind": kind, "cost": dict(cost), "salt": _b64(salt), "nonce": _b64(nonce), "sealed": _b64(sealed)}


def _checksum(body: Mapping[str, Any]) -> str:
    canonical = json.dumps({k: v for k, v in body.items() if k != "checksum"}, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def write_key_file(path: Path, body: Mapping[str, Any]) -> None:
    """Write the key file whole or not at all, readable by its owner only."""
    text = json.dumps({**body, "checksum": _checksum(body)}, indent=1, sort_keys=True)
    fresh = path.with_name(path.name + ".new")
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(path)
    except OSError as error:
        raise Surroundings("data.not_writable", path=str(path.parent)) from error


def key_body(key: StationKey, *, recovery_code: str, phrase: str | None = None, practice: bool = False) -> dict[str, Any]:
    """The contents of ``station.key``: always a wrap under the recovery code, one under the pass phrase where one is given."""
    wraps = [_wrap(key, "recovery", recovery_code, HARD)]
    if phrase is not None:
        wraps.append(_phrase_wrap(key, phrase))
    elif practice:
        wraps.append(_wrap(key, "practice", PRACTICE_PHRASE, LIGHT))
    return {"format": 1, "key_id": key.key_id, "check": check_value(key), "wraps": wraps}


def check_value(key: StationKey) -> str:
    """Tells whether a key from elsewhere (the keyring) is this station's, without giving anything away."""
    return hmac.new(key.sub("check"), key.key_id.encode(), "sha256").hexdigest()


def read_key_file(path: Path) -> dict[str, Any]:
    """The parsed key file; ``Damaged`` when it is missing, unreadable or altered."""
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Damaged("key.missing", path=path.name) from error
    except OSError as error:
        raise Surroundings("key.unreadable", path=str(path), reason=why(error)) from error
    except ValueError as error:
        raise Damaged("key.damaged", path=path.name) from error
    return parse_key_file(text, path.name)


def parse_key_file(text: str, name: str = KEY_FILE) -> dict[str, Any]:
    """The contents of a key file, also of one inside a backup; ``Damaged`` when they were altered."""
    try:
        body: dict[str, Any] = json.loads(text)
        whole = body["checksum"] == _checksum(body)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged("key.damaged", path=name) from error
    if not whole:
        raise Damaged("key.damaged", path=name)
    return body


def has_wrap(body: Mapping[str, Any], kind: str) -> bool:
    """Whether the file can be opened with a secret of this kind."""
    return any(wrap["kind"] == kind for wrap in body["wraps"])


def unwrap(body: Mapping[str, Any], kind: str, secret: str) -> StationKey:
    """The station's key out of its wrap; ``NotAllowed("key.wrong")`` when the secret does not open it."""
    for wrap in body["wraps"]:
        if wrap["kind"] != kind:
            continue
        stretched = _stretch(secret, base64.b64decode(wrap["salt"]), wrap["cost"])
        try:
            data = AESGCM(stretched).decrypt(
                base64.b64decode(wrap["nonce"]), base64.b64decode(wrap["sealed"]), f"{body['key_id']}/{kind}".encode()
            )
        except InvalidTag:
            break
        return StationKey(body["key_id"], data)
    raise NotAllowed("key.wrong")


def with_phrase(body: Mapping[str, Any], key: StationKey, phrase: str) -> dict[str, Any]:
    """The same file with its pass phrase set anew; the recovery code stays as it is."""
    kept = [wrap for wrap in body["wraps"] if wrap["kind"] == "recovery"]
    return {**body, "wraps": [*kept, _phrase_wrap(key, phrase)]}


def from_raw(body: Mapping[str, Any], data_key: bytes) -> StationKey:
    """A key that came from the keyring, checked against the file it belongs to."""
    key = StationKey(body["key_id"], data_key)
    if not hmac.compare_digest(check_value(key), body["check"]):
        raise NotAllowed("key.wrong")
    return key
