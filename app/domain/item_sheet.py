"""The county's list of items as an Excel workbook: three sheets, read into the same mapping as the file (B25).

说明 names title, edition and the locked columns; 事项 has one line an item, 材料 one line a material. Heads are the Chinese names below.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.domain.catalogue import Fault
from app.domain.errors import Refused
from app.domain.service_items import LOCKABLE, ItemKind, MaterialForm, ServiceItem

HEAD, ITEMS, MATERIALS = "说明", "事项", "材料"
TITLE, EDITION, LOCKED, ALL = "标题", "版次", "锁定的栏目", "全部"
YES, NO = "是", "否"

COLUMNS: dict[str, str] = {
    "事项编码": "code",
    "事项名称": "name",
    "基础事项": "basic",
    "办件类型": "kind",
    "法定时限": "statutory_days",
    "承诺时限": "promised_days",
    "就近办": "near",
    "马上办": "at_once",
    "已下沉": "delegated",
    "本站受理": "receivable",
    "服务对象": "audience",
    "服务内容": "content",
    "办理条件": "conditions",
    "办理途径": "how_to_apply",
    "查询途径": "how_to_ask",
    "投诉渠道": "complaints",
    "设定依据": "basis",
    "办理流程": "process",
    "收费": "fee",
}
MATERIAL_COLUMNS: dict[str, str] = {
    "事项编码": "item",
    "材料编码": "code",
    "材料名称": "name",
    "形式": "form",
    "份数": "copies",
    "来源": "source",
    "可以免交": "waivable",
    "可以后补": "later",
}
KINDS = {"即办件": ItemKind.IMMEDIATE, "承诺件": ItemKind.PROMISED}
FORMS = {"原件": MaterialForm.ORIGINAL, "复印件": MaterialForm.COPY, "出示": MaterialForm.SHOWN}
FLAGS = frozenset({"basic", "near", "at_once", "delegated", "receivable", "waivable", "later"})
NUMBERS = frozenset({"statutory_days", "promised_days", "copies"})
LOCK_NAMES = {**{title: field for title, field in COLUMNS.items() if field in LOCKABLE}, "受理材料": "materials"}

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class ItemBook:
    """The three sheets as rows of plain values, heads first."""

    head: Rows
    items: Rows
    materials: Rows


@dataclass(slots=True)
class Sheets:
    """What the three sheets say: the mapping of the file that could be read, what could not, and in which line each item stands."""

    mapping: dict[str, Any]
    faults: list[Fault] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)

    def placed(self, fault: Fault) -> Fault:
        """A fault of an item with its sheet, line and column; one that has a place keeps it."""
        if fault.line or fault.item not in self.lines:
            return fault
        if fault.error.field == "materials":
            return replace(fault, sheet=MATERIALS)
        wrong = fault.error.field or fault.error.params.get("field_name")
        column = next((title for title, name in COLUMNS.items() if name == wrong), "")
        return replace(fault, sheet=ITEMS, line=self.lines[fault.item], column=column)


def read_sheets(book: ItemBook) -> Sheets:
    """The same with every fault there is; ``Refused`` where heads or locks cannot be read, for then no line can."""
    told = {str(row[0]).strip(): str(row[1]).strip() for row in book.head if len(row) > 1 and row[0]}
    made = Sheets({})
    raw = list(_once(_taken(book.items, COLUMNS, ITEMS, "code", made), made))
    materials: dict[str, list[dict[str, Any]]] = {}
    for line, one in _taken(book.materials, MATERIAL_COLUMNS, MATERIALS, "item", made):
        code = str(one.pop("item", ""))
        if code not in made.lines and code not in {fault.item for fault in made.faults}:
            made.faults.append(Fault(code, Refused("catalogue.stray", code=code), MATERIALS, line, "事项编码"))
        materials.setdefault(code, []).append(one)
    spoilt = {fault.item for fault in made.faults}
    items = [{**one, "materials": materials.get(code, [])} for code, one in raw if code not in spoilt]
    head = {"title": told.get(TITLE, ""), "edition": told.get(EDITION, ""), "publisher": "county", "locked": _locks(told.get(LOCKED, ""))}
    made.mapping = {"catalogue": head, "item": items}
    return made


def _once(found: Iterable[tuple[int, dict[str, Any]]], made: Sheets) -> Iterable[tuple[str, dict[str, Any]]]:
    """The items by their code; the line that names one a second time is a fault."""
    for line, one in found:
        code = str(one.get("code", ""))
        if code in made.lines:
            made.faults.append(Fault(code, Refused("catalogue.twice", code=code), ITEMS, line, "事项编码"))
        else:
            made.lines[code] = line
            yield code, one


def _taken(rows: Rows, columns: Mapping[str, str], sheet: str, key: str, made: Sheets) -> Iterable[tuple[int, dict[str, Any]]]:
    """The lines of a sheet that can be read; of each that cannot, every cell that is wrong goes to the faults."""
    for line, row in _lines(rows, columns, sheet):
        one, wrong = _read(row, columns, sheet, line)
        made.faults += [Fault(str(one.get(key, "")), error, sheet, line, str(error.params["column"])) for error in wrong]
        if not wrong:
            yield line, one


def _lines(rows: Rows, columns: Mapping[str, str], sheet: str) -> Iterable[tuple[int, dict[str, object]]]:
    """The filled lines below the heads, by head, with their number in the sheet."""
    heads = [str(cell).strip() for cell in rows[0]] if rows else []
    for needed in list(columns)[:2]:
        if needed not in heads:
            raise Refused("catalogue.column", sheet=sheet, column=needed)
    if unknown := next((head for head in heads if head and head not in columns), None):
        raise Refused("catalogue.column_unknown", sheet=sheet, column=unknown)
    for number, row in enumerate(rows[1:], start=2):
        if any(str(cell).strip() for cell in row):
            yield number, {head: cell for head, cell in zip(heads, row, strict=False) if head}


def _read(row: Mapping[str, object], columns: Mapping[str, str], sheet: str, line: int) -> tuple[dict[str, Any], list[Refused]]:
    """A line's values by field, and a refusal for each cell that is wrong."""
    made: dict[str, Any] = {}
    wrong: list[Refused] = []
    for title, cell in row.items():
        text = str(cell).strip()
        if text:
            try:
                made[columns[title]] = _value(columns[title], cell, text)
            except (KeyError, ValueError):
                wrong.append(Refused("catalogue.cell", sheet=sheet, line=line, column=title, text=text[:40]))
    return made, wrong


def _value(field: str, cell: object, text: str) -> object:
    if field == "kind":
        return KINDS[text].value
    if field == "form":
        return FORMS[text].value
    if field in FLAGS:
        return {YES: True, NO: False}[text]
    if field in NUMBERS:
        number = float(text)
        if number != int(number):
            raise ValueError(text)
        return int(number)
    return str(int(cell)) if isinstance(cell, float) and cell == int(cell) else text


def _locks(text: str) -> str | list[str]:
    names = [name.strip() for name in text.replace("，", "、").split("、") if name.strip()]
    if names == [ALL]:
        return "all"
    if unknown := next((name for name in names if name not in LOCK_NAMES), None):
        raise Refused("catalogue.lock", column=unknown, known=tuple(LOCK_NAMES))
    return [LOCK_NAMES[name] for name in names]


def book_of(title: str, edition: str, locked: Iterable[str], items: Sequence[ServiceItem]) -> ItemBook:
    """The sheets of a catalogue: what a county begins with, and what it gives out."""
    names = {field: name for name, field in LOCK_NAMES.items()}
    head = ((TITLE, title), (EDITION, edition), (LOCKED, "、".join(names[field] for field in locked if field in names)))
    lines = [tuple(COLUMNS), *(tuple(_cell(field, getattr(item, field)) for field in COLUMNS.values()) for item in items)]
    materials: list[tuple[object, ...]] = [tuple(MATERIAL_COLUMNS)]
    for item in items:
        for one in item.materials:
            fields = list(MATERIAL_COLUMNS.values())[1:]
            materials.append((item.code, *(_cell(field, getattr(one, field)) for field in fields)))
    return ItemBook(head, lines, materials)


def _cell(field: str, value: Any) -> object:
    if value is None:
        return ""
    if field in FLAGS:
        return YES if value else NO
    for table in (KINDS, FORMS):
        if value in table.values() and field in ("kind", "form"):
            return next(name for name, known in table.items() if known is value)
    return value
