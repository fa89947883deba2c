"""``calendar list|import|recount``: holiday tables, and the open deadlines that a new one moves."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.cli.frame import Answer, Words, group, whole, word
from app.cli.session import CliSession
from app.services import calendars, holiday_tables
from app.texts import fill, t
from app.texts.duties import CHECKS


def register(words: Words) -> None:
    """Add the words of the area."""
    area = group(words, "calendar", t("节假日安排"))
    word(area, "list", _list, t("有哪些年份的安排")).add_argument("--year", type=whole, help=t("只看这一年，列出每一天"))
    taking = word(area, "import", _import, t("导入节假日安排（.xlsx、.csv 或 TOML），并重算在办件的期限"))
    taking.add_argument("file", metavar="FILE")
    taking.add_argument("--dry-run", action="store_true", help=t("只看会改变什么，不导入"))
    word(area, "recount", _recount, t("接着重算在办件的期限（上次没有算完时）"))


def _list(session: CliSession, args: argparse.Namespace) -> Answer:
    there = _there(session)
    if args.year is None:
        return there
    years = [one for one in there["years"] if one["year"] == args.year]
    return {**there, "years": years, "days": holiday_tables.days(session.db, session.actor, args.year)}


def _there(session: CliSession) -> dict[str, Any]:
    """The years there are, and the sentence about the one that is missing."""
    found = holiday_tables.tables(session.db, session.actor, session.now())
    years = [{name: getattr(one, name) for name in ("year", "source", "off", "work")} for one in found.years]
    missing = [] if found.missing is None else [found.missing]
    return {
        "years": years,
        "missing": missing,
        "warning": fill(CHECKS["duty.holidays_missing"], {"year": found.missing}) if missing else None,
    }


def _import(session: CliSession, args: argparse.Namespace) -> Answer:
    """The import, then the recount; where that is broken off, ``calendar recount`` or the next timed duties go on."""
    change = holiday_tables.look(session.db, session.actor, Path(args.file))
    told: dict[str, Any] = {"moves": None, "recount": None}
    if args.dry_run:
        told["moves"] = asdict(holiday_tables.moves(session.db, session.actor, session.now(), change))
    else:
        calendars.take(session.db, session.actor, session.now(), change.tables)
        told["recount"] = asdict(holiday_tables.go_on(session.db, session.actor, session.now()))
    return {**_there(session), "years": change.years, "cases": change.cases, **told}


def _recount(session: CliSession, _args: argparse.Namespace) -> Answer:
    return {"recount": asdict(holiday_tables.go_on(session.db, session.actor, session.now()))}
