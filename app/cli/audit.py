"""``audit list|verify``: the audit trail, newest first, and the walk along its chain."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from app.cli.frame import Answer, Found, Words, group, how_many, whole, word
from app.cli.queue import day_of
from app.cli.session import CliSession
from app.services import audits
from app.services.audits import AuditFilter
from app.texts import t


def register(words: Words) -> None:
    """``audit …``."""
    audit = group(words, "audit", t("审计记录"))
    listing = word(audit, "list", _list, t("审计记录，最新的在前"))
    listing.add_argument("--action", help=t("动作代码；以点结尾表示一类，例如 case."))
    listing.add_argument("--actor", metavar="LOGIN")
    listing.add_argument("--subject", metavar="RECORD", help=t("办件编号，或记录，例如 cases:12"))
    listing.add_argument("--since", metavar="DATE")
    listing.add_argument("--until", metavar="DATE")
    listing.add_argument("--limit", type=how_many, default=50)
    listing.add_argument("--before", type=whole, metavar="SEQ")
    word(audit, "verify", _verify, t("逐条核对审计记录"))


def _list(session: CliSession, args: argparse.Namespace) -> Answer:
    subject = audits.record_of(session.db, session.actor, args.subject or "")
    wanted = AuditFilter(args.action, args.actor, subject, day_of(args.since, "since"), day_of(args.until, "until"))
    page = audits.listing(session.db, session.actor, wanted, limit=max(args.limit, 1), after=args.before)
    return {"entries": [asdict(line) for line in page.rows], "more": page.more}


def _verify(session: CliSession, _args: argparse.Namespace) -> Answer:
    answer = asdict(audits.verify(session.db, session.actor))
    if not answer["ok"]:
        raise Found(answer)
    return answer
