"""Late entry (补录): what happened earlier and is written down now, what it then takes, and how it is kept until it is confirmed.

An earlier date wants its reason; past three working days it also wants a second person, who confirms before a figure can see it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum, StrEnum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from app.domain.calendar import Calendar
from app.domain.errors import Refused

ALONE = 3
"""Working days an earlier date may lie back without a second person."""


class LateKind(StrEnum):
    """What was entered late."""

    RECEIPT = "receipt"
    ACCEPTANCE = "acceptance"
    PAUSE = "pause"
    RESUME = "resume"
    DECIDE = "decide"
    CLOSE = "close"
    VISIT = "visit"
    HIRE = "hire"
    RECOGNITION = "recognition"
    CLEARING = "clearing"
    REFERRAL = "referral"
    EXIT = "exit"
    HARDSHIP = "hardship"
    COMPLAINT = "complaint"
    JOB = "job"


class LateState(StrEnum):
    """Whether a late entry needed a second person, and what that one said. ``NOTED``: within three working days nobody is asked."""

    NOTED = "noted"
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    LAPSED = "lapsed"


def is_far_back(on: date, today: date, calendar: Calendar) -> bool:
    """Whether an earlier date lies so far back that it needs a second person: the one rule of all late dates."""
    return on < today and calendar.working_days_between(on, today) > ALONE


@dataclass(frozen=True, slots=True)
class LateEntry:
    """An earlier date in order: how many working days back, and whether it lies in a period that is already frozen.

    The frozen figures stay as they are; such a record shows as late (迟录) and enters the cumulative figures of the next return.
    """

    working_days: int
    late: bool


def check_late_entry(
    happened: date, recorded: date, reason: str, second: int | None, calendar: Calendar, frozen_until: date | None = None
) -> LateEntry:
    """An earlier date needs a reason and, past three working days, a second person; a date to come is refused."""
    if happened > recorded:
        raise Refused("case.late_future", field="on", day=happened.isoformat())
    back = calendar.working_days_between(happened, recorded)
    if happened < recorded and not reason.strip():
        raise Refused("case.late_reason", field="reason", day=happened.isoformat())
    if back > ALONE and second is None:
        raise Refused("case.late_second_person", field="approver", days=back, most=ALONE)
    return LateEntry(back, frozen_until is not None and happened <= frozen_until)


def packed(form: Any) -> Any:
    """A form as plain values that can be kept until it is confirmed."""
    if is_dataclass(form):
        return {field.name: packed(getattr(form, field.name)) for field in fields(form)}
    if isinstance(form, Enum):
        return form.value
    if isinstance(form, date):
        return form.isoformat()
    return [packed(one) for one in form] if isinstance(form, tuple | list) else form


def unpacked(kind: Any, value: Any) -> Any:
    """The form of a class again, from what ``packed`` made of it."""
    if is_dataclass(kind):
        assert isinstance(value, Mapping) and isinstance(kind, type)
        hints = get_type_hints(kind)
        return kind(**{name: unpacked(hints[name], one) for name, one in value.items()})
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind), value)
    if isinstance(kind, UnionType):
        return None if value is None else unpacked(next(one for one in get_args(kind) if one is not NoneType), value)
    if kind is date:
        return date.fromisoformat(value)
    return kind(value) if isinstance(kind, type) and issubclass(kind, Enum) else value


def _tuple(kinds: tuple[Any, ...], values: Any) -> tuple[Any, ...]:
    each = [kinds[0]] * len(values) if kinds[-1] is Ellipsis else kinds
    return tuple(unpacked(kind, value) for kind, value in zip(each, values, strict=True))
