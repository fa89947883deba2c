"""Employers, jobs, referrals, hires, policies and courses of the made-up past as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain.assistance import ServiceKind, ServiceMode
from app.domain.clock import business_date
from app.domain.demo_more_facts import EmployerFact, JobFact, Later, ReferralFact
from app.domain.demo_world import World
from app.domain.jobs_market import JobState, PayUnit, PushChannel, ReferralState, helped_since
from app.domain.late_entries import LateKind
from app.domain.training import EnrolmentState
from app.services.demo_book import Book, Row
from app.services.employers import PHONE
from app.services.hires import _MODES
from db import models as m
from db.base import new_uid

JOB_COPIED = (
    *("title", "kind", "headcount", "requirement", "source", "survey_way", "offered_by", "occupation", "location", "distance_m"),
    *("shifts", "family_friendly", "education", "age_min", "age_max", "benefits", "expires_on"),
)


def write_employers(book: Book, world: World) -> None:
    """All employers."""
    for fact in world.employers:
        uid, values = new_uid(), fact.values
        row = {
            name: values[name]
            for name in ("name", "kind", "credit_code", "address", "contact", "licence_until", "verified_on", "key_employer")
        }
        row |= {
            "uid": uid,
            "sectors": [],
            "phone_sealed": book.vault.seal(PHONE, uid, values["phone"]),
            "recorded_at": fact.at,
            "version": 1,
        }
        book.add(m.Employer, row)


def write_jobs(book: Book, world: World) -> None:
    """All jobs; those of verified employers were published at once."""
    for fact in world.jobs:
        day = business_date(fact.at)
        code = f"GW{day:%Y%m%d}-{book.number('job', str(day)):03d}"
        book.add(m.Job, _job_row(fact, code, day, world.employers[fact.employer - 1]))
        book.breathe()


def _job_row(fact: JobFact, code: str, day: date, employer: EmployerFact) -> Row:
    values, closed = fact.values, fact.closed
    verified = employer.values["verified_on"] is not None and employer.values["verified_on"] <= day
    state = JobState.CLOSED if closed else JobState.OPEN if verified else JobState.DRAFT
    low, high = values["pay"]
    return {
        "code": code,
        "employer_id": fact.employer,
        **{name: values[name] for name in JOB_COPIED},
        "welfare_kind": values["welfare_kind"] or "",
        "duties": "",
        "gender": 0,
        "skills": [],
        "limits": [],
        "pay_low_cents": low,
        "pay_high_cents": high,
        "pay_unit": PayUnit.MONTH.value,
        "pay_negotiable": False,
        "pay_note": "",
        "collected_on": day,
        "published_on": day if verified else None,
        "closed_on": business_date(closed.at) if closed else None,
        "closed_reason": closed.values["reason"] if closed else "",
        "renewed_from_id": None,
        "visit_id": None,
        "state": state.value,
        "late_entry": False,
        "recorded_at": fact.at,
        "version": 2 if closed else 1,
    }


def write_referrals(book: Book, world: World) -> None:
    """All referrals, each a service; the hires they led to are written when every service is known."""
    for place, fact in enumerate(world.referrals, 1):
        officer = book.names.officer(fact.officer)
        row: Row = {
            "person_id": fact.person,
            "job_id": fact.job,
            "happened_on": business_date(fact.at),
            "channel": fact.channel,
            "state": ReferralState.REFERRED.value,
            "answer": "",
            **dict.fromkeys(("answered_on", "interview_on", "medical_on")),
            "officer_id": officer,
            "late_entry": False,
            "recorded_at": fact.at,
            "version": 1 + len(fact.acts),
        }
        for act in fact.acts:
            row |= _moved(row, act)
        book.add(m.Referral, row)
        mode = _MODES.get(PushChannel(fact.channel), ServiceMode.REMOTE).value
        book.service(fact.person, ServiceKind.REFERRAL.value, row["happened_on"], fact.at, f"referral:{place}", officer, mode)
        book.breathe()


def _moved(row: Row, act: Later) -> Row:
    day = business_date(act.at)
    if act.verb == "hire":
        return {"state": ReferralState.STARTED.value, "answered_on": row["answered_on"] or day}
    changed: Row = {"state": act.verb, "answer": act.values["text"] or row["answer"]}
    return changed | ({"interview_on": act.values["on"]} if act.verb == "interview" else {"answered_on": day})


@dataclass(frozen=True, slots=True)
class _Hired:
    """A start of work, out of a referral or of a clearing; ``source`` finds it again."""

    at: datetime
    source: tuple[str, int]
    person: int
    referral: ReferralFact | None
    act: Later
    employer: str


def hired_persons(world: World) -> frozenset[int]:
    """Who started work with this station's knowledge."""
    return frozenset(one.person for one in _hires(world))


def _hires(world: World) -> list[_Hired]:
    found = []
    for place, fact in enumerate(world.referrals, 1):
        if fact.acts and fact.acts[-1].verb == "hire":
            employer = world.employers[world.jobs[fact.job - 1].employer - 1].values["name"]
            found.append(_Hired(fact.acts[-1].at, ("referral", place), fact.person, fact, fact.acts[-1], employer))
    for place, home in enumerate(world.homes, 1):
        if home.end is not None and home.end.verb == "clear":
            found.append(_Hired(home.end.at, ("home", place), home.end.values["person"], None, home.end, home.end.values["employer"]))
    return sorted(found, key=lambda one: (one.at, one.referral is None, one.person if one.referral else one.source[1]))


def write_hires(book: Book, world: World) -> dict[tuple[str, int], int]:
    """All starts of work in their order; the answer finds the id of each by what it came from."""
    return {one.source: _write_hire(book, one) for one in _hires(world)}


def _write_hire(book: Book, one: _Hired) -> int:
    """A start of work out of a referral, with its row in the list of late entries; that of a clearing is entered with the clearing."""
    row = _hire_row(book, one)
    number = book.add(m.Hire, row)
    if one.referral is not None:
        entry = (f"hire:{number}", row["started_on"], one.at, row["officer_id"], one.act.values["late"])
        book.entered_late(LateKind.HIRE, *entry, person=one.person)
    return number


def _hire_row(book: Book, one: _Hired) -> Row:
    started, recorded = one.act.values["started_on"], business_date(one.at)
    first = helped_since(started, book.profile.helped_window_months)
    return {
        "person_id": one.person,
        "referral_id": one.source[1] if one.referral else None,
        "job_id": one.referral.job if one.referral else None,
        "employer": one.employer,
        "form": one.act.values["form"],
        "started_on": started,
        "ended_on": None,
        "confirmed_on": recorded,
        "confirmed_how": one.act.values["how"],
        "helped": book.served_between(one.person, first, started, one.at),
        "officer_id": book.names.officer(one.act.officer),
        "late_entry": started < recorded,
        "reason": one.act.values.get("reason", ""),
        "recorded_at": one.at,
        "version": 1,
    }


# policies and courses


def write_policies(book: Book, world: World) -> None:
    """The library."""
    for fact in world.policies:
        values, year = fact.values, f"{business_date(fact.at):%Y}"
        row = {name: values[name] for name in ("name", "level", "kind", "starts_on", "summary", "how_to_apply", "published")}
        row |= {"code": f"ZC{year}-{book.number('policy', year):03d}", "document_number": "", "ends_on": None}
        row["conditions"] = [_condition(raw) for raw in values["conditions"]]
        book.add(m.Policy, {**row, "recorded_at": fact.at, "version": 1})


def _condition(raw: dict[str, Any]) -> Row:
    return {name: raw[name] for name in ("field", "operator", "value", "text")}


def write_courses(book: Book, world: World) -> None:
    """The courses and who was on them, each a service."""
    for fact in world.courses:
        values, year = fact.values, f"{business_date(fact.at):%Y}"
        row = {name: values[name] for name in ("name", "kind", "occupation", "starts_on", "ends_on", "places", "provider", "location")}
        row |= {"code": f"PX{year}-{book.number('course', year):03d}", "fee_cents": 0, "recorded_at": fact.at, "version": 1}
        book.add(m.Course, row)
    for place, one in enumerate(world.enrolments, 1):
        day, officer = business_date(one.at), book.names.officer(one.officer)
        row = {"course_id": one.course, "person_id": one.person, "state": EnrolmentState.ENROLLED.value, "enrolled_on": day}
        row |= {"finished_on": None, "certificate": "", "recorded_at": one.at, "finished_recorded_at": None, "version": 1}
        book.add(m.Enrolment, row | _ended(one.end))
        book.service(one.person, ServiceKind.TRAINING.value, day, one.at, f"enrolment:{place}", officer, ServiceMode.COUNTER.value)


def _ended(end: Later | None) -> Row:
    if end is None:
        return {}
    if end.verb == "leave":
        return {"state": EnrolmentState.LEFT.value, "version": 2}
    finished = {"finished_on": end.values["on"], "certificate": end.values["certificate"], "finished_recorded_at": end.at}
    return {"state": EnrolmentState.FINISHED.value, **finished, "version": 2}
