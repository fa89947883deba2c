"""``backup create|verify|restore``: one file with all that a restore needs."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.cli.frame import Answer, Words, group, word
from app.cli.session import CliSession
from app.cli.typed import RECOVERY_CODE, typed
from app.services import backups
from app.services.backups import Backup
from app.texts import t


def register(words: Words) -> None:
    """``backup …``."""
    backup = group(words, "backup", t("备份、验证备份、恢复"))
    create = word(backup, "create", _create, t("备份到一个文件并验证"))
    create.add_argument("--to", metavar="DIR")
    verify = word(backup, "verify", _verify, t("打开备份逐项验证"))
    restore = word(backup, "restore", _restore, t("把备份恢复到一个空文件夹"))
    restore.add_argument("--to", metavar="DIR", required=True)
    for parser in (verify, restore):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--recovery-code-stdin", action="store_true")


def _create(session: CliSession, args: argparse.Namespace) -> Answer:
    folder = Path(args.to) if args.to else None
    return _answer(backups.create(session.db, session.actor, session.now(), session.settings, folder=folder))


def _verify(session: CliSession, args: argparse.Namespace) -> Answer:
    session.heed_clock()
    return _answer(backups.verify(Path(args.file), phrase=session.phrase, recovery_code=_code(args)))


def _restore(session: CliSession, args: argparse.Namespace) -> Answer:
    session.heed_clock()
    target, url = Path(args.to), session.settings.database_url
    made = backups.restore(Path(args.file), target, phrase=session.phrase, recovery_code=_code(args), database_url=url)
    return {**_answer(made), "to": str(target)}


def _code(args: argparse.Namespace) -> str | None:
    return typed(RECOVERY_CODE).strip() if args.recovery_code_stdin else None


def _answer(made: Backup) -> dict[str, object]:
    head = {"file": str(made.file), "sha256": made.sha256, "rows": dict(made.rows)}
    about = {"station": made.station, "engine": made.engine, "schema": made.schema, "made_at": made.made_at, "head": made.head}
    return {**head, **about, "missing": list(made.missing)}
