"""Sentences and words of complaints and suggestions."""

from __future__ import annotations

ERRORS = {
    "complaint.text": "请写明反映的情况，没有保存。",
    "complaint.future": "收到的日期 {day} 在今天之后，没有保存。请核对。",
    "complaint.unknown": "没有投诉或意见 {code}。编号例如 TS20261009-001。请核对编号。",
    "complaint.own": "被反映的工作人员不能处理和答复这件事。请换一位。",
    "complaint.move": "这件事是“{state}”，不能再做“{action}”。现在可以：{possible}。",
    "complaint.move_final": "这件事已经是“{state}”，不能再改。",
    "complaint.day": "日期 {day} 不对：应在 {first} 以后，并且不晚于今天。",
    "complaint.words": "请写明“{action}”的内容，没有保存。",
    "complaint.person_unknown": "没有编号为 {person} 的服务对象，没有写入。请先查找或登记这个人。",
}

ACTIONS = {
    "complaint.record": "登记投诉或意见",
    "complaint.assign": "指定投诉处理人",
    "complaint.verify": "核实投诉",
    "complaint.answer": "答复投诉",
    "complaint.close": "投诉归档",
}

WORDS = {
    "ComplaintKind.complaint": "投诉",
    "ComplaintKind.suggestion": "意见建议",
    "ComplaintChannel.window": "窗口",
    "ComplaintChannel.phone": "电话",
    "ComplaintChannel.box": "意见箱",
    "ComplaintChannel.letter": "来信",
    "ComplaintChannel.online": "网上",
    "ComplaintChannel.higher": "上级转来",
    "ComplaintTopic.attitude": "服务态度",
    "ComplaintTopic.speed": "办事效率",
    "ComplaintTopic.rules": "政策和流程",
    "ComplaintTopic.fees": "收费",
    "ComplaintTopic.place": "场所设施",
    "ComplaintTopic.other": "其他",
    "ComplaintState.open": "待答复",
    "ComplaintState.answered": "已答复",
    "ComplaintState.closed": "已归档",
    "ComplaintAction.assign": "指定处理人",
    "ComplaintAction.verify": "核实",
    "ComplaintAction.answer": "答复",
    "ComplaintAction.close": "归档",
}
