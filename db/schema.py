"""The schema's version: read without alembic, changed with it, one transaction a step, with a sentence when they differ."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from app.domain.errors import Damaged, Refused
from db import dialect

MIGRATION_LOCK = 7_319_004


def versions() -> tuple[str, ...]:
    """The migrations this program carries, oldest first: their file names are numbered."""
    return tuple(sorted(f.name[:4] for f in _folder().joinpath("versions").iterdir() if f.name[:4].isdigit()))


@cache
def program_version() -> str:
    """The newest migration this program carries."""
    return versions()[-1]


def check_known(stored: str) -> None:
    """Refuse to upgrade an empty database, and one that says a version no program ever wrote."""
    if not stored:
        raise Damaged("db.empty")
    if stored not in versions():
        raise Damaged("db.version_unknown", stored=stored)


def _folder() -> Path:
    return Path(str(resources.files("db"))) / "migrations"


def stored_version(engine: Engine) -> str | None:
    """The version of the database, or None for an empty one; ``Damaged`` where another program keeps its tables in it."""
    with engine.connect() as connection:
        there = inspect(connection).has_table("alembic_version")
        stored = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if there else None
        if stored != program_version():  # alembic is not ours alone
            _demand_ours(connection)
        return stored


def _demand_ours(connection: Connection) -> None:
    """Every version of the program has a table for the station itself."""
    names = inspect(connection).get_table_names()
    if names and "station" not in names:
        raise Damaged("db.foreign")


def holds_station(engine: Engine) -> bool:
    """Whether a database with a schema has its station row; without one its making was cut off."""
    with engine.connect() as connection:
        return bool(connection.execute(text("SELECT count(*) FROM station")).scalar_one())


def drop(engine: Engine) -> None:
    """Take everything of a half-made station off a server, in one transaction."""
    found = inspect(engine)
    with engine.begin() as connection:
        for kind, names in (("VIEW", found.get_view_names()), ("TABLE", found.get_table_names())):
            for name in names:
                connection.execute(text(f'DROP {kind} IF EXISTS "{name}" CASCADE'))


def size(engine: Engine) -> int:
    """The database's size in bytes."""
    query = "SELECT pg_database_size(current_database())" if engine.dialect.name == "postgresql" else _PAGES
    with engine.connect() as connection:
        return int(connection.execute(text(query)).scalar_one())


_PAGES = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"


def demand_current(engine: Engine) -> str:
    """The database's version; stops with a sentence when it is older or newer than the program."""
    stored = stored_version(engine)
    if stored is None:
        raise Damaged("db.empty")
    if stored > program_version():
        raise Refused("db.newer", stored=stored, program=program_version())
    if stored < program_version():
        raise Refused("db.older", stored=stored, program=program_version())
    return stored


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the database to version ``to``; on SQLite foreign keys rest meanwhile and are checked before the commit."""
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]
        try:
            with connection.begin():
                migrate(connection, to)
        finally:
            if connection.dialect.name == "sqlite":
                connection.connection.dbapi_connection.execute("PRAGMA foreign_keys = ON")  # type: ignore[union-attr]


def migrate(connection: Connection, to: str = "head") -> None:
    """The migrations up to ``to``, inside the caller's transaction (a restore brings the schema and the rows in one)."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_folder()).replace("%", "%%"))
    config.attributes["connection"] = connection
    dialect.lock_write(connection, MIGRATION_LOCK)
    command.upgrade(config, to)
    if connection.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first():
        raise Damaged("db.foreign_keys")
