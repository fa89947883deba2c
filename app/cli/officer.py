"""``officer list|add|end|password|phone``: individual accounts, kept by the administrator."""

from __future__ import annotations

import argparse

from app.cli.frame import Answer, Words, group, word
from app.cli.queue import day_of
from app.cli.session import CliSession
from app.cli.typed import PASSWORD, typed
from app.domain.actor import Role
from app.domain.clock import business_date
from app.domain.qualifications import Recruitment
from app.services import officers, staffing
from app.services.officers import OfficerForm, OfficerLine
from app.texts import t

ROLES = [role.value for role in (Role.COUNTER, Role.HEAD, Role.COUNTY, Role.ADMIN)]


def register(words: Words) -> None:
    """Add the words of the area."""
    accounts = group(words, "officer", t("人员账号"))
    word(accounts, "list", _list, t("账号清单"))
    add = word(accounts, "add", _add, t("新增账号，口令从标准输入读取"))
    add.add_argument("--login-name", required=True, metavar="LOGIN")
    add.add_argument("--name", required=True)
    add.add_argument("--role", choices=ROLES, action="append", required=True)
    add.add_argument("--duty", default="")
    add.add_argument("--identity", default="")
    add.add_argument("--part-time", action="store_true")
    add.add_argument("--recruitment", choices=[one.value for one in Recruitment], default="")
    add.add_argument("--password-stdin", action="store_true", required=True)
    word(accounts, "end", _end, t("停用账号")).add_argument("login_name", metavar="LOGIN")
    word(accounts, "staffing", _staffing, t("人员配备是否达标")).add_argument("--on", metavar="D")
    phone = word(accounts, "phone", _phone, t("公示用的本人电话"))
    phone.add_argument("login_name", metavar="LOGIN")
    phone.add_argument("--phone", default="")
    password = word(accounts, "password", _password, t("设口令，从标准输入读取"))
    password.add_argument("login_name", metavar="LOGIN")
    password.add_argument("--password-stdin", action="store_true", required=True)


def _facts(line: OfficerLine) -> dict[str, object]:
    return {"login": line.login, "name": line.name, "roles": list(line.roles), "duty": line.duty, "active": line.active}


def _list(session: CliSession, _args: argparse.Namespace) -> Answer:
    return {"officers": [_facts(line) for line in officers.listing(session.db, session.actor)]}


def _staffing(session: CliSession, args: argparse.Namespace) -> Answer:
    on = day_of(args.on, "on") or business_date(session.now())
    return {"staffing": staffing.read(session.db, session.actor, on)}


def _add(session: CliSession, args: argparse.Namespace) -> Answer:
    form = OfficerForm(
        args.login_name,
        args.name,
        tuple(Role(role) for role in args.role),
        typed(PASSWORD),
        duty=args.duty,
        identity=args.identity,
        full_time=not args.part_time,
        specialist=Role.COUNTER.value in args.role,
        recruitment=args.recruitment,
    )
    return {"officer": _facts(officers.add(session.db, session.actor, session.now(), form))}


def _end(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"officer": _facts(officers.end(session.db, session.actor, session.now(), args.login_name))}


def _phone(session: CliSession, args: argparse.Namespace) -> Answer:
    officers.set_phone(session.db, session.actor, session.now(), args.login_name, args.phone)
    return {"done": True}


def _password(session: CliSession, args: argparse.Namespace) -> Answer:
    officers.set_password(session.db, session.actor, session.now(), args.login_name, typed(PASSWORD))
    return {"done": True}
