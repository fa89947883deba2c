"""Today of the people who work here: desks offered, certificates that run out, who is away."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.actions import may
from app.domain.clock import business_date, station_time
from app.domain.roster import Presence
from app.services import qualifications, whereabouts
from app.services.today_lines import Look, TodayGroup, TodayKind, TodayLine, group_of
from app.texts import t, word
from app.texts import today as say
from db import queries


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


def certificates(look: Look) -> Iterator[TodayLine]:
    """Certificates that run out, one's own, and everybody's for the head, before they do and until they are renewed."""
    for one in qualifications.read(look.session, look.today):
        if not one.soon or one.expires_on is None or (one.officer_id != look.actor.officer_id and not may(look.actor, "roster.change")):
            continue
        left = (one.expires_on - look.today).days
        light = "overdue" if left < 0 else "due_today" if left == 0 else "near"
        yield TodayLine(
            *(group_of(light, TodayGroup.DAY), TodayKind.CERTIFICATE, light, one.officer, one.name, word(one.kind)),
            *(say.left_days(left), one.id),
            mine=one.officer_id == look.actor.officer_id,
            day=one.expires_on,
        )


def away(look: Look) -> Iterator[TodayLine]:
    """Who is not at their post, where they are, and when they mean to be back: whoever is here can tell a caller."""
    for one in whereabouts.read(look.session):
        if one.place is Presence.PRESENT:
            continue
        left = say.back_at(station_time(one.back_at), look.today) if one.back_at else t("没有说几时回")
        head = (TodayGroup.DAY, TodayKind.WHEREABOUTS, "", one.officer, word(one.place), one.note)
        yield TodayLine(*head, left, one.login, mine=one.officer_id == look.actor.officer_id, day=look.today)
