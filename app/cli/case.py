"""``case …``: open, tell, accept, pause, extend, hand over, decide, close; ``deadline``: count one by hand."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from app.cli.frame import Answer, Words, group, how_many, whole, word
from app.cli.queue import day_of
from app.cli.second import named, slip_of
from app.cli.session import CliSession
from app.domain.assistance import ServiceMode
from app.domain.clock import business_date
from app.domain.deadlines import PauseKind
from app.domain.errors import Usage
from app.domain.notices import Signature, Signing
from app.domain.second_person import CASE_STEPS, SecondStep
from app.services import case_acts, case_later, case_notices, case_slips, case_told, cases, chasers, deadlines, moved
from app.services.case_bundles import Bundle
from app.services.cases import CaseFacts, CaseFilter, CaseForm, CaseRow
from app.texts import t

Act = Callable[[CliSession, argparse.Namespace], CaseFacts]
SEVERAL = {"open": cases.OPEN_STATES, "all": cases.ALL_STATES}
PAUSES = [kind.value for kind in PauseKind if kind is not PauseKind.CLOSED]


def register(words: Words) -> None:
    """Add the words of the area."""
    parsers = group(words, "case", t("办件"))
    _register_open(parsers)
    _register_lists(parsers)
    for name, act, title, options in ACTS:
        parser = word(parsers, name, _acting(act), t(title))
        parser.add_argument("number")
        for option, settings in options.items():
            parser.add_argument(option, **settings)
    _register_deadline(words)


def _register_open(parsers: Words) -> None:
    opening = word(parsers, "open", _acting(_open), t("新办件"))
    opening.add_argument("--item", required=True)
    opening.add_argument("--person", type=whole, required=True)
    opening.add_argument("--ticket")
    opening.add_argument("--received", metavar="DATE")
    opening.add_argument("--late-entry", metavar="REASON", default="")
    opening.add_argument("--channel", default="window")
    opening.add_argument("--mode", choices=[mode.value for mode in ServiceMode])
    opening.add_argument("--proxy", action="store_true")
    opening.add_argument("--bundle", metavar="NUMBER", default="", help=t("一件事：同一编号的办件一起办"))


def _register_lists(parsers: Words) -> None:
    show = word(parsers, "show", _show, t("一个办件"))
    show.add_argument("number")
    listing = word(parsers, "list", _list, t("办件清单"))
    listing.add_argument("--state", choices=[*cases.ALL_STATES, *SEVERAL], default="open")
    listing.add_argument("--due-before", metavar="DATE")
    listing.add_argument("--person", type=whole)
    listing.add_argument("--limit", type=how_many, default=200)
    gone = word(parsers, "moved", _moved, t("期限改了、还没有看过的办件"))
    gone.add_argument("--seen", action="store_true", help=t("全部看过"))
    gone.add_argument("--limit", type=how_many, default=200)


def _register_deadline(words: Words) -> None:
    counting = word(words, "deadline", _deadline, t("按工作日计算办理期限"))
    counting.add_argument("--accepted", metavar="DATE")
    counting.add_argument("--days", type=whole, required=True)
    counting.add_argument("--pause", action="append", default=[], metavar="D1..D2")
    counting.add_argument("--supplement", choices=["stop", "restart"])


def _acting(act: Act) -> Callable[[CliSession, argparse.Namespace], Answer]:
    return lambda session, args: {"case": facts(act(session, args))}


def facts(case: CaseFacts) -> dict[str, object]:
    """A case as the command line answers it."""
    return {
        "number": case.number,
        "item": case.item,
        "person": case.person,
        "state": case.state,
        "first_officer": case.first_officer,
        "officer": case.officer,
        "received_on": case.received_on,
        "accepted_on": case.accepted_on,
        "deadline": case.deadline,
        "statutory_deadline": case.statutory_deadline,
        "remaining_days": case.remaining_days,
        "overdue": case.overdue,
        "late_entry": case.late_entry,
        "waiting_for": list(case.waiting_for),
        "warning": case.warning or None,
    }


def _open(session: CliSession, args: argparse.Namespace) -> CaseFacts:
    form = CaseForm(
        args.item,
        args.person,
        ticket=args.ticket,
        received=day_of(args.received, "received"),
        late_reason=args.late_entry,
        channel=args.channel,
        proxy=args.proxy,
        bundle=args.bundle,
        mode=ServiceMode(args.mode) if args.mode else None,
    )
    return cases.open_case(session.db, session.actor, session.now(), form)


def _notice(session: CliSession, args: argparse.Namespace) -> CaseFacts:
    missing = _codes(args.missing)
    if missing == [ALL]:
        view = cases.show(session.db, session.actor, session.now(), args.number)
        missing = [line.code for line in view.materials if line.state == "missing"]
    told = {"others": args.other, "left_out": args.left_out, "reason": args.reason, "rest_is_here": bool(missing)}
    return case_notices.notice(session.db, session.actor, session.now(), args.number, missing, **told)


def _notice_signed(session: CliSession, args: argparse.Namespace) -> CaseFacts:
    how = Signing.REFUSED if args.refused else Signing.SIGNED
    signed = day_of(args.on, "signed_on") or business_date(session.now())
    with named(session, args.scan, t("一次性告知书签收件")) as scan:
        signature = Signature(args.by, signed, how, args.reason)
        return case_notices.sign(session.db, session.actor, session.now(), args.number, signature, scan=scan)


def _codes(text: str) -> list[str]:
    return [code.strip().upper() for code in text.replace("，", ",").split(",") if code.strip()]


def _material(session: CliSession, args: argparse.Namespace) -> CaseFacts:
    return case_acts.receive_material(session.db, session.actor, session.now(), args.number, _codes(args.codes), args.state)


def _accept(session: CliSession, args: argparse.Namespace) -> CaseFacts:
    here = _codes(args.here)
    if here == [ALL]:
        view = cases.show(session.db, session.actor, session.now(), args.number)
        here = [line.code for line in view.materials if line.state == "missing"]
    said: dict[str, Any] = {"on": day_of(args.on, "on"), "reason": args.late_entry, "here": here, "later": day_of(args.later, "later")}
    return case_acts.accept(session.db, session.actor, session.now(), args.number, **said)


def _refuse(session: CliSession, args: argparse.Namespace) -> CaseFacts:
    return case_acts.refuse(session.db, session.actor, session.now(), args.number, args.reason)


def _pause(session: CliSession, args: argparse.Namespace) -> CaseFacts:
    days: dict[str, Any] = {"begins": day_of(args.begins, "begins"), "until": day_of(args.until, "until")}
    where = (session.db, session.actor, session.now(), args.number, args.reason)
    with named(session, args.scan, t("停表依据")) as scan:
        return case_acts.pause(*where, kind=PauseKind(args.kind), evidence=args.evidence, attachment_id=scan, **days)


def _resume(session: CliSession, args: argparse.Namespace) -> CaseFacts:
    return case_acts.resume(session.db, session.actor, session.now(), args.number, on=day_of(args.on, "on"), reason=args.reason)


def _extend(session: CliSession, args: argparse.Namespace) -> CaseFacts:
    return case_acts.extend(session.db, session.actor, session.now(), args.number, args.days, args.reason)


def _told(session: CliSession, args: argparse.Namespace) -> CaseFacts:
    return case_told.tell_extension(session.db, session.actor, session.now(), args.number, args.how, on=day_of(args.on, "told_on"))


def _approve(session: CliSession, args: argparse.Namespace) -> CaseFacts:
    expected = SecondStep(args.step) if args.step else None
    where = (session.db, session.actor, session.now(), args.number)
    more: dict[str, Any] = {"refused": args.refuse, "reason": args.reason, "expected": expected}
    if args.signer is None:
        return case_acts.approve(*where, **more)
    slip = slip_of(session, args)
    with named(session, args.slip, t("签批单")) as scan:
        return case_slips.decide(*where, slip, scan=scan, **more)


def _hand_over(session: CliSession, args: argparse.Namespace) -> CaseFacts:
    return case_acts.hand_over(session.db, session.actor, session.now(), args.number, args.to, args.reason)


def _take_over(session: CliSession, args: argparse.Namespace) -> CaseFacts:
    return case_acts.take_over(session.db, session.actor, session.now(), args.number)


def _seen(session: CliSession, args: argparse.Namespace) -> CaseFacts:
    return chasers.see(session.db, session.actor, session.now(), args.number)


def _decide(session: CliSession, args: argparse.Namespace) -> CaseFacts:
    return case_acts.decide(
        session.db, session.actor, session.now(), args.number, args.outcome, on=day_of(args.on, "on"), reason=args.late_entry
    )


def _close(session: CliSession, args: argparse.Namespace) -> CaseFacts:
    said: dict[str, Any] = {"on": day_of(args.on, "on"), "reason": args.late_entry, "without": args.without}
    return case_acts.close(session.db, session.actor, session.now(), args.number, args.outcome, **said)


def _later(session: CliSession, args: argparse.Namespace) -> CaseFacts:
    return case_later.move(session.db, session.actor, session.now(), args.number, day_of(args.by, "later"), args.reason)


def _withdraw(session: CliSession, args: argparse.Namespace) -> CaseFacts:
    return case_acts.withdraw(session.db, session.actor, session.now(), args.number, args.reason)


def _void(session: CliSession, args: argparse.Namespace) -> CaseFacts:
    return case_acts.ask_void(session.db, session.actor, session.now(), args.number, args.reason)


def _reopen(session: CliSession, args: argparse.Namespace) -> CaseFacts:
    return case_acts.ask_reopen(session.db, session.actor, session.now(), args.number, args.reason)


def _proxy(session: CliSession, args: argparse.Namespace) -> CaseFacts:
    with named(session, args.scan, t("代办委托书签字件")) as scan:
        on = day_of(args.authorised_on, "authorised_on")
        return case_acts.authorise(session.db, session.actor, session.now(), args.number, on, attachment_id=scan)


Options = dict[str, dict[str, Any]]
ALL = "ALL"
"""Everything that is missing, for a notice."""
_REASON: Options = {"--reason": {"required": True}}
_MAYBE: Options = {"--reason": {"default": ""}}
_ON: Options = {"--on": {"metavar": "DATE"}, "--late-entry": {"default": "", "metavar": "REASON"}}
_PAUSING: Options = {
    **_REASON,
    "--kind": {"choices": PAUSES, "default": PauseKind.SUPPLEMENT.value},
    "--begins": {"metavar": "DATE"},
    "--until": {"metavar": "DATE"},
    "--evidence": {"default": ""},
    "--scan": {"metavar": "FILE"},
}
_SECOND = [step.value for step in CASE_STEPS]
_SLIP: Options = {
    "--signer": {"metavar": "NAME"},
    "--duty": {"default": ""},
    "--signed-on": {"metavar": "DATE"},
    "--slip": {"metavar": "FILE"},
}
_SCAN: Options = {"--scan": {"metavar": "FILE"}}
_NOTICE: Options = {
    "--missing": {"default": "", "metavar": "M1,M2"},
    "--other": {"action": "append", "default": [], "metavar": "TEXT"},
    "--left-out": {"default": "", "metavar": "REASON"},
    **_MAYBE,
}
_SIGNED: Options = {
    "--by": {"default": "", "metavar": "NAME"},
    "--on": {"metavar": "DATE"},
    "--refused": {"action": "store_true"},
    **_MAYBE,
    **_SCAN,
}
_STATES = ["received", "checked", "waived", "missing"]
ACTS: tuple[tuple[str, Act, str, Options], ...] = (
    ("notice", _notice, "一次性告知", _NOTICE),
    ("notice-signed", _notice_signed, "登记告知书签收", _SIGNED),
    ("material", _material, "登记收到的材料", {"--codes": {"required": True}, "--state": {"choices": _STATES, "default": "received"}}),
    ("accept", _accept, "受理", {**_ON, "--here": {"default": "", "metavar": "CODES"}, "--later": {"metavar": "DATE"}}),
    ("later", _later, "定缺的材料哪天交齐，不写日期就是不再等", {"--by": {"metavar": "DATE"}, **_REASON}),
    ("refuse", _refuse, "不予受理", _REASON),
    ("pause", _pause, "停表", _PAUSING),
    ("resume", _resume, "恢复计时", {"--on": {"metavar": "DATE"}, **_MAYBE}),
    ("extend", _extend, "申请延期", {"--days": {"type": whole, "required": True}, **_REASON}),
    ("told", _told, "登记已告知延期", {"--how": {"required": True}, "--on": {"metavar": "DATE"}}),
    ("approve", _approve, "上级确认", {"--refuse": {"action": "store_true"}, "--step": {"choices": _SECOND}, **_MAYBE, **_SLIP}),
    ("hand-over", _hand_over, "移交", {"--to": {"required": True, "metavar": "LOGIN"}, **_MAYBE}),
    ("take-over", _take_over, "接收移交", {}),
    ("seen", _seen, "看过催办或期限重算通知", {}),
    ("decide", _decide, "作出决定", {"--outcome": {"required": True}, **_ON}),
    ("close", _close, "办结", {"--outcome": {"default": ""}, "--without": {"default": "", "metavar": "REASON"}, **_ON}),
    ("withdraw", _withdraw, "申请人撤回", _REASON),
    ("void", _void, "申请作废", _REASON),
    ("reopen", _reopen, "申请重新办理", _REASON),
    ("proxy", _proxy, "登记代办委托", {"--authorised-on": {"metavar": "DATE"}, **_SCAN}),
)


def _show(session: CliSession, args: argparse.Namespace) -> Answer:
    view = cases.show(session.db, session.actor, session.now(), args.number)
    known = {"case": facts(view.facts), "days": deadlines.day_lines(view.clock), "events": view.events, "materials": view.materials}
    return {**known, "bundle": _bundle(view.bundle) if view.bundle else None}


def _bundle(bundle: Bundle) -> dict[str, object]:
    lines = [{"number": number, "item": item, "state": state} for number, item, state in bundle.cases]
    return {"number": bundle.number, "open": bundle.open, "cases": lines}


def _list(session: CliSession, args: argparse.Namespace) -> Answer:
    only = CaseFilter(
        states=SEVERAL.get(args.state, (args.state,)),
        person_ids=(args.person,) if args.person else None,
        due_before=day_of(args.due_before, "due_before"),
    )
    page = cases.page(session.db, session.actor, session.now(), only, limit=args.limit)
    return {"cases": [row_facts(row) for row in page.rows], "more": page.next_key is not None}


def _moved(session: CliSession, args: argparse.Namespace) -> Answer:
    """What a changed calendar moved and the officer has not read; with ``--seen`` all of it is read then."""
    page = moved.listing(session.db, session.actor, limit=args.limit)
    seen = moved.read_all(session.db, session.actor, session.now()) if args.seen else 0
    return {"moved": page.rows, "more": page.more, "seen": seen}


def row_facts(row: CaseRow) -> dict[str, object]:
    """A row of the list as the command line answers it."""
    return {
        "number": row.number,
        "item": row.item,
        "person": row.person,
        "state": row.state,
        "first_officer": row.first_officer,
        "officer": row.officer,
        "accepted_on": row.accepted_on,
        "deadline": row.deadline,
        "remaining_days": row.remaining_days,
        "overdue": row.overdue,
    }


def _deadline(session: CliSession, args: argparse.Namespace) -> Answer:
    """From today by the clock that was passed, unless a day of acceptance is named; a station need not be there."""
    today = business_date(session.now())
    accepted = day_of(args.accepted, "accepted") or today
    pauses = [_span(text) for text in args.pause]
    result = deadlines.count(session.calendar, accepted, args.days, pauses, args.supplement or session.supplement_rule)
    return {"accepted": accepted, "deadline": result.deadline, "warning": result.warning, "days": result.days}


def _span(text: str) -> tuple[object, object]:
    begin, dots, end = text.partition("..")
    if not dots:
        raise Usage("cli.span", field="pause", text=text)
    return day_of(begin, "pause"), day_of(end, "pause")
