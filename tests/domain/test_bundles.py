"""Bundles: what is shared, in which order is closed; and the shipped ones fit the shipped catalogue."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files

import pytest

from app.domain import bundles as rules
from app.domain.bundles import BundleKind, Part
from app.domain.catalogue import parse_catalogue
from app.domain.errors import NotFound, Refused
from app.domain.service_items import Material, MaterialForm

DATA = files("app") / "data"
KINDS = rules.parse_bundles(tomllib.loads((DATA / "bundles.toml").read_text("utf-8")))
ITEMS = {item.code: item for item in parse_catalogue(tomllib.loads((DATA / "catalogue.toml").read_text("utf-8"))).items}
KIND = BundleKind("X", "某一件事", (Part("A"), Part("B", ("A",)), Part("C")))


def material(name: str, form: MaterialForm, code: str = "M1") -> Material:
    return Material(code, name, form)


def test_the_three_bundles_of_the_document_and_the_joint_registration_ship():
    names = [kind.name for kind in KINDS.values()]
    assert [name.split("“")[0] for name in names[:3]] == ["企业员工入职", "灵活就业", "解除终止劳动合同"]
    assert [part.item for part in KINDS["SXDJ"].parts] == ["JYDJ", "SBDJ", "YGBA"]


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_a_shipped_bundle_has_items_of_the_catalogue_that_share_a_material(kind):
    assert {part.item for part in kind.parts} <= set(ITEMS)
    assert rules.shared_lines([(part.item, ITEMS[part.item].materials) for part in kind.parts])


@pytest.mark.parametrize("parts", [[{"item": "A"}, {"item": "A"}], [{"item": "A", "after": ["B"]}, {"item": "B"}]])
def test_a_bundle_that_names_an_item_twice_or_waits_for_a_later_one_is_refused(parts):
    with pytest.raises(Refused, match=r"bundle\.order"):
        rules.parse_bundles({"bundle": [{"code": "X", "name": "某", "parts": parts}]})
    with pytest.raises(NotFound, match=r"bundle\.unknown"):
        rules.found_kind(KINDS, "XXXX")


@pytest.mark.parametrize(
    ("given", "asked", "shared"),
    [
        (MaterialForm.COPY, MaterialForm.COPY, True),
        (MaterialForm.COPY, MaterialForm.SHOWN, True),
        (MaterialForm.ORIGINAL, MaterialForm.COPY, True),
        (MaterialForm.SHOWN, MaterialForm.COPY, False),
        (MaterialForm.ORIGINAL, MaterialForm.ORIGINAL, False),
    ],
)
def test_a_material_is_shared_where_what_was_given_serves(given, asked, shared):
    lines = rules.shared_lines([("A", [material("身份证", given)]), ("B", [material("身 份 证", asked, "M7")])])
    assert lines == ({("B", "M7"): ("A", "M1")} if shared else {})


def test_three_items_share_the_line_of_the_first_and_other_names_are_asked_for_apart():
    copies = [(item, [material("身份证", MaterialForm.COPY), material(item, MaterialForm.COPY, "M2")]) for item in "ABC"]
    assert rules.shared_lines(copies) == {("B", "M1"): ("A", "M1"), ("C", "M1"): ("A", "M1")}


def test_a_case_waits_for_those_that_come_before_it_and_for_no_other():
    with pytest.raises(Refused, match=r"bundle\.waits") as caught:
        rules.check_closing(KIND, "B", {"A", "B", "C"})
    assert caught.value.params == {"item": "A"}
    for item, open_items in (("B", {"B", "C"}), ("C", {"A", "B", "C"}), ("A", {"A", "B"})):
        rules.check_closing(KIND, item, open_items)
    rules.check_closing(None, "B", {"A"})
    assert rules.bundle_number(date(2026, 10, 9), 1) == "YJS20261009-001"
