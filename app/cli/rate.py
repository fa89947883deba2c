"""``rate``, ``rating …``: ratings and appeals against them; ``invitation …``; ``rectification …``: the answer to a bad one."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.frame import Answer, Words, group, how_many, whole, word
from app.cli.queue import day_of
from app.cli.second import asked
from app.cli.session import CliSession, moment
from app.domain.ratings import AppealAction, AppealKind, InvitationChannel, RatingChannel, RectificationStep
from app.services import appeals, call_backs, invitations, prepared, ratings, rectifications
from app.services.appeals import AppealLine
from app.services.call_backs import CallBackForm
from app.services.invitations import InvitationLine
from app.services.ratings import RatingForm, RatingLine
from app.services.rectifications import RectificationLine
from app.texts import t

VERBS = {"verify": RectificationStep.VERIFY, "correct": RectificationStep.CORRECT, "feed-back": RectificationStep.FEED_BACK}


def register(words: Words) -> None:
    """Add the words of the area."""
    rate = word(words, "rate", _rate, t("评价一个办件或一张号票"))
    which = rate.add_mutually_exclusive_group(required=True)
    which.add_argument("--case", metavar="NUMBER", default="")
    which.add_argument("--ticket", metavar="CODE", default="")
    which.add_argument("--slip", metavar="CODE", default="")
    rate.add_argument("--on", metavar="DATE")
    rate.add_argument("--level", type=whole, required=True)
    rate.add_argument("--text", default="")
    rate.add_argument("--named", action="store_true")
    rate.add_argument("--channel", choices=[channel.value for channel in RatingChannel])
    rate.add_argument("--rated-on", metavar="DATE")
    _register_ratings(group(words, "rating", t("评价")))
    _register_invitations(group(words, "invitation", t("评价邀请")))
    answers = group(words, "rectification", t("差评整改"))
    listing = word(answers, "list", _list, t("差评整改清单"))
    listing.add_argument("--all", action="store_true")
    for verb, step in VERBS.items():
        parser = word(answers, verb, _step, t("登记差评整改的一步"))
        parser.add_argument("id", type=whole)
        parser.add_argument("--text", default="")
        parser.add_argument("--on", metavar="DATE")
        parser.set_defaults(step=step)
    closing = word(answers, "supervise", _supervise, t("监督确认，办结差评整改"))
    closing.add_argument("id", type=whole)
    closing.add_argument("--on", metavar="DATE")
    closing.add_argument("--ask", action="store_true", help=t("送上级确认"))


def _register_ratings(area: Words) -> None:
    listing = word(area, "list", _ratings, t("评价清单"))
    listing.add_argument("--bad", action="store_true")
    listing.add_argument("--limit", type=how_many, default=100)
    figures = word(area, "figures", _figures, t("一段时间的评价统计"))
    figures.add_argument("--since", metavar="DATE", required=True)
    figures.add_argument("--until", metavar="DATE", required=True)
    appeal = word(area, "appeal", _appeal, t("申诉一条评价"))
    appeal.add_argument("id", type=whole)
    appeal.add_argument("--kind", choices=[kind.value for kind in AppealKind], required=True)
    appeal.add_argument("--reason", required=True)
    decide = word(area, "decide", _decide, t("决定评价申诉"))
    decide.add_argument("id", type=whole)
    decide.add_argument("--answer", choices=[action.value for action in AppealAction], required=True)
    decide.add_argument("--text", required=True)
    decide.add_argument("--ask", action="store_true", help=t("送上级确认"))
    call = word(area, "call-back", _call_back, t("登记评价回访"))
    call.add_argument("id", type=whole)
    call_back_options(call)


def call_back_options(parser: argparse.ArgumentParser) -> None:
    """What a call-back says, of a rating or of a complaint."""
    parser.add_argument("--reached", choices=("yes", "no"), required=True)
    parser.add_argument("--content", choices=("yes", "no"))
    parser.add_argument("--text", default="")
    parser.add_argument("--called", metavar="MOMENT")


def _register_invitations(area: Words) -> None:
    listing = word(area, "list", _invitations, t("评价邀请清单"))
    listing.add_argument("--all", action="store_true")
    listing.add_argument("--limit", type=how_many, default=100)
    told = word(area, "told", _told, t("登记已经邀请"))
    told.add_argument("code")
    told.add_argument("--by", choices=[channel.value for channel in InvitationChannel], default=InvitationChannel.SLIP.value)


def _ratings(session: CliSession, args: argparse.Namespace) -> Answer:
    page = ratings.listing(session.db, session.actor, bad_only=args.bad, limit=args.limit)
    return {"ratings": [_rating(line) for line in page.rows], "more": page.more}


def _rating(line: RatingLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "level": line.level,
        "text": line.text,
        "anonymous": line.anonymous,
        "subject": line.subject,
        "item": line.item,
        "officer": line.officer,
        "channel": line.channel,
        "rated_on": line.rated_on,
        "left_out": line.left_out,
        "waiting": line.waiting,
    }


def _figures(session: CliSession, args: argparse.Namespace) -> Answer:
    first, last = day_of(args.since, "since"), day_of(args.until, "until")
    assert first is not None and last is not None
    found = ratings.satisfaction(session.db, session.actor, first, last)
    return {"levels": {str(int(level)): count for level, count in found.levels.items()}, "total": found.total, "good": found.good}


def _appeal(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"appeal": _appeal_facts(appeals.ask(session.db, session.actor, session.now(), args.id, AppealKind(args.kind), args.reason))}


def _decide(session: CliSession, args: argparse.Namespace) -> Answer:
    action = AppealAction(args.answer)
    if args.ask:
        return asked(prepared.appeal(session.db, session.actor, session.now(), args.id, action, args.text))
    return {"appeal": _appeal_facts(appeals.decide(session.db, session.actor, session.now(), args.id, action, args.text))}


def _appeal_facts(line: AppealLine) -> dict[str, Any]:
    known = {"rating": line.rating_id, "kind": line.kind, "state": line.state, "reason": line.reason}
    return {**known, "asked_by": line.asker, "decision": line.decision, "decided_by": line.decider}


def _call_back(session: CliSession, args: argparse.Namespace) -> Answer:
    return called_back(session, f"rating:{args.id}", args)


def called_back(session: CliSession, record: str, args: argparse.Namespace) -> Answer:
    """Record a call-back and answer with all of that record."""
    content = None if args.content is None else args.content == "yes"
    called = moment(args.called, "called") if args.called else None
    form = CallBackForm(record, args.reached == "yes", args.text, content, called)
    return {"call_backs": list(call_backs.record(session.db, session.actor, session.now(), form))}


def _invitations(session: CliSession, args: argparse.Namespace) -> Answer:
    page = invitations.listing(session.db, session.actor, open_only=not args.all, limit=args.limit)
    return {"invitations": [_invitation(line) for line in page.rows], "more": page.more}


def _told(session: CliSession, args: argparse.Namespace) -> Answer:
    line = invitations.tell(session.db, session.actor, session.now(), args.code, InvitationChannel(args.by))
    return {"invitation": _invitation(line)}


def _invitation(line: InvitationLine) -> dict[str, Any]:
    return {
        "code": line.code,
        "fell_due_on": line.fell_due_on,
        "channel": line.channel,
        "person": line.person_id,
        "subject": line.subject,
        "item": line.item,
        "told_at": line.told_at,
        "rated": line.rated,
    }


def _rate(session: CliSession, args: argparse.Namespace) -> Answer:
    form = RatingForm(
        args.level,
        args.case,
        args.ticket,
        day_of(args.on, "on"),
        args.text,
        not args.named,
        _channel(args),
        day_of(args.rated_on, "rated_on"),
        args.slip,
    )
    rated = ratings.give(session.db, session.actor, session.now(), form)
    opened = {"id": rated.rectification_id, "due": rated.due} if rated.due else None
    return {"rating": {"id": rated.rating_id, "level": rated.level}, "rectification": opened}


def _channel(args: argparse.Namespace) -> RatingChannel:
    """As it was said; a slip by its own, and the counter else."""
    return RatingChannel(args.channel or ("slip" if args.slip else "counter"))


def _list(session: CliSession, args: argparse.Namespace) -> Answer:
    lines = rectifications.listing(session.db, session.actor, session.now(), open_only=not args.all)
    return {"rectifications": [_facts(line) for line in lines]}


def _step(session: CliSession, args: argparse.Namespace) -> Answer:
    line = rectifications.step(session.db, session.actor, session.now(), args.id, args.step, args.text, on=day_of(args.on, "on"))
    return {"rectification": _facts(line)}


def _supervise(session: CliSession, args: argparse.Namespace) -> Answer:
    if args.ask:
        return asked(prepared.supervision(session.db, session.actor, session.now(), args.id))
    line = rectifications.supervise(session.db, session.actor, session.now(), args.id, on=day_of(args.on, "on"))
    return {"rectification": _facts(line)}


def _facts(line: RectificationLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "level": line.rating.level,
        "officer": line.rating.officer,
        "state": line.state,
        "due": line.due_on,
        "overdue": line.overdue,
        "next_step": line.next_step,
        "closed_on": line.closed_on,
        "supervisor": line.supervisor or None,
        "waiting": line.waiting,
    }
