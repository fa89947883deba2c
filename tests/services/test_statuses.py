"""Status history, groups and recognition of hardship."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.errors import NotAllowed, NotFound, Refused
from app.domain.late_entries import LateKind
from app.domain.persons import DataSource, Gender, StatusKind
from app.services import late_entries, person_pages, persons, statuses
from app.services.statuses import GroupForm, StatusForm
from db import audit
from tests.services.people import register, unemployed

REGISTERED = StatusKind.REGISTERED_UNEMPLOYED


@pytest.fixture
def person(db, cast, now):
    return register(db, cast.clerk1, now)


def groups(db, cast, now, person_id):
    return set(person_pages.show(db, cast.clerk1, now, person_id).groups)


def test_a_new_status_ends_the_old_one_on_the_same_day(db, cast, now, person):
    unemployed(db, cast.clerk1, now, person, date(2025, 3, 15))
    statuses.put(db, cast.clerk1, now, person, StatusForm(StatusKind.FLEXIBLE, date(2026, 9, 1), employer="夜市", source=DataSource.VISIT))
    newest, oldest = statuses.view(db, cast.clerk1, now, person).history
    assert (oldest.until, oldest.months) == (date(2026, 9, 1), 17)
    assert (newest.status, newest.until, newest.source, newest.officer) == (StatusKind.FLEXIBLE, None, "visit", "王敏")


def test_twelve_months_of_unemployment_suggest_the_category(db, cast, now, person):
    unemployed(db, cast.clerk1, now, person, date(2025, 10, 9))
    view = statuses.view(db, cast.clerk1, now, person)
    assert view.history[0].months == 12
    assert {"older", "long_unemployed"} == set(view.suggestions)
    assert "long_unemployed" not in statuses.view(db, cast.clerk1, now - timedelta(days=1), person).suggestions


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (StatusForm(REGISTERED, date(2026, 10, 10)), "person.status_future"),
        (StatusForm(StatusKind.EMPLOYED, date(2026, 3, 1)), "person.status_order"),
        (StatusForm(REGISTERED, date(2026, 9, 1)), "person.status_same"),
    ],
)
def test_a_status_that_does_not_follow_is_refused(db, cast, now, person, form, code):
    unemployed(db, cast.clerk1, now, person, date(2026, 3, 2))
    with pytest.raises(Refused, match=code):
        statuses.put(db, cast.clerk1, now, person, form)


def test_work_ends_the_computed_groups(db, cast, now, person):
    unemployed(db, cast.clerk1, now, person)
    assert groups(db, cast, now, person) == {"unemployed", "older"}
    statuses.put(db, cast.clerk1, now, person, StatusForm(StatusKind.EMPLOYED, now.date()))
    assert groups(db, cast, now, person) == set()
    with db.read("audit.read", cast.head) as session:
        assert audit.verify(session, db.vault).ok


def test_a_corrected_birth_date_corrects_the_computed_groups(db, cast, now):
    person = persons.add(db, cast.clerk1, now, persons.PersonForm("李小满", birth_date=date(1970, 1, 1), gender=Gender.MALE)).id
    unemployed(db, cast.clerk1, now, person)
    assert groups(db, cast, now, person) == {"unemployed", "older"}
    version = person_pages.show(db, cast.clerk1, now, person).version
    persons.change(db, cast.clerk1, now, person, version, {"birth_date": date(2003, 1, 1)})
    assert groups(db, cast, now, person) == {"unemployed", "youth"}


def test_a_tag_is_set_once_and_taken_away_with_its_history(db, cast, now, person):
    statuses.add_group(db, cast.clerk1, now, person, GroupForm("veteran", date(2026, 1, 1)))
    with pytest.raises(Refused, match="person.group_held"):
        statuses.add_group(db, cast.clerk1, now, person, GroupForm("veteran", date(2026, 2, 1)))
    statuses.end_group(db, cast.clerk1, now, person, "veteran", now.date())
    assert groups(db, cast, now, person) == set()
    assert groups(db, cast, now - timedelta(days=1), person) == {"veteran"}
    with pytest.raises(NotFound, match="person.group_none"):
        statuses.end_group(db, cast.clerk1, now, person, "veteran", now.date())


def test_a_tag_may_end_on_a_day_that_lies_ahead_and_never_before_it_began(db, cast, now, person):
    form = GroupForm("graduate", date(2026, 7, 1), date(2026, 10, 12))
    line = statuses.add_group(db, cast.clerk1, now, person, form)
    assert (line.until, line.by_hand) == (date(2026, 10, 12), True)
    assert groups(db, cast, now, person) == {"graduate"}
    assert groups(db, cast, now + timedelta(days=3), person) == set()
    with pytest.raises(Refused, match="person.group_until"):
        statuses.add_group(db, cast.clerk1, now, person, GroupForm("veteran", date(2026, 7, 1), date(2026, 7, 1)))


@pytest.mark.parametrize(("group", "code"), [("youth", "person.group_computed"), ("fisher", "codes.inactive"), ("x", "codes.unknown")])
def test_a_tag_nobody_may_set_is_refused(db, cast, now, person, group, code):
    with pytest.raises(Refused, match=code):
        statuses.add_group(db, cast.clerk1, now, person, GroupForm(group, now.date()))


def test_hardship_is_recognised_by_somebody_else_and_becomes_a_group(db, cast, now, person):
    unemployed(db, cast.clerk1, now, person)
    line = statuses.apply_hardship(db, cast.practice, now, person, "older", date(2026, 9, 16))
    with pytest.raises(Refused, match="hardship.same_officer"):
        statuses.recognise_hardship(db, cast.practice, now, line.id, now.date())
    with pytest.raises(NotAllowed):
        statuses.recognise_hardship(db, cast.clerk1, now, line.id, now.date())
    with pytest.raises(Refused, match=r"late\.reason"):
        statuses.recognise_hardship(db, cast.county, now, line.id, date(2026, 10, 8), "县人社局")
    done = statuses.recognise_hardship(db, cast.county, now, line.id, date(2026, 10, 8), "县人社局", late_reason="文件晚到")
    (listed,) = late_entries.listing(db, cast.head)
    assert (listed.kind, listed.on, listed.reason, listed.officer) == (LateKind.HARDSHIP, date(2026, 10, 8), "文件晚到", cast.practice.name)
    assert (done.state, done.recognised_by, done.name) == ("recognised", "县人社局", "大龄失业人员")
    view = statuses.view(db, cast.clerk1, now, person)
    assert (view.hardships[0].applied_by, view.hardships[0].applicant) == (cast.practice.officer_id, cast.practice.name)
    assert {one.group: one.by_hand for one in view.groups}["hardship"] is False
    assert "hardship" in groups(db, cast, now, person)


def test_an_application_without_registration_or_a_second_one_is_refused(db, cast, now, person):
    with pytest.raises(Refused, match="hardship.not_registered"):
        statuses.apply_hardship(db, cast.clerk1, now, person, "older", now.date())
    unemployed(db, cast.clerk1, now, person)
    statuses.apply_hardship(db, cast.clerk1, now, person, "older", now.date())
    with pytest.raises(Refused, match="hardship.open"):
        statuses.apply_hardship(db, cast.clerk1, now, person, "older", now.date())


def test_a_refusal_and_an_end_say_why(db, cast, now, person):
    unemployed(db, cast.clerk1, now, person)
    first = statuses.apply_hardship(db, cast.clerk1, now, person, "older", date(2026, 9, 16))
    with pytest.raises(Refused, match="hardship.reason"):
        statuses.refuse_hardship(db, cast.head, now, first.id, now.date(), " ")
    assert statuses.refuse_hardship(db, cast.head, now, first.id, now.date(), "材料不符").state == "refused"
    with pytest.raises(Refused, match="hardship.recognised"):  # what was refused is applied for anew, not turned round
        statuses.recognise_hardship(db, cast.head, now, first.id, now.date())
    second = statuses.apply_hardship(db, cast.clerk1, now, person, "older", now.date())
    statuses.recognise_hardship(db, cast.head, now, second.id, now.date())
    with pytest.raises(Refused, match="hardship.end_date"):
        statuses.end_hardship(db, cast.head, now, second.id, date(2026, 10, 1), "已就业")
    assert statuses.end_hardship(db, cast.head, now, second.id, now.date(), "已就业").state == "ended"
    assert "hardship" not in groups(db, cast, now, person)
    with pytest.raises(Refused, match="hardship.not_standing"):
        statuses.end_hardship(db, cast.head, now, second.id, now.date(), "已就业")


def test_an_unknown_application_is_not_found(db, cast, now):
    with pytest.raises(NotFound, match="hardship.not_found"):
        statuses.recognise_hardship(db, cast.head, now, 4711, now.date())
