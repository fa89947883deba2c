"""What happened to a case and what was handed in, as lines of the time line and of the check-list."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.accountability import ChaserStep
from app.domain.cases import CaseEventKind
from app.domain.clock import station_time
from app.domain.deadlines import PauseKind
from app.domain.notices import Signing
from app.domain.second_person import SecondStep
from app.services.cases import CaseView, EventLine, MaterialLine
from app.texts import t, word
from ui.kit.lists import Material, Step
from ui.kit.runs import bold, plain

ICONS = {
    CaseEventKind.RECEIVED: "hand-heart-outline",
    CaseEventKind.LATE_ENTRY: "calendar-clock",
    CaseEventKind.NOTICED: "clipboard-text-outline",
    CaseEventKind.NOTICE_SIGNED: "file-document-edit-outline",
    CaseEventKind.MATERIAL: "file-document-edit-outline",
    CaseEventKind.LATER: "calendar-clock",
    CaseEventKind.AUTHORISED: "file-document-edit-outline",
    CaseEventKind.PROXY: "hand-heart-outline",
    CaseEventKind.ACCEPTED: "clipboard-check-outline",
    CaseEventKind.REFUSED: "cancel",
    CaseEventKind.PAUSED: "pause-circle-outline",
    CaseEventKind.RESUMED: "progress-clock",
    CaseEventKind.EXTENSION_ASKED: "calendar-clock",
    CaseEventKind.EXTENDED: "calendar-check",
    CaseEventKind.EXTENSION_REFUSED: "cancel",
    CaseEventKind.EXTENSION_TOLD: "calendar-check",
    CaseEventKind.HAND_OVER_OFFERED: "swap-horizontal",
    CaseEventKind.HAND_OVER_LAPSED: "arrow-u-left-top",
    CaseEventKind.TAKEN_OVER: "swap-horizontal",
    CaseEventKind.APPROVED: "account-check-outline",
    CaseEventKind.APPROVAL_LAPSED: "arrow-u-left-top",
    CaseEventKind.ATTACHED: "paperclip",
    CaseEventKind.PRINTED: "printer-outline",
    CaseEventKind.CHASED: "bell-outline",
    CaseEventKind.CHASER_WITHDRAWN: "bell-outline",
    CaseEventKind.DEADLINE_MOVED: "calendar-clock",
    CaseEventKind.DECIDED: "clipboard-check-outline",
    CaseEventKind.CLOSED: "check-circle",
    CaseEventKind.REOPENED: "replay",
    CaseEventKind.WITHDRAWN: "file-remove-outline",
    CaseEventKind.VOIDED: "file-remove-outline",
}


def step(event: EventLine, view: CaseView) -> Step:
    """One line of what happened."""
    kind = CaseEventKind(event.kind)
    this_year = event.happened_on.year == view.today.year
    short = f"{event.happened_on:%m-%d}" if this_year else event.happened_on.isoformat()
    with_time = this_year and event.recorded_at.date() == event.happened_at.date()
    when = f"{short} {station_time(event.happened_at):%H:%M}" if with_time else short
    said = t("：{text}").format(text=event.text) if event.text else ""
    title = word(ChaserStep(event.data["step"])) if kind is CaseEventKind.CHASED else word(kind)
    title = t("不同意") if event.data.get("refused") else title
    detail = DETAILS.get(kind, _nothing)(event, view) + (t("（记录时本机时间比上一步早）") if event.back else "")
    who = t("{name} 批准").format(name=event.approver) if event.approver else event.officer or t("系统")
    return Step(ICONS.get(kind, "circle-outline"), when, (*bold(title), *plain(said), *plain(detail, "fg_secondary")), who)


def _nothing(event: EventLine, view: CaseView) -> str:
    return ""


def _received(event: EventLine, view: CaseView) -> str:
    counts = t("，下班后或休息日送来，按 {day} 收件").format(day=event.data["counts_from"]) if "counts_from" in event.data else ""
    return (t("，号票 {code}").format(code=view.ticket) if view.ticket else "") + counts


def _accepted(event: EventLine, view: CaseView) -> str:
    limit = t("，承诺 {n} 个工作日").format(n=view.promised_days) if view.promised_days else t("，当日办结")
    lacking, day = event.data.get("lacking", ()), event.data.get("later", "")
    by = t("，最迟 {day} 交齐").format(day=day) if day else ""
    return limit + (t("，容缺受理，{n} 项后补").format(n=len(lacking)) + by if lacking else "")


def _later(event: EventLine, view: CaseView) -> str:
    day = event.data.get("later", "")
    return t("，最迟 {day} 交齐").format(day=day) if day else t("，不再等")


def _closed(event: EventLine, view: CaseView) -> str:
    lacking = event.data.get("lacking", ())
    return t("，还缺 {n} 项（{why}）").format(n=len(lacking), why=event.data["without"]) if lacking else ""


def _noticed(event: EventLine, view: CaseView) -> str:
    return t("（缺 {n} 项）").format(n=len(event.data.get("missing", ())))


def _notice_signed(event: EventLine, view: CaseView) -> str:
    kept = t("，签收件已存") if event.data.get("attachment") else ""
    return t("（{name} {how}{kept}）").format(name=event.data["by"], how=word(Signing(event.data["how"])), kept=kept)


def _paused(event: EventLine, view: CaseView) -> str:
    kind, rests_on = word(PauseKind(event.data.get("pause", PauseKind.SUPPLEMENT.value))), event.data.get("evidence")
    return t("（{kind}，依据 {evidence}）").format(kind=kind, evidence=rests_on) if rests_on else t("（{kind}）").format(kind=kind)


def _resumed(event: EventLine, view: CaseView) -> str:
    return t("（已用 {n} 天）").format(n=view.clock.used(event.happened_on)) if view.clock else ""


def _days(event: EventLine, view: CaseView) -> str:
    return t("（{n} 个工作日）").format(n=event.data.get("days", 0))


def _step(event: EventLine, view: CaseView) -> str:
    return t("（{step}）").format(step=word(SecondStep(event.data["step"]))) if "step" in event.data else ""


def _moved(event: EventLine, view: CaseView) -> str:
    return t("，期限由 {before} 改为 {after}").format(before=event.data["before"], after=event.data["after"])


def _withdrawn(event: EventLine, view: CaseView) -> str:
    return t("，期限改了，{day} 的{step}不再算数").format(day=event.data["day"], step=word(ChaserStep(event.data["step"])))


def _offered(event: EventLine, view: CaseView) -> str:
    return t("，交给{name}").format(name=event.to) if event.to else ""


DETAILS: dict[CaseEventKind, Callable[[EventLine, CaseView], str]] = {
    CaseEventKind.RECEIVED: _received,
    CaseEventKind.ACCEPTED: _accepted,
    CaseEventKind.LATER: _later,
    CaseEventKind.CLOSED: _closed,
    CaseEventKind.NOTICED: _noticed,
    CaseEventKind.NOTICE_SIGNED: _notice_signed,
    CaseEventKind.PAUSED: _paused,
    CaseEventKind.RESUMED: _resumed,
    CaseEventKind.HAND_OVER_OFFERED: _offered,
    CaseEventKind.EXTENSION_ASKED: _days,
    CaseEventKind.EXTENDED: _days,
    CaseEventKind.DEADLINE_MOVED: _moved,
    CaseEventKind.CHASER_WITHDRAWN: _withdrawn,
    CaseEventKind.APPROVED: _step,
    CaseEventKind.APPROVAL_LAPSED: _step,
}

FORMS = {"original": "原件", "copy": "复印件", "shown": "原件核验"}
NOTES = {"received": "已收", "checked": "已核", "waived": "免交", "missing": "未交"}


def material(line: MaterialLine) -> Material:
    """One line of the check-list."""
    state = {"received": "there", "checked": "there", "waived": "waived"}.get(line.state, "open")
    note = t(NOTES.get(line.state, "未交")) + (f" {line.received_on:%m-%d}" if line.received_on and state == "there" else "")
    copies = f" {line.copies}" if line.form != "shown" else ""
    if state == "open":
        waits = t("限 {day}").format(day=f"{line.due_on:%m-%d}") if line.due_on else t("本站核查") if line.looked_up else note
        note = t("共用{note}").format(note=note) if line.under else waits
    said = [t("最迟 {day} 交齐").format(day=line.due_on)] if line.due_on and state == "open" else [t("可以后补")] * line.later
    said += [t("可以免交，空格键再按一次")] * line.waivable
    tip = t("{name}（{said}）").format(name=line.name, said=t("；").join(said)) if said else line.name
    return Material(line.code, line.name, t(FORMS.get(line.form, "")) + copies, state, note, state == "open", tip, line.waivable)


def held_note(view: CaseView) -> str:
    """How many steps, and how many working days each officer held the case and it stood."""
    told = [t("{name} {n} 天").format(name=name, n=days) for name, days in view.held]
    told += [t("停表 {n} 天").format(n=view.stood)] if view.stood else []
    steps = t("{n} 步，全部留痕").format(n=len(view.events))
    return t("{steps}；{held}").format(steps=steps, held=t("，").join(told)) if told else steps


def materials_note(view: CaseView) -> str:
    """How much of what is asked for is there."""
    there = sum(line.state != "missing" for line in view.materials)
    return t("{n} 项应收，已齐 {m}").format(n=len(view.materials), m=there)
