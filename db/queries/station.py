"""The station, its officers, its settings and its calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from db.base import AnyRow
from db.hot import Hot
from db.models import Holiday, HolidayYear, Officer, Secret, Setting, Station


def the_station(session: Session) -> Station:
    """The one station of the database."""
    return session.execute(select(Station)).scalar_one()


def officer_by_login(session: Session, login: str) -> Officer | None:
    """An account by its login."""
    return session.execute(select(Officer).where(Officer.login == login)).scalar_one_or_none()


def officers(session: Session) -> Sequence[Officer]:
    """All accounts, the active ones first, then by login."""
    return session.execute(select(Officer).order_by(Officer.ended_on.is_not(None), Officer.login)).scalars().all()


def setting(session: Session, key: str) -> dict[str, Any] | None:
    """A station-wide setting's value."""
    return session.execute(select(Setting.value).where(Setting.key == key)).scalar_one_or_none()


def secret(session: Session, key: str) -> bytes | None:
    """A sealed secret."""
    return session.execute(select(Secret.sealed).where(Secret.key == key)).scalar_one_or_none()


_HOLIDAY, _YEAR = Holiday.__table__.c, HolidayYear.__table__.c
_HOLIDAYS = Hot(select(_HOLIDAY.day, _HOLIDAY.kind, _HOLIDAY.name).order_by(_HOLIDAY.day))
_HOLIDAY_YEARS = Hot(select(_YEAR.year).order_by(_YEAR.year))


def holidays(session: Session) -> Sequence[AnyRow]:
    """All days of the holiday table as (day, kind, name)."""
    return _HOLIDAYS.all(session, {})


def holiday_years(session: Session) -> Sequence[int]:
    """The years that have a table."""
    return [row.year for row in _HOLIDAY_YEARS.all(session, {})]


def holiday_sources(session: Session) -> dict[int, str]:
    """The years that have a table, with the notice each was taken from."""
    return {row.year: row.source for row in session.execute(select(HolidayYear.year, HolidayYear.source))}


def holiday_rows(session: Session, year: int) -> Sequence[Holiday]:
    """The holiday rows of one year."""
    statement = select(Holiday).where(Holiday.day.between(date(year, 1, 1), date(year, 12, 31)))
    return session.execute(statement).scalars().all()


_S, _SETTING = Station.__table__.c, Setting.__table__.c
_VALUE = Hot(select(_SETTING.value).where(_SETTING.key == bindparam("the_key")))
_PROFILE = Hot(select(_S.profile, _SETTING.value).outerjoin(Setting.__table__, _SETTING.key == "profile"))


def setting_value(session: Session, key: str) -> Any | None:
    """What stands in the database for a setting, past what a unit has not written yet."""
    row = _VALUE.first(session, {"the_key": key})
    return row.value if row else None


def profile_state(session: Session) -> tuple[str, dict[str, Any] | None]:
    """The station's profile and what was set over it."""
    row = _PROFILE.one(session, {})
    return row[0], row[1]
