"""Employers: kinds, the social credit code (GB 32100—2015), and who may publish jobs (000 五(一)5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.errors import Refused
from app.domain.persons import clean_number

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I O Z S V
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


class EmployerKind(StrEnum):
    """The types the policies name, and what is left."""

    ENTERPRISE = "enterprise"
    SELF_EMPLOYED = "self_employed"
    HOUSEKEEPING = "housekeeping"
    PLATFORM = "platform"
    INSTITUTION = "institution"
    SOCIAL = "social"
    COMMUNITY = "community"
    FAMILY = "family"
    OTHER = "other"


NO_LICENCE = frozenset({EmployerKind.COMMUNITY, EmployerKind.FAMILY})


class SurveyWay(StrEnum):
    """How an employer's need was learned: 实地走访、电话调查、大数据筛选, or the employer came."""

    VISIT = "visit"
    PHONE = "phone"
    DATA = "data"
    CAME = "came"


@dataclass(frozen=True, slots=True)
class EmployerDraft:
    """An employer as typed in."""

    name: str
    kind: EmployerKind
    credit_code: str | None = None
    licence_until: date | None = None


def credit_check_character(body: str) -> str:
    """The eighteenth character of a social credit code whose first seventeen are ``body``."""
    total = sum(_ALPHABET.index(character) * weight for character, weight in zip(body, _WEIGHTS, strict=True))
    return _ALPHABET[-total % 31]


def check_credit_code(text: str) -> str:
    """The code in large letters; ``Refused`` beside ``credit_code`` for its length, its characters or its check character."""
    code = clean_number(text)
    if len(code) != 18:
        raise Refused("employer.code_length", field="credit_code", length=len(code))
    if not re.fullmatch(f"[{_ALPHABET}]{{18}}", code):
        raise Refused("employer.code_characters", field="credit_code")
    if credit_check_character(code[:17]) != code[17]:
        raise Refused("employer.code_check", field="credit_code")
    return code


def check_employer(draft: EmployerDraft) -> str | None:
    """The checked credit code of an employer, None where there is none; ``Refused`` without a name."""
    if not draft.name.strip():
        raise Refused("employer.name_empty", field="name")
    return check_credit_code(draft.credit_code) if draft.credit_code and draft.credit_code.strip() else None


def check_verified(draft: EmployerDraft, verified_on: date, today: date) -> None:
    """Refuse to mark an employer as verified without a code, with a licence that has run out, or in the future."""
    if verified_on > today:
        raise Refused("employer.future", field="verified_on", date=verified_on.isoformat())
    if draft.kind not in NO_LICENCE and not check_employer(draft):
        raise Refused("employer.code_missing", field="credit_code")
    if draft.licence_until is not None and draft.licence_until < verified_on:
        raise Refused("employer.licence_over", field="licence_until", date=draft.licence_until.isoformat())


def check_may_publish(name: str, verified_on: date | None, licence_until: date | None, on: date) -> None:
    """Refuse to publish a job of an employer who is not verified or whose licence has run out."""
    if verified_on is None or verified_on > on:
        raise Refused("employer.unverified", field="employer", name=name)
    if licence_until is not None and licence_until < on:
        raise Refused("employer.licence_over", field="employer", date=licence_until.isoformat())
