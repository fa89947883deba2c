"""Jobs with their three sections, referrals up to the hire, and the public-welfare post as a last resort (004 (六)(七))."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.errors import Overtaken, Refused


class JobKind(StrEnum):
    """The four classes of the policy and the internship."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    PUBLIC_SERVICE = "public_service"
    PUBLIC_WELFARE = "public_welfare"
    INTERNSHIP = "internship"


class WelfareKind(StrEnum):
    """养老护理、托幼助残、保洁保安、交通值守."""

    ELDERLY_CARE = "elderly_care"
    CHILD_DISABLED = "child_disabled"
    CLEANING_SECURITY = "cleaning_security"
    TRAFFIC = "traffic"


class JobSource(StrEnum):
    """Where a job was found."""

    VISIT = "visit"
    CAME = "came"
    COMMUNITY = "community"
    FAMILY = "family"
    INSTITUTION = "institution"
    PLATFORM = "platform"


class JobState(StrEnum):
    """A job is drafted, open or closed; it is never deleted."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class PayUnit(StrEnum):
    """What the pay is for."""

    MONTH = "month"
    DAY = "day"
    HOUR = "hour"
    PIECE = "piece"


@dataclass(frozen=True, slots=True)
class Pay:
    """The pay section in cents; ``negotiable`` (面议) needs both figures or a reason."""

    low_cents: int | None = None
    high_cents: int | None = None
    unit: PayUnit = PayUnit.MONTH
    negotiable: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class JobDraft:
    """A job as typed in: post, requirement, pay."""

    title: str
    kind: JobKind
    headcount: int
    requirement: str
    pay: Pay
    welfare_kind: WelfareKind | None = None
    offered_by: str = ""
    family_friendly: bool = False
    age_min: int | None = None
    age_max: int | None = None
    collected_on: date | None = None
    expires_on: date | None = None


def check_job(job: JobDraft, today: date) -> None:
    """Refuse a job whose post, requirement or pay is missing or contradicts itself."""
    _check_post(job)
    _check_requirement(job)
    check_pay(job.pay)
    if job.collected_on is not None and job.collected_on > today:
        raise Refused("job.future", field="collected_on", date=job.collected_on.isoformat())
    if job.expires_on is not None and job.expires_on < (job.collected_on or today):
        raise Refused("job.expires", field="expires_on")


def _check_post(job: JobDraft) -> None:
    if not job.title.strip():
        raise Refused("job.title_empty", field="title")
    if job.headcount < 1:
        raise Refused("job.headcount", field="headcount")
    if job.kind is JobKind.PUBLIC_WELFARE and job.welfare_kind is None:
        raise Refused("job.welfare_kind", field="welfare_kind")
    if job.kind is not JobKind.PUBLIC_WELFARE and job.welfare_kind is not None:
        raise Refused("job.welfare_kind_only", field="welfare_kind")
    if job.kind is JobKind.PUBLIC_SERVICE and not job.offered_by.strip():
        raise Refused("job.offered_by", field="offered_by")
    if job.family_friendly and job.kind is not JobKind.PART_TIME:
        raise Refused("job.family_friendly", field="family_friendly")


def _check_requirement(job: JobDraft) -> None:
    if not job.requirement.strip():
        raise Refused("job.requirement_empty", field="requirement")
    low, high = job.age_min, job.age_max
    if (low is not None and low < 16) or (low is not None and high is not None and low > high):
        raise Refused("job.ages", field="age_min")


def check_pay(pay: Pay) -> None:
    """Refuse a job without pay; 面议 without both figures or a reason; figures that are negative or the wrong way round."""
    low, high = pay.low_cents, pay.high_cents
    if pay.negotiable:
        if (low is None or high is None) and not pay.reason.strip():
            raise Refused("job.pay_negotiable", field="pay")
    elif low is None and high is None:
        raise Refused("job.pay_empty", field="pay")
    if any(cents is not None and cents <= 0 for cents in (low, high)):
        raise Refused("job.pay_negative", field="pay")
    if low is not None and high is not None and low > high:
        raise Refused("job.pay_order", field="pay")


def on_board(state: JobState, published_on: date | None, expires_on: date | None, on: date) -> bool:
    """Whether a job hangs on the public board on a day: published, open, and not past its last day."""
    if state is not JobState.OPEN or published_on is None or published_on > on:
        return False
    return expires_on is None or on <= expires_on


# referrals


class ReferralState(StrEnum):
    """From the push to the confirmed start of work."""

    REFERRED = "referred"
    INTERVIEW = "interview"
    MEDICAL = "medical"
    HIRED = "hired"
    STARTED = "started"
    NOT_HIRED = "not_hired"
    DECLINED = "declined"


_ENDS = frozenset({ReferralState.NOT_HIRED, ReferralState.DECLINED})
UNDER_WAY = frozenset(ReferralState) - _ENDS - {ReferralState.STARTED}
"""Somebody still has to follow it up."""
TRANSITIONS: dict[ReferralState, frozenset[ReferralState]] = {
    ReferralState.REFERRED: frozenset({ReferralState.INTERVIEW, ReferralState.MEDICAL, ReferralState.HIRED, ReferralState.STARTED}) | _ENDS,
    ReferralState.INTERVIEW: frozenset({ReferralState.MEDICAL, ReferralState.HIRED, ReferralState.STARTED}) | _ENDS,
    ReferralState.MEDICAL: frozenset({ReferralState.HIRED, ReferralState.STARTED}) | _ENDS,
    ReferralState.HIRED: frozenset({ReferralState.STARTED}) | _ENDS,
    ReferralState.STARTED: frozenset(),
    ReferralState.NOT_HIRED: frozenset(),
    ReferralState.DECLINED: frozenset(),
}
OPEN_REFERRALS = frozenset(state for state, onward in TRANSITIONS.items() if onward)


class PushChannel(StrEnum):
    """How a job was pushed to a person."""

    COUNTER = "counter"
    DOOR = "door"
    PHONE = "phone"
    SMS = "sms"
    WECHAT = "wechat"


class ConfirmedHow(StrEnum):
    """How a start of work was confirmed."""

    CONTRACT = "contract"
    INSURANCE = "insurance"
    EMPLOYER = "employer"
    VISIT = "visit"
    PHONE = "phone"


def check_move(state: ReferralState, to: ReferralState, reason: str = "") -> None:
    """Refuse a step the table of states does not know, and a person's no without its reason."""
    if to not in TRANSITIONS[state]:
        raise Overtaken("referral.state", state=state, to=to)
    if to is ReferralState.DECLINED and not reason.strip():
        raise Refused("referral.reason", field="reason")


def check_refer(state: JobState, expires_on: date | None, on: date, today: date, *, already_open: bool = False) -> None:
    """Refuse a referral to a closed or expired job, in the future, or while one of the same person and job is open."""
    if on > today:
        raise Refused("referral.future", field="happened_on", date=on.isoformat())
    if state is not JobState.OPEN or (expires_on is not None and expires_on < on):
        raise Refused("referral.job_closed", field="job")
    if already_open:
        raise Refused("referral.twice", field="job")


def check_start(started_on: date, referred_on: date | None, today: date) -> None:
    """Refuse a start of work in the future or before the referral it came from."""
    if started_on > today:
        raise Refused("hire.future", field="started_on", date=started_on.isoformat())
    if referred_on is not None and started_on < referred_on:
        raise Refused("hire.before_referral", field="started_on", date=referred_on.isoformat())


def helped_since(started_on: date, months: int) -> date:
    """The first day on which a recorded service still counts as help into work: the same-numbered day, or the month's end."""
    year, month = divmod(started_on.year * 12 + started_on.month - 1 - months, 12)
    return date(year, month + 1, min(started_on.day, monthrange(year, month + 1)[1]))


def market_referrals(kinds: Collection[JobKind]) -> int:
    """How many of a person's earlier referrals were to jobs of the market, not to public-welfare posts."""
    return sum(kind is not JobKind.PUBLIC_WELFARE for kind in kinds)


def check_welfare_placement(earlier: Collection[JobKind], reason: str) -> int:
    """The number of earlier market referrals; none asks for a reason, for the post is the last resort (F14)."""
    count = market_referrals(earlier)
    if count == 0 and not reason.strip():
        raise Refused("hire.welfare_reason", field="reason")
    return count
