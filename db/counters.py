"""Running numbers (tickets, cases, households …): each drawn inside the unit of work that uses it, so none is skipped or doubled."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Table, bindparam

from db import dialect
from db.hot import Hot
from db.models import NumberSeries
from db.uow import Unit


def next_number(unit: Unit, kind: str, scope: str = "") -> int:
    """The next number of a series, starting at 1."""
    return int(_drawing(unit.get_bind().dialect.name).scalar(unit, {"kind": kind, "scope": scope}))


@cache
def _drawing(dialect_name: str) -> Hot:
    """The statement that draws numbers, built once a dialect."""
    table = NumberSeries.__table__
    assert isinstance(table, Table)
    fresh = dialect.upsert_named(dialect_name, table).values(kind=bindparam("kind"), scope=bindparam("scope"), value=1)
    drawn = fresh.on_conflict_do_update(index_elements=[table.c.kind, table.c.scope], set_={"value": table.c.value + 1})
    return Hot(drawn.returning(table.c.value))


def last_number(unit: Unit, kind: str, scope: str = "") -> int:
    """The last number drawn of a series, 0 for none."""
    row = unit.get(NumberSeries, (kind, scope))
    return row.value if row else 0
