"""Figures per officer: of all for the head, of oneself for everybody; each opens to its records (N12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.domain import figures as rules
from app.domain.actions import may
from app.domain.actor import Actor, Role
from app.domain.clock import business_date
from app.domain.figures import Figure, FigureRecord
from app.services.posts import found_officer
from db import queries
from db.uow import Database, ReadSession

MOST = 1000


@dataclass(frozen=True, slots=True)
class FigureLine:
    """An officer's figures in a span of days; the rates are None where there is nothing to divide by."""

    login: str
    officer: str
    figures: Mapping[Figure, int]
    on_time_rate: float | None
    good_rate: float | None


def of_all(db: Database, actor: Actor, now: datetime, first: date, last: date) -> tuple[FigureLine, ...]:
    """Everybody's figures for the head; for anybody else the line of their own."""
    rules.check_days(first, last)
    with db.read("figures.own", actor) as session:
        _check_deputy(session, actor, business_date(now))
        counted = {figure: queries.figures.FIGURES[figure].counts(session, first, last) for figure in Figure}
        everybody = may(actor, "figures.all")
        staff = [one for one in queries.station.officers(session) if everybody or one.id == actor.officer_id]
        lines = [_line(one.id, one.login, one.name, counted) for one in staff if {Role.COUNTER.value, Role.HEAD.value} & set(one.roles)]
        gone = {one.login for one in staff if one.ended_on is not None}
        return tuple(line for line in lines if line.login not in gone or any(line.figures.values()))


def _check_deputy(session: ReadSession, actor: Actor, today: date) -> None:
    """Who stands in for the head sees everybody's on the days of the naming only."""
    if actor.deputy_id is not None and queries.roster.deputy_on(session, actor.officer_id or 0, today) is None:
        rules.check_reader(own=False, all_=False)


def _line(officer_id: int, login: str, name: str, counted: Mapping[Figure, Mapping[int, int]]) -> FigureLine:
    own = {figure: counted[figure].get(officer_id, 0) for figure in Figure}
    on_time = rules.share(own[Figure.ON_TIME], own[Figure.CLOSED])
    return FigureLine(login, name, own, on_time, rules.share(own[Figure.GOOD], own[Figure.RATINGS]))


def records(
    db: Database, actor: Actor, now: datetime, login: str, figure: Figure, first: date, last: date, *, limit: int = MOST
) -> tuple[FigureRecord, ...]:
    """The records behind one figure of an officer: one's own, or as head anybody's."""
    rules.check_days(first, last)
    with db.read("figures.own", actor) as session:
        officer = found_officer(session, login)
        rules.check_reader(own=officer.id == actor.officer_id, all_=may(actor, "figures.all"))
        _check_deputy(session, actor, business_date(now))
        read = queries.figures.FIGURES[figure]
        rows = read.records(session, officer.id, first, last, limit)
        return tuple(FigureRecord(read.kind, row.key, row.number or "", row.title or "", row.day) for row in rows)
