"""Visits: results, ways, what counts as 走访人次, visit days, late entry (004 (五), 000 五(一)8)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.errors import Refused


class VisitKind(StrEnum):
    """Whom a visit is for."""

    PERSON = "person"
    HOUSEHOLD = "household"
    EMPLOYER = "employer"


class VisitWay(StrEnum):
    """How it was made."""

    DOOR = "door"
    PHONE = "phone"
    OTHER = "other"


class VisitResult(StrEnum):
    """Whom the visitor met."""

    MET_PERSON = "met_person"
    MET_FAMILY = "met_family"
    REFUSED = "refused"
    NOBODY_HOME = "nobody_home"


MET = frozenset({VisitResult.MET_PERSON, VisitResult.MET_FAMILY})


class EmployerService(StrEnum):
    """政策咨询、招聘对接、用工指导 (003 (十四)); a visit to an employer gives one at least."""

    POLICY = "policy"
    HIRING = "hiring"
    GUIDANCE = "guidance"


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """A visit as typed in; ``met`` are the persons really met."""

    kind: VisitKind
    way: VisitWay
    result: VisitResult
    happened_on: date
    met: tuple[int, ...] = ()
    services: frozenset[EmployerService] = frozenset()
    next_on: date | None = None
    late_reason: str = ""


def check_visit(visit: VisitDraft, today: date) -> None:
    """Refuse a visit in the future, one that contradicts its result, or one entered after its day without a reason."""
    if visit.happened_on > today:
        raise Refused("visit.future", field="happened_on", date=visit.happened_on.isoformat())
    if visit.kind is VisitKind.EMPLOYER:
        _check_employer_visit(visit)
    else:
        _check_met(visit)
    if visit.next_on is not None and visit.next_on <= visit.happened_on:
        raise Refused("visit.next", field="next_on")
    if visit.happened_on < today and not visit.late_reason.strip():
        raise Refused("visit.late_reason", field="late_reason", days=(today - visit.happened_on).days)


def _check_met(visit: VisitDraft) -> None:
    if visit.result in MET and not visit.met:
        raise Refused("visit.nobody_named", field="met")
    if visit.result not in MET and visit.met:
        raise Refused("visit.somebody_named", field="met", result=visit.result)


def _check_employer_visit(visit: VisitDraft) -> None:
    if visit.result in MET and not visit.services:
        raise Refused("visit.services", field="services")


def is_late_entry(happened_on: date, recorded_on: date) -> bool:
    """Whether a visit was recorded on a later day than it was made."""
    return recorded_on > happened_on


def counts_as_meeting(way: VisitWay, result: VisitResult) -> bool:
    """Whether the persons named count as 走访人次: really met, so neither refused, nobody home, nor on the telephone."""
    return way is not VisitWay.PHONE and result in MET


def person_times(meetings: Iterable[tuple[date, int]]) -> int:
    """人次 of (day, person) meetings: the same person once a day."""
    return len(set(meetings))


def is_followed_up(result: VisitResult) -> bool:
    """Whether a follow-up took place: a call nobody answers is none (D29)."""
    return result in MET


def unvisited(listed: Collection[int], visited: Collection[int]) -> tuple[int, ...]:
    """Who on a list has no visit yet, in ascending order."""
    return tuple(sorted(set(listed) - set(visited)))
