"""Sentences of the queue: why a ticket cannot move, why it is next."""

from __future__ import annotations

from app.domain.queueing import Choice
from app.texts import fill, word

ERRORS = {
    "ticket.code": "“{text}”不是号票编号。编号由一个字母和三位以上数字组成，例如 A001。",
    "ticket.move": "号票现在是“{state}”，不能{action}。现在可以：{possible}。",
    "ticket.move_final": "号票已经“{state}”，不能再{action}。如需继续办理，请重新取号。",
    "queue.counter_busy": "{counter} 号窗口还有号票 {ticket} 没有办完。请先办结、过号或转号，再叫下一位。",
    "queue.recalled_enough": "这张号票已经重呼 {calls} 次，最多 {most} 次。请按过号处理，来人后可以恢复。",
    "queue.undo_late": "已经过去 {seconds} 秒，只能在 {most} 秒以内撤回。请改用恢复或重新叫号。",
    "queue.person_unknown": "没有编号为 {person} 的服务对象，没有写入。",
    "queue.line_unknown": "没有业务队列 {line}。请从取号页面列出的队列里选。",
    "queue.line_closed": "{line}现在不在服务时间，没有取号。请看公示的服务时间。",
    "queue.line_full": "{line}今天的 {most} 个号已经取完，没有再取。请改天来或办预约。",
    "queue.appointment_unknown": "没有预约 {code}。请核对预约单上的编号。",
    "queue.appointment_taken": "预约 {code} 已经取过号票 {ticket}，不再取第二张。原号票已经过号或弃号的，请恢复原号票或直接取号。",
    "queue.request_reused": "请求编号 {request} 已用于另一件事，请换一个。",
    "ticket.unknown": "{day} 没有号票 {ticket}。请核对号票上的编号和日期。",
    "counter.unknown": "没有 {counter} 号窗口。",
    "counter.pause_reason": "离开窗口要写明原因，例如 午间轮休。窗口状态没有改变。",
    "queue.priority_unknown": "没有“{text}”这一类优先号。可用的有：{classes}。",
}

WORDS = {
    "PriorityClass.elderly": "老年人",
    "PriorityClass.disabled": "残疾人",
    "PriorityClass.pregnant": "孕妇",
    "PriorityClass.soldier": "军人",
    "PriorityClass.veteran": "退役军人",
    "PriorityClass.green_channel": "绿色通道",
    "TicketState.waiting": "等候",
    "TicketState.called": "已叫号",
    "TicketState.serving": "办理中",
    "TicketState.held": "暂存",
    "TicketState.finished": "已办结",
    "TicketState.missed": "过号",
    "TicketState.abandoned": "弃号",
    "TicketState.expired": "已失效",
    "TicketAction.call": "叫号",
    "TicketAction.recall": "重呼",
    "TicketAction.start": "开始办理",
    "TicketAction.hold": "暂存",
    "TicketAction.resume": "继续办理",
    "TicketAction.finish": "办结",
    "TicketAction.miss": "过号",
    "TicketAction.restore": "恢复",
    "TicketAction.transfer": "转号",
    "TicketAction.abandon": "弃号",
    "TicketAction.lapse": "退回队列",
    "TicketAction.expire": "当日失效",
    "TicketAction.undo": "撤回",
    "CallWhy.first_come": "先来先办",
    "CallWhy.priority": "{priority}优先（已连续优先 {passed} 位，上限 {limit} 位）",
    "CallWhy.priority_first_come": "{priority}优先，并且先到",
    "CallWhy.passed_enough": "先来先办：已让过 {passed} 位优先号，达到上限",
    "CallWhy.restored": "过号后恢复，按恢复后的次序",
}


def why_text(choice: Choice) -> str:
    """Why this ticket is next, as the officer reads it (为什么是他)."""
    priority = choice.ticket.priority
    params = {"passed": choice.passed, "limit": choice.limit, "priority": priority or ""}
    return fill(word(choice.why), params)
