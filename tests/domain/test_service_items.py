"""Rules of a service item: nine elements, kinds and limits, materials, versions, locks."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import service_items
from app.domain.service_items import Element, ItemKind, ItemState, Material, ServiceItem
from app.texts import sentence
from app.texts.phrases.items import limit_text
from tests.refusing import refused

ITEM = ServiceItem(
    "JYKN",
    "就业困难人员认定",
    ItemKind.PROMISED,
    *("失业人员", "受理申请", "已登记失业", "窗口", "窗口", "站长"),
    statutory_days=10,
    promised_days=5,
    materials=(Material("M1", "身份证"),),
)


@pytest.mark.parametrize("element", [Element.AUDIENCE, Element.CONDITIONS, Element.HOW_TO_ASK, Element.COMPLAINTS])
def test_an_empty_element_is_refused_by_its_name(element: Element):
    error = refused(service_items.check_complete, replace(ITEM, **{element: " "}))
    assert (error.code, error.field) == ("item.element_missing", element)


def test_the_refusal_names_the_element_in_words():
    assert "投诉渠道" in sentence(refused(service_items.check_complete, replace(ITEM, complaints="")))


def test_a_new_item_misses_all_nine_but_the_limit_until_its_kind_is_known():
    assert len(service_items.missing_elements(ServiceItem("X1", "x"))) == 8
    assert service_items.missing_elements(replace(ITEM, promised_days=None, materials=())) == (Element.LIMIT, Element.MATERIALS)


def test_a_draft_may_leave_the_limit_open_and_a_saved_promise_may_not():
    undecided = replace(ITEM, promised_days=None, statutory_days=None)
    service_items.check_draft(undecided)
    assert refused(service_items.check_complete, undecided).field == "promised_days"


@given(st.integers(1, 60), st.integers(1, 60))
def test_the_promise_lies_inside_the_law(promised: int, statutory: int):
    item = replace(ITEM, promised_days=promised, statutory_days=statutory)
    if promised <= statutory:
        service_items.check_complete(item)
    else:
        assert refused(service_items.check_draft, item).code == "item.promise_too_long"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": ItemKind.IMMEDIATE}, "item.immediate_limit"),
        ({"promised_days": 0}, "item.limit_range"),
        ({"statutory_days": 400}, "item.limit_range"),
        ({"at_once": True}, "item.at_once"),
        ({"code": "认定"}, "item.code"),
        ({"name": ""}, "item.name_empty"),
        ({"materials": (Material("M1", "a"), Material("M1", "b"))}, "item.material_twice"),
        ({"materials": (Material("1", "a"),)}, "item.material"),
        ({"materials": (Material("M1", " "),)}, "item.material"),
    ],
)
def test_a_contradiction_is_refused_even_in_a_draft(change: dict, code: str):
    assert refused(service_items.check_draft, replace(ITEM, **change)).code == code


def test_only_immediate_items_are_done_at_once():
    at_once = replace(ITEM, kind=ItemKind.IMMEDIATE, promised_days=None, at_once=True)
    service_items.check_complete(at_once)
    assert service_items.matches_filter(at_once, at_once=True)
    assert not service_items.matches_filter(ITEM, at_once=True)
    assert not service_items.matches_filter(ITEM, delegated=True)


def test_a_version_goes_from_draft_to_published_to_retired():
    service_items.check_publish(ITEM, ItemState.DRAFT)
    service_items.check_state(ItemState.PUBLISHED, ItemState.RETIRED)
    assert refused(service_items.check_publish, ITEM, ItemState.PUBLISHED).code == "item.state"
    assert refused(service_items.check_state, ItemState.RETIRED, ItemState.PUBLISHED).code == "item.state"


def test_a_field_the_county_locked_stays_as_it_is():
    county = replace(ITEM, locked=frozenset({"promised_days"}))
    service_items.check_locked(county, replace(county, complaints="监督电话"))
    assert refused(service_items.check_locked, county, replace(county, promised_days=4)).field == "promised_days"
    assert refused(service_items.check_locked, county, replace(county, locked=frozenset())).code == "item.locked"


def test_a_case_needs_a_published_item_that_is_taken_in_here():
    service_items.check_receivable(ITEM, ItemState.PUBLISHED)
    assert refused(service_items.check_receivable, ITEM, ItemState.DRAFT).code == "item.not_published"
    assert refused(service_items.check_receivable, replace(ITEM, receivable=False), ItemState.PUBLISHED).code == "item.not_receivable"


def test_a_practice_station_fills_open_limits_with_marked_examples():
    undecided = replace(ITEM, promised_days=None, statutory_days=None, example_promised_days=7, example_statutory_days=15)
    example = service_items.with_example_limits(undecided)
    assert (example.promised_days, example.statutory_days, example.example_limits) == (7, 15, True)
    assert service_items.with_example_limits(ITEM) is ITEM


def test_a_note_among_the_materials_is_not_asked_for():
    item = replace(ITEM, materials=(*ITEM.materials, Material("M9", "其他", copies=0)))
    assert service_items.required_materials(item) == ITEM.materials


def test_the_limit_is_told_in_words():
    assert limit_text(ItemKind.IMMEDIATE, None, None) == "即时办结（当个工作日）"
    assert limit_text(ItemKind.PROMISED, None, None) == "县级公布后填写"
    assert limit_text(ItemKind.PROMISED, 5, 10, example=True) == "承诺 5 个工作日（法定 10 个工作日）（示例）"
