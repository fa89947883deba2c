"""Sentences of starting the desk and of getting in."""

from __future__ import annotations

ERRORS = {
    "login.repeat": "请把刚才的口令再输一遍，两遍一样就定为您的口令。",
    "login.different": "两遍输的不一样，口令没有定。请从头再输一个新口令。",
    "login.change": "口令对。它是别人代设的，请现在输一个自己的新口令，至少 {least} 位。",
    "desk.not_now": "{reason}",
    "desk.no_counter": "这台电脑现在不是窗口，不能叫号。请先在设置里选定窗口。",
    "start.no_screen": "这台电脑没有可用的屏幕，窗口打不开。命令行照常可用：stationdesk --help。",
    "start.busy": "本站已经在这台电脑上打开，但窗口没有回应。请稍等片刻，或先关掉原来的窗口。",
}
