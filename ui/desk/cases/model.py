"""How the list and the page of cases are worded and drawn: tags, deadlines, days of the clock, steps, materials."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.domain.cases import CaseEventKind, CaseState
from app.domain.clock import station_time
from app.domain.deadlines import DayLine, DayWhy, Light, PauseKind
from app.services.cases import (
    ALL_STATES,
    RUNNING_STATES,
    CaseCounts,
    CaseFacts,
    CaseFilter,
    CaseRow,
    CaseView,
    EventLine,
    MaterialLine,
)
from app.texts import t, word
from ui.kit.clockstrip import Clock, Day
from ui.kit.days import weekday
from ui.kit.lists import Material, Step
from ui.kit.runs import Run, Runs, bold, plain
from ui.kit.status import Tag
from ui.models.rows import Column

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


@dataclass(frozen=True, slots=True)
class Shown:
    """Which chip of the list is pressed."""

    code: str = "open"

    def filter(self, counts: CaseCounts | None, today: date) -> CaseFilter:
        """What the service is asked for."""
        running = CaseFilter(states=RUNNING_STATES)
        near_before = counts.near_before if counts else today + timedelta(days=1)
        filters = {
            "all": CaseFilter(states=ALL_STATES),
            "overdue": replace(running, due_before=today),
            "due_today": replace(running, due_from=today, due_before=today + timedelta(days=1), paused=False),
            "near": replace(running, due_from=today + timedelta(days=1), due_before=near_before, paused=False),
            "paused": replace(running, paused=True),
            "closed": CaseFilter(states=(CaseState.CLOSED.value,)),
        }
        return filters.get(self.code, CaseFilter())


def tag(state: str, light: str) -> Tag:
    """The status of a case: its light while the clock runs, else its state."""
    if light:
        code = LIGHTS[Light(light)]
        return Tag(code)
    known = CaseState(state)
    return Tag(STATES.get(known, "running"), "" if known is not CaseState.NOTICED else t("待补正"))


def left_words(remaining: int | None, light: str, state: str) -> str:
    """How much time is left, in exact units."""
    if light == Light.DUE_TODAY:
        return t("今天下班前")
    if remaining is None:
        return t("受理前") if CaseState(state) in (CaseState.RECEIVED, CaseState.NOTICED) else ""
    if remaining < 0:
        return t("逾期 {n} 个工作日").format(n=-remaining)
    return t("剩 {n} 个工作日").format(n=remaining)


def left_cell(row: CaseRow) -> Runs:
    """The deadline of a row, in the colour of its light."""
    code = LIGHTS[Light(row.light)] if row.light else ""
    tone = TONES.get(code, "fg_text" if row.light else "fg_secondary")
    return (Run(left_words(row.remaining_days, row.light, row.state), code in TONES, tone),)


def due_tip(row: CaseRow) -> str:
    """The date behind the words, with its weekday."""
    return f"{row.deadline:%Y-%m-%d} {weekday(row.deadline)}" if row.deadline else ""


def urgency(row: CaseRow) -> tuple[int, str]:
    """What the state is sorted by: the lights by their harm, then the states without one."""
    lights = list(LIGHTS)
    return (lights.index(Light(row.light)) if row.light else len(lights), row.state)


def columns() -> tuple[Column, ...]:
    """State, applicant, item, deadline, first officer, day of acceptance; number and holder where there is room."""
    return (
        Column("state", t("状态"), lambda r: tag(r.state, r.light), 7, 0, order=urgency),
        Column("person", t("申请人"), lambda r: bold(r.person_name), 5, 1),
        Column("item", t("事项"), lambda r: r.item_name, 0, 1),
        Column("due", t("期限"), left_cell, 8, 0, tip=due_tip, order=lambda r: r.deadline),
        Column("first", t("首问"), lambda r: r.first_officer_name, 4, 2),
        Column("holder", t("责任人"), lambda r: r.officer_name, 4, 3),
        Column("number", t("编号"), lambda r: r.number, 10, 3, tone="fg_secondary"),
        Column("accepted", t("受理日期"), lambda r: r.accepted_on.isoformat() if r.accepted_on else "", 7, 2, right=True),
    )


def facts_runs(view: CaseView) -> Runs:
    """The line below the title: who, since when, until when."""
    facts = view.facts
    pairs = [(t("申请人"), facts.person_name), (t("首问"), facts.first_officer_name), (t("责任人"), facts.officer_name)]
    if facts.deadline is not None:
        days = t("（{n} 个工作日）").format(n=view.promised_days) if view.promised_days else t("（当日）")
        pairs.append((t("承诺"), facts.deadline.isoformat() + days))
    if facts.statutory_deadline is not None:
        pairs.append((t("法定"), t("{day}（{n} 个工作日）").format(day=facts.statutory_deadline, n=view.statutory_days)))
    return tuple(run for name, value in pairs for run in (Run(f"{name} ", False, "fg_secondary"), Run(f"{value}　 ", True)))


def clock(view: CaseView) -> Clock | None:
    """The days of the strip, with one quiet day behind the deadline."""
    result = view.clock
    if result is None:
        return None
    days = tuple(_day(line, view, result.deadline, first=place == 0) for place, line in enumerate(result.days))
    pauses = {line.pause for line in result.days if line.pause is not None}
    pause = t("{kind}停表").format(kind=word(next(iter(pauses)))) if len(pauses) == 1 else t("停表")
    return Clock(days, sentence(view), result.total, pause)


def _day(line: DayLine, view: CaseView, deadline: date, *, first: bool) -> Day:
    today = line.day == view.today
    return Day(
        line.day,
        line.number if line.counted else None,
        rest=line.why in (DayWhy.REST, DayWhy.HOLIDAY),
        makeup=line.why is DayWhy.MAKE_UP,
        paused=line.why is DayWhy.PAUSED,
        today=today,
        due=line.day == deadline,
        used=line.counted and line.day < view.today,
        word=t("受理") if first and not line.counted else "",
    )


def sentence(view: CaseView) -> str:
    """The clock in words: from when, how far, what is not counted, when it ends."""
    return "；".join(text for text, _ in clock_parts(view))


def clock_parts(view: CaseView) -> list[tuple[str, str]]:
    """The same as parts with their tones, for the line above the strip."""
    result = view.clock
    if result is None:
        return [(t("受理以后开始计时"), "fg_secondary")]
    used, paused = result.used(view.today), sum(line.why is DayWhy.PAUSED for line in result.days)
    parts = [(t("受理次日起算，今天是第 {n} 天").format(n=used), "fg_secondary")] if result.total > 1 else [(t("当日办结"), "fg_secondary")]
    if paused:
        parts.append((t("停表 {n} 天不计").format(n=paused), "fg_secondary"))
    light = view.facts.light
    tone = TONES.get(LIGHTS[Light(light)], "fg_text") if light else "fg_text"
    parts.append((_end(view, result.deadline), tone))
    return parts


def clock_runs(view: CaseView) -> Runs:
    """The parts as one line; the end is bold."""
    made: list[Run] = []
    parts = clock_parts(view)
    for place, (text, tone) in enumerate(parts):
        made += plain("；") if place else ()
        made.append(Run(text, place == len(parts) - 1, tone))
    return tuple(made)


def _end(view: CaseView, deadline: date) -> str:
    gap = (deadline - view.today).days
    when = {0: t("今天"), 1: t("明天")}.get(gap, f"{deadline:%m-%d}")
    line = next((line for line in (view.clock.days if view.clock else ()) if line.day == deadline), None)
    makeup = t("补班，") if line and line.why is DayWhy.MAKE_UP else ""
    return t("{when}（{weekday}）{makeup}到期").format(when=when, weekday=weekday(deadline), makeup=makeup)


ICONS = {
    CaseEventKind.RECEIVED: "hand-heart-outline",
    CaseEventKind.NOTICED: "clipboard-text-outline",
    CaseEventKind.MATERIAL: "file-document-edit-outline",
    CaseEventKind.AUTHORISED: "file-document-edit-outline",
    CaseEventKind.ACCEPTED: "clipboard-check-outline",
    CaseEventKind.PAUSED: "pause-circle-outline",
    CaseEventKind.RESUMED: "progress-clock",
    CaseEventKind.EXTENSION_ASKED: "calendar-clock",
    CaseEventKind.EXTENDED: "calendar-clock",
    CaseEventKind.HAND_OVER_OFFERED: "swap-horizontal",
    CaseEventKind.TAKEN_OVER: "swap-horizontal",
    CaseEventKind.CLOSED: "check-circle",
    CaseEventKind.DECIDED: "check-circle",
    CaseEventKind.PRINTED: "printer-outline",
}


def step(event: EventLine, today: date) -> Step:
    """One line of what happened."""
    kind = CaseEventKind(event.kind)
    short = f"{event.happened_on:%m-%d}" if event.happened_on.year == today.year else event.happened_on.isoformat()
    when = f"{short} {station_time(event.happened_at):%H:%M}" if event.recorded_at.date() == event.happened_at.date() else short
    what = (*bold(word(kind)), *plain(f"：{event.text}" if event.text else ""), *plain(_detail(kind, event), "fg_secondary"))
    who = t("{name} 批准").format(name=event.approver) if event.approver else event.officer
    return Step(ICONS.get(kind, "circle-outline"), when, what, who)


def _detail(kind: CaseEventKind, event: EventLine) -> str:
    if kind is CaseEventKind.PAUSED:
        return t("（{kind}）").format(kind=word(PauseKind(event.data.get("pause", PauseKind.SUPPLEMENT.value))))
    if kind in (CaseEventKind.EXTENSION_ASKED, CaseEventKind.EXTENDED):
        return t("（{n} 个工作日）").format(n=event.data.get("days", 0))
    if kind is CaseEventKind.NOTICED:
        return t("（缺 {n} 项）").format(n=len(event.data.get("missing", ())))
    return ""


FORMS = {"original": "原件", "copy": "复印件", "shown": "原件核验"}
NOTES = {"received": "已收", "checked": "已核", "waived": "免交", "missing": "未交"}


def material(line: MaterialLine) -> Material:
    """One line of the check-list."""
    state = {"received": "there", "checked": "there", "waived": "waived"}.get(line.state, "open")
    note = t(NOTES.get(line.state, "未交")) + (f" {line.received_on:%m-%d}" if line.received_on and state == "there" else "")
    copies = f" {line.copies}" if line.copies > 1 else ""
    return Material(line.code, line.name, t(FORMS.get(line.form, "")) + copies, state, note, is_todo=state == "open")


def materials_note(view: CaseView) -> str:
    """How much of what is asked for is there."""
    there = sum(line.state != "missing" for line in view.materials)
    return t("{n} 项应收，已齐 {m}").format(n=len(view.materials), m=there)


def head_tag(facts: CaseFacts) -> Tag:
    """The tag beside the title: the light with the time that is left."""
    if not facts.light:
        return tag(facts.state, "")
    shown = tag(facts.state, facts.light)
    words = left_words(facts.remaining_days, facts.light, facts.state)
    text = words if shown.code in ("overdue", "due_today") else f"{shown.word}・{words}"
    return Tag(shown.code, text)
