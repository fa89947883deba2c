"""``day --out DIR``: one working day of a practice station through the services; papers and the quarter's workbook into DIR."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.cli.frame import Answer, Found, Words, word
from app.cli.session import CliSession
from app.services import days
from app.texts import t


def register(words: Words) -> None:
    """Add the word."""
    word(words, "day", _day, t("练习站点的一个工作日：从开窗到季报")).add_argument("--out", required=True, metavar="DIR")


def _day(session: CliSession, args: argparse.Namespace) -> Answer:
    report = days.run(session.db, session.now(), Path(args.out))
    steps = [{"name": step.name, "ok": step.ok, **({"text": step.text} if step.text else {})} for step in report.steps]
    answer = {"day": report.day, "steps": steps, "files": list(report.files), "seconds": report.seconds}
    if not report.ok:
        raise Found(answer)
    return answer
