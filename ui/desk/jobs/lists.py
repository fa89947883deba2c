"""Referrals and starts of work as lists and panes show them, on the place of jobs and on a person's page."""

from __future__ import annotations

from app.domain.jobs_market import TRANSITIONS, PushChannel, ReferralState
from app.services.hires import HireLine, ReferralLine
from app.texts import t, word
from ui.desk.reading import Do, Fact, Reading, Section
from ui.kit.runs import Runs, bold, plain, with_icon
from ui.models.rows import NAME_LINES, Column

STATES: dict[ReferralState, tuple[str, str]] = {
    ReferralState.REFERRED: ("account-arrow-right-outline", "accent"),
    ReferralState.INTERVIEW: ("account-tie-voice-outline", "accent"),
    ReferralState.MEDICAL: ("clipboard-pulse-outline", "accent"),
    ReferralState.HIRED: ("handshake-outline", "accent"),
    ReferralState.STARTED: ("check-circle", "ok"),
    ReferralState.NOT_HIRED: ("minus", "fg_secondary"),
    ReferralState.DECLINED: ("cancel", "fg_secondary"),
}
_ORDER = list(STATES)


def referral_state(one: ReferralLine) -> Runs:
    """Where a referral stands: what is under way is blue, a start of work green."""
    icon, tone = STATES[one.state]
    return with_icon(icon, word(one.state), tone)


def referral_answer(one: ReferralLine) -> str:
    """面试 10-12，本人愿意去."""
    days = ((t("面试"), one.interview_on), (t("体检"), one.medical_on))
    dated = [f"{name} {day:%m-%d}" for name, day in days if day is not None]
    return t("，").join(filter(None, (*dated, one.answer)))


def _job(one: ReferralLine) -> Runs:
    return (*bold(one.job), *plain(f"・{one.employer}"))


def referral_columns(*, with_person: bool) -> tuple[Column, ...]:
    """State, person, job with its employer, answer, day, officer."""
    person = (Column("referred_person", t("推荐给"), lambda r: bold(r.person), 5, 0, lines=NAME_LINES),) if with_person else ()
    return (
        Column("referral_state", t("进展"), referral_state, 7, 0, order=lambda r: _ORDER.index(r.state)),
        *person,
        Column("referral_job", t("岗位和单位"), _job, 0, 1, least=10, tip=lambda r: f"{r.job}・{r.employer}"),
        Column("referral_answer", t("答复"), referral_answer, 9, 3, tip=referral_answer),
        Column("referral_officer", t("推荐人"), lambda r: r.officer, 4, 3),
        Column("referred_on", t("推荐日期"), lambda r: r.happened_on.isoformat(), 6, 2, right=True),
    )


def hire_columns(*, with_person: bool) -> tuple[Column, ...]:
    """Day of the start, person, employer, form, how it was confirmed, whether the station helped."""
    person = (Column("hired_person", t("姓名"), lambda r: bold(r.person), 5, 0, lines=NAME_LINES),) if with_person else ()
    return (
        Column("started_on", t("上岗日期"), lambda r: r.started_on.isoformat(), 6, 0),
        *person,
        Column("hired_at", t("单位"), lambda r: bold(r.employer) if not with_person else r.employer, 0, 1, tip=lambda r: r.employer),
        Column("hire_form", t("就业形式"), lambda r: word(r.form), 7, 1),
        Column("hire_how", t("怎么确认的"), lambda r: word(r.how), 5, 2),
        Column("helped", t("帮扶"), _helped, 6, 3),
    )


def _helped(one: HireLine) -> Runs:
    return with_icon("check-circle", t("本站帮扶"), "ok") if one.helped else with_icon("minus", t("不计"), "fg_secondary")


def referral_reading(one: ReferralLine, acts: tuple[Do, ...]) -> Reading:
    """A referral in full."""
    facts = (
        Fact(t("推荐给"), one.person),
        Fact(t("岗位"), one.job),
        Fact(t("单位"), one.employer),
        Fact(t("推荐日期"), one.happened_on.isoformat() + (t("（补录）") if one.late_entry else "")),
        Fact(t("怎么推荐的"), word(PushChannel(one.channel))),
        Fact(t("面试"), one.interview_on.isoformat() if one.interview_on else ""),
        Fact(t("体检"), one.medical_on.isoformat() if one.medical_on else ""),
        Fact(t("答复日期"), one.answered_on.isoformat() if one.answered_on else ""),
        Fact(t("答复"), one.answer),
        Fact(t("推荐人"), one.officer),
    )
    return Reading(one.person, referral_state(one), (Section("", facts),), acts)


def hire_reading(one: HireLine, acts: tuple[Do, ...]) -> Reading:
    """A start of work in full."""
    facts = (
        Fact(t("单位"), one.employer),
        Fact(t("就业形式"), word(one.form)),
        Fact(t("上岗日期"), one.started_on.isoformat() + (t("（补录）") if one.late_entry else "")),
        Fact(t("确认"), t("{day} {how}").format(day=one.confirmed_on, how=word(one.how))),
        Fact(t("离岗日期"), one.ended_on.isoformat() if one.ended_on else ""),
        Fact(t("帮扶"), t("本站帮扶过，计入帮扶就业") if one.helped else t("之前没有本站的服务记录，不计入帮扶就业")),
        Fact(t("安置原因"), one.reason),
    )
    return Reading(one.person, with_icon("check-circle", t("已上岗"), "ok"), (Section("", facts),), acts)


def onward(one: ReferralLine) -> tuple[ReferralState, ...]:
    """What may be recorded of a referral as its next step; the start of work has a form of its own."""
    return tuple(state for state in ReferralState if state in TRANSITIONS[one.state] and state is not ReferralState.STARTED)
