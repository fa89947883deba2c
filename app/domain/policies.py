"""Policies with their conditions as data: (field, operator, value) over named facts of a person; nothing is evaluated as code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain.errors import Refused


class PolicyLevel(StrEnum):
    """国、省、市、县."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


class PolicyKind(StrEnum):
    """培训补贴、社保补贴、岗位补贴、小额担保贷款、税费减免 (002 附件3) and those the other rows name."""

    TRAINING = "training"
    INSURANCE = "insurance"
    POST = "post"
    LOAN = "loan"
    TAX = "tax"
    START_UP = "start_up"
    INTERNSHIP = "internship"
    OTHER = "other"


class FactType(StrEnum):
    """What kind of value a fact is."""

    NUMBER = "number"
    TEXT = "text"
    CODES = "codes"
    FLAG = "flag"


class FactField(StrEnum):
    """The facts of a person a condition may ask for."""

    AGE = "age"
    GENDER = "gender"
    EDUCATION_RANK = "education_rank"
    GROUPS = "groups"
    STATUS = "status"
    UNEMPLOYED_MONTHS = "unemployed_months"
    HARDSHIP = "hardship"
    RESIDENT = "resident"
    HUKOU = "hukou"
    HAS_CERTIFICATE = "has_certificate"


FACT_TYPES: dict[FactField, FactType] = {
    FactField.AGE: FactType.NUMBER,
    FactField.GENDER: FactType.NUMBER,
    FactField.EDUCATION_RANK: FactType.NUMBER,
    FactField.GROUPS: FactType.CODES,
    FactField.STATUS: FactType.TEXT,
    FactField.UNEMPLOYED_MONTHS: FactType.NUMBER,
    FactField.HARDSHIP: FactType.TEXT,
    FactField.RESIDENT: FactType.FLAG,
    FactField.HUKOU: FactType.TEXT,
    FactField.HAS_CERTIFICATE: FactType.FLAG,
}


class Operator(StrEnum):
    """How a fact is compared; ``any`` and ``none`` compare lists of codes."""

    EQ = "eq"
    NE = "ne"
    GE = "ge"
    LE = "le"
    IN = "in"
    NOT_IN = "not_in"
    ANY = "any"
    NONE = "none"


OPERATORS: dict[FactType, frozenset[Operator]] = {
    FactType.NUMBER: frozenset({Operator.EQ, Operator.NE, Operator.GE, Operator.LE}),
    FactType.TEXT: frozenset({Operator.EQ, Operator.NE, Operator.IN, Operator.NOT_IN}),
    FactType.CODES: frozenset({Operator.ANY, Operator.NONE}),
    FactType.FLAG: frozenset({Operator.EQ}),
}
_LISTS = frozenset({Operator.IN, Operator.NOT_IN, Operator.ANY, Operator.NONE})


class Fit(StrEnum):
    """Whether a person meets a condition or a policy; unknown where a fact is missing."""

    MEETS = "meets"
    FAILS = "fails"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition; ``text`` is its wording in the document, shown as the reason."""

    field: FactField
    operator: Operator
    value: Any
    text: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy of the library; ``ends_on`` is its last day, None where it is open."""

    code: str
    name: str
    level: PolicyLevel
    kind: PolicyKind
    starts_on: date
    ends_on: date | None = None
    document_number: str = ""
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyFit:
    """How a policy fits a person, with every condition's own answer."""

    fit: Fit
    conditions: tuple[tuple[Condition, Fit], ...]


def parse_conditions(raw: Sequence[Mapping[str, Any]]) -> tuple[Condition, ...]:
    """Conditions from stored or imported data; ``Refused`` names the condition that is wrong."""
    return tuple(_condition(number, one) for number, one in enumerate(raw, 1))


def _condition(number: int, raw: Mapping[str, Any]) -> Condition:
    try:
        condition = Condition(FactField(raw["field"]), Operator(raw["operator"]), raw["value"], str(raw.get("text", "")))
    except (KeyError, ValueError, TypeError):
        raise Refused("policy.condition", field="conditions", number=number) from None
    if condition.operator not in OPERATORS[FACT_TYPES[condition.field]] or not _value_fits(condition):
        raise Refused("policy.condition", field="conditions", number=number)
    return condition


def _value_fits(condition: Condition) -> bool:
    value = condition.value
    if condition.operator in _LISTS:
        return isinstance(value, list | tuple) and bool(value) and all(isinstance(part, str) for part in value)
    wanted = {FactType.NUMBER: int, FactType.TEXT: str, FactType.FLAG: bool}[FACT_TYPES[condition.field]]
    return type(value) is wanted


def check_policy(policy: Policy) -> None:
    """Refuse a policy without a name or with an end before its start."""
    if not policy.name.strip():
        raise Refused("policy.name_empty", field="name")
    if policy.ends_on is not None and policy.ends_on < policy.starts_on:
        raise Refused("policy.dates", field="ends_on", date=policy.starts_on.isoformat())


def in_force(policy: Policy, on: date) -> bool:
    """Whether a policy is offered on a day; one that has run out is not (H31)."""
    return policy.starts_on <= on and (policy.ends_on is None or on <= policy.ends_on)


def holds(condition: Condition, facts: Mapping[FactField, Any]) -> Fit:
    """Whether one condition holds; unknown where the person's fact is missing."""
    fact = facts.get(condition.field)
    if fact is None:
        return Fit.UNKNOWN
    return Fit.MEETS if _compare(condition.operator, fact, condition.value) else Fit.FAILS


def _compare(operator: Operator, fact: Any, value: Any) -> bool:
    match operator:
        case Operator.EQ:
            return bool(fact == value)
        case Operator.NE:
            return bool(fact != value)
        case Operator.GE:
            return bool(fact >= value)
        case Operator.LE:
            return bool(fact <= value)
        case Operator.IN:
            return fact in value
        case Operator.NOT_IN:
            return fact not in value
        case Operator.ANY:
            return not set(fact).isdisjoint(value)
        case Operator.NONE:
            return set(fact).isdisjoint(value)


def fit(policy: Policy, facts: Mapping[FactField, Any]) -> PolicyFit:
    """How a policy fits: failed if one condition fails, unknown if a fact is missing, met when all hold."""
    answers = tuple((condition, holds(condition, facts)) for condition in policy.conditions)
    given = {answer for _, answer in answers}
    worst = Fit.FAILS if Fit.FAILS in given else Fit.UNKNOWN if Fit.UNKNOWN in given else Fit.MEETS
    return PolicyFit(worst, answers)


_FIXED = frozenset({FactField.AGE, FactField.GENDER, FactField.HUKOU})


def nearly(found: PolicyFit) -> bool:
    """Whether one condition alone is failed, and one that can change: a policy to keep in view for the person."""
    failed = [condition for condition, answer in found.conditions if answer is Fit.FAILS]
    return len(failed) == 1 and len(found.conditions) > 1 and failed[0].field not in _FIXED


def offered(policies: Sequence[Policy], facts: Mapping[FactField, Any], on: date) -> tuple[tuple[Policy, PolicyFit], ...]:
    """The policies in force that the person does not fail, those met first."""
    fits = ((policy, fit(policy, facts)) for policy in policies if in_force(policy, on))
    kept = [(policy, found) for policy, found in fits if found.fit is not Fit.FAILS]
    return tuple(sorted(kept, key=lambda pair: (pair[1].fit is not Fit.MEETS, pair[0].code)))
