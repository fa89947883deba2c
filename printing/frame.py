"""The page around a paper: station, number and code above; page, officer and time below; the practice mark across.

A paper is a list of blocks; the frame lays them on pages first and draws afterwards, so that every page knows how many there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from app.domain.clock import station_time
from app.domain.documents import PaperHead
from app.texts import t
from printing.blocks import Block, Keep, cut_blocks
from printing.faces import SANS
from printing.pen import HAIR, THICK, Pen
from printing.text import FINE, MM, SMALL, TITLE, Line, Style, balanced, height_of, width_of, wrap

A4, A3 = (210 * MM, 297 * MM), (297 * MM, 420 * MM)
A4_WIDE, A3_WIDE = (A4[1], A4[0]), (A3[1], A3[0])
MARGIN, TOP, FOOT = 18 * MM, 12 * MM, 15.5 * MM
CODE = 20 * MM
PRACTICE_BOX = 12 * MM
STATION = Style(SANS, 11, 1.4, bold=True)
PRACTICE = Style(SANS, 11, 1.4, "center", bold=True)


@dataclass(frozen=True)
class Drawn:
    """A finished PDF and how many pages it has."""

    pdf: bytes
    pages: int


def day(value: date | None) -> str:
    """A date as papers write it; empty for none."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def iso(value: date | None) -> str:
    """A date as narrow columns write it; empty for none."""
    return value.isoformat() if value else ""


def moment(value: datetime | None) -> str:
    """A moment in station time."""
    if value is None:
        return ""
    local = station_time(value)
    return f"{day(local)} {local:%H:%M}"


@dataclass(frozen=True)
class Sheet:
    """A paper ready to be laid out: its head, title and blocks; ``plain`` leaves the head to the parts (slips that are cut)."""

    head: PaperHead
    title: str
    blocks: Sequence[Block]
    size: tuple[float, float] = A4
    plain: bool = False
    subtitle: str = ""
    margin: float = field(default=MARGIN)

    @property
    def width(self) -> float:
        """The room between the margins."""
        return self.size[0] - 2 * self.margin

    @property
    def pages(self) -> int:
        """How many pages it takes."""
        return len(_paginate(self))


def render_sheet(*sheets: Sheet) -> Drawn:
    """Lay the blocks of each sheet on pages of its size and draw them as one document; pages are counted through."""
    pages = [(sheet, number, block) for sheet in sheets for number, block in enumerate(_paginate(sheet))]
    first = sheets[0]
    pen = Pen(f"{first.title} {first.head.document_number}".strip(), first.head.station_name)
    for count, (sheet, number, block) in enumerate(pages, start=1):
        pen.page(*sheet.size)
        _draw_page(pen, sheet, block, number == 0)
        _draw_foot(pen, sheet, count, len(pages))
    return Drawn(pen.finish(), len(pages))


def _paginate(sheet: Sheet) -> list[Block]:
    pages: list[Block] = []
    rest: Block | None = Keep(tuple(sheet.blocks))
    while rest is not None:
        room = sheet.size[1] - FOOT - _top_of(sheet, first=not pages)
        blocks = rest.blocks if isinstance(rest, Keep) else (rest,)
        placed, rest = cut_blocks(blocks, sheet.width, room, fresh=True)
        if placed is not None:
            pages.append(placed)
    return pages


def _top_of(sheet: Sheet, first: bool) -> float:
    """Where the blocks begin."""
    if sheet.plain:
        return TOP
    if first:
        return TOP + head_height(sheet.head, sheet.title, sheet.subtitle, sheet.width)
    return TOP + _station_height(sheet.head, sheet.width) + SMALL.line + 3 * MM


def _draw_page(pen: Pen, sheet: Sheet, block: Block, first: bool) -> None:
    if sheet.head.practice:
        _practice_mark(pen, sheet)
    if not sheet.plain and first:
        draw_head(pen, sheet.head, sheet.title, sheet.subtitle, sheet.margin, TOP, sheet.width)
    elif not sheet.plain and not getattr(block, "has_head", False):
        _draw_short_head(pen, sheet)
    block.draw(pen, sheet.margin, _top_of(sheet, first), sheet.width)


def _practice_mark(pen: Pen, sheet: Sheet) -> None:
    wide, tall = sheet.size
    marks = ((0.5, 0.3), (0.5, 0.72)) if tall > wide else ((0.27, 0.55), (0.73, 0.55))
    for across, down in marks:
        pen.watermark(t("练习"), wide * across, tall * down, 110)


def _number_line(head: PaperHead) -> str:
    return f"{t('编号：')}{head.document_number}" if head.document_number else ""


def _station_lines(head: PaperHead, width: float) -> tuple[Line, ...]:
    return wrap(head.station_name, STATION, width - (PRACTICE_BOX + 3 * MM) * head.practice)


def _number_beside(head: PaperHead, width: float) -> bool:
    """Whether the number fits on the last line of the station's name."""
    taken = _station_lines(head, width)[-1].width + (PRACTICE_BOX + 3 * MM) * head.practice
    return taken + width_of(_number_line(head), SMALL) + 4 * MM <= width


def _station_height(head: PaperHead, width: float) -> float:
    lines = len(_station_lines(head, width)) + (not _number_beside(head, width))
    return lines * STATION.line + 1.6 * MM


def head_height(head: PaperHead, title: str, subtitle: str, width: float) -> float:
    """The height of the full head: station line, title beside the code."""
    titles = height_of(len(wrap(title, TITLE, width - 2 * (CODE + 2 * MM))), TITLE)
    block = max(titles + (SMALL.line if subtitle else 0) + 5 * MM, (CODE + 5.5 * MM) if head.qr else 0, 9 * MM if head.case_number else 0)
    return _station_height(head, width) + block + 2 * MM


def draw_head(pen: Pen, head: PaperHead, title: str, subtitle: str, x: float, top: float, width: float) -> None:
    """Station left, number right, a rule; below it the title in the middle and the code at the right."""
    bottom = top + head_height(head, title, subtitle, width) - 2 * MM
    top = _draw_station(pen, head, x, top, width)
    room = width - 2 * (CODE + 2 * MM)
    lines = balanced(title, TITLE, room)
    tall = height_of(len(lines), TITLE) + (SMALL.line if subtitle else 0)
    start = top + (bottom - top - tall) / 2
    pen.lines(lines, TITLE, x + CODE + 2 * MM, start, room)
    if subtitle:
        pen.word(subtitle, SMALL.at("center"), x, start + tall - 1.5 * MM, width)
    if head.qr:
        pen.qr(head.qr, x + width - CODE, top + 1 * MM, CODE)
    pen.word(head.case_number, FINE.at("right"), x, top + 4 * MM + CODE * bool(head.qr), width - 1)


def _draw_station(pen: Pen, head: PaperHead, x: float, top: float, width: float) -> float:
    """The station line and the rule below it; gives back the place of the rule."""
    lines, bottom = _station_lines(head, width), top + _station_height(head, width)
    pen.lines(lines, STATION, x, top, width)
    pen.word(_number_line(head), SMALL.at("right"), x, bottom - 2.7 * MM, width)
    if head.practice:
        last = top + (len(lines) - 1) * STATION.line
        pen.box(x + lines[-1].width + 3 * MM, last + 0.2 * MM, PRACTICE_BOX, 5 * MM, HAIR)
        pen.word(t("练习"), PRACTICE, x + lines[-1].width + 3 * MM, last + 4.1 * MM, PRACTICE_BOX)
    pen.rule(x, bottom, x + width, bottom, THICK)
    return bottom


def _draw_short_head(pen: Pen, sheet: Sheet) -> None:
    bottom = _draw_station(pen, sheet.head, sheet.margin, TOP, sheet.width)
    pen.word(f"{sheet.title}{t('（续）')}", SMALL.at("center"), sheet.margin, bottom + SMALL.line, sheet.width)


def _draw_foot(pen: Pen, sheet: Sheet, number: int, pages: int) -> None:
    bottom = sheet.size[1] - 9 * MM
    pen.rule(sheet.margin, bottom - 5 * MM, sheet.margin + sheet.width, bottom - 5 * MM, HAIR)
    printed = f"{t('打印')}：{sheet.head.officer}\u3000{moment(sheet.head.printed_at)}"
    pen.word(printed, FINE, sheet.margin, bottom)
    pen.word(f"{t('第')} {number} {t('页')} {t('共')} {pages} {t('页')}", FINE.at("right"), sheet.margin, bottom, sheet.width)
