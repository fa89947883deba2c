import tomllib
from importlib.resources import files

import pytest

from app.domain.calendar import Calendar, calendar_of, parse_tables


@pytest.fixture(scope="session")
def office() -> Calendar:
    """The shipped calendar, 2024-2026."""
    return calendar_of(parse_tables(tomllib.loads((files("app") / "data/holidays.toml").read_text("utf-8"))))
