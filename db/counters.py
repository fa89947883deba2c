"""Running numbers (tickets, cases, households …): each drawn inside the unit of work that uses it, so none is skipped or doubled."""

from __future__ import annotations

from sqlalchemy import Table

from db import dialect
from db.models.infra import NumberSeries
from db.uow import Unit


def next_number(unit: Unit, kind: str, scope: str = "", *, count: int = 1) -> int:
    """The next number of a series, starting at 1; with ``count`` the first of a run of that many."""
    table = NumberSeries.__table__
    assert isinstance(table, Table)
    statement = dialect.upsert(unit.connection(), table).values(kind=kind, scope=scope, value=count)
    statement = statement.on_conflict_do_update(
        index_elements=[table.c.kind, table.c.scope], set_={"value": table.c.value + count}
    ).returning(table.c.value)
    last = unit.execute(statement, execution_options={"audited": True}).scalar_one()
    return int(last) - count + 1


def last_number(unit: Unit, kind: str, scope: str = "") -> int:
    """The last number drawn of a series, 0 for none."""
    row = unit.get(NumberSeries, (kind, scope))
    return row.value if row else 0
