"""``service modes``: recorded services by their mode."""

from __future__ import annotations

import argparse

from app.cli.frame import Answer, Words, group, word
from app.cli.queue import day_of
from app.cli.session import CliSession
from app.services import service_modes
from app.texts import t


def register(words: Words) -> None:
    """Add the words of the area."""
    area = group(words, "service", t("服务记录"))
    modes = word(area, "modes", _modes, t("按服务方式统计"))
    modes.add_argument("--since", metavar="DATE", required=True)
    modes.add_argument("--until", metavar="DATE", required=True)


def _modes(session: CliSession, args: argparse.Namespace) -> Answer:
    first, last = day_of(args.since, "since"), day_of(args.until, "until")
    assert first is not None and last is not None
    found = service_modes.counted(session.db, session.actor, first, last)
    return {"modes": {mode.value: count for mode, count in found.modes.items()}, "total": found.total}
