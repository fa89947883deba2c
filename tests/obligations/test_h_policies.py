"""Group H, policies: the checks of its rows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.policies import PolicyKind, PolicyLevel
from app.services import matching, policies
from app.services.policies import PolicyForm
from app.texts import word
from tests.services.people import register

FORM = PolicyForm(
    "示例：培训补贴", PolicyLevel.COUNTY, PolicyKind.TRAINING, date(2026, 1, 1), document_number="示例〔2026〕1号", published=True
)


@pytest.mark.parametrize("level", list(PolicyLevel))
def test_h31_an_expired_policy_of_any_level_is_not_put_on_a_list(sqlite_db, cast, now, level):
    person = register(sqlite_db, cast.clerk1, now)
    form = PolicyForm(FORM.name, level, FORM.kind, FORM.starts_on, ends_on=now.date(), document_number=FORM.document_number, published=True)
    facts = policies.add(sqlite_db, cast.clerk1, now, form)
    assert (facts.level, facts.document_number) == (level, "示例〔2026〕1号")
    offered = [
        [line.record for line in matching.suggest(sqlite_db, cast.clerk1, now + timedelta(days=ahead), person).policies] for ahead in (0, 1)
    ]
    assert offered == [[f"policy:{facts.id}"], []]


def test_h31_the_levels_are_those_of_the_document():
    assert [word(level)[0] for level in PolicyLevel][:4] == ["国", "省", "市", "县"]


def test_h8_the_five_kinds_are_in_the_library(sqlite_db, cast, now):
    five = (PolicyKind.TRAINING, PolicyKind.INSURANCE, PolicyKind.POST, PolicyKind.LOAN, PolicyKind.TAX)
    assert [word(kind) for kind in five] == ["培训补贴", "社会保险补贴", "岗位补贴", "小额担保贷款", "税费减免"]
    for kind in five:
        policies.add(sqlite_db, cast.clerk1, now, PolicyForm(word(kind), PolicyLevel.COUNTY, kind, date(2026, 1, 1)))
        assert [line.name for line in policies.listing(sqlite_db, cast.clerk1, now, kind=kind.value).rows] == [word(kind)]
