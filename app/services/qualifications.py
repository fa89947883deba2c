"""What officers learn and prove: drills, contests, classes with who took part; certificates with their expiry (B16, B17, N9–N12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain import qualifications as rules
from app.domain.actor import Actor, Role
from app.domain.clock import business_date
from app.domain.errors import NotAllowed, NotFound, Refused
from app.domain.qualifications import TEACHES, CertificateKind, DrillKind, DrillLevel
from app.services.certificate_lines import CertificateLine, read
from app.services.posts import found_officer, living
from db import counters as numbers
from db import queries
from db.base import new_uid
from db.models import Certificate, Drill, DrillPerson
from db.uow import Database, ReadSession, Unit

NUMBER = "certificate.number"


@dataclass(frozen=True, slots=True)
class TookPart:
    """An officer in a drill, contest or class, with score and place."""

    login: str
    score: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class DrillForm:
    """What is recorded; ``headcount`` counts also those who are no officers here, without it the named ones."""

    kind: DrillKind
    topic: str
    held_on: date | None = None
    ended_on: date | None = None
    level: DrillLevel = DrillLevel.STATION
    place: str = ""
    host: str = ""
    hours: int | None = None
    headcount: int | None = None
    result: str = ""
    people: tuple[TookPart, ...] = ()


@dataclass(frozen=True, slots=True)
class DrillLine:
    """A drill, contest or class with who took part: name, score, place."""

    code: str
    kind: DrillKind
    level: DrillLevel
    topic: str
    held_on: date
    ended_on: date | None
    place: str
    host: str
    hours: int | None
    headcount: int
    result: str
    people: tuple[tuple[str, str, str], ...]


def record(db: Database, actor: Actor, now: datetime, form: DrillForm) -> DrillLine:
    """Record a drill, a contest or a class that was held."""
    today = business_date(now)
    held = form.held_on or today
    rules.check_drill(form.topic, held, form.ended_on, today, form.headcount, len(form.people), form.hours)
    with db.write("training.record", actor, now) as unit:
        row = Drill(
            code=f"PX{held:%Y%m%d}-{numbers.next_number(unit, 'drill', str(held)):03d}",
            kind=form.kind.value,
            level=form.level.value,
            topic=form.topic.strip(),
            held_on=held,
            ended_on=form.ended_on,
            place=form.place.strip(),
            host=form.host.strip(),
            hours=form.hours,
            headcount=form.headcount if form.headcount is not None else len(form.people),
            result=form.result.strip(),
            recorded_by=actor.officer_id or 0,
            recorded_at=now,
        )
        unit.add(row)
        unit.flush()
        for one in form.people:
            officer = found_officer(unit, one.login, "who")
            unit.add(DrillPerson(drill_id=row.id, officer_id=officer.id, score=one.score.strip(), place=one.place.strip()))
            unit.flush()
        unit.about(row)
        return _drill(row, queries.qualifications.people_of(unit, [row.id]).get(row.id, ()))


def _drill(row: Any, people: Any) -> DrillLine:
    return DrillLine(
        *(row.code, DrillKind(row.kind), DrillLevel(row.level), row.topic, row.held_on, row.ended_on, row.place, row.host),
        *(row.hours, row.headcount or 0, row.result, tuple((one.name, one.score, one.place) for one in people)),
    )


def drills(
    db: Database, actor: Actor, *, first: date | None = None, last: date | None = None, kind: DrillKind | None = None, limit: int = 200
) -> tuple[DrillLine, ...]:
    """What was held in a span of days, the newest first."""
    with db.read("training.read", actor) as session:
        rows = queries.qualifications.drills(session, first, last, kind.value if kind else None, limit)
        people = queries.qualifications.people_of(session, [row.id for row in rows])
        return tuple(_drill(row, people.get(row.id, ())) for row in rows)


def person_times(lines: tuple[DrillLine, ...]) -> int:
    """人次: how many took part in all of them, each time counted."""
    return sum(line.headcount for line in lines)


def untrained(db: Database, actor: Actor, year: int) -> tuple[str, ...]:
    """Who is responsible for the station and had no class in a year (N11)."""
    with db.read("training.read", actor) as session:
        heads = {one.id: one.name for one in queries.station.officers(session) if one.ended_on is None and Role.HEAD.value in one.roles}
        taught = queries.qualifications.taught(session, date(year, 1, 1), date(year, 12, 31), [kind.value for kind in TEACHES])
        return tuple(heads[one] for one in rules.untrained(heads, taught))


# certificates


@dataclass(frozen=True, slots=True)
class CertificateForm:
    """A certificate as it is entered; ``number`` is kept sealed."""

    kind: CertificateKind
    name: str
    issued_on: date
    level: str = ""
    number: str = ""
    issuer: str = ""
    expires_on: date | None = None


def add_certificate(db: Database, actor: Actor, now: datetime, login: str, form: CertificateForm) -> CertificateLine:
    """Enter a certificate: one's own, or as head another's."""
    today = business_date(now)
    rules.check_certificate(form.name, form.issued_on, form.expires_on, today)
    with db.write("certificate.change", actor, now) as unit:
        officer = living(unit, login)
        _check_own(actor, officer.id)
        uid = new_uid()
        row = Certificate(
            uid=uid,
            officer_id=officer.id,
            kind=form.kind.value,
            name=form.name.strip(),
            level=form.level.strip(),
            number_sealed=unit.vault.seal(NUMBER, uid, form.number.strip()),
            issuer=form.issuer.strip(),
            issued_on=form.issued_on,
            expires_on=form.expires_on,
        )
        unit.add(row)
        unit.flush()
        unit.about(row)
        return _one(unit, row.id, today)


def _check_own(actor: Actor, officer_id: int) -> None:
    if actor.officer_id != officer_id and not actor.has(Role.HEAD):
        raise NotAllowed("certificate.other", field="officer")


def end_certificate(db: Database, actor: Actor, now: datetime, certificate_id: int, on: date | None = None) -> CertificateLine:
    """Put a certificate aside: it was renewed by another, or taken back; it is no longer reminded of."""
    today = business_date(now)
    with db.write("certificate.change", actor, now) as unit:
        row = unit.get(Certificate, certificate_id)
        if row is None:
            raise NotFound("certificate.unknown", field="id", id=certificate_id)
        _check_own(actor, row.officer_id)
        if row.ended_on is not None:
            raise Refused("certificate.ended", field="id")
        row.ended_on = on or today
        unit.flush()
        return _one(unit, row.id, today)


def _one(session: ReadSession | Unit, certificate_id: int, today: date) -> CertificateLine:
    return next(line for line in read(session, today) if line.id == certificate_id)


def certificates(db: Database, actor: Actor, now: datetime, *, soon: bool = False) -> tuple[CertificateLine, ...]:
    """The certificates of all officers; only those that have to be renewed where asked for (N9)."""
    with db.read("training.read", actor) as session:
        return tuple(line for line in read(session, business_date(now)) if line.soon or not soon)
