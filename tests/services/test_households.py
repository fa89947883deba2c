"""The register of households without anyone in work."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.clock import at_station
from app.domain.errors import NotFound, Refused
from app.domain.households import ExitKind, ZeroState
from app.domain.jobs_market import ConfirmedHow
from app.domain.persons import Gender, StatusKind
from app.services import household_ends, households, person_pages, profiles, seconds, statuses
from app.services.households import ClearForm, ExitForm, HouseholdForm, RecogniseForm, RegisterFilter
from app.services.statuses import StatusForm
from db import audit
from db.models import Hire
from tests.services.people import register

MARCH, LATE = date(2026, 3, 2), "乡镇报来的名单晚到"


@pytest.fixture
def family(db, cast, now):
    father = register(db, cast.clerk1, now, "周建国", date(1972, 5, 1), Gender.MALE)
    mother = register(db, cast.clerk1, now, "李秀兰", date(1975, 6, 2))
    return father, mother


def recognised(db, cast, now, family, on=MARCH):
    """Recognised months ago and entered now, which a second person confirms."""
    home = HouseholdForm(family[0], ((family[1], "配偶"),), "松涛社区 3 号楼")
    asked = households.recognise(db, cast.clerk1, now, RecogniseForm(home, on, "县人社局", LATE))
    if on == now.date():
        return asked
    seconds.approve(db, cast.clerk2, now, asked.id)
    return next(line for line in households.register(db, cast.clerk1, now).rows if line.recognised_on == on)


def cleared(db, cast, now, household_id, form):
    """The same for the start of work by which a household is cleared."""
    asked = household_ends.clear(db, cast.clerk1, now, household_id, form)
    seconds.approve(db, cast.clerk2, now, asked.id)
    return households.register(db, cast.clerk1, now, only=RegisterFilter(household_id=household_id)).rows[0]


def confirmed(person_id, started_on):
    return ClearForm(person_id, started_on=started_on, employer="昭顺物业服务部", confirmed_how=ConfirmedHow.CONTRACT, late_reason=LATE)


def test_the_month_counts_from_the_recognition(db, cast, now, family):
    line = recognised(db, cast, now, family)
    assert (line.state, line.last_day, line.overdue, line.size) == (ZeroState.RECOGNISED, date(2026, 4, 2), True, 2)
    assert (line.recognised_by, line.late_entry, line.head) == ("县人社局", True, "周建国")


@pytest.mark.parametrize(("on", "last"), [(date(2026, 1, 31), date(2026, 2, 28)), (date(2026, 1, 20), date(2026, 2, 20))])
def test_a_short_month_ends_on_its_last_day(db, cast, now, family, on, last):
    assert recognised(db, cast, now, family, on).last_day == last


def test_a_place_may_count_more_strictly_or_roll_over_a_holiday(db, cast, now, family):
    profiles.override(db, cast.head, now, "zero_family_roll", True)
    assert recognised(db, cast, now, family, date(2026, 1, 20)).last_day == date(2026, 2, 24)


def test_a_stricter_count_makes_it_overdue_a_day_earlier(db, cast, now, family):
    profiles.override(db, cast.head, now, "zero_family_count", "strict")
    recognised(db, cast, now, family)
    assert households.register(db, cast.clerk1, now, on=date(2026, 4, 2)).rows[0].overdue


def test_on_the_last_day_it_is_not_overdue_and_the_next_it_is(db, cast, family):
    moment = at_station(MARCH, 9)
    recognised(db, cast, moment, family)
    for day, late in ((date(2026, 4, 2), False), (date(2026, 4, 3), True)):
        assert households.register(db, cast.clerk1, moment, on=day).rows[0].overdue is late


def test_members_carry_the_group_from_the_recognition_to_the_clearing(db, cast, now, family):
    line = recognised(db, cast, now, family)
    assert "zero_family" in person_pages.show(db, cast.clerk1, now, family[1]).groups
    cleared(db, cast, now, line.id, confirmed(family[0], date(2026, 3, 20)))
    assert "zero_family" not in person_pages.show(db, cast.clerk1, now, family[1]).groups
    span = next(g for g in statuses.view(db, cast.clerk1, now, family[1]).groups if g.group == "zero_family")
    assert (span.since, span.until) == (MARCH, date(2026, 3, 20))


def test_a_household_where_somebody_works_is_not_recognised(db, cast, now, family):
    statuses.put(db, cast.clerk1, now, family[1], StatusForm(StatusKind.EMPLOYED, date(2026, 1, 5)))
    with pytest.raises(Refused, match="household.member_in_work"):
        recognised(db, cast, now, family)
    assert recognised(db, cast, now, family, date(2026, 1, 4)).state is ZeroState.RECOGNISED


@pytest.mark.parametrize("on", [MARCH, date(2026, 3, 5)])
def test_a_household_is_on_the_register_once(db, cast, now, family, on):
    recognised(db, cast, now, family)
    with pytest.raises(Refused, match="household.already_recognised"):
        recognised(db, cast, now, family, on)


def test_nobody_belongs_to_two_households(db, cast, now, family):
    recognised(db, cast, now, family)
    son = register(db, cast.clerk1, now, "周小雨", date(2003, 1, 1))
    with pytest.raises(Refused, match="household.member_elsewhere") as caught:
        households.add(db, cast.clerk1, now, HouseholdForm(son, ((family[1], "母亲"),)))
    assert caught.value.params["name"] == "李秀兰"


def test_clearing_takes_a_confirmed_start_of_a_member(db, cast, now, family):
    line = recognised(db, cast, now, family)
    stranger = register(db, cast.clerk1, now, "王强", date(1990, 1, 1), Gender.MALE)
    for form, code in (
        (ClearForm(family[0], started_on=date(2026, 3, 20)), "household.start_unconfirmed"),
        (confirmed(stranger, date(2026, 3, 20)), "household.not_a_member"),
        (confirmed(family[0], date(2026, 3, 1)), "household.before_recognition"),
        (confirmed(family[0], now.date() + timedelta(days=1)), "household.future"),
    ):
        with pytest.raises(Refused, match=code):
            household_ends.clear(db, cast.clerk1, now, line.id, form)


def test_clearing_makes_the_status_and_the_hire(db, cast, now, family):
    line = recognised(db, cast, now, family)
    done = cleared(db, cast, now, line.id, confirmed(family[0], date(2026, 3, 20)))
    assert (done.state, done.cleared_on, done.overdue) == (ZeroState.CLEARED, date(2026, 3, 20), False)
    status = statuses.view(db, cast.clerk1, now, family[0]).history[0]
    assert (status.status, status.since, status.employer) == (StatusKind.EMPLOYED, date(2026, 3, 20), "昭顺物业服务部")
    with db.read("person.read", cast.head) as session:
        hire = session.execute(select(Hire)).scalar_one()
        assert (hire.person_id, hire.started_on, hire.confirmed_how, hire.helped) == (family[0], date(2026, 3, 20), "contract", False)
        assert audit.verify(session, db.vault).ok


def test_a_recorded_hire_is_taken_and_not_doubled(db, cast, now, family):
    line = recognised(db, cast, now, family)
    with db.write("job.hire", cast.clerk1, now) as unit:
        facts = {"employer": "松涛小学", "form": "employed", "confirmed_on": now.date(), "confirmed_how": "contract", "recorded_at": now}
        unit.add(hire := Hire(person_id=family[1], started_on=date(2026, 3, 30), **facts))
        unit.flush()
    done = household_ends.clear(db, cast.clerk1, now, line.id, ClearForm(family[1], hire_id=hire.id))
    assert (done.cleared_on, done.cleared_person_id) == (date(2026, 3, 30), family[1])
    with db.read("person.read", cast.head) as session:
        assert len(session.execute(select(Hire)).all()) == 1


def test_the_count_of_a_day_does_not_change_when_a_family_is_cleared_later(db, cast, now, family):
    line = recognised(db, cast, now, family, date(2026, 5, 20))
    before = households.counted(db, cast.clerk1, date(2026, 6, 30))
    cleared(db, cast, now, line.id, confirmed(family[0], date(2026, 7, 1)))
    assert households.counted(db, cast.clerk1, date(2026, 6, 30)) == before
    assert (before.on_register, before.overdue) == (1, 1)
    assert households.counted(db, cast.clerk1, date(2026, 7, 1)).on_register == 0


def test_the_register_of_a_past_day_shows_what_was_true_then(db, cast, now, family):
    line = recognised(db, cast, now, family, date(2026, 5, 20))
    cleared(db, cast, now, line.id, confirmed(family[0], date(2026, 7, 1)))
    then = households.register(db, cast.clerk1, now, on=date(2026, 6, 30), only=RegisterFilter(overdue=True)).rows[0]
    assert (then.state, then.overdue, then.cleared_on) == (ZeroState.RECOGNISED, True, None)
    assert not households.register(db, cast.clerk1, now, only=RegisterFilter(state="recognised")).rows
    assert households.register(db, cast.clerk1, now, only=RegisterFilter(state="cleared")).rows[0].id == line.id


def test_one_family_cleared_late_breaks_the_year(db, cast, now, family):
    line = recognised(db, cast, now, family, date(2026, 5, 20))
    cleared(db, cast, now, line.id, confirmed(family[0], date(2026, 7, 1)))
    assert households.late_in_year(db, cast.clerk1, now, 2026) == (line.id,)
    assert households.late_in_year(db, cast.clerk1, now, 2025) == ()


def test_an_exit_needs_a_ground_that_holds(db, cast, now, family):
    line = recognised(db, cast, now, family, date(2026, 8, 20))
    for form, code in (
        (ExitForm(ExitKind.REFUSALS, now.date()), "household.few_refusals"),
        (ExitForm(ExitKind.OUT_OF_CONTACT, now.date()), "household.contact_recent"),
        (ExitForm(ExitKind.MOVED_AWAY, now.date()), "household.exit_reason"),
    ):
        with pytest.raises(Refused, match=code):
            household_ends.leave(db, cast.clerk1, now, line.id, form)
    gone = household_ends.leave(db, cast.clerk1, now, line.id, ExitForm(ExitKind.MOVED_AWAY, now.date(), "迁往外地"))
    assert (gone.state, gone.exit_kind, gone.exited_on) == (ZeroState.EXITED, "moved_away", now.date())
    with pytest.raises(Refused, match="household.ended"):
        household_ends.clear(db, cast.clerk1, now, line.id, confirmed(family[0], now.date()))


def test_a_late_clearing_whose_status_cannot_follow_is_refused_when_it_is_entered(db, cast, now, family):
    line = recognised(db, cast, now, family, date(2026, 9, 1))
    statuses.put(db, cast.clerk1, now, family[0], StatusForm(StatusKind.REGISTERED_UNEMPLOYED, date(2026, 10, 8)))
    with pytest.raises(Refused, match=r"person\.status_order"):
        household_ends.clear(db, cast.clerk1, now, line.id, confirmed(family[0], date(2026, 9, 21)))
    assert seconds.waiting(db, cast.clerk2, now) == ()


def test_after_an_exit_a_family_may_be_recognised_again(db, cast, now, family):
    line = recognised(db, cast, now, family, date(2026, 2, 1))
    asked = household_ends.leave(db, cast.clerk1, now, line.id, ExitForm(ExitKind.MOVED_AWAY, date(2026, 5, 1), "迁往外地", "才知道"))
    seconds.approve(db, cast.clerk2, now, asked.id)
    again = recognised(db, cast, now, family, date(2026, 9, 1))
    assert (again.id, again.state) == (line.id, ZeroState.RECOGNISED)
    assert len(households.view(db, cast.clerk1, now, line.id).records) == 2


def test_the_tab_of_a_person_shows_the_family(db, cast, now, family):
    recognised(db, cast, now, family)
    home = households.of_person(db, cast.clerk1, now, family[1])
    assert [(m.name, m.relation, m.age) for m in home.members] == [("周建国", "户主", 54), ("李秀兰", "配偶", 51)]
    changed = households.change(db, cast.clerk1, now, home.id, address="松涛社区 5 号楼", grid_id=None, members=())
    assert [m.name for m in changed.members] == ["周建国"]
    assert households.of_person(db, cast.clerk1, now, family[1]) is None


def test_an_unknown_household_and_one_never_recognised_are_named(db, cast, now, family):
    home = households.add(db, cast.clerk1, now, HouseholdForm(family[0]))
    for household_id, code in ((4711, "household.not_found"), (home.id, "household.not_recognised")):
        with pytest.raises(NotFound, match=code):
            household_ends.clear(db, cast.clerk1, now, household_id, confirmed(family[0], now.date()))
