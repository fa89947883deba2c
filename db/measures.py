"""The statements behind the named figures: one SELECT a measure gives the figure and the list of records behind it.

``select_of`` answers with ``id`` and ``amount`` of every record of a figure; its count or sum is the figure, its rows are the lineage, so
the two cannot differ. Filters are values bound to columns that a measure declares; nothing comes from a file as SQL.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, union_all
from sqlalchemy.orm import Session

from app.domain.clock import business_date
from app.domain.measures import MEASURES, MeasureKind, Scope
from app.domain.periods import Period
from app.domain.queue_figures import nearest_rank, rank_of
from app.domain.returns import Figure, Filter, MeasureQuery, Window, window_of
from db.measures_facts import FLOWS, ONE, STOCKS, TEXTS, ZERO_STOCKS, Flow, closed_cases, open_overdue_cases, without_day
from db.models import Hire

Clause = Any


@dataclass(frozen=True, slots=True)
class Frame:
    """What all figures of one return are made against: the period, the moment the data is cut off, and where cumulative figures begin.

    ``last_cut_off`` is that of the frozen return directly before; late entries are counted from it.
    """

    period: Period
    cut_off: datetime
    last_cut_off: datetime | None = None
    plan_start: date | None = None
    runs_from_plan: bool = False

    def window(self, scope: Scope) -> Window:
        """The days and moments of recording of a scope; a county may let 累计 run from the plan's start instead of 1 January."""
        found = window_of(scope, self.period, self.cut_off, self.last_cut_off, self.plan_start)
        if self.runs_from_plan and self.plan_start and scope in (Scope.CUMULATIVE, Scope.LATE) and not found.empty:
            return replace(found, start=self.plan_start)
        return found


@dataclass(frozen=True, slots=True)
class Ask:
    """One figure to be asked: its window, its filters, and the day from which on a person is counted once."""

    window: Window
    since: date
    filters: tuple[Filter, ...] = ()

    @property
    def as_of(self) -> date:
        """The day at whose end a stock stands: the window's last, or today where the data is cut off earlier."""
        return min(self.window.end, business_date(self.window.recorded_until))


def ask_of(query: MeasureQuery, frame: Frame) -> Ask:
    """The window of a query within a return."""
    window = frame.window(query.scope)
    return Ask(window, min(window.start or frame.period.year_start, frame.period.year_start), query.filters)


def select_of(query: MeasureQuery, frame: Frame) -> Select[Any] | None:
    """The records of a figure as (id, amount); None where no record can belong to it."""
    ask = ask_of(query, frame)
    if ask.window.empty:
        return None
    if query.measure in SPECIAL:
        return SPECIAL[query.measure](ask)
    if query.measure in STOCKS:
        statement = STOCKS[query.measure](ask.window, ask.as_of)
        return statement.where(~without_day()) if query.scope is Scope.END and query.measure in ZERO_STOCKS else statement
    return flow_select(FLOWS[query.measure], ask)


def flow_select(flow: Flow, ask: Ask) -> Select[Any]:
    """Dated and recorded inside the window; where persons count once, one record stands for each."""
    window = ask.window
    where = [*flow.where, flow.day.between(window.start, window.end), flow.recorded <= window.recorded_until]
    where += [_filter(flow, one) for one in ask.filters]
    if flow.once:
        statement = select(func.min(flow.id).label("id"), ONE.label("amount")).select_from(flow.source).where(*where).group_by(*flow.once)
        # counted late is only who was not there before: none of the person's records was
        return statement if window.recorded_after is None else statement.having(func.min(flow.recorded) > window.recorded_after)
    if window.recorded_after is not None:
        where.append(flow.recorded > window.recorded_after)
    amount = flow.amount if flow.amount is not None else ONE
    return select(flow.id.label("id"), amount.label("amount")).select_from(flow.source).where(*where)


def _filter(flow: Flow, one: Filter) -> Clause:
    inside = flow.inside(one.field, one.values)
    return inside if one.operator in ("eq", "in") else ~inside


def helped_select(ask: Ask) -> Select[Any]:
    """The first confirmed start of work of each person since the year's (or the plan's) start: a second one adds nothing, in no quarter."""
    flow, window = FLOWS["helped_into_work"], ask.window
    hire, earlier = Hire.__table__.c, Hire.__table__.alias("earlier")
    before = or_(earlier.c.started_on < hire.started_on, and_(earlier.c.started_on == hire.started_on, earlier.c.id < hire.id))
    known = and_(earlier.c.helped, earlier.c.started_on >= ask.since, earlier.c.recorded_at <= window.recorded_until)
    first = ~select(ONE).where(earlier.c.person_id == hire.person_id, known, before).exists()
    return flow_select(flow, ask).where(first)


def closed_or_overdue_select(ask: Ask) -> Select[Any]:
    """Cases closed in the window, and those still open at its end whose deadline has passed: on which a station may not close its eyes."""
    closed = flow_select(closed_cases(), ask)
    if ask.window.recorded_after is not None:
        return closed
    both = union_all(closed, *open_overdue_cases(ask.window, ask.as_of)).subquery()
    return select(both.c.id, both.c.amount)


SPECIAL: dict[str, Callable[[Ask], Select[Any]]] = {
    "helped_into_work": helped_select,
    "closed_or_overdue": closed_or_overdue_select,
}


def figure(session: Session, query: MeasureQuery, frame: Frame) -> Figure:
    """What the records answer to a query: the value and the number of records behind it."""
    if MEASURES[query.measure].kind is MeasureKind.TEXT:
        return Figure(TEXTS[query.measure](session, frame.window(query.scope).end), 1)
    statement = select_of(query, frame)
    if statement is None:
        return nothing(query)
    rows = statement.subquery()
    if MEASURES[query.measure].kind is MeasureKind.RANK:
        counted = session.execute(select(rows.c.amount, func.count()).group_by(rows.c.amount))
        return tallied(query, Counter({int(amount): int(count) for amount, count in counted}))
    count, amount = session.execute(select(func.count(), func.coalesce(func.sum(rows.c.amount), 0)).select_from(rows)).one()
    return Figure(int(amount if _adds_up(query) else count), int(count))


def records(session: Session, query: MeasureQuery, frame: Frame) -> tuple[tuple[int, int], ...]:
    """The records behind a figure as (id, amount), ascending. Their count, or the sum of their amounts, is the figure."""
    if MEASURES[query.measure].kind is MeasureKind.TEXT:
        return ((1, 1),)
    statement = select_of(query, frame)
    if statement is None:
        return ()
    rows = statement.subquery()
    found = session.execute(select(rows.c.id, rows.c.amount).order_by(rows.c.id))
    return tuple([(int(one), int(amount)) for one, amount in found])


def recorded_later(session: Session, measure: str, days: tuple[date, date], since: date, after: datetime, until: datetime) -> int:
    """How much a flow counts that is dated in ``days`` and was recorded after one moment and not after another."""
    ask = Ask(Window(days[1], until, days[0], after), since)
    rows = (SPECIAL[measure](ask) if measure in SPECIAL else flow_select(FLOWS[measure], ask)).subquery()
    return int(session.execute(select(func.coalesce(func.sum(rows.c.amount), 0)).select_from(rows)).scalar_one())


def _adds_up(query: MeasureQuery) -> bool:
    return MEASURES[query.measure].kind is not MeasureKind.COUNT


def value_of(query: MeasureQuery, rows: Sequence[tuple[int, int]]) -> int | None:
    """The figure that a list of records gives."""
    spec = MEASURES[query.measure]
    if spec.kind is MeasureKind.RANK:
        return nearest_rank((amount for _, amount in rows), spec.percent)
    return sum(amount for _, amount in rows) if _adds_up(query) else len(rows)


def nothing(query: MeasureQuery) -> Figure:
    """The figure over no record: none of them is nobody's waiting time."""
    return Figure(None if MEASURES[query.measure].kind is MeasureKind.RANK else 0)


def tallied(query: MeasureQuery, amounts: Counter[int]) -> Figure:
    """The figure over records that have each amount so often."""
    spec, count = MEASURES[query.measure], amounts.total()
    if spec.kind is MeasureKind.RANK:
        return Figure(rank_of(amounts, spec.percent), count)
    return Figure(sum(amount * times for amount, times in amounts.items()) if _adds_up(query) else count, count)
