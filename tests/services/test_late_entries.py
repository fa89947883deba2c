"""Late entries (补录) of a visit, a hire, a recognition and a clearing: reason, second person, list, frozen return, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.clock import parse_moment
from app.domain.errors import NotAllowed, Refused
from app.domain.jobs_market import ConfirmedHow
from app.domain.late_entries import LateKind, LateState, packed, unpacked
from app.domain.second_person import SecondStep, SignedSlip
from app.domain.visits import VisitKind, VisitResult, VisitWay
from app.services import (
    attachments,
    case_acts,
    cases,
    hires,
    household_ends,
    households,
    late_entries,
    leads,
    officers,
    return_freeze,
    returns,
    seconds,
    visits,
)
from app.services.attachments import AttachmentForm
from app.services.cases import CaseForm
from app.services.hires import HireForm
from app.services.households import ClearForm, HouseholdForm, RecogniseForm
from app.services.late_entries import Asked
from app.services.visits import VisitForm
from db import audit
from db.models import Case, Hire, Visit, ZeroEmploymentRecord
from tests.services.accepting import accept_complete
from tests.services.people import register, unemployed

MONDAY = parse_moment("2026-10-12T09:00")
NEAR, FAR, LONG_AGO = date(2026, 10, 9), date(2026, 9, 28), date(2026, 9, 14)
WHY = "下乡没有网络"


@dataclass
class Desk:
    """A station and somebody in it who writes down late what happened."""

    db: Any
    cast: Any
    person: int
    home: int = 0

    @property
    def at(self) -> tuple[Any, ...]:
        return self.db, self.cast.clerk1, MONDAY

    def visit(self, on: date, why: str = WHY) -> Any:
        form = VisitForm(
            VisitKind.PERSON, VisitWay.DOOR, VisitResult.MET_PERSON, self.person, happened_on=on, needs="想找保洁", late_reason=why
        )
        return visits.record(*self.at, form)

    def hire(self, on: date, why: str = WHY) -> Any:
        form = HireForm(on, ConfirmedHow.EMPLOYER, self.person, employer="松涛家政", late_reason=why)
        return hires.hire(*self.at, form)

    def recognise(self, on: date, why: str = WHY) -> Any:
        return households.recognise(*self.at, RecogniseForm(HouseholdForm(self.person), on, "县人社局", why))

    def clear(self, on: date, why: str = WHY) -> Any:
        """A household recognised long ago, and confirmed."""
        asked = households.recognise(*self.at, RecogniseForm(HouseholdForm(self.person), LONG_AGO, "县人社局", WHY))
        seconds.approve(self.db, self.cast.clerk2, MONDAY, asked.id)
        self.home = households.of_person(*self.at, self.person).id
        form = ClearForm(self.person, started_on=on, employer="松涛家政", confirmed_how=ConfirmedHow.CONTRACT, late_reason=why)
        return household_ends.clear(*self.at, self.home, form)

    def count(self, model: type[Any]) -> int:
        with self.db.read("person.read", self.cast.head) as session:
            return len(session.execute(select(model)).all())


@pytest.fixture
def desk(db, cast) -> Desk:
    person = register(db, cast.clerk1, MONDAY)
    unemployed(db, cast.clerk1, MONDAY, person)
    return Desk(db, cast, person)


KINDS: dict[LateKind, tuple[Callable[..., Any], type[Any]]] = {
    LateKind.VISIT: (Desk.visit, Visit),
    LateKind.HIRE: (Desk.hire, Hire),
    LateKind.RECOGNITION: (Desk.recognise, ZeroEmploymentRecord),
    LateKind.CLEARING: (Desk.clear, Hire),
}
each = pytest.mark.parametrize("kind", KINDS)


def listed(desk: Desk, kind: LateKind, **only: Any) -> list[Any]:
    return [line for line in late_entries.listing(desk.db, desk.cast.head, **only) if line.kind is kind]


@each
def test_an_earlier_day_wants_its_reason_and_stands_alone_within_three_working_days(desk, kind):
    act, model = KINDS[kind]
    with pytest.raises(Refused) as refusal:
        act(desk, NEAR, " ")
    assert refusal.value.field == "late_reason" and desk.count(model) == 0
    desk = Desk(desk.db, desk.cast, register(desk.db, desk.cast.clerk1, MONDAY, serial=6))
    assert not isinstance(act(desk, NEAR), Asked) and desk.count(model) == 1
    (line,) = listed(desk, kind)
    assert (line.on, line.reason, line.state, line.officer, line.whom) == (NEAR, WHY, LateState.NOTED, "王敏", "张淑芬")


@each
def test_past_three_working_days_it_is_recorded_when_the_second_person_confirms_on_its_own_day(desk, kind):
    act, model = KINDS[kind]
    asked = act(desk, FAR)
    assert (asked.kind, asked.on, desk.count(model)) == (kind, FAR, 0)
    with pytest.raises(NotAllowed, match=r"case\.second_person_same"):
        seconds.approve(*desk.at, asked.id)
    (line,) = seconds.waiting(desk.db, desk.cast.clerk2, MONDAY)
    assert (line.id, line.step, line.late, line.day, line.mine, line.paper) == (asked.id, SecondStep.LATE_ENTRY, kind, FAR, True, False)
    later = MONDAY + timedelta(days=1)
    done = seconds.approve(desk.db, desk.cast.clerk2, later, asked.id)
    with desk.db.read("person.read", desk.cast.head) as session:
        row = session.execute(select(model)).scalar_one()
        day = {Visit: "happened_on", Hire: "started_on", ZeroEmploymentRecord: "recognised_on"}[model]
        assert (getattr(row, day), row.recorded_at, row.officer_id, row.late_entry) == (FAR, later, desk.cast.clerk1.officer_id, True)
        assert audit.verify(session, desk.db.vault).ok
    (line,) = listed(desk, kind, state=LateState.APPROVED)[:1]
    assert (line.record, line.confirmed_by, line.confirmed_at) == (done.record, "李晓燕", later)
    with pytest.raises(Refused, match=r"second\.decided"):
        seconds.approve(desk.db, desk.cast.head, later, asked.id)


@each
def test_what_the_second_person_does_not_confirm_is_never_recorded(desk, kind):
    act, model = KINDS[kind]
    asked = act(desk, FAR)
    with pytest.raises(Refused, match=r"second\.reason"):
        seconds.approve(desk.db, desk.cast.clerk2, MONDAY, asked.id, refused=True)
    seconds.approve(desk.db, desk.cast.clerk2, MONDAY, asked.id, refused=True, reason="没有依据")
    assert desk.count(model) == 0 and seconds.waiting(desk.db, desk.cast.clerk2, MONDAY) == ()
    assert [line.state for line in listed(desk, kind)][0] is LateState.REFUSED


@each
def test_in_a_station_of_one_the_county_signs_and_until_then_it_waits(desk, kind, settings):
    act, model = KINDS[kind]
    asked = act(desk, FAR)
    for one in officers.listing(desk.db, desk.cast.admin):
        if one.active and one.login not in ("clerk1", "admin"):
            officers.end(desk.db, desk.cast.admin, MONDAY, one.login)
    (line,) = seconds.waiting(*desk.at)
    assert (line.mine, line.paper) == (False, True)
    scan = attachments.add(*desk.at, settings, AttachmentForm(f"approval:{asked.id}", "签批单", kind.value.encode())).id
    with pytest.raises(NotAllowed, match=r"case\.slip_own"):
        seconds.sign(*desk.at, asked.id, SignedSlip("王敏", "窗口", MONDAY.date(), scan))
    seconds.sign(*desk.at, asked.id, SignedSlip("孙立", "县就业局股长", MONDAY.date(), scan))
    assert desk.count(model) == 1
    assert listed(desk, kind, state=LateState.APPROVED)[0].confirmed_by == "孙立"


def test_the_list_goes_by_the_day_of_entry_and_by_what_became_of_it(desk):
    desk.visit(NEAR)
    asked = desk.visit(FAR)
    assert [line.id for line in late_entries.listing(desk.db, desk.cast.head, state=LateState.ASKED)] == [asked.id]
    everything = late_entries.listing(desk.db, desk.cast.head)
    assert [line.id for line in late_entries.listing(desk.db, desk.cast.head, since=MONDAY.date(), until=MONDAY.date())] == [
        line.id for line in everything
    ]
    assert late_entries.listing(desk.db, desk.cast.head, until=FAR) == ()
    assert [line.id for line in late_entries.listing(desk.db, desk.cast.head, before=everything[0].id)] == [everything[1].id]
    with pytest.raises(NotAllowed):
        late_entries.listing(desk.db, desk.cast.admin)


def test_receipt_and_acceptance_stand_at_once_are_listed_and_raise_the_lead_of_a_deadline_that_has_passed(desk):
    opened = cases.open_case(*desk.at, CaseForm("JYKN", desk.person, received=LONG_AGO, late_reason=WHY))
    (line,) = listed(desk, LateKind.RECEIPT)
    assert (line.case, line.on, line.state, opened.received_on) == (opened.number, LONG_AGO, LateState.ASKED, LONG_AGO)
    seconds.approve(desk.db, desk.cast.clerk2, MONDAY, line.id)
    accepted = accept_complete(*desk.at, opened.number, on=date(2026, 9, 15), reason=WHY)
    assert (accepted.accepted_on, accepted.overdue) == (date(2026, 9, 15), True)
    assert [(lead.kind, lead.case) for lead in leads.listing(desk.db, desk.cast.head)] == [("overdue", opened.number)]
    assert [one.state for one in listed(desk, LateKind.ACCEPTANCE)] == [LateState.ASKED]
    case_acts.approve(desk.db, desk.cast.clerk2, MONDAY, opened.number)
    assert [one.state for one in listed(desk, LateKind.ACCEPTANCE)] == [LateState.APPROVED]


FROZEN: dict[LateKind, Callable[[Desk, date], Any]] = {
    LateKind.RECEIPT: lambda desk, on: cases.open_case(*desk.at, CaseForm("JYKN", desk.person, received=on, late_reason=WHY)),
    **{kind: act for kind, (act, _) in KINDS.items()},
}


def accept_late(desk: Desk, on: date) -> Any:
    number = cases.open_case(*desk.at, CaseForm("JYKN", desk.person, received=on, late_reason=WHY)).number
    case_acts.approve(desk.db, desk.cast.clerk2, MONDAY, number)
    return accept_complete(*desk.at, number, on=on, reason=WHY)


@pytest.mark.parametrize("kind", [*FROZEN, LateKind.ACCEPTANCE])
def test_no_late_entry_reaches_into_a_period_that_is_frozen(desk, kind):
    return_freeze.freeze(desk.db, desk.cast.head, MONDAY, "QSR", "2026Q3", "")
    view = returns.build(*desk.at, "QSR", "2026Q3")
    before = {code: cell.value for code, cell in view.result.cells.items()}
    ({**FROZEN, LateKind.ACCEPTANCE: accept_late}[kind])(desk, FAR)
    for line in seconds.waiting(desk.db, desk.cast.clerk2, MONDAY):
        seconds.approve(desk.db, desk.cast.clerk2, MONDAY, line.id)
    after = returns.build(*desk.at, "QSR", "2026Q3")
    assert (after.state, {code: cell.value for code, cell in after.result.cells.items()}) == ("frozen", before)
    line = listed(desk, kind)[0]
    assert (line.on, line.frozen, line.state) == (FAR, True, LateState.APPROVED)
    with desk.db.read("person.read", desk.cast.head) as session:
        model = Case if kind in (LateKind.RECEIPT, LateKind.ACCEPTANCE) else KINDS[kind][1]
        assert all(row.late_entry for row in session.execute(select(model)).scalars())


def test_a_form_comes_back_as_it_was_kept():
    form = VisitForm(VisitKind.HOUSEHOLD, VisitWay.DOOR, VisitResult.MET_FAMILY, household_id=3, happened_on=FAR, met=((5, "配偶"),))
    assert unpacked(VisitForm, packed(form)) == form
    home = RecogniseForm(HouseholdForm(5, ((6, "子女"),), "松涛", None), FAR, "县人社局", WHY)
    assert unpacked(RecogniseForm, packed(home)) == home
