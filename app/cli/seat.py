"""``seat join``: a further machine at a station on the server."""

from __future__ import annotations

import argparse
from dataclasses import asdict, replace
from pathlib import Path

from app.cli.frame import Answer, Words, group, word
from app.cli.session import CliSession, moment
from app.cli.typed import NEW_PHRASE, RECOVERY_CODE, typed
from app.domain.clock import machine_clock
from app.services import seats
from app.texts import t


def register(words: Words) -> None:
    """``seat join``."""
    join = word(group(words, "seat", t("多台电脑共用一个站点")), "join", _join, t("这台电脑加入服务器上的站点"))
    join.add_argument("--url", required=True, metavar="URL")
    join.add_argument("--key-file", required=True, metavar="FILE")
    join.add_argument("--recovery-code-stdin", action="store_true")
    join.add_argument("--new-phrase-stdin", action="store_true")


def _join(session: CliSession, args: argparse.Namespace) -> Answer:
    """The recovery code is the first line of standard input, a new pass phrase the line after it; each only where its option says so."""
    code = typed(RECOVERY_CODE) if args.recovery_code_stdin else None
    phrase = typed(NEW_PHRASE) if args.new_phrase_stdin else None
    wanted = session.options.get("now")
    now = moment(wanted) if wanted else machine_clock()
    here = replace(session.settings, database_url=args.url)
    return asdict(seats.join(here, now, Path(args.key_file), code or "", phrase=phrase, practice_only=bool(wanted)))
