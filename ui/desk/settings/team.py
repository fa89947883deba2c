"""The people of the station at work: who is on which post, who stands in for the head, where everybody is, desks that change hands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from app.domain.clock import business_date, station_time
from app.domain.desks import DeskState, Holding, HoldingKind
from app.domain.roster import Presence, Span
from app.services import deputies, desks, posts, whereabouts
from app.services.deputies import DeputyLine
from app.services.desks import DeskLine
from app.services.posts import AssignmentLine
from app.services.where_lines import WhereLine
from app.texts import t, word
from ui.desk.reading import Fact, Reading, Section
from ui.desk.settings.shown import Shown
from ui.kit.runs import Runs, bold, plain, with_icon
from ui.models.rows import Column, Group

OVER = t("已结束")


def roster(c: Any) -> Shown:
    """Who is on which post with which duty; what is over stands below."""
    today = business_date(c.now())
    rows = sorted(posts.roster(c.db, c.actor), key=lambda one: one.ends_on is not None and one.ends_on < today)
    columns = (
        Column("state", t("状态"), lambda r: _span_state(Span(r.starts_on, r.ends_on), today), 5, 0),
        Column("post", t("岗位"), lambda r: bold(r.post_name), 7, 0),
        Column("kind", t("主替"), lambda r: word(r.kind), 4, 2),
        Column("officer", t("姓名"), lambda r: r.officer, 4, 0),
        Column("duty", t("职责"), lambda r: r.duty, 0, 2, tip=lambda r: r.duty, least=8),
        Column("days", t("日期"), _days, 12, 1, tip=_days),
    )
    return Shown(rows=tuple(rows), columns=columns, empty=t("还没有安排岗位"))


def _span_state(span: Span, today: Any) -> Runs:
    if span.holds(today):
        return with_icon("check-circle", t("在岗"), "ok")
    return with_icon("clock-outline", t("还没开始"), "fg_secondary") if span.first > today else with_icon("minus", OVER, "fg_secondary")


def _days(one: AssignmentLine | DeputyLine) -> str:
    last = one.ends_on.isoformat() if one.ends_on else t("长期")
    return t("{first} 至 {last}").format(first=one.starts_on.isoformat(), last=last)


def standing_in(c: Any) -> Shown:
    """Who stands in for the head, now, later and before."""
    columns = (
        Column("state", t("状态"), lambda r: _deputy_state(r, business_date(c.now())), 6, 0),
        Column("officer", t("姓名"), lambda r: bold(r.officer), 6, 0),
        Column("days", t("日期"), _days, 12, 0),
        Column("reason", t("原因"), lambda r: r.reason, 0, 1),
        Column("by", t("指定人"), lambda r: r.named_by, 6, 2),
    )
    listed = deputies.listing(c.db, c.actor, c.now(), over=True)
    return Shown(rows=listed, columns=columns, empty=t("没有指定过代理站长"))


def _deputy_state(one: DeputyLine, today: Any) -> Runs:
    if one.ended_at is not None:
        return with_icon("minus", t("已收回"), "fg_secondary")
    if one.holds:
        return with_icon("check-circle", t("代理中"), "ok")
    return with_icon("clock-outline", t("还没开始"), "fg_secondary") if one.starts_on > today else with_icon("minus", OVER, "fg_secondary")


def where(c: Any) -> Shown:
    """The board at the door: where everybody is."""
    columns = (
        Column("place", t("去向"), _place, 5, 0),
        Column("officer", t("姓名"), lambda r: bold(r.officer), 6, 0),
        Column("duty", t("岗位"), lambda r: r.duty, 10, 2),
        Column("since", t("从"), lambda r: _moment(r.since), 8, 1),
        Column("back", t("预计回来"), lambda r: _moment(r.back_at), 8, 0),
        Column("note", t("说明"), lambda r: r.note, 0, 1),
    )
    return Shown(rows=whereabouts.board(c.db, c.actor), columns=columns)


def _place(one: WhereLine) -> Runs:
    here = one.place is Presence.PRESENT
    return with_icon("check-circle" if here else "clock-outline", word(one.place), "ok" if here else "fg_secondary")


def _moment(moment: Any) -> str:
    return f"{station_time(moment):%m-%d %H:%M}" if moment else ""


def hand_overs(c: Any) -> Shown:
    """Desks that were offered, and what became of each."""
    columns = (
        Column("state", t("状态"), _desk_state, 6, 0),
        Column("parties", t("移交和接收"), lambda r: bold(t("{giver} 到 {taker}").format(giver=r.giver, taker=r.taker)), 9, 0),
        Column("code", t("编号"), lambda r: r.code, 0, 2, least=10),
        Column("count", t("件数"), lambda r: str(len(r.moving)), 3, 1, right=True),
        Column("signed", t("签字"), lambda r: r.signed_on.isoformat() if r.signed_on else "", 7, 2),
    )
    return Shown(rows=desks.listing(c.db, c.actor), columns=columns, read=_desk_reading, empty=t("没有工作交接"))


def _desk_reading(one: DeskLine) -> Reading:
    """The list of a hand-over, kind by kind; while it is offered as it stood when it was."""
    head = (
        Fact(t("移交人"), one.giver),
        Fact(t("接收人"), one.taker),
        Fact(t("移交时间"), _moment(one.offered_at)),
        Fact(t("接收时间"), _moment(one.answered_at) if one.state is DeskState.TAKEN else ""),
        Fact(t("移交人账号"), t("接收后停用") if one.leaving else t("继续使用")),
        Fact(t("原因"), one.reason),
    )
    lists = tuple(Section(_kind_count(kind, of), tuple(map(_held_fact, of))) for kind, of in _by_kind(one.lines))
    return Reading(one.code, _desk_state(one), (Section("", head), *lists))


def _by_kind(lines: Sequence[Holding]) -> Iterator[tuple[HoldingKind, list[Holding]]]:
    return ((kind, list(of)) for kind, of in groupby(lines, key=lambda line: line.kind))


def _kind_count(kind: HoldingKind, of: Sequence[Holding]) -> str:
    return t("{kind}（{n}）").format(kind=word(kind), n=len(of))


def _held_fact(line: Holding) -> Fact:
    due = t("{day} 到期").format(day=line.due.isoformat()) if line.due else ""
    return Fact("", t("，").join(filter(None, (line.number, line.title, due))))


def in_hand(c: Any, login: str) -> Shown:
    """What an officer has in hand now, as the list of a hand-over would say it."""
    lines = desks.held(c.db, c.actor, c.now(), login)
    rows: list[Any] = []
    for kind, of in _by_kind(lines):
        rows += [Group(word(kind), len(of)), *of]
    columns = (
        Column("number", t("编号"), lambda r: bold(r.number or "—"), 11, 0),
        Column("title", t("内容"), lambda r: r.title, 0, 0, tip=lambda r: r.title, least=8),
        Column("due", t("期限"), lambda r: r.due.isoformat() if r.due else "", 7, 1),
    )
    return Shown(rows=tuple(rows), columns=columns)


def _desk_state(one: DeskLine) -> Runs:
    if one.state is DeskState.OFFERED:
        return with_icon("swap-horizontal", word(one.state), "accent")
    return with_icon("check-circle", word(one.state), "ok") if one.state is DeskState.TAKEN else plain(word(one.state))
