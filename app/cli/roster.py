"""``post …``, ``roster …``, ``deputy …``, ``whereabouts …``: who is on which post, who stands in for the head, where everybody is."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from app.cli.frame import Answer, Words, group, how_many, whole, word
from app.cli.queue import day_of
from app.cli.session import CliSession, moment
from app.domain.clock import business_date
from app.domain.errors import Usage
from app.domain.roster import PostKind, Presence
from app.services import deputies, posts, whereabouts
from app.services.posts import AssignmentForm, PostForm
from app.texts import t


def register(words: Words) -> None:
    """Add the words of the area."""
    _register_posts(group(words, "post", t("岗位")))
    _register_roster(group(words, "roster", t("岗位安排（定人定岗定责）")))
    _register_deputies(group(words, "deputy", t("代理站长")))
    area = group(words, "whereabouts", t("工作人员去向"))
    word(area, "list", _board, t("去向牌"))
    put = word(area, "set", _put, t("登记去向"))
    put.add_argument("place", choices=[one.value for one in Presence])
    put.add_argument("--officer", metavar="LOGIN")
    put.add_argument("--until", metavar="MOMENT")
    put.add_argument("--note", default="")


def _register_posts(area: Words) -> None:
    word(area, "list", _posts, t("岗位清单"))
    put = word(area, "set", _set_post, t("设一个岗位"))
    put.add_argument("code")
    put.add_argument("--name")
    put.add_argument("--counter", type=whole, metavar="N")
    put.add_argument("--active", choices=["yes", "no"])
    cases = word(area, "cases", _cases, t("一个岗位收的办件"))
    cases.add_argument("code")
    for option in ("--since", "--until"):
        cases.add_argument(option, metavar="D")
    cases.add_argument("--limit", type=how_many, default=500)


def _register_roster(area: Words) -> None:
    listed = word(area, "list", _roster, t("谁在哪个岗位"))
    listed.add_argument("--on", metavar="D")
    listed.add_argument("--officer", metavar="LOGIN")
    put = word(area, "assign", _assign, t("安排岗位"))
    for option, metavar in (("--officer", "LOGIN"), ("--post", "CODE"), ("--duty", "T")):
        put.add_argument(option, metavar=metavar, required=True)
    put.add_argument("--kind", choices=[one.value for one in PostKind], default=PostKind.HOLDER.value)
    for option in ("--from", "--until"):
        put.add_argument(option, metavar="D")
    put.add_argument("--reason", default="")
    put.add_argument("--move", action="store_true")
    end = word(area, "end", _end, t("结束一条岗位安排"))
    end.add_argument("id", type=whole)
    end.add_argument("--on", metavar="D")
    end.add_argument("--reason", default="")


def _register_deputies(area: Words) -> None:
    word(area, "list", _deputies, t("代理站长清单")).add_argument("--all", action="store_true")
    name = word(area, "name", _name, t("指定代理站长"))
    name.add_argument("login_name", metavar="LOGIN")
    for option in ("--from", "--until"):
        name.add_argument(option, metavar="D", required=True)
    name.add_argument("--reason", default="")
    end = word(area, "end", _end_deputy, t("收回代理"))
    end.add_argument("id", type=whole)
    end.add_argument("--reason", default="")


def _posts(session: CliSession, _args: argparse.Namespace) -> Answer:
    return {"posts": [asdict(line) for line in posts.listing(session.db, session.actor)]}


def _set_post(session: CliSession, args: argparse.Namespace) -> Answer:
    form = PostForm(args.name, args.counter, None if args.active is None else args.active == "yes")
    return {"post": asdict(posts.define(session.db, session.actor, session.now(), args.code, form))}


def _cases(session: CliSession, args: argparse.Namespace) -> Answer:
    last = day_of(args.until, "until") or business_date(session.now())
    first = day_of(args.since, "since") or last.replace(day=1)
    found = posts.cases_of(session.db, session.actor, args.code, first, last, limit=args.limit)
    return {"cases": [asdict(line) for line in found]}


def _roster(session: CliSession, args: argparse.Namespace) -> Answer:
    found = posts.roster(session.db, session.actor, on=day_of(args.on, "on"), officer=args.officer)
    return {"roster": [asdict(line) for line in found]}


def _assign(session: CliSession, args: argparse.Namespace) -> Answer:
    days = (day_of(getattr(args, "from"), "from"), day_of(args.until, "until"))
    form = AssignmentForm(args.officer, args.post, args.duty, PostKind(args.kind), *days, args.reason, args.move)
    return {"assignment": asdict(posts.assign(session.db, session.actor, session.now(), form))}


def _end(session: CliSession, args: argparse.Namespace) -> Answer:
    done = posts.end(session.db, session.actor, session.now(), args.id, on=day_of(args.on, "on"), reason=args.reason)
    return {"assignment": asdict(done)}


def _deputies(session: CliSession, args: argparse.Namespace) -> Answer:
    found = deputies.listing(session.db, session.actor, session.now(), over=args.all)
    return {"deputies": [asdict(line) for line in found]}


def _name(session: CliSession, args: argparse.Namespace) -> Answer:
    first, last = day_of(getattr(args, "from"), "from"), day_of(args.until, "until")
    if first is None or last is None:
        raise Usage("cli.day", field="from", text="")
    return {"deputy": asdict(deputies.name(session.db, session.actor, session.now(), args.login_name, first, last, args.reason))}


def _end_deputy(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"deputy": asdict(deputies.end(session.db, session.actor, session.now(), args.id, args.reason))}


def _board(session: CliSession, _args: argparse.Namespace) -> Answer:
    return {"whereabouts": [asdict(line) for line in whereabouts.board(session.db, session.actor)]}


def _put(session: CliSession, args: argparse.Namespace) -> Answer:
    back = moment(args.until, "until") if args.until else None
    place = Presence(args.place)
    line = whereabouts.put(session.db, session.actor, session.now(), place, officer=args.officer, back_at=back, note=args.note)
    return {"whereabouts": asdict(line)}
