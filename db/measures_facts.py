"""What each measure reads: the dated event behind a flow, the condition of a stock, the words of a text (docs/decisions/0006-measures.md).

Every flow names the business date that puts a record into a period and the moment it was recorded; both decide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, case, func, literal_column, or_, select
from sqlalchemy.orm import Session

from app.domain.cases import CLOCK_RUNS, CaseEventKind, CaseState
from app.domain.households import ZeroState
from app.domain.qualifications import TEACHES
from app.domain.queue_figures import LEFT
from app.domain.queueing import TicketState
from app.domain.returns import Window
from app.domain.training import EnrolmentState
from app.domain.visits import MET, VisitWay
from app.texts.returns import FACILITIES
from db.dialect import station_hour
from db.models import (
    AssistanceFile,
    Case,
    CaseEvent,
    Drill,
    Enrolment,
    Hire,
    Job,
    Officer,
    PersonGroup,
    QueueLine,
    Rating,
    Referral,
    ServiceList,
    ServiceListLine,
    Station,
    Ticket,
    Visit,
    VisitPerson,
    ZeroEmploymentRecord,
)
from db.queries.voices import left_out

Clause = Any
Narrow = Callable[[Sequence[str]], Clause]
ONE: Clause = literal_column("1")
FAR = datetime(9999, 1, 1, tzinfo=UTC)
_VISIT, _MET, _FILE, _LIST = Visit.__table__, VisitPerson.__table__, AssistanceFile.__table__, ServiceList.__table__
_CASE, _JOB, _REFERRAL, _HIRE, _ZERO = Case.__table__, Job.__table__, Referral.__table__, Hire.__table__, ZeroEmploymentRecord.__table__
_ENROLMENT, _TICKET, _RATING, _OFFICER, _STATION = (m.__table__ for m in (Enrolment, Ticket, Rating, Officer, Station))
_DRILL, _TEACHING = Drill.__table__, sorted(kind.value for kind in TEACHES)


@dataclass(frozen=True, slots=True)
class Flow:
    """A dated event: which column dates it, which says when it was recorded, what it adds (one where not named).

    ``once`` names what is counted once within the window; ``fields`` turns the values of a filter into a condition, ``slices`` says
    which column holds the value, so that one statement can give the figures of all values.
    """

    id: Clause
    day: Clause
    recorded: Clause
    source: Any
    where: tuple[Clause, ...] = ()
    amount: Clause | None = None
    once: tuple[Clause, ...] = ()
    fields: Mapping[str, Narrow] = field(default_factory=dict)
    slices: Mapping[str, Clause] = field(default_factory=dict)

    def inside(self, name: str, values: Sequence[str]) -> Clause:
        """The condition that a field has one of some values."""
        return self.slices[name].in_(values) if name in self.slices else self.fields[name](values)


def _of(table: Any, day: str, recorded: str = "recorded_at", **more: Any) -> Flow:
    return Flow(table.c.id, table.c[day], table.c[recorded], table, **more)


def _known(table: Any, step: str) -> Clause:
    """When a later step of a record was recorded; the record itself where the step has no moment of its own."""
    return func.coalesce(table.c[step], table.c.recorded_at)


def _in_group(values: Sequence[str]) -> Clause:
    """The person of a hire belonged to one of the groups when the day began on which work began.

    A span that this very start of work ended (登记失业) still counts: ``until`` is the first day it no longer holds.
    """
    group = PersonGroup.__table__.c
    held = and_(group.since <= _HIRE.c.started_on, or_(group.until.is_(None), group.until >= _HIRE.c.started_on))
    return select(ONE).where(group.person_id == _HIRE.c.person_id, group.group.in_(values), held).correlate(_HIRE).exists()


def _has_lines(values: Sequence[str]) -> Clause:
    line = ServiceListLine.__table__.c
    return select(ONE).where(line.list_id == _LIST.c.id, line.kind.in_(values)).correlate(_LIST).exists()


def _gone(*states: CaseState) -> Clause:
    return _CASE.c.state.not_in([state.value for state in states])


_COUNTED = _gone(CaseState.VOID, CaseState.WITHDRAWN, CaseState.REFUSED)
_CLOSED_AT = _known(_CASE, "closed_recorded_at")


def closed_cases(*where: Clause) -> Flow:
    """Cases that were accepted and closed; a voided one counts nowhere."""
    return Flow(_CASE.c.id, _CASE.c.closed_on, _CLOSED_AT, _CASE, (_COUNTED, _CASE.c.accepted_on.is_not(None), *where))


def open_overdue_cases(window: Window, as_of: date) -> tuple[Select[Any], ...]:
    """Cases open at the end of the window whose deadline had passed, in three parts that share none: each walks an index of its own.

    Open still; closed since; closed before but recorded after the cut-off.
    """
    passed = (_COUNTED, _CASE.c.accepted_on <= as_of, _CASE.c.deadline < as_of, ~_saved_by_pause())
    rows = select(_CASE.c.id.label("id"), ONE.label("amount")).where(
        *passed, _known(_CASE, "accepted_recorded_at") <= window.recorded_until
    )
    running = _CASE.c.state.in_(sorted(state.value for state in CLOCK_RUNS))
    since, unknown = window.end + timedelta(days=1), _CASE.c.closed_recorded_at
    return (
        rows.where(running, _CASE.c.closed_on.is_(None)),
        rows.where(_CASE.c.closed_on.between(since, date.max)),  # two bounds, so that SQLite takes the index of this column
        rows.where(_CASE.c.closed_on <= window.end, unknown > window.recorded_until, unknown < FAR),
    )


def _saved_by_pause() -> Clause:
    """The clock stands since before the deadline: the deadline stored then has not passed. A pause that began later saves nothing."""
    event = CaseEvent.__table__.c
    begun = select(func.max(event.happened_on)).where(event.case_id == _CASE.c.id, event.kind == CaseEventKind.PAUSED.value)
    return and_(_CASE.c.paused, begun.correlate(_CASE).scalar_subquery() <= _CASE.c.deadline)


_HALL = _TICKET.join(QueueLine.__table__, QueueLine.__table__.c.id == _TICKET.c.line_id)
_BY_LINE_AND_HOUR = {"line": QueueLine.__table__.c.letter, "hour": station_hour(_TICKET.c.taken_at)}


def _tickets(recorded: Clause, *where: Clause, amount: Clause | None = None) -> Flow:
    """Tickets of the business day, in their line and the hour in which the number was taken."""
    return Flow(_TICKET.c.id, _TICKET.c.business_date, recorded, _HALL, where, amount, slices=_BY_LINE_AND_HOUR)


_WAITING = _tickets(
    *(func.coalesce(_TICKET.c.first_called_at, _TICKET.c.taken_at), _TICKET.c.waited_seconds.is_not(None)),
    amount=_TICKET.c.waited_seconds,
)
# a number lapses with its day by itself: that somebody writes it down on the next morning makes it none of the next period's
_LEFT_AT = case((_TICKET.c.state == TicketState.EXPIRED.value, _TICKET.c.taken_at), else_=_TICKET.c.state_since)

_REALLY_MET = (_VISIT.c.way != VisitWay.PHONE.value, _VISIT.c.result.in_(sorted(result.value for result in MET)))

FLOWS: dict[str, Flow] = {
    "visits_persons": Flow(
        *(_MET.c.id, _MET.c.met_on, _MET.c.recorded_at, _MET.join(_VISIT, _VISIT.c.id == _MET.c.visit_id)),
        where=_REALLY_MET,
        once=(_MET.c.met_on, _MET.c.person_id),
    ),
    "files_opened": _of(_FILE, "opened_on"),
    "list_recipients": Flow(
        *(_LIST.c.id, _LIST.c.handed_over_on, _known(_LIST, "handed_over_recorded_at"), _LIST),
        once=(_LIST.c.person_id,),
        fields={"list": _has_lines},
    ),
    "proxy_cases": Flow(
        *(_CASE.c.id, _CASE.c.accepted_on, _known(_CASE, "accepted_recorded_at"), _CASE),
        where=(_CASE.c.proxy, _gone(CaseState.VOID)),
    ),
    "trained_persons": Flow(
        *(_ENROLMENT.c.id, _ENROLMENT.c.finished_on, _known(_ENROLMENT, "finished_recorded_at"), _ENROLMENT),
        where=(_ENROLMENT.c.state == EnrolmentState.FINISHED.value,),
        once=(_ENROLMENT.c.person_id,),
    ),
    "tickets_taken": _tickets(_TICKET.c.taken_at),
    "visitors_served": _tickets(func.coalesce(_TICKET.c.finished_at, _TICKET.c.taken_at), _TICKET.c.state == TicketState.FINISHED.value),
    "tickets_left": _tickets(_LEFT_AT, _TICKET.c.state.in_(sorted(state.value for state in LEFT))),
    "waiting_median": _WAITING,
    "waiting_p90": _WAITING,
    "closed_on_time": closed_cases(_CASE.c.closed_on <= _CASE.c.deadline),
    "ratings_good": _of(_RATING, "rated_on", where=(_RATING.c.level >= 3, ~left_out())),
    "ratings_all": _of(_RATING, "rated_on", where=(~left_out(),)),
    "contests_held": _of(_DRILL, "held_on", where=(_DRILL.c.kind.not_in(_TEACHING),)),
    "training_times": _of(_DRILL, "held_on", where=(_DRILL.c.kind.in_(_TEACHING),), amount=_DRILL.c.headcount),
    "jobs_collected": _of(
        *(_JOB, "collected_on"),
        where=(_JOB.c.renewed_from_id.is_(None),),
        amount=_JOB.c.headcount,
        slices={"kind": _JOB.c.kind},
    ),
    "referrals": _of(_REFERRAL, "happened_on"),
    "helped_into_work": _of(_HIRE, "started_on", where=(_HIRE.c.helped,), fields={"group": _in_group}),
    "zero_families_recognised": _of(_ZERO, "recognised_on"),
    "zero_families_cleared": Flow(_ZERO.c.id, _ZERO.c.cleared_on, _known(_ZERO, "cleared_recorded_at"), _ZERO),
    "zero_families_exited": Flow(_ZERO.c.id, _ZERO.c.exited_on, _known(_ZERO, "exited_recorded_at"), _ZERO),
}


def _rows(table: Any, *where: Clause) -> Select[Any]:
    return select(table.c.id.label("id"), ONE.label("amount")).where(*where)


def _officers(full_time: bool) -> Callable[[Window, date], Select[Any]]:
    """Specialists in service at the end of the day; ``ended_on`` is the first day on which somebody no longer serves."""
    mine = _OFFICER.c.full_time if full_time else ~_OFFICER.c.full_time

    def serving(_window: Window, as_of: date) -> Select[Any]:
        stays = or_(_OFFICER.c.ended_on.is_(None), _OFFICER.c.ended_on > as_of)
        return _rows(_OFFICER, _OFFICER.c.specialist, mine, _OFFICER.c.started_on <= as_of, stays)

    return serving


def _stations(_window: Window, as_of: date) -> Select[Any]:
    return _rows(_STATION, _STATION.c.built_on <= as_of)


def _files(window: Window, as_of: date) -> Select[Any]:
    stays = or_(_FILE.c.closed_on.is_(None), _FILE.c.closed_on > as_of)
    return _rows(_FILE, _FILE.c.opened_on <= as_of, _FILE.c.recorded_at <= window.recorded_until, stays)


def _left(window: Window, as_of: date, step: str) -> Clause:
    """The household had been cleared, or had left, and it was known."""
    day = _ZERO.c[f"{step}_on"]
    return and_(day.is_not(None), day <= as_of, _known(_ZERO, f"{step}_recorded_at") <= window.recorded_until)


def _register(window: Window, as_of: date) -> Select[Any]:
    still = (~_left(window, as_of, "cleared"), ~_left(window, as_of, "exited"))
    return _rows(_ZERO, _ZERO.c.recognised_on <= as_of, _ZERO.c.recorded_at <= window.recorded_until, *still)


def _overdue(window: Window, as_of: date) -> Select[Any]:
    return _register(window, as_of).where(_ZERO.c.last_day < as_of)


STOCKS: dict[str, Callable[[Window, date], Select[Any]]] = {
    "stations_built": _stations,
    "specialists_full": _officers(full_time=True),
    "specialists_part": _officers(full_time=False),
    "files_stock": _files,
    "zero_families_overdue": _overdue,
    "zero_families_on_register": _register,
}


ZERO_STOCKS = frozenset({"zero_families_overdue", "zero_families_on_register"})


def without_day() -> Clause:
    """A household marked as cleared or left without the day: it is off the register and in no flow, so that the balance names it."""
    cleared = and_(_ZERO.c.state == ZeroState.CLEARED.value, _ZERO.c.cleared_on.is_(None))
    return or_(cleared, and_(_ZERO.c.state == ZeroState.EXITED.value, _ZERO.c.exited_on.is_(None)))


def _station(session: Session) -> Any:
    return session.execute(select(_STATION)).one()


TEXTS: dict[str, Callable[[Session, date], str]] = {
    "row_number": lambda _session, _end: "1",
    "station_county": lambda session, _end: _station(session).county,
    "station_name": lambda session, _end: _station(session).name,
    "station_kind": lambda session, _end: FACILITIES.get(kind := _station(session).facility_type, kind),
    "built_on": lambda session, _end: day.isoformat() if (day := _station(session).built_on) else "",
    "platform_connected": lambda session, end: "是" if (day := _station(session).platform_connected_on) and day <= end else "否",
}
