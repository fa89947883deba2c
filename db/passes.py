"""Who went before whom: the notes from which the rule counts how often a line was passed (working data; every call stands in the audit)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import cast

from sqlalchemy import Table, delete, select, tuple_

from db import dialect
from db.hot import Hot
from db.models import LinePass, QueueLine
from db.uow import Unit

_PASS = cast(Table, LinePass.__table__)
_KEYS = ("line_id", "business_date", "place", "ticket_id")


@cache
def _noting(dialect_name: str) -> Hot:
    """The statement that adds a note unless it is there."""
    return Hot(dialect.upsert_named(dialect_name, _PASS).on_conflict_do_nothing(), _KEYS)


def note(unit: Unit, lines: Iterable[int], day: date, place: int, ticket_id: int) -> None:
    """A ticket that goes first went before ordinary ones of ``lines`` that came before it."""
    adding = _noting(unit.get_bind().dialect.name)
    for line in lines:
        unit.tables.add(_PASS.name)
        unit.later(adding, {"line_id": line, "business_date": day, "place": place, "ticket_id": ticket_id})


def take_back(unit: Unit, day: date, place: int, ticket_id: int) -> None:
    """A call that was taken back passed nobody."""
    every_line = _PASS.c.line_id.in_(select(QueueLine.id))  # so that the key finds the rows
    mine = (_PASS.c.business_date == day, _PASS.c.place == place, _PASS.c.ticket_id == ticket_id)
    unit.execute(delete(LinePass).where(every_line, *mine), execution_options={"synchronize_session": False})


def forget(unit: Unit, before: date, most: int) -> int:
    """Remove some of the notes of days before a day: nobody of those days waits any more. The answer counts them."""
    old = unit.execute(select(*(_PASS.c[name] for name in _KEYS)).where(_PASS.c.business_date < before).limit(most)).all()
    unit.execute(
        delete(LinePass).where(tuple_(*(_PASS.c[name] for name in _KEYS)).in_(old)), execution_options={"synchronize_session": False}
    )
    return len(old)
