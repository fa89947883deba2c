"""The rows of Today: which lines a filter leaves, their groups, and how each cell is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from app.domain.actions import may
from app.domain.actor import Actor
from app.services.today import NOTICES, TodayBoard, TodayKind, TodayLine
from app.texts import t, word
from app.texts import today as say
from ui.desk.places import Ref
from ui.kit.runs import Run, Runs, bold, plain, with_icon
from ui.kit.status import Tag
from ui.models.rows import Cell, Column, Group

ICONS = {
    TodayKind.CASE: "folder-outline",
    TodayKind.MATERIAL: "arrow-u-left-top",
    TodayKind.LATER: "file-document-edit-outline",
    TodayKind.RECEIVED: "inbox-arrow-down-outline",
    TodayKind.APPROVAL: "account-check-outline",
    TodayKind.HAND_OVER: "swap-horizontal",
    TodayKind.INQUIRY: "account-voice",
    TodayKind.PROXY: "hand-heart-outline",
    TodayKind.DESK: "swap-horizontal",
    TodayKind.CHASER: "bell-outline",
    TodayKind.MOVED: "calendar-clock",
    TodayKind.LEAD: "message-alert-outline",
    TodayKind.RECTIFICATION: "comment-alert-outline",
    TodayKind.APPEAL: "gavel",
    TodayKind.COMPLAINT: "message-alert-outline",
    TodayKind.INVITATION: "star-outline",
    TodayKind.LOST: "lan-disconnect",
    TodayKind.HOUSEHOLD: "home-account",
    TodayKind.APPOINTMENT: "calendar-clock",
    TodayKind.VISIT: "walk",
    TodayKind.CERTIFICATE: "certificate-outline",
    TodayKind.WHEREABOUTS: "account-group-outline",
    TodayKind.RETURN: "chart-box-outline",
}
TONES = {"overdue": "danger", "due_today": "danger", "near": "warn"}
PLACES: dict[TodayKind, tuple[str, str]] = {
    TodayKind.CASE: ("cases", "case"),
    TodayKind.MATERIAL: ("cases", "case"),
    TodayKind.LATER: ("cases", "case"),
    TodayKind.RECEIVED: ("cases", "case"),
    TodayKind.APPROVAL: ("cases", "case"),
    TodayKind.HAND_OVER: ("cases", "case"),
    TodayKind.INQUIRY: ("cases", "inquiry"),
    TodayKind.PROXY: ("cases", "case"),
    TodayKind.DESK: ("settings", "desks"),
    TodayKind.CHASER: ("cases", "case"),
    TodayKind.MOVED: ("cases", "case"),
    TodayKind.LEAD: ("settings", "leads"),
    TodayKind.RECTIFICATION: ("cases", "rectification"),
    TodayKind.APPEAL: ("cases", "rating"),
    TodayKind.COMPLAINT: ("cases", "complaint"),
    TodayKind.INVITATION: ("cases", "invitations"),
    TodayKind.LOST: ("queue", "lost"),
    TodayKind.HOUSEHOLD: ("people", "household"),
    TodayKind.APPOINTMENT: ("people", "person"),
    TodayKind.VISIT: ("visits", "visit_of"),
    TodayKind.CERTIFICATE: ("settings", "certificates"),
    TodayKind.WHEREABOUTS: ("settings", "where"),
    TodayKind.RETURN: ("returns", "return"),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown: all lights or one, everybody's or mine, everything or only what waits for me."""

    light: str = ""
    mine: bool = False
    notices: bool = False

    def holds(self, line: TodayLine) -> bool:
        """Whether a line is shown."""
        if self.notices and line.kind not in NOTICES:
            return False
        return (not self.mine or line.mine) and self.light in ("", line.light)


def rows(board: TodayBoard, only: Filter) -> list[Group | TodayLine]:
    """Group heads with their counts and the lines below them."""
    shown = [line for line in board.lines if only.holds(line)]
    made: list[Group | TodayLine] = []
    for group, members in groupby(shown, key=lambda line: line.group):
        lines = list(members)
        made += [Group(word(group), len(lines)), *lines]
    return made


def target(line: TodayLine) -> tuple[str, Ref]:
    """The place and record that a line opens; a line of several opens their list."""
    place, kind = PLACES[line.kind]
    if line.kind is TodayKind.APPROVAL and isinstance(line.key, int):
        return place, Ref("second", line.key)
    if line.kind is TodayKind.MOVED and line.key is None:
        return place, Ref("moved")
    return place, Ref("visits_due" if line.kind is TodayKind.VISIT and line.key is None else kind, line.key)


def state_cell(line: TodayLine) -> Cell:
    """The status word where there is a deadline, else icon and word of the kind; an appointment shows its time."""
    if line.light:
        return Tag(line.light)
    text = f"{line.at:%H:%M}" if line.at is not None else word(line.kind)
    return with_icon(ICONS[line.kind], text, "fg_secondary")


def what_cell(line: TodayLine) -> Runs:
    """Who, bold, and what."""
    joint = "・" if line.what and not line.what.startswith("（") else ""
    return (*bold(line.who), *plain(joint + line.what)) if line.what else bold(line.who)


def left_cell(line: TodayLine) -> Runs:
    """How much time is left, in the colour of its light."""
    tone = TONES.get(line.light, "fg_text")
    return (Run(line.left, line.light in TONES, tone),)


def tip(line: TodayLine) -> str:
    """What the tool tip adds: why, and the day in full."""
    day = f"{line.day:%Y-%m-%d} {say.weekday(line.day)}" if line.day else ""
    return "\n".join(filter(None, (line.why, day)))


def columns() -> tuple[Column, ...]:
    """State, what, why, left; the why leaves first."""
    return (
        Column("state", t("状态"), state_cell, 7, 0, tip=tip),
        Column("what", t("事"), what_cell, 0, 1, tip=tip),
        Column("why", t("为什么"), lambda line: line.why, 15, 2, tone="fg_secondary", tip=tip),
        Column("left", t("还剩"), left_cell, 8, 0, right=True, tip=tip),
    )


def nothing(actor: Actor) -> tuple[str, str]:
    """What stands where nothing is to be done, for each role: who serves at a counter, who decides, who keeps the station's settings."""
    if may(actor, "queue.call"):
        return say.NOTHING, t("来人时按 F2 呼叫下一位。")
    if may(actor, "case.read"):
        return say.NOTHING, t("要您确认或者决定的事，来了会列在这里。")
    return t("这里没有要您办的事。"), t("账号、规则和事项在“设置”里。")


def friendly(quiet: Sequence[TodayKind]) -> str:
    """The line at the foot, or nothing when every kind has something."""
    return say.friendly(t("、").join(word(kind) for kind in quiet)) if quiet else ""
