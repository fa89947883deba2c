"""The assistance file: the five points of a person, who gets a file, its six steps, and the services recorded (004 (五))."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain import assistance as rules
from app.domain.actor import Actor
from app.domain.assistance import CloseReason, FileStage, FileState, Point, PointField, ServiceKind, ServiceMode
from app.domain.clock import business_date
from app.domain.errors import NotFound
from app.domain.findings import CheckMethod, check_finding
from app.services import codes, person_state, point_texts, receiving
from app.services.paging import Page, page_of
from app.services.persons import held
from app.services.persons import of as person_of
from db import counters as numbers
from db import queries
from db.models import AssistanceFile, FileStep, FivePoints, JobWish, Person, ServiceRecord
from db.uow import Database, ReadSession, Unit

PAGE = 200
NOT_STORED = frozenset({PointField.PHONE, PointField.STATUS})
"""Facts that stand in the person's own record: a number never lies among the facts in clear text."""
_COLUMNS = {Point.PERSONAL: ("education", "marital", "resident"), Point.SKILL: ("level",)}
_COLUMN_NAMES = {"level": "skill_level"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one point, how and when; facts not named keep what was known before."""

    point: Point
    facts: Mapping[str, Any]
    method: CheckMethod
    checked_on: date


@dataclass(frozen=True, slots=True)
class WishForm:
    """What work a person looks for; pay in cents a month, distance in metres."""

    occupations: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    min_pay_cents: int | None = None
    max_distance_m: int | None = None
    shifts: str = ""
    family_friendly: bool = False
    limits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A file is opened for who is willing and able, on the day it is written down: it is counted by that day."""

    person_id: int
    willing: bool | None
    able: bool | None
    helper_id: int | None = None
    method: CheckMethod = CheckMethod.COUNTER


@dataclass(frozen=True, slots=True)
class StepForm:
    """A record of one of the six steps."""

    stage: FileStage
    happened_on: date
    text: str = ""


@dataclass(frozen=True, slots=True)
class ServiceForm:
    """A service to a person: what, how, when, and the record behind it."""

    kind: ServiceKind
    mode: ServiceMode
    happened_on: date
    text: str
    record: str = ""


@dataclass(frozen=True, slots=True)
class PointCell:
    """One cell of the band; without ``method`` nobody has checked the point yet (从未登记)."""

    point: Point
    clear: bool
    missing: tuple[PointField, ...]
    facts: Mapping[str, Any]
    summary: str
    method: CheckMethod | None
    checked_on: date | None
    officer: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """A record of one of the six steps."""

    stage: FileStage
    happened_on: date
    text: str
    officer: str


@dataclass(frozen=True, slots=True)
class FileFacts:
    """An assistance file."""

    id: int
    code: str
    person_id: int
    state: FileState
    stage: FileStage
    opened_on: date
    closed_on: date | None
    closed_reason: str
    helper_id: int | None
    helper: str
    late_entry: bool
    steps: tuple[StepLine, ...]


@dataclass(frozen=True, slots=True)
class FileLine:
    """A row of the list of files."""

    id: int
    code: str
    person_id: int
    name: str
    points: int
    state: FileState
    stage: FileStage
    helper: str
    opened_on: date
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A recorded service."""

    kind: ServiceKind
    mode: str
    happened_on: date
    text: str
    record: str
    officer: str


@dataclass(frozen=True, slots=True)
class AssistanceSheet:
    """The tab 援助档案 without its lists: the band, the stage, the wish, what was done."""

    person_id: int
    cells: tuple[PointCell, ...]
    clear: int
    first_missing: Point | None
    file: FileFacts | None
    wish: WishForm | None
    services: tuple[ServiceLine, ...]


def record_points(db: Database, actor: Actor, now: datetime, person_id: int, findings: Sequence[Finding]) -> tuple[PointCell, ...]:
    """Record what was found about one or several points; education, skill level and wish go to the person's own record as well."""
    with db.write("file.points", actor, now) as unit:
        person = held(unit, person_id)
        unit.about(person)
        for finding in findings:
            _find(unit, actor, now, person, finding)
        unit.flush()
        person_state.refresh(unit, now, person)
        unit.flush()
        return _cells(unit, person)


def _find(unit: Unit, actor: Actor, now: datetime, person: Person, finding: Finding) -> None:
    rules.check_facts(finding.point, finding.facts)
    check_finding(finding.checked_on, business_date(now))
    facts = {name: value for name, value in finding.facts.items() if name not in NOT_STORED}
    _write_through(unit, now, person, finding.point, facts)
    before = queries.assistance.newest_points(unit, person.id).get(finding.point)
    whole = {**(before.facts if before else {}), **facts}
    unit.add(
        FivePoints(
            person_id=person.id,
            point=finding.point.value,
            facts=whole,
            summary=point_texts.summary(finding.point, whole),
            method=finding.method.value,
            checked_on=finding.checked_on,
            officer_id=actor.officer_id,
            recorded_at=now,
        )
    )


def _write_through(unit: Unit, now: datetime, person: Person, point: Point, facts: Mapping[str, Any]) -> None:
    for name in _COLUMNS.get(point, ()):
        column = _COLUMN_NAMES.get(name, name)
        if facts.get(name) is not None and facts[name] != getattr(person, column):
            if column != "resident":
                codes.check(column, facts[name], name)
            setattr(person, column, facts[name])
    category = facts.get("category")
    if point is Point.HARDSHIP and category and category != rules.NO_CATEGORY:
        codes.check("hardship", category, "category")
    if point is Point.INTENTION and {"occupations", "kinds"} & set(facts):
        wished = {name: list(facts[name] or ()) for name in ("occupations", "kinds") if name in facts}
        _put_wish(unit, now, person.id, wished)


def _put_wish(unit: Unit, now: datetime, person_id: int, values: Mapping[str, Any]) -> None:
    row = queries.assistance.wish(unit, person_id)
    if row is None:
        row = JobWish(person_id=person_id, occupations=[], kinds=[], limits=[])
        unit.add(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.updated_on = business_date(now)


def put_wish(db: Database, actor: Actor, now: datetime, person_id: int, form: WishForm) -> WishForm:
    """Record what work a person looks for."""
    values = {name: getattr(form, name) for name in ("min_pay_cents", "max_distance_m", "shifts", "family_friendly")}
    listed = {name: list(getattr(form, name)) for name in ("occupations", "kinds", "limits")}
    with db.write("file.wish", actor, now) as unit:
        person = held(unit, person_id)
        unit.about(person)
        _put_wish(unit, now, person_id, {**values, **listed})
        unit.flush()
        person_state.refresh(unit, now, person)
    return form


def open_file(db: Database, actor: Actor, now: datetime, form: OpenForm) -> FileFacts:
    """Open a file, only for who is both willing and able (D10); both answers become a finding about the intention."""
    on = business_date(now)
    with db.write("file.open", actor, now) as unit:
        person = held(unit, form.person_id)
        rules.check_open(form.willing, form.able, has_open_file=_open_file(unit, person.id) is not None)
        _find(unit, actor, now, person, Finding(Point.INTENTION, {"willing": True, "able": True}, form.method, on))
        file = _new_file(unit, now, form, on)
        unit.about(file)
        add_step(unit, actor, now, file, StepForm(FileStage.COLLECT, on))
        if form.helper_id is not None:
            person.helper_id = form.helper_id
        unit.flush()
        person_state.refresh(unit, now, person)
        return _facts(unit, file)


def _new_file(unit: Unit, now: datetime, form: OpenForm, on: date) -> AssistanceFile:
    number = numbers.next_number(unit, "file", str(on.year))
    file = AssistanceFile(
        code=f"D{on.year}-{number:05d}",
        person_id=form.person_id,
        state=FileState.OPEN.value,
        stage=FileStage.COLLECT.value,
        willing=True,
        able=True,
        helper_id=form.helper_id,
        opened_on=on,
        late_entry=False,
        recorded_at=now,
    )
    unit.add(file)
    unit.flush()
    return file


def _open_file(session: ReadSession | Unit, person_id: int) -> AssistanceFile | None:
    return next((f for f in queries.assistance.files_of(session, person_id) if f.state == FileState.OPEN), None)


def open_file_of(session: ReadSession | Unit, person_id: int) -> AssistanceFile:
    """The open file of a person, ``NotFound`` without one."""
    file = _open_file(session, person_id)
    if file is None:
        raise NotFound("file.not_found", field="person")
    return file


def held_file_of(unit: Unit, person_id: int) -> AssistanceFile:
    """The same to change: nobody else writes into a file of this person until the unit ends."""
    held(unit, person_id)
    return open_file_of(unit, person_id)


def keep_without_file(
    db: Database, actor: Actor, now: datetime, person_id: int, *, willing: bool | None, able: bool | None, reason: str
) -> tuple[PointCell, ...]:
    """Write down why a surveyed person gets no file; the person stays in the survey register."""
    why = rules.check_no_file(willing, able, reason)
    facts = {"willing": willing, "able": able, "x_no_file_reason": why}
    return record_points(db, actor, now, person_id, [Finding(Point.INTENTION, facts, CheckMethod.COUNTER, business_date(now))])


def close_file(db: Database, actor: Actor, now: datetime, person_id: int, reason: CloseReason, on: date, text: str = "") -> FileFacts:
    """Close the person's open file."""
    with db.write("file.close", actor, now) as unit:
        file = held_file_of(unit, person_id)
        unit.about(file)
        rules.check_close(FileState(file.state), reason, text, file.opened_on, on, business_date(now))
        file.state, file.closed_on = FileState.CLOSED.value, on
        file.closed_reason = f"{reason.value}：{text.strip()}" if text.strip() else reason.value
        return _facts(unit, file)


def step(db: Database, actor: Actor, now: datetime, person_id: int, form: StepForm) -> FileFacts:
    """Record one of the six steps; 评估跟进 only after 定制帮扶 has a record (D26)."""
    with db.write("service.record", actor, now) as unit:
        file = held_file_of(unit, person_id)
        receiving.begin_for(unit, actor, now, person_id, form.happened_on)
        unit.about(file)
        add_step(unit, actor, now, file, form)
        return _facts(unit, file)


def add_step(unit: Unit, actor: Actor, now: datetime, file: AssistanceFile, form: StepForm) -> None:
    """The same inside a unit of work that does more; the furthest step with a record is the stage."""
    recorded = [FileStage(row.stage) for row in queries.assistance.steps(unit, file.id)]
    rules.check_stage(form.stage, recorded, FileState(file.state))
    rules.check_service(form.happened_on, business_date(now), form.stage.value)
    row = FileStep(file_id=file.id, stage=form.stage.value, happened_on=form.happened_on, text=form.text.strip())
    row.officer_id, row.recorded_at = actor.officer_id, now
    unit.add(row)
    file.stage = rules.stage_reached([*recorded, form.stage]).value
    unit.flush()


def record_service(db: Database, actor: Actor, now: datetime, person_id: int, form: ServiceForm) -> ServiceLine:
    """Record a service; one made to measure is also the step 定制帮扶 of an open file."""
    rules.check_service(form.happened_on, business_date(now), form.text)
    with db.write("service.record", actor, now) as unit:
        held(unit, person_id)
        receiving.begin_for(unit, actor, now, person_id, form.happened_on)
        row = add_service(unit, actor, now, person_id, form)
        unit.about(row)
        file = _open_file(unit, person_id)
        if file is not None and form.mode is ServiceMode.TAILORED:
            add_step(unit, actor, now, file, StepForm(FileStage.TAILOR, form.happened_on, form.text))
        return _service(row, {actor.officer_id or 0: actor.name})


def add_service(unit: Unit, actor: Actor, now: datetime, person_id: int, form: ServiceForm) -> ServiceRecord:
    """A service as one row inside somebody's unit of work: what later help into work is traced back to."""
    row = ServiceRecord(
        person_id=person_id,
        kind=form.kind.value,
        happened_on=form.happened_on,
        record=form.record,
        mode=form.mode.value,
        text=form.text.strip(),
        officer_id=actor.officer_id,
        recorded_at=now,
    )
    unit.add(row)
    unit.flush()
    return row


def sheet(db: Database, actor: Actor, now: datetime, person_id: int, *, services: int = 50) -> AssistanceSheet:
    """What the tab 援助档案 shows above its lists."""
    with db.read("file.read", actor) as session:
        person = person_of(session, person_id)
        cells = _cells(session, person)
        files = queries.assistance.files_of(session, person_id)
        wish = queries.assistance.wish(session, person_id)
        officers = queries.people.names_of_officers(session)
        done = tuple(_service(row, officers) for row in queries.assistance.services_of(session, person_id, services))
        file = _facts(session, files[0]) if files else None
    clear = sum(cell.clear for cell in cells)
    missing = next((cell.point for cell in cells if not cell.clear), None)
    return AssistanceSheet(person_id, cells, clear, missing, file, _wish(wish), done)


def _wish(row: JobWish | None) -> WishForm | None:
    if row is None:
        return None
    lists = (tuple(row.occupations), tuple(row.kinds))
    return WishForm(*lists, row.min_pay_cents, row.max_distance_m, row.shifts, row.family_friendly, tuple(row.limits))


def _cells(session: ReadSession | Unit, person: Person) -> tuple[PointCell, ...]:
    facts, found = person_state.facts_of(session, person), queries.assistance.newest_points(session, person.id)
    officers = queries.people.names_of_officers(session)
    return tuple(_cell(state, facts[state.point], found.get(state.point), officers) for state in rules.five_points(facts))


def _cell(state: rules.PointState, facts: Mapping[str, Any], row: FivePoints | None, officers: Mapping[int, str]) -> PointCell:
    method, checked_on = (CheckMethod(row.method), row.checked_on) if row else (None, None)
    officer = officers.get(row.officer_id or 0, "") if row else ""
    return PointCell(
        *(state.point, state.clear, state.missing, facts, point_texts.summary(state.point, facts), method, checked_on, officer)
    )


def _facts(session: ReadSession | Unit, file: AssistanceFile) -> FileFacts:
    officers = queries.people.names_of_officers(session)
    steps = tuple(
        StepLine(FileStage(row.stage), row.happened_on, row.text, officers.get(row.officer_id or 0, ""))
        for row in queries.assistance.steps(session, file.id)
    )
    return FileFacts(
        *(file.id, file.code, file.person_id, FileState(file.state), FileStage(file.stage), file.opened_on, file.closed_on),
        *(file.closed_reason, file.helper_id, officers.get(file.helper_id or 0, ""), file.late_entry, steps),
    )


def _service(row: ServiceRecord, officers: Mapping[int, str]) -> ServiceLine:
    return ServiceLine(ServiceKind(row.kind), row.mode, row.happened_on, row.text, row.record, officers.get(row.officer_id or 0, ""))


def files(
    db: Database,
    actor: Actor,
    *,
    state: str = "",
    stage: str = "",
    helper_id: int | None = None,
    after: int | None = None,
    limit: int = PAGE,
) -> Page[FileLine]:
    """A page of the list of files, the newest first."""
    with db.read("file.read", actor) as session:
        found = queries.assistance.file_page(session, state, stage, helper_id, after, limit + 1)
        officers = queries.people.names_of_officers(session)
    return page_of(found, limit, lambda row: _file_line(row, officers), lambda row: row.id)


def _file_line(row: Any, officers: Mapping[int, str]) -> FileLine:
    helper = officers.get(row.helper_id or 0, "")
    return FileLine(
        *(row.id, row.code, row.person_id, row.name, row.points, FileState(row.state), FileStage(row.stage)),
        helper,
        row.opened_on,
        row.closed_on,
    )
