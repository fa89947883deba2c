"""What the head of the made-up station has done with its past: quarters frozen on their days, old accountability leads worked off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from app.domain.accountability import LeadKind, LeadState
from app.domain.actor import SYSTEM
from app.domain.calendar import Calendar
from app.domain.clock import at_station, business_date
from app.domain.demo_facts import Span
from app.domain.periods import Period, PeriodKind, last_ended
from app.domain.profiles import RuleProfile
from app.services import return_freeze
from app.services.officers import practice_actor
from app.texts import t
from db import queries
from db.models import AccountabilityRecord
from db.uow import Database, Unit

CODE = "QSR"
HANDED_IN = (16, 50)
AT_HAND = timedelta(days=20)
"""How long the return of the last quarter lies there as a draft: a station that is later than that would have been told."""
OLD, WORKED_OFF = timedelta(days=30), 6
"""After how long a lead counts as old, and within how many working days it was worked off."""
LEADS = 50
"""Leads worked off in one transaction, so that it holds the write lock for moments only."""
STATED = {
    LeadKind.OVERDUE: (
        "当日业务集中，未及时录入办结",
        "等县级审核结果，没有提前申请延期",
        "经办期间外出培训，没有把办件转给同事",
        "材料补齐当天漏看了提醒，次日才办",
        "结果已经告诉本人，系统里忘了点办结",
    ),
    LeadKind.BAD_RATING_UNHANDLED: ("本人电话一直没有接通，回访晚了", "整改已做，反馈没有在期限内登记"),
}
DECIDED = ("提醒谈话，纳入月度讲评", "批评教育，当月不评优", "提醒谈话，每天下班前查一遍到期办件", "责成书面检查，由站长跟进一个月")
REASON = t("练习数据：按当时的记录封存")


def freeze_past(db: Database, span: Span, calendar: Calendar, profile: RuleProfile) -> int:
    """Freeze the quarters of the past, each on its last working day; the last one is still at hand for some weeks after its end."""
    head = practice_actor(db, "head")
    periods = list(_quarters(span, profile))
    for period in reversed(periods):
        day = period.last_day if calendar.is_working(period.last_day) else calendar.last_working_before(period.last_day)
        return_freeze.freeze(db, head, at_station(day, *HANDED_IN), CODE, period.code, REASON)
    return len(periods)


def _quarters(span: Span, profile: RuleProfile) -> Iterator[Period]:
    """The newest first."""
    period = last_ended(PeriodKind.QUARTER, span.today, profile.report_month)
    if span.today - period.last_day <= AT_HAND:
        period = period.previous()
    while period.first_day >= span.first:
        yield period
        period = period.previous()


# accountability


def work_off_leads(db: Database, now: datetime, calendar: Calendar) -> int:
    """Leads of more than a month ago were stated, decided upon and closed within days; the answer counts them."""
    head, county = (practice_actor(db, login).officer_id for login in ("head", "county"))
    with db.read("demo.make", SYSTEM) as session:
        rows = queries.demo.leads_before(session, business_date(now - OLD))
    for start in range(0, len(rows), LEADS):
        with db.write("demo.make", SYSTEM, now) as unit:
            for row in rows[start : start + LEADS]:
                _work_off(unit, row, head if row.officer_id != head else county, calendar)
    return len(rows)


def _work_off(unit: Unit, row: Any, by: int | None, calendar: Calendar) -> None:
    """Nobody decides on their own lead."""
    stated = STATED[LeadKind(row.kind)]
    words = {"statement": t(stated[row.id % len(stated)]), "decision": t(DECIDED[row.id * 7 % 11 % len(DECIDED)])}
    fresh = {**words, "decided_by": by, "closed_on": calendar.add_working_days(row.fell_due_on, WORKED_OFF)}
    before = {name: getattr(row, name) for name in (*fresh, "state")}
    unit.update_row(AccountabilityRecord, row.id, before, **fresh, state=LeadState.CLOSED.value)
