"""预约单: the slip of an appointment on the ticket's roll: day and time read first, no name; the check-in reads the code."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.clock import station_time
from app.domain.documents import AppointmentPaper
from app.texts import t
from app.texts import ticket_printing as say
from printing.faces import SANS
from printing.frame import Drawn
from printing.text import Style
from printing.ticket import FACT, FINE, LINE, STATION, Piece, strip

_DAY = Style(SANS, 21, 1.35, "center", bold=True)
_HOUR = Style(SANS, 52, 1.12, "center", bold=True)


def draw(paper: AppointmentPaper) -> Drawn:
    """One appointment, one page."""
    return strip(t("预约单"), paper.head, list(_upper(paper)), list(_lower(paper)))


def _upper(paper: AppointmentPaper) -> Iterator[Piece]:
    """Station, day and time, what for."""
    if paper.again:
        yield t(say.AGAIN), LINE
    yield paper.head.station_name, STATION
    if paper.head.practice:
        yield t("练习"), STATION
    yield t("预约单"), LINE
    yield paper.day, _DAY
    yield paper.hour, _HOUR
    yield paper.line, LINE
    if paper.item:
        yield paper.item, FACT


def _lower(paper: AppointmentPaper) -> Iterator[Piece]:
    """The code to type where no scanner is, what to bring, where, and the rules."""
    yield paper.number, FACT
    if paper.materials:
        yield t("请带材料"), FACT
    for number, material in enumerate(paper.materials, 1):
        yield f"{number}. {material}", FINE
    for rule in paper.rules:
        yield rule, FINE
    if paper.address:
        yield f"{t('地址')} {paper.address}", FINE
    if paper.phone:
        yield f"{t('电话')} {paper.phone}", FINE
    yield f"{t('经办人')} {paper.head.officer} {station_time(paper.head.printed_at):%Y-%m-%d %H:%M}", FINE
