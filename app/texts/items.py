"""Sentences and words of service items and of catalogue files."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from app.texts import t, word

if TYPE_CHECKING:
    from app.domain.service_items import Material

ERRORS: dict[str, str] = {
    "item.file_unreadable": "文件 {path} 读不懂，没有导入任何事项。请检查是不是事项清单文件。",
    "item.file_missing": "找不到文件 {path}。请核对路径和文件名。",
    "item.unknown": "没有事项 {code}。请从事项清单里选。",
    "item.version_unknown": "事项 {code} 没有第 {number} 版。请从已有的版次里选。",
    "item.no_draft": "事项 {code} 没有待发布的草稿。请先修改事项，再发布。",
    "item.code": "事项代码“{code}”不合规则：应为 2 到 16 位大写字母和数字，以字母开头。",
    "item.name_empty": "请填写事项名称。",
    "item.element_missing": "事项“{name}”缺“{element}”。九项要素填全了才能保存或发布，已填的内容都在。",
    "item.limit_range": "“{name}”的时限应在 1 到 {most} 个工作日之间，请核对。",
    "item.immediate_limit": "“{name}”是即办件，当个工作日办结，不用填承诺天数。要填天数，请改为承诺件。",
    "item.promise_too_long": "“{name}”：承诺 {promised} 个工作日比法定 {statutory} 个工作日还长，不能保存。请把承诺时限改到法定时限以内。",
    "item.at_once": "“{name}”不是即办件，不能标“马上办”。",
    "item.material": "材料 {code} 写得不对：代码应为 M1 到 M99，名称不能空，份数不能为负。",
    "item.material_twice": "材料代码 {code} 出现了两次，请改一个。",
    "item.state": "事项现在是“{state}”，不能改为“{to}”。",
    "item.locked": "“{name}”的这一栏由县级统一公布，本站不能改。原内容没有改动。",
    "item.not_published": "事项“{name}”还没有发布，不能受理。请站长先发布。",
    "item.not_receivable": "事项“{name}”不在本站受理，请告知办理地点。",
    "item.look_old": "看过以后事项又有改动，没有导入。请再看一遍这个文件。",
    "catalogue.shape": "这个文件不是事项清单：要有 [catalogue] 和 [[item]]。原来的清单没有改动。",
    "catalogue.field": "事项清单里 {item} 的“{field_name}”不认识或写得不对。整个文件都没有导入，原来的清单没有改动。",
    "catalogue.sheet": "{path} 里没有“{sheet}”这张表，没有导入任何事项。可以用 item export 导出的文件来填。",
    "catalogue.column": "“{sheet}”表缺“{column}”这一栏，没有导入任何事项。请对照导出的空表补上这一栏。",
    "catalogue.column_unknown": "“{sheet}”表的“{column}”这一栏不认识，没有导入任何事项。请对照导出的表改正栏目名。",
    "catalogue.cell": "“{sheet}”表第 {line} 行“{column}”写得不对：{text}。整个文件都没有导入。请改正后再导入。",
    "catalogue.lock": "锁定的栏目里的“{column}”不认识。可以写：{known}，或者写全部。",
    "catalogue.stray": "材料表里的事项编码 {code} 在事项表里没有。整个文件都没有导入。请在事项表里补上，或从材料表里删去。",
    "catalogue.twice": "事项清单里代码 {code} 出现了两次。整个文件都没有导入，原来的清单没有改动。",
}

CHECKS: dict[str, str] = {
    "item.limit_open": "承诺时限还没有填，待县级公布后填写。",
}

FIELDS: dict[str, str] = {
    "name": "事项名称",
    "kind": "办件类型",
    "basic": "基础事项",
    "statutory_days": "法定时限",
    "promised_days": "承诺时限",
    "near": "就近办",
    "at_once": "马上办",
    "delegated": "已下沉",
    "receivable": "本站受理",
    "audience": "服务对象",
    "content": "服务内容",
    "conditions": "办理条件",
    "how_to_apply": "办理途径",
    "how_to_ask": "查询途径",
    "complaints": "投诉渠道",
    "basis": "设定依据",
    "process": "办理流程",
    "fee": "收费",
    "materials": "受理材料",
    "locked": "县里统一的栏目",
    "example_limits": "示例时限",
}

WORDS: dict[str, str] = {
    "Fate.new": "新增",
    "Fate.changed": "有改动",
    "Fate.same": "不变",
    "ItemKind.immediate": "即办件",
    "ItemKind.promised": "承诺件",
    "ItemState.draft": "草稿",
    "ItemState.published": "已发布",
    "ItemState.retired": "已停用",
    "Element.audience": "服务对象",
    "Element.content": "服务内容",
    "Element.kind": "办件类型",
    "Element.limit": "办理时限",
    "Element.conditions": "办理条件",
    "Element.materials": "受理材料",
    "Element.how_to_apply": "办理途径",
    "Element.how_to_ask": "查询途径",
    "Element.complaints": "投诉渠道",
    "MaterialForm.original": "原件",
    "MaterialForm.copy": "复印件",
    "MaterialForm.shown": "出示原件",
    "Publisher.shipped": "软件自带",
    "Publisher.county": "县级公布",
    "Publisher.station": "本站",
}


def field_words(value: object) -> str:
    """What a field of an item says, in words; an empty one says so."""
    if value is None or value == "" or value == () or value == frozenset():
        return t("空")
    if isinstance(value, bool):
        return t("是") if value else t("否")
    if isinstance(value, int):
        return t("{n} 个工作日").format(n=value)
    if isinstance(value, frozenset):
        return t("、").join(t(FIELDS[name]) for name in FIELDS if name in value)
    if isinstance(value, tuple):
        return t("；").join(map(material_words, value))
    return word(value) if isinstance(value, Enum) else str(value)


def material_words(material: Material) -> str:
    """``身份证（复印件 1，本人）``; a line that only tells something says neither form nor number."""
    form = f"{word(material.form)} {material.copies}" if material.copies else ""
    may = (t("可以免交") if material.waivable else "", t("可以后补") if material.later else "")
    said = t("，").join(filter(None, (form, material.source, *may)))
    return material.name + (t("（{said}）").format(said=said) if said else "")
