"""办件日报、周报、月报: the cases of a span of days on sheets across, for the file at the wall; no number and no full name of a person."""

from __future__ import annotations

from app.domain.documents_clock import CaseSheetLine, CaseSheetPaper
from app.texts import t
from printing.blocks import Block, Gap, Place, Signatures, Text
from printing.faces import SANS, SERIF
from printing.frame import A4_WIDE, Drawn, Sheet, render_sheet
from printing.grid import Row, plain, table
from printing.text import BODY, MM, SMALL, Style

_CELL, _HEAD = Style(SERIF, 9, 1.3), Style(SANS, 9, 1.3)
_SHARES = (12, 19, 8, 8, 9, 9, 9, 8, 18)
_HEADS = ("办件编号", "事项", "申请人", "责任人", "收件", "受理", "办理期限", "状态", "说明")


def draw(paper: CaseSheetPaper) -> Drawn:
    """The summary first, then the cases, then who answers for the sheet."""
    rows = [_row(line) for line in paper.lines]
    blocks: list[Block] = [Text(paper.summary, BODY), Gap(2 * MM)]
    blocks.append(table(_SHARES, _HEADS, rows, _HEAD) if rows else Text(t("这一段时间没有办件。"), BODY))
    blocks.append(Signatures((Place("填表人（签字）"), Place("站长（签字）"))))
    blocks.append(Text(t("只写姓氏，不写证件号码。按打印时的记录统计。"), SMALL))
    return render_sheet(Sheet(paper.head, paper.title, blocks, A4_WIDE, subtitle=f"（{paper.span}）", margin=12 * MM))


def _row(line: CaseSheetLine) -> Row:
    days = (line.received, line.accepted, line.deadline)
    texts = (line.number, line.item_name, line.applicant, line.officer, *days, line.state, line.note)
    return tuple(plain(text, _CELL) for text in texts)
