"""``desk …``: handing over everything an officer has in hand, with the list that both sign."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict

from app.cli.frame import Answer, Words, group, how_many, word
from app.cli.queue import day_of
from app.cli.session import CliSession
from app.services import desks
from app.services.desks import DeskLine
from app.texts import t


def register(words: Words) -> None:
    """Add the words of the area."""
    area = group(words, "desk", t("工作交接"))
    word(area, "held", _held, t("手上的全部工作")).add_argument("login_name", nargs="?", metavar="LOGIN")
    offer = word(area, "hand-over", _offer, t("移交全部工作"))
    offer.add_argument("--to", metavar="LOGIN", required=True)
    offer.add_argument("--from", metavar="LOGIN")
    offer.add_argument("--leaving", action="store_true")
    offer.add_argument("--reason", default="")
    word(area, "take-over", _take_over, t("接收全部工作")).add_argument("code")
    for name, run, said in (("decline", desks.decline, t("不接收")), ("withdraw", desks.withdraw, t("撤回移交"))):
        answer = word(area, name, _answering(run), said)
        answer.add_argument("code")
        answer.add_argument("--reason", default="")
    signed = word(area, "signed", _signed, t("登记清单签字的日期"))
    signed.add_argument("code")
    signed.add_argument("--on", metavar="D")
    word(area, "list", _list, t("交接清单")).add_argument("--limit", type=how_many, default=100)
    word(area, "show", _show, t("查看一次交接")).add_argument("code")


def _facts(line: DeskLine) -> dict[str, object]:
    return {name: value for name, value in asdict(line).items() if name not in ("id", "giver_id", "taker_id")}


def _held(session: CliSession, args: argparse.Namespace) -> Answer:
    lines = desks.held(session.db, session.actor, session.now(), args.login_name)
    return {"held": [asdict(line) for line in lines]}


def _offer(session: CliSession, args: argparse.Namespace) -> Answer:
    given = {"giver": getattr(args, "from"), "leaving": args.leaving, "reason": args.reason}
    return {"desk": _facts(desks.offer(session.db, session.actor, session.now(), args.to, **given))}


def _take_over(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"desk": _facts(desks.take_over(session.db, session.actor, session.now(), args.code))}


def _answering(act: Callable[..., DeskLine]) -> Callable[[CliSession, argparse.Namespace], Answer]:
    return lambda session, args: {"desk": _facts(act(session.db, session.actor, session.now(), args.code, args.reason))}


def _signed(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"desk": _facts(desks.signed(session.db, session.actor, session.now(), args.code, day_of(args.on, "on")))}


def _list(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"desks": [_facts(line) for line in desks.listing(session.db, session.actor, limit=args.limit)]}


def _show(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"desk": _facts(desks.show(session.db, session.actor, args.code))}
