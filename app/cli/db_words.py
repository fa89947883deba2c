"""``db info|upgrade``: the database as station IT sees it."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from app import log
from app.cli.frame import Answer, Words, group, word
from app.cli.session import CliSession
from app.domain.clock import machine_clock
from app.services import databases
from app.services.databases import DatabaseInfo
from app.texts import t


def register(words: Words) -> None:
    """``db …``."""
    db = group(words, "db", t("数据库：版本与升级"))
    word(db, "info", _info, t("数据库的版本、位置和大小"))
    word(db, "upgrade", _upgrade, t("先备份，再升级到本程序的版本"))


def _info(session: CliSession, _args: argparse.Namespace) -> Answer:
    return asdict(_current(session))


def _current(session: CliSession) -> DatabaseInfo:
    """What the database is. One of this version opens, and a real station's then refuses ``--now`` as everywhere."""
    found = databases.info(session.settings, phrase=session.phrase)
    if found.schema == found.program_schema:
        session.heed_clock()
    return found


def _upgrade(session: CliSession, _args: argparse.Namespace) -> Answer:
    """The machine's own time: a practice clock would have to open the database first."""
    log.start(session.settings.logs, session.settings.log_level)
    _current(session)
    done = databases.upgrade(session.settings, machine_clock(), phrase=session.phrase)
    return {**asdict(done.info), "backup": str(done.backup) if done.backup else None}
