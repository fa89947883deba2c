"""The policy library: dated conditions as data, the board, and how each fits a person with what is lacking."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.errors import Conflict, NotAllowed, NotFound, Refused
from app.domain.policies import Fit, PolicyKind, PolicyLevel
from app.services import policies
from app.services.policies import PolicyForm
from db import audit
from tests.services.people import register, unemployed

OLDER = {"field": "groups", "operator": "any", "value": ["older", "long_unemployed"]}
JUNIOR = {"field": "education_rank", "operator": "ge", "value": 2, "text": "初中及以上文化程度"}
RESIDENT = {"field": "resident", "operator": "eq", "value": True}
FORM = PolicyForm(
    "示例：灵活就业社会保险补贴",
    PolicyLevel.COUNTY,
    PolicyKind.INSURANCE,
    date(2026, 1, 1),
    conditions=(OLDER, RESIDENT),
    summary="示例内容",
    published=True,
)


@pytest.fixture
def person(db, cast, now):
    person_id = register(db, cast.clerk1, now, born=date(1978, 4, 26))
    unemployed(db, cast.clerk1, now, person_id)
    return person_id


def fits(db, cast, now, person) -> list[tuple[str, Fit]]:
    return [(one.name, one.fit) for one in policies.match(db, cast.clerk1, now, person)]


def test_a_policy_has_a_number_and_its_conditions_in_words(db, cast, now):
    facts = policies.add(db, cast.clerk1, now, FORM)
    assert facts.code == "ZC2026-001"
    assert facts.conditions == ("重点群体至少有一项大龄（4050）、长期失业人员", "是否常住：是")
    with db.read("audit.read", cast.head) as session:
        assert audit.verify(session, db.vault).ok


def test_a_condition_that_cannot_be_read_is_named_and_nothing_is_kept(db, cast, now):
    with pytest.raises(Refused) as refusal:
        policies.add(db, cast.clerk1, now, replace(FORM, conditions=(OLDER, {"field": "age", "operator": "ge", "value": "x"})))
    assert refusal.value.params["number"] == 2
    assert policies.listing(db, cast.clerk1, now).rows == ()


def test_a_policy_shows_on_the_board_from_its_first_day_to_its_last(db, cast, now):
    day = now.date()
    policies.add(db, cast.clerk1, now, replace(FORM, starts_on=day + timedelta(days=1), ends_on=day + timedelta(days=2)))
    shown = [len(policies.listing(db, cast.admin, now + timedelta(days=ahead), board=True).rows) for ahead in range(4)]
    assert shown == [0, 1, 1, 0]


def test_an_unpublished_policy_is_neither_shown_nor_offered(db, cast, now, person):
    facts = policies.add(db, cast.clerk1, now, replace(FORM, published=False))
    assert fits(db, cast, now, person) == []
    assert policies.publish(db, cast.clerk1, now, facts.id).on_board
    assert fits(db, cast, now, person) == [(FORM.name, Fit.MEETS)]


def test_an_expired_policy_is_not_offered(db, cast, now, person):
    policies.add(db, cast.clerk1, now, replace(FORM, ends_on=now.date()))
    assert len(fits(db, cast, now, person)) == 1
    assert fits(db, cast, now + timedelta(days=1), person) == []


def test_what_is_lacking_stands_first_and_policies_met_before_those_to_check(db, cast, now, person):
    policies.add(db, cast.clerk1, now, replace(FORM, name="B", conditions=(JUNIOR, RESIDENT)))
    policies.add(db, cast.clerk1, now, replace(FORM, name="A"))
    policies.add(db, cast.clerk1, now, replace(FORM, name="C", conditions=({**OLDER, "value": ["veteran"]}, RESIDENT)))
    policies.add(db, cast.clerk1, now, replace(FORM, name="D", conditions=({"field": "gender", "operator": "eq", "value": 1}, RESIDENT)))
    found = policies.match(db, cast.clerk1, now, person)
    assert [(one.name, one.fit) for one in found] == [("A", Fit.MEETS), ("B", Fit.UNKNOWN), ("C", Fit.FAILS)]
    assert found[1].reasons == ("待核：初中及以上文化程度", "符合：是否常住：是")
    assert found[2].reasons[0] == "还差：重点群体至少有一项退役军人"


def test_months_without_work_status_and_hardship_are_facts(db, cast, now, person):
    wanted = (
        {"field": "unemployed_months", "operator": "ge", "value": 7},
        {"field": "status", "operator": "in", "value": ["registered_unemployed"]},
        {"field": "hardship", "operator": "eq", "value": "older"},
    )
    policies.add(db, cast.clerk1, now, replace(FORM, conditions=wanted))
    assert policies.match(db, cast.clerk1, now, person)[0].reasons == (
        "待核：困难类别：大龄失业人员",
        "符合：失业月数不少于7",
        "符合：就业失业状态属于登记失业",
    )


def test_a_policy_changes_under_its_version_and_keeps_its_code(db, cast, now):
    facts = policies.add(db, cast.clerk1, now, replace(FORM, code="省〔2026〕1"))
    changed = policies.change(db, cast.clerk1, now, facts.id, facts.version, replace(FORM, name="新名称"))
    assert (changed.code, changed.name) == ("省〔2026〕1", "新名称")
    with pytest.raises(Conflict):
        policies.change(db, cast.clerk1, now, facts.id, facts.version, FORM)
    with pytest.raises(Refused, match="code_taken"):
        policies.add(db, cast.clerk1, now, replace(FORM, code="省〔2026〕1"))


def test_the_library_is_searched_by_level_kind_and_words(db, cast, now):
    policies.add(db, cast.clerk1, now, FORM)
    policies.add(db, cast.clerk1, now, replace(FORM, name="示例：技能培训补贴", kind=PolicyKind.TRAINING, level=PolicyLevel.PROVINCE))
    found = [
        [one.code for one in policies.listing(db, cast.clerk1, now, **only).rows]
        for only in ({"level": "province"}, {"kind": "insurance"}, {"text": "培训"}, {})
    ]
    assert found == [["ZC2026-002"], ["ZC2026-001"], ["ZC2026-002"], ["ZC2026-002", "ZC2026-001"]]


def test_the_county_reads_the_library_and_the_administrator_sees_no_person(db, cast, now, person):
    facts = policies.add(db, cast.clerk1, now, FORM)
    assert policies.show(db, cast.county, now, facts.id).name == FORM.name
    with pytest.raises(NotAllowed):
        policies.match(db, cast.admin, now, person)
    with pytest.raises(NotFound):
        policies.show(db, cast.county, now, 99)
