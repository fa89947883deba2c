"""The editable code tables as the program ships them: education, key groups, hardship categories, regions."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from app.domain.codes import CodeRow, CodeTable, parse_codes


@cache
def tables() -> Mapping[str, CodeTable]:
    """All tables by key; read once a process."""
    text = resources.files("app").joinpath("data/codes.toml").read_text(encoding="utf-8")
    return parse_codes(tomllib.loads(text))


def name(table: str, code: str) -> str:
    """The name of a code, empty for none; an unknown code shows as it stands."""
    return tables()[table].name_of(code) if code else ""


def names(table: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """The names of several codes."""
    return tuple(name(table, code) for code in codes)


def check(table: str, code: str, field: str) -> None:
    """Refuse a code that is unknown or switched off; none at all is fine."""
    if code:
        tables()[table].check(code, field=field)


def choices(table: str) -> tuple[CodeRow, ...]:
    """What a list box offers."""
    return tables()[table].choices()
