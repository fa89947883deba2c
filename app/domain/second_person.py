"""The second person (四眼): one table of the steps that need one, who it may be, and the signed slip that stands for an account.

Who it is says the profile, step by step: another officer, the head, the county officer, or paper. No document of the policy reserves
a step to one of them (the leader's signature on an extension is the rule of licences, followed by default), so each may be given to each.
What no profile can change: nobody confirms what they asked for, and nobody decides on what is said about themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from app.domain.actor import Role
from app.domain.calendar import Calendar
from app.domain.errors import NotAllowed, Refused
from app.domain.late_entries import is_far_back


class SecondStep(StrEnum):
    """Steps that need a second person."""

    EXTENSION = "extension"
    NOTICE_AGAIN = "notice_again"
    LATE_ENTRY = "late_entry"
    PAUSE = "pause"
    VOID = "void"
    REOPEN = "reopen"
    APPEAL = "appeal"
    COMPLAINT = "complaint"
    COMPLAINT_CLOSE = "complaint_close"
    SUPERVISION = "supervision"
    LEAD = "lead"
    LEAD_CLOSE = "lead_close"
    HARDSHIP = "hardship"


class SecondPerson(StrEnum):
    """Who may be the second person; each also stands for those above, ``PAPER`` for a signed slip only."""

    OFFICER = "officer"
    HEAD = "head"
    COUNTY = "county"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class StepRule:
    """A row of the table: who it is where the profile names nobody, and whether it is a step of a case, which is asked for first.

    The others are decisions: whoever may takes them at once by own account, everybody else prepares them and sends them.
    """

    who: SecondPerson
    of_case: bool = False


STEPS: Mapping[SecondStep, StepRule] = MappingProxyType(
    {
        SecondStep.EXTENSION: StepRule(SecondPerson.HEAD, of_case=True),
        SecondStep.NOTICE_AGAIN: StepRule(SecondPerson.HEAD, of_case=True),
        SecondStep.LATE_ENTRY: StepRule(SecondPerson.OFFICER, of_case=True),
        SecondStep.PAUSE: StepRule(SecondPerson.HEAD, of_case=True),
        SecondStep.VOID: StepRule(SecondPerson.HEAD, of_case=True),
        SecondStep.REOPEN: StepRule(SecondPerson.HEAD, of_case=True),
        SecondStep.APPEAL: StepRule(SecondPerson.HEAD),
        SecondStep.COMPLAINT: StepRule(SecondPerson.OFFICER),
        SecondStep.COMPLAINT_CLOSE: StepRule(SecondPerson.HEAD),
        SecondStep.SUPERVISION: StepRule(SecondPerson.HEAD),
        SecondStep.LEAD: StepRule(SecondPerson.HEAD),
        SecondStep.LEAD_CLOSE: StepRule(SecondPerson.HEAD),
        SecondStep.HARDSHIP: StepRule(SecondPerson.HEAD),
    }
)
DEFAULTS: Mapping[SecondStep, SecondPerson] = MappingProxyType({step: rule.who for step, rule in STEPS.items()})
CASE_STEPS = tuple(step for step, rule in STEPS.items() if rule.of_case)

_MAY_CONFIRM = {
    SecondPerson.OFFICER: frozenset({Role.COUNTER, Role.HEAD, Role.COUNTY}),
    SecondPerson.HEAD: frozenset({Role.HEAD, Role.COUNTY}),
    SecondPerson.COUNTY: frozenset({Role.COUNTY}),
    SecondPerson.PAPER: frozenset(),
}
_STATION = frozenset({Role.COUNTER, Role.HEAD})


def rank(who: SecondPerson) -> int:
    """How high a second person stands; the slip that is asked for everywhere stands highest."""
    return tuple(SecondPerson).index(who)


def may_confirm(who: SecondPerson, roles: Collection[Role]) -> bool:
    """Whether somebody with these roles may be that second person by own account."""
    return not _MAY_CONFIRM[who].isdisjoint(roles)


def check_second_role(who: SecondPerson, roles: Collection[Role], step: SecondStep) -> None:
    """The second person by own account is who the profile says."""
    if who is SecondPerson.PAPER:
        raise Refused("case.second_person_paper", field="signer", step=step)
    if not may_confirm(who, roles):
        raise NotAllowed("case.second_person_role", field="approver", step=step, who=who)


def check_second_person(first: int, second: int | None, step: SecondStep) -> None:
    """The one who asks never approves; None: nobody has confirmed yet."""
    if second is None:
        raise Refused("case.second_person_missing", field="approver", step=step)
    if first == second:
        raise NotAllowed("case.second_person_same", field="approver", step=step)


def colleague_who_may(who: SecondPerson, concerned: Collection[int], staff: Iterable[tuple[int, Collection[Role]]]) -> int | None:
    """Who else in the station may confirm by own account: none of those it concerns (who asks, who is complained of).

    ``staff`` are its active officers. None: it has no second person.
    """
    free = ((one, roles) for one, roles in staff if one not in concerned and not _STATION.isdisjoint(roles))
    return next((one for one, roles in free if may_confirm(who, roles)), None)


@dataclass(frozen=True, slots=True)
class SignedSlip:
    """The approval slip as it came back: who signed it, in which duty, on which day, and the file it is kept as already."""

    name: str
    duty: str
    signed_on: date
    attachment_id: int | None = None


def check_slip(slip: SignedSlip, concerned: Collection[str], asked_on: date, today: date) -> None:
    """Signed with name and duty by none of those it concerns (who asked, who is complained of), between the asking and today."""
    for field, text in (("signer", slip.name), ("duty", slip.duty)):
        if not text.strip():
            raise Refused("case.slip_blank", field=field)
    if slip.name.strip() in concerned:
        raise NotAllowed("case.slip_own", field="signer", officer=slip.name.strip())
    if not asked_on <= slip.signed_on <= today:
        raise Refused("case.slip_day", field="signed_on", day=slip.signed_on.isoformat(), asked=asked_on.isoformat())


def slip_day(signed_on: date, today: date, calendar: Calendar) -> date:
    """The day a signature counts from: its own, and that of its recording where it comes in past three working days."""
    return today if is_far_back(signed_on, today, calendar) else signed_on
