"""Who comes for what in the made-up past: each item with the people it is for, who goes first in the hall, which job suits whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from app.domain.demo_chance import Chance, Weighted
from app.domain.demo_people import PENSION, SCHOOLED, Life
from app.domain.persons import IN_WORK, Gender, age_on, is_4050
from app.domain.policies import Condition, FactField, Fit, holds
from app.domain.queueing import PriorityClass

WORKING = frozenset(status.value for status in IN_WORK)
JOBLESS = frozenset({"registered_unemployed", "unemployed", "outside"})
FRESH = timedelta(days=60)
"""How long after losing or finding work somebody still comes to have it registered."""
LONG_WITHOUT = timedelta(days=366)
SENIOR = 60
DESK_WORK = frozenset({"行政办公", "教育", "旅游服务"})

Fits = Callable[[Life, date], bool]


def age(life: Life, day: date) -> int:
    """The age on a day."""
    return age_on(life.born, day)


def is_active(life: Life, day: date) -> bool:
    """Of working age, neither at school nor retired."""
    return life.status_on(day) not in ("student", "retired") and 16 <= age(life, day) < PENSION[life.gender]


def in_group(life: Life, day: date, *groups: str) -> bool:
    """Whether an officer had set one of these tags by then."""
    return any(one.group in groups and one.since <= day for one in life.groups)


def is_recognised(life: Life, day: date) -> bool:
    """Recognised as a person in difficulty by then."""
    return life.hardship is not None and life.hardship.recognised_on is not None and life.hardship.recognised_on <= day


def _since(life: Life, day: date) -> date:
    return max((fact.since for fact in life.statuses if fact.since <= day), default=day)


REGISTERS: Mapping[str, frozenset[str]] = {"SYDJ": frozenset({"registered_unemployed"}), "JYDJ": WORKING}
"""The items that register a status, each of those who have had it for not long: what is registered is what the record says."""


def _registers(item: str) -> Fits:
    return lambda life, day: life.status_on(day) in REGISTERS[item] and day - _since(life, day) <= FRESH and is_active(life, day)


def _may_be_hard_to_place(life: Life, day: date) -> bool:
    if life.status_on(day) != "registered_unemployed" or not is_active(life, day):
        return False
    long_without = day - _since(life, day) > LONG_WITHOUT
    return is_4050(life.gender, life.born, day) or long_without or in_group(life, day, "disabled", "low_income")


def _of_status(*wanted: str) -> Fits:
    return lambda life, day: life.status_on(day) in wanted and is_active(life, day)


_SEEKS = _of_status("registered_unemployed", "unemployed", "outside", "flexible")
_FOR_A_FIRM = _of_status("employed", "self_employed")
_STARTS_UP = _of_status("self_employed", "flexible", *JOBLESS)
_LEARNS = _of_status("flexible", "employed", "self_employed", *JOBLESS)

FITS: Mapping[str, Fits] = {
    "SYDJ": _registers("SYDJ"),
    "JYDJ": _registers("JYDJ"),
    "JYCYZ": _of_status(*WORKING, *JOBLESS),
    "JYKN": _may_be_hard_to_place,
    "LJYRD": lambda life, day: life.status_on(day) == "registered_unemployed" and life.marital == "married" and is_active(life, day),
    "KNSB": lambda life, day: is_recognised(life, day) and life.status_on(day) in WORKING,
    "LHSB": lambda life, day: life.status_on(day) == "flexible" and is_active(life, day),
    "GYBT": lambda life, day: life.status_on(day) == "welfare_post" or (is_recognised(life, day) and is_active(life, day)),
    "BYSDJ": lambda life, day: in_group(life, day, "graduate") and life.status_on(day) not in WORKING,
    **dict.fromkeys(("CYDK", "XEDK", "CYBT", "CYFW"), _STARTS_UP),
    **dict.fromkeys(("DWSB", "JXBT", "GWFB", "GWKF"), _FOR_A_FIRM),
    **dict.fromkeys(("PXBT", "PXTJ", "DDPX"), _LEARNS),
    "QZDJ": lambda life, day: _SEEKS(life, day) or life.status_on(day) == "student",
    "ZYZD": lambda life, day: _SEEKS(life, day) or life.status_on(day) == "student",
    "ZYJS": lambda life, day: _SEEKS(life, day) or life.status_on(day) == "student",
    "JYYZ": _of_status("registered_unemployed"),
}
"""Items of the starting catalogue; any other is for everybody."""

EVER: Mapping[str, Callable[[Life], bool]] = {
    "BYSDJ": lambda life: any(one.group == "graduate" for one in life.groups),
    **dict.fromkeys(("KNSB", "GYBT"), lambda life: life.hardship is not None),
    **dict.fromkeys(("JYKN", "LJYRD", "JYYZ"), lambda life: any("unemployed" in fact.status for fact in life.statuses)),
    "LHSB": lambda life: any(fact.status == "flexible" for fact in life.statuses),
}
"""Among whom the few are looked for whom an item is for."""

ONCE = timedelta(days=3650)
AGAIN: Mapping[str, timedelta] = {
    **dict.fromkeys(("JYCYZ", "BYSDJ", "LJYRD", "CYBT"), ONCE),
    **dict.fromkeys(("JYKN", "CYDK", "XEDK", "GYBT"), timedelta(days=330)),
    **dict.fromkeys(("SYDJ", "JYDJ", "KNSB", "LHSB", "PXBT", "JXBT", "DWSB"), timedelta(days=170)),
}
"""After how long the same person comes for the same thing again."""
SOON = timedelta(days=6)


def fits(item: str, life: Life, day: date) -> bool:
    """Whether an item is for a person as things stand on a day."""
    known = FITS.get(item)
    return known is None or known(life, day)


STRANGERS = Weighted(
    [(None, 95.0), (PriorityClass.ELDERLY, 3.0), (PriorityClass.DISABLED, 0.7), (PriorityClass.PREGNANT, 0.5), (PriorityClass.VETERAN, 0.8)]
)
ASKS, EXPECTING = 0.75, 0.015


def priority_of(life: Life | None, day: date, chance: Chance) -> PriorityClass | None:
    """Who goes first, and asks for it; somebody without a name is taken at their word."""
    if life is None:
        return STRANGERS.draw(chance)
    if age(life, day) >= SENIOR:
        asked = PriorityClass.ELDERLY
    elif in_group(life, day, "disabled"):
        asked = PriorityClass.DISABLED
    elif in_group(life, day, "veteran"):
        asked = PriorityClass.VETERAN
    elif life.gender is Gender.FEMALE and 21 <= age(life, day) <= 40 and chance.hit(EXPECTING):
        return PriorityClass.PREGNANT
    else:
        return None
    return asked if chance.hit(ASKS) else None


def suits(values: Mapping[str, Any], life: Life, day: date) -> bool:
    """Whether a job could be put to a person: training posts to the young, welfare posts to the recognised, desks to the schooled."""
    years, kind = age(life, day), values["kind"]
    if kind == "internship" and (years > 24 or life.education not in SCHOOLED):
        return False
    if kind == "public_welfare" and not is_recognised(life, day):
        return False
    if values["occupation"] in DESK_WORK and life.education not in SCHOOLED:
        return False
    return years >= values["age_min"] and (values["age_max"] is None or years <= values["age_max"])


def facts_of(life: Life, day: date) -> Mapping[FactField, Any]:
    """What the conditions of policies look at, as it stood on a day."""
    status = life.status_on(day)
    groups = {one.group for one in life.groups if one.since <= day} | ({"hardship"} if is_recognised(life, day) else set())
    months = (day - _since(life, day)).days // 30 if "unemployed" in status else 0
    return {FactField.AGE: age(life, day), FactField.STATUS: status, FactField.GROUPS: groups, FactField.UNEMPLOYED_MONTHS: months}


def meets(conditions: Iterable[Condition], facts: Mapping[FactField, Any]) -> bool:
    """Whether somebody meets every condition of a policy."""
    return all(holds(one, facts) is Fit.MEETS for one in conditions)
