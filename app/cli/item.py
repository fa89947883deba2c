"""``item list|show|editions|line|import|export|change|publish``: the catalogue of service items, and in which line numbers are taken."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from app.cli.frame import Answer, Words, group, whole, word
from app.cli.session import CliSession
from app.domain.catalogue import Fault
from app.domain.errors import Usage
from app.domain.item_changes import FieldChange
from app.domain.service_items import ItemKind
from app.services import item_books, item_editions, item_lines, items
from app.services.item_editions import ItemEdition
from app.services.items import ItemLine
from app.texts import sentence, t

FILTERS = ("at_once", "near", "delegated")
TEXTS = ("name", "audience", "content", "conditions", "how_to_apply", "how_to_ask", "complaints", "basis", "process", "fee")
DAYS = ("statutory_days", "promised_days")
FLAGS = ("near", "at_once", "delegated", "receivable")


def register(words: Words) -> None:
    """Add the words of the area."""
    catalogue = group(words, "item", t("公共就业服务事项"))
    listed = word(catalogue, "list", _list, t("事项清单"))
    for flag in FILTERS:
        listed.add_argument("--" + flag.replace("_", "-"), action="store_true")
    shown = word(catalogue, "show", _show, t("一个事项的办事指南"))
    shown.add_argument("code")
    shown.add_argument("--edition", type=whole, metavar="N")
    line = word(catalogue, "line", _line, t("事项在哪一队取号"))
    line.add_argument("code", nargs="?")
    line.add_argument("--line", metavar="A")
    line.add_argument("--shipped", action="store_true")
    word(catalogue, "editions", _editions, t("一个事项的各个版次，改了什么，从什么时候起")).add_argument("code")
    taking = word(catalogue, "import", _import, t("导入事项清单文件"))
    taking.add_argument("file")
    taking.add_argument("--dry-run", action="store_true", help=t("只看会改变什么，不导入"))
    word(catalogue, "export", _export, t("导出事项清单，县里可以在上面填")).add_argument("--out", metavar="FILE", required=True)
    change = word(catalogue, "change", _change, t("修改事项，存成草稿"))
    change.add_argument("code")
    for field in TEXTS:
        change.add_argument("--" + field.replace("_", "-"), metavar="T")
    change.add_argument("--kind", choices=[kind.value for kind in ItemKind])
    for field in DAYS:
        change.add_argument("--" + field.replace("_", "-"), type=whole, metavar="N")
    for field in FLAGS:
        change.add_argument("--" + field.replace("_", "-"), choices=["yes", "no"])
    word(catalogue, "publish", _publish, t("公布草稿")).add_argument("code")


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


def _line(session: CliSession, args: argparse.Namespace) -> Answer:
    """Set the line of one item (``--line ""`` takes it away), or with ``--shipped`` give every item without one its first line."""
    if args.shipped == (args.code is not None):
        raise Usage("cli.usage", message=t("写一个事项编码，或者写 --shipped"), usage="item line CODE [--line A] | item line --shipped")
    if args.shipped:
        return {"given": item_lines.give_missing(session.db, session.actor, session.now())}
    if args.line is not None:
        item_lines.put(session.db, session.actor, session.now(), args.code, args.line)
    return {"line": item_lines.of_item(session.db, session.actor, args.code) or None}


def _export(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"file": args.out, "items": item_books.export_book(session.db, session.actor, Path(args.out))}


def _change(session: CliSession, args: argparse.Namespace) -> Answer:
    """What is named is changed in the item's draft; a limit of 0 takes it away."""
    given = {name: getattr(args, name) for name in (*TEXTS, *DAYS, *FLAGS, "kind") if getattr(args, name) is not None}
    made: dict[str, object] = {name: value for name, value in given.items() if name in TEXTS}
    made |= {name: given[name] or None for name in DAYS if name in given}
    made |= {name: given[name] == "yes" for name in FLAGS if name in given}
    made |= {"kind": ItemKind(given["kind"])} if "kind" in given else {}
    made |= {"example_limits": False} if set(given) & set(DAYS) else {}
    return {"items": [_facts(items.change(session.db, session.actor, session.now(), args.code, made))]}


def _publish(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"items": [_facts(items.publish(session.db, session.actor, session.now(), args.code))]}


def _import(session: CliSession, args: argparse.Namespace) -> Answer:
    """What the file changes, item by item; with ``--dry-run`` also each place that keeps it from being taken."""
    found = item_books.look(session.db, session.actor, args.file)
    changes = [{**asdict(one), "fields": [_change_facts(change) for change in one.fields]} for one in found.changes]
    if args.dry_run:
        return {"changes": changes, "refused": [_fault(one) for one in found.faults], "untouched": found.untouched, "items": None}
    lines = item_books.take(session.db, session.actor, session.now(), found)
    return {"changes": changes, "refused": [], "untouched": found.untouched, "items": [_facts(line) for line in lines]}


def _fault(fault: Fault) -> dict[str, object]:
    place = {"item": fault.item, "sheet": fault.sheet, "line": fault.line or None, "column": fault.column}
    return {**place, "code": fault.error.code, "message": sentence(fault.error)}


def _editions(session: CliSession, args: argparse.Namespace) -> Answer:
    found = item_editions.of_item(session.db, session.actor, args.code)
    return {"editions": [{**_edition(one), "changes": [_change_facts(change) for change in one.changes]} for one in found]}


def _edition(one: ItemEdition) -> dict[str, object]:
    names = ("number", "state", "source", "since", "until", "by")
    return {name: getattr(one, name) for name in names}


def _change_facts(change: FieldChange) -> dict[str, object]:
    """Both sides of a change, as values and in the order of the field."""
    sides = ((name, getattr(change, name)) for name in ("before", "after"))
    return {"field": change.field, **{name: sorted(value) if isinstance(value, frozenset) else value for name, value in sides}}
