"""Call-backs (回访): who called somebody that rated badly or complained, whether they were reached, and what they said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain import ratings as rules
from app.domain.actor import Actor
from app.domain.errors import NotFound, Refused
from db import queries
from db.models import CallBack, Complaint, Rating
from db.uow import Database, ReadSession, Unit


@dataclass(frozen=True, slots=True)
class CallBackForm:
    """A call: for which record (``rating:12``, ``complaint:3``), reached or not, content or not, and the words."""

    record: str
    reached: bool
    text: str = ""
    content: bool | None = None
    called: datetime | None = None


@dataclass(frozen=True, slots=True)
class CallBackLine:
    """A call as it was recorded; ``content`` says whether the person was content with the answer, None where nobody was reached."""

    id: int
    called_at: datetime
    officer: str
    reached: bool
    content: bool | None
    text: str


def record(db: Database, actor: Actor, now: datetime, form: CallBackForm) -> tuple[CallBackLine, ...]:
    """Record a call; the answer is every call of that record."""
    with db.write("call_back.record", actor, now) as unit:
        rules.check_call_back(anonymous=_anonymous(unit, form.record), reached=form.reached, text=form.text)
        called = form.called or now
        if called > now:
            raise Refused("call_back.future", field="called")
        row = CallBack(
            record=form.record,
            called_at=called,
            recorded_at=now,
            officer_id=actor.officer_id,
            reached=form.reached,
            content=form.content if form.reached else None,
            text=form.text.strip(),
        )
        unit.add(row)
        unit.flush()
        unit.about(form.record)
        return of(unit, form.record)


def _anonymous(unit: Unit, record: str) -> bool:
    """Whether nobody is known who could be called; ``NotFound`` where the record is not there."""
    kind, _, number = record.partition(":")
    key = int(number) if number.isdecimal() else 0
    rating, complaint = (unit.get(Rating, key) if kind == "rating" else None), (unit.get(Complaint, key) if kind == "complaint" else None)
    if rating is not None:
        return rating.anonymous
    if complaint is None:
        raise NotFound("call_back.unknown", field="record")
    return complaint.person_id is None and not complaint.visitor_name


def of(session: ReadSession | Unit, record: str) -> tuple[CallBackLine, ...]:
    """The calls of a record, the first first."""
    rows = queries.voices.call_backs(session, record)
    return tuple(CallBackLine(row.id, row.called_at, row.officer, row.reached, row.content, row.text) for row in rows)


def listing(db: Database, actor: Actor, record: str) -> tuple[CallBackLine, ...]:
    """The same for a page."""
    with db.read("case.read", actor) as session:
        return of(session, record)
