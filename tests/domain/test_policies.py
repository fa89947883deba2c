"""Policies and their conditions."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.domain import policies
from app.domain.errors import Refused
from app.domain.policies import Fit, Policy, PolicyKind, PolicyLevel, parse_conditions

FACTS = policies.FactField
CONDITIONS = parse_conditions(
    [
        {"field": "groups", "operator": "any", "value": ["hardship"], "text": "已认定为就业困难人员"},
        {"field": "status", "operator": "in", "value": ["flexible"], "text": "灵活就业"},
        {"field": "age", "operator": "ge", "value": 40},
    ]
)
POLICY = Policy(
    "P1", "灵活就业社保补贴", PolicyLevel.PROVINCE, PolicyKind.INSURANCE, date(2026, 1, 1), date(2026, 12, 31), conditions=CONDITIONS
)
WOMAN: dict[policies.FactField, Any] = {FACTS.GROUPS: {"hardship", "older"}, FACTS.STATUS: "flexible", FACTS.AGE: 48}


def test_a_policy_is_met_when_all_its_conditions_hold():
    assert policies.fit(POLICY, WOMAN).fit is Fit.MEETS
    assert policies.fit(replace(POLICY, conditions=()), {}).fit is Fit.MEETS


def test_a_failed_condition_is_named():
    found = policies.fit(POLICY, WOMAN | {FACTS.GROUPS: {"veteran"}})
    assert found.fit is Fit.FAILS
    assert [condition.text for condition, answer in found.conditions if answer is Fit.FAILS] == ["已认定为就业困难人员"]


def test_a_missing_fact_leaves_the_answer_open():
    assert policies.fit(POLICY, {FACTS.GROUPS: {"hardship"}, FACTS.STATUS: "flexible"}).fit is Fit.UNKNOWN


@pytest.mark.parametrize(
    ("field", "operator", "value", "fact", "holds"),
    [
        ("age", "eq", 40, 40, True),
        ("age", "le", 40, 41, False),
        ("gender", "ne", 1, 2, True),
        ("hukou", "not_in", ["rural"], "rural", False),
        ("groups", "none", ["veteran"], {"hardship"}, True),
        ("resident", "eq", True, False, False),
    ],
)
def test_every_operator_compares(field: str, operator: str, value: Any, fact: Any, holds: bool):
    (condition,) = parse_conditions([{"field": field, "operator": operator, "value": value}])
    assert policies.holds(condition, {condition.field: fact}) is (Fit.MEETS if holds else Fit.FAILS)


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"field": "shoe_size", "operator": "eq", "value": 40},
        {"field": "age", "operator": "any", "value": ["x"]},
        {"field": "age", "operator": "ge", "value": "40"},
        {"field": "age", "operator": "ge", "value": True},
        {"field": "status", "operator": "in", "value": []},
        {"field": "resident", "operator": "eq", "value": "__import__('os')"},
    ],
)
def test_a_condition_that_makes_no_sense_is_refused(raw: dict[str, Any]):
    with pytest.raises(Refused, match="policy.condition"):
        parse_conditions([raw])


def test_an_expired_policy_is_not_offered():
    assert [policy.code for policy, _ in policies.offered([POLICY], WOMAN, date(2026, 12, 31))] == ["P1"]
    assert policies.offered([POLICY], WOMAN, date(2027, 1, 1)) == ()
    assert policies.in_force(replace(POLICY, ends_on=None), date(2030, 1, 1))


def test_what_is_met_is_offered_before_what_is_open():
    open_one = replace(POLICY, code="P0", conditions=parse_conditions([{"field": "hukou", "operator": "eq", "value": "urban"}]))
    failed = replace(POLICY, code="P2", conditions=parse_conditions([{"field": "age", "operator": "le", "value": 24}]))
    offered = policies.offered([open_one, failed, POLICY], WOMAN, date(2026, 3, 2))
    assert [policy.code for policy, _ in offered] == ["P1", "P0"]


def test_a_policy_has_a_name_and_ends_after_its_start():
    policies.check_policy(POLICY)
    for change, code in [({"name": " "}, "policy.name_empty"), ({"ends_on": date(2025, 12, 31)}, "policy.dates")]:
        with pytest.raises(Refused, match=code):
            policies.check_policy(replace(POLICY, **change))


def test_every_fact_has_a_type_and_every_type_its_operators():
    assert set(policies.FACT_TYPES) == set(policies.FactField)
    assert set(policies.OPERATORS) == set(policies.FactType)


def test_a_policy_is_nearly_met_when_one_condition_that_can_change_fails():
    age = policies.Condition(FACTS.AGE, policies.Operator.GE, 40)
    months = policies.Condition(FACTS.UNEMPLOYED_MONTHS, policies.Operator.GE, 12)
    found = {
        (Fit.MEETS, Fit.FAILS): True,
        (Fit.UNKNOWN, Fit.FAILS): True,
        (Fit.FAILS, Fit.MEETS): False,
        (Fit.FAILS, Fit.FAILS): False,
        (Fit.MEETS, Fit.MEETS): False,
    }
    assert {pair: policies.nearly(policies.PolicyFit(Fit.FAILS, ((age, pair[0]), (months, pair[1])))) for pair in found} == found
    assert not policies.nearly(policies.PolicyFit(Fit.FAILS, ((months, Fit.FAILS),)))
