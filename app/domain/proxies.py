"""Proxy handling (帮办代办, 004 (三), B5): what may be authorised, how an authorisation moves, what is told to the person.

An officer acts for a person by a signed authorisation that lists the items one by one; it is free of charge and never for everything.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from app.domain import moves
from app.domain.cases import OPEN_CASE, CaseState
from app.domain.errors import Refused
from app.domain.moves import lead


class ProxyState(StrEnum):
    """How far an authorisation has come."""

    DRAWN = "drawn"
    SIGNED = "signed"
    SUSPENDED = "suspended"
    RENEWED = "renewed"
    ENDED = "ended"


class ProxyAction(StrEnum):
    """Written and printed, signed, suspended, renewed by another, ended."""

    SIGN = "sign"
    SUSPEND = "suspend"
    RENEW = "renew"
    END = "end"


class ToldHow(StrEnum):
    """How the person was told of a step or of the outcome."""

    FACE = "face"
    PHONE = "phone"
    MESSAGE = "message"
    LETTER = "letter"


PROXY_MOVES: dict[ProxyAction, dict[ProxyState, ProxyState]] = {
    ProxyAction.SIGN: lead(ProxyState.SIGNED, ProxyState.DRAWN),
    ProxyAction.SUSPEND: lead(ProxyState.SUSPENDED, ProxyState.SIGNED),
    ProxyAction.RENEW: lead(ProxyState.RENEWED, ProxyState.SIGNED, ProxyState.SUSPENDED),
    ProxyAction.END: lead(ProxyState.ENDED, ProxyState.DRAWN, ProxyState.SIGNED, ProxyState.SUSPENDED),
}

LIVE = frozenset({ProxyState.DRAWN, ProxyState.SIGNED, ProxyState.SUSPENDED})
EVERYTHING = ("全权", "一切", "所有事", "全部事", "任何事", "相关事宜", "有关事宜", "等事宜", "等事项", "所有手续", "全部手续")
"""Words by which a person would sign away more than the listed items."""
MOST_ITEMS = 20


def proxy_code(day: date, number: int) -> str:
    """DL20261009-001: the day it was written and the day's running number."""
    return f"DL{day:%Y%m%d}-{number:03d}"


def check_items(items: Iterable[str]) -> tuple[str, ...]:
    """The items, tidied: at least one, each named, none twice, none that stands for everything."""
    tidy = tuple(item.strip() for item in items if item.strip())
    if not tidy:
        raise Refused("proxy.items", field="items")
    if len(tidy) > MOST_ITEMS:
        raise Refused("proxy.items_many", field="items", most=MOST_ITEMS)
    twice = next((item for place, item in enumerate(tidy) if item in tidy[:place]), None)
    if twice is not None:
        raise Refused("proxy.item_twice", field="items", item=twice)
    for item in tidy:
        check_bounded(item, "items")
    return tidy


def check_bounded(text: str, field: str) -> None:
    """No word that authorises everything (全权); spaces do not hide one."""
    plain = "".join(text.split())
    found = next((word for word in EVERYTHING if word in plain), None)
    if found is not None:
        raise Refused("proxy.everything", field=field, word=found)


def check_span(starts: date, ends: date | None, today: date) -> None:
    """An authorisation ends on the day it begins or later, and has not ended already."""
    if ends is not None and ends < max(starts, today):
        raise Refused("proxy.span", field="until", starts=starts.isoformat(), ends=ends.isoformat())


def check_proxy(state: ProxyState | None, action: ProxyAction, reason: str = "-") -> ProxyState:
    """The state after ``action``; refused without an authorisation, and without words where they are asked for."""
    if state is None:
        raise Refused("proxy.none", action=action)
    after = moves.moved(PROXY_MOVES, state, action, "proxy.move")
    if not reason.strip():
        raise Refused("proxy.reason", field="reason", action=action)
    return after


def check_fresh(state: ProxyState | None) -> None:
    """A case has one authorisation that lives; another takes its place by a renewal only."""
    if state in LIVE:
        raise Refused("proxy.there", state=state)


def check_signed(on: date, drawn_on: date, today: date, *, printed: bool, scanned: bool) -> None:
    """What is signed was printed first, or its signed copy is kept; the signature lies between the writing and today."""
    if not (printed or scanned):
        raise Refused("proxy.not_printed")
    if not drawn_on <= on <= today:
        raise Refused("proxy.signed_day", field="signed_on", day=on.isoformat(), drawn=drawn_on.isoformat())


def check_brought(*, printed: bool, scanned: bool) -> None:
    """What a person brings signed is kept as a copy, unless it is the paper that was printed here."""
    if not (printed or scanned):
        raise Refused("proxy.no_copy", field="attachment")


def check_day(on: date, signed: date | None, today: date, field: str = "on") -> None:
    """A step lies between the signature and today."""
    if on > today or (signed is not None and on < signed):
        raise Refused("proxy.day", field=field, day=on.isoformat())


def check_acting(state: ProxyState | None, ends: date | None, on: date) -> None:
    """Nobody acts for a person by an authorisation that is not signed, suspended, or over."""
    if state is not ProxyState.SIGNED:
        raise Refused("proxy.not_acting", state=state or ProxyState.DRAWN)
    if ends is not None and on > ends:
        raise Refused("proxy.over", ends=ends.isoformat())


def is_termination(state: CaseState) -> bool:
    """Ended while the case goes on: the person goes on alone."""
    return state in OPEN_CASE
