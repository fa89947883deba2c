"""Today of the people who work here: desks offered, leads, certificates that run out, who is away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.domain.accountability import LeadKind, LeadState
from app.domain.actions import may
from app.domain.clock import business_date, station_time
from app.domain.roster import Presence
from app.domain.second_person import SecondStep
from app.services import case_seconds, certificate_lines, profiles, today_moved, where_lines
from app.services import leads as all_leads
from app.services.today_lines import Look, TodayGroup, TodayKind, TodayLine, group_of
from app.texts import t, word
from app.texts import today as say
from db import queries

LEADS_ONE_BY_ONE = 3


def desks(look: Look) -> Iterator[TodayLine]:
    """A whole desk that waits for this officer to take it over."""
    if look.actor.officer_id is None:
        return
    for row in queries.desks.page(look.session, to=look.actor.officer_id, state="offered"):
        yield TodayLine(
            *(TodayGroup.NOW, TodayKind.DESK, "", row.giver, t("移交全部工作"), say.given_by(row.starter, row.reason)),
            *(t("等您接收"), row.code),
            mine=True,
            day=business_date(row.offered_at),
        )


def leads(look: Look) -> Iterator[TodayLine]:
    """Leads to answer, correct, decide or file; and open ones of another officer on a case that is now this one's."""
    if look.actor.officer_id is None:
        return
    moved = today_moved.leads(look)
    for row in queries.today.leads_to_answer(look.session, look.actor.officer_id):
        yield _lead(look, row, today_moved.why(moved, row) or say.lead(row.state, row.number or "", row.correct_by))
    yield from _to_send(look, queries.today.own_leads_that_wait(look.session, look.actor.officer_id))
    for row in queries.today.leads_of_others(look.session, look.actor.officer_id):
        yield _lead(look, row, today_moved.why(moved, row) or say.lead_of_another(row.officer, row.correct_by))
    if all_leads.sees_all(look.session, look.actor):
        others = (row for row in moved.values() if look.actor.officer_id not in (row.officer_id, row.holder_id))
        yield from (_lead(look, row, today_moved.why(moved, row)) for row in others)
        rows = queries.today.leads_to_decide(look.session, look.actor.officer_id)
        yield from _to_decide(look, [row for row in rows if row.id not in moved])


def _to_send(look: Look, rows: Sequence[Any]) -> Iterator[TodayLine]:
    """Own leads that nobody's account may decide or file: they have to be sent to the second person."""
    if not rows or not may(look.actor, "second.ask"):
        return
    sent = case_seconds.waiting_of(look.session, [f"lead:{row.id}" for row in rows])
    team = case_seconds.Team(profiles.of(look.session), case_seconds.staff(look.session, look.today))
    for row in rows:
        step = SecondStep.LEAD if row.state == LeadState.STATED else SecondStep.LEAD_CLOSE
        if f"lead:{row.id}" not in sent and not case_seconds.who_may(team, step, {row.officer_id}):
            yield _lead(look, row, t("等您送上级确认"))


def _to_decide(look: Look, rows: Sequence[Any]) -> Iterator[TodayLine]:
    """One by one while they are few."""
    if len(rows) <= LEADS_ONE_BY_ONE:
        yield from (_lead(look, row, say.lead_waits(row.state, row.officer, row.correct_by)) for row in rows)
        return
    head = (TodayGroup.DAY, TodayKind.LEAD, "", word(TodayKind.LEAD), say.leads(len(rows)), t("等您处理"))
    oldest = rows[0].fell_due_on
    yield TodayLine(*head, say.waited((look.today - oldest).days), None, mine=True, day=oldest)


def _lead(look: Look, row: Any, why: str) -> TodayLine:
    kind = (TodayGroup.DAY, TodayKind.LEAD, "", word(LeadKind(row.kind)), row.item_name or "", why)
    return TodayLine(*kind, say.waited((look.today - row.fell_due_on).days), row.id, mine=True, day=row.fell_due_on)


def certificates(look: Look) -> Iterator[TodayLine]:
    """Certificates that run out, one's own, and everybody's for the head, before they do and until they are renewed."""
    for one in certificate_lines.read(look.session, look.today):
        if not one.soon or one.expires_on is None or (one.officer_id != look.actor.officer_id and not may(look.actor, "roster.change")):
            continue
        left, why = (one.expires_on - look.today).days, say.runs_out(word(one.kind), one.expires_on)
        light = "overdue" if left < 0 else "due_today" if left == 0 else "near"
        yield TodayLine(
            *(group_of(light, TodayGroup.DAY), TodayKind.CERTIFICATE, light, one.officer, one.name, why),
            *(say.left_days(left), one.id),
            mine=one.officer_id == look.actor.officer_id,
            day=one.expires_on,
        )


def away(look: Look) -> Iterator[TodayLine]:
    """Who is not at their post, where they are, and when they mean to be back: whoever is here can tell a caller."""
    for one in where_lines.read(look.session):
        if one.place is Presence.PRESENT:
            continue
        left = say.back_at(station_time(one.back_at), look.today) if one.back_at else t("没有说几时回")
        head = (TodayGroup.DAY, TodayKind.WHEREABOUTS, "", one.officer, word(one.place), one.note)
        yield TodayLine(*head, left, one.login, mine=one.officer_id == look.actor.officer_id, day=look.today)
