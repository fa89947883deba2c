"""How the hall is set: lines, counters, hours, notices of the public screen. What the sections read and show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.domain.clock import station_time
from app.domain.hours import HoursArea, spoken
from app.services import counter_lines, counters, screen_notices, station_hours
from app.services.counter_lines import LineFacts
from app.services.counters import CounterFacts
from app.services.screen_notices import NoticeLine
from app.texts import t
from app.texts.faces import sign_words
from ui.desk.reading import Fact, Section
from ui.desk.settings.shown import Shown
from ui.kit.runs import Runs, bold, with_icon
from ui.models.rows import Column

AREAS = {HoursArea.COUNTERS: t("窗口"), HoursArea.WAITING: t("等候区"), HoursArea.SELF_SERVICE: t("自助服务区")}
ALWAYS = {HoursArea.COUNTERS: t("全天"), HoursArea.WAITING: t("和窗口一样"), HoursArea.SELF_SERVICE: t("没有自助服务区")}


def hours_words(spans: Sequence[str], otherwise: str) -> str:
    """The hours in one line."""
    return t("；").join(spoken(spans)) or otherwise


def _in_use(one: Any) -> Runs:
    return with_icon("check-circle", t("在用"), "ok") if one.active else with_icon("minus", t("停用"), "fg_secondary")


def lines(c: Any) -> Shown:
    """The lines of waiting people."""
    columns = (
        Column("state", t("状态"), _in_use, 5, 0),
        Column("letter", t("字母"), lambda r: bold(r.letter), 4, 0),
        Column("name", t("业务"), lambda r: r.name, 8, 0),
        Column("limit", t("每天"), lambda r: t("{n} 号").format(n=r.daily_limit) if r.daily_limit else t("不限"), 5, 1),
        Column("hours", t("取号时间"), lambda r: hours_words(r.hours, t("全天")), 0, 1),
        Column("served", t("窗口（权重）"), _served, 9, 2),
    )
    return Shown(rows=counter_lines.settings(c.db, c.actor), columns=columns)


def _served(one: LineFacts) -> str:
    return t("、").join(t("{n} 号（{weight}）").format(n=number, weight=weight) for number, weight in one.weights.items())


def counter_rows(c: Any) -> Shown:
    """The counters: plate, lines with weights, hours of their own."""
    columns = (
        Column("state", t("状态"), _in_use, 5, 0),
        Column("counter", t("号"), lambda r: bold(str(r.counter)), 3, 0),
        Column("name", t("名称"), lambda r: r.name, 8, 0),
        Column("lines", t("业务（权重）"), _serves, 12, 2),
        Column("vanguard", t("标志"), lambda r: t("党员先锋岗") if r.vanguard else "", 6, 2),
        Column("hours", t("服务时间"), lambda r: hours_words(r.hours, t("和站点一样")), 0, 1, least=6),
    )
    return Shown(rows=counters.settings(c.db, c.actor), columns=columns)


def _serves(one: CounterFacts) -> str:
    return t("、").join(f"{letter}（{weight}）" for letter, weight in one.lines.items())


def hours(c: Any) -> Shown:
    """The station's hours by area, and what the sign at the door says by them now."""
    found = station_hours.read(c.db)
    facts = tuple(Fact(AREAS[area], "\n".join(spoken(getattr(found, area.value))) or ALWAYS[area]) for area in HoursArea)
    said = Fact(t("门口现在"), sign_words(station_hours.sign(c.db, c.now())))
    more = Fact(
        "", t("放假和补班按“节假日”的安排：放假算休息日，补班算工作日。窗口写了某个日期的时间，各队列和窗口那天也照它办。"), "secondary"
    )
    return Shown((Section(t("服务时间"), (*facts, said, more)),))


def notices(c: Any) -> Shown:
    """The notices of the public screen, the newest first, also those that are over."""
    now = c.now()
    columns = (
        Column("state", t("状态"), lambda r: _notice_state(r, now), 6, 0),
        Column("text", t("通知"), lambda r: bold(r.text), 0, 0, tip=lambda r: r.text, least=10),
        Column("from", t("开始"), lambda r: _minute(r.shows_from), 9, 1),
        Column("until", t("结束"), lambda r: _minute(r.ended_at or r.shows_until), 9, 1),
        Column("officer", t("发布人"), lambda r: r.officer, 5, 2),
    )
    return Shown(rows=screen_notices.listing(c.db, c.actor, now, over=True, limit=200), columns=columns, empty=t("还没有发布过通知"))


def _minute(moment: Any) -> str:
    return f"{station_time(moment):%Y-%m-%d %H:%M}" if moment else t("撤下为止")


def _notice_state(one: NoticeLine, now: Any) -> Runs:
    if one.ended_at is not None:
        return with_icon("minus", t("已撤下"), "fg_secondary")
    if one.shows_until is not None and one.shows_until <= now:
        return with_icon("minus", t("已到期"), "fg_secondary")
    return (
        with_icon("check-circle", t("显示中"), "ok") if one.shows_from <= now else with_icon("clock-outline", t("还没开始"), "fg_secondary")
    )
