"""Papers of a person: the assistance file and the three service lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.domain import assistance as rules
from app.domain.assistance import CloseReason, FileStage, LineAnswer, ListKind, Point, ServiceKind
from app.domain.documents import (
    AssistanceFilePaper,
    JobLine,
    ListSummary,
    PointLine,
    PolicyLine,
    ServiceLine,
    ServiceListsPaper,
    StageLine,
    TrainingLine,
)
from app.domain.errors import Refused
from app.domain.findings import CheckMethod
from app.domain.jobs_market import JobKind
from app.domain.persons import Gender, StatusKind, full_months
from app.services import codes, employers, jobs, person_state, point_texts
from app.services.papers_base import Desk, Subject, Wanted
from app.services.persons import of as person_of
from app.texts import fill, t, word
from app.texts import papers as say
from db import queries
from db.models import AssistanceFile, Person, ServiceList, ServiceListLine, ServiceRecord

SERVICES = 200
OUT_OF_WORK = frozenset({StatusKind.REGISTERED_UNEMPLOYED, StatusKind.UNEMPLOYED})


def _file(desk: Desk, wanted: Wanted) -> tuple[Person, AssistanceFile]:
    person = person_of(desk.session, wanted.person or 0)
    files = queries.assistance.files_of(desk.session, person.id)
    if not files:
        raise Refused("print.no_file", field="person", name=person.name)
    return person, files[0]


def assistance_file(desk: Desk, wanted: Wanted) -> Subject:
    """A person's file as it stands today."""
    person, file = _file(desk, wanted)
    id_kind, id_number, phone = desk.full(person)
    paper = AssistanceFilePaper(
        desk.head(file.code, file.code, f"SD1:F:{file.code}"),
        person.name,
        word(Gender(person.gender)),
        person.birth_date,
        id_kind,
        id_number,
        phone,
        person.address,
        file.opened_on,
        desk.name(file.helper_id),
        _points(desk, person),
        _stages(desk, file),
        _lists(desk, file),
        helper_phone=desk.phone(file.helper_id),
        education=codes.name("education", person.education),
        grid=queries.people.names_of_grids(desk.session).get(person.grid_id or 0, ""),
        household=_household(desk, person),
        recognition=_recognition(desk, person),
        services=_services(desk, person),
        closing=_closing(file),
        **_status(desk, person),
    )
    return Subject(paper, file.code, f"assistance_file:{file.id}")


def _status(desk: Desk, person: Person) -> dict[str, Any]:
    spans = queries.people.status_spans(desk.session, person.id)
    groups = tuple(queries.people.groups_held(desk.session, [person.id], desk.today).get(person.id, ()))
    status = StatusKind(person.status) if person.status else None
    since = spans[-1].since if spans else None
    without = since is not None and status in OUT_OF_WORK
    return {
        "status": word(status) if status else "",
        "status_since": since,
        "unemployed_for": fill(say.UNEMPLOYED_MONTHS, {"months": full_months(since, desk.today)}) if without and since else "",
        "groups": codes.names("key_group", groups),
    }


def _household(desk: Desk, person: Person) -> str:
    size, standing = queries.prints.household_size(desk.session, person.id)
    return fill(say.HOUSEHOLD, {"count": size, "zero": t(say.ZERO_STANDING if standing else say.ZERO_NONE)}) if size else ""


def _recognition(desk: Desk, person: Person) -> str:
    row = queries.prints.standing_hardship(desk.session, person.id)
    if row is None or row.recognised_on is None:
        return t(say.NO_CATEGORY)
    return fill(say.RECOGNISED, {"category": codes.name("hardship", row.category), "day": row.recognised_on.isoformat()})


def _points(desk: Desk, person: Person) -> tuple[PointLine, ...]:
    facts = person_state.facts_of(desk.session, person)
    found = queries.assistance.newest_points(desk.session, person.id)
    return tuple(
        PointLine(word(state.point), state.clear, point_texts.summary(state.point, facts[state.point]), _checked(desk, found, state.point))
        for state in rules.five_points(facts)
    )


def _checked(desk: Desk, found: Mapping[Point, Any], point: Point) -> str:
    """Who checked a point, when and how."""
    row = found.get(point)
    if row is None:
        return ""
    how = word(CheckMethod(row.method)) if row.method else ""
    return " ".join(part for part in (row.checked_on.isoformat(), desk.name(row.officer_id), how) if part)


def _stages(desk: Desk, file: AssistanceFile) -> tuple[StageLine, ...]:
    reached: dict[str, date] = {}
    for step in queries.assistance.steps(desk.session, file.id):
        reached.setdefault(step.stage, step.happened_on)
    return tuple(StageLine(word(stage), reached.get(stage.value)) for stage in FileStage)


def _lists(desk: Desk, file: AssistanceFile) -> tuple[ListSummary, ...]:
    versions = queries.assistance.lists_of_file(desk.session, file.id)
    newest = versions[0] if versions else None
    counts = queries.prints.list_counts(desk.session, newest.id) if newest else {}
    return tuple(_summary(kind, newest, *counts.get(kind.value, (0, []))) for kind in ListKind)


def _summary(kind: ListKind, version: ServiceList | None, lines: int, answers: list[str]) -> ListSummary:
    answer = t("、").join(word(LineAnswer(one)) for one in dict.fromkeys(answers))
    return ListSummary(word(kind), lines, version.number if version else 0, version.made_on if version else None, answer)


def _services(desk: Desk, person: Person) -> tuple[ServiceLine, ...]:
    rows = queries.assistance.services_of(desk.session, person.id, SERVICES)
    return tuple(
        ServiceLine(row.happened_on, word(ServiceKind(row.kind)), _content(desk, row), desk.name(row.officer_id)) for row in reversed(rows)
    )


def _content(desk: Desk, row: ServiceRecord) -> str:
    """What a service was: its own words, else the name of the record behind it."""
    return row.text or queries.prints.title_of(desk.session, row.record)


def _closing(file: AssistanceFile) -> str:
    if file.closed_on is None:
        return ""
    known = {reason.value for reason in CloseReason}
    reason = word(CloseReason(file.closed_reason)) if file.closed_reason in known else file.closed_reason
    return fill(say.CLOSED, {"reason": reason, "day": file.closed_on.isoformat()})


def service_lists(desk: Desk, wanted: Wanted) -> Subject:
    """The newest version of a person's three lists, on one sheet."""
    person, file = _file(desk, wanted)
    versions = queries.assistance.lists_of_file(desk.session, file.id)
    if not versions:
        raise Refused("print.no_lists", field="person", name=person.name)
    version = versions[0]
    lines = queries.assistance.lines(desk.session, version.id)
    number = f"{file.code}-{version.number}"
    paper = ServiceListsPaper(
        desk.head(number, file.code, f"SD1:L:{number}"),
        person.name,
        desk.name(file.helper_id),
        version.made_on,
        tuple(_job(desk, line) for line in lines if line.kind == ListKind.JOBS),
        tuple(_policy(desk, line) for line in lines if line.kind == ListKind.POLICIES),
        tuple(_course(desk, line) for line in lines if line.kind == ListKind.TRAINING),
        desk.phone(file.helper_id),
        version.number,
        *(version.made_on if any(line.kind == kind for line in lines) else None for kind in ListKind),
    )
    return Subject(paper, number, f"service_list:{version.id}")


def _record_id(line: ServiceListLine, table: str) -> int | None:
    name, _, number = line.record.partition(":")
    return int(number) if name == table and number.isdecimal() else None


def _reasons(line: ServiceListLine) -> str:
    return t("；").join(str(reason) for reason in line.reasons)


def _job(desk: Desk, line: ServiceListLine) -> JobLine:
    job_id = _record_id(line, "job")
    offer = queries.prints.job_offer(desk.session, job_id) if job_id else None
    if offer is None:
        return JobLine(line.title, "", place=line.detail, reason=_reasons(line))
    phone = desk.session.vault.open(employers.PHONE, offer.uid, offer.phone_sealed)
    contact = " ".join(filter(None, (offer.contact, phone)))
    return JobLine(offer.title, offer.employer, word(JobKind(offer.kind)), jobs.pay_of(offer), offer.location, contact, _reasons(line))


def _policy(desk: Desk, line: ServiceListLine) -> PolicyLine:
    policy_id = _record_id(line, "policy")
    offer = queries.prints.policy_offer(desk.session, policy_id) if policy_id else None
    if offer is None:
        return PolicyLine(line.title, line.detail, _reasons(line))
    return PolicyLine(offer.name, offer.summary, _reasons(line), offer.how_to_apply)


def _course(desk: Desk, line: ServiceListLine) -> TrainingLine:
    course_id = _record_id(line, "course")
    offer = queries.prints.course_offer(desk.session, course_id) if course_id else None
    if offer is None:
        return TrainingLine(line.title, line.detail)
    dates = f"{offer.starts_on.isoformat()}{t('至')}{offer.ends_on.isoformat()}"
    fee = fill(say.FEE, {"fee": offer.fee_cents // 100}) if offer.fee_cents else t(say.FREE)
    ask = fill(say.ASK_HERE, {"phone": desk.station.phone}) if desk.station.phone else ""
    return TrainingLine(offer.name, offer.provider, dates, offer.location, fee, ask)
