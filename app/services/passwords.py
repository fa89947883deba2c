"""Officers' passwords: Argon2id, checked off the window's thread; never logged, never a value of the audit trail."""

from __future__ import annotations

from app.domain.errors import Refused

SHORTEST = 8
COST = {"passes": 3, "memory_kib": 64 * 1024, "lanes": 4}
"""What one guess costs: RFC 9106's second recommendation. A stored password keeps the cost it was made with."""


def check_strength(password: str, login: str) -> None:
    """Refuse a password that is too short or is the login itself."""
    if len(password) < SHORTEST:
        raise Refused("password.short", field="password", least=SHORTEST)
    if password.casefold() == login.casefold():
        raise Refused("password.is_login", field="password")


def hashed(password: str) -> str:
    """The stored form of a password."""
    from argon2 import PasswordHasher

    hasher = PasswordHasher(time_cost=COST["passes"], memory_cost=COST["memory_kib"], parallelism=COST["lanes"])
    return hasher.hash(password)


def fits(stored: str, password: str) -> bool:
    """Whether ``password`` is the one behind ``stored``."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
