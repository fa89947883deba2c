"""Ratings in five levels and the four-step answer to a bad one (好差评, 004 (三), B15, B18)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum

from app.domain import moves
from app.domain.calendar import Calendar
from app.domain.cases import OPEN_CASE, CaseState
from app.domain.errors import NotAllowed, NotFound, Overtaken, Refused
from app.domain.moves import lead


class Level(IntEnum):
    """Five levels; the two lowest are bad."""

    VERY_BAD = 1
    BAD = 2
    FAIR = 3
    GOOD = 4
    VERY_GOOD = 5


BAD_LEVELS = frozenset({Level.VERY_BAD, Level.BAD})


class RectificationStep(StrEnum):
    """The four dated steps, in order."""

    VERIFY = "verify"
    CORRECT = "correct"
    FEED_BACK = "feed_back"
    SUPERVISE = "supervise"


class RatingChannel(StrEnum):
    """How a rating came: at the counter's second window, at the kiosk, on a slip that was entered later, by telephone or message."""

    COUNTER = "counter"
    KIOSK = "kiosk"
    SLIP = "slip"
    PHONE = "phone"
    MESSAGE = "message"


class InvitationChannel(StrEnum):
    """How somebody was invited to rate."""

    SLIP = "slip"
    PHONE = "phone"
    MESSAGE = "message"


class AppealKind(StrEnum):
    """What is said against a rating; a bad one that is true is no ground."""

    MISTAKEN = "mistaken"
    MALICIOUS = "malicious"


class AppealState(StrEnum):
    """How far an appeal has come; an accepted one leaves the rating out of the figures."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class AppealAction(StrEnum):
    """What is decided on an appeal, once."""

    ACCEPT = "accept"
    REFUSE = "refuse"


APPEAL_MOVES: dict[AppealAction, dict[AppealState, AppealState]] = {
    AppealAction.ACCEPT: lead(AppealState.ACCEPTED, AppealState.ASKED),
    AppealAction.REFUSE: lead(AppealState.REFUSED, AppealState.ASKED),
}


@dataclass(frozen=True, slots=True)
class RectificationDates:
    """How far a rectification has come."""

    opened_on: date
    verified_on: date | None = None
    corrected_on: date | None = None
    fed_back_on: date | None = None
    supervised_on: date | None = None

    def by_step(self) -> dict[RectificationStep, date | None]:
        """The date of each step, in order."""
        return dict(zip(RectificationStep, (self.verified_on, self.corrected_on, self.fed_back_on, self.supervised_on), strict=True))

    @property
    def next_step(self) -> RectificationStep | None:
        """The first step without a date; None when all are done."""
        return next((step for step, on in self.by_step().items() if on is None), None)


def check_level(value: int) -> Level:
    """The level of ``value``; refused unless it is 1 to 5."""
    try:
        return Level(value)
    except ValueError:
        raise Refused("rating.level", field="level", level=value) from None


def is_bad(level: int) -> bool:
    """Whether the level opens a rectification."""
    return level in BAD_LEVELS


def check_ratable(finished: bool, void: bool, rated: bool) -> None:
    """One rating for each finished case or ticket, none for a void one."""
    if void:
        raise Refused("rating.void")
    if not finished:
        raise Refused("rating.unfinished")
    if rated:
        raise Refused("rating.twice")


def rectification_due(rated_on: date, days: int, calendar: Calendar) -> date:
    """The last day of a rectification, ``days`` working days counted from the day after the rating."""
    return calendar.add_working_days(rated_on, days)


def check_step(dates: RectificationDates, step: RectificationStep, on: date) -> None:
    """Steps come one after another, each once, and their dates do not run backwards."""
    before = [day for other, day in dates.by_step().items() if day is not None and other is not step]
    if dates.next_step is not step:
        raise Overtaken("rectification.order", field="step", step=step, next=dates.next_step or step)
    if on < max([dates.opened_on, *before]):
        raise Refused("rectification.backwards", field="on", step=step, day=on.isoformat())


def check_close(dates: RectificationDates, rated_officer: int | None, supervisor: int | None) -> None:
    """No closing while verification, correction or feedback has no date; the supervisor is not the rated officer (B18)."""
    missing = tuple(step for step, on in dates.by_step().items() if on is None and step is not RectificationStep.SUPERVISE)
    if missing:
        raise Refused("rectification.step_missing", field="step", steps=missing)
    if supervisor is None:
        raise Refused("rectification.supervisor_missing", field="supervisor")
    if supervisor == rated_officer:
        raise NotAllowed("rectification.own_supervisor", field="supervisor")


# inviting


def invitation_due(done_on: date, days: int) -> date:
    """The day on which somebody who has not rated is invited, ``days`` days after the closing."""
    return done_on + timedelta(days=days)


def invitation_span(last_run: date | None, today: date, days: int, most: int) -> tuple[date, date]:
    """The first and last day of closing whose invitations may be missing, when they were looked for last on ``last_run``.

    Without an earlier run only today's are due, and nothing is asked about that was closed longer than ``most`` days before.
    """
    last = today - timedelta(days=days)
    first = last if last_run is None else last_run - timedelta(days=days)
    return max(first, last - timedelta(days=most)), last


def invitation_code(day: date, number: int) -> str:
    """PJ20261012-001: the day it fell due and the day's running number."""
    return f"PJ{day:%Y%m%d}-{number:03d}"


# what is asked about


class Ask(StrEnum):
    """What a visitor is asked about after a visit."""

    TICKET = "ticket"
    CASE = "case"
    LATER = "later"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class OwnCase:
    """A case that came of a ticket."""

    number: str
    state: CaseState
    rated: bool


def asked_about(own: Iterable[OwnCase]) -> tuple[Ask, str]:
    """One service is asked about once: by the case that came of it, when that is closed; by the number only where there is none.

    The second is the number of the case to rate. A case that was refused, withdrawn or voided is no service to rate, so the number is.
    """
    held = list(own)
    closed = [case for case in held if case.state is CaseState.CLOSED]
    unrated = next((case.number for case in closed if not case.rated), "")
    if unrated:
        return Ask.CASE, unrated
    if any(case.state in OPEN_CASE for case in held):
        return Ask.LATER, ""
    return (Ask.DONE if closed else Ask.TICKET), ""


# slips


@dataclass(frozen=True, slots=True)
class SlipSubject:
    """What the code on a slip stands for: a case, a ticket of a day (none said: of today), or an invitation."""

    case: str = ""
    ticket: str = ""
    on: date | None = None
    invitation: str = ""


def slip_until(done_on: date, invited_on: date | None, days: int) -> date:
    """The last day on which a slip is entered: ``days`` days after the service ended, or after the day somebody was invited to rate it."""
    return max(done_on, invited_on or done_on) + timedelta(days=days)


def check_slip(today: date, until: date) -> None:
    """A slip is entered until the day that is printed on it."""
    if today > until:
        raise Refused("rating.slip_over", field="slip", until=until.isoformat())


SCANNED = re.compile(r"SD1:[RT]:[A-Z0-9:-]+")
"""What a scanner types for a rating slip, or for the number of a visit."""
_SLIP = re.compile(
    r"(?:SD1:[RT]:)?(?:(?P<case>BJ\d{8}-\d+)|(?P<invitation>PJ\d{8}-\d+)|(?:(?P<on>\d{4}-\d\d-\d\d):)?(?P<ticket>[A-Z]\d{3,}))"
)


def slip_subject(text: str) -> SlipSubject:
    """What a scanned or typed slip code stands for; ``NotFound`` for anything else."""
    found = _SLIP.fullmatch(text.strip().upper().replace("：", ":"))
    if found is None:
        raise NotFound("rating.slip", field="slip", text=text.strip()[:40])
    kept = {name: part or "" for name, part in found.groupdict().items()}
    try:
        on = date.fromisoformat(kept["on"]) if kept["on"] else None
    except ValueError:
        raise NotFound("rating.slip", field="slip", text=text.strip()[:40]) from None
    return SlipSubject(kept["case"], kept["ticket"], on, kept["invitation"])


def shown_code(text: str) -> str:
    """What a code stands for, as somebody would say it: A012, or the number of a case or an invitation."""
    try:
        subject = slip_subject(text)
    except NotFound:
        return text
    return subject.case or subject.invitation or subject.ticket


# appeals and call-backs


def check_appeal(level: int, reason: str) -> None:
    """Only a bad rating is appealed against, and the appeal says why."""
    if not is_bad(level):
        raise Refused("appeal.not_bad", field="rating")
    if not reason.strip():
        raise Refused("appeal.reason", field="reason")


def check_appeal_decided(state: AppealState, action: AppealAction, decision: str) -> AppealState:
    """The state after a decision that says something; an appeal is decided once."""
    after = moves.moved(APPEAL_MOVES, state, action, "appeal.move")
    if not decision.strip():
        raise Refused("appeal.decision", field="decision")
    return after


def check_appeal_decider(decider: int | None, asker: int, rated: int | None) -> None:
    """Neither who asked nor who was rated decides."""
    if decider in (asker, rated):
        raise NotAllowed("appeal.own", field="decision")


def check_call_back(*, anonymous: bool, reached: bool, text: str) -> None:
    """Nobody can be called who gave no name; who was reached said something."""
    if anonymous:
        raise Refused("call_back.anonymous", field="record")
    if reached and not text.strip():
        raise Refused("call_back.text", field="text")
