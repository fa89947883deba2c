"""``helper name|end|list``: the one officer who helps a person one to one, and who of a key group has none."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from app.cli.frame import Answer, Words, group, how_many, whole, word
from app.cli.queue import day_of
from app.cli.session import CliSession
from app.domain.errors import Usage
from app.services import helpers
from app.services.helpers import HelperLine
from app.texts import t


def register(words: Words) -> None:
    """Add the words of the area."""
    parsers = group(words, "helper", t("一对一帮办"))
    name = word(parsers, "name", _name, t("指定帮办人"))
    name.add_argument("--person", type=whole, required=True)
    name.add_argument("--officer", required=True, metavar="LOGIN")
    name.add_argument("--on", metavar="DATE")
    name.add_argument("--reason", default="")
    end = word(parsers, "end", _end, t("结束帮办"))
    end.add_argument("--person", type=whole, required=True)
    end.add_argument("--on", metavar="DATE")
    listing = word(parsers, "list", _list, t("一个人的帮办人；或没有帮办人的重点群体人员"))
    listing.add_argument("--person", type=whole)
    listing.add_argument("--without", action="store_true")
    listing.add_argument("--limit", type=how_many, default=helpers.LISTED)


def _answer(lines: Sequence[HelperLine]) -> Answer:
    return {"helpers": [{"officer": x.officer, "starts_on": x.starts_on, "ends_on": x.ends_on, "reason": x.reason} for x in lines]}


def _name(session: CliSession, args: argparse.Namespace) -> Answer:
    more = {"on": day_of(args.on, "on"), "reason": args.reason}
    return _answer(helpers.name(session.db, session.actor, session.now(), args.person, args.officer, **more))


def _end(session: CliSession, args: argparse.Namespace) -> Answer:
    return _answer(helpers.end(session.db, session.actor, session.now(), args.person, on=day_of(args.on, "on")))


def _list(session: CliSession, args: argparse.Namespace) -> Answer:
    if args.without:
        found = helpers.without(session.db, session.actor, session.now(), args.limit)
        return {"persons": [{"id": one.id, "name": one.name, "groups": list(one.tags)} for one in found]}
    if args.person is None:
        raise Usage("helper.whose", field="person")
    return _answer(helpers.of_person(session.db, session.actor, args.person))
