"""One rating with all that came of it: its rectification, the appeal against it, the calls to who gave it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import NotFound
from app.services import appeals, call_backs, ratings, rectifications
from app.services.appeals import AppealLine
from app.services.call_backs import CallBackLine
from app.services.ratings import RatingLine
from app.services.rectifications import RectificationLine
from db import queries
from db.uow import Database


@dataclass(frozen=True, slots=True)
class RatingView:
    """What the pane shows of a rating."""

    line: RatingLine
    rectification: RectificationLine | None
    appeal: AppealLine | None
    calls: tuple[CallBackLine, ...]


def show(db: Database, actor: Actor, now: datetime, rating_id: int) -> RatingView:
    """A rating by its id."""
    with db.read("case.read", actor) as session:
        row = queries.ratings.rating_line(session, rating_id)
        if row is None:
            raise NotFound("rating.unknown", field="rating")
        opened = queries.ratings.rectification_of(session, rating_id)
        line = queries.ratings.rectification_line(session, opened.id) if opened else None
        return RatingView(
            ratings.lines_of(session, [row])(row),
            rectifications.lines_of(session, [line], business_date(now))(line) if line is not None else None,
            appeals.of(session, [rating_id]).get(rating_id),
            call_backs.of(session, f"rating:{rating_id}"),
        )
