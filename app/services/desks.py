"""Handing over a whole desk (交接): what is in hand, the offer with its list, the one act that moves it all, the signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from app.domain import desks as rules
from app.domain.accountability import ChaserStep
from app.domain.actions import may
from app.domain.actor import Actor, Role
from app.domain.clock import business_date
from app.domain.desks import DeskAction, DeskState, Holding, HoldingKind
from app.domain.errors import NotFound
from app.services import desk_moves
from app.services.officers import TEAM, actor_of
from app.services.posts import found_officer, living
from app.texts import t, word
from db import counters as numbers
from db import queries
from db.models import DeskHandOver, Officer
from db.once import one_at_a_time
from db.uow import Database, ReadSession, Unit


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A hand-over: from whom to whom, in which state, with its list; ``leaving`` ends the giver's account."""

    id: int
    code: str
    giver_id: int
    taker_id: int
    giver: str
    taker: str
    starter: str
    state: DeskState
    leaving: bool
    reason: str
    offered_at: datetime
    answered_at: datetime | None
    signed_on: date | None
    lines: tuple[Holding, ...]

    @property
    def moving(self) -> tuple[Holding, ...]:
        """What changes hands; the rest of the list stays with the officer it names."""
        return tuple(line for line in self.lines if line.kind not in rules.STAYS)


def held_in(session: ReadSession | Unit, officer_id: int, today: date) -> tuple[Holding, ...]:
    """What an officer has in hand, in the order of the list."""
    rows = queries.desks.held(session, officer_id, today)
    return tuple(_holding(HoldingKind(kind), row) for kind, row in rows)


def _holding(kind: HoldingKind, row: Any) -> Holding:
    """A case that was not accepted yet has no last day; of two chasers on one case each says which it is."""
    step = t("（{step}）").format(step=word(ChaserStep(row.step))) if kind is HoldingKind.CHASER else ""
    return Holding(kind, row.id, row.number or "", f"{row.title or ''}{step}", None if row.due == date.max else row.due)


def held(db: Database, actor: Actor, now: datetime, login: str | None = None) -> tuple[Holding, ...]:
    """What an officer has in hand; one's own without a login."""
    with db.read("desk.read", actor) as session:
        return held_in(session, found_officer(session, login or actor.login).id, business_date(now))


def offer(
    db: Database, actor: Actor, now: datetime, to: str, *, giver: str | None = None, leaving: bool = False, reason: str = ""
) -> DeskLine:
    """Offer a desk, one's own or as head another's: nothing moves until the other one takes it over."""
    with db.write("desk.hand_over", actor, now) as unit:
        one_at_a_time(unit, TEAM)
        source, target = living(unit, giver or actor.login, "from"), living(unit, to, "to")
        rules.check_offer(
            source.id,
            target.id,
            own=source.id == actor.officer_id,
            head=actor.has(Role.HEAD),
            may_take=may(actor_of(target), "desk.take_over"),
            offered=queries.desks.offered_by(unit, source.id) is not None,
        )
        if leaving:
            _check_leaving(unit, source)
        today = business_date(now)
        row = DeskHandOver(
            code=rules.desk_code(today, numbers.next_number(unit, "desk", str(today))),
            from_officer_id=source.id,
            to_officer_id=target.id,
            started_by=actor.officer_id or source.id,
            offered_at=now,
            state=DeskState.OFFERED.value,
            leaving=leaving,
            reason=reason.strip(),
            lines=_stored(held_in(unit, source.id, today)),
        )
        unit.add(row)
        unit.flush()
        unit.about(row)
        return shown(unit, row.code)


def _check_leaving(unit: Unit, officer: Officer) -> None:
    others = (one for one in queries.station.officers(unit) if one.id != officer.id and one.ended_on is None)
    last = Role.ADMIN.value in officer.roles and not any(Role.ADMIN.value in one.roles for one in others)
    rules.check_leaving(last_admin=last, at_counter=queries.desks.open_counter_of(unit, officer.id))


def _stored(lines: Sequence[Holding]) -> list[dict[str, Any]]:
    return [asdict(line) | {"kind": line.kind.value, "due": line.due.isoformat() if line.due else None} for line in lines]


def _read(line: dict[str, Any]) -> Holding:
    due = date.fromisoformat(line["due"]) if line["due"] else None
    return Holding(HoldingKind(line["kind"]), line["key"], line["number"], line["title"], due)


def _line(row: Any) -> DeskLine:
    return DeskLine(
        *(row.id, row.code, row.from_officer_id, row.to_officer_id, row.giver, row.taker, row.starter, DeskState(row.state), row.leaving),
        *(row.reason, row.offered_at, row.answered_at, row.signed_on, tuple(_read(line) for line in row.lines)),
    )


def shown(session: ReadSession | Unit, code: str) -> DeskLine:
    """A hand-over inside a session that is open."""
    rows = queries.desks.page(session, code=code)
    if not rows:
        raise NotFound("desk.unknown", field="code", code=code)
    return _line(rows[0])


def show(db: Database, actor: Actor, code: str) -> DeskLine:
    """A hand-over with its list."""
    with db.read("desk.read", actor) as session:
        return shown(session, code)


def listing(db: Database, actor: Actor, *, limit: int = 100) -> tuple[DeskLine, ...]:
    """All hand-overs, the newest first."""
    with db.read("desk.read", actor) as session:
        return tuple(_line(row) for row in queries.desks.page(session, limit=limit))


def take_over(db: Database, actor: Actor, now: datetime, code: str) -> DeskLine:
    """Take the desk over: everything on it moves at once, as it stands now, and who leaves has no account any more."""
    with db.write("desk.take_over", actor, now) as unit:
        one_at_a_time(unit, TEAM)
        row = _found(unit, code)
        giver, lines = unit.get_one(Officer, row.from_officer_id), held_in(unit, row.from_officer_id, business_date(now))
        _move(unit, row, DeskAction.TAKE)
        rules.check_party(actor.officer_id, (row.to_officer_id,), "code")
        if row.leaving:
            _check_leaving(unit, giver)
        row.lines, row.answered_at = _stored(lines), now
        desk_moves.move_all(desk_moves.Moving(unit, actor, now, row), lines)
        if row.leaving:
            desk_moves.end_account(unit, giver, now)
        unit.flush()
        return shown(unit, code)


def _found(unit: Unit, code: str) -> DeskHandOver:
    row = queries.desks.by_code(unit, code)
    if row is None:
        raise NotFound("desk.unknown", field="code", code=code)
    unit.about(row)
    return row


def _move(unit: Unit, row: DeskHandOver, action: DeskAction) -> None:
    row.state = rules.check_desk(DeskState(row.state), action).value
    unit.about(row)


def _moved(unit: Unit, code: str, action: DeskAction) -> DeskHandOver:
    row = _found(unit, code)
    _move(unit, row, action)
    return row


def decline(db: Database, actor: Actor, now: datetime, code: str, reason: str = "") -> DeskLine:
    """Say no to an offered desk; it stays where it is."""
    with db.write("desk.take_over", actor, now) as unit:
        one_at_a_time(unit, TEAM)
        row = _moved(unit, code, DeskAction.DECLINE)
        rules.check_party(actor.officer_id, (row.to_officer_id,), "code")
        row.answered_at, unit.reason = now, reason.strip()
        unit.flush()
        return shown(unit, code)


def withdraw(db: Database, actor: Actor, now: datetime, code: str, reason: str = "") -> DeskLine:
    """Take an offer back: whose desk it is, who offered it, or the head."""
    with db.write("desk.hand_over", actor, now) as unit:
        one_at_a_time(unit, TEAM)
        row = _moved(unit, code, DeskAction.WITHDRAW)
        if not actor.has(Role.HEAD):
            rules.check_party(actor.officer_id, (row.from_officer_id, row.started_by), "code")
        row.answered_at, unit.reason = now, reason.strip()
        unit.flush()
        return shown(unit, code)


def signed(db: Database, actor: Actor, now: datetime, code: str, on: date | None = None) -> DeskLine:
    """Record the day on which both signed the printed list."""
    with db.write("desk.hand_over", actor, now) as unit:
        one_at_a_time(unit, TEAM)
        row = _moved(unit, code, DeskAction.SIGN)
        day = on or business_date(now)
        assert row.answered_at is not None
        rules.check_signed(day, business_date(row.answered_at), business_date(now))
        row.signed_on = day
        unit.flush()
        return shown(unit, code)
