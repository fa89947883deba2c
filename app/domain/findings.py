"""How a fact about a person was checked (000 六(二): 数据比对、实地走访、电话抽查, beside the counter)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from app.domain.errors import Refused


class CheckMethod(StrEnum):
    """The way in which a finding was made."""

    COUNTER = "counter"
    VISIT = "visit"
    PHONE = "phone"
    DATA = "data"


def check_finding(checked_on: date, today: date) -> None:
    """Refuse a finding in the future."""
    if checked_on > today:
        raise Refused("file.checked_future", field="checked_on", date=checked_on.isoformat())
