"""The slips of tickets and appointments as the bytes of a receipt printer (ESC/POS), for rolls of 58 and 80 mm.

Chinese goes as GB18030, whose four-byte characters reach the rare ones (㛃) that GBK lacks. The printer draws the code itself from its
ASCII payload. Only commands that every such printer knows: initialise, Chinese on, centre, size, feed, cut.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.clock import station_time
from app.domain.documents import AppointmentPaper, PaperHead, TicketPaper
from app.texts import t
from app.texts import ticket_printing as say

COLUMNS = {58: 32, 80: 48}
"""Columns of the printer's smaller letters on each roll; a Chinese character takes two."""
MODULE = {58: 7, 80: 8}
"""Dots of one module of the code: 22 and 25 mm for a ticket's payload."""
LARGEST = 6  # times; some printers that promise eight draw rubbish above

INIT, CHINESE, CENTRE = b"\x1b@", b"\x1c&", b"\x1ba\x01"
FEED_AND_CUT = b"\x1bd\x03\x1dVB\x00"
_QR_MODEL_2, _QR_LEVEL_M, _QR_PRINT = b"\x1d(k\x04\x001A2\x00", b"\x1d(k\x03\x001E1", b"\x1d(k\x03\x001Q0"
_NO_START = frozenset("、。，；：！？）”》")  # may not begin a line

Piece = tuple[str, int]
"""A text and how many times as large as plain it stands there."""


def encode(paper: TicketPaper | AppointmentPaper, width: int = 80) -> bytes:
    """One slip, cut off at its end. The same value gives the same bytes."""
    columns = COLUMNS[width]
    if isinstance(paper, TicketPaper):
        return _slip(paper.head, _upper(paper, columns), _lower(paper), width)
    return _slip(paper.head, _when(paper, columns), _rules(paper), width)


def _slip(head: PaperHead, upper: Iterator[Piece], lower: Iterator[Piece], width: int) -> bytes:
    """What is read first, the code, what to mind."""
    parts = [INIT, CHINESE, CENTRE]
    parts += [_piece(*piece, COLUMNS[width]) for piece in upper]
    if head.qr:
        parts += [b"\n", qr(head.qr, MODULE[width]), b"\n"]
    parts += [_piece(*piece, COLUMNS[width]) for piece in lower]
    return b"".join([*parts, FEED_AND_CUT])


def _when(paper: AppointmentPaper, columns: int) -> Iterator[Piece]:
    """Station, day and time, what for; no name."""
    if paper.again:
        yield t(say.AGAIN), 2
    yield paper.head.station_name, 1
    if paper.head.practice:
        yield t("练习"), 2
    yield t("预约单"), 2
    for part in (paper.day,) if 2 * columns_of(paper.day) <= columns else paper.day.split():  # 星期一 is not parted
        yield part, 2
    yield paper.hour, 5
    yield paper.line, 2
    if paper.item:
        yield paper.item, 2


def _rules(paper: AppointmentPaper) -> Iterator[Piece]:
    """The code to type where no scanner is, what to bring, the rules, where."""
    yield paper.number, 2
    if paper.materials:
        yield t("请带材料"), 1
    for number, material in enumerate(paper.materials, 1):
        yield f"{number}. {material}", 1
    for line in (*paper.rules, f"{t('地址')} {paper.address}" * bool(paper.address), f"{t('电话')} {paper.phone}" * bool(paper.phone)):
        if line:
            yield line, 1
    if paper.again:
        yield t(say.AGAIN_AT).format(moment=f"{station_time(paper.head.printed_at):%Y-%m-%d %H:%M}"), 1


def _upper(paper: TicketPaper, columns: int) -> Iterator[Piece]:
    """Station, line, number, who is ahead."""
    if paper.again:
        yield t(say.AGAIN), 2
    yield paper.head.station_name, 1
    if paper.head.practice:
        yield t("练习"), 2
    yield paper.line, 2
    yield paper.number, max(2, min(LARGEST, columns // columns_of(paper.number)))
    if paper.priority:
        yield f"{t('优先')}·{paper.priority}", 2
    yield t("前方等待 {count} 人").format(count=paper.people_ahead), 2
    if paper.wait:
        yield f"{t('预计等候')} {paper.wait}", 1
    if paper.counters:
        yield f"{t('办理窗口')} {paper.counters}", 1


def _lower(paper: TicketPaper) -> Iterator[Piece]:
    """When it was taken, what to mind."""
    yield f"{t('取号时间')} {station_time(paper.taken_at):%Y-%m-%d %H:%M}", 1
    if paper.again:
        yield t(say.AGAIN_AT).format(moment=f"{station_time(paper.head.printed_at):%Y-%m-%d %H:%M}"), 1
    for note in paper.notes:
        yield note, 1


def _piece(text: str, times: int, columns: int) -> bytes:
    size = b"\x1d!" + bytes([(times - 1) << 4 | (times - 1)])
    return size + b"".join(line.encode("gb18030") + b"\n" for line in wrap(text, columns // times))


def qr(payload: str, module: int) -> bytes:
    """The printer's own commands for a code: model 2, level M, ``module`` dots, store, print."""
    data = payload.encode("ascii")
    store = b"\x1d(k" + (len(data) + 3).to_bytes(2, "little") + b"1P0" + data
    return b"".join([_QR_MODEL_2, b"\x1d(k\x03\x001C" + bytes([module]), _QR_LEVEL_M, store, _QR_PRINT])


def columns_of(text: str) -> int:
    """How many columns a text takes: what is not ASCII comes out of the Chinese face, two columns wide."""
    return sum(1 if char.isascii() else 2 for char in text)


def wrap(text: str, columns: int) -> list[str]:
    """Lines of at most ``columns``; figures stay together, and no line begins with a stop. Control characters would command: left out."""
    plain = "".join(char for char in text if char.isprintable())
    lines = [""]
    for word in _words(plain):
        if columns_of(lines[-1] + word.rstrip()) > columns and lines[-1]:
            lines.append("")
        lines[-1] += word if lines[-1] else word.lstrip()
    return [line.rstrip() for line in lines if line.strip()]


def _words(text: str) -> Iterator[str]:
    """What is not parted: a run of ASCII letters and figures, a Chinese character with the stops behind it."""
    word = ""
    for char in text:
        joined = word and (char in _NO_START or (char.isascii() and word[-1].isascii() and char != " " and word[-1] != " "))
        if word and not joined:
            yield word
            word = ""
        word += char
    if word:
        yield word
