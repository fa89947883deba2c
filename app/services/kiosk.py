"""The kiosk: what it shows and the numbers it gives out, as its own actor; no query of it touches a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from app.domain import hours
from app.domain.actor import Actor
from app.domain.board import RECENT, opening
from app.domain.clock import business_date
from app.domain.errors import NotAllowed
from app.domain.kiosk import AVERAGE_OF, Choice, Guide, Home, Slip, about_minutes
from app.domain.queueing import PriorityClass
from app.domain.ratings import Level, RatingChannel, shown_code
from app.domain.service_items import ItemKind, MaterialForm
from app.services import board, face_access, frame, profiles, queue, queue_hours, ratings, ticket_print
from app.services.entry import Entry
from app.services.queue import Taken
from app.services.ratings import RatingForm
from app.settings import Settings
from app.texts import t, word
from app.texts.phrases.items import limit_text
from db.queries import board as query
from db.uow import Database, ReadSession

OWN = t("本人")
"""The source of what the visitor has."""


def home(db: Database, actor: Actor, now: datetime) -> Home:
    """The first page at ``now``, in one snapshot."""
    day = business_date(now)
    state = board.read(db, actor, now)
    with db.read("board.read", actor) as session:
        station = query.station(session)
        rows, working = query.lines(session, day), board.working_of(session)
        station_hours = queue_hours.counters_of(session)
        return Home(
            station.name,
            station.practice,
            next(iter(state.calls[: RECENT + 1]), None),
            sum(row.waiting for row in rows),
            opening(state.hours, now),
            tuple(_choice(session, row, station_hours, now, working) for row in rows),
            tuple(_guide(row) for row in query.items(session)),
            tuple(sorted(profiles.in_force(station.profile, station.changed).priority_classes, key=list(PriorityClass).index)),
        )


def _choice(session: ReadSession, row: Any, station: hours.Spans, now: datetime, working: hours.IsWorking) -> Choice:
    closed = "" if hours.is_open_here(row.hours, station, now, working) else t("现在不在服务时间")
    return Choice(row.letter, row.name, row.description, row.waiting, _minutes(session, row.letter, row.waiting, now), closed)


def _minutes(session: ReadSession, letter: str, ahead: int, now: datetime) -> int:
    times = [row.state_since - row.called_at for row in query.served(session, business_date(now), letter, AVERAGE_OF)]
    return about_minutes(ahead, times, query.open_counters(session, letter))


def _guide(row: Any) -> Guide:
    limit = limit_text(ItemKind(row.item_kind), row.promised_days, row.statutory_days, example=row.example_limits)
    bring = tuple(_bring(material) for material in row.materials if material["copies"])
    told = (row.content, row.conditions, row.how_to_apply, word(ItemKind(row.item_kind)), row.complaints)
    return Guide(row.code, row.name, row.letter or "", row.audience, limit, bring, row.fee, row.how_to_ask, *told)


def _bring(material: dict[str, Any]) -> str:
    """申请表（原件 2 份，本站提供）: where it comes from unless one has it; what may come later or not at all says so."""
    form = word(MaterialForm(material["form"]))
    told = form if material["copies"] == 1 else t("{form} {n} 份").format(form=form, n=material["copies"])
    told += "" if material["source"] in ("", OWN) else t("，{source}").format(source=material["source"])
    said = t("{name}（{told}）").format(name=material["name"], told=told)
    return said + (t("，可后补") if material["later"] else "") + (t("，可免交") if material["waivable"] else "")


def take(
    db: Database,
    actor: Actor,
    now: datetime,
    settings: Settings,
    letter: str,
    guide: Guide | None,
    priority: PriorityClass | None,
    request: str,
) -> Slip:
    """A number in a line, printed; the number is valid whatever the printer does."""
    item = guide.code if guide else None
    taken = queue.take(db, actor, now, letter, item=item, priority=priority, request=request, channel="kiosk")
    return _slip(db, actor, now, settings, taken, guide.bring if guide else ())


def check_in(db: Database, actor: Actor, now: datetime, settings: Settings, code: str, request: str) -> Slip:
    """The number of an appointment."""
    taken = queue.check_in(db, actor, now, code, request=request, channel="kiosk")
    return _slip(db, actor, now, settings, taken, ())


def _slip(db: Database, actor: Actor, now: datetime, settings: Settings, taken: Taken, bring: tuple[str, ...]) -> Slip:
    answer = ticket_print.print_slip(db, actor, now, settings, taken.ticket)
    with db.read("board.read", actor) as session:
        row = next(row for row in query.lines(session, business_date(now)) if row.letter == taken.ticket[0])
        minutes = _minutes(session, row.letter, taken.ahead, now)
    return Slip(taken.ticket, row.name, taken.ahead, minutes, bring, "" if answer.printed else _kept(answer.text))


def print_again(db: Database, actor: Actor, now: datetime, settings: Settings, slip: Slip) -> Slip:
    """The same slip once more, marked 补打 where the first may have come out."""
    answer = ticket_print.print_slip(db, actor, now, settings, slip.ticket, again=True)
    return replace(slip, printed=t("小票又打了一张，请拿好") if answer.printed else _kept(answer.text))


def ratable(db: Database, actor: Actor, now: datetime, code: str) -> str:
    """What the visitor calls a number of today, or what a slip is for; refused unless it can be rated now."""
    ratings.check(db, actor, now, _rating(code, Level.GOOD))
    return shown_code(code)


def rate(db: Database, actor: Actor, now: datetime, code: str, level: Level) -> Level:
    """The rating of a number of today, or of what a slip is for, kept without a name."""
    return ratings.give(db, actor, now, _rating(code, level)).level


def _rating(code: str, level: Level) -> RatingForm:
    return RatingForm(int(level), slip=code, channel=RatingChannel.KIOSK)


def leavers(db: Database, settings: Settings) -> tuple[tuple[str, str], ...]:
    """Who may close the kiosk: login and name of the accounts that have not ended; a machine of its own knows none."""
    if settings.face_path.exists():
        return ()
    return tuple((line.login, line.name) for line in frame.logins(db))


def may_leave(db: Database, settings: Settings, login: str, password: str, now: datetime) -> bool:
    """Whether this is the officer's password; wrong ones count like at the desk.

    A practice station asks for none; a kiosk on a machine of its own has a number of its own.
    """
    if settings.face_path.exists():
        return face_access.closes(settings, password)
    try:
        Entry(db, "kiosk").enter(login, password, now)
    except NotAllowed:
        return False
    return True


def _kept(problem: str) -> str:
    return t("取号成功。{problem}").format(problem=problem)
