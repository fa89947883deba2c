"""Hand-made facts for returns: every row is written with its two dates, so that every figure is known beforehand."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import count

from sqlalchemy import select

from app.domain.actor import SYSTEM
from app.domain.clock import at_station, business_date
from db import models as m

NOW = at_station(date(2026, 10, 9), 9)
_SERIAL = count(1)


def serial() -> int:
    return next(_SERIAL)


class Facts:
    """Adds rows to a unit of work; a date alone is recorded at noon of that day."""

    def __init__(self, unit, officer_id: int) -> None:
        self.unit = unit
        self.officer_id = officer_id

    def add(self, model, **values):
        row = model(**values)
        self.unit.add(row)
        self.unit.flush()
        return row

    def person(self, name: str = "甲", *groups: str, since: date = date(2020, 1, 1), until: date | None = None) -> int:
        person = self.add(m.Person, name=name, gender=2, id_kind="none", recorded_at=NOW, id_digest=None)
        for group in groups:
            self.add(m.PersonGroup, person_id=person.id, group=group, since=since, until=until, recorded_at=NOW)
        return person.id

    def visit(self, day: date, *persons: int, way: str = "door", result: str = "met_person", recorded: datetime | None = None):
        at = recorded or noon(day)
        visit = self.add(
            m.Visit,
            code=f"ZF{serial():06}",
            kind="person",
            way=way,
            result=result,
            happened_on=day,
            happened_at=noon(day),
            services=[],
            officer_id=self.officer_id,
            recorded_at=at,
        )
        for person in persons:
            self.add(m.VisitPerson, visit_id=visit.id, person_id=person, met_on=day, recorded_at=at)
        return visit

    def file(self, person: int, opened: date, closed: date | None = None, recorded: datetime | None = None):
        return self.add(
            m.AssistanceFile,
            code=f"YZ{serial():06}",
            person_id=person,
            state="closed" if closed else "open",
            stage="collect",
            willing=True,
            able=True,
            opened_on=opened,
            closed_on=closed,
            recorded_at=recorded or noon(opened),
        )

    def service_list(self, file, number: int, day: date, *kinds: str, recorded: datetime | None = None):
        row = self.add(
            m.ServiceList,
            file_id=file.id,
            person_id=file.person_id,
            number=number,
            made_on=day,
            handed_over_on=day,
            recorded_at=noon(day),
            handed_over_recorded_at=recorded,
        )
        for position, kind in enumerate(kinds):
            self.add(m.ServiceListLine, list_id=row.id, kind=kind, position=position, title="一行", reasons=[])
        return row

    def employer(self):
        return self.add(m.Employer, name="兴林食品加工厂", kind="enterprise", sectors=[], recorded_at=NOW)

    def job(self, employer, day: date, kind: str = "full_time", headcount: int = 1, recorded: datetime | None = None, **more):
        return self.add(
            m.Job,
            code=f"GW{serial():06}",
            employer_id=employer.id,
            kind=kind,
            title="包装工",
            headcount=headcount,
            skills=[],
            limits=[],
            collected_on=day,
            state="open",
            recorded_at=recorded or noon(day),
            **more,
        )

    def referral(self, person: int, job, day: date, recorded: datetime | None = None):
        values = {"person_id": person, "job_id": job.id, "happened_on": day, "state": "referred", "recorded_at": recorded or noon(day)}
        return self.add(m.Referral, **values)

    def hire(self, person: int, day: date, helped: bool = True, recorded: datetime | None = None):
        return self.add(
            m.Hire,
            person_id=person,
            employer="兴林食品加工厂",
            form="employed",
            started_on=day,
            confirmed_on=day,
            confirmed_how="contract",
            helped=helped,
            recorded_at=recorded or noon(day),
        )

    def household(self, head: int, recognised: date, last: date, recorded: datetime | None = None, **more):
        household = self.add(m.Household, code=f"H{serial():06}", head_id=head, recorded_at=NOW)
        state = "cleared" if more.get("cleared_on") else "exited" if more.get("exited_on") else "recognised"
        values = {"state": state, "recorded_at": recorded or noon(recognised)} | more
        return self.add(m.ZeroEmploymentRecord, household_id=household.id, recognised_on=recognised, last_day=last, **values)

    def case(self, person: int, accepted: date, deadline: date, closed: date | None = None, **more):
        item = self.unit.execute(select(m.ItemVersion).limit(1)).scalar_one()
        values = {
            "number": f"BJ{serial():06}",
            "item_id": item.item_id,
            "item_version_id": item.id,
            "item_name": item.name,
            "item_kind": item.item_kind,
            "person_id": person,
            "first_officer_id": self.officer_id,
            "officer_id": self.officer_id,
            "received_on": accepted,
            "received_at": noon(accepted),
            "recorded_at": noon(accepted),
            "supplement_rule": "stop",
            "accepted_on": accepted,
            "accepted_recorded_at": noon(accepted),
            "deadline": deadline,
            "closed_on": closed,
            "closed_recorded_at": noon(closed) if closed else None,
            "state": "closed" if closed else "accepted",
        }
        return self.add(m.Case, **(values | more))

    def rating(self, day: date, level: int):
        return self.add(m.Rating, level=level, rated_on=day, rated_at=noon(day), recorded_at=noon(day))

    def enrolment(self, person: int, finished: date | None, state: str = "finished"):
        course = self.add(
            m.Course,
            code=f"PX{serial():06}",
            name="育婴员",
            kind="skill",
            starts_on=date(2026, 7, 1),
            ends_on=date(2026, 9, 1),
            places=30,
            recorded_at=NOW,
        )
        values = {"state": state, "enrolled_on": date(2026, 7, 1), "finished_on": finished, "recorded_at": noon(date(2026, 7, 1))}
        return self.add(m.Enrolment, course_id=course.id, person_id=person, **values)


def noon(day: date) -> datetime:
    return at_station(day, 12)


@contextmanager
def facts(db, officer):
    """Write facts as one unit of work."""
    with db.write("demo.make", SYSTEM, NOW) as unit:
        yield Facts(unit, officer.officer_id)


def ticket(made: Facts, at: datetime, line: str = "A", state: str = "finished", waited: int | None = None, **more):
    """A number taken at a moment; what ended, ended an hour later, and who was called was called when the wait ended."""
    lines = dict(tuple(row) for row in made.unit.execute(select(m.QueueLine.letter, m.QueueLine.id)))
    turn, ended = serial(), at + timedelta(hours=1)
    values = {"taken_at": at, "state_since": ended, "finished_at": ended if state == "finished" else None}
    called = at + timedelta(seconds=waited) if waited is not None else None
    values |= {"waited_seconds": waited, "first_called_at": called, "called_at": called}
    numbered = {"number": turn, "code": f"{line}{turn:03}", "place": turn * 1000, "line_id": lines[line]}
    return made.add(m.Ticket, business_date=business_date(at), state=state, **(numbered | values | more))
