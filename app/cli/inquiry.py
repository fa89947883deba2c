"""``inquiry …``: first inquiries, with or without a case, handed over and answered; ``receipt …``: receipts for material."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from app.cli.case import facts as case_facts
from app.cli.frame import Answer, Words, group, how_many, whole, word
from app.cli.queue import day_of
from app.cli.session import CliSession, moment
from app.domain.inquiries import InquiryChannel, InquiryOutcome, parse_material
from app.services import inquiries, inquiry_acts, inquiry_book, receipts
from app.services.inquiries import InquiryForm, InquiryLine
from app.texts import t

CHANNELS = [channel.value for channel in InquiryChannel]
OUTCOMES = [outcome.value.replace("_", "-") for outcome in InquiryOutcome]


def register(words: Words) -> None:
    """Add the words of the area."""
    area = group(words, "inquiry", t("首问登记"))
    _register_record(word(area, "record", _record, t("登记一次首问")))
    listing = word(area, "list", _list, t("首问登记簿"))
    listing.add_argument("--since", metavar="DATE")
    listing.add_argument("--until", metavar="DATE")
    listing.add_argument("--channel", choices=CHANNELS)
    listing.add_argument("--waiting", action="store_true")
    listing.add_argument("--limit", type=how_many, default=200)
    _register_acts(area)
    _register_receipts(group(words, "receipt", t("收件回执")))
    to_case = word(area, "to-case", _to_case, t("首问转为办件"))
    to_case.add_argument("code")
    to_case.add_argument("--item", metavar="CODE")
    to_case.add_argument("--person", type=whole, metavar="ID")
    to_case.add_argument("--late-entry", metavar="REASON", default="")


def _register_acts(area: Words) -> None:
    listing = word(area, "export", _export, t("导出首问登记簿"))
    for option in ("--since", "--until"):
        listing.add_argument(option, metavar="DATE")
    listing.add_argument("--out", metavar="FILE", required=True)
    over = word(area, "hand-over", _hand_over, t("转交首问"))
    over.add_argument("code")
    over.add_argument("--to", metavar="LOGIN", required=True)
    over.add_argument("--absent", action="store_true")
    word(area, "take-over", _take_over, t("接收首问")).add_argument("code")
    finish = word(area, "finish", _finish, t("登记首问结果"))
    finish.add_argument("code")
    finish.add_argument("--result", required=True)
    finish.add_argument("--on", metavar="DATE")


def _register_receipts(area: Words) -> None:
    issue = word(area, "issue", _issue, t("开收件回执"))
    which = issue.add_mutually_exclusive_group(required=True)
    which.add_argument("--case", metavar="NUMBER", default="")
    which.add_argument("--inquiry", metavar="CODE", default="")
    back = word(area, "give-back", _give_back, t("登记退还材料"))
    back.add_argument("code")
    back.add_argument("--on", metavar="DATE")


def _hand_over(session: CliSession, args: argparse.Namespace) -> Answer:
    line = inquiry_acts.hand_over(session.db, session.actor, session.now(), args.code, args.to, absent=args.absent)
    return {"inquiry": _facts(line)}


def _take_over(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"inquiry": _facts(inquiry_acts.take_over(session.db, session.actor, session.now(), args.code))}


def _finish(session: CliSession, args: argparse.Namespace) -> Answer:
    line = inquiry_acts.finish(session.db, session.actor, session.now(), args.code, args.result, on=day_of(args.on, "on"))
    return {"inquiry": _facts(line)}


def _export(session: CliSession, args: argparse.Namespace) -> Answer:
    since, until = day_of(args.since, "since"), day_of(args.until, "until")
    made = inquiry_book.export(session.db, session.actor, session.now(), Path(args.out), since=since, until=until)
    return {"file": str(made.file), "rows": made.rows}


def _issue(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"receipt": receipts.issue(session.db, session.actor, session.now(), case=args.case, inquiry=args.inquiry)}


def _give_back(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"receipt": receipts.give_back(session.db, session.actor, session.now(), args.code, on=day_of(args.on, "on"))}


def _register_record(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--topic", required=True)
    parser.add_argument("--answer", required=True, metavar="TEXT")
    parser.add_argument("--outcome", choices=OUTCOMES, default=OUTCOMES[0])
    parser.add_argument("--channel", choices=CHANNELS, default=CHANNELS[0])
    parser.add_argument("--ticket")
    parser.add_argument("--person", type=whole, metavar="ID")
    for option in ("--visitor", "--address", "--phone"):
        parser.add_argument(option, default="")
    parser.add_argument("--item", metavar="CODE")
    parser.add_argument("--material", action="append", default=[], metavar="NAME×COUNT")
    parser.add_argument("--where", default="")
    parser.add_argument("--to", metavar="LOGIN")
    parser.add_argument("--absent", action="store_true")
    parser.add_argument("--happened", metavar="MOMENT")


def _form(args: argparse.Namespace) -> InquiryForm:
    return InquiryForm(
        args.topic,
        args.answer,
        InquiryOutcome(args.outcome.replace("-", "_")),
        InquiryChannel(args.channel),
        args.ticket,
        args.person,
        args.visitor,
        args.address,
        args.phone,
        args.item,
        tuple(parse_material(text) for text in args.material),
        args.to,
        moment(args.happened, "happened") if args.happened else None,
        args.where,
        args.absent,
    )


def _record(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"inquiry": _facts(inquiries.record(session.db, session.actor, session.now(), _form(args)))}


def _list(session: CliSession, args: argparse.Namespace) -> Answer:
    page = inquiries.register(
        session.db,
        session.actor,
        since=day_of(args.since, "since"),
        until=day_of(args.until, "until"),
        channel=InquiryChannel(args.channel) if args.channel else None,
        waiting=args.waiting,
        limit=args.limit,
    )
    return {"inquiries": [_facts(line) for line in page.rows], "more": page.more}


def _to_case(session: CliSession, args: argparse.Namespace) -> Answer:
    made = inquiries.to_case(
        session.db, session.actor, session.now(), args.code, item=args.item, person_id=args.person, late_reason=args.late_entry
    )
    return {"case": case_facts(made)}


def _facts(line: InquiryLine) -> Mapping[str, object]:
    return {
        "code": line.code,
        "topic": line.topic,
        "channel": line.channel,
        "outcome": line.outcome.replace("_", "-"),
        "answer": line.answer,
        "visitor": line.visitor,
        "phone_masked": line.phone_masked,
        "person": line.person_id,
        "ticket": line.ticket,
        "item": line.item,
        "materials": list(line.materials),
        "first_officer": line.first_officer,
        "officer": line.officer,
        "case": line.case,
        "told_where": line.told_where,
        "result": line.result,
        "handled_on": line.handled_on,
        "offered_to": line.offered_to,
        "offered_at": line.offered_at,
        "taken_over_at": line.taken_over_at,
        "handler_absent": line.handler_absent,
        "came_back": line.came_back,
        "happened_at": line.happened_at,
        "recorded_at": line.recorded_at,
    }
