"""Many figures of one return at once: those that differ only in the values of their filters share one statement.

A form by line and hour asks for hundreds of figures over the same tickets. Their statement groups by the filtered columns; each figure is
then put together from its groups. The answers are those of ``measures.figure`` and ``measures.records`` (a test compares them).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.returns import Figure, MeasureQuery
from db import measures
from db.measures import Frame
from db.measures_facts import FLOWS, Flow

Rows = tuple[tuple[int, int], ...]
Place = tuple[Any, ...]
_T = TypeVar("_T")


def figures(session: Session, queries: Sequence[MeasureQuery], frame: Frame) -> dict[MeasureQuery, Figure]:
    """What the records answer to each query."""
    found: dict[MeasureQuery, Figure] = {}
    for together in _together(queries):
        if len(together) == 1:
            found[together[0]] = measures.figure(session, together[0], frame)
        else:
            found |= _sliced(session, together, frame)
    return {query: found[query] for query in queries}


def records(session: Session, queries: Sequence[MeasureQuery], frame: Frame) -> dict[MeasureQuery, Rows]:
    """The records behind each query, as ``measures.records`` gives them."""
    found: dict[MeasureQuery, Rows] = {}
    for together in _together(queries):
        if len(together) == 1:
            found[together[0]] = measures.records(session, together[0], frame)
        else:
            found |= _listed(session, together, frame)
    return {query: found[query] for query in queries}


def _together(queries: Iterable[MeasureQuery]) -> Iterator[tuple[MeasureQuery, ...]]:
    """The queries that one statement can answer: of the same records and scope, filtered by columns only."""
    groups: dict[object, list[MeasureQuery]] = {}
    for query in queries:
        flow = FLOWS.get(query.measure)
        shared = flow is not None and not flow.once and query.measure not in measures.SPECIAL and _by_columns(flow, query)
        groups.setdefault((id(flow), query.scope) if shared else query, []).append(query)
    return map(tuple, groups.values())


def _by_columns(flow: Flow, query: MeasureQuery) -> bool:
    return bool(flow.slices) and all(one.field in flow.slices for one in query.filters)


def _base(together: Sequence[MeasureQuery], frame: Frame) -> tuple[Any, tuple[str, ...]]:
    """The records of all queries with the columns they are filtered by; None where there can be none."""
    query = together[0]
    ask = measures.ask_of(MeasureQuery(query.measure, query.scope), frame)
    flow, names = FLOWS[query.measure], tuple(sorted({one.field for each in together for one in each.filters}))
    if ask.window.empty:
        return None, names
    return measures.flow_select(flow, ask).add_columns(*(flow.slices[name].label(name) for name in names)), names


def _sliced(session: Session, together: Sequence[MeasureQuery], frame: Frame) -> dict[MeasureQuery, Figure]:
    statement, names = _base(together, frame)
    if statement is None:
        return {query: measures.nothing(query) for query in together}
    rows = statement.subquery()
    columns = [*(rows.c[name] for name in names), rows.c.amount]
    amounts: dict[Place, Counter[int]] = {}
    for *place, amount, count in session.execute(select(*columns, func.count()).group_by(*columns)):
        amounts.setdefault(tuple(place), Counter())[int(amount)] = int(count)
    return {query: measures.tallied(query, _added(_inside(query, names, amounts))) for query in together}


def _listed(session: Session, together: Sequence[MeasureQuery], frame: Frame) -> dict[MeasureQuery, Rows]:
    statement, names = _base(together, frame)
    lists: dict[Place, list[tuple[int, int]]] = {}
    for one, amount, *place in session.execute(statement) if statement is not None else ():
        lists.setdefault(tuple(place), []).append((int(one), int(amount)))
    return {query: tuple(sorted(row for rows in _inside(query, names, lists) for row in rows)) for query in together}


def _inside(query: MeasureQuery, names: Sequence[str], places: Mapping[Place, _T]) -> Iterator[_T]:
    """What lies at the places that the filters of a query let through."""
    for place, held in places.items():
        values = dict(zip(names, place, strict=True))
        if all((values[one.field] in one.values) is (one.operator in ("eq", "in")) for one in query.filters):
            yield held


def _added(parts: Iterable[Counter[int]]) -> Counter[int]:
    whole: Counter[int] = Counter()
    for part in parts:
        whole.update(part)
    return whole
