"""The shipped code tables and what a table answers."""

import tomllib
from datetime import date
from importlib.resources import files

import pytest

from app.domain.codes import parse_codes
from app.domain.errors import Refused
from app.domain.measures import GROUPS
from app.domain.persons import Gender, StatusKind, computed_groups


def shipped(name: str):
    return parse_codes(tomllib.loads(files("app").joinpath(f"data/{name}.toml").read_text("utf-8")))


CODES = shipped("codes")
REGIONS = shipped("regions")["region"]


def test_genders_are_those_of_the_standard():
    assert CODES["gender"].codes() == {str(int(gender)) for gender in Gender}


def test_every_group_a_return_counts_is_a_group_of_the_table():
    assert {code for code, _ in GROUPS.values} <= CODES["key_group"].codes()


def test_computed_groups_are_marked_so_and_not_offered():
    old = computed_groups(date(1960, 1, 1), Gender.FEMALE, StatusKind.REGISTERED_UNEMPLOYED, date(2020, 1, 1), date(2026, 1, 1))
    young = computed_groups(date(2005, 1, 1), Gender.MALE, StatusKind.REGISTERED_UNEMPLOYED, None, date(2026, 1, 1))
    assert old | young == {row.code for row in CODES["key_group"].rows if row.computed}
    assert not (old | young) & {row.code for row in CODES["key_group"].choices()}


def test_the_five_categories_read_in_the_provincial_text_are_active():
    assert [row.code for row in CODES["hardship"].choices()] == ["older", "zero_family", "disabled", "low_income", "long_unemployed"]


def test_unread_standards_are_marked():
    assert not CODES["education"].checked and CODES["gender"].checked


def test_education_has_an_order():
    table = CODES["education"]
    assert table.rank("junior") < table.rank("college") < table.rank("graduate")
    assert table.rank("") is None


def test_a_code_that_is_switched_off_is_kept_but_not_chosen():
    table = CODES["key_group"]
    assert table.name_of("fisher") == "退捕渔民"
    with pytest.raises(Refused, match="codes.inactive"):
        table.check("fisher")
    with pytest.raises(Refused, match="codes.unknown"):
        table.check("pirate")
    assert table.check("veteran").name == "退役军人"
    assert table.name_of("pirate") == "pirate"


@pytest.mark.parametrize(
    "data",
    [
        {"a": 3},
        {"a": {"rows": 3}},
        {"a": {"rows": [{"code": "1"}]}},
        {"a": {"rows": [{"code": 1, "name": "x"}]}},
        {"a": {"rows": [{"code": "1", "name": "x", "colour": "red"}]}},
        {"a": {"rows": [{"code": "1", "name": "x"}, {"code": "1", "name": "y"}]}},
    ],
)
def test_a_damaged_table_is_refused(data: dict):
    with pytest.raises(Refused, match="codes.damaged"):
        parse_codes(data)
