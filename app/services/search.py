"""Finding anything from one box: persons by name, pinyin or number; tickets, cases, items, jobs, employers, policies.

Groups come in a fixed order, a few lines each; ``more`` says that a group has others. What an officer may not read is not looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from app.domain import pinyin
from app.domain.actions import may
from app.domain.actor import Actor
from app.domain.clock import business_date, station_time
from app.domain.persons import Gender, StatusKind, age_on
from app.domain.queueing import TicketState
from app.domain.search_keys import SearchPlan, folded
from app.domain.service_items import ItemKind
from app.services import calendars
from app.services.person_pages import CaseChip, case_chip
from app.texts import t, word
from app.texts.phrases.items import limit_line
from db import queries, search
from db.pinyin import load_readings
from db.uow import Database, ReadSession

PER_GROUP = 5
PERSONS_FOR_CASES = 20
Marks = tuple[tuple[int, int], ...]


class HitKind(StrEnum):
    """What a hit is; the order is that of the groups."""

    PERSON = "person"
    TICKET = "ticket"
    CASE = "case"
    ITEM = "item"
    JOB = "job"
    EMPLOYER = "employer"
    POLICY = "policy"


GROUPS: tuple[tuple[str, tuple[HitKind, ...], str], ...] = (
    ("persons", (HitKind.PERSON,), "person.read"),
    ("tickets", (HitKind.TICKET,), "queue.read"),
    ("cases", (HitKind.CASE,), "case.read"),
    ("items", (HitKind.ITEM,), "item.read"),
    ("jobs", (HitKind.JOB, HitKind.EMPLOYER), "job.read"),
    ("policies", (HitKind.POLICY,), "policy.read"),
)
"""The groups in their order with what they hold and what one must be allowed to read."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One line: what it is, its title with the matched ranges (in ``reading`` where there is one), and the facts beside it.

    ``state`` is the value of the enum of its kind (ticket or case state), ``key`` what a command would call it.
    """

    kind: HitKind
    id: int
    title: str
    key: str = ""
    reading: str = ""
    marks: Marks = ()
    second: str = ""
    right: str = ""
    state: str = ""
    person_id: int | None = None
    case: CaseChip | None = None


@dataclass(frozen=True, slots=True)
class HitGroup:
    """The hits of one group; ``more`` says that there are others."""

    code: str
    hits: tuple[Hit, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class _Search:
    """One search in progress."""

    session: ReadSession
    actor: Actor
    today: date
    text: str
    plan: SearchPlan
    limit: int
    ids: list[int]


def find(db: Database, actor: Actor, now: datetime, text: str, limit: int = 20) -> HitGroup:
    """Persons only, best first: exact initials before longer names, and among them whoever is in the hall today."""
    with db.read("person.read", actor) as session:
        return _persons(_begin(session, actor, now, text, limit))


def palette(db: Database, actor: Actor, now: datetime, text: str, *, only: str = "", limit: int = PER_GROUP) -> tuple[HitGroup, ...]:
    """All groups that hold something, in their order; ``only`` names the one that is widened."""
    wanted = [(code, read) for code, _, read in GROUPS if only in ("", code) and may(actor, read)]
    with db.read("station.look", actor) as session:
        begun = _begin(session, actor, now, text, limit)
        found = [_LOOK[code](begun) for code, _ in wanted] if folded(text) else []
    return tuple(group for group in found if group.hits)


def _begin(session: ReadSession, actor: Actor, now: datetime, text: str, limit: int) -> _Search:
    plan, today = search.plan(session.vault, text), business_date(now)
    ids: list[int] = []
    if plan.scans and may(actor, "person.read"):
        hall = queries.people.in_hall(session, today)
        ids = search.find(session, plan.scans, max(limit + 1, PERSONS_FOR_CASES), first=hall.keys())
    return _Search(session, actor, today, text.strip(), plan, limit, ids)


def _group(code: str, hits: Sequence[Hit], limit: int) -> HitGroup:
    return HitGroup(code, tuple(hits[:limit]), len(hits) > limit)


# persons


def _persons(s: _Search) -> HitGroup:
    shown = s.ids[: s.limit]
    rows = queries.people.person_rows(s.session, shown)
    hall, booked = queries.people.in_hall(s.session, s.today), queries.people.booked(s.session, shown, s.today)
    hits = tuple(_person(s, rows[one], hall.get(one), booked.get(one)) for one in shown if one in rows)
    return HitGroup("persons", hits, len(s.ids) > s.limit)


def _person(s: _Search, row: Any, ticket: Any, booked: datetime | None) -> Hit:
    number = s.session.vault.open("person.id_number", row.uid, row.id_number_sealed)
    age = t("{age} 岁").format(age=age_on(row.birth_date, s.today)) if row.birth_date else ""
    tail = t("尾号 {tail}").format(tail=number[-4:]) if number else ""
    reading = pinyin.spelled(row.name, load_readings(), folded(s.text))
    return Hit(
        *(HitKind.PERSON, row.id, row.name, str(row.id)),
        reading=reading,
        marks=_marks(row.name, reading, s.text),
        second="・".join(part for part in (word(Gender(row.gender)), age, tail) if part),
        right=_where(row, ticket, booked),
        person_id=row.id,
    )


def _where(row: Any, ticket: Any, booked: datetime | None) -> str:
    """Where the person is just now, else what they do."""
    if ticket is not None:
        said = t("在等候 {code}") if ticket.state == TicketState.WAITING else t("正在服务 {code}")
        return said.format(code=ticket.code)
    if booked is not None:
        return t("预约 {time}").format(time=f"{station_time(booked):%H:%M}")
    return word(StatusKind(row.status)) if row.status else ""


def _marks(name: str, reading: str, text: str) -> Marks:
    """The ranges that matched: letters of the reading for pinyin, characters of the name otherwise."""
    wanted = folded(text)
    if not wanted.isascii():
        at = name.find(text)
        return ((at, at + len(text)),) if at >= 0 else ()
    starts = [0, *(at + 1 for at, letter in enumerate(reading) if letter == " ")]
    at = "".join(reading[start : start + 1] for start in starts).find(wanted)
    if at >= 0:
        return tuple((start, start + 1) for start in starts[at : at + len(wanted)])
    return ((0, _reach(reading, wanted)),) if reading.replace(" ", "").startswith(wanted) else ()


def _reach(reading: str, wanted: str) -> int:
    """How far into a spelling with blanks the letters of ``wanted`` go."""
    left, at = len(wanted), 0
    while left:
        left -= reading[at] != " "
        at += 1
    return at


# tickets and cases


def _tickets(s: _Search) -> HitGroup:
    row = queries.finding.ticket(s.session, s.plan.ticket, s.today) if s.plan.ticket else None
    name = (row.name if row and may(s.actor, "person.read") else None) or ""
    hits = (Hit(HitKind.TICKET, row.id, row.code, row.code, second=name, state=row.state, person_id=row.person_id),) if row else ()
    return HitGroup("tickets", hits)


def _cases(s: _Search) -> HitGroup:
    if s.plan.case_number:
        rows = queries.finding.cases_by_number(s.session, s.plan.case_number, s.limit + 1)
    else:
        rows = queries.finding.open_cases_of(s.session, s.ids, s.limit + 1)
    calendar = calendars.of(s.session) if rows else None
    hits = [
        Hit(
            *(HitKind.CASE, row.id, row.item_name, row.number),
            second=row.name,
            state=row.state,
            person_id=row.person_id,
            case=case_chip(row, s.today, calendar) if calendar else None,
        )
        for row in rows
    ]
    return _group("cases", hits, s.limit)


# what has a name and no keys of its own


@lru_cache(maxsize=20_000)
def _letters(name: str) -> str:
    """The likely initials of a name that is no person's."""
    readings = load_readings()
    return "".join((readings.get(character) or (character.lower(),))[0][0] for character in name if character.strip())


def _fits(text: str) -> Callable[[str], bool]:
    """Whether a name holds the text: as it stands, or by its initials."""
    wanted = folded(text)
    return lambda name: wanted in folded(name) or (wanted.isascii() and wanted.isalpha() and wanted in _letters(name))


def _named(rows: Iterable[Any], fits: Callable[[str], bool], limit: int) -> list[Any]:
    found = []
    for row in rows:
        if fits(row.name) or fits(getattr(row, "employer", "") or ""):
            found.append(row)
        if len(found) > limit:
            break
    return found


def _items(s: _Search) -> HitGroup:
    rows = queries.finding.item_names(s.session)
    fits = _fits(s.text)
    found = [row for row in rows if fits(row.name) or row.code.casefold() == s.text.casefold()]
    return _group("items", [_item(row, s.text) for row in found], s.limit)


def _item(row: Any, text: str) -> Hit:
    limit = limit_line(ItemKind(row.item_kind), row.promised_days, row.statutory_days)
    return Hit(HitKind.ITEM, row.id, row.name, row.code, marks=_marks_in(row.name, text), right=limit)


def _jobs(s: _Search) -> HitGroup:
    fits = _fits(s.text)
    employers = _named(queries.finding.employer_names(s.session), fits, s.limit)
    offers = queries.finding.open_jobs_of(s.session, [row.id for row in employers], s.today)
    hits = [_employer(row, offers.get(row.id), s.text) for row in employers]
    hits += [_job(row, s.text) for row in _named(queries.finding.job_names(s.session, s.today), fits, s.limit)]
    return _group("jobs", hits, s.limit)


def _employer(row: Any, offer: Any, text: str) -> Hit:
    second = t("在招 {count} 个岗位").format(count=offer.jobs) if offer else ""
    return Hit(
        HitKind.EMPLOYER, row.id, row.name, marks=_marks_in(row.name, text), second=second, right=_until(offer.until if offer else None)
    )


def _job(row: Any, text: str) -> Hit:
    return Hit(HitKind.JOB, row.id, row.name, row.code, marks=_marks_in(row.name, text), second=row.employer, right=_until(row.expires_on))


def _until(day: date | None) -> str:
    return t("有效至 {day}").format(day=day.isoformat()) if day else ""


def _policies(s: _Search) -> HitGroup:
    rows = _named(queries.finding.policy_names(s.session, s.today), _fits(s.text), s.limit)
    hits = [
        Hit(
            HitKind.POLICY,
            row.id,
            row.name,
            row.code,
            marks=_marks_in(row.name, s.text),
            second=row.document_number,
            right=_until(row.ends_on),
        )
        for row in rows
    ]
    return _group("policies", hits, s.limit)


def _marks_in(name: str, text: str) -> Marks:
    at = name.casefold().find(text.casefold())
    return ((at, at + len(text)),) if at >= 0 else ()


_LOOK: dict[str, Callable[[_Search], HitGroup]] = {
    "persons": _persons,
    "tickets": _tickets,
    "cases": _cases,
    "items": _items,
    "jobs": _jobs,
    "policies": _policies,
}
