"""Employers, jobs and courses that do not exist, for the tests of the services."""

from __future__ import annotations

from datetime import date, timedelta

from app.domain.employers import EmployerKind, credit_check_character
from app.domain.jobs_market import JobKind, Pay
from app.domain.training import CourseKind
from app.services import courses, employers, jobs
from app.services.courses import CourseForm
from app.services.employers import EmployerFacts, EmployerForm
from app.services.jobs import JobForm, JobLine


def credit_code(serial: int = 1) -> str:
    """A well-formed social credit code of nobody."""
    body = f"91232701MA{serial:07d}"
    return body + credit_check_character(body)


def employer(db, actor, now, name: str = "松涛家政服务部", *, verified: bool = True, serial: int = 1, **facts) -> EmployerFacts:
    """A registered employer, verified today."""
    facts.setdefault("kind", EmployerKind.HOUSEKEEPING)
    checked = now.date() if verified else None
    return employers.add(db, actor, now, EmployerForm(name, credit_code=credit_code(serial), verified_on=checked, **facts))


def job_form(employer_id: int, title: str = "楼道保洁员", low: int = 160000, **facts) -> JobForm:
    """A part-time cleaning job."""
    facts.setdefault("kind", JobKind.PART_TIME)
    facts.setdefault("pay", Pay(low, low + 20000))
    facts.setdefault("requirement", "无特殊要求")
    facts.setdefault("headcount", 2)
    return JobForm(employer_id=employer_id, title=title, **facts)


def job(db, actor, now, employer_id: int, title: str = "楼道保洁员", low: int = 160000, **facts) -> JobLine:
    """The same, collected."""
    return jobs.add(db, actor, now, job_form(employer_id, title, low, **facts))


def course(db, actor, now, name: str = "家政服务员（初级）", places: int = 2, begins: date | None = None, **facts):
    """A course that begins in a week."""
    begins = begins or now.date() + timedelta(days=7)
    form = CourseForm(name, facts.pop("kind", CourseKind.SKILL), begins, begins + timedelta(days=10), places, **facts)
    return courses.add(db, actor, now, form)
