"""Items of the public service catalogue: nine mandatory elements, kind and limit, materials, versions, what the county locks (004 (三)).

A shipped or imported item is a draft and may leave a limit empty that the county has yet to set; what an officer saves or
publishes may not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from app.domain.errors import Overtaken, Refused

CODE = re.compile(r"[A-Z][A-Z0-9]{1,15}")
LONGEST_LIMIT = 365


class ItemKind(StrEnum):
    """即办件 is finished on the same working day, 承诺件 within a promised number of working days."""

    IMMEDIATE = "immediate"
    PROMISED = "promised"


class ItemState(StrEnum):
    """The states of one version of an item."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


TRANSITIONS: dict[ItemState, frozenset[ItemState]] = {
    ItemState.DRAFT: frozenset({ItemState.PUBLISHED, ItemState.RETIRED}),
    ItemState.PUBLISHED: frozenset({ItemState.RETIRED}),
    ItemState.RETIRED: frozenset(),
}


class Element(StrEnum):
    """服务对象、服务内容、办件类型、办理时限、办理条件、受理材料、办理途径、查询途径、投诉渠道."""

    AUDIENCE = "audience"
    CONTENT = "content"
    KIND = "kind"
    LIMIT = "limit"
    CONDITIONS = "conditions"
    MATERIALS = "materials"
    HOW_TO_APPLY = "how_to_apply"
    HOW_TO_ASK = "how_to_ask"
    COMPLAINTS = "complaints"


class MaterialForm(StrEnum):
    """What is handed in."""

    ORIGINAL = "original"
    COPY = "copy"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Material:
    """One thing to bring; ``copies`` 0 marks a line that only tells something (无需材料)."""

    code: str
    name: str
    form: MaterialForm = MaterialForm.COPY
    copies: int = 1
    source: str = ""
    waivable: bool = False
    later: bool = False


@dataclass(frozen=True, slots=True)
class ServiceItem:
    """What one version of an item says; days are working days, None where no limit is set."""

    code: str
    name: str
    kind: ItemKind | None = None
    audience: str = ""
    content: str = ""
    conditions: str = ""
    how_to_apply: str = ""
    how_to_ask: str = ""
    complaints: str = ""
    basis: str = ""
    process: str = ""
    fee: str = ""
    statutory_days: int | None = None
    promised_days: int | None = None
    materials: tuple[Material, ...] = ()
    basic: bool = True
    near: bool = True
    at_once: bool = False
    delegated: bool = False
    receivable: bool = True
    covers: tuple[str, ...] = ()
    locked: frozenset[str] = frozenset()
    example_limits: bool = False
    example_statutory_days: int | None = None
    example_promised_days: int | None = None


NOT_LOCKABLE = frozenset({"code", "locked", "covers", "example_limits", "example_statutory_days", "example_promised_days"})
LOCKABLE = tuple(field.name for field in fields(ServiceItem) if field.name not in NOT_LOCKABLE)


def required_materials(item: ServiceItem) -> tuple[Material, ...]:
    """The materials that are really handed in or shown."""
    return tuple(material for material in item.materials if material.copies > 0)


def missing_elements(item: ServiceItem) -> tuple[Element, ...]:
    """The mandatory elements that are empty, in the order of the policy."""
    empty = {
        Element.KIND: item.kind is None,
        Element.LIMIT: item.kind is ItemKind.PROMISED and item.promised_days is None,
        Element.MATERIALS: not item.materials,
    }
    return tuple(element for element in Element if (empty[element] if element in empty else not str(getattr(item, element)).strip()))


def check_draft(item: ServiceItem) -> None:
    """Refuse what no version may be, not even a draft: codes, limits, flags and materials that contradict one another."""
    if not CODE.fullmatch(item.code):
        raise Refused("item.code", field="code", code=item.code)
    if not item.name.strip():
        raise Refused("item.name_empty", field="name")
    check_limits(item)
    if item.at_once and item.kind is not ItemKind.IMMEDIATE:
        raise Refused("item.at_once", field="at_once", name=item.name)
    _check_materials(item.materials)


def check_complete(item: ServiceItem) -> None:
    """Refuse an item with an empty mandatory element, naming it; for what an officer saves and for publishing."""
    check_draft(item)
    for element in missing_elements(item):
        field = "promised_days" if element is Element.LIMIT else str(element)
        raise Refused("item.element_missing", field=field, element=element, name=item.name)


def check_limits(item: ServiceItem) -> None:
    """Refuse a limit that fits neither the kind nor the law: the promise lies inside the statutory limit."""
    for field, days in (("statutory_days", item.statutory_days), ("promised_days", item.promised_days)):
        if days is not None and not 1 <= days <= LONGEST_LIMIT:
            raise Refused("item.limit_range", field=field, name=item.name, most=LONGEST_LIMIT)
    if item.kind is ItemKind.IMMEDIATE and item.promised_days is not None:
        raise Refused("item.immediate_limit", field="promised_days", name=item.name)
    if item.promised_days and item.statutory_days and item.promised_days > item.statutory_days:
        both = {"promised": item.promised_days, "statutory": item.statutory_days}
        raise Refused("item.promise_too_long", field="promised_days", name=item.name, **both)


def _check_materials(materials: Iterable[Material]) -> None:
    seen: set[str] = set()
    for material in materials:
        if not re.fullmatch(r"M[0-9]{1,2}", material.code) or not material.name.strip() or material.copies < 0:
            raise Refused("item.material", field="materials", code=material.code)
        if material.code in seen:
            raise Refused("item.material_twice", field="materials", code=material.code)
        seen.add(material.code)


def check_state(state: ItemState, to: ItemState) -> None:
    """Refuse a change of state that the table of states does not know."""
    if to not in TRANSITIONS[state]:
        raise Overtaken("item.state", state=state, to=to)


def check_publish(item: ServiceItem, state: ItemState) -> None:
    """Refuse to publish what is not a draft or is not complete."""
    check_state(state, ItemState.PUBLISHED)
    check_complete(item)


def changed_fields(before: ServiceItem, after: ServiceItem) -> tuple[str, ...]:
    """The names of the fields in which two versions differ."""
    return tuple(field.name for field in fields(ServiceItem) if getattr(before, field.name) != getattr(after, field.name))


def check_locked(before: ServiceItem, after: ServiceItem) -> None:
    """Refuse a station's change of a field that the county has locked."""
    for name in changed_fields(before, after):
        if name in before.locked or name == "locked":
            raise Refused("item.locked", field=name, name=before.name)


def check_receivable(item: ServiceItem, state: ItemState) -> None:
    """Refuse to open a case on an item that is not published or not taken in at the station."""
    if state is not ItemState.PUBLISHED:
        raise Refused("item.not_published", field="item", name=item.name)
    if not item.receivable:
        raise Refused("item.not_receivable", field="item", name=item.name)


def with_example_limits(item: ServiceItem) -> ServiceItem:
    """The item as a practice station publishes it: the example limits filled in and marked 示例 where no limit is set."""
    if item.kind is not ItemKind.PROMISED or item.promised_days is not None or item.example_promised_days is None:
        return item
    return replace(
        item,
        promised_days=item.example_promised_days,
        statutory_days=item.statutory_days or item.example_statutory_days,
        example_limits=True,
    )


def matches_filter(item: ServiceItem, *, at_once: bool = False, near: bool = False, delegated: bool = False) -> bool:
    """Whether the public list shows an item under the ticked filters 马上办, 就近办, 已下沉."""
    return (item.at_once or not at_once) and (item.near or not near) and (item.delegated or not delegated)
