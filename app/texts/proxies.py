"""Sentences and words of proxy handling (帮办代办)."""

from __future__ import annotations

ERRORS = {
    "proxy.items": "委托书要逐条写明委托办理的事项，没有保存。",
    "proxy.items_many": "委托事项最多 {most} 条，没有保存。请分开委托。",
    "proxy.item_twice": "委托事项“{item}”写了两遍，没有保存。",
    "proxy.everything": "委托书不能写“{word}”：事项要逐条列明，不能全权委托。没有保存。",
    "proxy.span": "委托期限不对：从 {starts} 到 {ends}。截止日期应在开始以后，并且不早于今天。",
    "proxy.none": "这个办件还没有委托书，不能“{action}”。请先写委托书。",
    "proxy.move": "委托书现在是“{state}”，不能“{action}”。现在可以：{possible}。",
    "proxy.move_final": "委托书已经是“{state}”，不能再改。",
    "proxy.reason": "请写明“{action}”的情况，没有保存。",
    "proxy.there": "这个办件已经有一份委托书（{state}）。要换新的，请用“续办”。",
    "proxy.not_printed": "委托书还没有打印，不能登记签字。请先打印，由本人签字以后再登记；已签字的请先加扫描件。",
    "proxy.signed_day": "签字日期 {day} 不对：应在写委托书（{drawn}）以后，并且不晚于今天。",
    "proxy.day": "日期 {day} 不对：应在委托书签字以后，并且不晚于今天。",
    "proxy.not_acting": "委托书现在是“{state}”，不能代为办理。请先由本人签字，中止的请先续办。",
    "proxy.over": "委托书的期限到 {ends} 为止，已经过期。请先续办。",
    "proxy.told": "请写明告诉本人的内容，没有保存。",
    "proxy.no_copy": "带来的委托书要留存签过字的扫描件或照片；本站写的委托书要先打印再签字。没有登记。",
    "print.no_proxy": "办件 {number} 没有委托书，打印不了。请先写委托书。",
    "print.proxy_state": "办件 {number} 的代办现在是“{state}”，打印不了“{document}”。",
}

ACTIONS = {
    "proxy.draw": "写代办委托书",
    "proxy.sign": "登记代办委托书签字",
    "proxy.suspend": "中止代办",
    "proxy.renew": "续办委托",
    "proxy.step": "告知代办进展",
    "proxy.end": "办结代办",
}

WORDS = {
    "ProxyState.drawn": "待签字",
    "ProxyState.signed": "代办中",
    "ProxyState.suspended": "已中止",
    "ProxyState.renewed": "已续办",
    "ProxyState.ended": "已办结",
    "ProxyAction.sign": "登记签字",
    "ProxyAction.suspend": "中止",
    "ProxyAction.renew": "续办",
    "ProxyAction.end": "办结",
    "ToldHow.face": "当面",
    "ToldHow.phone": "电话",
    "ToldHow.message": "短信",
    "ToldHow.letter": "书面",
}

NO_POWERS = "代为递交材料、签收文书、查询进度、领取结果"
POWERS_LIMIT = "以上事项逐条授权，未列明的事项不得代为办理；受托人无转委托权。"
FREE = "帮办代办不收取任何费用；事项本身依法收取的费用由委托人承担。"
UNTIL_DONE = "自{starts}起，至上列事项办结为止"
FROM_TO = "自{starts}起，至{ends}止"
STEP_TOLD = "{text}（{how}告知）"
TERMINATED = "终止代办：{text}"
