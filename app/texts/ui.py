"""Words of the windows: the status vocabulary, which tables and papers share, and the sentences of the frame."""

from __future__ import annotations

# One row of the status table: the word; icon and colour stand beside it in ui.kit.status.
STATUS_WORDS: dict[str, str] = {
    "overdue": "逾期",
    "due_today": "今天到期",
    "near": "临期",
    "running": "办理中",
    "paused": "停表",
    "paused_supplement": "停表・补正",
    "paused_notice": "停表・公示",
    "received": "已收件",
    "came_back": "补正已交",
    "returned": "退回",
    "done": "已办结",
    "collected": "已收",
    "clear": "清",
    "refused": "不予受理",
    "void": "已作废",
    "withdrawn": "已撤回",
    "explain": "需说明",
    "to_check": "待核",
    "failed": "未通过",
    "missing": "缺报",
    "pending": "待报",
    "unclear": "不清",
    "late": "迟",
    "no_station": "未设站",
    "outlier": "离群",
}

ERRORS: dict[str, str] = {
    "ui.bug": "程序出了错（编号 {number}）。已填的内容都在，没有丢。可以再试一次；还不行，把编号告诉管理员。",
    "ui.choose": "请选择{label}。已填的其他内容都在。",
    "ui.required": "请填写{label}。已填的其他内容都在。",
}
