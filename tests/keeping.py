"""What the tests of backups, attachments and checks share: a data folder with the key file of the test's station."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from app.settings import Settings
from db import keys
from tests.dbfixtures import CODE, KEY


def with_key(settings: Settings) -> Settings:
    """The settings, with ``station.key`` of the test's station in the data folder; it opens like a practice station's."""
    settings.data.mkdir(parents=True, exist_ok=True)
    keys.write_key_file(settings.key_path, keys.key_body(KEY, recovery_code=CODE, practice=True))
    return settings


def key_of(_body):
    """The test station's key, whatever the key file says."""
    return KEY


@contextmanager
def empty_database(server: str) -> Iterator[str]:
    """The URL of an empty database on a running server; it is dropped at the end."""
    name = "e_" + uuid.uuid4().hex[:12]
    url = make_url(server).set(drivername="postgresql+psycopg")
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        admin.dispose()
