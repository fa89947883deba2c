"""The policy library: adding, publishing and finding policies, and how each fits a person, condition by condition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain import policies as rules
from app.domain.actor import Actor
from app.domain.assistance import NO_CATEGORY, Point
from app.domain.clock import business_date
from app.domain.errors import NotFound, Refused, Stale
from app.domain.persons import Gender, StatusKind, age_on, full_months
from app.domain.policies import Condition, FactField, Fit, PolicyFit, PolicyKind, PolicyLevel
from app.services import codes, person_state
from app.services.paging import Page, page_of
from app.services.persons import of as person_of
from app.texts import t, word
from app.texts.phrases.market import condition_text, fit_text
from db import counters as numbers
from db import queries
from db.models import Person, Policy
from db.once import one_at_a_time
from db.uow import Database, ReadSession, Unit

PAGE = 100
_ORDER = {Fit.MEETS: 0, Fit.UNKNOWN: 1, Fit.FAILS: 2}


@dataclass(frozen=True, slots=True)
class PolicyForm:
    """What the form of a policy holds; ``conditions`` are mappings of field, operator, value and the document's wording."""

    name: str
    level: PolicyLevel
    kind: PolicyKind
    starts_on: date
    ends_on: date | None = None
    document_number: str = ""
    conditions: Sequence[Mapping[str, Any]] = ()
    summary: str = ""
    how_to_apply: str = ""
    published: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class PolicyFacts:
    """A policy as lists and pages show it; ``conditions`` in words; ``on_board`` says that the public board shows it today."""

    id: int
    version: int
    code: str
    name: str
    level: PolicyLevel
    kind: PolicyKind
    document_number: str
    starts_on: date
    ends_on: date | None
    conditions: tuple[str, ...]
    summary: str
    how_to_apply: str
    published: bool
    on_board: bool


@dataclass(frozen=True, slots=True)
class PolicyMatch:
    """How a policy fits a person; ``reasons`` say of every condition whether it is met, lacking or not known."""

    id: int
    name: str
    fit: Fit
    reasons: tuple[str, ...]
    summary: str
    how_to_apply: str


def add(db: Database, actor: Actor, now: datetime, form: PolicyForm) -> PolicyFacts:
    """Take a policy into the library."""
    with db.write("policy.change", actor, now) as unit:
        row = Policy(recorded_at=now)
        _put(unit, row, form)
        year = f"{business_date(now):%Y}"
        row.code = form.code.strip() or f"ZC{year}-{numbers.next_number(unit, 'policy', year):03d}"
        one_at_a_time(unit, "policy", row.code)
        if queries.market.policy_by_code(unit, row.code) is not None:
            raise Refused("policy.code_taken", field="code", code=row.code)
        unit.add(row)
        unit.flush()
        unit.about(row)
        return _facts(row, business_date(now))


def change(db: Database, actor: Actor, now: datetime, policy_id: int, version: int, form: PolicyForm) -> PolicyFacts:
    """Change a policy; its code stays."""
    with db.write("policy.change", actor, now) as unit:
        row = _held(unit, policy_id)
        if row.version != version:
            raise Stale("policy.changed", name=row.name)
        _put(unit, row, form)
        unit.about(row)
        unit.flush()
        return _facts(row, business_date(now))


def _put(unit: Unit, row: Policy, form: PolicyForm) -> None:
    conditions = rules.parse_conditions(form.conditions)
    rules.check_policy(rules.Policy(form.code, form.name, form.level, form.kind, form.starts_on, form.ends_on, conditions=conditions))
    row.name, row.level, row.kind = form.name.strip(), form.level.value, form.kind.value
    row.document_number, row.starts_on, row.ends_on = form.document_number.strip(), form.starts_on, form.ends_on
    row.conditions = [{"field": c.field.value, "operator": c.operator.value, "value": c.value, "text": c.text} for c in conditions]
    row.summary, row.how_to_apply, row.published = form.summary.strip(), form.how_to_apply.strip(), form.published


def publish(db: Database, actor: Actor, now: datetime, policy_id: int, *, published: bool = True) -> PolicyFacts:
    """Put a policy on the board (it shows from its first day to its last), or take it off."""
    with db.write("policy.change", actor, now) as unit:
        row = _held(unit, policy_id)
        row.published = published
        unit.about(row)
        unit.flush()
        return _facts(row, business_date(now))


def _held(unit: Unit, policy_id: int) -> Policy:
    row = unit.hold(Policy, policy_id)
    if row is None:
        raise NotFound("policy.not_found", field="policy")
    return row


def of(session: ReadSession | Unit, policy_id: int) -> Policy:
    """The policy, ``NotFound`` without one."""
    row = session.get(Policy, policy_id)
    if row is None:
        raise NotFound("policy.not_found", field="policy")
    return row


def show(db: Database, actor: Actor, now: datetime, policy_id: int) -> PolicyFacts:
    """One policy."""
    with db.read("policy.read", actor) as session:
        return _facts(of(session, policy_id), business_date(now))


def listing(
    db: Database,
    actor: Actor,
    now: datetime,
    *,
    text: str = "",
    level: str = "",
    kind: str = "",
    board: bool = False,
    after: int | None = None,
    limit: int = PAGE,
) -> Page[PolicyFacts]:
    """Policies, the newest first; ``board`` keeps what the public board shows today."""
    today = business_date(now)
    with db.read("policy.read", actor) as session:
        rows = queries.market.policy_page(session, text.strip(), level, kind, today if board else None, after, limit + 1)
        return page_of(rows, limit, lambda row: _facts(row, today), lambda row: row.id)


def _facts(row: Policy, today: date) -> PolicyFacts:
    policy = value_of(row)
    return PolicyFacts(
        row.id,
        row.version,
        row.code,
        row.name,
        policy.level,
        policy.kind,
        row.document_number,
        row.starts_on,
        row.ends_on,
        tuple(map(_in_words, policy.conditions)),
        row.summary,
        row.how_to_apply,
        row.published,
        row.published and rules.in_force(policy, today),
    )


def value_of(row: Policy) -> rules.Policy:
    """The rules' view of a stored policy."""
    conditions = rules.parse_conditions(row.conditions)
    level, kind = PolicyLevel(row.level), PolicyKind(row.kind)
    return rules.Policy(row.code, row.name, level, kind, row.starts_on, row.ends_on, row.document_number, conditions)


def _in_words(condition: Condition) -> str:
    return condition_text(condition, _value_text(condition))


def _value_text(condition: Condition) -> str:
    """A condition's value as people name it: codes by their names."""
    value = condition.value
    if isinstance(value, bool):
        return t("是") if value else t("否")
    if condition.field is FactField.EDUCATION_RANK:
        return "、".join(row.name for row in codes.tables()["education"].rows if row.rank == value) or str(value)
    if condition.field is FactField.GENDER:
        return codes.name("gender", str(value))
    parts = value if isinstance(value, list | tuple) else [value]
    return "、".join(_code_name(condition.field, part) for part in parts)


_TABLES = {FactField.GROUPS: "key_group", FactField.HARDSHIP: "hardship", FactField.HUKOU: "hukou"}


def _code_name(field: FactField, value: Any) -> str:
    if field is FactField.STATUS and value in set(StatusKind):
        return word(StatusKind(value))
    return codes.name(_TABLES[field], value) if field in _TABLES else str(value)


# how the library fits a person


def match(db: Database, actor: Actor, now: datetime, person_id: int) -> tuple[PolicyMatch, ...]:
    """The published policies in force that a person meets, may meet, or nearly meets; in this order."""
    with db.read("person.read", actor) as session:
        return match_in(session, business_date(now), person_of(session, person_id))


def match_in(session: ReadSession | Unit, today: date, person: Person) -> tuple[PolicyMatch, ...]:
    """The same inside a read or a unit of work that does more."""
    facts = facts_of(session, person, today)
    fits = [(row, rules.fit(value_of(row), facts)) for row in queries.market.policies_in_force(session, today)]
    kept = [(row, found) for row, found in fits if found.fit is not Fit.FAILS or rules.nearly(found)]
    kept.sort(key=lambda pair: (_ORDER[pair[1].fit], pair[0].code))
    return tuple(PolicyMatch(row.id, row.name, found.fit, _reasons(found), row.summary, row.how_to_apply) for row, found in kept)


def _reasons(found: PolicyFit) -> tuple[str, ...]:
    """What is lacking first, then what is not known, then what is met."""
    ordered = sorted(found.conditions, key=lambda pair: -_ORDER[pair[1]])
    return tuple(fit_text(answer, _in_words(condition)) for condition, answer in ordered)


def facts_of(session: ReadSession | Unit, person: Person, today: date) -> dict[FactField, Any]:
    """The named facts of a person; None where a fact is not known."""
    points = person_state.facts_of(session, person)
    certificates = points[Point.SKILL].get("certificates")
    return {
        FactField.AGE: age_on(person.birth_date, today) if person.birth_date else None,
        FactField.GENDER: person.gender if person.gender in (Gender.MALE, Gender.FEMALE) else None,
        FactField.EDUCATION_RANK: codes.tables()["education"].rank(person.education),
        FactField.GROUPS: tuple(queries.people.groups_held(session, [person.id], today).get(person.id, ())),
        FactField.STATUS: person.status or None,
        FactField.UNEMPLOYED_MONTHS: _unemployed_months(session, person, today),
        FactField.HARDSHIP: _hardship(session, person.id, points[Point.HARDSHIP].get("category")),
        FactField.RESIDENT: person.resident,
        FactField.HUKOU: person.hukou or None,
        FactField.HAS_CERTIFICATE: None if certificates is None else bool(certificates),
    }


def _unemployed_months(session: ReadSession | Unit, person: Person, today: date) -> int | None:
    if person.status != StatusKind.REGISTERED_UNEMPLOYED.value:
        return 0 if person.status else None
    spans = queries.people.status_spans(session, person.id)
    return full_months(spans[-1].since, today) if spans else None


def _hardship(session: ReadSession | Unit, person_id: int, asked: str | None) -> str | None:
    """The recognised category; none where an officer found that there is none; else not known."""
    for row in queries.people.hardships(session, person_id):
        if row.recognised_on is not None and row.ended_on is None:
            return row.category
    return NO_CATEGORY if asked == NO_CATEGORY else None
