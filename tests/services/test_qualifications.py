"""Training, certificates, staffing and figures per officer; on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.actor import Role
from app.domain.errors import NotAllowed, NotFound
from app.domain.figures import Figure
from app.domain.qualifications import CertificateKind, DrillKind, DrillLevel
from app.domain.visits import VisitKind, VisitResult, VisitWay
from app.services import (
    audits,
    case_acts,
    cases,
    certificate_lines,
    counters,
    deputies,
    figures,
    officers,
    profiles,
    qualifications,
    queue,
    ratings,
    staffing,
    today,
    visits,
)
from app.services.cases import CaseForm
from app.services.officers import OfficerForm
from app.services.qualifications import CertificateForm, DrillForm, TookPart
from app.services.ratings import RatingForm
from app.services.today import TodayKind
from app.services.visits import VisitForm
from db.models import Certificate
from tests.services.accepting import accept_complete
from tests.services.people import register
from tests.services.rated import closed_case

DAY = timedelta(days=1)
D = date(2026, 10, 9)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def test_b16_contests_are_listed_with_their_scores_and_b17_a_class_of_twelve_adds_twelve(db, cast, now):
    people = (TookPart("clerk1", "95", "一等奖"), TookPart("clerk2", "88"))
    contest = qualifications.record(
        db, cast.head, now, DrillForm(DrillKind.CONTEST, "窗口业务比武", level=DrillLevel.COUNTY, people=people)
    )
    qualifications.record(db, cast.head, now, DrillForm(DrillKind.CLASS, "政策培训班", held_on=D - 9 * DAY, headcount=12))
    assert contest.people == ((cast.clerk1.name, "95", "一等奖"), (cast.clerk2.name, "88", ""))
    held = qualifications.drills(db, cast.clerk1, first=date(2026, 10, 1), last=D)
    assert held == (contest,)
    classes = qualifications.drills(db, cast.county, first=date(2026, 7, 1), last=D, kind=DrillKind.CLASS)
    assert qualifications.person_times(classes) == 12
    with pytest.raises(NotAllowed):
        qualifications.record(db, cast.clerk1, now, DrillForm(DrillKind.CLASS, "班", headcount=1))
    with pytest.raises(NotFound, match=r"officer\.unknown"):
        qualifications.record(db, cast.head, now, DrillForm(DrillKind.CLASS, "班", people=(TookPart("nobody"),)))


def test_n11_a_head_without_a_class_this_year_is_named_until_there_is_one(db, cast, now):
    assert cast.head.name in qualifications.untrained(db, cast.head, 2026)
    drill = DrillForm(DrillKind.DRILL, "练兵", people=(TookPart("head"),))
    qualifications.record(db, cast.head, now, drill)
    assert cast.head.name in qualifications.untrained(db, cast.head, 2026)
    qualifications.record(db, cast.head, now, DrillForm(DrillKind.CLASS, "省级培训", level=DrillLevel.PROVINCE, people=(TookPart("head"),)))
    assert cast.head.name not in qualifications.untrained(db, cast.head, 2026)
    assert cast.head.name in qualifications.untrained(db, cast.head, 2025)


def certificate(**more):
    told = {"issued_on": date(2023, 11, 1), "expires_on": D + 30 * DAY} | more
    return CertificateForm(CertificateKind.SKILL, "职业指导员", **told)


def soon_for(db, actor, now):
    return [(one.who, one.light, one.mine) for one in today.board(db, actor, now).lines if one.kind is TodayKind.CERTIFICATE]


def test_n9_a_certificate_that_expires_within_the_set_days_is_listed_and_on_today_before(db, cast, now):
    line = qualifications.add_certificate(db, cast.clerk1, now, "clerk1", certificate(number="2023-0001", level="三级"))
    assert (line.holds, line.soon) == (True, True)
    assert [one.id for one in qualifications.certificates(db, cast.head, now, soon=True)] == [line.id]
    mine, heads = [(cast.clerk1.name, "near", True)], [(cast.clerk1.name, "near", False)]
    assert (soon_for(db, cast.clerk1, now), soon_for(db, cast.head, now), soon_for(db, cast.clerk2, now)) == (mine, heads, [])
    profiles.override(db, cast.head, now, "certificate_days", 20)
    assert soon_for(db, cast.head, now) == []
    assert soon_for(db, cast.head, now + 31 * DAY) == [(cast.clerk1.name, "overdue", False)]
    assert not qualifications.end_certificate(db, cast.head, now, line.id).soon


def test_another_s_certificate_is_the_head_s_to_enter_and_its_number_is_sealed(db, cast, now):
    with pytest.raises(NotAllowed, match=r"certificate\.other"):
        qualifications.add_certificate(db, cast.clerk1, now, "clerk2", certificate())
    line = qualifications.add_certificate(db, cast.head, now, "clerk2", certificate(number="2023-0001"))
    with db.read("person.read", cast.head) as session:
        row = session.get_one(Certificate, line.id)
        assert row.number_sealed is not None and b"2023-0001" not in row.number_sealed
        assert session.vault.open("certificate.number", row.uid, row.number_sealed) == "2023-0001"
        held = [certificate_lines.certified(session, one.officer_id, D) for one in (cast.clerk1, cast.clerk2)]
    assert held == [False, True]
    assert audits.verify(db, cast.head).ok


@pytest.fixture
def worked(db, cast, now):
    """What the first clerk did: two cases closed, one of them late, one rated; one visit with a person met; one case open."""
    person, me = register(db, cast.clerk1, now), cast.clerk1
    rated = closed_case(db, me, now, person)
    ratings.give(db, me, now, RatingForm(5, case=rated))
    late = cases.open_case(db, me, now - 2 * DAY, CaseForm("SYDJ", person)).number
    accept_complete(db, me, now - 2 * DAY, late)
    case_acts.close(db, me, now, late, "已登记")
    opened = cases.open_case(db, me, now, CaseForm("JYDJ", person)).number
    visits.record(db, me, now, VisitForm(VisitKind.PERSON, VisitWay.DOOR, VisitResult.MET_PERSON, person_id=person))
    return {Figure.CLOSED: {rated, late}, Figure.ON_TIME: {rated}, Figure.OVERDUE: {late}, Figure.OPEN: {opened}}


def test_n12_the_figures_list_cases_on_time_rate_ratings_and_visits_per_officer_and_open_to_their_records(db, cast, now, worked):
    lines = {one.login: one for one in figures.of_all(db, cast.head, now, *YEAR)}
    mine = lines["clerk1"]
    wanted = {Figure.RECEIVED: 3, Figure.CLOSED: 2, Figure.ON_TIME: 1, Figure.OVERDUE: 1, Figure.OPEN: 1}
    wanted |= {Figure.RATINGS: 1, Figure.GOOD: 1, Figure.VISITS: 1, Figure.MET: 1, Figure.INQUIRIES: 0, Figure.TRAINING: 0}
    assert dict(mine.figures) == wanted
    assert (mine.on_time_rate, mine.good_rate, lines["clerk2"].on_time_rate) == (0.5, 1.0, None)
    for figure in Figure:
        found = figures.records(db, cast.clerk1, now, "clerk1", figure, *YEAR)
        assert len(found) == wanted[figure]
        assert {one.number for one in found} == worked.get(figure, {one.number for one in found})


def test_an_officer_sees_the_own_figures_only_and_a_deputy_everybody_s_on_the_days_of_the_naming(db, cast, now, worked):
    assert [one.login for one in figures.of_all(db, cast.clerk2, now, *YEAR)] == ["clerk2"]
    with pytest.raises(NotAllowed, match=r"figures\.others"):
        figures.records(db, cast.clerk2, now, "clerk1", Figure.CLOSED, *YEAR)
    deputies.name(db, cast.head, now, "clerk2", D, D)
    stands_in = officers.practice_actor(db, "clerk2", now=now)
    db.clock = lambda: now
    assert {"clerk1", "clerk2", "head"} <= {one.login for one in figures.of_all(db, stands_in, now, *YEAR)}
    with pytest.raises(NotAllowed, match=r"figures\.others"):
        figures.of_all(db, stands_in, now + DAY, *YEAR)
    db.clock = lambda: now + DAY
    with pytest.raises(NotAllowed, match=r"deputy\.over"):
        figures.records(db, stands_in, now, "clerk1", Figure.CLOSED, *YEAR)


def test_n1_without_its_last_specialist_the_station_is_short_from_that_day(db, cast, now):
    specialists = [one for one in officers.listing(db, cast.admin) if one.specialist and set(one.roles) & {"counter", "head"}]
    assert staffing.read(db, cast.clerk1, D).enough
    for place, one in enumerate(specialists):
        officers.end(db, cast.admin, now + place * DAY, one.login)
    last = D + (len(specialists) - 1) * DAY
    found = staffing.read(db, cast.admin, last + 5 * DAY)
    assert (found.specialists, found.enough, found.short_since) == (0, False, last)
    assert staffing.read(db, cast.admin, last - DAY).enough


def test_n2_the_specialists_by_identity_add_up_and_n3_open_recruitment_is_counted_by_year(db, cast, now):
    for number, (identity, came) in enumerate((("公益性岗位", "graduate"), ("网格员", "youth"), ("网格员", "placed")), start=1):
        form = OfficerForm(f"new{number}", f"新人{number}", (Role.COUNTER,), identity=identity, recruitment=came)
        officers.add(db, cast.admin, now, form)
    found = staffing.read(db, cast.head, D)
    assert sum(found.identities.values()) == found.specialists
    assert (found.identities["网格员"], found.identities["公益性岗位"], found.openly) == (2, 1, {2026: 2})


def test_n10_who_opens_a_counter_without_a_certificate_is_warned_and_it_is_recorded(db, cast, now):
    assert counters.change(db, cast.clerk1, now, "open", 1).uncertified
    (entry,) = (one for one in audits.listing(db, cast.head).rows if one.action == "counter.open")
    told = audits.detail(db, cast.head, entry.seq)
    assert f"officer:{cast.clerk1.officer_id}" in {one.record for one in told.fields}
    qualifications.add_certificate(db, cast.clerk1, now, "clerk1", certificate())
    counters.change(db, cast.clerk1, now, "close", 1)
    assert not counters.change(db, cast.clerk1, now, "open", 1).uncertified
    assert counters.change(db, cast.clerk1, now + 40 * DAY, "open", 1).uncertified
    assert not counters.change(db, cast.clerk1, now, "pause", 1, "开会").uncertified


def test_n10_who_sits_down_with_the_first_call_is_warned_once_and_it_is_recorded(db, cast, now):
    queue.take(db, cast.clerk1, now, "A")
    seen = [queue.call(db, cast.clerk2, now, 1).uncertified, queue.call(db, cast.clerk2, now, 1, finish=True).uncertified]
    assert seen == [True, False]
    entry = [one for one in audits.listing(db, cast.head).rows if one.action == "queue.call"][-1]
    assert f"officer:{cast.clerk2.officer_id}" in {one.record for one in audits.detail(db, cast.head, entry.seq).fields}
    qualifications.add_certificate(db, cast.clerk1, now, "clerk1", certificate())
    assert not queue.call(db, cast.clerk1, now, 1).uncertified
    assert queue.call(db, cast.clerk2, now, 1).uncertified  # the other sits down again
