"""Recognition of employment hardship (就业困难人员认定): who may apply, and that somebody else recognises.

The categories are an editable code table; only the age test of the older unemployed is known well enough to be a rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.errors import Overtaken, Refused
from app.domain.persons import Gender, StatusKind, age_on, is_4050

OLDER = "older"
NEEDS_REGISTRATION = frozenset({OLDER, "disabled", "long_unemployed"})


@dataclass(frozen=True, slots=True)
class Applicant:
    """What the tests of an application look at; status on the day of application."""

    birth_date: date | None
    gender: Gender
    status: StatusKind | None


def check_application(category: str, applicant: Applicant, applied_on: date, today: date) -> None:
    """Refuse an application without a category, dated in the future, or against the age or registration its category needs."""
    if not category:
        raise Refused("hardship.category_empty", field="category")
    _not_future(applied_on, today, "applied_on")
    if category in NEEDS_REGISTRATION and applicant.status is not StatusKind.REGISTERED_UNEMPLOYED:
        raise Refused("hardship.not_registered", field="category")
    if category == OLDER and applicant.birth_date and not is_4050(applicant.gender, applicant.birth_date, applied_on):
        raise Refused("hardship.age", field="category", age=age_on(applicant.birth_date, applied_on))


def check_recognition(applied_on: date, recognised_on: date, today: date, *, already_on: date | None = None) -> None:
    """Refuse a recognition before the application, in the future, or a second one."""
    if already_on is not None:
        raise Overtaken("hardship.recognised", date=already_on.isoformat())
    _not_future(recognised_on, today, "recognised_on")
    if recognised_on < applied_on:
        raise Refused("hardship.before_application", field="recognised_on", date=applied_on.isoformat())


def check_four_eyes(applied_by: int | None, recognised_by: int | None) -> None:
    """Refuse when the officer who took the application would recognise it."""
    if applied_by is not None and applied_by == recognised_by:
        raise Refused("hardship.same_officer")


def _not_future(day: date, today: date, field: str) -> None:
    if day > today:
        raise Refused("hardship.future", field=field, date=day.isoformat())
