"""The three service lists of a person, version by version: made, handed over once, answered line by line (004 (五))."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from app.domain import assistance as rules
from app.domain.actor import Actor
from app.domain.assistance import FileStage, LineAnswer, ListKind, ListLine, ListVersion, ServiceKind, ServiceMode
from app.domain.clock import business_date
from app.domain.errors import NotFound, Refused
from app.services import assistance
from app.services.assistance import ServiceForm, StepForm
from app.services.persons import held
from db import queries
from db.models import ServiceList, ServiceListLine
from db.uow import Database, ReadSession, Unit

STALE = "assistance.list_days"
STALE_DAYS = 30
"""Days after which a list wants renewing; the policy gives no number, so it is a setting."""


class HandOverWay(StrEnum):
    """How a version reached the person."""

    COUNTER = "counter"
    DOOR = "door"
    MESSAGE = "message"
    POST = "post"


_MODES = {
    HandOverWay.COUNTER: ServiceMode.COUNTER,
    HandOverWay.DOOR: ServiceMode.DOOR,
    HandOverWay.MESSAGE: ServiceMode.REMOTE,
    HandOverWay.POST: ServiceMode.REMOTE,
}


@dataclass(frozen=True, slots=True)
class LineView:
    """A line with the reason it was chosen for and the person's answer; ``appointed_on`` is the day of an interview."""

    id: int
    kind: ListKind
    title: str
    detail: str
    reasons: tuple[str, ...]
    record: str
    answer: LineAnswer
    answered_on: date | None
    answer_reason: str
    appointed_on: date | None


@dataclass(frozen=True, slots=True)
class ListView:
    """One version of the three lists; an empty one prints 暂无."""

    id: int
    file_id: int
    person_id: int
    number: int
    made_on: date
    handed_over_on: date | None
    handed_over_how: str
    officer: str
    helper: str
    stale: bool
    lines: tuple[LineView, ...]

    def of(self, kind: ListKind) -> tuple[LineView, ...]:
        """The lines of one list."""
        return tuple(line for line in self.lines if line.kind is kind)


@dataclass(frozen=True, slots=True)
class StaleLine:
    """An open file whose lists want renewing: the newest was made on ``made_on``, or there is none since ``since``."""

    file_id: int
    code: str
    person_id: int
    name: str
    helper: str
    made_on: date | None
    since: date


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """What the person said of a line, or what became of it."""

    answer: LineAnswer
    on: date
    reason: str = ""
    appointed_on: date | None = None


def make(db: Database, actor: Actor, now: datetime, person_id: int, lines: Sequence[ListLine]) -> ListView:
    """Write the lines into the version not yet handed over, else into a new one; each record named must be there."""
    rules.check_lines(lines)
    with db.write("list.make", actor, now) as unit:
        file = assistance.held_file_of(unit, person_id)
        for line in lines:
            if not queries.assistance.offer_exists(unit, line.record):
                raise NotFound("list.record_unknown", field="lines", kind=line.kind, record=line.title)
        version = _version_to_write(unit, actor, now, file.id, person_id)
        unit.about(version)
        unit.add_all(_row(version.id, position, line) for position, line in enumerate(lines, start=1))
        unit.flush()
        return _view(unit, version, business_date(now))


def _version_to_write(unit: Unit, actor: Actor, now: datetime, file_id: int, person_id: int) -> ServiceList:
    versions = queries.assistance.lists_of_file(unit, file_id)
    latest = versions[0] if versions else None
    number = rules.version_to_write(ListVersion(latest.number, latest.made_on, latest.handed_over_on) if latest else None)
    if latest is not None and latest.number == number:
        for old in queries.assistance.lines(unit, latest.id):
            unit.delete(old)
        latest.made_on, latest.officer_id, latest.recorded_at = business_date(now), actor.officer_id, now
        unit.flush()
        return latest
    fresh = ServiceList(file_id=file_id, person_id=person_id, number=number, made_on=business_date(now), officer_id=actor.officer_id)
    fresh.recorded_at = now
    unit.add(fresh)
    unit.flush()
    return fresh


def _row(list_id: int, position: int, line: ListLine) -> ServiceListLine:
    return ServiceListLine(
        list_id=list_id,
        kind=line.kind.value,
        position=position,
        title=line.title.strip(),
        detail=line.detail,
        reasons=list(line.reasons),
        record=line.record,
        answer=LineAnswer.PENDING.value,
    )


def hand_over(db: Database, actor: Actor, now: datetime, list_id: int, how: HandOverWay) -> ListView:
    """Hand a version over, once and today, the day it is counted by: a service, and the step 服务对接 of the file."""
    today = business_date(now)
    with db.write("list.hand_over", actor, now) as unit:
        row = _held(unit, list_id)
        unit.about(row)
        rules.check_hand_over(ListVersion(row.number, row.made_on, row.handed_over_on), today, today)
        row.handed_over_on, row.handed_over_how, row.handed_over_recorded_at = today, how.value, now
        titles = "、".join(line.title for line in queries.assistance.lines(unit, list_id))
        service = ServiceForm(ServiceKind.LIST, _MODES[how], today, titles, f"service_list:{row.id}")
        assistance.add_service(unit, actor, now, row.person_id, service)
        file = queries.assistance.file(unit, row.file_id)
        if file is not None and file.closed_on is None:
            assistance.add_step(unit, actor, now, file, StepForm(FileStage.CONNECT, today))
        return _view(unit, row, today)


def _held(unit: Unit, list_id: int) -> ServiceList:
    """A version to change, held after its person."""
    owner = queries.people.owner(unit, ServiceList, list_id)
    if owner is None:
        raise NotFound("list.not_found", field="list")
    held(unit, owner)
    return unit.get_one(ServiceList, list_id)


def _found(session: ReadSession | Unit, list_id: int) -> ServiceList:
    row = session.get(ServiceList, list_id)
    if row is None:
        raise NotFound("list.not_found", field="list")
    return row


def answer(db: Database, actor: Actor, now: datetime, line_id: int, form: AnswerForm) -> LineView:
    """Record the answer to a line of a version that was handed over; a no says why."""
    with db.write("list.answer", actor, now) as unit:
        line = unit.hold(ServiceListLine, line_id)
        if line is None:
            raise NotFound("list.line_not_found", field="line")
        version = _found(unit, line.list_id)
        handed = ListVersion(version.number, version.made_on, version.handed_over_on)
        rules.check_answer(ListKind(line.kind), form.answer, form.reason, handed, form.on, business_date(now))
        if form.appointed_on is not None and form.appointed_on < form.on:
            raise Refused("list.appointed", field="appointed_on", date=form.on.isoformat())
        unit.about(version)
        line.answer, line.answered_on = form.answer.value, form.on
        line.answer_reason, line.appointed_on = form.reason.strip(), form.appointed_on
        return _line(line)


def versions(db: Database, actor: Actor, now: datetime, person_id: int) -> tuple[ListView, ...]:
    """All versions of a person's lists, the newest first."""
    with db.read("file.read", actor) as session:
        return tuple(_view(session, row, business_date(now)) for row in queries.assistance.lists_of(session, person_id))


def latest(db: Database, actor: Actor, now: datetime, person_id: int) -> ListView | None:
    """The newest version of a person's lists, None without one."""
    with db.read("file.read", actor) as session:
        rows = queries.assistance.lists_of(session, person_id)
        return _view(session, rows[0], business_date(now)) if rows else None


def stale(db: Database, actor: Actor, now: datetime, *, limit: int = 200) -> tuple[StaleLine, ...]:
    """Open files whose lists are older than the set number of days, the oldest first (待更新)."""
    with db.read("file.read", actor) as session:
        before = business_date(now) - timedelta(days=_stale_days(session))
        officers = queries.people.names_of_officers(session)
        return tuple(_stale_line(row, officers) for row in queries.assistance.stale_lists(session, before, limit))


def _stale_line(row: Any, officers: Mapping[int, str]) -> StaleLine:
    return StaleLine(row.id, row.code, row.person_id, row.name, officers.get(row.helper_id or 0, ""), row.made_on, row.since)


def _stale_days(session: ReadSession | Unit) -> int:
    setting = queries.station.setting(session, STALE)
    return int(setting["days"]) if setting else STALE_DAYS


def _view(session: ReadSession | Unit, row: ServiceList, today: date) -> ListView:
    officers = queries.people.names_of_officers(session)
    file = queries.assistance.file(session, row.file_id)
    helper = officers.get(file.helper_id or 0, "") if file else ""
    lines = sorted((_line(line) for line in queries.assistance.lines(session, row.id)), key=lambda line: _ORDER[line.kind])
    return ListView(
        *(row.id, row.file_id, row.person_id, row.number, row.made_on, row.handed_over_on, row.handed_over_how),
        officer=officers.get(row.officer_id or 0, ""),
        helper=helper,
        stale=rules.list_stale(row.made_on, today, _stale_days(session)),
        lines=tuple(lines),
    )


_ORDER = {kind: place for place, kind in enumerate(ListKind)}


def _line(row: ServiceListLine) -> LineView:
    return LineView(
        *(row.id, ListKind(row.kind), row.title, row.detail, tuple(row.reasons), row.record, LineAnswer(row.answer)),
        *(row.answered_on, row.answer_reason, row.appointed_on),
    )
