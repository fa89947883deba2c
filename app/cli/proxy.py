"""``proxy …``: acting for a person by a signed authorisation, from its writing to the outcome told."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.frame import Answer, Words, group, whole, word
from app.cli.queue import day_of
from app.cli.session import CliSession
from app.domain.proxies import ToldHow
from app.services import proxies
from app.services.case_proxies import ProxyLine
from app.services.proxies import ProxyForm
from app.texts import t

HOW = [how.value for how in ToldHow]


def register(words: Words) -> None:
    """Add the words of the area."""
    area = group(words, "proxy", t("帮办代办"))
    for name, run, said in (("draw", _draw, t("写代办委托书")), ("renew", _renew, t("续办委托"))):
        _form_options(word(area, name, run, said))
    sign = word(area, "sign", _sign, t("登记委托书签字"))
    sign.add_argument("number")
    sign.add_argument("--on", metavar="DATE")
    sign.add_argument("--attachment", type=whole, metavar="ID")
    suspend = word(area, "suspend", _suspend, t("中止代办"))
    suspend.add_argument("number")
    suspend.add_argument("--reason", required=True)
    suspend.add_argument("--on", metavar="DATE")
    step = word(area, "step", _step, t("告知代办进展"))
    step.add_argument("number")
    step.add_argument("--text", required=True)
    step.add_argument("--by", choices=HOW, default=HOW[0])
    step.add_argument("--on", metavar="DATE")
    end = word(area, "end", _end, t("办结代办"))
    end.add_argument("number")
    end.add_argument("--outcome", required=True)
    end.add_argument("--told-on", metavar="DATE")
    end.add_argument("--by", choices=HOW, default=HOW[0])
    word(area, "list", _list, t("办件的委托书")).add_argument("number")


def _form_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number")
    parser.add_argument("--item", action="append", default=[], metavar="TEXT")
    parser.add_argument("--reason", default="")
    parser.add_argument("--powers", default="")
    parser.add_argument("--starts", metavar="DATE")
    parser.add_argument("--until", metavar="DATE")
    parser.add_argument("--agent", metavar="LOGIN")


def _form(args: argparse.Namespace) -> ProxyForm:
    return ProxyForm(args.item, args.reason, args.powers, day_of(args.starts, "starts"), day_of(args.until, "until"), args.agent)


def _draw(session: CliSession, args: argparse.Namespace) -> Answer:
    return _said(proxies.draw(session.db, session.actor, session.now(), args.number, _form(args)))


def _renew(session: CliSession, args: argparse.Namespace) -> Answer:
    return _said(proxies.renew(session.db, session.actor, session.now(), args.number, _form(args)))


def _sign(session: CliSession, args: argparse.Namespace) -> Answer:
    on = day_of(args.on, "on")
    return _said(proxies.sign(session.db, session.actor, session.now(), args.number, on=on, attachment_id=args.attachment))


def _suspend(session: CliSession, args: argparse.Namespace) -> Answer:
    return _said(proxies.suspend(session.db, session.actor, session.now(), args.number, args.reason, on=day_of(args.on, "on")))


def _step(session: CliSession, args: argparse.Namespace) -> Answer:
    on = day_of(args.on, "on")
    return _said(proxies.tell(session.db, session.actor, session.now(), args.number, args.text, ToldHow(args.by), on=on))


def _end(session: CliSession, args: argparse.Namespace) -> Answer:
    told = day_of(args.told_on, "told_on")
    return _said(proxies.end(session.db, session.actor, session.now(), args.number, args.outcome, told=told, how=ToldHow(args.by)))


def _list(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"proxies": [_facts(line) for line in proxies.of_case(session.db, session.actor, args.number)]}


def _said(line: ProxyLine) -> dict[str, Any]:
    return {"proxy": _facts(line)}


def _facts(line: ProxyLine) -> dict[str, Any]:
    names = ("code", "number", "state", "items", "agent", "reason", "powers", "starts_on", "ends_on", "signed_on", "suspended_on")
    more = ("suspended_reason", "ended_on", "outcome", "told_on", "told_how", "papers")
    return {name: getattr(line, name) for name in (*names, *more)}
