"""Errors a user can do something about: a code, the values of its sentence, and the field it stands beside.

The sentence itself lies in ``app.texts``; a test demands one for every code. Everything that is not a ``UserError`` is a bug.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FirstHand:
    """Who dealt with a record last, when, and by which action: what an officer who came second is told."""

    officer: str
    at: datetime
    action: str


class UserError(Exception):
    """A rule or the surroundings refuse; nothing was written.

    ``code`` names the sentence, ``params`` fill it, ``field`` names the input it belongs to. ``first`` is somebody else who dealt with
    the record before.
    """

    exit_code = 3
    first: FirstHand | None = None

    def __init__(self, code: str, /, *, field: str | None = None, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.params = params


class Usage(UserError):
    """The words of a command are wrong."""

    exit_code = 2


class Refused(UserError):
    """A rule of the office says no."""


class Overtaken(Refused):
    """The record is not in the state that the act starts from; the write road adds who brought it there, if somebody else did."""


class NotFound(UserError):
    """What was named does not exist."""

    exit_code = 4


class Damaged(UserError):
    """Stored data is broken or was changed from outside."""

    exit_code = 5


class Conflict(UserError):
    """Somebody else was first; trying again is right."""

    exit_code = 6


class Stale(Conflict):
    """The record was changed after the officer read it; the write road adds who did what and when."""


class NotAllowed(UserError):
    """The officer may not do it, or the key is wrong."""

    exit_code = 7


class Surroundings(UserError):
    """Disk, server, printer or network do not play along."""

    exit_code = 8
