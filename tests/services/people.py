"""Persons that do not exist, for the tests of the services."""

from __future__ import annotations

from datetime import date

from sqlalchemy import update

from app.domain.persons import Gender, StatusKind, check_digit
from app.services import persons, statuses
from app.services.persons import PersonForm
from app.services.statuses import StatusForm
from db.models import Officer

BORN = date(1978, 4, 26)


def number(born: date, gender: Gender = Gender.FEMALE, serial: int = 4, region: str = "232701") -> str:
    """A well-formed number of nobody."""
    odd = serial * 2 + (1 if gender is Gender.MALE else 0)
    body = f"{region}{born:%Y%m%d}{odd:03d}"
    return body + check_digit(body)


def wrong_digit() -> str:
    """A number whose last figure is not its check digit."""
    good = number(BORN)
    return good[:-1] + ("0" if good[-1] != "0" else "1")


def no_such_day() -> str:
    """A number whose birth date is 30 February, with a check digit that is right."""
    body = "23270119800230" + "004"
    return body + check_digit(body)


def register(db, actor, now, name: str = "张淑芬", born: date = date(1978, 4, 26), gender: Gender = Gender.FEMALE, **facts) -> int:
    """A registered person's id."""
    facts.setdefault("id_number", number(born, gender, facts.pop("serial", 4)))
    return persons.add(db, actor, now, PersonForm(name, **facts)).id


def unemployed(db, actor, now, person_id: int, since: date = date(2026, 3, 2)) -> None:
    """Registered as unemployed from a day on."""
    statuses.put(db, actor, now, person_id, StatusForm(StatusKind.REGISTERED_UNEMPLOYED, since))


def keep_only(db, day: date, *logins: str) -> None:
    """The accounts of all others but the administrator ended on ``day``. How one ends has tests of its own; here it takes one statement."""
    with db.engine.begin() as connection:
        left = Officer.login.not_in([*logins, "admin"]) & Officer.ended_on.is_(None)
        connection.execute(update(Officer).where(left).values(ended_on=day))
