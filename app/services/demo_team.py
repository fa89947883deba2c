"""What the people of the made-up station did among themselves, done through the services: posts, deputies, complaints, appeals, leads.

Some two hundred acts whatever the size of the station; each at its moment of the past, by who did it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from app.domain.accountability import Measure
from app.domain.actor import SYSTEM, Actor
from app.domain.calendar import Calendar
from app.domain.clock import business_date
from app.domain.complaints import ComplaintChannel, ComplaintKind, ComplaintTopic
from app.domain.demo_chance import Chance
from app.domain.demo_team import TeamAct
from app.domain.demo_world import World
from app.domain.inquiries import InquiryChannel, InquiryOutcome
from app.domain.norms import NormCode
from app.domain.persons import age_on
from app.domain.proxies import ToldHow
from app.domain.qualifications import CertificateKind, DrillKind, DrillLevel
from app.domain.ratings import AppealAction, AppealKind, InvitationChannel, Level, RectificationStep, is_bad
from app.domain.roster import PostKind, Presence
from app.services import (
    appeals,
    attachments,
    bundles,
    call_backs,
    case_acts,
    case_notices,
    cases,
    complaints,
    deputies,
    desks,
    inquiries,
    inquiry_acts,
    invitations,
    leads,
    norms,
    posts,
    proxies,
    qualifications,
    ratings,
    receipts,
    rectifications,
    whereabouts,
)
from app.services.demo_scans import signed_copy
from app.services.officers import practice_actor
from app.settings import Settings
from db import queries
from db.uow import Database

TRIES = 500
AGES = range(24, 50)
"""Who comes for a subsidy, a bundle, a loan."""


def play(db: Database, settings: Settings, world: World, acts: Sequence[TeamAct], calendar: Calendar) -> Counter[str]:
    """Do all acts in their order; how many cases and ratings came of them. Nothing is done where the people were arranged by hand."""
    with db.read("demo.make", SYSTEM) as session:
        if queries.demo.team_at_work(session):
            return Counter()
    with _no_duties(db):
        team = Team(db, settings, world, calendar)
        for act in acts:
            team.do(act)
        return team.count


NOBODYS = "1420000"
"""A beginning that no carrier gives to people; the file of the practice station holds the last four digits only."""


def _phone(v: Mapping[str, Any]) -> str:
    return NOBODYS + v["phone"] if "phone" in v else ""


@contextmanager
def _no_duties(db: Database) -> Iterator[None]:
    """The mornings of the past have run already; they do not run again before the first act of each day."""
    before, db.before_write = db.before_write, None
    try:
        yield
    finally:
        db.before_write = before


class Team:
    """A method for each kind of act; what an act makes is remembered by its key for those that lean on it."""

    def __init__(self, db: Database, settings: Settings, world: World, calendar: Calendar) -> None:
        self.db, self.settings, self.world, self.calendar = db, settings, world, calendar
        self.made: dict[str, Any] = {}
        self.actors: dict[str, Actor] = {}
        self.chance = Chance(world.span.seed, "team")
        self.taken: set[int] = set()
        self.count: Counter[str] = Counter()
        bad = [(fact.at, place, fact.anonymous) for place, fact in enumerate(world.ratings, 1) if is_bad(fact.level)]
        self.bad = sorted(bad, reverse=True)

    def do(self, act: TeamAct) -> None:
        """Do an act, unless what it needs is not there, in a station that is still small."""
        if act.of and self.made.get(act.of) is None:
            return
        verb: Callable[..., Any] = getattr(self, f"_{act.verb}")
        made = verb(self._actor(act.by), act.at, dict(act.values), self.made.get(act.of))
        if act.key:
            self.made[act.key] = made

    def _actor(self, login: str) -> Actor:
        if login not in self.actors:
            self.actors[login] = practice_actor(self.db, login)
        return self.actors[login]

    # posts, deputies, desks, whereabouts

    def _post(self, who: Actor, at: datetime, v: dict[str, Any], _of: Any) -> Any:
        return posts.define(self.db, who, at, v["code"], posts.PostForm(v["name"], v.get("counter")))

    def _assign(self, who: Actor, at: datetime, v: dict[str, Any], _of: Any) -> Any:
        form = posts.AssignmentForm(v["officer"], v["post"], v["duty"], PostKind(v.get("kind", "holder")), business_date(at))
        return posts.assign(self.db, who, at, form).id

    def _assign_end(self, who: Actor, at: datetime, v: dict[str, Any], of: int) -> Any:
        return posts.end(self.db, who, at, of, on=business_date(at), reason=v["reason"])

    def _deputy(self, who: Actor, at: datetime, v: dict[str, Any], _of: Any) -> Any:
        first = self.calendar.working_on_or_after(business_date(at) + timedelta(days=v.get("begins", 1)))
        last = self.calendar.add_working_days(first, v["days"] - 1)  # acts stand on working days: a feast ends nothing early
        return deputies.name(self.db, who, at, v["officer"], first, last, v["reason"]).id

    def _deputy_end(self, who: Actor, at: datetime, v: dict[str, Any], of: int) -> Any:
        return deputies.end(self.db, who, at, of, v["reason"])

    def _desk(self, who: Actor, at: datetime, v: dict[str, Any], _of: Any) -> Any:
        return desks.offer(self.db, who, at, v["to"], giver=v["giver"], reason=v["reason"]).code

    def _desk_take(self, who: Actor, at: datetime, _v: dict[str, Any], of: str) -> Any:
        return desks.take_over(self.db, who, at, of)

    def _desk_sign(self, who: Actor, at: datetime, _v: dict[str, Any], of: str) -> Any:
        return desks.signed(self.db, who, at, of, business_date(at))

    def _where(self, who: Actor, at: datetime, v: dict[str, Any], _of: Any) -> Any:
        back = at + timedelta(hours=v["hours"])
        while not self.calendar.is_working(business_date(back)):
            back += timedelta(days=1)
        return whereabouts.put(self.db, who, at, Presence(v["place"]), back_at=back, note=v["note"]) if back > self.world.span.now else None

    # what is learned and proved, and the systems

    def _certificate(self, who: Actor, at: datetime, v: dict[str, Any], _of: Any) -> Any:
        today = self.world.span.today
        issued = min(today - timedelta(days=v.pop("issued")), business_date(at))
        expires = v.pop("expires", None)
        last = today + timedelta(days=expires) if expires is not None else None
        form = qualifications.CertificateForm(CertificateKind(v.pop("kind")), issued_on=issued, expires_on=last, **_without(v, "officer"))
        return qualifications.add_certificate(self.db, who, at, v["officer"], form).id

    def _certificate_end(self, who: Actor, at: datetime, _v: dict[str, Any], of: int) -> Any:
        return qualifications.end_certificate(self.db, who, at, of)

    def _drill(self, who: Actor, at: datetime, v: dict[str, Any], _of: Any) -> Any:
        people = tuple(qualifications.TookPart(*one.split(":")) for one in v.pop("who"))
        kind, level = DrillKind(v.pop("kind")), DrillLevel(v.pop("level"))
        return qualifications.record(self.db, who, at, qualifications.DrillForm(kind, level=level, people=people, **v))

    def _norm(self, who: Actor, at: datetime, v: dict[str, Any], _of: Any) -> Any:
        code = NormCode(v["code"])
        text = norms.editions(self.db, who, code)[-1].text
        return norms.publish(self.db, who, at, code, f"{text}\n{v['adds']}", norms.EditionForm(source=v["source"]))

    # complaints, appeals, calls

    def _complaint(self, who: Actor, at: datetime, v: dict[str, Any], _of: Any) -> Any:
        kinds = (ComplaintKind(v.get("kind", "complaint")), ComplaintChannel(v.get("channel", "window")), ComplaintTopic(v["topic"]))
        told = {"visitor": v.get("visitor", ""), "phone": _phone(v)}
        form = complaints.ComplaintForm(v["text"], *kinds, about=v.get("about"), handler=v.get("to"), **told)
        return complaints.record(self.db, who, at, form)

    def _complaint_verify(self, who: Actor, at: datetime, v: dict[str, Any], of: Any) -> Any:
        return complaints.verify(self.db, who, at, of.code, v["text"])

    def _complaint_answer(self, who: Actor, at: datetime, v: dict[str, Any], of: Any) -> Any:
        return complaints.answer(self.db, who, at, of.code, v["text"])

    def _complaint_close(self, who: Actor, at: datetime, _v: dict[str, Any], of: Any) -> Any:
        return complaints.close(self.db, who, at, of.code)

    def _complaint_call(self, who: Actor, at: datetime, v: dict[str, Any], of: Any) -> Any:
        form = call_backs.CallBackForm(f"complaint:{of.id}", v["reached"], v["text"], v.get("content"))
        return call_backs.record(self.db, who, at, form)

    def _bad_rating(self, at: datetime, *, named: bool = False) -> int | None:
        """The newest bad rating before a moment that nothing was done about here yet."""
        found = (place for when, place, anonymous in self.bad if when < at and place not in self.taken and not (named and anonymous))
        place = next(found, None)
        self.taken.add(place or 0)
        return place

    def _appeal(self, who: Actor, at: datetime, v: dict[str, Any], _of: Any) -> Any:
        rating = self._bad_rating(at)
        return appeals.ask(self.db, who, at, rating, AppealKind(v["kind"]), v["reason"]).rating_id if rating else None

    def _appeal_decide(self, who: Actor, at: datetime, v: dict[str, Any], of: int) -> Any:
        return appeals.decide(self.db, who, at, of, AppealAction(v["answer"]), v["text"])

    def _rating_call(self, who: Actor, at: datetime, v: dict[str, Any], _of: Any) -> Any:
        rating = self._bad_rating(at, named=True)
        form = call_backs.CallBackForm(f"rating:{rating}", v["reached"], v["text"], v.get("content"))
        return call_backs.record(self.db, who, at, form) if rating else None

    def _invite(self, who: Actor, at: datetime, v: dict[str, Any], _of: Any) -> Any:
        waiting = invitations.listing(self.db, who, since=business_date(at) - timedelta(days=7), limit=v["count"])
        return [invitations.tell(self.db, who, at, one.code, InvitationChannel.PHONE) for one in waiting.rows if one.person_id]

    # cases

    def _person(self, status: str, at: datetime) -> int | None:
        """Somebody in that status then, of the age of those who come for it."""
        day, everybody = business_date(at), self.world.persons
        looked_at = (self.chance.below(len(everybody)) + 1 for _ in range(TRIES))
        return next((place for place in looked_at if everybody[place - 1].at < at and _is(everybody[place - 1], status, day)), None)

    def _case(self, who: Actor, at: datetime, v: dict[str, Any], _of: Any) -> Any:
        person = self._person(v["status"], at)
        if person is None:
            return None
        self.count["cases"] += 1
        return cases.open_case(self.db, who, at, cases.CaseForm(v["item"], person, proxy=v.get("proxy", False))).number

    def _case_notice(self, who: Actor, at: datetime, v: dict[str, Any], of: str) -> Any:
        """All that is missing; with ``most`` only so many, as if the rest were here; a second one adds what was overlooked."""
        lines = [line.code for line in cases.show(self.db, who, at, of).materials if line.state == "missing"]
        if "reason" in v:
            return case_notices.notice(self.db, who, at, of, (), others=(v["reason"],), left_out=v["reason"], reason=v["reason"])
        wanted = lines[: v.get("most", len(lines))]
        return case_notices.notice(self.db, who, at, of, wanted, rest_is_here=len(wanted) < len(lines))

    def _case_some(self, who: Actor, at: datetime, _v: dict[str, Any], of: str) -> Any:
        """The first material is here."""
        lines = cases.show(self.db, who, at, of).materials
        return case_acts.receive_material(self.db, who, at, of, [lines[0].code]) if lines else None

    def _case_accept(self, who: Actor, at: datetime, _v: dict[str, Any], of: str) -> Any:
        """Everything is here, and the case is accepted."""
        lines = [line.code for line in cases.show(self.db, who, at, of).materials if line.state == "missing" and not line.under]
        if lines:
            case_acts.receive_material(self.db, who, at, of, lines)
        return case_acts.accept(self.db, who, at, of)

    def _case_close(self, who: Actor, at: datetime, v: dict[str, Any], of: str) -> Any:
        return case_acts.close(self.db, who, at, of, v["outcome"])

    def _case_approve(self, who: Actor, at: datetime, _v: dict[str, Any], of: str) -> Any:
        return case_acts.approve(self.db, who, at, of)

    def _case_refuse(self, who: Actor, at: datetime, v: dict[str, Any], of: str) -> Any:
        return case_acts.refuse(self.db, who, at, of, v["reason"])

    def _receipt(self, who: Actor, at: datetime, _v: dict[str, Any], of: str) -> Any:
        return receipts.issue(self.db, who, at, case=of)

    def _bundle(self, who: Actor, at: datetime, v: dict[str, Any], _of: Any) -> Any:
        person = self._person(v["status"], at)
        if person is None:
            return None
        made = bundles.open_bundle(self.db, who, at, bundles.BundleForm(v["kind"], person))
        self.count["cases"] += len(made.cases)
        return made

    def _bundle_accept(self, who: Actor, at: datetime, _v: dict[str, Any], of: Any) -> Any:
        """Everything is here, and each case is accepted."""
        for place, number in enumerate(_numbers(of)):
            self._case_accept(who, at + timedelta(minutes=2 * place), {}, number)
        return of

    def _bundle_close(self, who: Actor, at: datetime, v: dict[str, Any], of: Any) -> Any:
        for place, number in enumerate(_numbers(of)):
            case_acts.close(self.db, who, at + timedelta(minutes=2 * place), number, v["outcome"])
        return of

    def _rate(self, who: Actor, at: datetime, v: dict[str, Any], of: Any) -> Any:
        form = ratings.RatingForm(Level(v["level"]), case=_numbers(of)[0], text=v["text"])
        self.count["ratings"] += 1
        return ratings.give(self.db, who, at, form).rectification_id

    def _rectify(self, who: Actor, at: datetime, v: dict[str, Any], of: int) -> Any:
        return rectifications.step(self.db, who, at, of, RectificationStep.VERIFY, v["text"])

    def _proxy_draw(self, who: Actor, at: datetime, v: dict[str, Any], of: str) -> Any:
        return proxies.draw(self.db, who, at, of, proxies.ProxyForm(reason=v["reason"]))

    def _proxy_sign(self, who: Actor, at: datetime, _v: dict[str, Any], of: str) -> Any:
        """The person signed at home; the copy is kept."""
        written = proxies.of_case(self.db, who, of)[-1]
        copy = signed_copy(cases.show(self.db, who, at, of).facts.id, written.code)
        kept = attachments.add(self.db, who, at, self.settings, copy)
        return proxies.sign(self.db, who, at, of, attachment_id=kept.id)

    def _proxy_step(self, who: Actor, at: datetime, v: dict[str, Any], of: str) -> Any:
        return proxies.tell(self.db, who, at, of, v["text"], ToldHow(v["how"]))

    def _proxy_suspend(self, who: Actor, at: datetime, v: dict[str, Any], of: str) -> Any:
        return proxies.suspend(self.db, who, at, of, v["text"])

    def _proxy_renew(self, who: Actor, at: datetime, v: dict[str, Any], of: str) -> Any:
        return proxies.renew(self.db, who, at, of, proxies.ProxyForm(reason=v["reason"]))

    def _proxy_end(self, who: Actor, at: datetime, v: dict[str, Any], of: str) -> Any:
        return proxies.end(self.db, who, at, of, v["text"], how=ToldHow(v["how"]))

    # accountability and inquiries

    def _lead_of(self, number: str) -> int | None:
        with self.db.read("demo.make", SYSTEM) as session:
            return queries.demo.lead_of_case(session, number)

    def _lead_state(self, who: Actor, at: datetime, v: dict[str, Any], of: str) -> Any:
        lead = self._lead_of(of)
        return leads.state(self.db, who, at, lead, v["text"]) if lead else None

    def _lead_decide(self, who: Actor, at: datetime, v: dict[str, Any], of: str) -> Any:
        lead, last = self._lead_of(of), business_date(at) + timedelta(days=v["days"])
        return leads.decide(self.db, who, at, lead, Measure(v["measure"]), v["text"], correct_by=last) if lead else None

    def _inquiry(self, who: Actor, at: datetime, v: dict[str, Any], _of: Any) -> Any:
        kinds = (InquiryOutcome(v["outcome"]), InquiryChannel(v.get("channel", "window")))
        told = {"visitor": v.get("visitor", ""), "phone": _phone(v), "where": v.get("where", "")}
        return inquiries.record(self.db, who, at, inquiries.InquiryForm(v["topic"], v["text"], *kinds, handler=v.get("to"), **told)).code

    def _inquiry_take(self, who: Actor, at: datetime, _v: dict[str, Any], of: str) -> Any:
        return inquiry_acts.take_over(self.db, who, at, of)

    def _inquiry_finish(self, who: Actor, at: datetime, v: dict[str, Any], of: str) -> Any:
        return inquiry_acts.finish(self.db, who, at, of, v["text"])


def _without(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def _numbers(bundle: Any) -> list[str]:
    return [number for number, _item, _state in bundle.cases]


def _is(person: Any, status: str, day: date) -> bool:
    held = next((one.status for one in reversed(person.statuses) if one.since <= day and business_date(one.at) <= day), "")
    return held == status and age_on(person.birth_date, day) in AGES
