"""What the tests of the database room share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import Engine

from db import engine as engines
from tests.dbfixtures import KEY
from tests.keeping import empty_database


@pytest.fixture(params=["sqlite", "postgresql"])
def tableless(request, tmp_path) -> Iterator[Engine]:
    """A database without a table, on each of the two: to be given an old schema and its upgrade."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            made = engines.sqlite_engine(tmp_path / "old.db", KEY.sub("database"))
        else:
            made = engines.postgres_engine(stack.enter_context(empty_database(request.getfixturevalue("postgres_server"))))
        stack.callback(made.dispose)
        yield made
