"""``item list|show|import``: the catalogue of service items."""

from __future__ import annotations

import argparse

from app.cli.frame import Answer, Words, group, whole, word
from app.cli.session import CliSession
from app.services import items
from app.services.items import ItemLine
from app.texts import t

FILTERS = ("at_once", "near", "delegated")


def register(words: Words) -> None:
    """Add the words of the area."""
    catalogue = group(words, "item", t("公共就业服务事项"))
    listed = word(catalogue, "list", _list, t("事项清单"))
    for flag in FILTERS:
        listed.add_argument("--" + flag.replace("_", "-"), action="store_true")
    shown = word(catalogue, "show", _show, t("一个事项的办事指南"))
    shown.add_argument("code")
    shown.add_argument("--edition", type=whole, metavar="N")
    word(catalogue, "import", _import, t("导入事项清单文件")).add_argument("file")


def _facts(line: ItemLine) -> dict[str, object]:
    return {
        "code": line.code,
        "name": line.name,
        "kind": line.kind,
        "promised_days": line.promised_days,
        "statutory_days": line.statutory_days,
        "version": line.version,
        "state": line.state,
        "basic": line.basic,
        "example_limits": line.example_limits,
    }


def _list(session: CliSession, args: argparse.Namespace) -> Answer:
    only = {flag: getattr(args, flag) for flag in FILTERS}
    return {"items": [_facts(line) for line in items.listing(session.db, session.actor, **only)]}


def _show(session: CliSession, args: argparse.Namespace) -> Answer:
    guide = items.guide(session.db, session.actor, args.code, args.edition)
    published = {"source": guide.source, "published_at": guide.published_at, "published_by": guide.published_by}
    told = {"materials": list(guide.item.materials), "guide": guide.item, "versions": guide.versions, **published}
    return {"items": [{**_facts(guide.line), **told}]}


def _import(session: CliSession, args: argparse.Namespace) -> Answer:
    lines = items.import_file(session.db, session.actor, session.now(), args.file)
    return {"items": [_facts(line) for line in lines]}
