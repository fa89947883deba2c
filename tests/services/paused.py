"""A pause asked for by an officer and approved by the head, for tests of what follows from one."""

from __future__ import annotations

from app.domain.actor import Actor, Role
from app.domain.second_person import SecondStep
from app.services import case_acts, officers


def paused(db, cast, actor, now, number: str, reason: str, **facts):
    """The facts of the case whose clock stands."""
    case_acts.pause(db, actor, now, number, reason, **{"evidence": "公示照片 2 张"} | facts)
    return case_acts.approve(db, cast.head, now, number, expected=SecondStep.PAUSE)


def pause_approved(db, who, now, number: str) -> None:
    """A pause that the county's account approved, where only the one who asks is at hand."""
    county = next(one for one in officers.listing(db, who) if one.login == "county")
    case_acts.pause(db, who, now, number, "公示", evidence="公示照片")
    case_acts.approve(db, Actor("county", county.name, frozenset({Role.COUNTY}), officer_id=county.id), now, number)
