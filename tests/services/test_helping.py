"""One-to-one help, the three procedures a person is helped through, and the registrations of a placement, on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.errors import NotFound, Overtaken, Refused
from app.domain.jobs_market import ConfirmedHow
from app.domain.persons import StatusKind
from app.services import assistance, case_acts, cases, helpers, hires, person_pages, procedures, registrations, statuses
from app.services.assistance import OpenForm
from app.services.cases import CaseForm
from app.services.hires import HireForm
from app.services.statuses import GroupForm
from tests.services.accepting import accept_complete
from tests.services.people import register, unemployed

DAY = timedelta(days=1)


def test_h1_a_second_helper_ends_the_first_on_that_day(db, cast, now):
    person = register(db, cast.clerk1, now)
    helpers.name(db, cast.head, now, person, "clerk1")
    later = now + 3 * DAY
    lines = helpers.name(db, cast.head, later, person, "clerk2", on=(now + 2 * DAY).date(), reason="调到别的窗口")
    assert [(x.officer, x.starts_on, x.ends_on) for x in lines] == [
        ("clerk2", date(2026, 10, 11), None),
        ("clerk1", date(2026, 10, 9), date(2026, 10, 11)),
    ]
    assert person_pages.show(db, cast.head, later, person).helper == cast.clerk2.name
    for act, code in (
        (lambda: helpers.name(db, cast.head, later, person, "clerk2"), "helper.same"),
        (lambda: helpers.name(db, cast.head, later, person, "clerk1", on=now.date()), "helper.before"),
        (lambda: helpers.name(db, cast.head, later, person, "clerk1", on=(later + DAY).date()), "helper.future"),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == code
    with pytest.raises(NotFound):
        helpers.name(db, cast.head, later, person, "nobody")
    assert helpers.end(db, cast.head, later, person)[0].ends_on == later.date()
    with pytest.raises(Overtaken, match=r"helper\.none"):
        helpers.end(db, cast.head, later, person)


def test_h1_the_helper_who_was_named_with_the_file_is_ended_too_and_the_file_follows(db, cast, now):
    person = register(db, cast.clerk1, now)
    assistance.open_file(db, cast.clerk1, now, OpenForm(person, True, True, helper_id=cast.clerk1.officer_id))
    lines = helpers.name(db, cast.head, now + DAY, person, "clerk2")
    assert [(x.officer, x.starts_on, x.ends_on) for x in lines] == [
        ("clerk2", date(2026, 10, 10), None),
        ("clerk1", date(2026, 10, 9), date(2026, 10, 10)),
    ]
    assert assistance.files(db, cast.head, helper_id=cast.clerk2.officer_id).rows[0].person_id == person


def test_i3_who_of_a_key_group_has_no_helper_is_listed(db, cast, now):
    names = (("李国强", 5), ("王小雨", 6), ("周平", 7))
    veteran, other, helped = (register(db, cast.clerk1, now, name, date(1990, 1, 1), serial=serial) for name, serial in names)
    for person in (veteran, helped):
        statuses.add_group(db, cast.clerk1, now, person, GroupForm("veteran", now.date()))
    helpers.name(db, cast.head, now, helped, "clerk1")
    assert [(one.id, one.tags) for one in helpers.without(db, cast.clerk1, now)] == [(veteran, ("退役军人",))]
    helpers.end(db, cast.head, now + DAY, helped)
    assert {one.id for one in helpers.without(db, cast.clerk1, now + DAY)} == {veteran, helped} and other not in {veteran, helped}
    statuses.end_group(db, cast.clerk1, now + DAY, veteran, "veteran", (now + DAY).date())
    assert [one.id for one in helpers.without(db, cast.clerk1, now + DAY)] == [helped]


def test_h2_the_three_procedures_are_tracked_with_state_and_day(db, cast, now):
    person = register(db, cast.clerk1, now)

    def shown(at=now):
        return {one.kind: (one.state, one.on, one.case) for one in procedures.of_person(db, cast.clerk1, at, person)}

    assert shown() == dict.fromkeys(("unemployment", "hardship", "subsidy"), ("没有办过", None, ""))
    registration = cases.open_case(db, cast.clerk1, now, CaseForm("SYDJ", person)).number
    assert shown()["unemployment"] == ("已收件", now.date(), registration)
    unemployed(db, cast.clerk1, now, person)
    accept_complete(db, cast.clerk1, now, registration)
    case_acts.close(db, cast.clerk1, now, registration, "已登记")
    assert shown()["unemployment"] == ("已登记", date(2026, 3, 2), registration)
    line = statuses.apply_hardship(db, cast.clerk1, now, person, "older", now.date())
    assert shown()["hardship"] == ("等待认定", now.date(), "")
    statuses.recognise_hardship(db, cast.head, now + DAY, line.id, (now + DAY).date(), "县人社局")
    assert shown(now + DAY)["hardship"] == ("已认定", (now + DAY).date(), "")
    subsidy = cases.open_case(db, cast.clerk1, now, CaseForm("LHSB", person)).number
    accept_complete(db, cast.clerk1, now, subsidy)
    assert shown()["subsidy"] == ("办理中", now.date(), subsidy)


def test_f7_a_placement_opens_agent_cases_of_its_person_once(db, cast, now):
    person = register(db, cast.clerk1, now)
    unemployed(db, cast.clerk1, now, person)
    hire = hires.hire(
        db, cast.clerk1, now, HireForm(now.date(), ConfirmedHow.EMPLOYER, person, employer="松涛超市", form=StatusKind.EMPLOYED)
    )
    made = registrations.of_hire(db, cast.clerk1, now, hire.id)
    views = [cases.show(db, cast.clerk1, now, number) for number in made.cases]
    assert [(view.facts.item, view.facts.proxy, view.facts.person, view.bundle.number) for view in views] == [
        ("JYDJ", True, person, made.bundle),
        ("SBDJ", True, person, made.bundle),
    ]
    with pytest.raises(Refused, match=r"case\.proxy_unsigned"):
        accept_complete(db, cast.clerk1, now, made.cases[0])
    with pytest.raises(Overtaken, match=r"hire\.registered"):
        registrations.of_hire(db, cast.clerk1, now, hire.id)
    for number in made.cases:
        case_acts.withdraw(db, cast.clerk1, now, number, "单位自己办")
    assert len(registrations.of_hire(db, cast.clerk1, now, hire.id).cases) == 2
    with pytest.raises(NotFound):
        registrations.of_hire(db, cast.clerk1, now, hire.id + 1)
