"""Reading a catalogue of service items from a mapping: the shipped one and the file a county publishes have the same shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, TypeVar

from app.domain.errors import Refused
from app.domain.service_items import LOCKABLE, ItemKind, Material, MaterialForm, ServiceItem, check_draft

_Choice = TypeVar("_Choice", bound=StrEnum)
_MATERIAL_TYPES = {"code": str, "name": str, "form": str, "copies": int, "source": str, "waivable": bool, "later": bool}
_ITEM_FIELDS = {field.name: field.type for field in fields(ServiceItem)}
_TYPES = {"str": str, "int | None": int, "bool": bool}


class Publisher(StrEnum):
    """Who published a catalogue; the county's locks hold at the station."""

    SHIPPED = "shipped"
    COUNTY = "county"
    STATION = "station"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A catalogue file: who published it, its edition, its items."""

    title: str
    edition: str
    publisher: Publisher
    items: tuple[ServiceItem, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One item of a file that cannot be taken: why, and in a workbook where it stands (``line`` 0: not in a sheet)."""

    item: str
    error: Refused
    sheet: str = ""
    line: int = 0
    column: str = ""


def parse_catalogue(data: Mapping[str, Any]) -> Catalogue:
    """A catalogue from parsed TOML; ``Refused`` names the item and the field that is wrong, and nothing of the file is taken."""
    catalogue, faults = read_catalogue(data)
    for fault in faults:
        raise fault.error
    return catalogue


def read_catalogue(data: Mapping[str, Any]) -> tuple[Catalogue, tuple[Fault, ...]]:
    """The items that can be taken, and each that cannot; ``Refused`` for a file that is no catalogue at all."""
    head = data.get("catalogue")
    if not isinstance(head, Mapping) or not isinstance(data.get("item"), Sequence):
        raise Refused("catalogue.shape")
    publisher = _choice(Publisher, head.get("publisher", "station"), "catalogue", "publisher")
    defaults = _mapping(data.get("defaults", {}), "defaults")
    locked = _locked(head.get("locked", ()), publisher)
    items, faults = _items(({**defaults, **_mapping(raw, "item")} for raw in data["item"]), locked)
    return Catalogue(str(head.get("title", "")), str(head.get("edition", "")), publisher, items), faults


def _items(raws: Iterable[Mapping[str, Any]], locked: frozenset[str]) -> tuple[tuple[ServiceItem, ...], tuple[Fault, ...]]:
    found: dict[str, ServiceItem] = {}
    faults: list[Fault] = []
    for raw in raws:
        try:
            item = _item(raw, locked)
            if item.code in found:
                raise Refused("catalogue.twice", code=item.code)
            found[item.code] = item
        except Refused as error:
            faults.append(Fault(str(raw.get("code", "")), error))
    return tuple(found.values()), tuple(faults)


def _mapping(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Refused("catalogue.field", item=where, field_name=where)
    return value


def _locked(names: Any, publisher: Publisher) -> frozenset[str]:
    if names != "all" and not isinstance(names, list | tuple):
        raise Refused("catalogue.field", item="locked", field_name=str(names))
    wanted = frozenset(LOCKABLE) if names == "all" else frozenset(map(str, names))
    unknown = sorted(wanted - set(LOCKABLE))
    if unknown:
        raise Refused("catalogue.field", item="locked", field_name=unknown[0])
    return wanted if publisher is Publisher.COUNTY else frozenset()


def _item(raw: Mapping[str, Any], locked: frozenset[str]) -> ServiceItem:
    code = str(raw.get("code", "?"))
    values: dict[str, Any] = {"locked": locked}
    for name, value in raw.items():
        values[name] = _value(code, name, value)
    if "code" not in raw or "name" not in raw:
        raise Refused("catalogue.field", item=code, field_name="name" if "code" in raw else "code")
    item = ServiceItem(**values)
    check_draft(item)
    return item


def _value(code: str, name: str, value: Any) -> Any:
    if name == "kind":
        return _choice(ItemKind, value, code, name)
    if name == "materials" and isinstance(value, list):
        return tuple(_material(code, raw) for raw in value)
    if name == "covers" and isinstance(value, list):
        return tuple(str(part) for part in value)
    wanted = _TYPES.get(str(_ITEM_FIELDS.get(name)))
    if wanted is None or name == "locked" or type(value) is not wanted:
        raise Refused("catalogue.field", item=code, field_name=name)
    return value.strip() if isinstance(value, str) else value


def _material(code: str, raw: Any) -> Material:
    if not isinstance(raw, Mapping) or not {"code", "name"} <= set(raw) <= set(_MATERIAL_TYPES):
        raise Refused("catalogue.field", item=code, field_name="materials")
    if any(type(value) is not _MATERIAL_TYPES[name] for name, value in raw.items()):
        raise Refused("catalogue.field", item=code, field_name="materials")
    form = _choice(MaterialForm, raw.get("form", "copy"), code, "materials")
    return Material(**{**raw, "form": form})


def _choice(kind: type[_Choice], value: Any, item: str, name: str) -> _Choice:
    try:
        return kind(value)
    except ValueError:
        raise Refused("catalogue.field", item=item, field_name=name) from None
