"""Phrases of the labour market: pay, jobs and courses in one line, conditions in words, and the message that pushes a job."""

from __future__ import annotations

from datetime import date

from app.domain.jobs_market import JobKind, PayUnit
from app.domain.masks import surname_form
from app.domain.persons import Gender
from app.domain.policies import Condition, Fit, Operator
from app.texts import fill, t, word

_PER = {PayUnit.MONTH: "元/月", PayUnit.DAY: "元/天", PayUnit.HOUR: "元/小时", PayUnit.PIECE: "元/件"}
_FIT = {Fit.MEETS: "符合：{text}", Fit.FAILS: "还差：{text}", Fit.UNKNOWN: "待核：{text}"}


def yuan(cents: int) -> str:
    """An amount as people write it: 1800, or 1800.50."""
    return str(cents // 100) if cents % 100 == 0 else f"{cents / 100:.2f}"


def pay_text(low: int | None, high: int | None, unit: PayUnit, negotiable: bool = False, note: str = "") -> str:
    """The pay section in one phrase: 1600—1800 元/月."""
    known = [yuan(cents) for cents in dict.fromkeys((low, high)) if cents is not None]
    figures = f"{'—'.join(known)} {t(_PER[unit])}" if known else ""
    if len(known) == 1:
        figures += t("以上") if high is None else t("以内") if low is None else ""
    if negotiable:
        figures = t("面议") + (f"（{figures}）" if figures else "")
    return "，".join(part for part in (figures, note) if part)


def distance_text(metres: int | None) -> str:
    """How far a job lies from the station."""
    if metres is None:
        return ""
    return f"{metres} {t('米')}" if metres < 1000 else f"{metres / 1000:.1f} {t('公里')}"


def requirement_text(education: str, age_min: int | None, age_max: int | None, skills: tuple[str, ...]) -> str:
    """The requirement section made of its fields, for a job whose requirement was not written out."""
    ages = {
        (True, True): f"{age_min} {t('至')} {age_max} {t('岁')}",
        (True, False): f"{age_min} {t('岁以上')}",
        (False, True): f"{age_max} {t('岁以下')}",
    }.get((age_min is not None, age_max is not None), "")
    parts = (f"{education}{t('及以上')}" if education else "", ages, "、".join(skills))
    return "；".join(part for part in parts if part)


def job_detail(employer: str, kind: JobKind, pay: str, place: str) -> str:
    """A job on one line of a service list."""
    return "；".join(part for part in (employer, word(kind), pay, place) if part)


def course_detail(starts_on: date, ends_on: date, provider: str, location: str, fee_cents: int) -> str:
    """A course on one line of a service list."""
    fee = f"{yuan(fee_cents)} {t('元')}" if fee_cents else t("免费")
    dates = f"{starts_on.isoformat()} {t('至')} {ends_on.isoformat()}"
    return "；".join(part for part in (dates, provider, location, fee) if part)


def condition_text(condition: Condition, value: str) -> str:
    """A condition in words: as its document says it, or put together from its parts."""
    if condition.text.strip():
        return condition.text.strip()
    between = "" if condition.operator is Operator.EQ else word(condition.operator)
    return f"{word(condition.field)}{between or t('：')}{value}"


def fit_text(answer: Fit, condition: str) -> str:
    """How a person stands to a condition: 符合, 还差 or 待核."""
    return fill(_FIT[answer], {"text": condition})


def job_message(name: str, gender: Gender, title: str, employer: str, pay: str, station: str, phone: str) -> str:
    """The text message that pushes a job: the family name at most, and no number of the person."""
    call = fill(t("，可致电 {phone}"), {"phone": phone}) if phone else ""
    told = {"who": surname_form(name, gender), "employer": employer, "title": title, "pay": pay, "station": station, "call": call}
    return fill(t("{who}您好，{employer}招聘{title}（{pay}）。有意请到{station}{call}，或回复“愿意”。"), told).replace("您您好", "您好")
