"""``rate``: the rating of a closed case or a finished ticket; ``rectification …``: the answer to a bad one."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.frame import Answer, Words, group, whole, word
from app.cli.queue import day_of
from app.cli.session import CliSession
from app.domain.ratings import RectificationStep
from app.services import ratings, rectifications
from app.services.ratings import RatingForm
from app.services.rectifications import RectificationLine
from app.texts import t

VERBS = {"verify": RectificationStep.VERIFY, "correct": RectificationStep.CORRECT, "feed-back": RectificationStep.FEED_BACK}


def register(words: Words) -> None:
    """Add the words of the area."""
    rate = word(words, "rate", _rate, t("评价一个办件或一张号票"))
    which = rate.add_mutually_exclusive_group(required=True)
    which.add_argument("--case", metavar="NUMBER", default="")
    which.add_argument("--ticket", metavar="CODE", default="")
    rate.add_argument("--on", metavar="DATE")
    rate.add_argument("--level", type=whole, required=True)
    rate.add_argument("--text", default="")
    rate.add_argument("--named", action="store_true")
    rate.add_argument("--channel", default="counter")
    rate.add_argument("--rated-on", metavar="DATE")
    answers = group(words, "rectification", t("差评整改"))
    listing = word(answers, "list", _list, t("差评整改清单"))
    listing.add_argument("--all", action="store_true")
    for verb, step in VERBS.items():
        parser = word(answers, verb, _step, t("登记差评整改的一步"))
        parser.add_argument("id", type=whole)
        parser.add_argument("--text", default="")
        parser.add_argument("--on", metavar="DATE")
        parser.set_defaults(step=step)
    closing = word(answers, "supervise", _supervise, t("监督确认，办结差评整改"))
    closing.add_argument("id", type=whole)
    closing.add_argument("--on", metavar="DATE")


def _rate(session: CliSession, args: argparse.Namespace) -> Answer:
    form = RatingForm(
        args.level,
        args.case,
        args.ticket,
        day_of(args.on, "on"),
        args.text,
        not args.named,
        args.channel,
        day_of(args.rated_on, "rated_on"),
    )
    rated = ratings.give(session.db, session.actor, session.now(), form)
    opened = {"id": rated.rectification_id, "due": rated.due} if rated.due else None
    return {"rating": {"id": rated.rating_id, "level": rated.level}, "rectification": opened}


def _list(session: CliSession, args: argparse.Namespace) -> Answer:
    lines = rectifications.listing(session.db, session.actor, session.now(), open_only=not args.all)
    return {"rectifications": [_facts(line) for line in lines]}


def _step(session: CliSession, args: argparse.Namespace) -> Answer:
    line = rectifications.step(session.db, session.actor, session.now(), args.id, args.step, args.text, on=day_of(args.on, "on"))
    return {"rectification": _facts(line)}


def _supervise(session: CliSession, args: argparse.Namespace) -> Answer:
    line = rectifications.supervise(session.db, session.actor, session.now(), args.id, on=day_of(args.on, "on"))
    return {"rectification": _facts(line)}


def _facts(line: RectificationLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "level": line.rating.level,
        "officer": line.rating.officer,
        "state": line.state,
        "due": line.due_on,
        "overdue": line.overdue,
        "next_step": line.next_step,
        "closed_on": line.closed_on,
    }
