"""Editable code tables: education, key groups, hardship categories, regions … read from a mapping, never from a file here.

A row keeps its code for ever; one that is not used is switched off, and old records keep it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.errors import Refused


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code with its name; ``official`` is the code of a public standard, ``rank`` orders levels."""

    code: str
    name: str
    active: bool = True
    official: str = ""
    rank: int = 0
    computed: bool = False
    level: str = ""
    variant: str = ""


@dataclass(frozen=True, slots=True)
class CodeTable:
    """A table of codes; ``checked`` is False where the official codes were not read in a public text."""

    key: str
    title: str
    source: str
    checked: bool
    rows: tuple[CodeRow, ...]

    def find(self, code: str) -> CodeRow | None:
        """The row of ``code``, None when there is none."""
        return next((row for row in self.rows if row.code == code), None)

    def name_of(self, code: str) -> str:
        """The name of ``code``; the code itself when the table does not know it, so that an old record still shows."""
        row = self.find(code)
        return row.name if row else code

    def codes(self) -> frozenset[str]:
        """All codes, those switched off as well."""
        return frozenset(row.code for row in self.rows)

    def choices(self) -> tuple[CodeRow, ...]:
        """What can be chosen for a new record: neither switched off nor computed."""
        return tuple(row for row in self.rows if row.active and not row.computed)

    def check(self, code: str, *, field: str | None = None) -> CodeRow:
        """The row of a code chosen for a new record; ``Refused`` when it is unknown or switched off."""
        row = self.find(code)
        if row is None:
            raise Refused("codes.unknown", field=field or self.key, table=self.title, code=code)
        if not row.active:
            raise Refused("codes.inactive", field=field or self.key, name=row.name)
        return row

    def rank(self, code: str) -> int | None:
        """The rank of a level, None for an unknown or empty code."""
        row = self.find(code)
        return row.rank if row else None


def parse_codes(data: Mapping[str, Any]) -> dict[str, CodeTable]:
    """All tables of a parsed file by key; ``Refused`` names the table and row that is wrong."""
    return {key: _table(key, raw) for key, raw in data.items()}


def _table(key: str, raw: Any) -> CodeTable:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("rows"), list):
        raise Refused("codes.damaged", table=key, where="rows")
    rows = tuple(_row(key, row) for row in raw["rows"])
    keys = [(row.code, row.variant) for row in rows]
    doubled = next((code for code, variant in keys if keys.count((code, variant)) > 1), None)
    if doubled:
        raise Refused("codes.damaged", table=key, where=doubled)
    return CodeTable(key, str(raw.get("title", key)), str(raw.get("source", "")), raw.get("checked") is True, rows)


def _row(key: str, raw: Any) -> CodeRow:
    if not isinstance(raw, Mapping) or not all(isinstance(raw.get(name), str) and raw[name] for name in ("code", "name")):
        raise Refused("codes.damaged", table=key, where=str(raw))
    try:
        return CodeRow(**raw)
    except TypeError:
        raise Refused("codes.damaged", table=key, where=raw["code"]) from None
