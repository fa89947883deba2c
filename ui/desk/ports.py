"""What the frame asks of the program: frozen values and plain calls, so that the shell can be shown and tested without a database.

``DeskPort`` is answered by the program over its services (each call runs in the job runner, never on the window's thread, except
``now``), and by a sample in the tests. All personal numbers in these values are already masked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from ui.desk.places import Ref

if TYPE_CHECKING:  # the shell must not pull tables and tags in before its first paint
    from ui.kit.status import Tag
    from ui.preferences import Preferences


_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page: where we are, who works, what presses, whether the data is safe."""

    station: str
    counter: str = ""  # 1 号窗口
    counter_state: str = ""  # 服务中
    officer: str = ""
    role: str = ""  # 首问
    due: int = 0  # overdue and due today
    notices: int = 0
    database_ok: bool = True
    database: str = "本机数据库正常"
    backup_ok: bool = True
    backup: str = ""  # 今日备份 08:01
    uploads: int | None = None  # None: this station does not upload, so the word does not stand there
    voice: str = ""
    why_not: Mapping[str, str] = field(default_factory=lambda: _NOTHING)  # act → why it cannot be done now
    panel_acts: tuple[str, ...] = ()  # which acts of the panel exist here, see panel.ACTS


@dataclass(frozen=True, slots=True)
class OpenCase:
    """The most urgent open case of the person, for the panel's card."""

    title: str
    tag: Tag
    deadline: str
    tone: str
    ref: Ref
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A half-filled form of the person, and where it is opened again."""

    title: str
    when: str
    ref: Ref
    place: str = "cases"


@dataclass(frozen=True, slots=True)
class CurrentPerson:
    """The person being served now; every new record takes the person from here. ``person_id`` is None for a ticket without a name."""

    ticket: str
    since: datetime | None = None
    person_id: int | None = None
    name: str = ""
    facts: str = ""  # 女・48 岁
    masked_id: str = ""
    can_reveal: bool = False
    marks: tuple[str, ...] = ()
    points: tuple[bool, ...] = ()
    missing: str = ""  # 技能水平
    open_cases: int = 0
    overdue: int = 0
    last_visit: str = ""
    case: OpenCase | None = None
    draft: Draft | None = None
    saved: str = ""  # 草稿 1 份，14:04 已自动保存


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result. ``marks`` are the matched ranges (start, end) in ``reading``, or in ``title`` when there is no reading."""

    ref: Ref
    place: str
    title: str
    reading: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    second: str = ""
    right: str = ""
    icon: str = "account-outline"
    tag: Tag | None = None
    key: str = ""
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class HitGroup:
    """The hits of one kind; at most five unless the search is limited to the kind."""

    code: str
    title: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found, groups in the fixed order."""

    groups: tuple[HitGroup, ...] = ()

    @property
    def count(self) -> int:
        """How many hits are shown."""
        return sum(len(group.hits) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Done:
    """What an act of the frame answers: a sentence for the status bar and, where something follows, the page and record to open."""

    sentence: str
    place: str = ""
    ref: Ref | None = None
    spoken: tuple[str, int] | None = None
    """A ticket that was called or recalled, and to which counter: said aloud where this desk speaks."""


@dataclass(frozen=True, slots=True)
class Safe:
    """What the lock card may tell: tickets and counts, no names of persons."""

    ticket: str = ""
    counter: str = ""
    drafts: int = 0
    waiting: int | None = None


@dataclass(frozen=True, slots=True)
class LoginChoice:
    """An account that may log in here."""

    login: str
    name: str


class DeskPort(Protocol):
    """What the shell needs. Raise ``UserError`` to refuse; its sentence is shown in the status bar or beside the field."""

    def now(self) -> datetime:
        """Station time; the one call made on the window's thread."""
        ...

    def frame(self) -> Frame:
        """The state around the page."""
        ...

    def current(self) -> CurrentPerson | None:
        """Who is being served at this counter."""
        ...

    def search(self, text: str, only: str) -> Answer:
        """Hits for ``text``; ``only`` limits to one group's code."""
        ...

    def act(self, code: str) -> Done:
        """Do a counter act: ``queue.call queue.recall queue.finish queue.miss queue.restore queue.transfer queue.hold
        queue.resume queue.undo counter.pause``.
        """
        ...

    def reveal(self, person_id: int) -> str:
        """The full document number, recorded in the audit."""
        ...

    def safe(self) -> Safe:
        """What the lock card says."""
        ...

    def logins(self) -> tuple[LoginChoice, ...]:
        """The accounts of the log-in list."""
        ...

    def log_in(self, login: str, password: str) -> Frame:
        """Check the password and become that officer; ``NotAllowed`` with ``field="password"`` otherwise."""
        ...

    @property
    def preferences(self) -> Preferences:
        """Small choices of this seat."""
        ...


__all__ = [
    "Answer",
    "CurrentPerson",
    "DeskPort",
    "Done",
    "Draft",
    "Frame",
    "Hit",
    "HitGroup",
    "LoginChoice",
    "OpenCase",
    "Ref",
    "Safe",
]
