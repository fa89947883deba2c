"""What is handled together (一件事, 003 (十), B22, B23): its items, the order of closing, the materials asked for once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.errors import NotFound, Refused
from app.domain.service_items import Material, MaterialForm


@dataclass(frozen=True, slots=True)
class Part:
    """An item of a bundle, and the items that are closed before it."""

    item: str
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BundleKind:
    """A bundle as data: its code, its name, its parts in order."""

    code: str
    name: str
    parts: tuple[Part, ...]

    def after(self, item: str) -> tuple[str, ...]:
        """What is closed before an item."""
        return next((part.after for part in self.parts if part.item == item), ())


def parse_bundles(data: Mapping[str, Any]) -> dict[str, BundleKind]:
    """The bundles of a file; refused where one names an item twice or waits for what does not stand before it."""
    made = (BundleKind(raw["code"], raw["name"], tuple(_part(part) for part in raw["parts"])) for raw in data["bundle"])
    return {kind.code: _checked(kind) for kind in made}


def _part(raw: Mapping[str, Any]) -> Part:
    return Part(raw["item"], tuple(raw.get("after", ())))


def _checked(kind: BundleKind) -> BundleKind:
    seen: set[str] = set()
    for part in kind.parts:
        if part.item in seen or not set(part.after) <= seen:
            raise Refused("bundle.order", field="item", bundle=kind.code, item=part.item)
        seen.add(part.item)
    return kind


LONGEST_NAME = 40
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}")


def own_kind(code: str, name: str, parts: Sequence[tuple[str, Sequence[str]]]) -> BundleKind:
    """A bundle as a station sets it: a short code, a name, at least two items, each waiting only for what stands before it."""
    tidy = code.strip().upper()
    if not _CODE.fullmatch(tidy):
        raise Refused("bundle.code", field="kind", text=code[:20])
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise Refused("bundle.name", field="name", most=LONGEST_NAME)
    if len(parts) < 2:
        raise Refused("bundle.two", field="item")
    return _checked(BundleKind(tidy, name.strip(), tuple(Part(item, tuple(after)) for item, after in parts)))


def found_kind(kinds: Mapping[str, BundleKind], code: str) -> BundleKind:
    """A bundle by its code."""
    kind = kinds.get(code.strip().upper())
    if kind is None:
        raise NotFound("bundle.unknown", field="kind", code=code, known=tuple(kinds))
    return kind


def bundle_number(day: date, number: int) -> str:
    """YJS20261009-001."""
    return f"YJS{day:%Y%m%d}-{number:03d}"


def check_closing(kind: BundleKind | None, item: str, open_items: Collection[str]) -> None:
    """Refuse to close a case while one that comes before it is open; without an order each is closed for itself."""
    waits = next((before for before in (kind.after(item) if kind else ()) if before in open_items), None)
    if waits is not None:
        raise Refused("bundle.waits", item=waits)


Line = tuple[str, str]
"""An item and the code of one of its materials."""


def shared_lines(items: Sequence[tuple[str, Iterable[Material]]]) -> dict[Line, Line]:
    """Which line is handed in under which earlier one: the same material by name, asked for once.

    An original serves where a copy or a look is asked for, and a copy where a look is; the first line that serves is the one.
    """
    first: list[tuple[Line, Material]] = []
    shared: dict[Line, Line] = {}
    for item, materials in items:
        for material in materials:
            under = next((line for line, known in first if line[0] != item and _serves(known, material)), None)
            if under is not None:
                shared[item, material.code] = under
            else:
                first.append(((item, material.code), material))
    return shared


_STRENGTH = {MaterialForm.SHOWN: 0, MaterialForm.COPY: 1, MaterialForm.ORIGINAL: 2}


def _serves(given: Material, asked: Material) -> bool:
    """An original that one keeps serves nobody else: only what is copied or looked at is shared, in at least the form asked for."""
    same = "".join(given.name.split()) == "".join(asked.name.split())
    return same and asked.form is not MaterialForm.ORIGINAL and _STRENGTH[given.form] >= _STRENGTH[asked.form]
