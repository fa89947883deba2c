"""催办单: which case is due or overdue, who answers for it, by which rule, and the place to sign for having read it."""

from __future__ import annotations

from app.domain.documents import ChaserPaper
from app.texts import t
from printing.blocks import Block, Gap, Place, Signatures, Text
from printing.frame import Drawn, Sheet, day, moment, render_sheet
from printing.grid import Grid, form, label, value
from printing.text import BODY, SMALL, STRONG

_SHARES = (19, 31, 19, 31)


def draw(paper: ChaserPaper) -> Drawn:
    """The chaser for the responsible officer, to be signed for."""
    blocks: list[Block] = [Text(_opening(paper), BODY, indent=True), Gap(), _facts(paper)]
    blocks.append(Signatures((Place("责任人（签收）"), Place("站长（签字）"))))
    blocks.append(Text(t("本单由系统按期自动发出，每一步只发一份。存档备查。"), SMALL))
    return render_sheet(Sheet(paper.head, t("催办单"), blocks, subtitle=f"（{paper.title}）"))


def _opening(paper: ChaserPaper) -> str:
    return t("{officer}：下列办件由你负责，{left}。{asked}").format(officer=paper.officer, left=paper.left, asked=paper.asked_for)


def _facts(paper: ChaserPaper) -> Grid:
    seen = moment(paper.seen_at) if paper.seen_at else t("还没有")
    return form(
        _SHARES,
        (label("事项名称"), value(paper.item_name, 3, STRONG)),
        (label("申请人"), value(paper.applicant), label("办件状态"), value(paper.state)),
        (label("受理日期"), value(day(paper.accepted_on)), label("办理期限"), value(day(paper.deadline), 1, STRONG)),
        (label("催办日期"), value(day(paper.fell_due_on)), label("生成时间"), value(moment(paper.written_at))),
        (label("责任人"), value(paper.officer), label("责任人已看"), value(seen)),
        (label("依据"), value(paper.rule, 3)),
    )
