"""``inquiry record|list|to-case``: first inquiries, with or without a case."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from app.cli.case import facts as case_facts
from app.cli.frame import Answer, Words, group, how_many, whole, word
from app.cli.queue import day_of
from app.cli.session import CliSession, moment
from app.domain.inquiries import InquiryChannel, InquiryOutcome, parse_material
from app.services import inquiries
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
    listing.add_argument("--limit", type=how_many, default=200)
    to_case = word(area, "to-case", _to_case, t("首问转为办件"))
    to_case.add_argument("code")
    to_case.add_argument("--item", metavar="CODE")
    to_case.add_argument("--person", type=whole, metavar="ID")
    to_case.add_argument("--late-entry", metavar="REASON", default="")


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
    parser.add_argument("--to", metavar="LOGIN")
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
        moment(args.happened) if args.happened else None,
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
        "happened_at": line.happened_at,
        "recorded_at": line.recorded_at,
    }
