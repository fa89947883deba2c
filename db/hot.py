"""The hot road: a statement compiled once and run on the driver's own cursor, for what happens at every call of a number.

SQLAlchemy writes the SQL and knows the types; only its work for each execution is left out. Rows come back as named tuples,
errors as its own, so that the write road translates them like all others.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

Change = Callable[[Any], Any]
ROAD = "hot_road"


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
        return self.ask(session, values)()

    def first(self, session: Session, values: Mapping[str, Any]) -> Any | None:
        """The first row, None without one."""
        plan, cursor = self._asked(session, values)
        row = cursor.fetchone()
        return None if row is None else self._row(plan.read(row))

    def one(self, session: Session, values: Mapping[str, Any]) -> Any:
        """The one row that must be there."""
        row = self.first(session, values)
        assert row is not None, "a row that must be there"
        return row

    def ask(self, session: Session, values: Mapping[str, Any]) -> Callable[[], list[Any]]:
        """Ask for all rows, and look at them later: inside ``together`` the question goes with the others."""
        plan, cursor = self._asked(session, values)
        return lambda: [self._row(plan.read(row)) for row in cursor.fetchall()]

    def scalar(self, session: Session, values: Mapping[str, Any]) -> Any:
        """The first value of the first row."""
        return self._asked(session, values)[1].fetchone()[0]

    def run(self, session: Session, values: Mapping[str, Any]) -> None:
        """Run it, no answer."""
        self._asked(session, values)

    def many(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it for many rows, no answer."""
        driver, dialect = _road(session)
        plan = self._plan(dialect)
        with _as_ours(dialect, plan.sql):
            driver.cursor().executemany(plan.sql, [plan.parameters(values) for values in rows])

    def _plan(self, dialect: Dialect) -> _Plan:
        plan = self._plans.get(dialect)
        if plan is None:
            plan = self._plans[dialect] = _Plan(self.statement, self.keys, self._types, dialect)
        return plan

    def _asked(self, session: Session, values: Mapping[str, Any]) -> tuple[_Plan, Any]:
        """The plan of the statement, and the driver's cursor after it ran."""
        driver, dialect = _road(session)
        plan = self._plans.get(dialect) or self._plan(dialect)
        with _as_ours(dialect, plan.sql):
            return plan, driver.execute(plan.sql, plan.parameters(values))


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
        reads: list[Change | None] = [kind.dialect_impl(dialect).result_processor(dialect, None) for kind in types]
        self._changes = [(place, change) for place, change in enumerate(reads) if change is not None]

    def parameters(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver wants them; what the statement itself names keeps its value."""
        named = {**self._fixed, **values}
        if self._positional:
            return [named[name] if change is None else change(named[name]) for name, change in self._binds]
        return {name: named[name] if change is None else change(named[name]) for name, change in self._binds}

    def read(self, row: Sequence[Any]) -> Sequence[Any]:
        """The values of a row as the program knows them."""
        if not self._changes:
            return row
        values = list(row)
        for place, change in self._changes:
            if values[place] is not None:
                values[place] = change(values[place])
        return values


class _as_ours:  # noqa: N801 - it reads as the words "with … as ours"; a class, because a generator costs thrice as much
    """The driver's errors as SQLAlchemy's, so that the write road translates them like all others."""

    def __init__(self, dialect: Dialect, sql: str) -> None:
        self.dialect, self.sql = dialect, sql

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        kind: Any = self.dialect.dbapi.Error  # type: ignore[union-attr]
        if isinstance(error, kind):
            raise DBAPIError.instance(self.sql, None, error, kind, hide_parameters=True, dialect=self.dialect) from error


@contextmanager
def together(session: Session) -> Iterator[None]:
    """Statements whose answers nobody needs before the end: a server gets all of them in one message. Their errors come at the end."""
    driver, dialect = _road(session)
    if dialect.name == "sqlite":
        yield
        return
    failed: Exception | None = None
    with _as_ours(dialect, "several statements"):
        try:
            with driver.pipeline():
                try:
                    yield
                except Exception as error:  # noqa: BLE001 - raised below: a pipeline left by it would log what follows from it
                    failed = error
        except dialect.dbapi.Error as error:  # type: ignore[union-attr] # the first one is the reason of all others
            raise failed or error from error
        if failed is not None:
            raise failed


def end_with_commit(session: Session) -> None:
    """Inside ``together``: let the message to a server end with the commit. What SQLAlchemy commits after it is nothing any more.

    The commit gives the locks back before its log is on the disk; the mark behind it, which ends with the message, waits for the disk,
    and with it for all that was committed before (decision 25). So the answer comes when the act is safe, as on SQLite.
    """
    driver, dialect = _road(session)
    if dialect.name != "sqlite":
        for step in ("SET LOCAL synchronous_commit = off", "COMMIT", "SELECT pg_logical_emit_message(true, 'stationdesk', '')"):
            driver.execute(step, prepare=False)


def driver_of(session: Session) -> Any:
    """The driver's connection of the transaction in progress."""
    return _road(session)[0]


def _road(session: Session) -> tuple[Any, Dialect]:
    """The driver's connection of the transaction in progress, and its dialect; asked for once in it."""
    known, driver, dialect = session.info.get(ROAD, (None, None, None))
    if known is None or known is not session.get_transaction():
        connection = session.connection()
        driver, dialect = connection.connection.driver_connection, connection.dialect
        session.info[ROAD] = session.get_transaction(), driver, dialect
    return driver, dialect


@lru_cache(maxsize=256)
def writing(statement: Any, keys: tuple[str, ...]) -> Hot:
    """The prepared INSERT or UPDATE of some columns."""
    return Hot(statement, keys)
