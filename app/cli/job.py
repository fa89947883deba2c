"""``job …`` and ``employer …``: collect jobs, match them, refer and hire; employers and their licence."""

from __future__ import annotations

import argparse
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, TypeVar

from app.cli.frame import Answer, Words, group, how_many, whole, word
from app.cli.queue import day_of
from app.cli.second import asked
from app.cli.session import CliSession
from app.domain.clock import business_date
from app.domain.employers import NO_LICENCE, EmployerKind, SurveyWay
from app.domain.errors import Usage
from app.domain.jobs_market import ConfirmedHow, JobKind, JobSource, Pay, PayUnit, PushChannel, ReferralState, WelfareKind
from app.domain.persons import StatusKind
from app.services import codes, employers, hires, jobs, matching, registrations
from app.services.employers import EmployerFacts, EmployerFilter, EmployerForm
from app.services.hires import HireForm, HireLine, ReferralForm, ReferralLine
from app.services.jobs import JobFilter, JobForm, JobLine
from app.services.late_entries import Asked
from app.texts import t
from app.texts import word as named

E = TypeVar("E", bound=Enum)
TEXTS = ("occupation", "duties", "location", "shifts", "education", "requirement", "benefits", "offered-by", "visit", "pay-note")
STEPS = (ReferralState.INTERVIEW, ReferralState.MEDICAL, ReferralState.HIRED, ReferralState.NOT_HIRED, ReferralState.DECLINED)


def register(words: Words) -> None:
    """Add the words of the area."""
    market = group(words, "job", t("岗位"))
    _register_add(word(market, "add", _add, t("登记岗位")))
    _register_lists(market)
    _register_changes(market)
    _register_referrals(market)
    _register_employers(group(words, "employer", t("用人单位")))


def _register_add(add: argparse.ArgumentParser) -> None:
    add.add_argument("--employer", required=True, metavar="NAME|ID")
    add.add_argument("--employer-kind", default=EmployerKind.ENTERPRISE.value, metavar="KIND")
    add.add_argument("--credit-code")
    add.add_argument("--title", required=True)
    add.add_argument("--kind", required=True)
    add.add_argument("--welfare-kind", metavar="KIND")
    add.add_argument("--headcount", type=whole, default=1)
    for option in ("--pay-low", "--pay-high"):
        add.add_argument(option, metavar="YUAN")
    add.add_argument("--pay-unit", default=PayUnit.MONTH.value, metavar="UNIT")
    add.add_argument("--negotiable", action="store_true")
    add.add_argument("--family-friendly", action="store_true")
    for option in ("--age-min", "--age-max", "--distance"):
        add.add_argument(option, type=whole)
    for option in ("--skill", "--limit"):
        add.add_argument(option, action="append", default=[])
    add.add_argument("--source", default=JobSource.CAME.value)
    add.add_argument("--survey", default=SurveyWay.CAME.value, metavar="WAY")
    for name in TEXTS:
        add.add_argument(f"--{name}", default="", metavar="TEXT")
    add.add_argument("--collected", metavar="DATE")
    add.add_argument("--late-entry", metavar="REASON", default="")
    add.add_argument("--expires", metavar="DATE")


def _register_lists(market: Words) -> None:
    listing = word(market, "list", _list, t("岗位清单"))
    listing.add_argument("--text", default="")
    listing.add_argument("--kind", default="")
    listing.add_argument("--state", choices=["board", "draft", "open", "closed", "all"], default="board")
    listing.add_argument("--family-friendly", action="store_true")
    listing.add_argument("--after", type=whole, metavar="ID")
    listing.add_argument("--limit", type=how_many, default=jobs.PAGE)
    match = word(market, "match", _match, t("给一个人推荐岗位"))
    match.add_argument("--person", type=whole, required=True)
    match.add_argument("--limit", type=how_many, default=matching.SHOWN)


def _register_changes(market: Words) -> None:
    _numbered(word(market, "publish", _publish, t("发布草稿岗位")))
    renew = _numbered(word(market, "renew", _renew, t("岗位续期，不重复计数")))
    renew.add_argument("--expires", required=True, metavar="DATE")
    renew.add_argument("--headcount", type=whole)
    close = _numbered(word(market, "close", _close, t("关闭岗位")))
    close.add_argument("--reason", default="")
    close.add_argument("--on", metavar="DATE")


def _register_referrals(market: Words) -> None:
    refer = _numbered(word(market, "refer", _refer, t("把岗位推荐给一个人")))
    refer.add_argument("--person", type=whole, required=True)
    refer.add_argument("--channel", default=PushChannel.COUNTER.value)
    refer.add_argument("--on", metavar="DATE")
    refer.add_argument("--late-entry", metavar="REASON", default="")
    step = _numbered(word(market, "step", _step, t("登记推荐的进展")))
    step.add_argument("--to", required=True, choices=[state.value for state in STEPS])
    step.add_argument("--text", default="")
    step.add_argument("--on", metavar="DATE")
    _numbered(word(market, "registration", _registration, t("帮办上岗人员的就业参保登记")))
    hire = word(market, "hire", _hire, t("登记上岗"))
    for option in ("--referral", "--person", "--job"):
        hire.add_argument(option, type=whole, metavar="ID")
    hire.add_argument("--employer", default="")
    hire.add_argument("--form")
    hire.add_argument("--started", required=True, metavar="DATE")
    hire.add_argument("--how", required=True)
    hire.add_argument("--confirmed", metavar="DATE")
    hire.add_argument("--reason", default="")
    hire.add_argument("--late-entry", metavar="REASON", default="")


def _register_employers(owners: Words) -> None:
    add = word(owners, "add", _add_employer, t("登记用人单位"))
    add.add_argument("--name", required=True)
    add.add_argument("--kind", default=EmployerKind.ENTERPRISE.value)
    add.add_argument("--credit-code")
    add.add_argument("--sector", action="append", default=[])
    for option in ("--address", "--contact", "--phone"):
        add.add_argument(option, default="")
    add.add_argument("--licence-until", metavar="DATE")
    add.add_argument("--key", action="store_true")
    verify = _numbered(word(owners, "verify", _verify, t("核验用人单位的资质")))
    verify.add_argument("--on", metavar="DATE")
    verify.add_argument("--licence-until", metavar="DATE")
    listing = word(owners, "list", _list_employers, t("用人单位清单"))
    listing.add_argument("--text", default="")
    listing.add_argument("--kind", default="")
    listing.add_argument("--sector", default="")
    listing.add_argument("--after", type=whole, metavar="ID")
    listing.add_argument("--limit", type=how_many, default=employers.PAGE)


def _numbered(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("id", type=whole)
    return parser


def choice(kind: type[E], text: str, field: str) -> E:
    """The member of an enum by its value or by its Chinese word."""
    known = {name: member for member in kind for name in (str(member.value), named(member))}
    if text not in known:
        raise Usage("job.choice", field=field, text=text, known="、".join(f"{member.value}（{named(member)}）" for member in kind))
    return known[text]


def cents(text: str | None, field: str) -> int | None:
    """Yuan as typed, in cents."""
    if text is None:
        return None
    try:
        amount = Decimal(text) * 100
    except InvalidOperation as error:
        raise Usage("job.yuan", field=field, text=text) from error
    if not amount.is_finite() or amount != int(amount):
        raise Usage("job.yuan", field=field, text=text)
    return int(amount)


def _code(table: str, text: str) -> str:
    """A code by itself or by its name; what the table does not know goes on to be refused there."""
    return next((row.code for row in codes.choices(table) if text in (row.code, row.name)), text)


# jobs


def _add(session: CliSession, args: argparse.Namespace) -> Answer:
    owner = _owner(session, args)
    if isinstance(owner, EmployerForm):
        line = jobs.add_with_employer(session.db, session.actor, session.now(), owner, _job_form(args, 0))
    else:
        line = jobs.add(session.db, session.actor, session.now(), _job_form(args, owner.id))
    return asked(line) if isinstance(line, Asked) else {"jobs": [_job(line)]}


def _owner(session: CliSession, args: argparse.Namespace) -> EmployerFacts | EmployerForm:
    """The employer named, or the form of a new one. A credit code given here was read off the licence: that verifies it."""
    known = employers.find(session.db, session.actor, session.now(), args.employer)
    today = business_date(session.now())
    if known is not None and args.credit_code and not known.verified:
        values = {"credit_code": args.credit_code, "verified_on": today}
        return employers.change(session.db, session.actor, session.now(), known.id, known.version, values)
    if known is not None:
        return known
    kind = choice(EmployerKind, args.employer_kind, "employer_kind")
    checked = today if args.credit_code or kind in NO_LICENCE else None
    return EmployerForm(args.employer, kind, args.credit_code, verified_on=checked)


def _job_form(args: argparse.Namespace, employer_id: int) -> JobForm:
    unit = choice(PayUnit, args.pay_unit, "pay_unit")
    pay = Pay(cents(args.pay_low, "pay"), cents(args.pay_high, "pay"), unit, args.negotiable, args.pay_note)
    return JobForm(
        employer_id,
        args.title,
        choice(JobKind, args.kind, "kind"),
        args.headcount,
        pay,
        welfare_kind=choice(WelfareKind, args.welfare_kind, "welfare_kind") if args.welfare_kind else None,
        source=choice(JobSource, args.source, "source"),
        survey_way=choice(SurveyWay, args.survey, "survey"),
        family_friendly=args.family_friendly,
        distance_m=args.distance,
        age_min=args.age_min,
        age_max=args.age_max,
        skills=tuple(args.skill),
        limits=tuple(args.limit),
        collected_on=day_of(args.collected, "collected"),
        late_reason=args.late_entry,
        expires_on=day_of(args.expires, "expires"),
        **_texts(args),
    )


def _texts(args: argparse.Namespace) -> dict[str, str]:
    texts = {name.replace("-", "_"): getattr(args, name.replace("-", "_")) for name in TEXTS if name != "pay-note"}
    return {**texts, "education": _code("education", texts["education"])}


def _job(line: JobLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "code": line.code,
        "title": line.title,
        "score": None,
        "reasons": [],
        "kind": line.kind,
        "employer": line.employer,
        "headcount": line.headcount,
        "pay": line.pay,
        "state": line.state,
        "on_board": line.on_board,
        "collected_on": line.collected_on,
        "expires_on": line.expires_on,
        "late_entry": line.late_entry,
    }


def _list(session: CliSession, args: argparse.Namespace) -> Answer:
    kind = choice(JobKind, args.kind, "kind").value if args.kind else ""
    state = "" if args.state in ("board", "all") else args.state
    only = JobFilter(args.text, kind, state, family_friendly=args.family_friendly, board=args.state == "board")
    page = jobs.listing(session.db, session.actor, session.now(), only, after=args.after, limit=args.limit)
    return {"jobs": [_job(line) for line in page.rows], "more": page.more, "next": page.next_key}


def _match(session: CliSession, args: argparse.Namespace) -> Answer:
    found = matching.match_jobs(session.db, session.actor, session.now(), args.person, limit=args.limit)
    return {
        "jobs": [
            {
                "id": one.id,
                "title": one.title,
                "score": one.score,
                "reasons": [reason.text for reason in one.reasons],
                "suits": one.suits,
                "employer": one.employer,
                "pay": one.pay,
                "referred": one.referred,
            }
            for one in found
        ]
    }


def _publish(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"jobs": [_job(jobs.publish(session.db, session.actor, session.now(), args.id))]}


def _renew(session: CliSession, args: argparse.Namespace) -> Answer:
    line = jobs.renew(session.db, session.actor, session.now(), args.id, day_of(args.expires, "expires"), headcount=args.headcount)
    return {"jobs": [_job(line)]}


def _close(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"jobs": [_job(jobs.close(session.db, session.actor, session.now(), args.id, args.reason, on=day_of(args.on, "on")))]}


# referrals and hires


def _refer(session: CliSession, args: argparse.Namespace) -> Answer:
    form = ReferralForm(args.person, args.id, day_of(args.on, "on"), choice(PushChannel, args.channel, "channel"), args.late_entry)
    made = hires.refer(session.db, session.actor, session.now(), form)
    return asked(made) if isinstance(made, Asked) else {"referral": _referral(made)}


def _step(session: CliSession, args: argparse.Namespace) -> Answer:
    line = hires.move(session.db, session.actor, session.now(), args.id, ReferralState(args.to), on=day_of(args.on, "on"), text=args.text)
    return {"referral": _referral(line)}


def _referral(line: ReferralLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "person": line.person_id,
        "job": line.job_id,
        "state": line.state,
        "happened_on": line.happened_on,
        "answer": line.answer,
        "interview_on": line.interview_on,
        "medical_on": line.medical_on,
    }


def _hire(session: CliSession, args: argparse.Namespace) -> Answer:
    started = day_of(args.started, "started")
    if started is None or (args.referral is None and args.person is None):
        raise Usage("hire.who", field="person")
    form = HireForm(
        started,
        choice(ConfirmedHow, args.how, "how"),
        args.person,
        args.referral,
        args.job,
        args.employer,
        choice(StatusKind, args.form, "form") if args.form else None,
        day_of(args.confirmed, "confirmed"),
        args.reason,
        args.late_entry,
    )
    made = hires.hire(session.db, session.actor, session.now(), form)
    return asked(made) if isinstance(made, Asked) else {"hire": _hired(made)}


def _registration(session: CliSession, args: argparse.Namespace) -> Answer:
    made = registrations.of_hire(session.db, session.actor, session.now(), args.id)
    return {"bundle": made.bundle, "person": made.person_id, "cases": list(made.cases)}


def _hired(line: HireLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "person": line.person_id,
        "job": line.job_id,
        "referral": line.referral_id,
        "employer": line.employer,
        "form": line.form,
        "started_on": line.started_on,
        "helped": line.helped,
        "market_referrals": line.market_referrals,
    }


# employers


def _add_employer(session: CliSession, args: argparse.Namespace) -> Answer:
    kind = choice(EmployerKind, args.kind, "kind")
    form = EmployerForm(
        args.name,
        kind,
        args.credit_code,
        tuple(_code("sector", one) for one in args.sector),
        args.address,
        args.contact,
        args.phone,
        day_of(args.licence_until, "licence_until"),
        args.key,
    )
    return {"employer": _employer(employers.add(session.db, session.actor, session.now(), form))}


def _verify(session: CliSession, args: argparse.Namespace) -> Answer:
    until = day_of(args.licence_until, "licence_until")
    facts = employers.verify(session.db, session.actor, session.now(), args.id, on=day_of(args.on, "on"), licence_until=until)
    return {"employer": _employer(facts)}


def _list_employers(session: CliSession, args: argparse.Namespace) -> Answer:
    kind = choice(EmployerKind, args.kind, "kind").value if args.kind else ""
    only = EmployerFilter(args.text, kind, _code("sector", args.sector) if args.sector else "")
    page = employers.listing(session.db, session.actor, session.now(), only, after=args.after, limit=args.limit)
    return {"employers": [_employer(facts) for facts in page.rows], "more": page.more, "next": page.next_key}


def _employer(facts: EmployerFacts) -> dict[str, Any]:
    return {
        "id": facts.id,
        "name": facts.name,
        "kind": facts.kind,
        "credit_code": facts.credit_code,
        "sectors": list(facts.sectors),
        "verified": facts.verified,
        "verified_on": facts.verified_on,
        "licence_until": facts.licence_until,
        "open_jobs": facts.open_jobs,
    }
