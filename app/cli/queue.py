"""``queue …`` and ``counter …``: take, call and move tickets."""

from __future__ import annotations

import argparse
from datetime import date

from app.cli.frame import Answer, Words, group, whole, word
from app.cli.session import CliSession
from app.domain.clock import business_date
from app.domain.errors import Usage
from app.services import counters, queue, queue_views
from app.texts import t

VERBS = {"recall": "重呼", "start": "开始办理", "finish": "办结", "miss": "过号", "restore": "过号恢复", "abandon": "弃号"}


def register(words: Words) -> None:
    """``queue take|call|recall|start|finish|miss|restore|abandon|transfer|list`` and ``counter open|pause|close``."""
    tickets = group(words, "queue", t("排队叫号"))
    _register_take_and_call(tickets)
    for verb, title in VERBS.items():
        _on_ticket(word(tickets, verb, _act, t(title)))
    transfer = word(tickets, "transfer", _transfer, t("转号"))
    _on_ticket(transfer)
    where = transfer.add_mutually_exclusive_group(required=True)
    where.add_argument("--to-line")
    where.add_argument("--to-counter", type=whole)
    listing = word(tickets, "list", _list, t("今天的号票"))
    listing.add_argument("--on", metavar="DATE")
    desks = group(words, "counter", t("窗口"))
    for verb, title in (("open", "开窗"), ("pause", "暂停"), ("close", "关窗")):
        parser = word(desks, verb, _counter, t(title))
        parser.add_argument("--counter", type=whole, required=True)
        parser.add_argument("--reason", default="")


def _register_take_and_call(tickets: Words) -> None:
    take = word(tickets, "take", _take, t("取号"))
    take.add_argument("--line", required=True)
    take.add_argument("--priority", metavar="CLASS")
    take.add_argument("--appointment", metavar="CODE")
    take.add_argument("--person", type=whole, metavar="ID")
    take.add_argument("--request", metavar="KEY")
    call = word(tickets, "call", _call, t("叫下一位"))
    call.add_argument("--counter", type=whole, required=True)
    call.add_argument("--finish", action="store_true")
    call.add_argument("--request", metavar="KEY")


def _on_ticket(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--ticket", required=True)
    parser.add_argument("--on", metavar="DATE")


def _take(session: CliSession, args: argparse.Namespace) -> Answer:
    taken = queue.take(
        session.db,
        session.actor,
        session.now(),
        args.line,
        priority=args.priority,
        person_id=args.person,
        appointment=args.appointment,
        request=args.request,
    )
    return {"ticket": taken.ticket, "ahead": taken.ahead}


def _call(session: CliSession, args: argparse.Namespace) -> Answer:
    called = queue.call(session.db, session.actor, session.now(), args.counter, finish=args.finish, request=args.request)
    return {"ticket": called.ticket} if called.ticket is None else {"ticket": called.ticket, "why": called.why}


def _act(session: CliSession, args: argparse.Namespace) -> Answer:
    moved = queue.act(session.db, session.actor, session.now(), args.queue_word, args.ticket, on=day_of(args.on, "on"))
    return {"ticket": moved.ticket, "state": moved.state}


def _transfer(session: CliSession, args: argparse.Namespace) -> Answer:
    moved = queue.transfer(
        session.db,
        session.actor,
        session.now(),
        args.ticket,
        to_line=args.to_line,
        to_counter=args.to_counter,
        on=day_of(args.on, "on"),
    )
    return {"ticket": moved.ticket, "state": moved.state}


def _list(session: CliSession, args: argparse.Namespace) -> Answer:
    tickets = queue_views.day(session.db, session.actor, day_of(args.on, "on") or business_date(session.now()))
    return {"tickets": [ticket.for_lists() for ticket in tickets]}


def _counter(session: CliSession, args: argparse.Namespace) -> Answer:
    facts = counters.change(session.db, session.actor, session.now(), args.counter_word, args.counter, args.reason)
    return {"counter": facts.counter, "state": facts.state}


def day_of(text: str | None, field: str | None = None) -> date | None:
    """A station date from the command line, or None when none was given; ``field`` is the option it was given with."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Usage("cli.day", field=field, text=text) from error
