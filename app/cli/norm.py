"""``norm list|show|publish``: the five institutional systems and the service norm, in editions."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from app.cli.frame import Answer, Words, group, word
from app.cli.queue import day_of
from app.cli.session import CliSession
from app.domain.norms import NormCode
from app.services import norms
from app.texts import t

CODES = [code.value for code in NormCode]


def register(words: Words) -> None:
    """Add the words of the area."""
    area = group(words, "norm", t("制度和服务规范"))
    word(area, "list", _list, t("现行的制度"))
    word(area, "show", _show, t("一项制度的各个版本")).add_argument("code", choices=CODES)
    new = word(area, "publish", _publish, t("发布新的版本"))
    new.add_argument("code", choices=CODES)
    new.add_argument("--file", required=True)
    for option, metavar in (("--title", "T"), ("--source", "T"), ("--effective", "D")):
        new.add_argument(option, metavar=metavar)


def _list(session: CliSession, _args: argparse.Namespace) -> Answer:
    return {"norms": [asdict(one) for one in norms.current(session.db, session.actor, session.now())]}


def _show(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"editions": [asdict(one) for one in norms.editions(session.db, session.actor, NormCode(args.code))]}


def _publish(session: CliSession, args: argparse.Namespace) -> Answer:
    form = norms.EditionForm(args.title or "", day_of(args.effective, "effective"), args.source or "")
    text = norms.text_of(args.file)
    return {"norm": asdict(norms.publish(session.db, session.actor, session.now(), NormCode(args.code), text, form))}
