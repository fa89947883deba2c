"""The operating system's keyring as a place for the data key; where none can be reached the answer is None, never an exception."""

from __future__ import annotations

import base64

SERVICE = "stationdesk"


def load(key_id: str) -> bytes | None:
    """The data key kept under ``key_id``, or None when there is none or no keyring can be reached."""
    import keyring
    from keyring.errors import KeyringError

    try:
        text = keyring.get_password(SERVICE, key_id)
        return base64.b64decode(text, validate=True) if text else None
    except (KeyringError, ValueError):  # ValueError: something else stands there under our name
        return None


def store(key_id: str, data_key: bytes) -> bool:
    """Keep the key; False when no keyring takes it (then a pass phrase has to)."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, key_id, base64.b64encode(data_key).decode())
    except KeyringError:
        return False
    return load(key_id) == data_key


def forget(key_id: str) -> None:
    """Take the key out of the keyring; silent when it is not there."""
    import keyring
    from keyring.errors import KeyringError, PasswordDeleteError

    try:
        keyring.delete_password(SERVICE, key_id)
    except (PasswordDeleteError, KeyringError):
        return
