"""``check``: is everything still what was written?"""

from __future__ import annotations

import argparse

from app.cli.frame import Answer, Found, Words, word
from app.cli.session import CliSession
from app.services import checks
from app.texts import t


def register(words: Words) -> None:
    """``check``."""
    word(words, "check", _check, t("检查数据完整性、审计记录、附件和引用"))


def _check(session: CliSession, _args: argparse.Namespace) -> Answer:
    result = checks.run(session.db, session.actor, session.settings)
    answer = {"ok": result.ok, "problems": list(result.problems)}
    if not result.ok:
        raise Found(answer)
    return answer
