"""``appointment make|cancel|list|check-in``: times agreed beforehand."""

from __future__ import annotations

import argparse

from app.cli.frame import Answer, Words, group, whole, word
from app.cli.queue import day_of
from app.cli.session import CliSession, moment
from app.domain.clock import business_date
from app.services import appointments, queue
from app.services.appointments import AppointmentForm
from app.texts import t


def register(words: Words) -> None:
    """``appointment …``."""
    booked = group(words, "appointment", t("预约"))
    make = word(booked, "make", _make, t("预约一个时间"))
    make.add_argument("--person", type=whole, required=True, metavar="ID")
    make.add_argument("--at", required=True, metavar="MOMENT")
    make.add_argument("--line", default="")
    make.add_argument("--item", default="", metavar="CODE")
    make.add_argument("--note", default="")
    cancel = word(booked, "cancel", _cancel, t("取消预约"))
    cancel.add_argument("code", metavar="CODE")
    cancel.add_argument("--reason", default="")
    listing = word(booked, "list", _list, t("一天的预约，或一个人的预约"))
    listing.add_argument("--on", metavar="DATE")
    listing.add_argument("--person", type=whole, metavar="ID")
    check_in = word(booked, "check-in", _check_in, t("预约签到取号"))
    check_in.add_argument("code", metavar="CODE")
    check_in.add_argument("--request", metavar="KEY")


def _make(session: CliSession, args: argparse.Namespace) -> Answer:
    form = AppointmentForm(args.person, moment(args.at, "at"), args.line, args.item, args.note)
    return {"appointment": appointments.make(session.db, session.actor, session.now(), form)}


def _cancel(session: CliSession, args: argparse.Namespace) -> Answer:
    state = appointments.cancel(session.db, session.actor, session.now(), args.code, args.reason)
    return {"appointment": args.code, "state": state}


def _list(session: CliSession, args: argparse.Namespace) -> Answer:
    on = day_of(args.on, "on") or (business_date(session.now()) if args.person is None else None)
    return {"appointments": appointments.listing(session.db, session.actor, on=on, person_id=args.person)}


def _check_in(session: CliSession, args: argparse.Namespace) -> Answer:
    taken = queue.check_in(session.db, session.actor, session.now(), args.code, request=args.request)
    return {"ticket": taken.ticket, "ahead": taken.ahead}
