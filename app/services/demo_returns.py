"""The quarterly returns of the made-up past: frozen on their days, all but the one that is due now."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.calendar import Calendar
from app.domain.clock import at_station
from app.domain.demo_facts import Span
from app.domain.periods import Period, PeriodKind, last_ended
from app.domain.profiles import RuleProfile
from app.services import return_freeze
from app.services.officers import practice_actor
from app.texts import t
from db.uow import Database

CODE = "QSR"
HANDED_IN = (16, 50)
REASON = t("练习数据：按当时的记录封存")


def freeze_past(db: Database, span: Span, calendar: Calendar, profile: RuleProfile) -> int:
    """Freeze every quarter that lies wholly in the past but the last one, each on its last working day; the answer counts them."""
    head = practice_actor(db, "head")
    periods = list(_quarters(span, profile))
    for period in reversed(periods):
        day = period.last_day if calendar.is_working(period.last_day) else calendar.last_working_before(period.last_day)
        return_freeze.freeze(db, head, at_station(day, *HANDED_IN), CODE, period.code, REASON)
    return len(periods)


def _quarters(span: Span, profile: RuleProfile) -> Iterator[Period]:
    """The newest first."""
    period = last_ended(PeriodKind.QUARTER, span.today, profile.report_month).previous()
    while period.first_day >= span.first:
        yield period
        period = period.previous()
