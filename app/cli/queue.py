"""``queue …``: take, call and move tickets; who is next, who is lost, what the day was like."""

from __future__ import annotations

import argparse
from datetime import date

from app.cli.frame import Answer, Found, Words, group, whole, word
from app.cli.hall import warned
from app.cli.session import CliSession
from app.domain.clock import business_date
from app.domain.errors import Usage
from app.domain.queueing import PriorityClass
from app.services import lost_tickets, queue, queue_items, queue_replay, queue_stats, queue_views
from app.services.queue_base import Moved
from app.texts import t
from app.texts import word as named

VERBS = {"recall": "重呼", "start": "开始办理", "finish": "办结", "miss": "过号", "restore": "过号恢复", "abandon": "弃号"}
ONE_VISIT = {"yes": True, "no": False}


def register(words: Words) -> None:
    """``queue take|call|peek|recall|start|hold|resume|finish|miss|restore|abandon|transfer|undo|item|list|lost|hours|check``."""
    tickets = group(words, "queue", t("排队叫号"))
    _register_take_and_call(tickets)
    for verb, title in VERBS.items():
        parser = _on_ticket(word(tickets, verb, _act, t(title)))
        if verb == "finish":
            parser.add_argument("--one-visit", choices=ONE_VISIT)
    transfer = _on_ticket(word(tickets, "transfer", _transfer, t("转号")))
    where = transfer.add_mutually_exclusive_group(required=True)
    where.add_argument("--to-line")
    where.add_argument("--to-counter", type=whole)
    _register_rest(tickets)
    _register_looks(tickets)


def _register_take_and_call(tickets: Words) -> None:
    take = word(tickets, "take", _take, t("取号"))
    take.add_argument("--line", default="")
    take.add_argument("--item", metavar="CODE")
    take.add_argument("--priority", metavar="CLASS")
    take.add_argument("--appointment", metavar="CODE")
    take.add_argument("--person", type=whole, metavar="ID")
    take.add_argument("--request", metavar="KEY")
    call = word(tickets, "call", _call, t("叫下一位"))
    call.add_argument("--counter", type=whole, required=True)
    call.add_argument("--finish", action="store_true")
    call.add_argument("--request", metavar="KEY")


def _register_rest(tickets: Words) -> None:
    hold = _on_ticket(word(tickets, "hold", _hold, t("暂存")))
    hold.add_argument("--reason", required=True, metavar="REASON")
    resume = _on_ticket(word(tickets, "resume", _resume, t("继续办理暂存的号票")))
    resume.add_argument("--counter", type=whole)
    undo = word(tickets, "undo", _undo, t("撤回窗口的上一次叫号、办结或过号（60 秒内）"))
    undo.add_argument("--counter", type=whole, required=True)
    undo.add_argument("--request", metavar="KEY")
    item = _on_ticket(word(tickets, "item", _item, t("同一号票换办另一个事项")))
    item.add_argument("--item", required=True, metavar="CODE")


def _register_looks(tickets: Words) -> None:
    peek = word(tickets, "peek", _peek, t("看下一位是谁、为什么，不叫号"))
    peek.add_argument("--counter", type=whole, required=True)
    for name, run, title in (("list", _list, "今天的号票"), ("hours", _hours, "各队列各小时的等候与办理时间")):
        word(tickets, name, run, t(title)).add_argument("--on", metavar="DATE")
    word(tickets, "lost", _lost, t("窗口失联、号票还在办理中的"))
    check = word(tickets, "check", _check, t("用叫号规则重放审计记录，核对每一次叫号"))
    check.add_argument("--after", type=whole, default=0, metavar="SEQ")


def _on_ticket(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--ticket", required=True)
    parser.add_argument("--on", metavar="DATE")
    return parser


def _take(session: CliSession, args: argparse.Namespace) -> Answer:
    taken = queue.take(
        session.db,
        session.actor,
        session.now(),
        args.line,
        item=args.item,
        priority=_class(args.priority),
        person_id=args.person,
        appointment=args.appointment,
        request=args.request,
    )
    return {"ticket": taken.ticket, "ahead": taken.ahead}


def _class(text: str | None) -> str | None:
    """A priority class also by its Chinese word, by which the refusal names those there are."""
    return next((one.value for one in PriorityClass if named(one) == text), text)


def _call(session: CliSession, args: argparse.Namespace) -> Answer:
    called = queue.call(session.db, session.actor, session.now(), args.counter, finish=args.finish, request=args.request)
    why = {} if called.ticket is None else {"why": called.why}
    return {"ticket": called.ticket, **why, **warned(bare=called.uncertified)}


def _moved(moved: Moved) -> Answer:
    return {"ticket": moved.ticket, "state": moved.state}


def _act(session: CliSession, args: argparse.Namespace) -> Answer:
    one_visit = ONE_VISIT.get(getattr(args, "one_visit", None) or "")
    verb, on = args.queue_word, day_of(args.on, "on")
    return _moved(queue.act(session.db, session.actor, session.now(), verb, args.ticket, on=on, one_visit=one_visit))


def _transfer(session: CliSession, args: argparse.Namespace) -> Answer:
    where = {"to_line": args.to_line, "to_counter": args.to_counter}
    return _moved(queue.transfer(session.db, session.actor, session.now(), args.ticket, **where, on=day_of(args.on, "on")))


def _hold(session: CliSession, args: argparse.Namespace) -> Answer:
    return _moved(queue.hold(session.db, session.actor, session.now(), args.ticket, args.reason, on=day_of(args.on, "on")))


def _resume(session: CliSession, args: argparse.Namespace) -> Answer:
    return _moved(queue.resume(session.db, session.actor, session.now(), args.ticket, at=args.counter, on=day_of(args.on, "on")))


def _undo(session: CliSession, args: argparse.Namespace) -> Answer:
    return _moved(queue.undo(session.db, session.actor, session.now(), args.counter, request=args.request))


def _item(session: CliSession, args: argparse.Namespace) -> Answer:
    items = queue_items.switch(session.db, session.actor, session.now(), args.ticket, args.item, on=day_of(args.on, "on"))
    return {"ticket": args.ticket, "items": items}


def _peek(session: CliSession, args: argparse.Namespace) -> Answer:
    found = queue_views.peek(session.db, session.actor, session.now(), args.counter)
    if found is None:
        return {"ticket": None}
    return {"ticket": found.ticket, "why": found.why, "line": found.line, "waited_seconds": found.waited_seconds}


def _list(session: CliSession, args: argparse.Namespace) -> Answer:
    tickets = queue_views.day(session.db, session.actor, _day(session, args))
    return {"tickets": [ticket.for_lists() for ticket in tickets]}


def _hours(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"hours": queue_stats.hours(session.db, session.actor, _day(session, args))}


def _lost(session: CliSession, _args: argparse.Namespace) -> Answer:
    return {"tickets": lost_tickets.lost(session.db, session.actor, session.now())}


def _check(session: CliSession, args: argparse.Namespace) -> Answer:
    found = queue_replay.check(session.db, session.actor, after=args.after)
    answer = {"ok": found.exact, "calls": found.calls, "deviations": found.deviations, "unknown": sorted(found.unknown)}
    if not found.exact:
        raise Found(answer)
    return answer


def _day(session: CliSession, args: argparse.Namespace) -> date:
    return day_of(args.on, "on") or business_date(session.now())


def day_of(text: str | None, field: str | None = None) -> date | None:
    """A station date from the command line, or None when none was given; ``field`` is the option it was given with."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Usage("cli.day", field=field, text=text) from error
