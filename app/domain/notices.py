"""The one-time notice (一次性告知, 004 (三), B4): all that is wanted at once, material and other requirements, and how it is signed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain.calendar import ONE_DAY, Calendar
from app.domain.errors import Refused

MOST_OTHERS = 20
"""Requirements that are no material, on one notice."""
LONGEST = 200
"""Characters of one of them."""
FURTHEST = 366
"""Days ahead that the last day of missing material may lie: a year typed wrong would keep it out of sight for ever."""


class Signing(StrEnum):
    """Whether the applicant signed the notice; who will not sign has been told all the same."""

    SIGNED = "signed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Signature:
    """What is recorded of a notice: signed by whom and when, or who saw that it was not signed and why; its signed copy."""

    by: str
    on: date
    how: Signing = Signing.SIGNED
    reason: str = ""
    attachment_id: int | None = None


def tidy_others(lines: Iterable[str]) -> tuple[str, ...]:
    """Requirements that are no material, each on a line of its own; none twice, none empty, none too long to be printed."""
    tidy = tuple(dict.fromkeys(" ".join(line.split()) for line in lines if line.strip()))
    if len(tidy) > MOST_OTHERS:
        raise Refused("case.notice_others", field="others", most=MOST_OTHERS)
    if any(len(line) > LONGEST for line in tidy):
        raise Refused("case.notice_other_long", field="others", most=LONGEST)
    return tidy


def left_out(missing: Collection[str], wanted: Mapping[str, str], reason: str) -> tuple[str, ...]:
    """The codes of ``wanted`` (code to name: what is not there yet) that a notice does not tell; refused without a ``reason``.

    What is not told now could only be told by a second notice, which is what the policy forbids.
    """
    codes = tuple(code for code in wanted if code not in missing)
    if codes and not reason.strip():
        raise Refused("case.notice_left_out", field="left_out", materials=tuple(wanted[code] for code in codes))
    return codes


@dataclass(frozen=True, slots=True)
class Lacking:
    """A material that is asked for and not there; ``later``: the item lets it be supplied later (可以后补)."""

    code: str
    name: str
    later: bool


def check_complete(lacking: Sequence[Lacking], later: date | None) -> tuple[str, ...]:
    """The codes of what an acceptance goes without (容缺受理): refused where something is missing that cannot be supplied later, and
    where nobody said by which day it will be. An application that is complete is accepted; one that is not is told once what it lacks (B4).
    """
    held = tuple(one.name for one in lacking if not one.later)
    if held:
        raise Refused("case.materials_missing", field="here", materials=held)
    if lacking and later is None:
        raise Refused("case.materials_later", field="later", materials=tuple(one.name for one in lacking))
    return tuple(one.code for one in lacking)


def check_later(later: date, on: date, calendar: Calendar) -> None:
    """The last day of what is missing, set by the officer, since no document names one: not before the acceptance, and a day on which
    somebody is there to take it in.
    """
    if not on <= later <= on + FURTHEST * ONE_DAY:
        raise Refused("case.later_day", field="later", day=later.isoformat(), first=on.isoformat())
    if not calendar.is_working(later):
        before, after = calendar.last_working_before(later), calendar.next_working_day(later)
        raise Refused("case.later_rest", field="later", day=later.isoformat(), before=before.isoformat(), after=after.isoformat())


def check_closing(lacking: Sequence[Lacking], without: str) -> tuple[str, ...]:
    """The codes of what a closing goes without: it names what is missing, and asks why the case is closed all the same."""
    if lacking and not without.strip():
        raise Refused("case.materials_open", field="without", materials=tuple(one.name for one in lacking))
    return tuple(one.code for one in lacking)


def kept(missing: Sequence[str], others: Sequence[str]) -> list[Any]:
    """The lines of a notice as they are kept: a material by its code, another requirement by its words."""
    return [*missing, *({"text": text} for text in others)]


def codes_of(lines: Iterable[Any]) -> tuple[str, ...]:
    """The materials of a kept notice."""
    return tuple(line for line in lines if isinstance(line, str))


def others_of(lines: Iterable[Any]) -> tuple[str, ...]:
    """The other requirements of a kept notice, in their own words."""
    return tuple(line["text"] for line in lines if not isinstance(line, str))


def check_signature(signature: Signature, issued: date, today: date, *, printed: bool) -> None:
    """What is signed was printed first, or its signed copy is kept; a refusal says why; the day lies between the notice and today."""
    if not printed and signature.attachment_id is None:
        raise Refused("case.notice_not_printed")
    if not issued <= signature.on <= today:
        raise Refused("case.notice_signed_day", field="signed_on", day=signature.on.isoformat(), issued=issued.isoformat())
    if signature.how is Signing.REFUSED and not signature.reason.strip():
        raise Refused("case.notice_refusal", field="reason")
