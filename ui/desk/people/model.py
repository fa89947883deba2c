"""How persons are worded and drawn: rows of the list, the head of the page, the band, the three lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.domain.assistance import STAGES, FileStage, LineAnswer, ListKind
from app.domain.jobs_market import JobKind
from app.domain.persons import Gender, StatusKind
from app.services.assistance import PointCell
from app.services.person_pages import PersonFacts, PersonLine
from app.services.service_lists import LineView, ListView
from app.texts import t, word
from ui.kit.lists import Line, Point
from ui.kit.runs import Run, Runs, bold, plain, with_icon
from ui.models.rows import NAME_LINES, Column

WHICH = {ListKind.JOBS: "jobs", ListKind.POLICIES: "policies", ListKind.TRAINING: "training"}
KINDS = {name: kind for kind, name in WHICH.items()}
STATUS_ICONS = {
    StatusKind.REGISTERED_UNEMPLOYED: "account-clock-outline",
    StatusKind.UNEMPLOYED: "account-question-outline",
    StatusKind.STUDENT: "school-outline",
    StatusKind.RETIRED: "account-outline",
    StatusKind.OUTSIDE: "account-outline",
}
REGISTERED = t("登记失业人员")
GOOD = frozenset({LineAnswer.HIRED, LineAnswer.GRANTED, LineAnswer.ENROLLED, LineAnswer.FINISHED})
OPEN = frozenset({LineAnswer.PENDING, LineAnswer.INTERVIEW, LineAnswer.APPLIED})


def about(gender: Gender, age: int | None) -> str:
    """女・48 岁."""
    years = t("{age} 岁").format(age=age) if age is not None else ""
    return "・".join(filter(None, (word(gender) if gender is not Gender.UNKNOWN else "", years)))


def status_cell(line: PersonLine) -> Runs:
    """The employment status with its icon."""
    if line.status is None:
        return with_icon("circle-outline", t("未登记"), "fg_secondary")
    return with_icon(STATUS_ICONS.get(line.status, "briefcase-outline"), word(line.status))


def groups_text(line: PersonLine) -> str:
    """The groups beyond what the status says already."""
    return t("、").join(tag for tag in line.tags if tag != REGISTERED)


def points_cell(line: PersonLine) -> Runs:
    """Five points: 5/5 is done, fewer are an invitation."""
    if line.points == 5:
        return (Run("5/5", False, "fg_text", "body", "check-circle"),)
    return (Run(f"{line.points}/5", False, "accent", "body", "circle-outline"),)


def visit_cell(line: PersonLine) -> str:
    """The day of the last visit."""
    return line.last_visit.isoformat() if line.last_visit else t("未走访")


def columns() -> tuple[Column, ...]:
    """Status, name, number, groups, points, last visit; phone, grid and helper where there is room."""
    return (
        Column("status", t("状态"), status_cell, 10, 0),
        Column("name", t("姓名"), lambda r: bold(r.name), 5, 0, lines=NAME_LINES),
        Column("about", t("性别年龄"), lambda r: about(r.gender, r.age), 5, 2),
        Column("number", t("证件号码"), lambda r: r.id_number_masked or t("无证件"), 11, 1, tone="fg_secondary"),
        Column("groups", t("重点群体"), groups_text, 0, 1, tip=groups_text, least=11),
        Column("phone", t("手机"), lambda r: r.phone_masked, 7, 3, tone="fg_secondary"),
        Column("helper", t("帮扶人"), lambda r: r.helper, 4, 3),
        Column("points", t("五清"), points_cell, 3, 0),
        Column("visit", t("上次走访"), visit_cell, 6, 2, right=True),
    )


# the head of the page


def facts_runs(facts: PersonFacts, number: str = "", phone: str = "") -> Runs:
    """女・48 岁・2327**********0426・142****7162; shown in full while they are revealed."""
    parts = (about(facts.gender, facts.age), number or facts.id_number_masked or t("无证件"), phone or facts.phone_masked)
    return plain("・".join(filter(None, parts)), "fg_text")


def status_runs(facts: PersonFacts) -> Runs:
    """登记失业 7 个月."""
    if facts.status is None:
        return with_icon("circle-outline", t("就业失业状态未登记"), "fg_secondary")
    icon = STATUS_ICONS.get(facts.status, "briefcase-outline")
    if facts.unemployed_months is not None:
        months = t("{n} 个月").format(n=facts.unemployed_months)
        return (Run(f"{word(facts.status)} ", False, "fg_text", "body", icon), Run(months, True))
    since = t(" {day} 起").format(day=facts.status_since) if facts.status_since else ""
    return (Run(word(facts.status), True, "fg_text", "body", icon), Run(since, False, "fg_secondary"))


# the band and the stage


def point(cell: PointCell, today: date) -> Point:
    """One cell of the band."""
    value = cell.summary or t("缺：{what}").format(what=t("、").join(word(field) for field in cell.missing))
    if not cell.clear and cell.summary:
        value = t("缺：{what}").format(what=t("、").join(word(field) for field in cell.missing))
    return Point(cell.point.value, word(cell.point), cell.clear, value, _checked(cell, today))


def _checked(cell: PointCell, today: date) -> str:
    if cell.checked_on is None or cell.method is None:
        return t("登记时填写") if cell.clear else t("从未登记")
    return f"{short(cell.checked_on, today)} {word(cell.method)}"


def short(day: date, today: date) -> str:
    """09-21 in the current year, else the whole date."""
    return f"{day:%m-%d}" if day.year == today.year else day.isoformat()


_NUMBERS = "①②③④⑤⑥"


def stage_runs(stage: FileStage | None) -> Runs:
    """The six steps as one line, the one reached in bold blue."""
    made: list[Run] = [Run(t("阶段  "), False, "fg_secondary")]
    at = STAGES.index(stage) if stage is not None else -1
    for place, one in enumerate(STAGES):
        if place:
            made.append(Run(" › ", False, "fg_tertiary"))
        here = place == at
        made.append(Run(f"{_NUMBERS[place]} {word(one)}" if here else word(one), here, "accent" if here else "fg_tertiary"))
    return tuple(made)


def stage_now(stage: FileStage | None) -> Runs:
    """The step that was reached alone, where the six have no room."""
    if stage is None:
        return plain(t("阶段  还没开始"), "fg_secondary")
    at = STAGES.index(stage)
    here = Run(f"{_NUMBERS[at]} {word(stage)}", True, "accent")
    return (Run(t("阶段  "), False, "fg_secondary"), here, Run(t("  共 {n} 步").format(n=len(STAGES)), False, "fg_secondary"))


# the three lists


def list_note(view: ListView | None, today: date) -> str:
    """第 2 版・2026-09-21 发放・帮扶人 王敏."""
    if view is None:
        return t("还没有做过清单")
    handed = t("{day} 发放").format(day=view.handed_over_on) if view.handed_over_on else t("还没有发放")
    helper = t("帮扶人 {name}").format(name=view.helper) if view.helper else ""
    parts = (t("第 {n} 版").format(n=view.number), handed, helper, t("待更新") if view.stale else "")
    return "・".join(filter(None, parts))


def line_words(kind: ListKind, title: str, detail: str, reasons: tuple[str, ...]) -> tuple[str, str]:
    """The two lines of an offer: a job with its employer above, pay, distance and why it fits below; of a policy the reason comes first.

    Of “林海路72号，2.4 公里” stands 2.4 公里: the address is on the paper; where no distance is known it comes last.
    """
    parts = [part for part in detail.split("；") if part]
    why = t("、").join(reasons)
    if kind is ListKind.JOBS and parts:
        kinds = {word(one) for one in JobKind}
        facts = [part for part in parts[1:] if part not in kinds]
        near = [part.rpartition("，")[2] for part in facts[1:] if "，" in part]
        far = [part for part in facts[1:] if "，" not in part]
        return f"{title}・{parts[0]}", t("・").join(filter(None, (*facts[:1], *near, why, *far)))
    ordered = (why, *parts) if kind is ListKind.POLICIES else (*_course(parts), why)
    return title, t("・").join(filter(None, ordered))


def _course(parts: Sequence[str]) -> tuple[str, ...]:
    """Its first day, what it costs, then who gives it: 12-07 开班・免费・县职业技能培训中心."""
    if not parts:
        return ()
    begins = t("{day} 开班").format(day=parts[0].partition(" ")[0])
    return (begins, *parts[-1:], *parts[1:-1]) if len(parts) > 1 else (begins,)


def line(view: LineView, today: date) -> Line:
    """One line of a list: answer at the right, the reason below."""
    tone = "ok" if view.answer in GOOD else "accent" if view.answer in OPEN else "fg_secondary"
    answer = word(view.answer)
    if view.appointed_on is not None:
        answer += f" {short(view.appointed_on, today)}"
    title, below = line_words(view.kind, view.title, view.detail, view.reasons)
    if view.answer is LineAnswer.DECLINED and view.answered_on is not None:
        below = t("{day} 答复：{why}").format(day=short(view.answered_on, today), why=view.answer_reason)
    return Line(view, title, answer, tone, below)
