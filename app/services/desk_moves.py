"""What moves when a desk is taken over: each kind of holding by the way it keeps its own past."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.actor import Actor
from app.domain.calendar import ONE_DAY
from app.domain.cases import OPEN_CASE, CaseEventKind, CaseState
from app.domain.clock import business_date
from app.domain.desks import Holding, HoldingKind
from app.domain.proxies import ProxyState
from app.domain.roster import PostKind
from app.services.cases import event
from db import queries
from db.models import (
    AssistanceFile,
    Case,
    Chaser,
    Complaint,
    DeputyHead,
    DeskHandOver,
    Grid,
    HandOver,
    Helper,
    Inquiry,
    Officer,
    Person,
    PostAssignment,
    Proxy,
    Rectification,
    Referral,
    ZeroEmploymentRecord,
)
from db.uow import Unit


@dataclass(frozen=True, slots=True)
class Moving:
    """A desk in the act of moving."""

    unit: Unit
    actor: Actor
    now: datetime
    desk: DeskHandOver

    @property
    def today(self) -> date:
        """The station date."""
        return business_date(self.now)

    @property
    def giver(self) -> int:
        """Whose desk it was."""
        return self.desk.from_officer_id

    @property
    def taker(self) -> int:
        """Whose desk it is now."""
        return self.desk.to_officer_id


def move_all(moving: Moving, lines: Iterable[Holding]) -> None:
    """Move everything on the list; what was offered to the giver and not accepted goes back to who offered it."""
    _give_back_offers(moving)
    for line in lines:
        _MOVES[line.kind](moving, line.key)
    moving.unit.flush()


def _give_back_offers(moving: Moving) -> None:
    for offered in queries.desks.offers_to(moving.unit, moving.giver):
        offered.state, offered.answered_at = "lapsed", moving.now
        case = moving.unit.get_one(Case, offered.case_id)
        event(moving.unit, case, CaseEventKind.HAND_OVER_LAPSED, moving.actor, moving.now)
    for inquiry in queries.desks.inquiries_offered_to(moving.unit, moving.giver):
        inquiry.offered_to = inquiry.offered_at = None
    moving.unit.flush()


def _case(moving: Moving, case_id: int) -> None:
    """The responsible officer moves, and the days of the case are counted from here for the other; the first officer stays."""
    case = moving.unit.get_one(Case, case_id)
    offered = queries.cases.open_hand_over(moving.unit, case.id)
    if offered is not None:
        offered.state, offered.answered_at = "lapsed", moving.now
        moving.unit.flush()
    moving.unit.add(
        HandOver(
            case_id=case.id,
            from_officer_id=moving.giver,
            to_officer_id=moving.taker,
            offered_at=moving.desk.offered_at,
            answered_at=moving.now,
            state="accepted",
            reason=moving.desk.reason,
            desk_id=moving.desk.id,
        )
    )
    event(moving.unit, case, CaseEventKind.TAKEN_OVER, moving.actor, moving.now, text=moving.desk.code, data={"before": moving.giver})
    case.officer_id = moving.taker


def _chaser(moving: Moving, chaser_id: int) -> None:
    """What nobody has read is for who is responsible now: the cases on the list have moved before it."""
    row = moving.unit.get_one(Chaser, chaser_id)
    row.officer_id = moving.unit.get_one(Case, row.case_id).officer_id


def _lead(_moving: Moving, _lead_id: int) -> None:
    """A lead names who was responsible at the time, for good; that it is open is told to who has the case (``today_team.others_leads``)."""


def _proxy(moving: Moving, proxy_id: int) -> None:
    """What a person signed names who acts: it rests until it is renewed with the taker; unsigned, or to be told only, it is the taker's."""
    row = moving.unit.get_one(Proxy, proxy_id)
    case = moving.unit.get_one(Case, row.case_id)
    if row.state == ProxyState.SIGNED.value and CaseState(case.state) in OPEN_CASE:
        row.state, row.suspended_on, row.suspended_reason = ProxyState.SUSPENDED.value, moving.today, moving.desk.code
        kept = {"code": row.code, "proxy": "suspended"}
        event(moving.unit, case, CaseEventKind.PROXY, moving.actor, moving.now, text=moving.desk.code, data=kept)
    else:
        row.agent_id = moving.taker


def _inquiry(moving: Moving, inquiry_id: int) -> None:
    """Offered to the very taker it is accepted with the desk; offered to a third it still waits for that one."""
    row = moving.unit.get_one(Inquiry, inquiry_id)
    row.officer_id = moving.taker
    if row.offered_to == moving.taker:
        row.offered_to, row.taken_over_at = None, moving.now


def _complaint(moving: Moving, complaint_id: int) -> None:
    """Nobody answers a complaint about themselves: such a one waits for the head to name another."""
    row = moving.unit.get_one(Complaint, complaint_id)
    row.handler_id = None if row.about_id == moving.taker else moving.taker


def _rectification(moving: Moving, rectification_id: int) -> None:
    moving.unit.get_one(Rectification, rectification_id).officer_id = moving.taker


def _file(moving: Moving, file_id: int) -> None:
    moving.unit.get_one(AssistanceFile, file_id).helper_id = moving.taker


def _helped(moving: Moving, person_id: int) -> None:
    person = moving.unit.get_one(Person, person_id)
    if person.helper_id == moving.giver:
        person.helper_id = moving.taker
    own = [line for line in queries.desks.active_helpers(moving.unit, moving.giver) if line.person_id == person_id]
    for line in own:
        line.ends_on = max(line.starts_on, moving.today)
        moving.unit.flush()
        moving.unit.add(
            Helper(
                person_id=person_id,
                officer_id=moving.taker,
                starts_on=moving.today,
                reason=moving.desk.code,
                named_by=moving.actor.officer_id,
                recorded_at=moving.now,
            )
        )
        moving.unit.flush()


def _household(moving: Moving, record_id: int) -> None:
    moving.unit.get_one(ZeroEmploymentRecord, record_id).officer_id = moving.taker


def _visit(_moving: Moving, _visit_id: int) -> None:
    """A visit keeps who made it; whose the agreed day is now follows from the hand-over itself (``desks.keeper``)."""


def _referral(moving: Moving, referral_id: int) -> None:
    """Who follows it up is the taker; who made it stands in the audit and in the service that was recorded with it."""
    moving.unit.get_one(Referral, referral_id).officer_id = moving.taker


def _grid(moving: Moving, grid_id: int) -> None:
    moving.unit.get_one(Grid, grid_id).officer_id = moving.taker


def _post(moving: Moving, assignment_id: int) -> None:
    """The giver's days end yesterday and the taker's begin today; what began today or later is the taker's from its first day."""
    held = moving.unit.get_one(PostAssignment, assignment_id)
    _leave_room(moving, held)
    if held.starts_on >= moving.today:
        held.officer_id, held.reason = moving.taker, moving.desk.code
        return
    last, held.ends_on = held.ends_on, moving.today - ONE_DAY
    moving.unit.add(
        PostAssignment(
            officer_id=moving.taker,
            post_id=held.post_id,
            kind=held.kind,
            duty=held.duty,
            starts_on=moving.today,
            ends_on=last,
            reason=moving.desk.code,
        )
    )


def _leave_room(moving: Moving, held: PostAssignment) -> None:
    """Who was the substitute on the very post is its holder now, and no longer its own substitute."""
    for own in queries.posts.going_on(moving.unit, moving.taker, max(held.starts_on, moving.today)):
        if own.post_id != held.post_id or own.kind != PostKind.SUBSTITUTE.value:
            continue
        if own.starts_on < moving.today:
            own.ends_on = moving.today - ONE_DAY
        else:
            moving.unit.delete(own)
    moving.unit.flush()


def _deputy(moving: Moving, deputy_id: int) -> None:
    """The head's trust was in a person; it goes to nobody."""
    moving.unit.get_one(DeputyHead, deputy_id).ended_at = moving.now


def end_account(unit: Unit, officer: Officer, now: datetime) -> None:
    """The leaver's account ends; forms that were begun and the board's line go with it."""
    officer.ended_on = business_date(now)
    where = queries.roster.where_now(unit, officer.id)
    if where is not None:
        where.ended_at = now
    for draft in queries.desks.drafts_of(unit, officer.id):
        unit.delete(draft)


_MOVES: Mapping[HoldingKind, Callable[[Moving, int], None]] = {
    HoldingKind.CASE: _case,
    HoldingKind.CHASER: _chaser,
    HoldingKind.PROXY: _proxy,
    HoldingKind.INQUIRY: _inquiry,
    HoldingKind.COMPLAINT: _complaint,
    HoldingKind.RECTIFICATION: _rectification,
    HoldingKind.FILE: _file,
    HoldingKind.HELPED: _helped,
    HoldingKind.HOUSEHOLD: _household,
    HoldingKind.VISIT: _visit,
    HoldingKind.REFERRAL: _referral,
    HoldingKind.GRID: _grid,
    HoldingKind.POST: _post,
    HoldingKind.DEPUTY: _deputy,
    HoldingKind.LEAD: _lead,
}
