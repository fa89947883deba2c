"""Appeals against mistaken or malicious ratings: the rating stays as it was given; an accepted appeal leaves it out of the figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain import ratings as rules
from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import NotFound, Refused
from app.domain.ratings import AppealAction, AppealKind, AppealState
from app.domain.second_person import SecondStep
from app.services import case_seconds
from app.services.case_seconds import signed_words
from db import queries
from db.models import Rating, RatingAppeal
from db.queries.ratings import OPEN
from db.uow import Database, ReadSession, Unit

DROPPED = "dropped"
"""The state of a rectification whose rating was appealed against with success: nothing is left to correct."""


@dataclass(frozen=True, slots=True)
class AppealLine:
    """An appeal: what is said against the rating, by whom, and what was decided."""

    rating_id: int
    kind: AppealKind
    reason: str
    state: AppealState
    asker: str
    asked_at: datetime
    decision: str
    decider: str
    decided_at: datetime | None
    asker_id: int | None = None


def ask(db: Database, actor: Actor, now: datetime, rating_id: int, kind: AppealKind, reason: str) -> AppealLine:
    """Appeal against a bad rating, once; its rectification goes on meanwhile."""
    with db.write("rating.appeal", actor, now) as unit:
        rating = _rating(unit, rating_id)
        rules.check_appeal(rating.level, reason)
        if queries.voices.appeal_of(unit, rating_id) is not None:
            raise Refused("appeal.twice", field="rating")
        row = RatingAppeal(
            rating_id=rating_id,
            kind=kind.value,
            reason=reason.strip(),
            asked_by=actor.officer_id,
            asked_at=now,
            state=AppealState.ASKED.value,
        )
        unit.add(row)
        unit.flush()
        unit.about(row)
        return _line(unit, rating_id)


def decide(db: Database, actor: Actor, now: datetime, rating_id: int, action: AppealAction, decision: str) -> AppealLine:
    """Decide an appeal: by the head or the county, never by who asked or who was rated. Accepted, the rectification is dropped."""
    with db.write("rating.appeal_decide", actor, now) as unit:
        case_seconds.check_direct(unit, actor, now, SecondStep.APPEAL, f"rating:{rating_id}")
        settle(unit, now, rating_id, action, decision, actor.officer_id)
        return _line(unit, rating_id)


def settle(unit: Unit, now: datetime, rating_id: int, action: AppealAction, decision: str, by: int | None) -> None:
    """The decision itself; ``by`` is None where it was signed on paper by somebody without an account."""
    row, concerned, after = decidable(unit, rating_id, action, decision)
    if by is not None:
        rules.check_appeal_decider(by, *concerned)
    row.state, row.decision = after.value, decision.strip()
    row.decided_by, row.decided_at = by, now
    if after is AppealState.ACCEPTED:
        _drop_rectification(unit, now, rating_id)
    unit.flush()


def decidable(unit: Unit, rating_id: int, action: AppealAction, decision: str) -> tuple[RatingAppeal, tuple[int, int | None], AppealState]:
    """The appeal, who may not decide it (who asked, who was rated), and the state after the decision."""
    rating = _rating(unit, rating_id)
    row = queries.voices.appeal_of(unit, rating_id)
    if row is None:
        raise NotFound("appeal.none", field="rating")
    unit.about(row)
    return row, (row.asked_by, rating.officer_id), rules.check_appeal_decided(AppealState(row.state), action, decision)


def _rating(unit: Unit, rating_id: int) -> Rating:
    """The rating, held: it is appealed against once, and decided on once."""
    row = unit.hold(Rating, rating_id)
    if row is None:
        raise NotFound("rating.unknown", field="rating")
    return row


def _drop_rectification(unit: Unit, now: datetime, rating_id: int) -> None:
    opened = queries.ratings.rectification_of(unit, rating_id)
    if opened is not None and opened.state == OPEN:
        opened.state, opened.closed_on = DROPPED, business_date(now)


def of(session: ReadSession | Unit, rating_ids: list[int]) -> dict[int, AppealLine]:
    """The appeals against some ratings, by rating."""
    signed = queries.seconds.signed(session, [f"rating:{key}" for key in rating_ids], SecondStep.APPEAL.value)
    rows = queries.voices.appeals_of(session, rating_ids).items()
    return {key: _of_row(row, signed_words(signed.get(f"rating:{key}"))) for key, row in rows}


def _line(session: ReadSession | Unit, rating_id: int) -> AppealLine:
    return of(session, [rating_id])[rating_id]


def _of_row(row: Any, signer: str) -> AppealLine:
    said = (row.rating_id, AppealKind(row.kind), row.reason, AppealState(row.state))
    return AppealLine(*said, row.asker, row.asked_at, row.decision, row.decider or signer, row.decided_at, row.asked_by)
