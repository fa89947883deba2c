"""``bundle list|open|show``: what is handled together (一件事), every shared material asked for once."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.frame import Answer, Words, group, whole, word
from app.cli.queue import day_of
from app.cli.session import CliSession
from app.services import bundle_editions, bundles
from app.services.bundle_editions import BundleEdition
from app.services.bundles import BundleFacts, BundleForm
from app.texts import t


def register(words: Words) -> None:
    """Add the words of the area."""
    area = group(words, "bundle", t("一件事"))
    word(area, "list", _list, t("可以一起办的事"))
    opening = word(area, "open", _open, t("一次收件，几个事项一起办"))
    opening.add_argument("kind", metavar="KIND")
    opening.add_argument("--person", type=whole, metavar="ID", required=True)
    opening.add_argument("--ticket", metavar="A001")
    opening.add_argument("--received", metavar="D")
    opening.add_argument("--late-entry", metavar="REASON", default="")
    setting = word(area, "set", _set, t("增加或修改一件事"))
    setting.add_argument("kind", metavar="CODE")
    setting.add_argument("--name", required=True)
    setting.add_argument("--item", action="append", required=True, metavar="ITEM[:AFTER,…]")
    word(area, "withdraw", _withdraw, t("停用一件事")).add_argument("kind", metavar="CODE")
    word(area, "editions", _editions, t("一件事的各版")).add_argument("kind", metavar="CODE")
    word(area, "show", _show, t("查看一件事")).add_argument("number")


def _facts(facts: BundleFacts) -> dict[str, Any]:
    lines = [{"number": number, "item": item, "state": state} for number, item, state in facts.cases]
    return {
        "number": facts.number,
        "kind": facts.kind,
        "name": facts.name,
        "open": facts.open,
        "cases": lines,
        "materials": facts.materials,
    }


def _list(session: CliSession, _args: argparse.Namespace) -> Answer:
    return {"bundles": bundles.kinds(session.db, session.actor)}


def _open(session: CliSession, args: argparse.Namespace) -> Answer:
    form = BundleForm(args.kind, args.person, args.ticket, day_of(args.received, "received"), args.late_entry)
    return {"bundle": _facts(bundles.open_bundle(session.db, session.actor, session.now(), form))}


def _edition(one: BundleEdition) -> dict[str, Any]:
    parts = [{"item": item, "after": list(after)} for item, after in one.parts]
    known = {"code": one.code, "edition": one.edition, "name": one.name, "parts": parts}
    return {**known, "active": one.active, "set_at": one.set_at, "set_by": one.set_by or None}


def _set(session: CliSession, args: argparse.Namespace) -> Answer:
    parts = [(item, [one for one in after.split(",") if one]) for item, _, after in (text.partition(":") for text in args.item)]
    return {"edition": _edition(bundle_editions.put(session.db, session.actor, session.now(), args.kind, args.name, parts))}


def _withdraw(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"edition": _edition(bundle_editions.withdraw(session.db, session.actor, session.now(), args.kind))}


def _editions(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"editions": [_edition(one) for one in bundle_editions.editions(session.db, session.actor, args.kind)]}


def _show(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"bundle": _facts(bundles.show(session.db, session.actor, args.number))}
