"""The rows of the waiting list: ticket, line, name, how long, and why it stands there."""

from __future__ import annotations

from app.domain.queueing import PriorityClass
from app.services.serving import LineCount, QueueBoard, Waiting
from app.texts import t, word
from app.texts import today as say
from ui.kit.runs import Run, Runs, bold, plain, with_icon
from ui.models.rows import NAME_LINES, Cell, Column

PRIORITY_ICONS = {
    "elderly": "human-cane",
    "disabled": "wheelchair-accessibility",
    "pregnant": "human-pregnant",
    "soldier": "medal-outline",
    "veteran": "medal-outline",
    "green_channel": "flash-outline",
}
HERE = ""


def name_cell(row: Waiting) -> Runs:
    """The name, or that none is known."""
    return bold(row.person) if row.person else plain(t("未实名"), "fg_secondary")


def why_cell(row: Waiting) -> Cell:
    """Why the ticket stands here; a priority class has its icon."""
    if row.priority:
        words = t("{priority}优先").format(priority=word(PriorityClass(row.priority)))
        return with_icon(PRIORITY_ICONS.get(row.priority, "medal-outline"), words, "fg_secondary")
    return plain(row.why or t("在别的窗口排队"), "fg_secondary")


def columns() -> tuple[Column, ...]:
    """The columns of the list; the ticket never gives way."""
    return (
        Column("ticket", t("号票"), lambda row: (Run(row.ticket, True, "fg_text", "sub"),), 4, 0),
        Column("line", t("业务"), lambda row: row.line, 6, 2),
        Column("person", t("姓名"), name_cell, 5, 1, lines=NAME_LINES),
        Column("minutes", t("等候"), lambda row: t("{n} 分").format(n=row.minutes), 4, 0, right=True),
        Column("why", t("为什么排在这里"), why_cell, 0, 1, tip=lambda row: row.why),
    )


def rows(board: QueueBoard, letter: str) -> list[Waiting]:
    """Who waits: for this counter in the order of the calls, or in one line."""
    if letter == HERE:
        return [row for row in board.waiting if row.served_here]
    return [row for row in board.waiting if row.letter == letter]


def chip_words(line: LineCount) -> str:
    """登记认定 B 3."""
    return f"{line.name} {line.letter} {line.waiting}"


def served_words(board: QueueBoard) -> str:
    """Which lines the counter serves."""
    names = t("、").join(line.name for line in board.lines if line.served_here)
    return t("{n} 号窗口：{lines}").format(n=board.counter, lines=names or t("还没有分配业务"))


def waiting_words(board: QueueBoard) -> str:
    """How many wait in the station, and how long at most."""
    count = len(board.waiting)
    return t("全站等候 {n} 人，最长 {m} 分").format(n=count, m=board.longest_minutes) if count else t("全站没有人在等")


def handled_words(board: QueueBoard) -> str:
    """What the counter did today."""
    if not board.handled:
        return t("本窗口今天还没有办结的")
    return t("本窗口今日已办 {n} 人，平均 {m} 分").format(n=board.handled, m=max(board.average_minutes, 1))


def missed_words(board: QueueBoard) -> str:
    """Who was missed; the last of them is the one that comes back first."""
    shown = t("、").join(board.missed[-4:])
    return t("过号 {n} 人：{tickets}").format(n=len(board.missed), tickets=shown) if board.missed else ""


def errand_short(board: QueueBoard) -> str:
    """The same where there is little room: how long it takes and how many papers, or the key that records the inquiry."""
    assert board.present is not None
    errand = board.present.errand
    if not errand.is_item:
        return t("按 Ctrl+N 登记首问。")
    return t("{limit}・应带 {n} 样").format(limit=say.promised(errand.promised_days or 0), n=len(errand.materials))


def errand_words(board: QueueBoard) -> str:
    """The second line of what the visitor came for: the limit and what to bring."""
    present = board.present
    assert present is not None
    errand = present.errand
    if not errand.is_item:
        return t("没有预约具体事项。问清来意，按 Ctrl+N 登记首问。")
    limit = say.promised(errand.promised_days or 0)
    if not errand.materials:
        return t("{limit}・不用带材料").format(limit=limit)
    return t("{limit}・应带 {n} 样：{names}").format(limit=limit, n=len(errand.materials), names=t("、").join(errand.materials))
