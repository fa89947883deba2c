"""签批单: what is asked for, why, and the place where somebody without an account here says yes or no by hand."""

from __future__ import annotations

from app.domain.documents import ApprovalSlipPaper
from app.texts import t
from printing.blocks import Block, Gap, Heading, Place, Signatures, Text
from printing.frame import Drawn, Sheet, day, render_sheet
from printing.grid import Cell, Grid, form, label, value
from printing.text import BODY, SMALL, STRONG

_SHARES = (19, 31, 19, 31)
_OF_CASE = "签批人写明姓名、职务和日期。签好后扫描或拍照，存入这个办件的附件并登记；登记以前办理期限照常计算。"
_OF_OTHER = "签批人写明姓名、职务和日期。签好后扫描或拍照，登记时附上；登记以前这件事不算办成，期限照常计算。"


def draw(paper: ApprovalSlipPaper) -> Drawn:
    """The slip: the wish of the station above, the decision by hand below."""
    blocks: list[Block] = [Text(_opening(paper), BODY, indent=True), Gap(), _facts(paper)]
    blocks += [Heading("签批意见"), _opinion()]
    blocks.append(Signatures((Place("申请人员（签字）"), Place("签批人（签字、盖章）"))))
    blocks.append(Text(t(_OF_CASE if paper.item_name else _OF_OTHER), SMALL))
    return render_sheet(Sheet(paper.head, t("签批单"), blocks))


def _opening(paper: ApprovalSlipPaper) -> str:
    said = t("下列事项要由第二人确认，请{signer}签批。")
    return said.format(signer=paper.signer)


def _facts(paper: ApprovalSlipPaper) -> Grid:
    return form(
        _SHARES,
        (label("申请签批的事"), value(paper.asked_for, 3, STRONG)),
        *(((label("具体内容"), value(paper.particulars, 3)),) if paper.particulars else ()),
        *(((label("原因"), value(paper.reason, 3)),) if paper.reason else ()),
        (label("申请人员"), value(paper.officer), label("申请日期"), value(day(paper.asked_on))),
        *(_case(paper) if paper.item_name else ((label("对象"), value(paper.applicant, 3)),) if paper.applicant else ()),
        *(((label("依据"), value(paper.rule, 3)),) if paper.rule else ()),
    )


def _case(paper: ApprovalSlipPaper) -> tuple[tuple[Cell, ...], ...]:
    return (
        (label("事项名称"), value(paper.item_name, 3)),
        (label("服务对象"), value(paper.applicant), label("办件状态"), value(paper.state)),
        (label("收件日期"), value(day(paper.received_on)), label("办理期限"), value(day(paper.deadline))),
    )


def _opinion() -> Grid:
    return form(
        _SHARES,
        (label("签批结果"), value(t("□ 同意　　□ 不同意（请写明原因）"), 3)),
        (label("意见"), value("\n\n", 3)),
        (label("签批人姓名"), value(" "), label("签批人职务"), value(" ")),
        (label("签批日期"), value(t("　　年　　月　　日"), 3)),
    )
