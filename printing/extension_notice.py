"""延期告知书: what the applicant is told of an extension before the first limit ends, with the place to sign for it."""

from __future__ import annotations

from app.domain.documents_clock import ExtensionPaper
from app.texts import t
from printing.blocks import Block, Gap, Place, Signatures, Text
from printing.frame import Drawn, Sheet, day, render_sheet
from printing.grid import Grid, form, known, label, value
from printing.text import BODY, SMALL, STRONG

_SHARES = (19, 31, 19, 31)


def draw(paper: ExtensionPaper) -> Drawn:
    """The notice for the applicant; the signed copy stays with the case."""
    blocks: list[Block] = [Text(_opening(paper), BODY, indent=True), Gap(), _facts(paper)]
    blocks.append(Signatures((Place("申请人（签收）"), Place("告知人（签字）"))))
    blocks.append(Text(t("一式两份，申请人一份，存档一份。"), SMALL))
    return render_sheet(Sheet(paper.head, t("延期告知书"), blocks))


def _opening(paper: ExtensionPaper) -> str:
    said = t("{applicant}：你申请办理的事项不能在原定期限内办结，经批准延长 {days} 个工作日，现告知如下。")
    return said.format(applicant=paper.applicant, days=paper.days)


def _facts(paper: ExtensionPaper) -> Grid:
    return form(
        _SHARES,
        (label("事项名称"), value(paper.item_name, 3, STRONG)),
        (label("受理日期"), value(day(paper.accepted_on)), label("延长"), value(t("{days} 个工作日").format(days=paper.days))),
        (label("原定期限"), value(day(paper.before)), label("延期后的期限"), value(day(paper.after), 1, STRONG)),
        (label("延期的原因"), value(paper.reason, 3)),
        (label("批准人"), value(paper.approver), label("批准日期"), value(day(paper.approved_on))),
        (label("责任人"), value(paper.officer), label("联系电话"), known(paper.officer_phone)),
        *(((label("监督电话"), value(paper.supervision_phone, 3)),) if paper.supervision_phone else ()),
        *(((label("告知情况"), value(paper.told, 3)),) if paper.told else ()),
    )
