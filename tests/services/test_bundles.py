"""Bundles on both databases: opened at once, each material asked for once, closed in their order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.errors import NotAllowed, NotFound, Refused
from app.services import bundle_editions, bundles, case_acts, cases, items
from app.services.bundles import BundleForm
from tests.services.accepting import accept_complete
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
        accept_complete(db, cast.clerk1, now, number)


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


OWN = [("SYDJ", ()), ("JYKN", ("SYDJ",)), ("LHSB", ("JYKN",))]


def test_a_station_adds_a_bundle_of_its_own_and_asks_for_each_shared_material_once(db, cast, now):
    made = bundle_editions.put(db, cast.head, now, "knbf", "困难帮扶“一件事”", OWN)
    assert (made.code, made.edition, made.parts, made.set_by) == ("KNBF", 1, tuple(OWN), "head")
    assert [kind.name for kind in bundles.kinds(db, cast.clerk1) if kind.code == "KNBF"] == ["困难帮扶“一件事”"]
    opened = bundles.open_bundle(db, cast.clerk1, now, BundleForm("KNBF", register(db, cast.clerk1, now)))
    assert [name for _, name, _ in opened.cases] == ["失业登记", "就业困难人员认定", "灵活就业社会保险补贴申领"]
    names = [one.name for one in opened.materials]
    assert len([name for name in names if "身份证" in name]) < 3 and any(len(one.cases) > 1 for one in opened.materials)
    last = opened.cases[-1][0]
    accept_complete(db, cast.clerk1, now, last)
    with pytest.raises(Refused, match=r"bundle\.waits"):
        case_acts.close(db, cast.clerk1, now, last, "已发放")


def test_a_changed_bundle_keeps_its_editions_and_what_was_opened_keeps_the_one_it_began_with(db, cast, now):
    person = register(db, cast.clerk1, now)
    before = bundles.open_bundle(db, cast.clerk1, now, BundleForm("LHJY", person))
    later = now + timedelta(hours=1)
    bundle_editions.put(db, cast.head, later, "LHJY", "灵活就业“一件事”", [("JYDJ", ()), ("LHSB", ())])
    number = next(number for number, name, _ in before.cases if name.startswith("灵活就业社会"))
    accept_complete(db, cast.clerk1, later, number)
    with pytest.raises(Refused, match=r"bundle\.waits"):  # opened under the shipped edition, which has an order
        case_acts.close(db, cast.clerk1, later, number, "已发放")
    after = bundles.open_bundle(db, cast.clerk1, later, BundleForm("LHJY", person))
    assert len(after.cases) == 2
    bundle_editions.withdraw(db, cast.head, later + timedelta(hours=1), "LHJY")
    assert "LHJY" not in {kind.code for kind in bundles.kinds(db, cast.clerk1)}
    with pytest.raises(NotFound, match=r"bundle\.unknown"):
        bundles.open_bundle(db, cast.clerk1, later + timedelta(hours=2), BundleForm("LHJY", person))
    assert bundles.show(db, cast.clerk1, before.number).name == "灵活就业“一件事”"
    found = bundle_editions.editions(db, cast.clerk1, "lhjy")
    assert [(one.edition, one.active, len(one.parts)) for one in found] == [(2, False, 2), (1, True, 2), (0, True, 3)]


def test_a_bundle_that_cannot_be_is_refused_beside_its_field(db, cast, now):
    for code, name, parts, refused in (
        ("1", "x", OWN, "bundle.code"),
        ("AB", " ", OWN, "bundle.name"),
        ("AB", "x", OWN[:1], "bundle.two"),
        ("AB", "x", [("SYDJ", ()), ("SYDJ", ())], "bundle.order"),
        ("AB", "x", [("SYDJ", ("JYKN",)), ("JYKN", ())], "bundle.order"),
        ("AB", "x", [("SYDJ", ()), ("NIXDA", ())], "item.unknown"),
    ):
        with pytest.raises((Refused, NotFound)) as refusal:
            bundle_editions.put(db, cast.head, now, code, name, parts)
        assert refusal.value.code == refused and refusal.value.field
    with pytest.raises(NotAllowed):
        bundle_editions.put(db, cast.clerk1, now, "AB", "x", OWN)
    bundle_editions.put(db, cast.head, now, "AB", "x", OWN)
    with pytest.raises(Refused, match=r"bundle\.same"):
        bundle_editions.put(db, cast.head, now, "AB", "x", OWN)
    with pytest.raises(NotFound):
        bundle_editions.editions(db, cast.head, "ZZ")
