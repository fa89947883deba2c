"""Rule profiles: what the policy documents of different places ask for differently, as one frozen value read from a file.

A profile file states what its document says and names under ``silent`` everything its document leaves open; for those the
defaults below hold. Both together must cover every rule, so a new rule cannot slip past a place unread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from app.domain.deadlines import LateReceipt, MonthCount, SupplementRule
from app.domain.errors import Refused
from app.domain.periods import MonthRule
from app.domain.queueing import PriorityClass
from app.domain.second_person import DEFAULTS, SecondPerson, SecondStep

DEFAULT_PROFILE = "daxinganling"


class CumulativeFrom(StrEnum):
    """From when cumulative figures run: 1 January, or the start of the plan."""

    YEAR = "year"
    PLAN = "plan"


class Target(StrEnum):
    """Numbers a plan may ask for."""

    STATIONS_TOTAL = "stations_total"
    STATIONS_2024 = "stations_2024"
    STATIONS_2025 = "stations_2025"
    STATIONS_2026 = "stations_2026"
    HELPED_PEOPLE = "helped_people"
    PILOT_COMMUNITIES = "pilot_communities"
    TRAINEES = "trainees"
    FAIRS = "fairs"
    EMPLOYERS_SERVED = "employers_served"
    INTENTIONS = "intentions"


@dataclass(frozen=True, slots=True)
class RuleProfile:
    """The rules of one place. None means that there is no such rule there. Days are working days unless the name says otherwise."""

    code: str
    name: str
    silent: frozenset[str]
    # the service circle, visits and staff
    circle_text: str = "十五分钟就业服务圈"
    circle_radius_km: float | None = None
    circle_minutes: int | None = None
    visit_text: str = "上门入户逐一走访"
    visit_days_per_month: int | None = None
    visit_residents_every_months: int | None = None
    visit_households_every_months: int | None = None
    visits_per_person_and_year: int | None = None
    employer_visits_per_month: int | None = None
    surveys_per_quarter: int | None = None
    survey_percent: int | None = None
    staff_minimum: int = 1
    staff_full_time: bool = False
    staff_certified: bool = False
    certificate_days: int = 60
    # cases
    supplement: SupplementRule = SupplementRule.STOP
    late_receipt: LateReceipt = LateReceipt.NEXT_WORKING_DAY
    notice_days: int = 5
    receipt_counts_without_notice: bool = True
    extension_most: int = 10
    second_person: Mapping[SecondStep, SecondPerson] = field(default_factory=lambda: DEFAULTS)
    bad_rating_days: int = 5
    invitation_days: int = 3
    rating_slip_days: int = 30
    complaint_days: int = 5
    suggestion_days: int = 15
    # households without anyone in work
    zero_family_count: MonthCount = MonthCount.CIVIL
    zero_family_roll: bool = False
    # returns and plan
    report_month: MonthRule = MonthRule.NATURAL
    grace_days: int = 0
    reminder_days: int = 7
    cumulative_from: CumulativeFrom = CumulativeFrom.YEAR
    plan_from: date | None = None
    plan_until: date | None = None
    targets: Mapping[Target, int] = field(default_factory=lambda: MappingProxyType({}))
    helped_window_months: int = 12
    # the queue
    priority_classes: frozenset[PriorityClass] = frozenset(PriorityClass)
    max_passed: int = 3
    restore_behind: int = 3
    recalls: int = 3
    weight_numbers: int = 2
    lapse_minutes: int = 5
    # appointments
    appointment_least_days: int = 1
    appointment_days_ahead: int = 5
    appointments_per_day: int = 1
    appointment_cancel_hours: int = 2
    appointment_early_minutes: int = 15
    appointment_late_minutes: int = 30
    appointment_slot_minutes: int = 30
    appointments_per_slot: int | None = 3
    appointment_first: bool = True
    no_show_limit: int | None = 3
    no_show_days: int = 90
    # keeping records
    retention_years: int | None = None


def parse_profile(code: str, data: Mapping[str, object]) -> RuleProfile:
    """The profile of a file's mapping; refused when a rule is unknown, unreadable, named twice or left out of both lists."""
    given = dict(data)
    silent = frozenset(_words(code, "silent", given.pop("silent", ())))
    _check_keys(code, set(given), silent)
    values = {key: _value(code, key, value) for key, value in given.items()}
    return RuleProfile(code=code, silent=silent, **values)


def rules() -> tuple[str, ...]:
    """The names of all rules a profile may state."""
    return tuple(rule.name for rule in fields(RuleProfile) if rule.name not in {"code", "name", "silent"})


def _check_keys(code: str, given: set[str], silent: frozenset[str]) -> None:
    known = {"name", *rules()}
    if unknown := sorted((given | silent) - known):
        raise Refused("profile.unknown", field=unknown[0], profile=code, keys=tuple(unknown))
    if twice := sorted(given & silent):
        raise Refused("profile.twice", field=twice[0], profile=code, keys=tuple(twice))
    if missing := sorted(known - given - silent):
        raise Refused("profile.missing", field=missing[0], profile=code, keys=tuple(missing))


def _value(code: str, key: str, value: object) -> Any:
    try:
        return _READ[key](value)
    except (ValueError, TypeError, KeyError) as problem:
        raise Refused("profile.value", field=key, profile=code, key=key, value=str(value)) from problem


def _words(code: str, key: str, value: object) -> list[str]:
    if not isinstance(value, list | tuple):
        raise Refused("profile.value", field=key, profile=code, key=key, value=str(value))
    return [str(word) for word in value]


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(value)
    return value.strip()


def _number(least: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise ValueError(value)
        return value

    return read


def _kilometres(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        raise ValueError(value)
    return float(value)


def _yes_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def _date(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _classes(value: object) -> frozenset[PriorityClass]:
    return frozenset(PriorityClass(text) for text in _words("", "priority_classes", value))


def _second(value: object) -> Mapping[SecondStep, SecondPerson]:
    return MappingProxyType({**DEFAULTS, **{SecondStep(step): SecondPerson(person) for step, person in _table(value).items()}})


def _targets(value: object) -> Mapping[Target, int]:
    return MappingProxyType({Target(name): _number(0)(number) for name, number in _table(value).items()})


def _table(value: object) -> Mapping[Any, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(value)
    return value


_BY_TYPE: dict[str, Callable[[object], object]] = {
    "str": _text,
    "int": _number(1),
    "int | None": _number(1),
    "float | None": _kilometres,
    "bool": _yes_no,
    "date | None": _date,
    "SupplementRule": lambda value: SupplementRule(str(value)),
    "LateReceipt": lambda value: LateReceipt(str(value)),
    "MonthCount": lambda value: MonthCount(str(value)),
    "MonthRule": lambda value: MonthRule(str(value)),
    "CumulativeFrom": lambda value: CumulativeFrom(str(value)),
    "frozenset[PriorityClass]": _classes,
    "Mapping[SecondStep, SecondPerson]": _second,
    "Mapping[Target, int]": _targets,
}
_FROM_ZERO = frozenset({"grace_days", "max_passed", "recalls", "weight_numbers", "appointment_least_days", "appointment_cancel_hours"}) | {
    "appointment_early_minutes",
    "appointment_late_minutes",
}
_READ: dict[str, Callable[[object], object]] = {
    rule.name: _number(0) if rule.name in _FROM_ZERO else _BY_TYPE[str(rule.type)]
    for rule in fields(RuleProfile)
    if rule.name not in {"code", "silent"}
}
