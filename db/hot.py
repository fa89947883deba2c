"""The hot road: a statement compiled once and run on the driver's own cursor, for what happens at every call of a number.

SQLAlchemy writes the SQL and knows the types; only its work for each execution is left out. Rows come back as named tuples,
errors as its own, so that the write road translates them like all others.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

Change = Callable[[Any], Any]
DRIVER = "hot_driver"


class Hot:
    """One prepared statement. ``keys`` are the columns an INSERT or UPDATE sets; its other values are bound by name."""

    def __init__(self, statement: Any, keys: tuple[str, ...] = ()) -> None:
        self.statement, self.keys = statement, keys
        columns = list(statement.selected_columns) if isinstance(statement, Select) else list(getattr(statement, "_returning", ()))
        self._types = [column.type for column in columns]
        names = [_name(column, place) for place, column in enumerate(columns)]
        row: Any = namedtuple("Row", names)  # type: ignore[misc]
        self._row: Callable[[Sequence[Any]], Any] = row._make
        self._plans: dict[Dialect, _Plan] = {}

    def all(self, session: Session, values: Mapping[str, Any]) -> list[Any]:
        """All rows."""
        plan = self._plan(session)
        found = _run(session, plan, values).fetchall()
        return [self._row(plan.read(row)) for row in found]

    def first(self, session: Session, values: Mapping[str, Any]) -> Any | None:
        """The first row, None without one."""
        plan = self._plan(session)
        row = _run(session, plan, values).fetchone()
        return None if row is None else self._row(plan.read(row))

    def one(self, session: Session, values: Mapping[str, Any]) -> Any:
        """The one row that must be there."""
        row = self.first(session, values)
        assert row is not None, "a row that must be there"
        return row

    def scalar(self, session: Session, values: Mapping[str, Any]) -> Any:
        """The first value of the first row."""
        return _run(session, self._plan(session), values).fetchone()[0]

    def run(self, session: Session, values: Mapping[str, Any]) -> None:
        """Run it, no answer."""
        _run(session, self._plan(session), values)

    def _plan(self, session: Session) -> _Plan:
        dialect = session.get_bind().dialect
        plan = self._plans.get(dialect)
        if plan is None:
            plan = self._plans[dialect] = _Plan(self.statement, self.keys, self._types, dialect)
        return plan


def _name(column: Any, place: int) -> str:
    name = getattr(column, "key", None)
    return str(name) if name and str(name).isidentifier() and not str(name).startswith("_") else f"column{place}"


class _Plan:
    """The SQL of a statement in one dialect, and how values go in and come out."""

    def __init__(self, statement: Any, keys: tuple[str, ...], types: Sequence[Any], dialect: Dialect) -> None:
        options: dict[str, Any] = {"column_keys": list(keys)} if keys else {}
        compiled = statement.compile(dialect=dialect, **options)
        assert not (compiled.insert_prefetch or compiled.update_prefetch), "a column is left to its default"
        self.sql, self.dialect = str(compiled), dialect
        self._fixed = compiled.construct_params(_check=False)
        binds = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for bind, name in compiled.bind_names.items()}
        self._binds: list[tuple[str, Change | None]] = [(name, binds.get(name)) for name in compiled.positiontup or self._fixed]
        self._positional = compiled.positional
        self._reads: list[Change | None] = [kind.dialect_impl(dialect).result_processor(dialect, None) for kind in types]
        self._plain = not any(self._reads)

    def parameters(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver wants them; what the statement itself names keeps its value."""
        named = {**self._fixed, **values}
        if self._positional:
            return [named[name] if change is None else change(named[name]) for name, change in self._binds]
        return {name: named[name] if change is None else change(named[name]) for name, change in self._binds}

    def read(self, row: Sequence[Any]) -> Sequence[Any]:
        """The values of a row as the program knows them."""
        if self._plain:
            return row
        return [value if change is None else change(value) for value, change in zip(row, self._reads, strict=True)]


def _run(session: Session, plan: _Plan, values: Mapping[str, Any]) -> Any:
    try:
        return _driver(session).execute(plan.sql, plan.parameters(values))
    except plan.dialect.dbapi.Error as error:  # type: ignore[union-attr]
        raise DBAPIError.instance(plan.sql, None, error, plan.dialect.dbapi.Error, hide_parameters=True, dialect=plan.dialect) from error  # type: ignore[union-attr]


def _driver(session: Session) -> Any:
    """The driver's connection of the transaction in progress; asked for once in it."""
    known, driver = session.info.get(DRIVER, (None, None))
    if known is None or known is not session.get_transaction():
        driver = session.connection().connection.driver_connection
        session.info[DRIVER] = session.get_transaction(), driver
    return driver


@lru_cache(maxsize=256)
def writing(statement: Any, keys: tuple[str, ...]) -> Hot:
    """The prepared INSERT or UPDATE of some columns."""
    return Hot(statement, keys)
