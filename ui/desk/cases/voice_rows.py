"""The rows of what people say: a rectification, a rating, a complaint and an invitation as lines of one list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.domain.clock import business_date
from app.domain.complaints import ComplaintState
from app.domain.ratings import BAD_LEVELS
from app.services import complaints, invitations, ratings, rectifications
from app.services.complaints import ComplaintLine
from app.services.invitations import InvitationLine
from app.services.ratings import RatingLine
from app.services.rectifications import RectificationLine
from app.texts import checks, t, word
from ui.kit.runs import Run, Runs, with_icon
from ui.models.paged import Fetch
from ui.models.paged import Page as Rows


@dataclass(frozen=True, slots=True)
class Voice:
    """A line: what kind, by which key it is opened, its day (a last one where ``due``), what it says, who it concerns, and its state."""

    kind: str
    key: Any
    day: date
    what: str
    who: str
    state: Runs
    source: Any
    due: bool = False

    @property
    def day_words(self) -> str:
        """Its day; where it is the last one, it says so."""
        return t("{day} 前").format(day=self.day) if self.due else self.day.isoformat()

    @property
    def id(self) -> tuple[str, Any]:
        """What tells one line from another."""
        return self.kind, self.key


def level_runs(line: RatingLine) -> Runs:
    """The level as its word; a bad one in red, one that is left out says so."""
    tone = "danger" if line.level in BAD_LEVELS else "ok" if line.level > min(BAD_LEVELS) + 2 else "fg_text"
    shown = (Run(word(line.level), line.level in BAD_LEVELS, tone, "body", "star-outline"),)
    return (*shown, Run(t("（{mark}）").format(mark=t(checks()["rating.left_out"])), False, "fg_secondary")) if line.left_out else shown


def awaited(line: RatingLine | RectificationLine | ComplaintLine, state: Runs) -> Runs:
    """The state, or 待上级确认 where a step of it waits for its second person."""
    return with_icon("account-clock-outline", t("待上级确认"), "warn") if line.waiting is not None else state


def of_rating(line: RatingLine) -> Voice:
    """A rating; where a decision on its appeal waits, its level is followed by that."""
    said, state = line.text or line.item or t("没有写意见"), level_runs(line)
    state = (*state, Run("　"), *awaited(line, ())) if line.waiting is not None else state
    return Voice("rating", line.id, line.rated_on, said, line.officer, state, line)


def of_rectification(line: RectificationLine) -> Voice:
    """A bad rating that is being answered: its day is the last one."""
    step = word(line.next_step) if line.next_step else t("已办结")
    state = awaited(line, _due(line.overdue, t("待{step}").format(step=step)))
    return Voice(
        "rating",
        line.rating.id,
        line.due_on,
        line.rating.text or word(line.rating.level),
        line.rating.officer,
        state,
        line,
        line.closed_on is None,
    )


def of_complaint(line: ComplaintLine) -> Voice:
    """A complaint or a suggestion: its day is the last one."""
    open_ = line.state is ComplaintState.OPEN
    state = awaited(line, _due(line.overdue, word(line.state)) if open_ else with_icon("check-circle", word(line.state), "ok"))
    who = line.handler or (t("未指定") if open_ else "")
    said = t("{kind}：{text}").format(kind=word(line.kind), text=line.text)
    return Voice("complaint", line.code, line.due_on, said, who, state, line, open_)


def of_invitation(line: InvitationLine) -> Voice:
    """Somebody to be invited."""
    state = with_icon("check", t("已邀请"), "fg_secondary") if line.told_at else with_icon("star-outline", t("待邀请"))
    what = t("{item}・{number}").format(item=line.item, number=line.subject)
    return Voice("invitation", line.code, line.fell_due_on, what, line.person, state, line)


def _due(overdue: bool, said: str) -> Runs:
    if overdue:
        return (Run(t("逾期・{said}").format(said=said), True, "danger", "body", "alert-octagon"),)
    return with_icon("clock-outline", said)


def fetch(context: Any, only: str, text: str) -> Fetch:
    """The rows of a chip; what was typed narrows them by their words."""
    read = READS[only]

    def rows(after: Any, limit: int) -> Rows:
        found, following = read(context, after, limit)
        return Rows(tuple(one for one in found if text in one.what or text in one.who), following)

    return rows


Found = tuple[list[Voice], Any]


def _rectifications(c: Any, _after: Any, limit: int) -> Found:
    return [of_rectification(one) for one in rectifications.listing(c.db, c.actor, c.now(), limit=limit)], None


def _ratings(bad: bool) -> Callable[[Any, Any, int], Found]:
    def read(c: Any, after: Any, limit: int) -> Found:
        page = ratings.listing(c.db, c.actor, bad_only=bad, after=after, limit=limit)
        return [of_rating(one) for one in page.rows], page.next_key

    return read


def _complaints(open_only: bool) -> Callable[[Any, Any, int], Found]:
    def read(c: Any, after: Any, limit: int) -> Found:
        page = complaints.listing(c.db, c.actor, c.now(), open_only=open_only, after=after, limit=limit)
        return [of_complaint(one) for one in page.rows], page.next_key

    return read


def _invitations(c: Any, after: Any, limit: int) -> Found:
    since = business_date(c.now()) - timedelta(days=invitations.LOOK_BACK)
    page = invitations.listing(c.db, c.actor, since=since, after=after, limit=limit)
    return [of_invitation(one) for one in page.rows], page.next_key


READS: dict[str, Callable[[Any, Any, int], Found]] = {
    "rectifications": _rectifications,
    "complaints": _complaints(True),
    "invitations": _invitations,
    "ratings": _ratings(False),
    "bad": _ratings(True),
    "answered": _complaints(False),
}
