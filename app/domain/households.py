"""Households without anyone in work: recognition, the month for clearing them, clearing and exit (004 (七)).

Counting starts at recognition, not at the first visit. Its last day is ``deadlines.clearing_last_day``
(recognised 2026-03-02: 2026-04-02, overdue from 04-03); it is stored with the record and handed in here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.errors import Overtaken, Refused
from app.domain.persons import IN_WORK, Gender, StatusKind, age_on, full_months

REFUSALS_FOR_EXIT = 3
MONTHS_OUT_OF_CONTACT = 3
_NOT_LOOKED_AT = frozenset({StatusKind.STUDENT, StatusKind.RETIRED})


class ZeroState(StrEnum):
    """The states of a zero-employment record."""

    RECOGNISED = "recognised"
    CLEARED = "cleared"
    EXITED = "exited"


TRANSITIONS: dict[ZeroState, frozenset[ZeroState]] = {
    ZeroState.RECOGNISED: frozenset({ZeroState.CLEARED, ZeroState.EXITED}),
    ZeroState.CLEARED: frozenset(),
    ZeroState.EXITED: frozenset(),
}


class ExitKind(StrEnum):
    """Why a household leaves the register without anyone in work."""

    REFUSALS = "refusals"
    OUT_OF_CONTACT = "out_of_contact"
    MOVED_AWAY = "moved_away"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class WorkingAge:
    """The ages within which a member counts as able to work; a setting, because retirement ages rise step by step."""

    least: int = 16
    most_men: int = 60
    most_women: int = 55

    def holds(self, born: date | None, gender: Gender, on: date) -> bool:
        """Whether somebody born then is of working age; an unknown birth date counts as yes."""
        if born is None:
            return True
        most = self.most_women if gender is Gender.FEMALE else self.most_men
        return self.least <= age_on(born, on) < most


@dataclass(frozen=True, slots=True)
class Member:
    """What the rules look at in a member, with the status on the day of recognition."""

    person_id: int
    birth_date: date | None
    gender: Gender
    status: StatusKind | None


@dataclass(frozen=True, slots=True)
class ZeroRecord:
    """A zero-employment household from recognition to clearing or exit."""

    state: ZeroState
    recognised_on: date
    last_day: date
    ended_on: date | None = None


def merge_members(head: int, members: Iterable[int]) -> tuple[int, ...]:
    """The members with the head first, each once."""
    return tuple(dict.fromkeys((head, *members)))


def able_members(members: Sequence[Member], on: date, ages: WorkingAge) -> tuple[Member, ...]:
    """The members of working age who neither study nor draw a pension."""
    return tuple(one for one in members if one.status not in _NOT_LOOKED_AT and ages.holds(one.birth_date, one.gender, on))


def check_recognise(members: Sequence[Member], on: date, today: date, ages: WorkingAge | None = None) -> None:
    """Refuse a recognition in the future, of a household where somebody works, or where nobody could."""
    if on > today:
        raise Refused("household.future", field="recognised_on", date=on.isoformat())
    if not members:
        raise Refused("household.no_members", field="members")
    if any(one.status in IN_WORK for one in members):
        raise Refused("household.member_in_work", field="members")
    if not able_members(members, on, ages or WorkingAge()):
        raise Refused("household.nobody_of_working_age", field="members")


def overdue(record: ZeroRecord, on: date) -> bool:
    """Whether the household stood uncleared on ``on`` with its last day passed."""
    return on_register(record, on) and on > record.last_day


def days_left(record: ZeroRecord, on: date) -> int:
    """Calendar days to the last day, negative when it has passed."""
    return (record.last_day - on).days


def on_register(record: ZeroRecord, on: date) -> bool:
    """Whether the household was recognised and neither cleared nor gone at the end of ``on``, whatever happened later."""
    return record.recognised_on <= on and (record.ended_on is None or record.ended_on > on)


def cleared_late(record: ZeroRecord) -> bool:
    """Whether the household was cleared after its last day (it then breaks the year's 动态为零)."""
    return record.state is ZeroState.CLEARED and record.ended_on is not None and record.ended_on > record.last_day


def check_open(record: ZeroRecord, to: ZeroState) -> None:
    """Refuse to clear or end a record that has ended already."""
    if to not in TRANSITIONS[record.state]:
        raise Overtaken("household.ended", state=record.state)


def check_clear(record: ZeroRecord, members: Collection[int], person_id: int, started_on: date, today: date, *, confirmed: bool) -> None:
    """Refuse a clearing without a member's confirmed start of work on or after the recognition."""
    check_open(record, ZeroState.CLEARED)
    if person_id not in members:
        raise Refused("household.not_a_member", field="person")
    if not confirmed:
        raise Refused("household.start_unconfirmed", field="person")
    _check_end(record, started_on, today, "started_on")


def _check_end(record: ZeroRecord, day: date, today: date, field: str) -> None:
    if day > today:
        raise Refused("household.future", field=field, date=day.isoformat())
    if day < record.recognised_on:
        raise Refused("household.before_recognition", field=field, date=record.recognised_on.isoformat())


@dataclass(frozen=True, slots=True)
class ExitGround:
    """Why a household is to leave: the kind and what it rests on."""

    kind: ExitKind
    reason: str = ""
    refusals: int = 0
    last_contact_on: date | None = None


def check_exit(record: ZeroRecord, ground: ExitGround, on: date, today: date) -> None:
    """Refuse an exit whose ground does not hold: three refusals, three months out of contact, moved away, or another written reason."""
    check_open(record, ZeroState.EXITED)
    _check_end(record, on, today, "exited_on")
    if ground.kind is ExitKind.REFUSALS and ground.refusals < REFUSALS_FOR_EXIT:
        raise Refused("household.few_refusals", field="kind", count=ground.refusals, least=REFUSALS_FOR_EXIT)
    if ground.kind is ExitKind.OUT_OF_CONTACT:
        _check_out_of_contact(ground.last_contact_on or record.recognised_on, on)
    if ground.kind in {ExitKind.OTHER, ExitKind.MOVED_AWAY} and not ground.reason.strip():
        raise Refused("household.exit_reason", field="reason")


def _check_out_of_contact(last_contact_on: date, on: date) -> None:
    if full_months(last_contact_on, on) < MONTHS_OUT_OF_CONTACT:
        raise Refused("household.contact_recent", field="kind", date=last_contact_on.isoformat(), months=MONTHS_OUT_OF_CONTACT)
