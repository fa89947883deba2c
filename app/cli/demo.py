"""``demo``: fill an empty practice station with a made-up past that ends now."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from app.cli.frame import Answer, Words, whole, word
from app.cli.session import CliSession
from app.services import demo
from app.texts import t


def register(words: Words) -> None:
    """``demo --people N --months M --seed S``."""
    made = word(words, "demo", _demo, t("在练习站点里写入一段编造的过去，到现在为止"))
    made.add_argument("--people", type=whole, required=True)
    made.add_argument("--months", type=whole, required=True)
    made.add_argument("--seed", type=whole, default=1)


def _demo(session: CliSession, args: argparse.Namespace) -> Answer:
    return asdict(demo.make(session.db, session.now(), session.settings, people=args.people, months=args.months, seed=args.seed))
