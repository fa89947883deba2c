"""What changes between two editions of an item, and what a county's list would change at the station (B25)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.service_items import LOCKABLE, Element, ItemState, ServiceItem, changed_fields, missing_elements

KEPT = frozenset(LOCKABLE) | {"locked", "example_limits"}
"""The fields that an edition stores; the others only say how the shipped list came about."""


class Fate(StrEnum):
    """What an import does with an item."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of an item: what it said, and what it says now."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item of a list: what the import does with it. With an element ``missing`` it cannot be published, and no case is opened on it."""

    code: str
    name: str
    fate: Fate
    fields: tuple[FieldChange, ...]
    missing: tuple[Element, ...]


def field_changes(before: ServiceItem, after: ServiceItem) -> tuple[FieldChange, ...]:
    """The stored fields in which two editions differ."""
    names = [name for name in changed_fields(before, after) if name in KEPT]
    return tuple(FieldChange(name, getattr(before, name), getattr(after, name)) for name in names)


def of_import(before: ServiceItem | None, state: ItemState | None, after: ServiceItem) -> ItemChange:
    """What a list does with one item; the same text that is a draft still is published by it."""
    missing = missing_elements(after)
    if before is None:
        return ItemChange(after.code, after.name, Fate.NEW, (), missing)
    fields = field_changes(before, after)
    stays = not fields and (state is ItemState.PUBLISHED or bool(missing))
    return ItemChange(after.code, after.name, Fate.SAME if stays else Fate.CHANGED, fields, missing)
