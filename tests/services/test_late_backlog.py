"""Late entries that an earlier edition wrote without a step are listed at the upgrade, from their two dates, on both databases."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.domain.clock import at_station, parse_moment
from app.domain.jobs_market import ConfirmedHow
from app.domain.late_entries import LateKind, LateState
from app.domain.visits import VisitKind, VisitResult, VisitWay
from app.services import cases, hires, late_backlog, late_entries, visits
from app.services.cases import CaseForm
from app.services.hires import HireForm
from app.services.recovery import KEEPER
from app.services.visits import VisitForm
from db.models import CaseEvent, Hire, Visit
from tests.services.people import register, unemployed

MONDAY = parse_moment("2026-10-12T09:00")
NEAR, FAR = date(2026, 10, 9), date(2026, 9, 21)


def upgraded(db) -> int:
    with db.write("database.upgrade", KEEPER, MONDAY) as unit:
        return late_backlog.note_all(unit)


def test_what_an_earlier_edition_entered_late_is_listed_once_by_its_own_day(db, cast):
    me = (db, cast.clerk1, MONDAY)
    person = register(*me)
    unemployed(*me, person, date(2025, 3, 3))
    met = (VisitKind.PERSON, VisitWay.DOOR, VisitResult.MET_PERSON, person)
    visits.record(*me, VisitForm(*met, happened_on=NEAR, late_reason="下乡"))
    visits.record(*me, VisitForm(*met))
    hires.hire(*me, HireForm(MONDAY.date(), ConfirmedHow.EMPLOYER, person, employer="松涛家政"))
    number = cases.open_case(*me, CaseForm("JYKN", person)).number
    with db.write("database.upgrade", KEEPER, MONDAY) as unit:  # as those records stood then: late, and no step kept
        old, hire = unit.execute(select(Visit).order_by(Visit.id.desc())).scalars().first(), unit.execute(select(Hire)).scalar_one()
        old.happened_on, old.late_entry, old.late_reason = FAR, True, "停电"
        hire.started_on, hire.late_entry = FAR, True
        received = unit.execute(select(CaseEvent).where(CaseEvent.kind == "received")).scalar_one()
        received.happened_on, received.happened_at, received.text = FAR, at_station(FAR, 12), "邮寄"
    assert [line.kind for line in late_entries.listing(db, cast.head)] == [LateKind.VISIT]
    assert upgraded(db) == 3
    assert upgraded(db) == 0
    lines = late_entries.listing(db, cast.head)
    assert {(line.kind, line.on, line.reason, line.state) for line in lines} == {
        (LateKind.VISIT, NEAR, "下乡", LateState.NOTED),
        (LateKind.VISIT, FAR, "停电", LateState.NOTED),
        (LateKind.HIRE, FAR, "", LateState.NOTED),
        (LateKind.RECEIPT, FAR, "邮寄", LateState.NOTED),
    }
    assert {line.whom for line in lines} == {"张淑芬"} and {line.case for line in lines} == {"", number}
    pages = [late_entries.listing(db, cast.head, limit=2), late_entries.listing(db, cast.head, limit=2, before=lines[1].id)]
    assert [line.id for page in pages for line in page] == [line.id for line in lines]
