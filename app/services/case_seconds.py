"""Steps of a case that wait for their second person (待上级确认): asking, and who may decide, by own account or on paper.

Where the station has nobody else who may, the second person is the linked county officer: by own account, or by the signed slip.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain import second_person as rules
from app.domain.actions import may
from app.domain.actor import Actor, Role
from app.domain.errors import NotAllowed, Overtaken, Stale
from app.domain.profiles import RuleProfile
from app.domain.second_person import SecondPerson, SecondStep
from app.services import profiles
from app.services.officers import actor_of
from app.texts import t
from db import queries
from db.models import Approval, Case, Officer
from db.uow import ReadSession, Unit


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step that waits for its second person: what, who asked, why, for which day.

    ``mine``: who looks may decide it by own account; ``paper``: it may be decided by a signed slip, which any officer of the desk records.
    """

    step: str
    asker: str
    reason: str
    data: dict[str, Any]
    mine: bool
    paper: bool = False
    who: str = ""


def ask(unit: Unit, case: Case, step: SecondStep, actor: Actor, now: datetime, reason: str, **data: Any) -> Approval:
    """Let a step wait for its second person (待上级确认); the clock runs meanwhile."""
    waiting = [a.step for a in queries.cases.pending_approvals(unit, f"cases:{case.id}")]
    if step.value in waiting:
        raise Overtaken("case.already_waiting", step=step)
    return put(unit, f"cases:{case.id}", step, actor, now, reason, **data)


def put(unit: Unit, record: str, step: SecondStep, actor: Actor, now: datetime, reason: str, **data: Any) -> Approval:
    """The row of a step that waits, of any record."""
    approval = Approval(
        record=record,
        step=step.value,
        asked_by=actor.officer_id,
        asked_at=now,
        state="asked",
        reason=reason.strip(),
        data=data,
    )
    unit.add(approval)
    return approval


def waiting_of(session: ReadSession | Unit, records: Collection[str]) -> Mapping[str, SecondStep]:
    """Which of some records wait for a second person (待上级确认), and with which step; the oldest of each."""
    rows = queries.seconds.asked(session, records) if records else ()
    return {row.record: SecondStep(row.step) for row in reversed(rows)}


def waiting(session: ReadSession, actor: Actor, case: Case, names: dict[int, str], day: date) -> tuple[Waiting, ...]:
    """What waits in a case, oldest first, and which of it the officer may decide."""
    rows = queries.cases.pending_approvals(session, f"cases:{case.id}")
    if not rows:
        return ()
    profile, team = profiles.of(session), staff(session, day)
    return tuple(_waiting(profile, team, actor, row, names) for row in rows)


def _waiting(profile: RuleProfile, team: Staff, actor: Actor, row: Approval, names: dict[int, str]) -> Waiting:
    mine, paper = may_confirm(profile, actor, row), on_paper(profile, team, row) and may(actor, "case.slip")
    return Waiting(row.step, names.get(row.asked_by, ""), row.reason, row.data, mine, paper, needed(profile, row))


Staff = tuple[tuple[int, frozenset[Role]], ...]


@dataclass(frozen=True, slots=True)
class Team:
    """Who may confirm what at the station: the profile, and its officers with their roles."""

    profile: RuleProfile
    staff: Staff


def staff(session: ReadSession | Unit, day: date) -> Staff:
    """The officers whose accounts are in use, with their roles on a day: who stands in for the head counts as one."""
    deputies, head = queries.roster.deputy_ids(session, day), frozenset({Role.HEAD})
    in_use = (one for one in queries.station.officers(session) if one.ended_on is None)
    return tuple((one.id, actor_of(one).roles | (head if one.id in deputies else frozenset())) for one in in_use)


def who_may(team: Team, step: SecondStep, concerned: Collection[int | None]) -> frozenset[int]:
    """The accounts in use, the county's among them, that may take a decision at once; none: only a signed slip can."""
    who = team.profile.second_person[step]
    return frozenset(one for one, roles in team.staff if one not in concerned and rules.may_confirm(who, roles))


def needed(profile: RuleProfile, row: Any) -> SecondPerson:
    """Who the second person of a step that waits is, by the profile; a pause of long ago needs the higher of its two."""
    who = profile.second_person[SecondStep(row.step)]
    if row.step == SecondStep.LATE_ENTRY and row.data.get("act") == SecondStep.PAUSE:
        return max(who, profile.second_person[SecondStep.PAUSE], key=rules.rank)
    return who


def concerned(row: Any) -> frozenset[int]:
    """Who may not decide it: who asked, and who it is about (complained of, rated, named by a lead)."""
    return frozenset({row.asked_by, *row.data.get("barred", ())})


def on_paper(profile: RuleProfile, team: Staff, row: Any) -> bool:
    """Whether a signed slip may stand for an account: nobody else in the station may confirm the step."""
    return rules.colleague_who_may(needed(profile, row), concerned(row), team) is None


def oldest(unit: Unit, case: Case, expected: SecondStep | None, approval_id: int | None = None) -> Approval:
    """The step that is decided next; ``expected`` (or its id) is the one that whoever decides has read, another is a conflict."""
    waiting = queries.cases.pending_approvals(unit, f"cases:{case.id}")
    if not waiting:
        raise Overtaken("case.nothing_waits")
    step = SecondStep(waiting[0].step)
    if expected not in (None, step) or approval_id not in (None, waiting[0].id):
        raise Stale("case.other_waits", step=step)
    return waiting[0]


def check_account(unit: Unit, actor: Actor, approval: Approval) -> None:
    """Whether this officer may decide by own account: of the role the profile asks for, and none of those it concerns."""
    step = SecondStep(approval.step)
    for one in concerned(approval):
        rules.check_second_person(one, actor.officer_id, step)
    rules.check_second_role(needed(profiles.of(unit), approval), actor.roles, step)


def signed_words(row: Approval | None) -> str:
    """Who signed a slip, with the duty; empty where none was signed."""
    return t("{name}（{duty}，签批单）").format(name=row.signer_name, duty=row.signer_duty) if row is not None else ""


def direct(session: ReadSession | Unit, actor: Actor) -> frozenset[SecondStep]:
    """The decisions this officer may take at once by own account, as the profile has it; all others are prepared and sent."""
    second = profiles.of(session).second_person
    return frozenset(step for step, rule in rules.STEPS.items() if not rule.of_case and rules.may_confirm(second[step], actor.roles))


def check_direct(unit: Unit, actor: Actor, now: datetime, step: SecondStep, record: str) -> None:
    """Whether this officer may take a decision at once, by own account; what was prepared of it for somebody else is needed no more."""
    rules.check_second_role(profiles.of(unit).second_person[step], actor.roles, step)
    for prepared in queries.cases.pending_approvals(unit, record):
        if prepared.step == step:
            prepared.state, prepared.decided_by, prepared.decided_at = "lapsed", actor.officer_id, now


def check_paper(unit: Unit, approval: Approval, day: date) -> None:
    """A slip is for a station without a second person; where there is one, that person's own account decides."""
    step = SecondStep(approval.step)
    other = rules.colleague_who_may(needed(profiles.of(unit), approval), concerned(approval), staff(unit, day))
    if other is not None:
        raise NotAllowed("case.slip_not_needed", field="signer", step=step, officer=unit.get_one(Officer, other).name)


def may_confirm(profile: RuleProfile, actor: Actor, row: Any) -> bool:
    """Whether an officer may be the second person of a step: of a role that may, and none of those it concerns."""
    return may(actor, "case.approve") and actor.officer_id not in concerned(row) and rules.may_confirm(needed(profile, row), actor.roles)
