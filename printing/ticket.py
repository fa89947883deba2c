"""号票: the ticket of the queue, 80 mm wide, as long as it must be. The number is what is read from afar; no name stands on it."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.clock import station_time
from app.domain.documents import PaperHead, TicketPaper
from app.texts import t
from app.texts import ticket_printing as say
from printing.faces import SANS, SERIF
from printing.frame import Drawn
from printing.pen import HAIR, Pen
from printing.text import MM, Style, balanced, width_of, wrap

WIDE, MARGIN = 80 * MM, 5 * MM
ROOM = WIDE - 2 * MARGIN
CODE = 26 * MM
STATION = Style(SANS, 11, 1.4, "center", bold=True)
LINE = Style(SANS, 17, 1.35, "center", bold=True)
_NUMBER = Style(SANS, 76, 1.12, "center", bold=True)
FACT = Style(SANS, 14, 1.45, "center")
FINE = Style(SERIF, 11, 1.4, "center")

Piece = tuple[str, Style]


def draw(paper: TicketPaper) -> Drawn:
    """One ticket, one page."""
    return strip(t("号票"), paper.head, list(_upper(paper)), list(_lower(paper)))


def strip(title: str, head: PaperHead, upper: list[Piece], lower: list[Piece]) -> Drawn:
    """A slip of the roll: what is read first, the code, what to mind; as long as it must be."""
    tall = 2 * MARGIN + sum(_height(piece) for piece in upper + lower) + 7 * MM + (CODE + 2 * MM) * bool(head.qr)
    pen = Pen(title, head.station_name)
    pen.page(WIDE, tall)
    if head.practice:
        pen.watermark(t("练习"), WIDE / 2, tall / 2, 70)
    top = _draw_all(pen, upper, MARGIN)
    pen.rule(MARGIN, top + 2 * MM, WIDE - MARGIN, top + 2 * MM, HAIR, (2, 2))
    top += 4 * MM
    if head.qr:
        pen.qr(head.qr, (WIDE - CODE) / 2, top, CODE)
        top += CODE + 2 * MM
    _draw_all(pen, lower, top)
    return Drawn(pen.finish(), 1)


def _upper(paper: TicketPaper) -> Iterator[Piece]:
    """Station, line, number, who is ahead."""
    if paper.again:
        yield t(say.AGAIN), LINE
    yield paper.head.station_name, STATION
    if paper.head.practice:
        yield t("练习"), STATION
    yield paper.line, LINE
    yield paper.number, _fitting(paper.number)
    if paper.priority:
        yield f"{t('优先')}·{paper.priority}", FACT
    yield t("前方等待 {count} 人").format(count=paper.people_ahead), LINE
    if paper.wait:
        yield f"{t('预计等候')} {paper.wait}", FACT
    if paper.counters:
        yield f"{t('办理窗口')} {paper.counters}", FACT


def _lower(paper: TicketPaper) -> Iterator[Piece]:
    """When it was taken, what to mind."""
    yield f"{t('取号时间')} {station_time(paper.taken_at):%Y-%m-%d %H:%M}", FINE
    if paper.again:
        yield t(say.AGAIN_AT).format(moment=f"{station_time(paper.head.printed_at):%Y-%m-%d %H:%M}"), FINE
    for note in paper.notes:
        yield note, FINE


def _fitting(number: str) -> Style:
    """The number as large as the paper is wide."""
    size = min(_NUMBER.size, _NUMBER.size * ROOM / width_of(number, _NUMBER))
    return Style(SANS, size, _NUMBER.lead, "center", bold=True)


def _height(piece: Piece) -> float:
    text, style = piece
    return len(wrap(text, style, ROOM)) * style.line


def _draw_all(pen: Pen, pieces: list[Piece], top: float) -> float:
    for text, style in pieces:
        pen.lines(balanced(text, style, ROOM), style, MARGIN, top, ROOM)
        top += _height((text, style))
    return top
