"""Sentences about ratings and the rectification of bad ones."""

from __future__ import annotations

ERRORS = {
    "rating.level": "评价等级 {level} 不存在。请填 1 至 5：5 非常满意，4 满意，3 基本满意，2 不满意，1 非常不满意。",
    "rating.void": "这件事已经作废，不能评价。",
    "rating.unfinished": "这件事还没有办结，办结以后才能评价。",
    "rating.twice": "这件事已经评价过，每件事只评价一次，原评价没有改动。",
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
