"""The texts that hang on the wall: five institutional systems and the service norm, in editions that take effect on a day (B1, B14)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain.errors import Refused


class NormCode(StrEnum):
    """The systems in the order of the policy (004 (三)), and the norm of service."""

    FIRST_INQUIRY = "first-inquiry"
    ONE_TIME_NOTICE = "one-time-notice"
    PROXY = "proxy"
    TIME_LIMITS = "time-limits"
    ACCOUNTABILITY = "accountability"
    SERVICE_NORM = "service-norm"


SYSTEMS = tuple(code for code in NormCode if code is not NormCode.SERVICE_NORM)


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a text; ``number`` 1 is what the program ships, in force from the day the station was set up."""

    code: NormCode
    number: int
    title: str
    text: str
    effective_on: date
    source: str = ""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text line by line."""
        return tuple(line.strip() for line in self.text.splitlines() if line.strip())


def parse_norms(data: Mapping[str, Any], effective_on: date) -> dict[NormCode, Edition]:
    """The shipped first editions."""
    made = (Edition(NormCode(one["code"]), 1, one["title"], one["text"].strip(), effective_on) for one in data["norm"])
    return {edition.code: edition for edition in made}


def in_force(editions: Iterable[Edition], day: date) -> Edition | None:
    """The edition that holds on a day: of those that took effect by then the one that was published last.

    A county's text may be older than the station; it takes the place of what shipped all the same.
    """
    held = [one for one in editions if one.effective_on <= day]
    return max(held, key=lambda one: one.number, default=None)


def check_edition(title: str, text: str) -> None:
    """Refuse an edition without a title or without a text."""
    if not title.strip():
        raise Refused("norm.title", field="title")
    if not text.strip():
        raise Refused("norm.text", field="text")
