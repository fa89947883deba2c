"""报表: a return as a wide sheet with its head of several levels, the foot to sign, and the narrative on sheets of its own.

The sheet is A4 across where the figures fit, else A3, else the columns go over several sheets with the first columns repeated:
no figure is ever broken or left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.documents import DEFAULT_FORM_REMARK, HeadCell, ReturnPaper
from app.texts import t
from printing.blocks import Block, Gap, Heading, Keep, Text, ToWrite
from printing.faces import SANS, SERIF
from printing.frame import A3_WIDE, A4, A4_WIDE, MARGIN, Drawn, Sheet, day, moment, render_sheet
from printing.grid import PAD_X, Cell, Grid, column_floor
from printing.parts import Spread
from printing.text import BODY, FINE, MM, SMALL, Style, width_of

_SIZES = ((A4_WIDE, 10.5), (A3_WIDE, 11.0), (A3_WIDE, 9.5), (A3_WIDE, 8.5))
_SIDE = 14 * MM
_SHORT = 3
_HAND_LINES = 4
_HEAD_LINE = 3
_LONGEST = 8  # a text column is wrapped beyond so many characters


@dataclass(frozen=True)
class _Plan:
    """The chosen sheet: size of paper and type, wanted width of each column."""

    size: tuple[float, float]
    points: float
    widths: tuple[float, ...]

    @property
    def room(self) -> float:
        return self.size[0] - 2 * _SIDE


def draw(paper: ReturnPaper) -> Drawn:
    """The table, its foot, and the narrative."""
    plan = _choose(paper)
    bands = _bands(paper, plan)
    blocks: list[Block] = [_top_line(paper)]
    for number, columns in enumerate(bands):
        blocks += [Gap(4 * MM)] * bool(number) + [_band(paper, plan, columns)]
    blocks.append(Keep(tuple(_foot(paper))))
    sheets = [Sheet(paper.head, paper.title, blocks, plan.size, subtitle=f"（{paper.period}）", margin=_SIDE)]
    return render_sheet(*sheets, *_narrative(paper))


def _choose(paper: ReturnPaper) -> _Plan:
    """The first sheet on which all columns fit side by side; the last one otherwise."""
    plans = [_Plan(size, points, _widths(paper, points)) for size, points in _SIZES]
    return next((plan for plan in plans if sum(plan.widths) <= plan.room), plans[-1])


def _columns(paper: ReturnPaper) -> int:
    return max([cell.column + cell.columns for cell in paper.head_cells] + [len(row) for row in paper.rows])


def _widths(paper: ReturnPaper, points: float) -> tuple[float, ...]:
    return tuple(_wanted(paper, column, Style(SERIF, points)) for column in range(_columns(paper)))


def _wanted(paper: ReturnPaper, column: int, style: Style) -> float:
    """Room for the widest number or word, for up to eight characters of text, and for a head of two or three a line."""
    texts = [row[column] for row in paper.rows]
    texts += [cell.text for cell in paper.head_cells if cell.column == column and cell.columns == 1]
    values = max((width_of(row[column], style) for row in paper.rows), default=0.0)
    heads = max((width_of(text, style) for text in texts[len(paper.rows) :]), default=0.0)
    limit = values if column in paper.numeric else max(min(values, _LONGEST * style.size), min(heads, 4 * style.size))
    longest = max((len(text) for text in texts[len(paper.rows) :]), default=0)
    return max(column_floor(texts, style), limit + 2 * PAD_X, 2 * style.size + 2 * PAD_X, _in_a_line(longest) * style.size + PAD_X)


def _in_a_line(characters: int) -> int:
    """How many characters of a head stand in a line: two or three, in lines of like length, so that none is left for a line of its own."""
    return -(-characters // -(-characters // _HEAD_LINE)) if characters else 0


def _bands(paper: ReturnPaper, plan: _Plan) -> list[list[int]]:
    """The columns of each sheet's width: all at once where they fit, else in bands that repeat the naming columns."""
    columns = range(len(plan.widths))
    if sum(plan.widths) <= plan.room:
        return [list(columns)]
    naming = [c for c in columns[:3] if c not in paper.numeric]
    bands, used = [list(naming)], sum(plan.widths[c] for c in naming)
    for column in columns[len(naming) :]:
        if used + plan.widths[column] > plan.room and len(bands[-1]) > len(naming):
            bands.append(list(naming))
            used = sum(plan.widths[c] for c in naming)
        bands[-1].append(column)
        used += plan.widths[column]
    return bands


def _band(paper: ReturnPaper, plan: _Plan, columns: Sequence[int]) -> Grid:
    text = Style(SERIF, plan.points, 1.35)
    styles = {c: text.at("right") if c in paper.numeric else text.at("center") if _is_short(paper, c) else text for c in columns}
    rows = tuple(tuple(Cell(row[c], 1, styles[c]) for c in columns) for row in paper.rows)
    head = tuple(cell for cell in (_clip(cell, columns) for cell in paper.head_cells) if cell)
    return Grid(tuple(plan.widths[c] for c in columns), rows, head, Style(SANS, plan.points - 0.5, 1.3), 7.5 * MM)


def _is_short(paper: ReturnPaper, column: int) -> bool:
    """A running number, a yes or no: in the middle of its column."""
    return all(len(row[column]) <= _SHORT for row in paper.rows)


def _clip(cell: HeadCell, columns: Sequence[int]) -> HeadCell | None:
    """The part of a head cell that stands over these columns."""
    inside = [index for index, column in enumerate(columns) if cell.column <= column < cell.column + cell.columns]
    return replace(cell, column=inside[0], columns=inside[-1] - inside[0] + 1) if inside else None


def _top_line(paper: ReturnPaper) -> Spread:
    code = f"{t('表号')}：{paper.form_code}" if paper.form_code else ""
    return Spread((f"{t('填报单位')}：{paper.unit}", code), SMALL)


def _foot(paper: ReturnPaper) -> list[Block]:
    """Remarks, who answers for the figures, and the proof line."""
    remarks = (t(DEFAULT_FORM_REMARK),) * paper.default_form + paper.remarks
    said = [Text(f"{t('说明')}：{'；'.join(remarks)}。", SMALL)] if remarks else []
    signed = tuple(_signed(paper, label) for label in paper.foot)
    line = _proof(paper)
    return [
        Gap(2 * MM),
        *said,
        Gap(6 * MM),
        *([Spread(signed, BODY)] if signed else []),
        Gap(4 * MM),
        *([Text(line, FINE)] if line else []),
    ]


def _signed(paper: ReturnPaper, label: str) -> str:
    """Who or what stands behind a word of the foot; a word of the county's own is a place to write."""
    reported = day(paper.reported_on) or t("　　　年　　月　　日")
    known = {"单位负责人": paper.leader, "填表人": paper.filled_by, "联系电话": paper.phone, "报出日期": reported}
    return f"{t(label)}：{known[label]}" if label in known else t(label)


def _proof(paper: ReturnPaper) -> str:
    """When the data was read unless a remark says it, by which definition, and the head of the audit chain."""
    said = any(t("数据截止") in remark for remark in paper.remarks)
    parts = (("数据截止", "" if said else moment(paper.cut_off)), ("口径版次", paper.edition), ("审计链摘要", paper.digest))
    return "\u3000".join(f"{t(name)} {text}" for name, text in parts if text)


def _narrative(paper: ReturnPaper) -> list[Sheet]:
    """The text that goes with the figures, upright on A4; lines to write on where there is none."""
    if not paper.narrative:
        return []
    blocks: list[Block] = [Text(f"{t('填报单位')}：{paper.unit}", SMALL)]
    for part in paper.narrative:
        said = [Text(line, BODY, indent=True) for line in part.text.split("\n")] if part.text else [ToWrite(_HAND_LINES)]
        blocks += [Heading(part.title), *said]
    return [Sheet(paper.head, t("情况说明"), blocks, A4, subtitle=f"（{paper.period}）", margin=MARGIN)]
