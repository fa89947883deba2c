"""Sentences and words of late entries and of what waits for a second person."""

from __future__ import annotations

ERRORS = {
    "late.reason": "{day} 是以前的日期，属于补录。请写明补录原因，已填的内容都在。",
    "second.unknown": "没有编号为 {id} 的待确认事项。请从待确认的列表里选。",
    "second.decided": "这件事已经“{state}”，不用再确认。",
    "second.reason": "不同意要写明原因，没有保存。",
    "visit.service_unknown": "没有“{text}”这项服务。可以写 policy、hiring、guidance，用逗号分开。",
}

WORDS = {
    "LateKind.receipt": "收件",
    "LateKind.acceptance": "受理",
    "LateKind.pause": "停表",
    "LateKind.resume": "恢复计时",
    "LateKind.decide": "作出结果",
    "LateKind.close": "办结",
    "LateKind.visit": "走访",
    "LateKind.hire": "上岗",
    "LateKind.recognition": "零就业家庭认定",
    "LateKind.clearing": "零就业家庭清零",
    "LateKind.referral": "岗位推介",
    "LateKind.exit": "零就业家庭退出名册",
    "LateKind.hardship": "就业困难人员认定",
    "LateKind.complaint": "收到投诉、意见",
    "LateState.noted": "已记录",
    "LateState.asked": "待上级确认",
    "LateState.approved": "已确认",
    "LateState.refused": "未同意",
    "LateState.lapsed": "不再需要",
    "SecondStep.appeal": "决定评价申诉",
    "SecondStep.complaint": "答复投诉",
    "SecondStep.complaint_close": "投诉归档",
    "SecondStep.supervision": "监督差评整改",
    "SecondStep.lead": "处理责任追究线索",
    "SecondStep.lead_close": "责任追究归档",
    "SecondStep.hardship": "就业困难人员认定",
}
