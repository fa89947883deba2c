"""Rule profiles: five files ship, each says what its document says and names what it leaves open."""

import tomllib
from datetime import date
from importlib.resources import files

import pytest

from app.domain.deadlines import SupplementRule
from app.domain.errors import Refused
from app.domain.profiles import CumulativeFrom, RuleProfile, Target, parse_profile, rules
from app.domain.queueing import PriorityClass
from app.domain.second_person import SecondPerson, SecondStep
from app.texts import sentence, word

CODES = ["daxinganling", "huangshan", "shandong", "hubei", "jingde"]
FOLDER = files("app") / "data/profiles"


def data(code: str) -> dict[str, object]:
    return tomllib.loads((FOLDER / f"{code}.toml").read_text("utf-8"))


def profile(code: str) -> RuleProfile:
    return parse_profile(code, data(code))


def test_exactly_five_profiles_ship():
    assert sorted(entry.name.removesuffix(".toml") for entry in FOLDER.iterdir()) == sorted(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_profile_states_or_leaves_open_every_rule(code):
    given = data(code)
    assert set(rules()) == (set(given) - {"name", "silent"}) | set(given["silent"])
    assert profile(code).code == code


def test_the_default_profile_has_the_numbers_of_its_document():
    rule = profile("daxinganling")
    assert (rule.circle_minutes, rule.staff_minimum, rule.visit_days_per_month) == (15, 1, None)
    assert rule.targets == {Target.STATIONS_TOTAL: 20, Target.STATIONS_2024: 7, Target.HELPED_PEOPLE: 5000}
    assert rule.plan_until == date(2026, 12, 31)


def test_what_the_default_document_leaves_open_has_the_defaults_of_the_house():
    rule = profile("daxinganling")
    assert (rule.supplement, rule.notice_days, rule.bad_rating_days) == (SupplementRule.STOP, 5, 5)
    assert (rule.grace_days, rule.cumulative_from, rule.helped_window_months) == (0, CumulativeFrom.YEAR, 12)
    assert (rule.max_passed, rule.restore_behind, rule.recalls, rule.retention_years) == (3, 3, 3, None)
    assert rule.priority_classes == frozenset(PriorityClass)
    assert (rule.weight_numbers, rule.lapse_minutes, rule.appointment_first) == (2, 5, True)
    assert (rule.appointment_least_days, rule.appointment_days_ahead, rule.appointments_per_day) == (1, 5, 1)
    assert (rule.appointment_cancel_hours, rule.appointment_early_minutes, rule.appointment_late_minutes) == (2, 15, 30)
    assert (rule.no_show_limit, rule.no_show_days) == (3, 90)
    assert (rule.appointment_slot_minutes, rule.appointments_per_slot) == (30, 3)
    assert rule.second_person[SecondStep.EXTENSION] is SecondPerson.HEAD


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("huangshan", {"circle_radius_km": 3.0, "visit_days_per_month": 10, "visit_residents_every_months": 3, "staff_full_time": True}),
        ("shandong", {"circle_radius_km": 2.0, "circle_minutes": 30, "staff_minimum": 2, "visits_per_person_and_year": 4}),
        ("hubei", {"circle_minutes": 15, "employer_visits_per_month": 1, "staff_minimum": 1}),
        ("jingde", {"circle_radius_km": 3.0, "circle_minutes": None}),
    ],
)
def test_the_other_documents_differ_where_they_differ(code, expected):
    assert {key: getattr(profile(code), key) for key in expected} == expected


def test_the_plan_of_jingde_has_five_targets():
    assert list(profile("jingde").targets.values()) == [2, 45, 105, 1600, 2900]
    assert all(word(target) for target in Target)


def test_a_county_can_set_what_the_document_left_open():
    given = data("daxinganling")
    given["silent"] = [key for key in given["silent"] if key not in {"supplement", "second_person"}]
    rule = parse_profile("own", given | {"supplement": "restart", "second_person": {"extension": "county"}})
    assert rule.supplement is SupplementRule.RESTART
    assert (rule.second_person[SecondStep.EXTENSION], rule.second_person[SecondStep.VOID]) == (SecondPerson.COUNTY, SecondPerson.HEAD)


def changed(key: str, value: object) -> dict[str, object]:
    given = data("daxinganling")
    given["silent"] = [rule for rule in given["silent"] if rule != key]
    return given | {key: value}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (changed("colour", "red"), "profile.unknown"),
        (data("daxinganling") | {"supplement": "stop"}, "profile.twice"),
        ({key: value for key, value in data("daxinganling").items() if key != "circle_text"}, "profile.missing"),
        (data("daxinganling") | {"silent": "all"}, "profile.value"),
        (changed("supplement", "pause"), "profile.value"),
        (changed("notice_days", 0), "profile.value"),
        (changed("grace_days", -1), "profile.value"),
        (changed("max_passed", True), "profile.value"),
        (changed("circle_radius_km", "drei"), "profile.value"),
        (changed("staff_full_time", 1), "profile.value"),
        (changed("plan_from", "2026-02-30"), "profile.value"),
        (changed("priority_classes", ["king"]), "profile.value"),
        (changed("second_person", {"extension": "nobody"}), "profile.value"),
        (changed("targets", [7]), "profile.value"),
        (changed("circle_text", " "), "profile.value"),
    ],
)
def test_a_profile_that_cannot_be_is_refused_with_a_sentence(given, code):
    with pytest.raises(Refused) as refusal:
        parse_profile("own", given)
    assert refusal.value.code == code
    assert "{" not in sentence(refusal.value).replace("{'", "")
