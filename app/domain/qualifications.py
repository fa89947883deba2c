"""What officers learn and prove: drills, contests, classes, certificates with their expiry (003 (十三), 002 四(五), N9–N12)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from app.domain.errors import Refused


class DrillKind(StrEnum):
    """练兵、比武、业务培训班、轮训."""

    DRILL = "drill"
    CONTEST = "contest"
    CLASS = "class"
    ROTATION = "rotation"


class DrillLevel(StrEnum):
    """Who held it."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    STATION = "station"


class CertificateKind(StrEnum):
    """What is proved; the first three let an officer sit at a counter (持职业资格证或培训合格证上岗)."""

    QUALIFICATION = "qualification"
    SKILL = "skill"
    TRAINING = "training"
    TITLE = "title"


FOR_THE_COUNTER = frozenset({CertificateKind.QUALIFICATION, CertificateKind.SKILL, CertificateKind.TRAINING})
TEACHES = frozenset({DrillKind.CLASS, DrillKind.ROTATION})
"""What counts as training (培训); drills and contests do not."""


class Recruitment(StrEnum):
    """How an officer came here: open recruitment of graduates, of unemployed youth, of others; placed from another post (N3)."""

    GRADUATE = "graduate"
    YOUTH = "youth"
    OPEN = "open"
    PLACED = "placed"


OPENLY = frozenset({Recruitment.GRADUATE, Recruitment.YOUTH, Recruitment.OPEN})


def check_drill(
    topic: str, held_on: date, ended_on: date | None, today: date, headcount: int | None, named: int, hours: int | None
) -> None:
    """Refuse one without a topic, not held yet, ended before it began, or with fewer people than are named."""
    if not topic.strip():
        raise Refused("drill.topic", field="topic")
    if held_on > today or (ended_on is not None and ended_on < held_on):
        raise Refused("drill.days", field="on")
    if (headcount is not None and headcount < max(named, 1)) or (headcount is None and not named):
        raise Refused("drill.people", field="headcount", named=named)
    if hours is not None and hours < 1:
        raise Refused("drill.hours", field="hours")


def check_certificate(name: str, issued_on: date, expires_on: date | None, today: date) -> None:
    """Refuse one without a name, from the time to come, or that expired before it was issued."""
    if not name.strip():
        raise Refused("certificate.name", field="name")
    if issued_on > today or (expires_on is not None and expires_on < issued_on):
        raise Refused("certificate.days", field="expires" if expires_on else "issued")


def certificate_holds(issued_on: date, expires_on: date | None, ended_on: date | None, day: date) -> bool:
    """Whether a certificate is valid on a day: up to and with its last day, and not once it was taken back."""
    return issued_on <= day and (expires_on is None or day <= expires_on) and (ended_on is None or day < ended_on)


def expires_soon(expires_on: date | None, ended_on: date | None, today: date, days: int) -> bool:
    """Whether it has to be renewed: it expires within so many days, or has expired and nobody put it aside."""
    return expires_on is not None and ended_on is None and (expires_on - today).days <= days


def untrained(heads: Iterable[int], trained: Iterable[int]) -> tuple[int, ...]:
    """Who is responsible here and had no class this year (N11)."""
    had = set(trained)
    return tuple(head for head in heads if head not in had)
