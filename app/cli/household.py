"""``household recognise|clear|exit|list``: the register of households without anyone in work."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from app.cli.frame import Answer, Words, group, how_many, whole, word
from app.cli.queue import day_of
from app.cli.second import asked
from app.cli.session import CliSession
from app.domain.clock import business_date
from app.domain.errors import Usage
from app.domain.households import ExitKind, ZeroState
from app.domain.jobs_market import ConfirmedHow
from app.domain.persons import IN_WORK, StatusKind
from app.services import household_ends, households
from app.services.households import ClearForm, ExitForm, HouseholdForm, RecogniseForm, RegisterFilter, RegisterLine
from app.services.late_entries import Asked
from app.texts import t


def register(words: Words) -> None:
    """``household recognise|clear|exit|list``."""
    homes = group(words, "household", t("零就业家庭"))
    recognise = word(homes, "recognise", _recognise, t("认定零就业家庭"))
    recognise.add_argument("--head", type=whole, required=True, metavar="ID")
    recognise.add_argument("--members", default="", metavar="ID,…")
    recognise.add_argument("--on", metavar="DATE")
    recognise.add_argument("--by", default="")
    recognise.add_argument("--address", default="")
    recognise.add_argument("--late-entry", metavar="REASON", default="")
    _register_ends(homes)
    listing = word(homes, "list", _list, t("零就业家庭名册"))
    listing.add_argument("--on", metavar="DATE")
    listing.add_argument("--state", choices=[state.value for state in ZeroState], default="")
    listing.add_argument("--overdue", action="store_true")
    listing.add_argument("--limit", type=how_many, default=200)


def _register_ends(homes: Words) -> None:
    clear = word(homes, "clear", _clear, t("清零：一名成员已确认上岗"))
    clear.add_argument("household", type=whole)
    clear.add_argument("--person", type=whole, required=True, metavar="ID")
    clear.add_argument("--hire", type=whole, metavar="ID")
    clear.add_argument("--on", metavar="DATE")
    clear.add_argument("--employer", default="")
    clear.add_argument("--late-entry", metavar="REASON", default="")
    clear.add_argument("--form", choices=sorted(kind.value for kind in IN_WORK), default=StatusKind.EMPLOYED.value)
    clear.add_argument("--how", choices=[how.value for how in ConfirmedHow])
    leave = word(homes, "exit", _exit, t("退出名册"))
    leave.add_argument("household", type=whole)
    leave.add_argument("--kind", choices=[kind.value for kind in ExitKind], required=True)
    leave.add_argument("--on", metavar="DATE")
    leave.add_argument("--reason", default="")
    leave.add_argument("--late-entry", metavar="REASON", default="")


def _recognise(session: CliSession, args: argparse.Namespace) -> Answer:
    members = tuple((person_id, "") for person_id in _ids(args.members))
    on = day_of(args.on, "on") or business_date(session.now())
    form = RecogniseForm(HouseholdForm(args.head, members, args.address), on, args.by, args.late_entry)
    return _made(households.recognise(session.db, session.actor, session.now(), form))


def _made(made: RegisterLine | Asked) -> Answer:
    return asked(made) if isinstance(made, Asked) else {"households": [asdict(made)]}


def _ids(text: str) -> list[int]:
    try:
        return [whole(part) for part in text.replace("，", ",").split(",") if part.strip()]
    except (ValueError, argparse.ArgumentTypeError) as error:
        raise Usage("household.members_format", field="members", text=text) from error


def _clear(session: CliSession, args: argparse.Namespace) -> Answer:
    how = ConfirmedHow(args.how) if args.how else None
    form = ClearForm(args.person, args.hire, day_of(args.on, "on"), args.employer, StatusKind(args.form), how, args.late_entry)
    return _made(household_ends.clear(session.db, session.actor, session.now(), args.household, form))


def _exit(session: CliSession, args: argparse.Namespace) -> Answer:
    form = ExitForm(ExitKind(args.kind), day_of(args.on, "on") or business_date(session.now()), args.reason, args.late_entry)
    return _made(household_ends.leave(session.db, session.actor, session.now(), args.household, form))


def _list(session: CliSession, args: argparse.Namespace) -> Answer:
    only = RegisterFilter(state=args.state, overdue=args.overdue)
    page = households.register(session.db, session.actor, session.now(), only=only, on=day_of(args.on, "on"), limit=args.limit)
    return {"households": [asdict(line) for line in page.rows], "more": page.more}
