"""The records behind a figure as people read them: number, name, day and what else tells them apart. No ID or phone number is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from db.models import (
    AssistanceFile,
    Case,
    Course,
    Drill,
    Employer,
    Enrolment,
    Hire,
    Household,
    Job,
    Officer,
    Person,
    QueueLine,
    Rating,
    Referral,
    ServiceList,
    Station,
    Ticket,
    Visit,
    VisitPerson,
    ZeroEmploymentRecord,
)

CHUNK = 500  # bound values a statement takes on both databases
_HEAD = aliased(Person)

_SELECTS: dict[str, Any] = {
    "station": select(Station.id, Station.code.label("number"), Station.name, Station.built_on.label("day")),
    "officer": select(Officer.id, Officer.name, Officer.started_on.label("day"), Officer.duty, Officer.identity),
    "visit_person": select(VisitPerson.id, Visit.code.label("number"), Person.name, VisitPerson.met_on.label("day"))
    .add_columns(Visit.way, Visit.result, Officer.name.label("officer"), Visit.id.label("opens"))
    .join(Visit, Visit.id == VisitPerson.visit_id)
    .join(Person, Person.id == VisitPerson.person_id)
    .join(Officer, Officer.id == Visit.officer_id),
    "assistance_file": select(AssistanceFile.id, AssistanceFile.code.label("number"), Person.name)
    .add_columns(AssistanceFile.opened_on.label("day"), AssistanceFile.state, AssistanceFile.person_id.label("opens"))
    .join(Person, Person.id == AssistanceFile.person_id),
    "service_list": select(ServiceList.id, AssistanceFile.code, ServiceList.number.label("edition"), Person.name)
    .add_columns(ServiceList.handed_over_on.label("day"), ServiceList.handed_over_how.label("how"), ServiceList.person_id.label("opens"))
    .join(AssistanceFile, AssistanceFile.id == ServiceList.file_id)
    .join(Person, Person.id == ServiceList.person_id),
    "case": select(Case.id, Case.number, Person.name, func.coalesce(Case.closed_on, Case.accepted_on).label("day"))
    .add_columns(Case.item_name.label("item"), Case.accepted_on, Case.deadline, Case.closed_on)
    .join(Person, Person.id == Case.person_id),
    "enrolment": select(Enrolment.id, Course.code, Course.name.label("course"), Person.name)
    .add_columns(Enrolment.finished_on.label("day"), Enrolment.certificate, Enrolment.person_id.label("opens"))
    .join(Course, Course.id == Enrolment.course_id)
    .join(Person, Person.id == Enrolment.person_id),
    "drill": select(Drill.id, Drill.code.label("number"), Drill.topic.label("name"), Drill.held_on.label("day")).add_columns(
        Drill.kind, Drill.headcount
    ),
    "ticket": select(Ticket.id, Ticket.code, Ticket.business_date.label("day"), QueueLine.name.label("line"), Ticket.finished_at)
    .add_columns(Ticket.taken_at, Ticket.state)
    .add_columns(func.coalesce(Officer.name, "").label("officer"))
    .join(QueueLine, QueueLine.id == Ticket.line_id)
    .outerjoin(Officer, Officer.id == Ticket.officer_id),
    "rating": select(
        Rating.id,
        Rating.rated_on.label("day"),
        Rating.level,
        Rating.item_name.label("item"),
        Case.number.label("case_number"),
        Ticket.code.label("ticket"),
    )
    .outerjoin(Case, Case.id == Rating.case_id)
    .outerjoin(Ticket, Ticket.id == Rating.ticket_id),
    "job": select(Job.id, Job.code.label("number"), Job.title.label("name"), Job.collected_on.label("day"), Job.kind, Job.headcount)
    .add_columns(Employer.name.label("employer"))
    .join(Employer, Employer.id == Job.employer_id),
    "referral": select(Referral.id, Person.name, Referral.happened_on.label("day"), Job.title.label("job"), Employer.name.label("employer"))
    .add_columns(Referral.state, Referral.person_id.label("opens"))
    .join(Person, Person.id == Referral.person_id)
    .join(Job, Job.id == Referral.job_id)
    .join(Employer, Employer.id == Job.employer_id),
    "hire": select(Hire.id, Person.name, Hire.started_on.label("day"), Hire.form, Hire.employer, Hire.confirmed_how)
    .add_columns(Hire.person_id.label("opens"))
    .join(Person, Person.id == Hire.person_id),
    "zero_employment_record": select(ZeroEmploymentRecord.id, Household.code.label("number"), _HEAD.name, ZeroEmploymentRecord.state)
    .add_columns(ZeroEmploymentRecord.recognised_on.label("day"), ZeroEmploymentRecord.last_day, ZeroEmploymentRecord.cleared_on)
    .add_columns(ZeroEmploymentRecord.exited_on, Household.id.label("opens"))
    .join(Household, Household.id == ZeroEmploymentRecord.household_id)
    .join(_HEAD, _HEAD.id == Household.head_id),
}
_KEYS: dict[str, Any] = {name: statement.selected_columns[0] for name, statement in _SELECTS.items()}


def details(session: Session, record: str, ids: Collection[int]) -> Mapping[int, Any]:
    """What is known of some records of one kind, by id; a record that is gone is left out."""
    wanted, found = sorted(ids), dict[int, Any]()
    for start in range(0, len(wanted), CHUNK):
        statement = _SELECTS[record].where(_KEYS[record].in_(wanted[start : start + CHUNK]))
        found |= {row.id: row for row in session.execute(statement)}
    return found
