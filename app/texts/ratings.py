"""Sentences about ratings and the rectification of bad ones."""

from __future__ import annotations

ERRORS = {
    "rating.level": "评价等级 {level} 不存在。请填 1 至 5：5 非常满意，4 满意，3 基本满意，2 不满意，1 非常不满意。",
    "rating.void": "这件事已经作废，不能评价。",
    "rating.unfinished": "这件事还没有办结，办结以后才能评价。",
    "rating.twice": "这件事已经评价过，每件事只评价一次，原评价没有改动。",
    "rating.case_unknown": "没有找到办件 {number}。",
    "rating.ticket_unknown": "没有找到 {day} 的号票 {ticket}。",
    "rating.day": "评价日期 {day} 不对：应在办结（{first}）以后，并且不晚于今天。",
    "rating.which": "请指明评价哪一个办件，或者哪一张号票。",
    "rectification.not_found": "没有找到这条差评整改。",
    "rectification.text": "请写明“{step}”的情况，没有保存。",
    "rectification.future": "“{step}”的日期 {day} 在今天之后，请核对。",
    "rectification.closed": "这条差评整改已经在 {date} 办结。",
    "rectification.order": "现在不能登记“{step}”，下一步是“{next}”。",
    "rectification.backwards": "“{step}”的日期 {day} 早于前一步，请核对日期。",
    "rectification.step_missing": "差评整改还缺少：{steps}。登记完整以后才能办结。",
    "rectification.supervisor_missing": "差评整改要由监督人确认后才能办结。请填写监督人。",
    "rectification.own_supervisor": "监督人不能是被评价的工作人员。请换一位监督人。",
}

WORDS = {
    "Level.5": "非常满意",
    "Level.4": "满意",
    "Level.3": "基本满意",
    "Level.2": "不满意",
    "Level.1": "非常不满意",
    "RectificationStep.verify": "核实",
    "RectificationStep.correct": "整改",
    "RectificationStep.feed_back": "反馈",
    "RectificationStep.supervise": "监督",
}
