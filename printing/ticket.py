"""号票: the ticket of the queue, 80 mm wide, as long as it must be. The number is what is read from afar; no name stands on it."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.clock import station_time
from app.domain.documents import TicketPaper
from app.texts import t
from app.texts import ticket_printing as say
from printing.faces import SANS, SERIF
from printing.frame import Drawn
from printing.pen import HAIR, Pen
from printing.text import MM, Style, balanced, width_of, wrap

WIDE, MARGIN = 80 * MM, 5 * MM
ROOM = WIDE - 2 * MARGIN
CODE = 26 * MM
_STATION = Style(SANS, 11, 1.4, "center", bold=True)
_LINE = Style(SANS, 17, 1.35, "center", bold=True)
_NUMBER = Style(SANS, 76, 1.12, "center", bold=True)
_FACT = Style(SANS, 14, 1.45, "center")
_FINE = Style(SERIF, 11, 1.4, "center")

Piece = tuple[str, Style]


def draw(paper: TicketPaper) -> Drawn:
    """One ticket, one page."""
    upper, lower = list(_upper(paper)), list(_lower(paper))
    tall = 2 * MARGIN + sum(_height(piece) for piece in upper + lower) + 7 * MM + (CODE + 2 * MM) * bool(paper.head.qr)
    pen = Pen(t("号票"), paper.head.station_name)
    pen.page(WIDE, tall)
    if paper.head.practice:
        pen.watermark(t("练习"), WIDE / 2, tall / 2, 70)
    top = _draw_all(pen, upper, MARGIN)
    pen.rule(MARGIN, top + 2 * MM, WIDE - MARGIN, top + 2 * MM, HAIR, (2, 2))
    top += 4 * MM
    if paper.head.qr:
        pen.qr(paper.head.qr, (WIDE - CODE) / 2, top, CODE)
        top += CODE + 2 * MM
    _draw_all(pen, lower, top)
    return Drawn(pen.finish(), 1)


def _upper(paper: TicketPaper) -> Iterator[Piece]:
    """Station, line, number, who is ahead."""
    if paper.again:
        yield t(say.AGAIN), _LINE
    yield paper.head.station_name, _STATION
    if paper.head.practice:
        yield t("练习"), _STATION
    yield paper.line, _LINE
    yield paper.number, _fitting(paper.number)
    if paper.priority:
        yield f"{t('优先')}·{paper.priority}", _FACT
    yield t("前方等待 {count} 人").format(count=paper.people_ahead), _LINE
    if paper.wait:
        yield f"{t('预计等候')} {paper.wait}", _FACT
    if paper.counters:
        yield f"{t('办理窗口')} {paper.counters}", _FACT


def _lower(paper: TicketPaper) -> Iterator[Piece]:
    """When it was taken, what to mind."""
    yield f"{t('取号时间')} {station_time(paper.taken_at):%Y-%m-%d %H:%M}", _FINE
    if paper.again:
        yield t(say.AGAIN_AT).format(moment=f"{station_time(paper.head.printed_at):%Y-%m-%d %H:%M}"), _FINE
    for note in paper.notes:
        yield note, _FINE


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
