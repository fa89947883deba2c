"""The service items in the settings: the list, one item in full, its editions, and the county's file before it is taken."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domain.catalogue import Fault
from app.domain.clock import station_time
from app.domain.item_changes import Fate, FieldChange, ItemChange
from app.domain.service_items import ItemKind, ItemState, ServiceItem
from app.services import item_editions, items
from app.services.item_books import ItemLook
from app.services.item_editions import ItemEdition
from app.texts import sentence, t, word
from app.texts.items import FIELDS, field_words, material_words
from ui.desk.reading import Fact, Reading, Section
from ui.desk.settings.look import Looked
from ui.desk.settings.shown import Shown
from ui.kit.runs import Runs, bold, with_icon
from ui.models.rows import Column, Group

FATES = {
    Fate.NEW: ("plus", "accent"),
    Fate.CHANGED: ("pencil-outline", "warn"),
    Fate.SAME: ("minus", "fg_secondary"),
}

# the list


def catalogue(c: Any) -> Shown:
    """The service items."""
    columns = (
        Column("state", t("状态"), lambda r: _state(r.state), 5, 0),
        Column("name", t("事项"), lambda r: bold(r.name), 0, 1, tip=lambda r: r.name, least=9),
        Column("days", t("承诺"), promised, 7, 2),
        Column("code", t("编码"), lambda r: r.code, 8, 2, tone="fg_secondary"),
    )
    return Shown(rows=items.listing(c.db, c.actor), columns=columns)


def promised(line: items.ItemLine) -> str:
    """How long the item takes: the same day, so many working days, or not set yet."""
    if line.kind == ItemKind.IMMEDIATE.value:
        return t("即办，当日")
    return t("{n} 个工作日").format(n=line.promised_days) if line.promised_days else t("还没有定")


def _state(state: str) -> Runs:
    return with_icon("check-circle", t("已公布"), "ok") if state == "published" else with_icon("file-outline", t("草稿"), "fg_secondary")


def sections_of(item: ServiceItem) -> tuple[Section, ...]:
    """One item in full, for its reading pane."""
    said = (
        Fact(t("服务对象"), item.audience),
        Fact(t("内容"), item.content),
        Fact(t("条件"), item.conditions),
        Fact(t("怎么办"), item.how_to_apply),
        Fact(t("咨询"), item.how_to_ask),
        Fact(t("投诉"), item.complaints),
        Fact(t("依据"), item.basis),
        Fact(t("流程"), item.process),
        Fact(t("收费"), item.fee),
    )
    needed = tuple(Fact("", f"{place}. {material_words(one)}") for place, one in enumerate(item.materials, start=1))
    locked = Section(t("县里统一，本站不能改"), (Fact("", field_words(item.locked)),)) if item.locked else Section("", ())
    return (Section("", said), Section(t("材料"), needed), locked)


# the editions of one item


def editions(c: Any, code: str) -> Shown:
    """Every edition of an item, the newest first, and what each changed."""
    columns = (
        Column("number", t("版次"), lambda r: _marked(r, t("第 {n} 版").format(n=r.number)), 5, 0),
        Column("since", t("从何时起"), lambda r: _day(r.since), 7, 0),
        Column("what", t("改了什么"), _changed, 0, 1, tip=_changed, least=6),
    )
    return Shown(rows=item_editions.of_item(c.db, c.actor, code), columns=columns, read=_edition)


def _edition_state(one: ItemEdition) -> str:
    if one.state is ItemState.RETIRED:
        return t("已换新") if one.since is not None else t("没有公布过")
    return t("已公布") if one.state is ItemState.PUBLISHED else t("草稿")


def _marked(one: ItemEdition, words: str) -> Runs:
    """The words of an edition with the icon of its state; colour never stands alone, the pane says the state in words."""
    if one.state is ItemState.PUBLISHED:
        return with_icon("check-circle", words, "ok")
    draft = one.state is ItemState.DRAFT
    return with_icon("file-outline" if draft else "archive-outline", words, "fg_text" if draft else "fg_secondary")


def _day(moment: datetime | None) -> str:
    return f"{station_time(moment):%Y-%m-%d}" if moment is not None else ""


def _changed(one: ItemEdition) -> str:
    if one.changes:
        return t("、").join(t(FIELDS[change.field]) for change in one.changes)
    return t("第一版") if one.number == 1 else t("内容没有变")


def _edition(one: ItemEdition) -> Reading:
    said = (
        Fact(t("从何时起"), f"{station_time(one.since):%Y-%m-%d %H:%M}" if one.since else ""),
        Fact(t("到何时止"), f"{station_time(one.until):%Y-%m-%d %H:%M}" if one.until else ""),
        Fact(t("公布人"), one.by),
        Fact(t("来源"), one.source),
    )
    full = sections_of(one.item)
    title = t("{name}（第 {n} 版）").format(name=one.item.name, n=one.number)
    whole = (Section(t("这一版全文"), full[0].facts), *full[1:])
    return Reading(title, _marked(one, _edition_state(one)), (Section("", said), *_both_sides(one.changes), *whole))


def _both_sides(changes: tuple[FieldChange, ...]) -> tuple[Section, ...]:
    """A section for each field that changed: what it said, and what it says."""
    return tuple(
        Section(t(FIELDS[one.field]), (Fact(t("原来"), field_words(one.before)), Fact(t("改为"), field_words(one.after))))
        for one in changes
    )


# the county's file


def looked(found: ItemLook) -> Looked:
    """What the file would do, those that cannot be taken first."""
    counts = {fate: found.count(fate) for fate in Fate}
    rows: list[Any] = [Group(t("不能导入"), len(found.faults)), *found.faults] if found.faults else []
    for fate in Fate:
        if counts[fate]:
            rows += [Group(word(fate), counts[fate]), *(one for one in found.changes if one.fate is fate)]
    columns = (
        Column("state", t("结果"), _fate, 6, 0),
        Column("name", t("事项"), lambda r: bold(_name(r)), 0, 1, tip=_name, least=8),
        Column("what", t("改什么"), _what, 12, 0, tip=_what),
    )
    note = t("，").join(filter(None, (found.catalogue.title, found.catalogue.edition)))
    head = (t("导入前先看：{file}").format(file=found.file), note, Shown(rows=tuple(rows), columns=columns, read=_reading))
    if found.faults:
        said = t("有 {n} 处不能导入。改好文件再看一遍；现在什么都没有写进去。").format(n=len(found.faults))
        return Looked(*head, said, bad=True)
    stay = t("本站另外 {n} 个事项不动。").format(n=found.untouched) if found.untouched else ""
    if not counts[Fate.NEW] + counts[Fate.CHANGED]:
        return Looked(*head, t("清单和本站的一样，不用导入。") + stay)
    act = t("导入：新增 {new}，改动 {changed}").format(new=counts[Fate.NEW], changed=counts[Fate.CHANGED])
    return Looked(*head, t("确认前什么都不写。") + stay, act)


def _name(one: ItemChange | Fault) -> str:
    if isinstance(one, Fault):
        return one.item or t("没有编码的一行")
    return one.name


def _fate(one: ItemChange | Fault) -> Runs:
    if isinstance(one, Fault):
        return with_icon("alert-octagon", t("不能导入"), "danger")
    icon, tone = FATES[one.fate]
    return with_icon(icon, word(one.fate), tone)


def _what(one: ItemChange | Fault) -> str:
    if isinstance(one, Fault):
        return _place(one) or sentence(one.error)
    if one.missing and one.fate is not Fate.SAME:
        return t("缺{what}，不公布").format(what=t("、").join(map(word, one.missing)))
    if one.fate is Fate.CHANGED and not one.fields:
        return t("草稿改为公布")
    return t("、").join(t(FIELDS[change.field]) for change in one.fields)


def _place(fault: Fault) -> str:
    """Where in the workbook: sheet, line and column, as far as it is known."""
    line = t("第 {n} 行").format(n=fault.line) if fault.line else ""
    return " ".join(filter(None, (fault.sheet, line, fault.column)))


def _reading(one: ItemChange | Fault) -> Reading:
    if isinstance(one, Fault):
        said = (Fact(t("在哪里"), _place(one)), Fact(t("为什么"), sentence(one.error)))
        return Reading(_name(one), _fate(one), (Section("", said),))
    warn = Fact("", t("还缺：{what}。导入后不公布，也不能受理，补齐后才行。").format(what=t("、").join(map(word, one.missing))), "danger")
    head = (Fact(t("编码"), one.code), *((warn,) if one.missing else ()))
    return Reading(one.name, _fate(one), (Section("", head), *_both_sides(one.fields)))
