"""How the counters and lines are set, and the notices of the public screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models import Counter, CounterLine, Officer, QueueLine, ScreenNotice, ServiceItem


def all_counters(session: Session) -> Sequence[Counter]:
    """All counters, also those out of use."""
    return session.execute(select(Counter).order_by(Counter.number)).scalars().all()


def served_lines(session: Session) -> dict[int, dict[str, int]]:
    """The letters of the lines in use that each counter serves, with their weights, by the counter's id."""
    statement = select(CounterLine.counter_id, QueueLine.letter, CounterLine.weight).join(QueueLine, QueueLine.id == CounterLine.line_id)
    found: dict[int, dict[str, int]] = {}
    for counter_id, letter, weight in session.execute(statement.where(QueueLine.active).order_by(QueueLine.letter)):
        found.setdefault(counter_id, {})[letter] = weight
    return found


def serving_counters(session: Session) -> dict[int, dict[int, int]]:
    """The numbers of the counters in use that serve each line, with its weight there, by the line's id."""
    statement = select(CounterLine.line_id, Counter.number, CounterLine.weight).join(Counter, Counter.id == CounterLine.counter_id)
    found: dict[int, dict[int, int]] = {}
    for line_id, number, weight in session.execute(statement.where(Counter.active).order_by(Counter.number)):
        found.setdefault(line_id, {})[number] = weight
    return found


def counter_lines(session: Session, counter_id: int) -> Sequence[CounterLine]:
    """What a counter serves, as rows to change."""
    return session.execute(select(CounterLine).where(CounterLine.counter_id == counter_id)).scalars().all()


def items(session: Session) -> Sequence[ServiceItem]:
    """All items, to say in which line their numbers are taken."""
    return session.execute(select(ServiceItem).order_by(ServiceItem.code)).scalars().all()


def items_of_lines(session: Session) -> dict[int, list[str]]:
    """The codes of the items whose numbers are taken in a line, by the line's id."""
    statement = select(ServiceItem.line_id, ServiceItem.code).where(ServiceItem.line_id.is_not(None)).order_by(ServiceItem.code)
    found: dict[int, list[str]] = {}
    for line_id, code in session.execute(statement):
        found.setdefault(line_id or 0, []).append(code)
    return found


def notices(session: Session, now: datetime, *, over: bool, limit: int) -> Sequence[Any]:
    """Notices with who published them, the newest first; those that are over only where asked for."""
    statement = select(ScreenNotice, Officer.name.label("officer")).join(Officer, Officer.id == ScreenNotice.published_by)
    if not over:
        still = or_(ScreenNotice.shows_until.is_(None), ScreenNotice.shows_until > now)
        statement = statement.where(ScreenNotice.ended_at.is_(None), still)
    return session.execute(statement.order_by(ScreenNotice.id.desc()).limit(limit)).all()
