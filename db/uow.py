"""The unit of work: the one road for every write, the reads that cannot write, and the unaudited working data.

``write`` demands an action code and an actor, collects what changed field by field, adds one audit entry in the same
transaction, commits, then announces the touched tables. On any exception nothing is left and nothing is announced.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, TypeVar

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Delete, Engine, Insert, Table, Update, bindparam, event, insert, inspect, update
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Mapper, ORMExecuteState, Session, UOWTransaction
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.sql.elements import TextClause
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from app.domain import roster
from app.domain.actions import require
from app.domain.actor import Actor
from app.domain.characters import check_text
from app.domain.clock import Clock, business_date, machine_clock
from app.domain.errors import Conflict, Damaged, FirstHand, Overtaken, Stale, Surroundings, Usage, UserError
from app.texts import t
from db import audit, dialect, durable, hot, models
from db.base import Base
from db.batch_writer import Batch
from db.changes_feed import ChangesFeed
from db.engine import begin, is_busy
from db.models import DeputyHead
from db.vault import Vault

# Working data may be written without an audit entry; nothing else may. A test holds this list against the tables.
WORKING = {
    "presence": frozenset({"seat"}),
    "draft": frozenset({"draft"}),
    "search": frozenset({"person_key"}),
    "number": frozenset({"number_series"}),
    "request": frozenset({"request_key"}),
    "queue": frozenset({"line_pass"}),
    "said": frozenset({"said_call"}),
    "rated": frozenset({"rated_mark"}),  # an entry that named both would tie an anonymous rating to its case
}
WORKING_TABLES = frozenset().union(*WORKING.values())
AUDIT_TABLES = frozenset({"audit_entry", "audit_value", "audit_head"})
MOST_AT_STAKE = 20
R = TypeVar("R", bound=Base)


class ReadSession(Session):
    """A snapshot to read from; anything that would write is a bug and raises."""

    vault: Vault


class Entry(NamedTuple):
    """An audit entry that is to be written."""

    action: str
    subject: str
    changes: list[audit.Change]


class Unit(Session):
    """A unit of work in progress."""

    vault: Vault

    def __init__(self, engine: Engine, vault: Vault, allowed: frozenset[str] | None = None) -> None:
        super().__init__(engine, expire_on_commit=False)
        self.vault = vault
        self.allowed = allowed
        self.changes: dict[str, audit.Change] = {}
        self.tables: set[str] = set()
        self.subject = ""
        self.reason = ""
        self.at_stake: list[str] = []  # the records read to be changed: who changed one of them in between is told
        self.late: list[tuple[hot.Hot, Mapping[str, Any]]] | None = None
        self.locked = True
        self.before: list[Entry] = []

    @contextmanager
    def own_entry(self, action: str, actor: Actor) -> Iterator[None]:
        """What changes inside the block stands in an audit entry of its own, before the unit's: an act that another one brings with it.

        All or nothing as one, and only for an actor who may do both.
        """
        require(actor, action)
        self.flush()
        whole = self.changes, self.subject
        self.changes, self.subject = {}, ""
        try:
            yield
            self.flush()
            if self.changes:
                self.before.append(Entry(action, self.subject or next(iter(self.changes)), list(self.changes.values())))
        finally:
            self.changes, self.subject = whole

    def hold(self, model: type[R], key: Any) -> R | None:
        """The row of a key for a change: nobody else changes it until this unit ends, and what is decided on stays true.

        On SQLite the unit holds the whole database already. Several rows are held in one order everywhere: persons, household, what
        belongs to them, employer, course (``docs/decisions/0021-one-at-a-time.md``).
        """
        row = self.get(model, key, with_for_update={"key_share": True})
        if row is not None:
            self.at_stake.append(record_name(row))
        return row

    def later(self, statement: hot.Hot, values: Mapping[str, Any]) -> None:
        """Run a prepared statement; in a unit that writes late, together with all others at its end."""
        if self.late is None:
            statement.run(self, values)
        else:
            self.late.append((statement, values))

    def lock(self) -> None:
        """In a unit that writes late: take the write lock of SQLite now; a server locks rows."""
        if not self.locked and self.get_bind().dialect.name == "sqlite":
            begin(hot.driver_of(self), "IMMEDIATE")
        self.locked = True

    def together(self) -> AbstractContextManager[None]:
        """Questions whose answers are looked at behind the block: a server gets all of them in one message."""
        return hot.together(self)

    def settle(self) -> None:
        """Run what was put off."""
        for statement, values in self.late or ():
            statement.run(self, values)
        self.late = None

    def about(self, record: object) -> None:
        """Name the record the audit entry is about; without it, the first one changed."""
        self.subject = record_name(record) if isinstance(record, Base) else str(record)

    def changed(self, record: str, fields: Mapping[str, tuple[Any, Any]], secret: frozenset[str] = frozenset()) -> None:
        """Hand over the before and after of a record that was written by a Core statement."""
        self.tables.add(record.partition(":")[0])
        self.changes.setdefault(record, audit.Change(record, secret=secret)).merge(fields)

    def note(self, record: str, **facts: Any) -> None:
        """Record an act that changes no row (looking at a masked number, printing a paper)."""
        self.changed(record, {name: (None, value) for name, value in facts.items()})

    def insert_row(self, model: type[Base], **values: Any) -> int:
        """Insert one row by a Core statement, audited; the answer is its id. For the hot paths: no mapped object is made."""
        table = _table(model)
        if "version" in table.c:
            values.setdefault("version", 1)
        self._touched(table.name)
        _check_texts(values)
        whole = {**_plain_defaults(table), **values}
        row_id = hot.writing(_inserting(table), tuple(whole)).scalar(self, whole)
        if table.name not in WORKING_TABLES:
            fields = {k: (None, v) for k, v in values.items() if v is not None and k != "version"}
            self.changed(f"{table.name}:{row_id}", fields, secret_columns(table))
        return int(row_id)

    def update_row(self, model: type[Base], row_id: int, before: Mapping[str, Any], **values: Any) -> None:
        """Update one row by its id with a Core statement, audited; ``before`` holds the old value of each field named."""
        table = _table(model)
        fresh = {k: v for k, v in values.items() if before[k] != v}
        if not fresh:
            return
        self._touched(table.name)
        _check_texts(fresh)
        self.later(hot.writing(_updating(table), tuple(fresh)), {**fresh, "the_id": row_id})
        self.changed(f"{table.name}:{row_id}", {k: (before[k], v) for k, v in fresh.items()}, secret_columns(table))

    def update_rows(self, model: type[Base], changes: Sequence[tuple[int, Mapping[str, Any], Mapping[str, Any]]]) -> None:
        """The same for many rows (id, before, after), each of them audited; those whose same fields change go in one statement."""
        table = _table(model)
        self._touched(table.name)
        batches: dict[tuple[str, ...], list[Mapping[str, Any]]] = defaultdict(list)
        for row_id, before, values in changes:
            fresh = {name: value for name, value in values.items() if before[name] != value}
            if fresh:
                _check_texts(fresh)
                batches[tuple(fresh)].append({**fresh, "the_id": row_id})
                self.changed(f"{table.name}:{row_id}", {k: (before[k], v) for k, v in fresh.items()}, secret_columns(table))
        for names, rows in batches.items():
            hot.writing(_updating(table), names).many(self, rows)

    def add_many(self, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert a batch of rows that get their ids here; one line in the audit entry, as for ``insert_many``."""
        if rows:
            ids = dialect.next_ids(self.connection(), _table(model), len(rows))
            self._insert_batch(_table(model), [{"id": row_id, **row} for row_id, row in zip(ids, rows, strict=True)])

    def insert_many(self, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert a batch with ids given; one line in the audit entry holds its size, its ids and its digest."""
        if rows and self._insert_batch(_table(model), rows):
            dialect.reset_sequence(self.connection(), _table(model))

    def _insert_batch(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> bool:
        """The rows and their line in the audit entry; False for working data, which has none."""
        self._touched(table.name)
        audited = table.name not in WORKING_TABLES
        batch = Batch(table, rows)
        digest = batch.digest() if audited else ""
        batch.insert(self)
        if audited:
            first, last = rows[0].get("id"), rows[-1].get("id")
            self.changed(f"{table.name}:{first}-{last}", {"rows": (None, [len(rows), digest])})
        return audited

    def _touched(self, name: str) -> None:
        if self.allowed is not None and name not in self.allowed:
            raise RuntimeError(f"working data may not write {name}")
        if not self.locked:
            raise RuntimeError(f"{name} is written before the lock was taken")
        self.tables.add(name)


def _check_texts(values: Mapping[str, Any]) -> None:
    """What the command line and the forms stop at the door stops here as well, whichever way it came; the field is named."""
    for name, value in values.items():
        if type(value) is str and not value.isprintable():
            check_text(value, name)


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


@cache
def _plain_defaults(table: Table) -> Mapping[str, Any]:
    """What stands in a column that is not named: the fixed defaults, which a prepared statement does not fill in by itself."""
    defaults = ((column.key, column.default) for column in table.c)
    return {key: default.arg for key, default in defaults if isinstance(default, ScalarElementColumnDefault)}


@cache
def _inserting(table: Table) -> Any:
    """The INSERT of a table, built once: its columns come from the values of each execution."""
    return insert(table).returning(table.c.id)


@cache
def _updating(table: Table) -> Any:
    """The UPDATE by id of a table, built once; it counts the version like the mapper does."""
    statement = update(table).where(table.c.id == bindparam("the_id"))
    return statement.values(version=table.c.version + 1) if "version" in table.c else statement


@cache
def secret_columns(table: Table) -> frozenset[str]:
    """Columns whose values never reach the audit trail."""
    return frozenset(c.name for c in table.c if c.info.get("secret"))


def record_name(row: Base) -> str:
    """How the audit trail names a row: table and primary key."""
    state = inspect(row)
    return f"{row.__tablename__}:" + "/".join(str(part) for part in state.mapper.primary_key_from_instance(row))


def _collect(session: Session, _context: UOWTransaction) -> None:
    if not isinstance(session, Unit):
        return
    for row in [*session.new, *session.dirty, *session.deleted]:
        table = row.__tablename__
        session._touched(table)
        if table in WORKING_TABLES or table in AUDIT_TABLES:
            continue
        fields = _row_fields(row, gone=row in session.deleted)
        if fields:
            _check_texts({name: after for name, (_, after) in fields.items()})
            session.changed(record_name(row), fields, secret_columns(_table(type(row))))


def _row_fields(row: Base, *, gone: bool) -> dict[str, tuple[Any, Any]]:
    state = inspect(row)
    columns = _audited_columns(state.mapper)
    fields: dict[str, tuple[Any, Any]] = {}
    for key in columns:
        if not gone and key not in state.committed_state:  # not set: nothing to tell, and asking costs most of the time
            continue
        history = state.attrs[key].history
        before = history.deleted[0] if history.deleted else None
        after = history.added[0] if history.added else None
        if gone and history.unchanged:
            before = history.unchanged[0]
        if before != after:
            fields[columns[key]] = (before, after)
    return fields


@cache
def _audited_columns(mapper: Mapper[Any]) -> dict[str, str]:
    """The names of a row's columns by attribute; the version counts changes and is none itself."""
    return {column.key: column.columns[0].name for column in mapper.column_attrs if column.key != "version"}


def _guard(state: ORMExecuteState) -> None:
    """Bulk statements and text go past the collector, so they need to say that they are audited."""
    statement = state.statement
    if state.is_select and not isinstance(statement, TextClause):
        return
    if state.execution_options.get("audited") and isinstance(state.session, Unit):
        return
    if isinstance(statement, Insert | Update | Delete) and isinstance(state.session, Unit):
        name = statement.entity_description["table"].name
        if name in WORKING_TABLES:
            state.session._touched(name)
            return
    raise RuntimeError("a bulk or text statement outside the write road")


def _before_flush(session: Session, _context: UOWTransaction, _instances: object) -> None:
    """A read session is no place to write; a unit remembers what it is about to change, for a flush that fails forgets it."""
    if isinstance(session, Unit):
        session.at_stake += [record_name(row) for row in session.dirty]
    if isinstance(session, ReadSession) and (session.new or session.dirty or session.deleted):
        raise RuntimeError("a read session cannot write")


event.listen(Session, "after_flush", _collect)
event.listen(Session, "before_flush", _before_flush)
event.listen(Session, "do_orm_execute", _guard)


class Database:
    """An open station database: reads, the write road, working data, and the feed of what changed."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self.engine = engine
        self.vault = vault
        self.changes = ChangesFeed()
        self.clock: Clock = machine_clock  # by which a read asks whether a deputy's days are over; whoever opens a practice station sets it
        self.before_write: Callable[[str, datetime], None] | None = None  # what comes before each day's first write
        self.kind = "postgresql" if engine.dialect.name == "postgresql" else "sqlite"
        self._late_engine = engine.execution_options(stationdesk_begin="LATER")
        self._write_engine = engine.execution_options(stationdesk_begin="IMMEDIATE")
        options: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if self.kind == "postgresql" else {}
        self._read_engine = engine.execution_options(**options) if options else engine

    @contextmanager
    def read(self, action: str, actor: Actor) -> Iterator[ReadSession]:
        """One snapshot to read from, for an actor who may do ``action``."""
        require(actor, action)
        with ReadSession(self._read_engine, autoflush=False) as session, translated():
            session.vault = self.vault
            _check_deputy(session, actor, self.clock)
            yield session

    @contextmanager
    def write(self, action: str, actor: Actor, now: datetime, *, late: bool = False) -> Iterator[Unit]:
        """A unit of work; one audit entry if anything changed, all or nothing, and only for an actor who may.

        ``late``: for the hot acts. On SQLite such a unit has no lock and no snapshot until ``unit.lock()``: what it reads before may change
        meanwhile. Its updates of single rows are written together at the end, so it reads nothing of what it changed itself.
        """
        require(actor, action)
        if self.before_write is not None:
            self.before_write(action, now)
        models.load_all()
        engine = self._late_engine if late else self._write_engine
        with Unit(engine, self.vault) as unit, self._second_is_told(unit, actor), translated():
            unit.late, unit.locked = [] if late else None, not late
            _check_deputy(unit, actor, lambda: now)
            yield unit
            unit.flush()
            for entry in unit.before:
                audit.append(unit, self.vault, actor, *entry, now, last=False)
            if unit.changes:
                subject = unit.subject or next(iter(unit.changes))
                audit.append(unit, self.vault, actor, action, subject, list(unit.changes.values()), now, reason=unit.reason)
            unit.settle()
            unit.commit()
        if unit.tables:
            self.changes.announce(frozenset(unit.tables))

    @contextmanager
    def _second_is_told(self, unit: Unit, actor: Actor) -> Iterator[None]:
        """Whoever comes second to a record learns who was there before, what they did and when."""
        try:
            yield
        except (Overtaken, Stale) as error:
            unit.rollback()
            last = unit.at_stake[-MOST_AT_STAKE:]
            error.first = self._first_at(last if isinstance(error, Stale) else [unit.subject or ("", *last)[-1]], actor)
            raise
        except Surroundings as error:
            if error.code == "db.file_trouble":  # a connection that came to a read-only file stays so; the next try opens it anew
                unit.close()
                self.engine.dispose()
            raise

    def _first_at(self, records: Sequence[str], actor: Actor) -> FirstHand | None:
        """The newest of the last acts on some records; None where it was the officer's own."""
        from db.queries import people

        with ReadSession(self._read_engine, autoflush=False) as session:
            found = [people.last_change(session, record) for record in dict.fromkeys(records)]
        others = [row for row in found if row is not None and row.actor != actor.login]
        newest = max(others, key=lambda row: row.seq, default=None)
        return None if newest is None else FirstHand(newest.name, newest.at, newest.action)

    @contextmanager
    def touch(self, kind: str) -> Iterator[Unit]:
        """Working data of one kind, unaudited; a row of any other table is a bug and raises."""
        with Unit(self._write_engine, self.vault, WORKING[kind]) as unit, translated():
            yield unit
            unit.commit()
        if unit.tables:
            self.changes.announce(frozenset(unit.tables))

    def tidy(self) -> bool:
        """Between times: let the embedded database's log be copied away, so that no commit has to; a server does it by itself."""
        if self.kind != "sqlite":
            return False
        with translated():
            own = self.engine.raw_connection()
            try:
                return durable.tidy(own.driver_connection)
            finally:
                own.close()

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _check_deputy(session: ReadSession | Unit, actor: Actor, clock: Clock) -> None:
    """Refuse a deputy of the head whose days are over; a desk that stayed open, or whose naming was taken back, is no exception."""
    if actor.deputy_id is not None:
        row = session.get_one(DeputyHead, actor.deputy_id)
        roster.check_still_deputy(roster.Span(row.starts_on, row.ends_on), row.ended_at is not None, business_date(clock()))


@contextmanager
def translated() -> Iterator[None]:
    """Database failures a user can do something about, in the house's errors; a statement's values never reach the message."""
    try:
        yield
    except StaleDataError as error:
        raise Stale("db.stale") from error
    except UnicodeEncodeError as error:  # half a character: no driver takes it
        raise Usage("text.control") from error
    except (DBAPIError, sqlcipher.DatabaseError) as error:  # beginning and committing on SQLite ask the driver itself
        driver = error.orig if isinstance(error, DBAPIError) else error
        known = _of_the_house(str(driver), getattr(driver, "sqlstate", "") or "", error)
        if known is None:
            raise
        raise known from error


def _of_the_house(said: str, state: str, error: Exception) -> UserError | None:
    """The error behind what the driver said; None for a bug of ours (a wrong statement is not the user's to mend)."""
    # 23505: two desks entered the same at once; the second try finds what the first one wrote, and says so
    if is_busy(error) or state in {"40001", "40P01", "55P03", "23505"}:
        return Conflict("db.busy")
    if "NUL (0x00)" in said:
        return Usage("text.control")
    if "malformed" in said or "not a database" in said:
        return Damaged("db.damaged")
    if "is full" in said or state == "53100":
        return Surroundings("db.disk_full")
    if state == "42501":  # the account lacks a right
        return Surroundings("db.no_rights")
    if not isinstance(error, OperationalError | sqlcipher.OperationalError):
        return None
    if (trouble := next((told for words, told in _FILE if words in said), None)) is not None:
        return Surroundings("db.file_trouble", reason=trouble)
    driver = getattr(error, "orig", None)
    server_gone = hasattr(driver, "sqlstate") and (not state or state[:2] in {"08", "28", "3D", "53", "57"})
    return Surroundings("db.unreachable", reason=_why(said, type(driver).__name__)) if server_gone else None


_FILE = (("unable to open", t("打不开")), ("readonly", t("只能读，不能写")), ("disk I/O", t("磁盘读写出错")))
_WHY = (
    ("refused", t("服务器没有开，或端口不对")),
    ("timeout", t("等待超时")),
    ("resolve", t("找不到这台服务器的地址")),
    ("not known", t("找不到这台服务器的地址")),
    ("password authentication", t("用户名或口令不对")),
    ('role "', t("服务器上没有这个用户")),
    ('database "', t("服务器上没有这个数据库")),
)


def _why(said: str, kind: str) -> str:
    """What keeps the database away; the driver's own words can hold names and stay out of sentences."""
    return next((told for words, told in _WHY if words in said), kind)
