"""Who a person is: identity numbers, names, phones, ages, and the groups that follow from age and status.

GB 11643 for the eighteen-character numbers, GB/T 2261.1 for the genders. The region code inside a number is a hint, never a refusal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from app.domain.errors import Refused

OLDEST_AGE = 130
NAME_LENGTH = 50
DOCUMENT_LENGTH = range(5, 31)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
_OLD_PERMANENT = re.compile(r"[A-Z]{3}[0-9]{12}")
_DOCUMENT = re.compile(r"[0-9A-Z]+")
_PERMIT_STARTS = ("81", "82", "83")
_PROVINCES = frozenset({*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83})
_DOTS = str.maketrans(dict.fromkeys("•‧∙・･•．", "·"))


class IdKind(StrEnum):
    """The document a person is known by."""

    RESIDENT = "resident"
    PERMIT = "permit"
    PERMANENT = "permanent"
    PASSPORT = "passport"
    NONE = "none"


class Gender(IntEnum):
    """GB/T 2261.1—2003."""

    UNKNOWN = 0
    MALE = 1
    FEMALE = 2
    UNSTATED = 9


class StatusKind(StrEnum):
    """What a person's employment status can be; a person has a history of them."""

    REGISTERED_UNEMPLOYED = "registered_unemployed"
    UNEMPLOYED = "unemployed"
    EMPLOYED = "employed"
    FLEXIBLE = "flexible"
    SELF_EMPLOYED = "self_employed"
    WELFARE_POST = "welfare_post"
    STUDENT = "student"
    RETIRED = "retired"
    OUTSIDE = "outside"


IN_WORK = frozenset({StatusKind.EMPLOYED, StatusKind.FLEXIBLE, StatusKind.SELF_EMPLOYED, StatusKind.WELFARE_POST})


class DataSource(StrEnum):
    """Where a change of a person's data came from: comparison of files, a visit, the person, the counter (003 (八))."""

    DATA = "data"
    VISIT = "visit"
    PERSON = "person"
    COUNTER = "counter"


@dataclass(frozen=True, slots=True)
class IdFacts:
    """What an identity number says; the parts a document does not carry are None."""

    kind: IdKind
    number: str | None
    birth_date: date | None = None
    gender: Gender | None = None
    region_code: str | None = None


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A person as typed in, before any check."""

    name: str
    id_kind: IdKind = IdKind.RESIDENT
    id_number: str | None = None
    birth_date: date | None = None
    gender: Gender | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class CheckedPerson:
    """A person whose name, number, birth date and phone have passed; ready to be stored."""

    name: str
    id_kind: IdKind
    id_number: str | None
    birth_date: date | None
    gender: Gender
    region_code: str | None
    phone: str | None


# identity numbers


def check_digit(body: str) -> str:
    """The eighteenth character of a number whose first seventeen digits are ``body`` (GB 11643, ISO 7064 MOD 11-2)."""
    return _CHECK_CHARACTERS[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]


def clean_number(text: str) -> str:
    """An identity or document number without spaces and hyphens, full-width characters made narrow, letters large."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()


def guess_kind(text: str) -> IdKind:
    """The kind of document a number most likely belongs to, for input that does not name one."""
    number = clean_number(text)
    if not number:
        return IdKind.NONE
    if _OLD_PERMANENT.fullmatch(number) or (len(number) == 18 and number[0] == "9"):
        return IdKind.PERMANENT
    return IdKind.PERMIT if len(number) == 18 and number.startswith(_PERMIT_STARTS) else IdKind.RESIDENT


def check_id_number(kind: IdKind, text: str | None, today: date) -> IdFacts:
    """The facts a number carries, or ``Refused`` beside ``id_number`` with what is wrong with it."""
    number = clean_number(text or "")
    if kind is IdKind.NONE:
        return _no_number(number)
    if not number:
        raise Refused("person.id_empty", field="id_number")
    if kind is IdKind.PASSPORT:
        return IdFacts(kind, _check_document(number))
    if kind is IdKind.PERMANENT and len(number) == 15:
        return IdFacts(kind, _check_old_permanent(number))
    facts = _check_eighteen(kind, number, today)
    _check_start(kind, number)
    return facts


def _no_number(number: str) -> IdFacts:
    if number:
        raise Refused("person.id_not_expected", field="id_number")
    return IdFacts(IdKind.NONE, None)


def _check_document(number: str) -> str:
    if len(number) not in DOCUMENT_LENGTH or not _DOCUMENT.fullmatch(number):
        raise Refused("person.id_document", field="id_number", least=DOCUMENT_LENGTH.start, most=DOCUMENT_LENGTH.stop - 1)
    return number


def _check_old_permanent(number: str) -> str:
    if not _OLD_PERMANENT.fullmatch(number):
        raise Refused("person.id_permanent_old", field="id_number")
    return number


def _check_start(kind: IdKind, number: str) -> None:
    if kind is IdKind.PERMIT and not number.startswith(_PERMIT_STARTS):
        raise Refused("person.id_not_permit", field="id_number")
    if kind is IdKind.PERMANENT and number[0] != "9":
        raise Refused("person.id_not_permanent", field="id_number")


def _check_eighteen(kind: IdKind, number: str, today: date) -> IdFacts:
    if len(number) != 18:
        raise Refused("person.id_length", field="id_number", length=len(number))
    if not _EIGHTEEN.fullmatch(number) or not number.isascii():
        raise Refused("person.id_characters", field="id_number")
    born = _birth_date_in(number)
    check_birth_date(born, today, field="id_number")
    if check_digit(number[:17]) != number[17]:
        raise Refused("person.id_check", field="id_number")
    return IdFacts(kind, number, born, Gender.MALE if int(number[16]) % 2 else Gender.FEMALE, number[:6])


def _birth_date_in(number: str) -> date:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        text = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
        raise Refused("person.birth_impossible", field="id_number", text=text) from None


def check_birth_date(born: date, today: date, *, field: str = "birth_date") -> None:
    """Refuse a birth date after ``today`` or one that makes the person older than 130."""
    if born > today:
        raise Refused("person.birth_future", field=field, date=born.isoformat())
    if age_on(born, today) > OLDEST_AGE:
        raise Refused("person.birth_too_old", field=field, date=born.isoformat(), most=OLDEST_AGE)


def region_hint(facts: IdFacts, regions: Collection[str] = ()) -> str | None:
    """The warning code for a number of no known province and no known region; None when it fits or carries no region."""
    if facts.region_code is None or facts.kind is IdKind.PERMANENT or facts.region_code in regions:
        return None
    return None if int(facts.region_code[:2]) in _PROVINCES else "person.region_unknown"


# names and phones


def check_name(text: str) -> str:
    """A name as it will be stored: rare characters kept, every middle dot made ``·``; ``Refused`` beside ``name``."""
    name = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).strip()).translate(_DOTS)
    if not name:
        raise Refused("person.name_empty", field="name")
    if len(name) > NAME_LENGTH:
        raise Refused("person.name_long", field="name", most=NAME_LENGTH)
    if any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for character in name):
        raise Refused("person.name_characters", field="name")
    if re.search(r"\d{6}", name):  # a number typed into the wrong field would lie in clear text
        raise Refused("person.name_number", field="name")
    return name


def check_phone(text: str) -> str:
    """The digits of a mobile, landline or service number; ``Refused`` beside ``phone``."""
    digits = re.sub(r"[\s\-()]", "", unicodedata.normalize("NFKC", text))
    digits = re.sub(r"^(\+86|0086)", "", digits)
    if not re.fullmatch(r"[0-9]+", digits):
        raise Refused("person.phone_characters", field="phone")
    if digits[0] == "1" and len(digits) >= 9 and not re.fullmatch(r"1[3-9][0-9]{9}", digits):
        raise Refused("person.phone_mobile", field="phone", length=len(digits))
    if not re.fullmatch(r"0[0-9]{9,11}|1[0-9]{10}|[48]00[0-9]{7}|[1-9][0-9]{6,7}", digits):
        raise Refused("person.phone_length", field="phone")
    return digits


def check_person(draft: PersonDraft, today: date) -> CheckedPerson:
    """All checks of a person at once; what the number says wins, and what was typed must agree with it."""
    name = check_name(draft.name)
    facts = check_id_number(draft.id_kind, draft.id_number, today)
    if draft.birth_date is not None:
        check_birth_date(draft.birth_date, today)
    _agree(facts, draft)
    gender = facts.gender or draft.gender or Gender.UNKNOWN
    phone = check_phone(draft.phone) if draft.phone and draft.phone.strip() else None
    return CheckedPerson(name, facts.kind, facts.number, facts.birth_date or draft.birth_date, gender, facts.region_code, phone)


def _agree(facts: IdFacts, draft: PersonDraft) -> None:
    if facts.birth_date and draft.birth_date and facts.birth_date != draft.birth_date:
        raise Refused("person.birth_differs", field="birth_date", date=facts.birth_date.isoformat())
    if facts.gender and draft.gender in {Gender.MALE, Gender.FEMALE} and facts.gender != draft.gender:
        raise Refused("person.gender_differs", field="gender")


# ages and groups


def age_on(born: date, on: date) -> int:
    """Full years on a day; the birthday itself counts, a birthday on 29 February falls on 1 March in other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def full_months(since: date, on: date) -> int:
    """Full months from ``since`` to ``on``; never below 0 (2025-03-15 to 2026-03-15 are 12)."""
    return max(0, (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day))


def is_4050(gender: Gender, born: date, on: date) -> bool:
    """Women of 40 and men of 50 or more on the day of application (黑人社函〔2021〕509号)."""
    return age_on(born, on) >= {Gender.FEMALE: 40, Gender.MALE: 50}.get(gender, 50)


def is_unemployed_youth(born: date, status: StatusKind, on: date) -> bool:
    """Registered unemployed and 16 to 24 years old; out on the twenty-fifth birthday (004 (十))."""
    return status is StatusKind.REGISTERED_UNEMPLOYED and 16 <= age_on(born, on) <= 24


def is_long_term_unemployed(status: StatusKind, since: date, on: date) -> bool:
    """Registered unemployed for twelve full months or more."""
    return status is StatusKind.REGISTERED_UNEMPLOYED and full_months(since, on) >= 12


def computed_groups(born: date | None, gender: Gender, status: StatusKind | None, since: date | None, on: date) -> frozenset[str]:
    """The group codes that follow from age and status alone; the others are tags an officer sets."""
    if status is not StatusKind.REGISTERED_UNEMPLOYED:
        return frozenset()
    tests: Mapping[str, bool] = {
        "unemployed": True,
        "youth": born is not None and is_unemployed_youth(born, status, on),
        "older": born is not None and is_4050(gender, born, on),
        "long_unemployed": since is not None and is_long_term_unemployed(status, since, on),
    }
    return frozenset(code for code, holds in tests.items() if holds)


def check_status(since: date, today: date, previous_since: date | None = None, born: date | None = None) -> None:
    """Refuse a status that begins in the future, before the person was born, or before the status it follows."""
    if since > today:
        raise Refused("person.status_future", field="since", date=since.isoformat())
    if born is not None and since < born:
        raise Refused("person.status_before_birth", field="since", date=born.isoformat())
    if previous_since is not None and since < previous_since:
        raise Refused("person.status_order", field="since", date=previous_since.isoformat())
