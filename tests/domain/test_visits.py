"""Visits: what is refused, what counts."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import visits
from app.domain.errors import Refused
from app.domain.visits import EmployerService, VisitDraft, VisitKind, VisitResult, VisitWay

TODAY = date(2026, 3, 31)
VISIT = VisitDraft(VisitKind.PERSON, VisitWay.DOOR, VisitResult.MET_PERSON, TODAY, met=(1,))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"happened_on": date(2026, 4, 1)}, "visit.future"),
        ({"met": ()}, "visit.nobody_named"),
        ({"result": VisitResult.REFUSED}, "visit.somebody_named"),
        ({"next_on": TODAY}, "visit.next"),
        ({"happened_on": date(2026, 3, 30)}, "visit.late_reason"),
        ({"kind": VisitKind.EMPLOYER}, "visit.services"),
    ],
)
def test_a_visit_is_refused_for_what_is_wrong_with_it(change: dict, code: str):
    with pytest.raises(Refused) as caught:
        visits.check_visit(replace(VISIT, **change), TODAY)
    assert caught.value.code == code


def test_a_late_entry_passes_with_its_reason():
    late = replace(VISIT, happened_on=date(2026, 3, 29))
    visits.check_visit(replace(late, late_reason="入户时没有网络"), TODAY)
    assert visits.is_late_entry(late.happened_on, TODAY) and not visits.is_late_entry(TODAY, TODAY)


def test_a_visit_to_an_employer_gives_a_service_unless_nobody_was_met():
    employer = replace(VISIT, kind=VisitKind.EMPLOYER, met=())
    visits.check_visit(replace(employer, services=frozenset({EmployerService.HIRING})), TODAY)
    visits.check_visit(replace(employer, result=VisitResult.NOBODY_HOME), TODAY)


@pytest.mark.parametrize(
    ("way", "result", "counts"),
    [
        (VisitWay.DOOR, VisitResult.MET_PERSON, True),
        (VisitWay.OTHER, VisitResult.MET_FAMILY, True),
        (VisitWay.PHONE, VisitResult.MET_PERSON, False),
        (VisitWay.DOOR, VisitResult.REFUSED, False),
        (VisitWay.DOOR, VisitResult.NOBODY_HOME, False),
    ],
)
def test_only_persons_really_met_count(way: VisitWay, result: VisitResult, counts: bool):
    assert visits.counts_as_meeting(way, result) is counts


@given(st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2026, 1, 5)), st.integers(1, 4))))
def test_the_same_person_counts_once_a_day(meetings: list[tuple[date, int]]):
    assert visits.person_times(meetings * 2) == visits.person_times(meetings) <= len(meetings)


def test_a_call_nobody_answers_is_no_follow_up():
    assert not visits.is_followed_up(VisitResult.NOBODY_HOME)
    assert visits.is_followed_up(VisitResult.MET_PERSON)


def test_the_unvisited_are_listed():
    assert visits.unvisited([3, 1, 2], [2]) == (1, 3)
