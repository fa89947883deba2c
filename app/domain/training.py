"""Training courses and who is on them (004 (八))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.errors import Overtaken, Refused


class CourseKind(StrEnum):
    """职业技能, 急需紧缺职业（工种）, 新职业新业态, 创业, 定单."""

    SKILL = "skill"
    SHORTAGE = "shortage"
    NEW_OCCUPATION = "new_occupation"
    START_UP = "start_up"
    ORDERED = "ordered"


class EnrolmentState(StrEnum):
    """From enrolment to the certificate."""

    ENROLLED = "enrolled"
    FINISHED = "finished"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """What the rules look at in a course."""

    name: str
    starts_on: date
    ends_on: date
    places: int
    taken: int = 0


def check_course(course: CourseFacts) -> None:
    """Refuse a course without a name or places, or with an end before its start."""
    if not course.name.strip():
        raise Refused("course.name_empty", field="name")
    if course.places < 1:
        raise Refused("course.places", field="places")
    if course.ends_on < course.starts_on:
        raise Refused("course.dates", field="ends_on")


def check_enrol(course: CourseFacts, on: date, *, already: bool = False) -> None:
    """Refuse to enrol twice, in a full course, or after its end."""
    if already:
        raise Refused("course.twice", field="course", name=course.name)
    if course.taken >= course.places:
        raise Refused("course.full", field="course", name=course.name, places=course.places)
    if on > course.ends_on:
        raise Refused("course.over", field="course", name=course.name)


def check_finish(state: EnrolmentState, course: CourseFacts, finished_on: date, today: date) -> None:
    """Refuse to finish what was not begun, before the course began, or in the future."""
    if state is not EnrolmentState.ENROLLED:
        raise Overtaken("course.state", state=state)
    if not course.starts_on <= finished_on <= today:
        raise Refused("course.finish_date", field="finished_on", first=course.starts_on.isoformat(), last=today.isoformat())
