"""The clock of a case in words and as the days of the strip: how far it is, what is not counted, when it ends or how it ended."""

from __future__ import annotations

from datetime import date

from app.domain.cases import CaseState
from app.domain.deadlines import DayLine, DayWhy, DeadlineResult, Light
from app.services.cases import CaseView
from app.texts import t, word
from ui.desk.cases.model import LIGHTS, TONES
from ui.kit.clockstrip import Clock, Day
from ui.kit.days import weekday
from ui.kit.runs import Run, Runs, plain

OFF = (DayWhy.REST, DayWhy.HOLIDAY)
Parts = list[tuple[str, str]]


def clock(view: CaseView) -> Clock | None:
    """The days from acceptance to the deadline, and those on which the case was still open after it."""
    result = view.clock
    if result is None:
        return None
    days = [_day(line, view, result.deadline, first=place == 0) for place, line in enumerate(result.days)]
    days += [_late_day(line, view) for line in view.beyond]
    return Clock(tuple(days), sentence(view), result.total, t("{kind}停表").format(kind=_pause(result)) if _pause(result) else t("停表"))


def _day(line: DayLine, view: CaseView, deadline: date, *, first: bool) -> Day:
    ended, closed = view.ended_on, view.facts.state == CaseState.CLOSED
    return Day(
        line.day,
        line.number if line.counted else None,
        rest=line.why in OFF,
        makeup=line.why is DayWhy.MAKE_UP,
        paused=line.why is DayWhy.PAUSED,
        today=not ended and line.day == view.today,
        due=line.day == deadline,
        used=line.counted and (line.day <= ended if ended else line.day < view.today),
        word=t("受理") if first and not line.counted else "",
        ended=line.day == ended and closed,
    )


def _late_day(line: DayLine, view: CaseView) -> Day:
    today = not view.ended_on and line.day == view.today
    return Day(
        line.day,
        line.number,
        rest=line.why in OFF,
        makeup=line.why is DayWhy.MAKE_UP,
        today=today,
        late=True,
        ended=line.day == view.ended_on and view.facts.state == CaseState.CLOSED,
    )


def _pause(result: DeadlineResult) -> str:
    """What the clock waited for, where it waited for one thing only."""
    kinds = {line.pause for line in result.days if line.pause is not None}
    return word(next(iter(kinds))) if len(kinds) == 1 else ""


def sentence(view: CaseView) -> str:
    """The clock in words: from when, how far, what is not counted, when it ends."""
    return "；".join(text for text, _ in clock_parts(view))


def clock_parts(view: CaseView) -> Parts:
    """The same as parts with their tones, for the line above the strip."""
    result = view.clock
    if result is None:
        return [(before_acceptance(view), "fg_secondary")]
    paused = sum(line.why is DayWhy.PAUSED for line in result.days)
    parts: Parts = [(_how_far(view, result), "fg_secondary")]
    if paused:
        parts.append((t("{what} {n} 天不计").format(what=_pause(result) or t("停表"), n=paused), "fg_secondary"))
    return [*parts, _ended(view, result) if view.ended_on else _ends(view, result)]


def before_acceptance(view: CaseView) -> str:
    """What will be counted once the case is accepted; nothing more where it never will be."""
    if CaseState(view.facts.state) not in (CaseState.RECEIVED, CaseState.NOTICED):
        return t("没有受理，不计时限")
    limits = [(t("承诺 {n} 个工作日"), view.promised_days), (t("法定 {n} 个工作日"), view.statutory_days)]
    told = [words.format(n=days) for words, days in limits if days]
    return t("受理以后开始计时，{limits}").format(limits="，".join(told) or t("当日办结"))


def _how_far(view: CaseView, result: DeadlineResult) -> str:
    begin = t("受理次日起算，") if result.total > 1 else ""
    if view.ended_on or view.today > result.deadline:
        return begin + (t("共 {n} 个工作日").format(n=result.total) if result.total > 1 else t("当日办结"))
    if result.standing:
        return begin + t("已用 {n} 天，今天停表").format(n=result.used(view.today))
    return begin + (t("今天是第 {n} 天").format(n=result.used(view.today)) if result.total > 1 else t("当日办结"))


def _ends(view: CaseView, result: DeadlineResult) -> tuple[str, str]:
    """When it ends, in the tone of its light; what is late says by how much."""
    light = view.facts.light
    tone = TONES.get(LIGHTS[Light(light)], "fg_text") if light else "fg_text"
    late = t("，已经逾期 {n} 个工作日").format(n=_worked(view)) if view.today > result.deadline else ""
    gap = (result.deadline - view.today).days
    when = {0: t("今天"), 1: t("明天")}.get(gap, f"{result.deadline:%m-%d}")
    why = next((line.why for line in result.days if line.day == result.deadline), None)
    makeup = t("补班，") if why is DayWhy.MAKE_UP else ""
    return t("{when}（{weekday}）{makeup}到期").format(when=when, weekday=weekday(result.deadline), makeup=makeup) + late, tone


def _worked(view: CaseView) -> int:
    return sum(line.number is not None for line in view.beyond)


def _ended(view: CaseView, result: DeadlineResult) -> tuple[str, str]:
    """How it ended: so many working days before the deadline, on its day, or after it."""
    ended = view.ended_on
    assert ended is not None
    day = f"{ended:%m-%d}"
    if CaseState(view.facts.state) is not CaseState.CLOSED:
        return t("{day} {state}，不再计时").format(day=day, state=word(CaseState(view.facts.state))), "fg_text"
    if ended > result.deadline:
        words = t("{due} 到期，{day} 办结，逾期 {n} 个工作日")
        return words.format(due=f"{result.deadline:%m-%d}", day=day, n=_worked(view)), "danger"
    spare = result.total - result.used(ended)
    return t("{day} 办结").format(day=day) + (t("，提前 {n} 个工作日").format(n=spare) if spare else t("，按期")), "ok"


def clock_runs(view: CaseView, *, skip: int = 0) -> Runs:
    """The parts as one line, the end bold; where it is narrow the first ``skip`` are left out."""
    made: list[Run] = []
    parts = clock_parts(view)[skip:]
    for place, (text, tone) in enumerate(parts):
        made += plain("；") if place else ()
        made.append(Run(text, place == len(parts) - 1 and view.clock is not None, tone))
    return tuple(made)
