"""The certificates of the officers as lists show them (N9, N10); small, because Today waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain import qualifications as rules
from app.domain.qualifications import FOR_THE_COUNTER, CertificateKind
from app.services import profiles
from db import queries
from db.uow import ReadSession, Unit


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """A certificate of an officer; the number is on no list. ``holds``: it is valid today, ``soon``: it has to be renewed."""

    id: int
    officer_id: int
    login: str
    officer: str
    kind: CertificateKind
    name: str
    level: str
    issuer: str
    issued_on: date
    expires_on: date | None
    ended_on: date | None
    holds: bool
    soon: bool


def read(session: ReadSession | Unit, today: date) -> tuple[CertificateLine, ...]:
    """All certificates of officers in service, those that expire first in front."""
    days = profiles.of(session).certificate_days
    return tuple(_certificate(row, today, days) for row in queries.qualifications.certificates(session))


def _certificate(row: Any, today: date, days: int) -> CertificateLine:
    return CertificateLine(
        *(row.id, row.officer_id, row.login, row.officer, CertificateKind(row.kind), row.name, row.level, row.issuer),
        *(row.issued_on, row.expires_on, row.ended_on),
        rules.certificate_holds(row.issued_on, row.expires_on, row.ended_on, today),
        rules.expires_soon(row.expires_on, row.ended_on, today, days),
    )


def certified(session: ReadSession | Unit, officer_id: int, today: date) -> bool:
    """Whether an officer holds a certificate with which one may sit at a counter (N10)."""
    return any(line.holds and line.officer_id == officer_id and line.kind in FOR_THE_COUNTER for line in read(session, today))
