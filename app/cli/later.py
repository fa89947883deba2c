"""Words of the design that a later version brings: refused with a sentence, so that a script can tell them from a slip of the pen."""

from __future__ import annotations

import argparse

from app.cli.frame import Answer, Words, word
from app.cli.session import CliSession
from app.domain.errors import Refused
from app.texts import t

LATER = {"county": "县级汇总（county）", "upload": "报表上报（upload）"}


def register(words: Words) -> None:
    """``county … | upload …``."""
    for name, title in LATER.items():
        word(words, name, _later, t(title)).add_argument("rest", nargs=argparse.REMAINDER)


def _later(_session: CliSession, args: argparse.Namespace) -> Answer:
    raise Refused("cli.later", what=t(LATER[args.word]))
