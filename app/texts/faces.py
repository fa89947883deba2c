"""Sentences of the public faces: the screen in the hall and the kiosk."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.board import Board, Opening, OpeningState, opening
from app.domain.clock import station_time
from app.domain.hours import DoorSign
from app.texts import t, word

ERRORS = {
    "face.embedded": "本站用的是本机数据库。大屏和自助机装在这台电脑上直接打开就行；要放到另一台机器上，先把站点改为 PostgreSQL。",
    "face.no_right": "数据库账号没有建立新账号的权限，没有开通。请让数据库管理员给它 CREATEROLE 权限后再试。",
}

WEEKDAYS = "一二三四五六日"
OPENING = {
    Opening.UNTIL: "今天办到 {clock}",
    Opening.BREAK: "午休，{clock} 再办",
    Opening.OPENS: "今天 {clock} 开始办",
    Opening.OVER: "今天已办完，{day} {clock} 再开",
    Opening.SHUT: "今天不办，{day} {clock} 再开",
}


def opening_words(state: OpeningState, now: datetime) -> str:
    """What the hours table says now, in plain words."""
    if state.at is None:
        return t("全天可取号") if state.state is Opening.ALWAYS else t("办理时间请看门口公示")
    at = station_time(state.at)
    clock = f"{at:%H:%M}" if at.hour or at.minute else "24:00"
    return t(OPENING[state.state]).format(clock=clock, day=_day(at.date(), now.date()))


def sign_words(found: DoorSign) -> str:
    """等候区开放・窗口休息; where nothing at all is open, 闭站."""
    if found.closed:
        return t("闭站")
    parts = [t("等候区开放") if found.waiting else "", word(found.counters), t("自助服务区开放") if found.self_service else ""]
    return t("・").join(filter(None, parts))


def hall_words(board: Board, now: datetime) -> str:
    """The sign at the door where the station has named its hours, else until when numbers are given out."""
    if board.door.named:
        return sign_words(board.door.at(now))
    return opening_words(opening(board.hours, now), now)


def _day(day: date, today: date) -> str:
    return t("明天") if (day - today).days == 1 else t("周") + WEEKDAYS[day.weekday()]
