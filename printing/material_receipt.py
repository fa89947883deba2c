"""收件回执: what was taken in, by name and number, twice on a sheet: one half for the person, one for the file."""

from __future__ import annotations

from app.domain.documents_cases import MaterialReceiptPaper
from app.texts import t
from printing.blocks import Block, CutLine, Gap, Keep, Place, Signatures, Text
from printing.frame import Drawn, Sheet, day, render_sheet
from printing.grid import Grid, form, known, label, value
from printing.parts import materials_table
from printing.slip import SlipHead
from printing.text import MM, SMALL, STRONG

_SHARES = (18, 32, 18, 32)


def draw(paper: MaterialReceiptPaper) -> Drawn:
    """Both halves: the person's own first."""
    blocks: list[Block] = [_half(paper, t("本联交办事人，查询、补交材料或领取结果时出示。")), CutLine(), _half(paper, t("本联存档。"))]
    return render_sheet(Sheet(paper.head, t("收件回执"), blocks, plain=True))


def _half(paper: MaterialReceiptPaper, note: str) -> Keep:
    signed = Signatures((Place("办事人（签字）"), Place("收件人（签字）")), 14 * MM)
    title = SlipHead(paper.head, t("收件回执"))
    return Keep((title, _facts(paper), Gap(2 * MM), materials_table(paper.materials), signed, Text(note, SMALL)))


def _facts(paper: MaterialReceiptPaper) -> Grid:
    back = ((label("退还日期"), value(day(paper.returned_on), 3)),) if paper.returned_on else ()
    return form(
        _SHARES,
        (label("办事人"), known(paper.visitor, 1, STRONG), label("联系电话"), known(paper.phone)),
        (label("办理事项"), value(paper.matter, 3)),
        (label("收件日期"), value(day(paper.received_on)), label("收件人"), value(f"{paper.receiver}\u3000{paper.receiver_phone}".strip())),
        (label("承办人"), value(f"{paper.officer}\u3000{paper.officer_phone}".strip()), label("监督电话"), value(paper.supervision_phone)),
        *back,
    )
