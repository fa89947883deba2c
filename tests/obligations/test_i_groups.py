"""Group I, key groups: the checks of its rows, with their figures."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.clock import at_station
from app.domain.errors import Refused
from app.services import assistance, person_pages, statuses
from app.services.assistance import OpenForm
from app.services.person_pages import PersonFilter
from db.models import PersonGroup
from tests.services.people import number, register, unemployed

ELSEWHERE = number(date(1978, 4, 26), region="340524")


def test_i1_who_lives_here_but_is_registered_elsewhere_is_served_like_everybody(db, cast, now):
    person = register(db, cast.clerk1, now, id_number=ELSEWHERE, hukou="rural", resident=True)
    unemployed(db, cast.clerk1, now, person)
    assert person_pages.show(db, cast.clerk1, now, person).resident
    listed = person_pages.page(db, cast.clerk1, now, only=PersonFilter(group="unemployed")).rows
    assert [line.id for line in listed] == [person]
    assistance.open_file(db, cast.clerk1, now, OpenForm(person, True, True))
    assert [file.person_id for file in assistance.files(db, cast.clerk1).rows] == [person]


@pytest.mark.parametrize(("day", "included"), [(date(2026, 5, 9), True), (date(2026, 5, 10), False)])
def test_i5_born_on_the_tenth_of_may_2001_is_a_youth_until_the_ninth_of_may_2026(db, cast, day, included):
    now = at_station(day, 9)
    person = register(db, cast.clerk1, now, "周小雨", date(2001, 5, 10))
    unemployed(db, cast.clerk1, now, person)
    listed = person_pages.page(db, cast.clerk1, now, only=PersonFilter(group="youth")).rows
    assert ([line.id for line in listed] == [person]) is included


def test_i7_a_tag_that_is_switched_off_stays_on_old_records(db, cast, now):
    person = register(db, cast.clerk1, now)
    with pytest.raises(Refused, match=r"codes\.inactive"):
        statuses.add_group(db, cast.clerk1, now, person, statuses.GroupForm("fisher", now.date()))
    with db.write("person.group", cast.clerk1, now) as unit:
        unit.add(PersonGroup(person_id=person, group="fisher", since=date(2024, 1, 1), recorded_at=now))
    assert person_pages.show(db, cast.clerk1, now, person).tags == ("退捕渔民",)
