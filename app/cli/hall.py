"""``counter …``, ``line …``, ``notice …``: how the hall is set up and what hangs in it."""

from __future__ import annotations

import argparse

from app.cli.frame import Answer, Words, group, how_many, whole, word
from app.cli.session import CliSession, moment
from app.services import counter_lines, counters, screen_notices
from app.services.counter_lines import LineForm
from app.services.counters import CounterForm
from app.texts import t

YES_NO = {"yes": True, "no": False}
NO_SPANS = "always"


def register(words: Words) -> None:
    """``counter open|pause|close|list|set``, ``line list|set``, ``notice publish|end|list``."""
    _register_counters(group(words, "counter", t("窗口")))
    _register_lines(group(words, "line", t("业务队列")))
    notices = group(words, "notice", t("大屏通知"))
    publish = word(notices, "publish", _publish, t("发布通知"))
    publish.add_argument("--text", required=True)
    for name in ("--from", "--until"):
        publish.add_argument(name, metavar="MOMENT", dest=f"shows_{name[2:]}")
    word(notices, "end", _end, t("撤下通知")).add_argument("notice", type=whole, metavar="ID")
    listing = word(notices, "list", _notices, t("正在或将要显示的通知"))
    listing.add_argument("--all", action="store_true")
    listing.add_argument("--limit", type=how_many, default=50)


def _register_counters(desks: Words) -> None:
    for verb, title in (("open", "开窗"), ("pause", "暂停"), ("close", "关窗")):
        parser = word(desks, verb, _counter, t(title))
        parser.add_argument("--counter", type=whole, required=True)
        parser.add_argument("--reason")
    word(desks, "list", _counters, t("窗口设置"))
    put = word(desks, "set", _set_counter, t("设置或新增窗口"))
    put.add_argument("--counter", type=whole, required=True)
    put.add_argument("--name")
    put.add_argument("--kind")
    put.add_argument("--lines", metavar="A:2,B", type=_weights)
    _hours_of(put)
    for name in ("--vanguard", "--active"):
        put.add_argument(name, choices=YES_NO)


def _register_lines(lines: Words) -> None:
    word(lines, "list", _lines, t("队列设置"))
    put = word(lines, "set", _set_line, t("设置或新增队列"))
    put.add_argument("--line", required=True)
    put.add_argument("--name")
    put.add_argument("--limit", type=whole, metavar="N")
    put.add_argument("--description")
    put.add_argument("--items", metavar="CODE,…")
    _hours_of(put)
    put.add_argument("--active", choices=YES_NO)


def _hours_of(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--hours", action="append", metavar="SPAN")


def spans(texts: list[str] | None) -> list[str] | None:
    """The spans of ``--hours``; the one word ``always`` takes them away."""
    return [] if texts == [NO_SPANS] else texts


def _weights(text: str) -> dict[str, int]:
    """``A:2,B``: the lines a counter serves with their weights, 1 where none is named."""
    found = {}
    for part in filter(None, text.split(",")):
        letter, _, weight = part.strip().partition(":")
        found[letter.strip().upper()] = int(weight or 1)
    return found


def _flag(text: str | None) -> bool | None:
    return None if text is None else YES_NO[text]


def warned(*, bare: bool) -> dict[str, str]:
    """The warning where an officer sat down without a valid certificate."""
    return {"warning": t("没有有效的职业资格证或培训合格证，已记录")} if bare else {}


def _counter(session: CliSession, args: argparse.Namespace) -> Answer:
    facts = counters.change(session.db, session.actor, session.now(), args.counter_word, args.counter, args.reason)
    warning = warned(bare=facts.uncertified)
    return {"counter": facts.counter, "state": facts.state, **warning}


def _counters(session: CliSession, _args: argparse.Namespace) -> Answer:
    return {"counters": counters.listing(session.db, session.actor)}


def _set_counter(session: CliSession, args: argparse.Namespace) -> Answer:
    form = CounterForm(args.name, args.kind, _flag(args.vanguard), spans(args.hours), args.lines, _flag(args.active))
    return {"counter": counters.define(session.db, session.actor, session.now(), args.counter, form)}


def _lines(session: CliSession, _args: argparse.Namespace) -> Answer:
    return {"lines": counter_lines.lines(session.db, session.actor)}


def _set_line(session: CliSession, args: argparse.Namespace) -> Answer:
    items = None if args.items is None else [code for code in args.items.split(",") if code.strip()]
    form = LineForm(args.name, spans(args.hours), args.limit, args.description, _flag(args.active), items)
    return {"line": counter_lines.define(session.db, session.actor, session.now(), args.line, form)}


def _publish(session: CliSession, args: argparse.Namespace) -> Answer:
    given = {"from": args.shows_from, "until": args.shows_until}
    since, until = (moment(text, field) if text else None for field, text in given.items())
    return {"notice": screen_notices.publish(session.db, session.actor, session.now(), args.text, since=since, until=until)}


def _end(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"notice": screen_notices.end(session.db, session.actor, session.now(), args.notice)}


def _notices(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"notices": screen_notices.listing(session.db, session.actor, session.now(), over=args.all, limit=args.limit)}
