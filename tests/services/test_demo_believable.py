"""What an inspector would look for in the made-up past: nobody too young or too old for what is said of them, nothing on a day off."""

from __future__ import annotations

import shutil
import tomllib
from collections import Counter
from datetime import timedelta
from importlib.resources import files
from itertools import pairwise

import pytest

from app.domain.demo_fits import WORKING
from app.domain.demo_people import PENSION, SCHOOLED
from app.domain.demo_visitors import calls_of
from app.domain.persons import Gender, age_on, check_digit
from app.services import calendars, demo_team
from db import engine as engines
from db.uow import Database
from db.vault import Vault
from tests.dbfixtures import KEY
from tests.services.test_demo import world_of

PERMITS = {"810000", "820000", "830000"}
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
    """Nearly everybody has a resident identity card; a few have a residence permit or nothing to show."""
    numbers = [person.id_number for person in world.persons if person.id_number]
    kinds = Counter(person.id_kind for person in world.persons)
    assert len(set(numbers)) == len(numbers) and 0 < kinds["none"] + kinds["permit"] < 15
    for person in world.persons:
        number = person.id_number
        if number is None:
            assert person.id_kind == "none"
            continue
        assert number[17] == check_digit(number[:17])
        assert number[:6] in (COUNTIES if person.id_kind == "resident" else PERMITS)
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
        if case.item == "SYDJ":
            assert status == "registered_unemployed", "a registration that the person's own record does not show"
        if case.ticket or case.mode:
            assert status != "outside", "who works far away does not stand at a counter, nor at the own door"
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
        assert title not in desks or person.education in SCHOOLED


def test_words_of_a_visit_go_with_who_was_met(world):
    for visit in world.visits:
        if visit.kind == "person":
            assert bool(visit.findings) == visit.result.startswith("met")
            assert ("家属" in visit.findings) == (visit.result == "met_family")
            retired = status_on(world.persons[visit.person - 1], visit.on) == "retired"
            assert visit.result != "met_person" or retired == ("退休" in visit.findings)
        if visit.kind == "person" and status_on(world.persons[visit.person - 1], visit.on) == "outside" and visit.way != "phone":
            assert visit.result != "met_person"


def test_cases_come_by_telephone_through_the_net_and_at_the_door_as_well(world):
    """Who does not come to a counter has no number, and is rated for by telephone or message, not at the counter."""
    ways = Counter(case.mode or case.channel for case in world.cases)
    assert (
        ways["window"] > 10 * (ways["phone"] + ways["online"] + ways["door"]) / 2
        and min(ways[one] for one in ("phone", "online", "door")) > 3
    )
    away = {place for place, case in enumerate(world.cases, 1) if (case.mode or case.channel) != "window"}
    assert all(world.cases[place - 1].ticket is None for place in away)
    assert {rating.channel for rating in world.ratings if rating.case in away} == {"phone", "message"}
    assert {rating.channel for rating in world.ratings} == {"counter", "kiosk", "slip", "phone", "message"}


def test_an_officer_is_not_on_a_visit_while_the_counter_serves(world):
    """The two of a small station take turns to be out in the afternoon; the head goes along, not who sits at the other counter."""
    finished = [ticket for ticket in world.tickets if ticket.served]
    starts = [next(act for act in reversed(ticket.acts) if act.verb == "start") for ticket in finished]
    serving = [(start.officer, start.at, ticket.served.at) for start, ticket in zip(starts, finished, strict=True)]
    door = [visit for visit in world.visits if visit.way == "door" and visit.at.date() == visit.on]
    busy = [visit for visit in door if any(who == visit.officer and called <= visit.at <= done for who, called, done in serving)]
    assert len(door) > 300
    assert busy == []
    assert {visit.second for visit in world.visits} == {None, "head"}


def test_nobody_is_visited_twice_a_day_or_told_of_in_the_same_words_again(world):
    met = Counter(
        (visit.kind, visit.person or visit.household, visit.on) for visit in world.visits if visit.kind != "employer" and not visit.late
    )
    assert sum(count - 1 for count in met.values()) <= len(world.visits) // 200, "only where an agreed visit meets another"
    said: dict[int, list[str]] = {}
    for visit in sorted(world.visits, key=lambda one: one.on):
        if visit.person and visit.findings:
            said.setdefault(visit.person, []).append(visit.findings)
    pairs = [pair for one in said.values() for pair in pairwise(one)]
    assert sum(before == after for before, after in pairs) < len(pairs) / 25
    ends = {place: home.end.at for place, home in enumerate(world.homes, 1) if home.end}
    assert all(visit.at < ends[visit.household] + timedelta(days=60) for visit in world.visits if visit.household in ends)


def test_what_is_said_of_a_service_goes_with_what_happened(world):
    for rating in world.ratings:
        case = world.cases[rating.case - 1] if rating.case else None
        number = rating.ticket or (case.ticket if case else None)
        ticket = world.tickets[number - 1] if number else None
        waited = ticket.acts[0].at - ticket.at if ticket else timedelta()
        if rating.text in ("等候时间太长", "等的时间有点长"):
            assert waited >= timedelta(minutes=8)
        if "没怎么排队" in rating.text:
            assert ticket and waited <= timedelta(minutes=2)
        if "老人" in rating.text or "年纪" in rating.text:
            person = (case or ticket).person
            assert age_on(world.persons[person - 1].birth_date, world.span.today) >= 60
        if "下班" in rating.text or "到点" in rating.text:
            assert ticket.acts[-1].at.hour >= 16
        if "电话里就讲清了" in rating.text:
            assert case.channel != "window" or case.mode
        if rating.text == "跑了两趟才办成":
            assert "notice" in {act.verb for act in case.acts}


def test_an_outcome_names_the_way_it_reached_the_person(world):
    for case in world.cases:
        if case.acts and case.acts[-1].verb == "close":
            outcome = case.acts[-1].text
            assert ("代办人" in outcome or "委托书" in outcome) == (case.proxy and case.item == "JYCYZ"), (case.item, outcome)
            assert "当场" not in outcome or case.ticket
            assert ("班" in outcome) <= (case.item in ("PXTJ", "DDPX")), (case.item, outcome)


def test_families_live_together_and_people_can_do_what_they_learnt(world):
    flats = Counter(person.address for person in world.persons)
    assert 0.25 < sum(count for count in flats.values() if count > 1) / len(world.persons) < 0.75
    data = tomllib.loads((files("app") / "data/demo_people.toml").read_text(encoding="utf-8"))["skills"]
    for person in world.persons:
        assert person.skill not in data["schooled"] or person.education in SCHOOLED
        assert person.skill not in data["male"] or person.gender == Gender.MALE


def test_what_is_over_is_taken_down_and_nobody_learns_two_things_at_a_time(world):
    over = [job for job in world.jobs if job.values["expires_on"] < world.span.today - timedelta(days=30)]
    assert sum(job.closed is None for job in over) < len(over) / 8
    taken: dict[int, list[tuple[str, object, object]]] = {}
    for one in world.enrolments:
        values = world.courses[one.course - 1].values
        taken.setdefault(one.person, []).append((values["name"], values["starts_on"], values["ends_on"]))
    for courses in taken.values():
        assert len({name for name, _, _ in courses}) == len(courses)
        assert all(before[2] < after[1] for before, after in pairwise(sorted(courses, key=lambda one: one[1])))


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
