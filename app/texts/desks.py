"""Sentences and words of handing over a desk."""

from __future__ import annotations

ERRORS = {
    "desk.other": "别人的工作由本人或站长移交。",
    "desk.self": "不能移交给自己。请选另一位工作人员。",
    "desk.receiver": "接手的人要有窗口或站长的权限。",
    "desk.offered": "已经移交过一次，对方还没有接收。请先撤回，或等对方接收。",
    "desk.last_admin": "这是最后一个管理员账号，停用后就没有人管账号了。请先给接手的人开管理员权限。",
    "desk.at_counter": "{counter} 号窗口还开着，请先关窗口再办交接。",
    "desk.move": "这次交接{state}，不能再{action}。现在可以：{possible}。",
    "desk.move_final": "这次交接{state}，不能再{action}。",
    "desk.party": "这次交接要由双方本人办理，没有写入。",
    "desk.signed": "签字日期 {day} 不对：应在 {taken} 以后，并且不晚于今天。",
    "desk.unknown": "没有交接 {code}。编号例如 ZJ20261009-001。请核对编号。",
    "officer.desk_full": "{name}手上还有 {count} 件事（办件、档案、走访、岗位等），没有停用。请先办理工作交接，交接时账号随之停用。",
}

ACTIONS = {
    "desk.read": "查看工作交接",
    "desk.hand_over": "移交工作",
    "desk.take_over": "接收工作",
}

WORDS = {
    "HoldingKind.case": "办件",
    "HoldingKind.chaser": "没看过的催办",
    "HoldingKind.proxy": "帮办代办",
    "HoldingKind.inquiry": "首问",
    "HoldingKind.complaint": "投诉",
    "HoldingKind.rectification": "差评整改",
    "HoldingKind.file": "援助档案",
    "HoldingKind.helped": "帮扶对象",
    "HoldingKind.household": "零就业家庭",
    "HoldingKind.visit": "约定的走访",
    "HoldingKind.referral": "没有结果的推荐",
    "HoldingKind.grid": "网格",
    "HoldingKind.post": "岗位职责",
    "HoldingKind.deputy": "代理站长",
    "HoldingKind.lead": "未结的责任追究（责任人不变）",
    "DeskState.offered": "待接收",
    "DeskState.taken": "已接收",
    "DeskState.declined": "没有接收",
    "DeskState.withdrawn": "已撤回",
    "DeskAction.take": "接收",
    "DeskAction.decline": "不接收",
    "DeskAction.withdraw": "撤回",
    "DeskAction.sign": "登记签字",
}
