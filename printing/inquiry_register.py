"""首问登记簿: the first inquiries of a span of days on sheets across, to be filed."""

from __future__ import annotations

from app.domain.documents_cases import InquiryRegisterPaper, RegisterLine
from app.texts import t
from printing.blocks import Block, Gap, Place, Signatures, Text
from printing.faces import SANS, SERIF
from printing.frame import A4_WIDE, Drawn, Sheet, render_sheet
from printing.grid import Grid, Row, plain, table
from printing.text import MM, SMALL, Style

_CELL, _HEAD = Style(SERIF, 8.5, 1.3), Style(SANS, 8.5, 1.3)
_SHARES = (11.5, 8.5, 7, 10, 8.5, 13, 10.5, 7, 6.5, 9.5, 20)
_HEADS = (
    "编号",
    "时间、方式",
    "办事人",
    "住址",
    "联系电话",
    "办理事项",
    "所收材料（数量）",
    "首问责任人",
    "承办人",
    "承办人电话",
    "处理情况",
)


def draw(paper: InquiryRegisterPaper) -> Drawn:
    """The table, its summary, and who keeps it."""
    rows = [_row(line) for line in paper.lines]
    blocks: list[Block] = [_table(rows)]
    blocks += [Gap(2 * MM), Text(paper.summary, SMALL)] if paper.summary else []
    blocks.append(Signatures((Place("登记人（签字）"), Place("站长（签字）"))))
    return render_sheet(Sheet(paper.head, t("首问登记簿"), blocks, A4_WIDE, subtitle=f"（{paper.span}）", margin=12 * MM))


def _table(rows: list[Row]) -> Grid:
    return table(_SHARES, _HEADS, rows, _HEAD)


def _row(line: RegisterLine) -> Row:
    people = (line.first_officer, line.officer, line.officer_phone, line.outcome)
    texts = (line.number, line.came, line.visitor, line.address, line.phone, line.matter, line.materials, *people)
    return tuple(plain(text, _CELL) for text in texts)
