"""一次性告知书: everything that is missing, numbered, told once; with what the matter needs in all and where to ask."""

from __future__ import annotations

from app.domain.documents import MissingMaterial, OneTimeNoticePaper
from app.texts import t
from printing.blocks import Block, Gap, Heading, Place, Signatures, Text
from printing.frame import Drawn, Sheet, day, render_sheet
from printing.grid import Grid, Row, form, known, label, table, value
from printing.parts import centred, flow, numbered
from printing.text import BODY, SMALL, STRONG

_SHARES = (19, 31, 19, 31)


def draw(paper: OneTimeNoticePaper) -> Drawn:
    """The notice with the signatures of both sides."""
    blocks: list[Block] = [Text(_opening(paper), BODY, indent=True), Gap(), _facts(paper)]
    blocks += [*_wanted(paper), *_after_missing(paper)]
    blocks += [Heading("二、办理须知"), _guide(paper)]
    if paper.notice > 1:
        blocks += [Heading("三、再次告知"), _repeat(paper)]
    blocks.append(Signatures((Place("告知人（签字、盖章）"), Place("申请人（签收）"))))
    blocks.append(Text(t("本告知书一式两份，申请人和本站各执一份。签收只表示已收到本告知书。"), SMALL))
    return render_sheet(Sheet(paper.head, t("一次性告知书"), blocks, subtitle=_count(paper)))


def _count(paper: OneTimeNoticePaper) -> str:
    return t("（第 {number} 次告知）").format(number=paper.notice) if paper.notice > 1 else ""


def _opening(paper: OneTimeNoticePaper) -> str:
    said = t("{person}：你于{received}申请办理“{item}”。经审核，还需补齐下列 {what}，现一次性告知如下。")
    what = t("{n} 项材料").format(n=len(paper.missing)) if paper.missing else ""
    if paper.others:
        what += (t("和 {n} 项其他要求") if what else t("{n} 项要求")).format(n=len(paper.others))
    return said.format(person=paper.person_name, received=day(paper.received_on), item=paper.item_name, what=what)


def _facts(paper: OneTimeNoticePaper) -> Grid:
    return form(
        _SHARES,
        (label("申请人"), known(paper.person_name, 1, STRONG), label("联系电话"), known(paper.phone)),
        *(((label("证件号码"), known(paper.id_number, 3)),) if paper.id_number else ()),
        (label("事项名称"), value(paper.item_name, 3, STRONG)),
        (label("收件日期"), value(day(paper.received_on)), label("告知日期"), value(day(paper.told_on))),
    )


def _wanted(paper: OneTimeNoticePaper) -> list[Block]:
    """Materials as a table, then what is no material, numbered on: the last number says how much is wanted in all."""
    if not paper.others:
        return [Heading("一、需要补齐的材料"), _missing(paper)]
    rows = [(centred(str(number)), value(text)) for number, text in enumerate(paper.others, start=len(paper.missing) + 1)]
    others = table((7, 93), ("序号", "其他要求"), rows)
    return [Heading("一、需要补齐的材料和其他要求"), *([_missing(paper), Gap(4)] if paper.missing else []), others]


def _missing(paper: OneTimeNoticePaper) -> Grid:
    rows = [_material(number, one) for number, one in enumerate(paper.missing, start=1)]
    return table((7, 33, 13, 9, 17, 21), ("序号", "材料名称和要求", "形式", "份数", "出具单位", "如何取得"), rows)


def _material(number: int, one: MissingMaterial) -> Row:
    name = f"{one.name}\n{one.requirement}" if one.requirement else one.name
    return (
        centred(str(number)),
        value(name),
        centred(one.form),
        centred(f"{one.copies}份"),
        value(one.issuer, 1, SMALL),
        value(one.how_to_get, 1, SMALL),
    )


def _after_missing(paper: OneTimeNoticePaper) -> list[Block]:
    said = [t("请于{day}前补齐。").format(day=day(paper.reply_until))] if paper.reply_until else []
    said += [paper.consequence] if paper.consequence else []
    told: list[Block] = [Gap(4), Text("".join(said), STRONG)] if said else []
    return [*told, *([Gap(4), Text(paper.not_asked, BODY)] if paper.not_asked else [])]


def _guide(paper: OneTimeNoticePaper) -> Grid:
    rows: list[Row] = [
        (label("办理依据"), value(paper.basis, 3)),
        (label("受理条件"), value(numbered(paper.conditions), 3)),
        (label("办理流程"), value(flow(paper.steps), 3)),
        (label("收费"), value(paper.fee), label("承诺时限"), value(paper.promised_limit)),
        (label("办理地点"), value(paper.place, 3)),
        (label("咨询电话"), value(paper.enquiry_phone), label("监督电话"), value(paper.supervision_phone)),
        (label("承办人"), value(paper.officer, 3)),
    ]
    if paper.other_departments:
        rows.insert(5, (label("涉及的其他部门和顺序"), value(numbered(paper.other_departments), 3)))
    return form(_SHARES, *rows)


def _repeat(paper: OneTimeNoticePaper) -> Grid:
    return form(_SHARES, (label("再次告知的原因"), value(paper.repeat_reason, 3)), (label("批准人"), value(paper.approver, 3)))
