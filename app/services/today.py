"""Today: what must not be forgotten, most urgent first, each line one step from its record.

Four groups in order of harm: what must be done now, what is nearly due, the appointments of the next hour, and what else the day asks.
A line carries words ready to be shown and never a number of a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from app.domain import inquiries as inquiry_rules
from app.domain.accountability import ChaserStep
from app.domain.actions import may
from app.domain.actor import Actor
from app.domain.cases import notice_due
from app.domain.clock import at_station, business_date, station_time
from app.domain.complaints import ComplaintKind
from app.domain.desks import Taken, keeper
from app.domain.periods import PeriodKind, last_ended
from app.domain.profiles import RuleProfile
from app.domain.ratings import AppealKind
from app.domain.second_person import SecondStep
from app.domain.visits import VisitKind
from app.services import calendars, case_seconds, lost_tickets, profiles, today_moved, today_team
from app.services.late_entries import Whose, kind_of
from app.services.today_lines import NOTICES as NOTICES
from app.services.today_lines import TOLD_ONLY, Look, group_of
from app.services.today_lines import TodayBoard as TodayBoard
from app.services.today_lines import TodayGroup as TodayGroup
from app.services.today_lines import TodayKind as TodayKind
from app.services.today_lines import TodayLine as TodayLine
from app.texts import t, word
from app.texts import today as say
from db import queries
from db.uow import Database

LOOK_AHEAD = timedelta(days=60)
HOUSEHOLD_NEAR = timedelta(days=9)
VISITS_ONE_BY_ONE = 3
INVITED_LOOKED_BACK = timedelta(days=7)
INQUIRIES_LOOKED_BACK = timedelta(days=60)
VOICE_LETTERS = 40
HOUR = timedelta(hours=1)
LATE_COMER = timedelta(minutes=15)
QUARTER_RETURN = "QSR"


def board(db: Database, actor: Actor, now: datetime) -> TodayBoard:
    """Everything that must not be forgotten, in one snapshot; what the officer may not read is not looked for."""
    today = business_date(now)
    with db.read("station.look", actor) as session:
        look = Look(session, actor, now, today, calendars.of(session))
        found = [line for kind, read, of in _KINDS if may(actor, read) for line in of(look)]
    order = list(TodayGroup)
    lines = tuple(sorted(found, key=lambda line: (order.index(line.group), _rank(line), line.kind is TodayKind.RETURN, line.day or today)))
    seen = {line.kind for line in lines}
    quiet = (kind for kind, read, _ in _KINDS if may(actor, read) and kind not in seen | TOLD_ONLY)
    return TodayBoard(today, lines, tuple(quiet))


def _rank(line: TodayLine) -> int:
    return {"overdue": 0, "due_today": 1, "near": 2}.get(line.light, 3)


def _cases(look: Look) -> Iterator[TodayLine]:
    for row in queries.today.pressing(look.session, look.today + LOOK_AHEAD):
        left = look.left(row.deadline)
        light = look.light(row.deadline, max(row.promised_days or 0, 1) + row.extension_days, left)
        if not light or (row.paused and light != "overdue"):
            continue
        yield TodayLine(
            *(group_of(light, TodayGroup.SOON), TodayKind.CASE, light, row.person, row.item_name, _case_why(look, row, light)),
            *(say.left_working(0 if light == "due_today" else left), row.number),
            mine=_mine(look, row),
            day=row.deadline,
        )


def _mine(look: Look, row: Any) -> bool:
    return look.actor.officer_id is not None and look.actor.officer_id in (row.officer_id, getattr(row, "first_officer_id", None))


def _case_why(look: Look, row: Any, light: str) -> str:
    if light == "overdue":
        return say.received_by(row.first_officer, row.accepted_on)
    if light == "due_today":
        return say.promised(row.promised_days or 0)
    return say.due_day(row.deadline, make_up=row.deadline.weekday() >= 5 and look.calendar.is_working(row.deadline))


def _material(look: Look) -> Iterator[TodayLine]:
    for row in queries.today.material_came(look.session):
        accepted = row.accepted_on is not None
        left = say.left_working(max(look.left(row.deadline), 0)) if accepted else t("可以受理") if not row.lacking else t("继续等")
        yield TodayLine(
            *(TodayGroup.NOW, TodayKind.MATERIAL, "came_back", row.person, row.item_name),
            *(say.material(int(row.came), int(row.lacking), accepted=accepted), left, row.number),
            mine=_mine(look, row),
            day=row.deadline if accepted else None,
        )


def _later(look: Look) -> Iterator[TodayLine]:
    """What was accepted as missing (容缺): when its last day is near or past, also where the case was closed without it."""
    rows = queries.today.lacking_by(look.session, look.today + LOOK_AHEAD)
    for _, lines in groupby(rows, key=lambda row: row.number):
        row, *more = lines
        left, total = look.left(row.due_on), look.calendar.working_days_between(row.accepted_on, row.due_on)
        light = look.light(row.due_on, max(total, 1), left) or ("near" if left <= 1 else "")  # of a short time too, the day before
        if light:
            names = t("、").join([row.material, *(one.material for one in more)])
            head = (group_of(light, TodayGroup.SOON), TodayKind.LATER, light, row.person, row.item_name, say.lacking(names, row.due_on))
            yield TodayLine(*head, say.left_working(0 if light == "due_today" else left), row.number, mine=_mine(look, row), day=row.due_on)


def _received(look: Look) -> Iterator[TodayLine]:
    """Cases taken in and neither accepted nor told what is missing: by the last day of telling it, the silence accepts them."""
    profile = profiles.of(look.session)
    for row in queries.today.untold(look.session):
        due = notice_due(row.received_on, look.calendar, profile.notice_days)
        left = look.left(due)
        light = look.light(due, profile.notice_days, left)
        if light:
            why = say.untold(row.received_on, late=light == "overdue", accepted=profile.receipt_counts_without_notice)
            head = (group_of(light, TodayGroup.SOON), TodayKind.RECEIVED, light, row.person, row.item_name, why)
            yield TodayLine(*head, say.left_working(0 if light == "due_today" else left), row.number, mine=_mine(look, row), day=due)


def _approvals(look: Look) -> Iterator[TodayLine]:
    """Steps of cases that this officer may decide; and who asked, where only a signed slip can: it has to be printed and sent."""
    profile, team = profiles.of(look.session), case_seconds.staff(look.session, look.today)
    waiting = [(row, _awaited(look, profile, team, row)) for row in queries.today.approvals(look.session)]
    rows = [(row, left) for row, left in waiting if left]
    whose = Whose(look.session, [row for row, _ in rows]) if rows else None
    for row, left in rows:
        assert whose is not None
        case = whose.case(row)
        who, what = (case.person, f"{case.item_name}・{word(SecondStep(row.step))}") if case is not None else _other(row, whose)
        yield TodayLine(
            *(TodayGroup.NOW, TodayKind.APPROVAL, "", who, what, say.asked_by(row.asker, row.reason)),
            *(left, case.number if case is not None else row.id),
            mine=True,
            day=business_date(row.asked_at),
        )


def _other(row: Any, whose: Whose) -> tuple[str, str]:
    """Whom a step that is not of a case is about, and what it is."""
    step, whom = SecondStep(row.step), whose.whom(row)
    what = word(kind_of(row)) + t("补录") if step is SecondStep.LATE_ENTRY else word(step)
    return (whom, what) if whom else (what, "")


def _awaited(look: Look, profile: RuleProfile, team: case_seconds.Staff, row: Any) -> str:
    if case_seconds.may_confirm(profile, look.actor, row):
        return t("等您确认")
    paper = row.asked_by == look.actor.officer_id and case_seconds.on_paper(profile, team, row)
    return t("等签批单") if paper else ""


def _hand_overs(look: Look) -> Iterator[TodayLine]:
    if look.actor.officer_id is None:
        return
    for row in queries.today.hand_overs_to(look.session, look.actor.officer_id, at_station(look.today)):
        yield TodayLine(
            *(TodayGroup.NOW, TodayKind.HAND_OVER, "", row.person, row.item_name, say.given_by(row.giver, row.reason)),
            *(t("等您接收"), row.number),
            mine=True,
            day=business_date(row.offered_at),
        )
    yield from _returned(look, look.actor.officer_id)


def _returned(look: Look, officer_id: int) -> Iterator[TodayLine]:
    """Cases that nobody took over and that came back since the last working day."""
    since = at_station(look.calendar.last_working_before(look.today))
    for row in queries.today.hand_overs_back(look.session, officer_id, since, at_station(look.today)):
        head = (TodayGroup.NOW, TodayKind.HAND_OVER, "came_back", row.person, row.item_name, say.not_taken(row.taker))
        yield TodayLine(*head, t("仍由您办理"), row.number, mine=True, day=business_date(row.offered_at))


def _inquiries(look: Look) -> Iterator[TodayLine]:
    """Inquiries offered to this officer, come back unaccepted, or taken over and without a result."""
    if look.actor.officer_id is None:
        return
    since, morning = at_station(look.today - INQUIRIES_LOOKED_BACK), at_station(look.today)
    for row in queries.inquiries.waiting_for(look.session, look.actor.officer_id, since, morning):
        to = row.offered_to if row.offered_at is not None and business_date(row.offered_at) >= look.today else None
        offered = to == look.actor.officer_id
        back = inquiry_rules.came_back(to, row.offered_at, row.taken_over_at)
        why = say.given_by(row.handler_name, row.answer) if offered else say.not_taken("") if back else row.answer
        left = t("等您接收") if offered else t("等您答复")
        yield TodayLine(
            *(TodayGroup.NOW, TodayKind.INQUIRY, "came_back" if back else "", row.visitor_name or row.person_name or row.code),
            *(row.topic, why, left, row.code),
            mine=True,
            day=row.business_date,
        )


def _proxies(look: Look) -> Iterator[TodayLine]:
    """Cases that ended while an officer acted for the person, who has to be told."""
    if look.actor.officer_id is None:
        return
    for row in queries.voices.proxies_to_tell(look.session, look.actor.officer_id):
        head = (TodayGroup.DAY, TodayKind.PROXY, "", row.person, row.item_name, row.outcome or row.reason)
        yield TodayLine(*head, t("等您告知结果"), row.number, mine=True, day=row.closed_on)


def _chasers(look: Look) -> Iterator[TodayLine]:
    """What chases this officer and was not read yet, one line a case."""
    if look.actor.officer_id is None:
        return
    newest = {row.number: row for row in queries.today.chasers_unread(look.session, look.actor.officer_id)}
    for row in newest.values():
        why = word(ChaserStep(row.step))
        yield TodayLine(
            *(
                TodayGroup.NOW,
                TodayKind.CHASER,
                "",
                row.person,
                row.item_name,
                t("{day} {why}").format(day=say.short_day(row.fell_due_on), why=why),
            ),
            *(t("等您看过"), row.number),
            mine=True,
            day=row.deadline,
        )


def _rectifications(look: Look) -> Iterator[TodayLine]:
    total = profiles.of(look.session).bad_rating_days
    for row in queries.today.rectifications(look.session):
        left = look.left(row.due_on)
        light = look.light(row.due_on, total, left)
        yield TodayLine(
            *(group_of(light, TodayGroup.DAY), TodayKind.RECTIFICATION, light, word(TodayKind.RECTIFICATION)),
            *(say.bad_rating(row.rated_on, row.text), say.responsible(row.officer or ""), say.left_working(left), row.id),
            mine=row.officer_id is not None and row.officer_id == look.actor.officer_id,
            day=row.due_on,
        )


def _appeals(look: Look) -> Iterator[TodayLine]:
    """Appeals against ratings that this officer may decide, neither their own nor about them; and those nobody's account may decide,
    until they were sent to the second person.
    """
    rows = queries.voices.appeals_waiting(look.session)
    if not rows:
        return
    sent = case_seconds.waiting_of(look.session, [f"rating:{row.rating_id}" for row in rows])
    team = case_seconds.Team(profiles.of(look.session), case_seconds.staff(look.session, look.today))
    for row in rows:
        left = "" if f"rating:{row.rating_id}" in sent else _appeal_waits(look, row, team)
        if left:
            head = (TodayGroup.DAY, TodayKind.APPEAL, "", word(TodayKind.APPEAL), word(AppealKind(row.kind)))
            yield TodayLine(*head, say.asked_by(row.asker, row.reason), left, row.rating_id, mine=True, day=business_date(row.asked_at))


def _appeal_waits(look: Look, row: Any, team: case_seconds.Team) -> str:
    able = case_seconds.who_may(team, SecondStep.APPEAL, {row.asked_by, row.rated})
    if look.actor.officer_id in able:
        return t("等您决定")
    return t("等您送上级决定") if not able and may(look.actor, "second.ask") else ""


def _complaints(look: Look) -> Iterator[TodayLine]:
    """Complaints and suggestions without an answer; red from the day after the last one, for everybody at the station (B19)."""
    profile = profiles.of(look.session)
    total = {ComplaintKind.COMPLAINT: profile.complaint_days, ComplaintKind.SUGGESTION: profile.suggestion_days}
    for row in queries.voices.complaints_waiting(look.session):
        kind, left = ComplaintKind(row.kind), look.left(row.due_on)
        light = look.light(row.due_on, total[kind], left)
        why = say.handled_by(row.handler) if row.handler else t("还没有指定处理人")
        yield TodayLine(
            *(group_of(light, TodayGroup.DAY), TodayKind.COMPLAINT, light, word(kind), row.text[:VOICE_LETTERS], why),
            *(say.left_working(left), row.code),
            mine=row.handler_id == look.actor.officer_id if row.handler_id else may(look.actor, "complaint.assign"),
            day=row.due_on,
        )


def _invitations(look: Look) -> Iterator[TodayLine]:
    """How many people are to be invited to rate; one line for all."""
    count = queries.voices.invitations_untold(look.session, look.today - INVITED_LOOKED_BACK)
    if count:
        head = (TodayGroup.DAY, TodayKind.INVITATION, "", word(TodayKind.INVITATION), say.people(count), t("办结三天没有评价，自愿评价"))
        yield TodayLine(*head, t("今天"), None, mine=False)


def _lost(look: Look) -> Iterator[TodayLine]:
    """Visitors in service at a counter whose desk gives no sign of life: somebody has to look."""
    for one in lost_tickets.told_of(look.session, look.actor, look.now):
        minutes = int((look.now - one.silent_since).total_seconds()) // 60
        where = t("{n} 号窗口").format(n=one.counter) if one.counter else ""
        yield TodayLine(
            *(TodayGroup.NOW, TodayKind.LOST, "", one.ticket, f"{where} {one.officer}".strip()),
            *(say.silent(station_time(one.silent_since), look.today), say.silent_for(minutes), one.ticket),
            mine=True,
            day=one.on,
        )


def _households(look: Look) -> Iterator[TodayLine]:
    for row in queries.today.open_households(look.session, look.today + HOUSEHOLD_NEAR):
        left = (row.last_day - look.today).days
        light = "overdue" if left < 0 else "due_today" if left == 0 else "near"
        yield TodayLine(
            *(group_of(light, TodayGroup.SOON), TodayKind.HOUSEHOLD, light, t("{head}户").format(head=row.head), t("零就业家庭清零")),
            *(say.recognised(row.recognised_on, row.last_day), say.left_days(left), row.household_id),
            mine=row.officer_id == look.actor.officer_id,
            day=row.last_day,
        )


def _appointments(look: Look) -> Iterator[TodayLine]:
    for row in queries.today.appointments(look.session, look.now - LATE_COMER, look.now + HOUR):
        minutes = round((row.at - look.now).total_seconds() / 60)
        yield TodayLine(
            *(TodayGroup.HOUR, TodayKind.APPOINTMENT, "", row.person, row.item or row.line, say.appointment_note(row.note, row.before)),
            *(say.left_minutes(minutes), row.person_id),
            mine=False,
            day=look.today,
            at=station_time(row.at),
        )


def _visits(look: Look) -> Iterator[TodayLine]:
    rows = queries.today.visits_due(look.session, look.today - queries.today.LOOKED_BACK, look.today)
    taken = queries.desks.desks_taken(look.session) if rows else ()
    if len(rows) <= VISITS_ONE_BY_ONE:
        yield from (_one_visit(look, row, taken) for row in rows)
        return
    for cell, group in groupby(sorted(rows, key=lambda row: (row.grid or "", row.next_on)), key=lambda row: row.grid or ""):
        yield _visits_of(look, cell, list(group), taken)


def _one_visit(look: Look, row: Any, taken: Sequence[Taken]) -> TodayLine:
    who = row.employer or row.person or t("{head}户").format(head=row.head or "")
    return TodayLine(
        *(TodayGroup.DAY, TodayKind.VISIT, "", who, row.grid or say.visit_of(word(VisitKind(row.kind))), say.agreed(row.next_on)),
        *(say.left_days((row.next_on - look.today).days), row.id),
        mine=_keeps(look, row, taken),
        day=row.next_on,
    )


def _keeps(look: Look, row: Any, taken: Sequence[Taken]) -> bool:
    """Whether an agreed visit is this officer's: their own, or of a desk they took over since."""
    return keeper(row.officer_id, row.recorded_at, taken) == look.actor.officer_id


def _visits_of(look: Look, cell: str, rows: Sequence[Any], taken: Sequence[Taken]) -> TodayLine:
    return TodayLine(
        *(TodayGroup.DAY, TodayKind.VISIT, "", cell or t("未分网格"), say.households(len(rows)), say.agreed(rows[0].next_on)),
        *(say.left_days((rows[0].next_on - look.today).days), None),
        mine=any(_keeps(look, row, taken) for row in rows),
        day=rows[0].next_on,
    )


def _returns(look: Look) -> Iterator[TodayLine]:
    profile = profiles.of(look.session)
    period = last_ended(PeriodKind.QUARTER, look.today, profile.report_month)
    for asked in (period, period.following()):
        due = asked.due(profile.grace_days)
        left = (due - look.today).days
        if left > profile.reminder_days or queries.today.frozen_return(look.session, QUARTER_RETURN, asked.code):
            continue
        light = "overdue" if left < 0 else "due_today" if left == 0 else ""
        yield TodayLine(
            *(group_of(light, TodayGroup.DAY), TodayKind.RETURN, light, t("{period}工作情况").format(period=asked.title), t("（附件2）")),
            *(t("还没有封存，{day} 前报送").format(day=say.short_day(due)), say.left_days(left), (QUARTER_RETURN, asked.code)),
            mine=may(look.actor, "return.freeze"),
            day=due,
        )


_KINDS = (
    (TodayKind.CASE, "case.read", _cases),
    (TodayKind.MATERIAL, "case.read", _material),
    (TodayKind.LATER, "case.read", _later),
    (TodayKind.RECEIVED, "case.read", _received),
    (TodayKind.APPROVAL, "case.read", _approvals),
    (TodayKind.HAND_OVER, "case.read", _hand_overs),
    (TodayKind.INQUIRY, "inquiry.read", _inquiries),
    (TodayKind.PROXY, "proxy.end", _proxies),
    (TodayKind.DESK, "desk.take_over", today_team.desks),
    (TodayKind.CHASER, "case.read", _chasers),
    (TodayKind.MOVED, "case.read", today_moved.deadlines),
    (TodayKind.LEAD, "case.read", today_team.leads),
    (TodayKind.RECTIFICATION, "case.read", _rectifications),
    (TodayKind.APPEAL, "rating.appeal_decide", _appeals),
    (TodayKind.COMPLAINT, "case.read", _complaints),
    (TodayKind.INVITATION, "invitation.told", _invitations),
    (TodayKind.LOST, "queue.read", _lost),
    (TodayKind.HOUSEHOLD, "household.read", _households),
    (TodayKind.APPOINTMENT, "queue.read", _appointments),
    (TodayKind.VISIT, "visit.read", _visits),
    (TodayKind.CERTIFICATE, "training.read", today_team.certificates),
    (TodayKind.WHEREABOUTS, "roster.read", today_team.away),
    (TodayKind.RETURN, "return.read", _returns),
)
