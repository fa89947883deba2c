"""The shipped catalogue, and reading a county's."""

import tomllib
from copy import deepcopy
from importlib.resources import files
from typing import Any

import pytest

from app.domain.catalogue import Publisher, parse_catalogue
from app.domain.errors import Refused
from app.domain.service_items import LOCKABLE, Element, ItemKind, check_complete, check_draft, missing_elements, with_example_limits

SHIPPED = tomllib.loads(files("app").joinpath("data/catalogue.toml").read_text("utf-8"))
ITEMS = {item.name: item for item in parse_catalogue(SHIPPED).items}
EIGHT = {"政策咨询", "信息发布", "职业指导", "职业介绍", "培训推荐", "创业服务", "就业援助", "就业失业登记"}
SMALL: dict[str, Any] = {
    "catalogue": {"title": "县级清单", "edition": "2026-1", "publisher": "county", "locked": ["promised_days", "conditions"]},
    "item": [{"code": "SYDJ", "name": "失业登记", "kind": "immediate", "materials": [{"code": "M1", "name": "身份证"}]}],
}


def changed(**values: Any) -> dict[str, Any]:
    data = deepcopy(SMALL)
    data["item"][0] |= values
    return data


def test_every_shipped_item_is_a_sound_draft_that_lacks_at_most_its_limit():
    for item in ITEMS.values():
        check_draft(item)
        assert set(missing_elements(item)) <= {Element.LIMIT}
        assert item.promised_days is None and item.statutory_days is None


def test_the_examples_make_every_item_complete():
    for item in ITEMS.values():
        check_complete(with_example_limits(item))


def test_the_eight_basic_services_are_covered():
    covered = {name for item in ITEMS.values() if item.basic for name in item.covers}
    assert covered >= EIGHT


def test_the_extension_services_stand_apart():
    assert {item.name for item in ITEMS.values() if not item.basic} == {"岗位开发", "定单培训", "小额贷款申报"}


def test_recognition_and_subsidy_for_people_in_difficulty_are_taken_in_here():
    assert ITEMS["就业困难人员认定"].receivable and ITEMS["就业困难人员社会保险补贴申领"].receivable


def test_exactly_the_two_named_items_have_moved_down():
    assert {item.name for item in ITEMS.values() if item.delegated} == {"就业困难人员社会保险补贴申领", "创业担保贷款资质审核受理"}


def test_what_is_done_at_once_is_immediate():
    assert all(item.kind is ItemKind.IMMEDIATE for item in ITEMS.values() if item.at_once)


def test_no_misprint_and_no_number_of_a_person_is_shipped():
    text = files("app").joinpath("data/catalogue.toml").read_text("utf-8")
    assert "货款" not in text
    assert not any(len(digits) >= 7 for digits in "".join(c if c.isdigit() else " " for c in text).split())


def test_the_locks_of_a_county_hold_and_those_of_a_station_do_not():
    assert parse_catalogue(SMALL).items[0].locked == {"promised_days", "conditions"}
    station = deepcopy(SMALL)
    station["catalogue"]["publisher"] = "station"
    assert parse_catalogue(station).items[0].locked == frozenset()
    everything = deepcopy(SMALL)
    everything["catalogue"]["locked"] = "all"
    assert parse_catalogue(everything).items[0].locked == set(LOCKABLE)


def test_the_head_is_read():
    catalogue = parse_catalogue(SMALL)
    assert (catalogue.publisher, catalogue.edition, catalogue.title) == (Publisher.COUNTY, "2026-1", "县级清单")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({}, "catalogue.shape"),
        ({"catalogue": {}, "item": 3}, "catalogue.shape"),
        (SMALL | {"catalogue": {"publisher": "nobody"}}, "catalogue.field"),
        (SMALL | {"catalogue": {"publisher": "county", "locked": ["colour"]}}, "catalogue.field"),
        (SMALL | {"catalogue": {"publisher": "county", "locked": 3}}, "catalogue.field"),
        (SMALL | {"item": [3]}, "catalogue.field"),
        (SMALL | {"item": [{"name": "x"}]}, "catalogue.field"),
        (SMALL | {"item": SMALL["item"] * 2}, "catalogue.twice"),
        (changed(colour="red"), "catalogue.field"),
        (changed(kind="soon"), "catalogue.field"),
        (changed(promised_days="5"), "catalogue.field"),
        (changed(locked=["name"]), "catalogue.field"),
        (changed(materials=[{"name": "身份证"}]), "catalogue.field"),
        (changed(materials=[{"code": "M1", "name": "身份证", "waivable": "yes"}]), "catalogue.field"),
        (changed(materials=[{"code": "M1", "name": "身份证", "form": "wax"}]), "catalogue.field"),
        (changed(kind="promised", promised_days=30, statutory_days=5), "item.promise_too_long"),
    ],
)
def test_a_damaged_file_is_refused_as_a_whole(data: dict[str, Any], code: str):
    with pytest.raises(Refused) as caught:
        parse_catalogue(data)
    assert caught.value.code == code
