"""How the list and the head of the case page are worded: tags, deadlines, who and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.domain.cases import OPEN_CASE, CaseEventKind, CaseState
from app.domain.deadlines import Light, PauseKind
from app.services.case_counts import CaseCounts
from app.services.cases import (
    ALL_STATES,
    RUNNING_STATES,
    CaseFilter,
    CaseRow,
    CaseView,
)
from app.texts import t, word
from ui.kit.days import weekday
from ui.kit.runs import Run, Runs, bold
from ui.kit.status import Tag
from ui.models.rows import NAME_LINES, Column

LIGHTS = {Light.OVERDUE: "overdue", Light.DUE_TODAY: "due_today", Light.NEAR: "near", Light.PAUSED: "paused", Light.NORMAL: "running"}
TONES = {"overdue": "danger", "due_today": "danger", "near": "warn"}
STATES = {
    CaseState.RECEIVED: "received",
    CaseState.NOTICED: "received",
    CaseState.CLOSED: "done",
    CaseState.REFUSED: "refused",
    CaseState.WITHDRAWN: "withdrawn",
    CaseState.VOID: "void",
}


WAITING = {CaseState.NOTICED: t("待补正"), CaseState.DECIDED: t("待送达")}
"""What is waited for, where that says more than the word of the state."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Which chip of the list is pressed."""

    code: str = "open"
    officer_id: int | None = None
    """Who looks; the chip of the own cases needs it."""
    holder: int | None = None
    holder_name: str = ""
    """The officer whose cases alone are shown."""
    due: str = ""

    def filter(self, counts: CaseCounts | None, today: date) -> CaseFilter:
        """What the service is asked for: the chip, within the officer and the span of deadlines that were chosen."""
        only = self._of_chip(counts, today)
        if self.holder is not None:
            only = replace(only, officer_id=self.holder)
        if not self.due:
            return only
        since, before = due_span(self.due, today)
        since = max(since, only.due_from or since)
        return replace(only, due_from=since, due_before=min(before, only.due_before or before), newest_first=False)

    def within(self, today: date) -> CaseFilter:
        """The officer and the span of deadlines alone: what the figures of all chips are of."""
        since, before = due_span(self.due, today) if self.due else (None, None)
        return CaseFilter(officer_id=self.holder, due_from=since, due_before=before)

    def words(self, titles: Mapping[str, str]) -> str:
        """How the filter is called in a workbook; nothing where all cases are shown."""
        parts = [titles[self.code]] if self.code != "all" else []
        parts += [t("责任人{name}").format(name=self.holder_name)] if self.holder_name else []
        parts += [DUE[self.due]] if self.due else []
        return t("只含“{part}”").format(part=t("、").join(parts)) if parts else ""

    def _of_chip(self, counts: CaseCounts | None, today: date) -> CaseFilter:
        running = CaseFilter(states=RUNNING_STATES)
        near_before = counts.near_before if counts else today + timedelta(days=1)
        filters = {
            "all": CaseFilter(states=ALL_STATES, newest_first=True),
            "overdue": replace(running, due_before=today),
            "due_today": replace(running, due_from=today, due_before=today + timedelta(days=1), paused=False),
            "near": replace(running, due_from=today + timedelta(days=1), due_before=near_before, paused=False),
            "paused": replace(running, paused=True),
            "mine": CaseFilter(officer_id=self.officer_id or 0),
        }
        if self.code in ALL_STATES and self.code not in filters:
            return CaseFilter(states=(self.code,), newest_first=CaseState(self.code) not in OPEN_CASE)
        return filters.get(self.code, CaseFilter())


DUE = {"": t("期限不限"), "past": t("已过期限"), "today": t("今天到期"), "week": t("七天内到期"), "month": t("三十天内到期")}
"""Spans of deadlines that the list can be narrowed to."""
_DAYS = {"today": 1, "week": 7, "month": 30}


def due_span(due: str, today: date) -> tuple[date, date]:
    """The first deadline of a span, and the first day after it."""
    if due == "past":
        return date.min, today
    return today, today + timedelta(days=_DAYS[due])


def tag(state: str, light: str, pause: str = "") -> Tag:
    """The status of a case: its light while the clock runs, else its state; ``pause`` says what a standing clock waits for."""
    known = CaseState(state)
    code = LIGHTS[Light(light)] if light else STATES.get(known, "running")
    if code == "paused" and pause:
        return Tag("paused", t("停表・{kind}").format(kind=word(PauseKind(pause))))
    text = WAITING.get(known, "") if code in ("running", "received") else ""
    return Tag(code, text)


def left_words(remaining: int | None, light: str, state: str) -> str:
    """How much time is left, in exact units."""
    if light == Light.DUE_TODAY:
        return t("今天下班前")
    if remaining is None:
        return t("受理前") if CaseState(state) in (CaseState.RECEIVED, CaseState.NOTICED) else ""
    if remaining < 0:
        return t("逾期 {n} 个工作日").format(n=-remaining)
    if light == Light.OVERDUE and remaining == 0:  # the deadline has passed, and no working day since
        return t("已过期限")
    return t("剩 {n} 个工作日").format(n=remaining)


def standing(since: date | None, today: date) -> str:
    """How long a clock has stood: the day it was stopped on still counted."""
    days = (today - since).days if since else 0
    return t("停表第 {n} 天").format(n=days) if days > 0 else t("今天起停表")


def spare_words(spare: int, total: int) -> str:
    """How a closed case stood to its deadline, ``total`` working days after its acceptance."""
    if spare > 0:
        return t("提前 {n} 个工作日").format(n=spare)
    in_time = t("当天办结") if total == 1 else t("按期办结")
    return in_time if spare == 0 else t("逾期 {n} 个工作日").format(n=-spare)


def left_cell(row: CaseRow) -> Runs:
    """The deadline of a row, in the colour of its light; what is closed says quietly how it ended."""
    code = LIGHTS[Light(row.light)] if row.light else ""
    if row.light == Light.PAUSED:
        return (Run(standing(row.paused_on, row.today), False, "fg_secondary"),)
    if row.spare_days is not None:
        return (Run(spare_words(row.spare_days, row.total_days), False, "fg_secondary"),)
    tone = TONES.get(code, "fg_text" if row.light else "fg_secondary")
    return (Run(left_words(row.remaining_days, row.light, row.state), code in TONES, tone),)


def due_tip(row: CaseRow) -> str:
    """The date behind the words, its weekday, and which day of how many today is."""
    if row.deadline is None:
        return ""
    day = f"{row.deadline:%Y-%m-%d} {weekday(row.deadline)}" + (t("，补班") if row.due_makeup else "")
    if row.remaining_days is None or row.remaining_days < 0:
        return day
    return day + t("，第 {n} 天 / 共 {m} 天").format(n=row.total_days - row.remaining_days, m=row.total_days)


def urgency(row: CaseRow) -> tuple[int, str]:
    """What the state is sorted by: the lights by their harm, then the states without one."""
    lights = list(LIGHTS)
    return (lights.index(Light(row.light)) if row.light else len(lights), row.state)


def columns() -> tuple[Column, ...]:
    """State, applicant, item, deadline, first officer, day of acceptance; number and holder where there is room."""
    return (
        Column("state", t("状态"), lambda r: tag(r.state, r.light, r.pause), 8, 0, order=urgency),
        Column("person", t("申请人"), lambda r: bold(r.person_name), 5, 1, lines=NAME_LINES),
        Column("item", t("事项"), lambda r: r.item_name, 0, 1),
        Column("due", t("期限"), left_cell, 8, 0, tip=due_tip, order=lambda r: r.deadline),
        Column("first", t("首问"), lambda r: r.first_officer_name, 4, 2),
        Column("holder", t("责任人"), lambda r: r.officer_name, 4, 3),
        Column("number", t("编号"), lambda r: r.number, 10, 3, tone="fg_secondary"),
        Column("accepted", t("受理日期"), lambda r: r.accepted_on.isoformat() if r.accepted_on else "", 7, 2, right=True),
    )


def facts_runs(view: CaseView) -> Runs:
    """The line below the title: who, since when, until when."""
    return tuple(run for pair in facts_pairs(view) for run in pair)


def facts_pairs(view: CaseView) -> tuple[Runs, ...]:
    """The same in pairs of name and value: where it is narrow the last pair leaves whole, so that no date is cut."""
    facts = view.facts
    pairs = [(t("申请人"), facts.person_name, ""), (t("首问"), facts.first_officer_name, ""), (t("责任人"), facts.officer_name, "")]
    if facts.first_officer == facts.officer:
        pairs[1:] = [(t("首问、责任人"), facts.officer_name, "")]
    if facts.deadline is not None:
        pairs.append((t("承诺"), facts.deadline.isoformat(), _promise(view)))
    if facts.statutory_deadline is not None:  # quieter: the promise is what counts
        pairs.append((t("法定"), "", t("{day}（{n} 个工作日）").format(day=facts.statutory_deadline, n=view.statutory_days)))
    return tuple((Run(f"{name} ", False, "fg_secondary"), Run(value, True), Run(f"{more}　 ")) for name, value, more in pairs)


def _promise(view: CaseView) -> str:
    if not view.promised_days:
        return t("（当日）")
    longer = view.clock.total - view.promised_days if view.clock else 0
    told = t("（{n} 个工作日）") if longer <= 0 else t("（{n} 个工作日，延期 {more} 个）")
    return told.format(n=view.promised_days, more=longer)


def head_tag(view: CaseView) -> Tag:
    """The tag beside the title: the light with the time that is left, or how long the clock has stood."""
    facts = view.facts
    if not facts.light:
        return tag(facts.state, "")
    if facts.light == Light.PAUSED:
        last = next(event for event in view.events if event.kind == CaseEventKind.PAUSED)
        shown = tag(facts.state, facts.light, last.data.get("pause", PauseKind.SUPPLEMENT.value))
        words = standing(last.happened_on, view.today).removeprefix(t("停表"))
    else:
        shown = tag(facts.state, facts.light)
        words = left_words(facts.remaining_days, facts.light, facts.state)
    text = words if shown.code in ("overdue", "due_today") else f"{shown.word}・{words}"
    return Tag(shown.code, text)


def says_more(view: CaseView) -> bool:
    """Whether the state says something that the light beside the title does not: a warning light hides how far the case is."""
    return bool(view.facts.light) and view.facts.light not in (Light.NORMAL, Light.PAUSED)
