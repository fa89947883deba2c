"""Search keys of a person and what a search text looks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.search_keys import Scan, classify, person_keys, suffixes


def digest(kind: str, text: str) -> str:
    return f"<{kind}:{sum(map(ord, text))}>"


def keys(name: str = "张淑芬", **numbers: str | None) -> set[tuple[str, str]]:
    known = {"id_number": None, "phone": None} | numbers
    return set(person_keys(name, ["zsf"], ["zhangshufen"], digest=digest, **known))


def test_a_name_is_found_by_any_part_its_initials_and_its_pinyin():
    assert keys() == {("s", "张淑芬"), ("s", "淑芬"), ("s", "芬"), ("i", "zsf"), ("j", "sf"), ("j", "f"), ("p", "zhangshufen")}


def test_numbers_stand_in_the_keys_only_as_hashes():
    found = keys(id_number="34052419800101001X", phone="14200007162")
    assert {kind for kind, _ in found} == set("sijpnlhk")
    assert not any("3405" in key or "7162" in key for _, key in found)


def test_every_reading_of_a_surname_gives_keys():
    found = set(person_keys("单明", ["sm", "dm"], ["shanming", "danming"], id_number=None, phone=None, digest=digest))
    assert {("i", "sm"), ("i", "dm"), ("p", "shanming"), ("p", "danming")} <= found


def test_dots_and_blanks_do_not_matter():
    assert ("s", "阿依古丽买买提") in keys("阿依古丽·买买提")
    assert classify("阿依古丽 买买提", digest).scans == (Scan("s", "阿依古丽买买提"),)


@given(st.text(alphabet="张王李淑芬明阿依", min_size=1, max_size=6), st.data())
def test_any_part_of_a_name_is_a_prefix_of_one_of_its_keys(name: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    assert any(key.startswith(name[start:end]) for key in suffixes(name))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("淑芬", "s"),
        ("zs", "ipjs"),
        ("ZhangShu", "ipjs"),
        ("7162", "lk"),
        ("001x", "l"),
        ("34052419800101001x", "n"),
        ("14200007162", "nh"),
        ("+86 142 0000 7162", "nh"),
        ("E1234567", "n"),
        ("12", ""),
        ("  ", ""),
    ],
)
def test_a_text_scans_the_kinds_it_can_mean(text: str, kinds: str):
    assert "".join(scan.kind for scan in classify(text, digest).scans) == kinds


def test_a_search_by_number_hits_the_key_of_the_person():
    found = keys(id_number="34052419800101001X", phone="14200007162")
    for text in ("34052419800101001x", "14200007162", "7162", "001X"):
        assert any((scan.kind, scan.key) in found for scan in classify(text, digest).scans)


def test_tickets_and_cases_are_told_from_persons():
    assert classify("a012", digest).ticket == "A012"
    assert classify("A1000", digest).ticket == "A1000"
    assert classify("bj20260302-0007", digest).case_number == "BJ20260302-0007"
    assert classify("zs", digest).ticket is None
