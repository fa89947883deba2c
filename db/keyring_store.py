"""The operating system's keyring as a place for the data key; where none can be reached the answer is None, never an exception."""

from __future__ import annotations

import base64
import sys
from typing import TYPE_CHECKING, Any

from db.stand_ins import standing_in

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "stationdesk"
UNASKED = ("urllib.request", "importlib.metadata", "importlib_metadata", "more_itertools")
"""What keyring imports and the Secret Service never asks."""


def _library() -> Any:
    """The package, imported when a key is first asked for."""
    with standing_in(*UNASKED):
        import keyring.core
        import keyring.errors
    return keyring


def _ring() -> KeyringBackend:
    """The keyring in use: the one somebody chose, else this system's.

    On Linux the Secret Service is looked for before all others: keyring's own search loads the back ends of every system and starts a
    compiler to find their libraries, at each start of the program.
    """
    core = _library().core
    if core._keyring_backend is None and sys.platform.startswith("linux"):
        found = core.load_env() or core.load_config() or _secret_service()
        if found is not None:
            core.set_keyring(found)
    ring: KeyringBackend = core.get_keyring()
    return ring


def _secret_service() -> KeyringBackend | None:
    from keyring.backends.SecretService import Keyring

    return Keyring() if Keyring.viable else None  # type: ignore[no-untyped-call]


def load(key_id: str) -> bytes | None:
    """The data key kept under ``key_id``, or None when there is none or no keyring can be reached."""
    errors = _library().errors
    try:
        text = _ring().get_password(SERVICE, key_id)
        return base64.b64decode(text, validate=True) if text else None
    except (errors.KeyringError, ValueError):  # ValueError: something else stands there under our name
        return None


def store(key_id: str, data_key: bytes) -> bool:
    """Keep the key; False when no keyring takes it (then a pass phrase has to)."""
    errors = _library().errors
    try:
        _ring().set_password(SERVICE, key_id, base64.b64encode(data_key).decode())
    except errors.KeyringError:
        return False
    return load(key_id) == data_key


def forget(key_id: str) -> None:
    """Take the key out of the keyring; silent when it is not there."""
    errors = _library().errors
    try:
        _ring().delete_password(SERVICE, key_id)
    except errors.KeyringError:  # or it holds no such key
        return
