"""Sentences and words of the roster: posts, deputies of the head, whereabouts, handing over a desk."""

from __future__ import annotations

ERRORS = {
    "roster.span": "日期不对：从 {first} 到 {last}，结束早于开始，没有保存。请核对日期。",
    "roster.post_code": "岗位编码“{code}”不对。请用大写字母开头，后面是字母或数字，最多 12 位，例如 CK1。",
    "roster.post_name": "请写岗位名称，没有保存。",
    "roster.post_unknown": "没有在用的岗位“{post}”。请从岗位列表里选。",
    "roster.post_held": "{officer}还在这个岗位上，不能停用。请先安排好人。",
    "roster.duty": "请写职责，没有保存。",
    "roster.twice": "这位工作人员在这些日子里已经在这个岗位上，没有保存。",
    "roster.held": "这个岗位在这些日子里已由{officer}负责，没有保存。请先结束原来的安排，或者登记为替岗。",
    "roster.ended": "这条安排到 {last} 已经结束。",
    "roster.unknown": "没有编号为 {id} 的岗位安排。请从岗位安排里选。",
    "roster.move_day": "原来的岗位从 {first} 才开始，换岗的日子要在那以后。请先改原来的安排。",
    "deputy.days": "代理的日子不对：要有结束日期，不能已经过去，最长 {most} 天。",
    "deputy.is_head": "这位工作人员本来就是站长，不用代理。",
    "deputy.overlap": "这些日子里已由{officer}代理，没有保存。",
    "deputy.over": "您代理站长到 {last} 为止，现在已经结束或被收回，这一步没有办。请重新登录，用自己的权限办理。",
    "deputy.own_right": "代理站长不能再指定或收回代理，请站长本人办理。",
    "deputy.unknown": "没有编号为 {id} 的代理。请从代理列表里选。",
    "deputy.over_already": "这次代理已经结束。",
    "whereabouts.back": "回来的时间要在现在以后，在岗的不用写。",
    "whereabouts.other": "{officer}的去向由本人或站长登记。",
}

ACTIONS = {
    "roster.read": "查看岗位和去向",
    "roster.change": "安排岗位",
    "deputy.name": "指定代理站长",
    "whereabouts.set": "登记去向",
}

WORDS = {
    "PostKind.holder": "主岗",
    "PostKind.substitute": "替岗",
    "Presence.present": "在岗",
    "Presence.out": "暂离",
    "Presence.meeting": "开会",
    "Presence.trip": "出差",
    "Presence.leave": "请假",
}
