"""首问登记单 and, below the cut, 收件回执: one sheet for the first inquiry, half to keep and half to take home."""

from __future__ import annotations

from app.domain.documents import InquiryPaper
from app.texts import t
from printing.blocks import Block, CutLine, Gap, Keep, Place, Signatures, Text
from printing.frame import Drawn, Sheet, day, moment, render_sheet
from printing.grid import Grid, form, known, label, value
from printing.parts import materials_table, materials_text
from printing.slip import SlipHead
from printing.text import MM, SMALL, STRONG

_SHARES = (18, 32, 18, 32)


def draw(paper: InquiryPaper) -> Drawn:
    """The register slip and the receipt."""
    blocks: list[Block] = [_register(paper)]
    if paper.materials:
        blocks += [Gap(), materials_table(paper.materials)]
    blocks.append(Signatures((Place("办事人（签字）"), Place("首问责任人（签字）"), Place("承办人（签字）")), 19 * MM))
    blocks += [CutLine(), Keep(tuple(_receipt(paper)))]
    return render_sheet(Sheet(paper.head, t("首问登记单"), blocks))


def _register(paper: InquiryPaper) -> Grid:
    return form(
        _SHARES,
        (label("办事人"), known(paper.visitor, 1, STRONG), label("联系电话"), known(paper.phone)),
        (label("住址"), known(paper.address, 3)),
        (label("来访时间"), value(moment(paper.received_at)), label("来访方式"), value(paper.channel)),
        (label("办理事项"), value(paper.matter, 3)),
        (label("首问责任人"), value(paper.first_officer), label("联系电话"), known(paper.first_officer_phone)),
        (label("承办人"), known(paper.officer), label("联系电话"), known(paper.officer_phone)),
        *(((label("告知去处"), value(paper.referred_to, 3)),) if paper.referred_to else ()),
        (label("处理情况"), known(paper.outcome, 3)),
    )


def _receipt(paper: InquiryPaper) -> list[Block]:
    """What the visitor takes home: what was asked, what was taken in, whom to ask."""
    title = t("收件回执") if paper.materials else t("首问回执")
    return [SlipHead(paper.head, title), _receipt_facts(paper), Gap(6), Text(t("请保管好本回执，查询、补交材料或领取结果时出示。"), SMALL)]


def _receipt_facts(paper: InquiryPaper) -> Grid:
    return form(
        _SHARES,
        (label("办事人"), known(paper.visitor), label("来访时间"), value(moment(paper.received_at))),
        (label("办理事项"), value(paper.matter, 3)),
        *(((label("所收材料"), value(materials_text(paper.materials), 3)),) if paper.materials else ()),
        (label("首问责任人"), value(paper.first_officer), label("联系电话"), known(paper.first_officer_phone)),
        (label("承办人"), value(paper.officer), label("联系电话"), known(paper.officer_phone)),
        (label("预计办结"), value(day(paper.finish_on)), label("监督电话"), value(paper.supervision_phone)),
    )
