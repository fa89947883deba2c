"""Bundles on both databases: opened at once, each material asked for once, closed in their order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.errors import NotFound, Refused
from app.services import bundles, case_acts, cases, items
from app.services.bundles import BundleForm
from tests.services.people import register


@pytest.fixture
def person(db, cast, now):
    return register(db, cast.clerk1, now, "韩梅")


def opened(db, cast, now, person, kind="LHJY"):
    return bundles.open_bundle(db, cast.clerk1, now, BundleForm(kind, person))


def states(db, cast, now, facts):
    lists = {}
    for number, _, _ in facts.cases:
        view = cases.show(db, cast.clerk1, now, number)
        lists[view.facts.item] = {line.name: line.state for line in view.materials}
    return lists


def accept_all(db, cast, now, facts):
    for number, _, _ in facts.cases:
        case_acts.accept(db, cast.clerk1, now, number)


def test_b22_one_act_opens_the_linked_items_under_one_number_and_asks_for_each_shared_material_once(db, cast, now, person):
    facts = opened(db, cast, now, person)
    assert [name for _, name, _ in facts.cases] == ["就业登记", "社会保险登记", "灵活就业社会保险补贴申领"]
    assert {cases.show(db, cast.clerk1, now, number).bundle.number for number, _, _ in facts.cases} == {facts.number}
    asked = {one.name: len(one.cases) for one in facts.materials}
    assert len(asked) == len(facts.materials)
    assert asked["劳动合同、营业执照或灵活就业说明，按就业形式提供一种"] == 2
    assert asked["有效身份证件"] >= 2
    assert bundles.show(db, cast.county, facts.number) == facts


def test_a_shared_material_handed_in_for_one_is_there_for_all_and_missing_again_for_all(db, cast, now, person):
    asked = items.guide(db, cast.head, "JYDJ").item.materials
    items.change(db, cast.head, now, "JYDJ", {"materials": tuple(replace(one, waivable=True) for one in asked)})
    items.publish(db, cast.head, now, "JYDJ")
    facts = opened(db, cast, now, person, "SXDJ")
    first = facts.cases[0][0]
    case_acts.receive_material(db, cast.clerk1, now, first, ["M1"], "checked")
    assert {lines["有效身份证件"] for lines in states(db, cast, now, facts).values()} == {"checked"}
    last = cases.show(db, cast.clerk1, now, facts.cases[2][0])
    assert [(e.text, e.data["with"]) for e in last.events if e.kind == "material"] == [("有效身份证件", first)]
    case_acts.receive_material(db, cast.clerk1, now, facts.cases[2][0], ["M1"], "missing")
    assert {lines["有效身份证件"] for lines in states(db, cast, now, facts).values()} == {"missing"}
    with pytest.raises(Refused, match=r"case\.material_not_waivable"):
        case_acts.receive_material(db, cast.clerk1, now, facts.cases[2][0], ["M1"], "waived")
    case_acts.receive_material(db, cast.clerk1, now, first, ["M1"], "waived")
    told = [lines["有效身份证件"] for lines in states(db, cast, now, facts).values()]
    assert sorted(told) == ["missing", "missing", "waived"]


def test_b23_the_three_registrations_are_one_bundle_that_is_open_until_the_last_is_closed(db, cast, now, person):
    facts = opened(db, cast, now, person, "SXDJ")
    accept_all(db, cast, now, facts)
    seen = []
    for number, _, _ in reversed(facts.cases):
        case_acts.close(db, cast.clerk1, now, number, "已登记")
        seen.append(bundles.show(db, cast.clerk1, facts.number).open)
    assert ([name for _, name, _ in facts.cases], seen) == (["就业登记", "社会保险登记", "劳动用工备案"], [True, True, False])


def test_a_case_is_not_closed_before_the_one_it_comes_after(db, cast, now, person):
    facts = opened(db, cast, now, person, "QYRZ")
    accept_all(db, cast, now, facts)
    first, second, _third = (number for number, _, _ in facts.cases)
    with pytest.raises(Refused, match=r"bundle\.waits") as caught:
        case_acts.close(db, cast.clerk1, now, second, "已登记")
    assert caught.value.params == {"item": "劳动用工备案"}
    case_acts.close(db, cast.clerk1, now, first, "已备案")
    assert case_acts.close(db, cast.clerk1, now, second, "已登记").state == "closed"


def test_an_item_that_is_not_taken_in_refuses_the_whole_bundle(db, cast, now, person):
    items.change(db, cast.head, now, "SBDJ", {"receivable": False})
    items.publish(db, cast.head, now, "SBDJ")
    ready = {part.item: part.ready for kind in bundles.kinds(db, cast.clerk1) if kind.code == "SXDJ" for part in kind.parts}
    assert ready == {"JYDJ": True, "SBDJ": False, "YGBA": True}
    with pytest.raises(Refused, match=r"item\.not_receivable"):
        opened(db, cast, now, person, "SXDJ")
    assert cases.page(db, cast.clerk1, now).rows == ()
    with pytest.raises(NotFound, match=r"bundle\.number_unknown"):
        bundles.show(db, cast.clerk1, "YJS20261009-001")
