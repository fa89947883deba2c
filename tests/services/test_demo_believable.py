"""What an inspector would look for in the made-up past: nobody too young or too old for what is said of them, nothing on a day off."""

from __future__ import annotations

import shutil
import tomllib
from importlib.resources import files

import pytest

from app.domain.demo_fits import DESK_EDUCATION, WORKING
from app.domain.demo_people import PENSION
from app.domain.demo_visitors import calls_of
from app.domain.persons import Gender, age_on, check_digit
from app.services import calendars, demo_team
from db import engine as engines
from db.uow import Database
from db.vault import Vault
from tests.dbfixtures import KEY
from tests.services.test_demo import world_of

COUNTIES = {"232701", "232702", "232703", "232704", "232721", "232722", "232723"}
SCHOOL = {"bachelor": 22, "college": 21, "graduate": 25}


@pytest.fixture(scope="module")
def world(sqlite_template, tmp_path_factory):
    path = tmp_path_factory.mktemp("past") / "station.db"
    shutil.copy(sqlite_template, path)
    database = Database(engines.sqlite_engine(path, KEY.sub("database")), Vault(KEY))
    yield world_of(database, people=700, months=14)
    database.close()


@pytest.mark.parametrize("people", [1, 5, 30])
def test_a_handful_of_people_has_a_past_as_well(sqlite_db, people):
    assert len(world_of(sqlite_db, people=people, months=2).persons) >= people


def status_on(person, day):
    return next((fact.status for fact in reversed(person.statuses) if fact.since <= day), "")


def test_numbers_are_well_formed_of_the_prefecture_and_say_sex_and_birth(world):
    numbers = [person.id_number for person in world.persons if person.id_number]
    assert len(set(numbers)) == len(numbers)
    for person in world.persons:
        number = person.id_number
        assert number[17] == check_digit(number[:17])
        assert number[:6] in COUNTIES
        assert number[6:14] == f"{person.birth_date:%Y%m%d}"
        assert int(number[16]) % 2 == (person.gender == Gender.MALE)


def test_nobody_in_it_has_the_name_or_the_telephone_of_somebody_a_document_names(world):
    """Names are put together from our own lists of surnames and given names (or stand on our list of rare ones); nobody can be called."""
    data = tomllib.loads((files("app") / "data/demo_people.toml").read_text(encoding="utf-8"))
    surnames = tuple(data["surnames"])
    given = {name for part in data["given"] for name in (*part["female"], *part["male"])}
    first, last = {name[0] for name in given}, {name[-1] for name in given}
    whole = {*data["rare"]["names"], *(name for name, _people, _sex in data["rare"]["minority"])}

    def ours(name: str) -> bool:
        rests = [name.removeprefix(surname) for surname in surnames if name.startswith(surname)]
        return name in whole or any(rest in given or (len(rest) == 2 and rest[0] in first and rest[1] in last) for rest in rests)

    assert [person.name for person in world.persons if not ours(person.name)] == []
    phones = [person.phone for person in world.persons] + [employer.values["phone"] for employer in world.employers]
    known = [phone for phone in phones if phone]
    assert len(known) > 600 and all(phone.startswith(tuple(data["phone"]["starts"])) for phone in known)
    assert demo_team.NOBODYS.startswith(tuple(data["phone"]["starts"]))
    contacts = {employer.values["contact"] for employer in world.employers} - {""}
    assert [name for name in contacts if not (len(name) == 3 and name.startswith(surnames))] == [], "a surname and what somebody is: 赵会计"


def test_nobody_works_before_sixteen_or_looks_for_work_after_the_pension(world):
    for person in world.persons:
        for fact in person.statuses:
            age = age_on(person.birth_date, fact.since)
            assert age >= 16 or fact.status == "student"
            assert fact.status != "registered_unemployed" or age < PENSION[Gender(person.gender)]
            assert fact.status != "student" or age_on(person.birth_date, fact.at.date()) <= 23


def test_schooling_and_groups_go_with_the_age(world):
    for person in world.persons:
        age = age_on(person.birth_date, person.at.date())
        assert age >= SCHOOL.get(person.education, 0)
        tags = {group.group: age_on(person.birth_date, group.since) for group in person.groups}
        assert 20 <= tags.get("graduate", 22) <= 26
        assert tags.get("veteran", 30) >= 20
        assert person.statuses[0].status != "student" or tags.keys() <= {"low_income", "disabled", "graduate"}


def test_college_leavers_without_work_are_tagged_and_helped_into_it(world):
    """The column 高校毕业生 of the return counts somebody: they are tagged when they look for work, and jobs are put to them."""
    leavers = {place: group for place, person in enumerate(world.persons, 1) for group in person.groups if group.group == "graduate"}
    for place, group in leavers.items():
        assert status_on(world.persons[place - 1], group.since) in ("registered_unemployed", "unemployed")
    hired = [one for one in world.referrals if one.person in leavers and one.acts and one.acts[-1].verb == "hire"]
    assert hired and all(one.acts[-1].values["started_on"] > leavers[one.person].since for one in hired)


def test_people_come_for_what_is_for_them(world):
    for case in world.cases:
        person, day = world.persons[case.person - 1], case.at.date()
        status, age = status_on(person, day), age_on(person.birth_date, day)
        if case.item in ("SYDJ", "JYKN", "QZDJ"):
            assert status != "employed" and status != "retired" and age < 60, (case.item, status, age)
        if case.item in ("JYDJ", "LHSB"):
            assert status in WORKING
        if case.item == "BYSDJ":
            assert age <= 28


def test_who_goes_first_has_a_reason_to(world):
    for ticket in world.tickets:
        if ticket.priority and ticket.person:
            person = world.persons[ticket.person - 1]
            age, groups = age_on(person.birth_date, ticket.day), {group.group for group in person.groups}
            reasons = {
                "elderly": age >= 60,
                "pregnant": person.gender == Gender.FEMALE and 20 <= age <= 40,
                "disabled": "disabled" in groups,
                "veteran": "veteran" in groups,
            }
            assert reasons[ticket.priority], ticket.priority


def test_nothing_happens_on_a_day_off(world):
    calendar = calendars.of_program()
    acts = [act for case in world.cases for act in case.acts] + [act for file in world.files for act in file.acts]
    acts += [act for referral in world.referrals for act in referral.acts]
    days = (
        {act.at.date() for act in acts} | {visit.on for visit in world.visits} | {visit.next_on for visit in world.visits if visit.next_on}
    )
    days |= {appointment.at.date() for appointment in world.appointments} | {ticket.day for ticket in world.tickets}
    days |= {act.values["started_on"] for referral in world.referrals for act in referral.acts if act.verb == "hire"}
    assert [day for day in days if not calendar.is_working(day)] == []


def test_a_job_is_one_its_employer_would_offer_and_its_person_could_do(world):
    desks = {"会计", "文员", "导游"}
    for job in world.jobs:
        employer = world.employers[job.employer - 1].values["name"]
        assert job.values["title"] != "厨师" or employer.endswith(("养老服务中心", "小吃店", "幼儿园", "宾馆")), employer
    for referral in world.referrals:
        title, person = world.jobs[referral.job - 1].values["title"], world.persons[referral.person - 1]
        assert title not in desks or person.education in DESK_EDUCATION


def test_words_of_a_visit_go_with_who_was_met(world):
    for visit in world.visits:
        if visit.kind == "person":
            assert bool(visit.findings) == visit.result.startswith("met")
            assert ("家属" in visit.findings) == (visit.result == "met_family")
            retired = status_on(world.persons[visit.person - 1], visit.on) == "retired"
            assert visit.result != "met_person" or retired == ("退休" in visit.findings)


def test_nothing_is_written_down_for_somebody_whom_the_officer_has_called_and_who_has_not_come_yet(world):
    """It would start the service by itself, before the act that says so: what the played and the batched past once differed by."""
    acts = [(one.officer, one.person, one.at) for one in world.referrals]
    acts += [(act.officer, file.person, act.at) for file in world.files for act in file.acts]
    acts += [(act.officer, case.person, act.at) for case in world.cases for act in (case, *case.acts)]
    noted: dict[tuple[str, int], list[object]] = {}
    for officer, person, at in acts:
        noted.setdefault((officer, person), []).append(at)
    calls = calls_of(world.tickets, world.span.now)
    assert [at for key, spans in calls.items() for called, came in spans for at in noted.get(key, ()) if called <= at < came] == []
    assert len(calls.keys() & noted.keys()) > 300
