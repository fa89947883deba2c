"""``return …``: fill, open, freeze, export and check a return, and type its texts."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.cli.frame import Answer, Found, Words, group, whole, word
from app.cli.session import CliSession
from app.domain.errors import Usage
from app.services import return_base, return_export, return_freeze, return_list, return_texts, returns
from app.services.return_base import Forms
from app.services.return_records import BehindRecord
from app.services.returns import Explanation, RecordTable, ReturnView
from app.texts import t


def register(words: Words) -> None:
    """``return build|explain|freeze|export|verify|text|list``."""
    area = group(words, "return", t("报表"))
    build = _of_period(word(area, "build", _build, t("按记录填报表")))
    build.add_argument("--draft", action="store_true", help=t("已封存的也按今天的记录重算"))
    explain = _of_period(word(area, "explain", _explain, t("一格数字背后的记录")))
    explain.add_argument("--cell", required=True, metavar="r1.c1")
    explain.add_argument("--limit", type=whole)
    explain.add_argument("--draft", action="store_true", help=t("已封存的也按今天的记录重算"))
    _of_period(word(area, "freeze", _freeze, t("封存"))).add_argument("--reason", default="")
    export = _of_period(word(area, "export", _export, t("导出 Excel 工作簿")))
    export.add_argument("--out", required=True, metavar="FILE.xlsx")
    export.add_argument("--template", metavar="FILE.xlsx", help=t("填进县里自己的表"))
    word(area, "verify", _verify, t("核对一份工作簿有没有改过")).add_argument("file")
    text = _of_period(word(area, "text", _text, t("情况说明、人工填写的格、提示的原因")))
    text.add_argument("--key")
    text.add_argument("--text")
    word(area, "list", _list, t("有哪些报表，哪一期该报"))


def _of_period(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("code", metavar="CODE")
    parser.add_argument("--period", required=True, metavar="2026Q3")
    return parser


def _forms(session: CliSession) -> Forms:
    return return_base.forms(session.settings)


def _build(session: CliSession, args: argparse.Namespace) -> Answer:
    known = _forms(session)
    view = returns.build(session.db, session.actor, session.now(), args.code, args.period, known=known, draft=args.draft)
    return {"return": _view(view)}


def _view(view: ReturnView) -> dict[str, Any]:
    result = view.result
    return {
        "code": result.code,
        "period": result.period.code,
        "state": view.state,
        "version": view.version,
        "edition": result.edition,
        "cut_off": view.cut_off,
        "due": view.due,
        "overdue": view.overdue,
        "first": result.first,
        "cells": return_base.plain_cells(result.cells),
        "kinds": {key: cell.kind.value for key, cell in result.cells.items()},
        "totals": return_base.plain_cells(result.totals),
        "checks": [
            {"rule": check.rule, "ok": check.ok, "text": check.text, "level": check.level.value, "hint": check.hint, "cells": check.cells}
            for check in result.checks
        ],
        "texts": view.texts or {},
        "missing_months": view.missing_months,
        "late": [{"measure": line.measure, "count": line.count} for line in view.late],
        "notes": view.notes,
        "differences": [{"cell": one.cell, "frozen": one.frozen, "today": one.today} for one in view.differences],
    }


def _explain(session: CliSession, args: argparse.Namespace) -> Answer:
    if args.limit is not None and args.limit < 0:
        raise Usage("return.limit", field="limit", limit=args.limit)
    known = _forms(session)
    found = returns.explain(
        *(session.db, session.actor, session.now(), args.code, args.period, args.cell, args.limit), known=known, draft=args.draft
    )
    return _explanation(found)


def _explanation(found: Explanation) -> Answer:
    answer: dict[str, Any] = {
        "code": found.code,
        "period": found.period,
        "cell": found.cell,
        "title": found.title,
        "value": return_base.plain_value(found.value),
        "kind": found.value.kind.value,
        "measure": found.measure,
        "records": _records(found.tables),
        "more": found.more,
        "state": returns.FROZEN if found.frozen else returns.DRAFT,
    }
    if found.divisor:
        answer |= {"above": found.value.above or 0, "below": found.value.below or 0, "divisor": _records(found.divisor)}
    return answer if found.today is None else answer | {"version": found.version, "today": _today(found.today)}


def _today(today: returns.Today) -> Mapping[str, Any]:
    return {
        "value": today.value,
        "added": today.added_count,
        "removed": today.removed_count,
        "added_records": [_record(record) for record in today.added],
        "removed_records": [_record(record) for record in today.removed],
    }


def _records(tables: tuple[RecordTable, ...]) -> list[dict[str, Any]]:
    return [_record(record) for table in tables for record in table.records]


def _record(record: BehindRecord) -> dict[str, Any]:
    day = record.day.isoformat() if record.day else ""
    return {"kind": record.kind, "id": record.id, "label": record.label, "amount": record.amount, "number": record.number, "day": day}


def _freeze(session: CliSession, args: argparse.Namespace) -> Answer:
    known = _forms(session)
    facts = return_freeze.freeze(session.db, session.actor, session.now(), args.code, args.period, args.reason, known=known)
    return {"return": facts}


def _export(session: CliSession, args: argparse.Namespace) -> Answer:
    template = Path(args.template) if args.template else None
    where = (session.db, session.actor, session.now(), args.code, args.period, Path(args.out))
    made = return_export.export(*where, template=template, known=_forms(session))
    return {"file": made.file, "sha256": made.sha256}


def _verify(session: CliSession, args: argparse.Namespace) -> Answer:
    verdict = return_export.verify(session.db, session.actor, Path(args.file))
    answer = {
        "ok": verdict.ok,
        "station": verdict.station,
        "station_name": verdict.station_name,
        "return": verdict.code,
        "period": verdict.period,
        "version": verdict.version,
        "frozen": verdict.frozen,
        "practice": verdict.practice,
        "problems": [{"sheet": p.sheet, "cell": p.cell, "key": p.key, "expected": p.expected, "found": p.found} for p in verdict.problems],
    }
    if not verdict.ok:
        raise Found(answer)
    return answer


def _text(session: CliSession, args: argparse.Namespace) -> Answer:
    known = _forms(session)
    if args.key is None or args.text is None:
        if args.key is not None or args.text is not None:
            raise Usage("return.text_both", field="text")
        return {"texts": return_texts.texts(session.db, session.actor, args.code, args.period, known=known)}
    where = (session.db, session.actor, session.now(), args.code, args.period, args.key, args.text)
    return {"text": return_texts.set_text(*where, known=known)}


def _list(session: CliSession, _args: argparse.Namespace) -> Answer:
    known = _forms(session)
    lines = return_list.overview(session.db, session.actor, session.now(), known=known)
    return {"returns": lines, "refused": return_list.refused(known)}
