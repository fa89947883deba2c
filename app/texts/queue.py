"""Sentences of the queue: why a ticket cannot move, why it is next."""

from __future__ import annotations

from datetime import datetime

from app.domain.clock import station_time
from app.domain.queue_order import Choice
from app.texts import fill, t, word

ERRORS = {
    "ticket.code": "“{text}”不是号票编号。编号由一个字母和三位以上数字组成，满三位不再补零，例如 A001、A1000。",
    "ticket.move": "号票现在是“{state}”，不能{action}。现在可以：{possible}。",
    "ticket.move_final": "号票已经“{state}”，不能再{action}。如需继续办理，请重新取号。",
    "queue.counter_busy": "{counter} 号窗口还有号票 {ticket} 没有办完。请先办结、过号或转号，再叫下一位。",
    "queue.recalled_enough": "这张号票已经重呼 {calls} 次，最多 {most} 次。请按过号处理，来人后可以恢复。",
    "queue.hold_reason": "暂存要选一个原因：{reasons}。号票没有变动。",
    "queue.nothing_to_undo": "{counter} 号窗口今天没有可以撤回的叫号、办结或过号。",
    "queue.undo_recorded": "号票 {ticket} 上已经登记了咨询或办件，人已经接待，不能撤回叫号。",
    "queue.item_unknown": "没有已发布的事项 {item}，没有写入。请核对事项编码。",
    "queue.item_no_line": "没有写明队列，也没有在用的队列可以按事项来定。请选一个业务队列，没有写入。",
    "queue.undo_late": "已经过去 {seconds} 秒，只能在 {most} 秒以内撤回。请改用恢复或重新叫号。",
    "queue.person_unknown": "没有编号为 {person} 的服务对象，没有写入。请先查找或登记这个人。",
    "queue.line_unknown": "没有业务队列 {line}。请从取号页面列出的队列里选。",
    "queue.line_closed": "{line}现在不在服务时间，没有取号。请看公示的服务时间。",
    "queue.line_full": "{line}今天的 {most} 个号已经取完，没有再取。请改天来或办预约。",
    "queue.appointment_unknown": "没有预约 {code}。请核对预约单上的编号。",
    "queue.appointment_taken": "预约 {code} 已经取过号票 {ticket}，不再取第二张。过号的请恢复原号票，办过的请直接取号。",
    "appointment.move": "预约现在是“{state}”，不能{action}。现在可以：{possible}。",
    "appointment.move_final": "预约已经“{state}”，不能再{action}。请重新预约或直接取号。",
    "appointment.too_near": "预约要至少提前 {days} 天，没有写入。今天来的请直接取号。",
    "appointment.too_far": "只能预约 {days} 个工作日以内的时间，最晚到 {last}，没有写入。",
    "appointment.same_day": "这个人 {day} 已有预约，每人每天最多 {most} 次，没有写入。",
    "appointment.no_shows": "这个人 {days} 天内有 {times} 次预约没有来，暂停预约。请直接取号。",
    "appointment.slot_full": "{begins} 到 {ends} 已约满 {most} 人，没有写入。请换一个时间。",
    "appointment.closed": "{line}在 {day} 的这个时间不服务，没有写入。请另选时间。",
    "appointment.cancel_late": "取消预约要提前 {hours} 小时，现在不能取消。不来的会记为爽约。",
    "appointment.early": "预约的时间是 {at}，{opens} 起才能签到。请稍后再来，或直接取普通号。",
    "appointment.late": "预约的时间是 {at}，已经超过 {minutes} 分钟，不能签到。请直接取普通号。",
    "hours.unreadable": "“{text}”不是服务时间。请写成 工作日 08:30-12:00，天数可用工作日、休息日、每天、周一至周日，"
    "或一个日期（2026-12-31 08:30-12:00、2026-12-31 不开）。没有写入。",
    "hours.backwards": "服务时间“{text}”的钟点不对：开始要早于结束，最晚 24:00。没有写入。",
    "hours.overlap": "服务时间“{first}”与“{second}”重叠。请合成一段，没有写入。",
    "queue.request_reused": "请求编号 {request} 已用于另一件事，请换一个。",
    "ticket.unknown": "{day} 没有号票 {ticket}。请核对号票上的编号和日期。",
    "counter.unknown": "没有 {counter} 号窗口。请从站里有的窗口里选。",
    "counter.number": "窗口号要从 1 开始，没有写入。",
    "counter.taken": "{counter} 号窗口已经有了，没有写入。请换一个号，或在列表里修改它。",
    "counter.name": "窗口要有名称，没有写入。",
    "counter.weight": "队列 {line} 的权重要在 1 到 {most} 之间，没有写入。",
    "counter.pause_reasons": "暂停原因至少写一个，每个不超过 {most} 个字，没有写入。",
    "line.letter": "队列编号“{line}”不对，请用一个英文字母，没有写入。",
    "line.taken": "字母 {line} 已有队列，没有写入。请换一个字母，或在列表里修改它。",
    "line.name": "队列要有名称，没有写入。",
    "line.limit": "每天的号数要写 0（不限）或更大的整数，没有写入。",
    "line.people_wait": "{line}还有人在等，不能停用。请先叫完或转到别的队列。",
    "queue.item_not_here": "号票 {ticket} 现在是“{state}”，不在窗口，不能登记事项。请先叫号。",
    "queue.not_finished": "号票 {ticket} 现在是“{state}”，办结以后才能写是否一次办好，没有写入。",
    "queue.item_already": "号票 {ticket} 正在办 {item}，没有再登记。",
    "notice.text": "通知要有内容，最多 {most} 个字，没有发布。",
    "notice.number": "通知里有像证件号或电话的号码，大屏不显示个人信息，没有发布。本站电话请先登记在站点信息里。",
    "notice.until": "通知的结束时间要晚于开始和现在，没有发布。",
    "notice.moment": "“{text}”不是时间。请写成 2026-10-09 17:30 这样，没有发布。",
    "notice.unknown": "没有编号为 {notice} 的通知。请从通知列表里选。",
    "notice.ended": "这条通知已经撤下。",
    "counter.pause_reason": "离开窗口要写明原因，例如 午间轮休。窗口状态没有改变。",
    "queue.priority_unknown": "没有“{text}”这一类优先号。可用的有：{classes}。",
}

WORDS = {
    "HoldReason.no_papers": "没带齐材料",
    "HoldReason.papers_kept": "材料留下",
    "HoldReason.other_step": "等另一环节",
    "AppointmentState.booked": "已预约",
    "AppointmentState.checked_in": "已签到",
    "AppointmentState.cancelled": "已取消",
    "AppointmentState.missed": "爽约",
    "AppointmentAction.check_in": "签到",
    "AppointmentAction.cancel": "取消",
    "AppointmentAction.miss": "记爽约",
    "HoursArea.counters": "窗口",
    "HoursArea.waiting": "等候区",
    "HoursArea.self_service": "自助服务区",
    "CountersSign.open": "窗口服务中",
    "CountersSign.extended": "午间延时服务",
    "CountersSign.rest": "窗口休息",
    "CountersSign.closed": "窗口已下班",
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
    "CallWhy.weight": "这条队列在本窗口权重较高，按早到 {earlier} 个号计",
    "CallWhy.restored": "过号后恢复，按恢复后的次序",
}


def why_text(choice: Choice) -> str:
    """Why this ticket is next, as the officer reads it (为什么是他)."""
    who = choice.ticket.priority or t("预约")
    params = {"passed": choice.passed, "limit": choice.limit, "earlier": choice.earlier, "priority": who}
    return fill(word(choice.why), params)


def booked_why(why: str, booked_for: datetime | None) -> str:
    """The time of an appointment before the reason: a booked visitor is told apart at a glance."""
    return t("预约 {clock}，{why}").format(clock=f"{station_time(booked_for):%H:%M}", why=why) if booked_for else why
