"""Employers, jobs, referrals and hires, courses and policies of the made-up past."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from app.domain.calendar import Calendar
from app.domain.demo_chance import Chance, Weighted
from app.domain.demo_facts import Span, StatusFact
from app.domain.demo_fits import is_active, suits
from app.domain.demo_more_facts import HEARD, CourseFact, EmployerFact, EnrolmentFact, JobFact, Later, PolicyFact, ReferralFact
from app.domain.demo_people import Life
from app.domain.employers import credit_check_character

LETTERS = "ABCDEFGHJKLMNPQRTUWXY"
CHANNELS = ("counter", "counter", "phone", "wechat", "sms", "door")
REFERRED, HIRED, DECLINED, INTERVIEWED = 2.9, 0.16, 0.26, 0.5
OPEN_DAYS = (45, 120)
TAKEN_DOWN = 0.97
"""The share of jobs that somebody closes when their time is over."""
TRIES = 16
GRADUATES_FIRST = 0.12
"""How often a job is put to a college leaver first: they are to be offered three jobs each."""


@dataclass(slots=True)
class Offer:
    """A job while the past is being made up; ``until`` is the last day on which somebody can be referred to it."""

    at: datetime
    officer: str
    employer: int
    values: dict[str, Any]
    until: date
    open: bool
    closed: Later | None = None
    index: int = 0


@dataclass(slots=True)
class Pushed:
    """A referral while the past is being made up."""

    at: datetime
    officer: str
    life: Life
    job: int
    channel: str
    acts: list[Later] = field(default_factory=list)

    def fact(self) -> ReferralFact:
        """The referral as a frozen value."""
        return ReferralFact(self.at, self.officer, self.life.index, self.job, self.channel, tuple(self.acts))


class Market:
    """Makes the labour market."""

    def __init__(
        self, span: Span, days: Sequence[date], calendar: Calendar, words: Mapping[str, Any], staff: Sequence[str], phone: Any
    ) -> None:
        self.span, self.days, self.calendar, self.words, self.staff, self.phone = span, days, calendar, words, staff, phone
        self.chance = Chance(span.seed, "market")
        self._kinds = Weighted((kind["kind"], kind["share"]) for kind in words["jobs"])
        self._titles = {title[0]: (kind["kind"], *title) for kind in words["jobs"] for title in kind["titles"]}
        self._offering: dict[str, list[int]] = {}
        self._trades: list[Mapping[str, Any]] = []
        self.employer_names: list[str] = []
        self._graduates: list[Life] = []
        self._learned: set[tuple[int, str | int]] = set()

    def moment(self, day: date) -> datetime:
        """A moment of the first working day from ``day`` on."""
        return self.chance.office_moment(self.calendar.working_on_or_after(day))

    def employers(self, count: int) -> list[EmployerFact]:
        """Employers in the order of their registration; one in twelve is not verified yet."""
        c, pairs = self.chance, self._pairs(count)
        moments = sorted(c.office_moment(self.days[c.below(max(len(self.days) * 2 // 3, 1))]) for _ in pairs)
        moments[: len(pairs) // 3] = sorted(c.office_moment(c.of(self.days[:10])) for _ in range(len(pairs) // 3))
        facts = [self._employer(at, *pair) for at, pair in zip(sorted(moments), pairs, strict=True)]
        self.employer_names = [fact.values["name"] for fact in facts]
        self._trades = [trade for _, trade in pairs]
        for number, trade in enumerate(self._trades):
            for kind in sorted({self._titles[title][0] for title in trade["jobs"]}):
                self._offering.setdefault(kind, []).append(number)
        return facts

    def _pairs(self, count: int) -> list[tuple[str, Mapping[str, Any]]]:
        """Names and trades; every sixth employer offers jobs for the public, and so does the first."""
        c, words = self.chance, self.words["employers"]
        every = [(place, trade) for place in words["places"] for trade in words["trades"]]
        public = c.some([pair for pair in every if pair[1].get("public")], -(-count // 6))
        others = c.some([pair for pair in every if not pair[1].get("public")], count - len(public))
        return public[:1] + c.some([*public[1:], *others], count - 1)

    def _employer(self, at: datetime, place: str, trade: Mapping[str, Any]) -> EmployerFact:
        c, kind = self.chance, trade["kind"]
        body = "92" if kind == "self_employed" else "91"
        body += "232701MA" + "".join(c.of(LETTERS + "0123456789") for _ in range(7))
        values = {
            "name": place + trade["name"],
            "kind": kind,
            "credit_code": body + credit_check_character(body),
            "address": f"{c.of(('人民路', '红旗街', '铁西路', '林海路'))}{c.between(1, 180)}号",
            "contact": c.of(self.words["employers"]["contacts"]),
            "phone": self.phone(),
            "licence_until": None,
            "key_employer": c.hit(0.1),
            "verified_on": None if c.hit(0.08) else at.date(),
        }
        return EmployerFact(at, c.of(self.staff), values)

    def offers(self, count: int, employers: Sequence[EmployerFact]) -> list[Offer]:
        """Jobs in the order in which they were collected."""
        moments = sorted(self.chance.office_moment(self.chance.of(self.days)) for _ in range(count))
        known = 0
        found = []
        for at in moments:
            if at > self.span.now:
                continue
            while known < len(employers) and employers[known].at < at:
                known += 1
            if known:
                found.append(self._offer(at, known, employers))
        for index, offer in enumerate(found, 1):
            offer.index = index
        return found

    def _post(self, known: int) -> tuple[int, tuple[Any, ...]]:
        """One of the first ``known`` employers and a title of theirs: by kind where somebody offers that kind."""
        c, wanted = self.chance, self._kinds.draw(self.chance)
        offering = self._offering.get(wanted, [])
        fitting = bisect_left(offering, known)
        employer = offering[c.below(fitting)] if fitting else c.below(known)
        titles = [self._titles[title] for title in self._trades[employer]["jobs"]]
        return employer + 1, c.of([title for title in titles if title[0] == wanted] or titles)

    def _offer(self, at: datetime, known: int, employers: Sequence[EmployerFact]) -> Offer:
        c = self.chance
        employer, (kind, title, occupation, low, high, *welfare) = self._post(known)
        until = at.date() + timedelta(days=c.between(*OPEN_DAYS))
        more = 50 * c.below(5)
        values = {
            "title": title,
            "kind": kind,
            "headcount": c.of((1, 1, 1, 2, 2, 3, 5, 8)),
            "pay": ((low + more) * 100, (high + more) * 100),
            "requirement": c.of(("身体健康，吃苦耐劳", "有相关经验优先", "初中以上文化，责任心强", "服从安排，能适应倒班")),
            "welfare_kind": welfare[0] if welfare else None,
            "source": c.of(("came", "came", "visit", "platform", "community")),
            "survey_way": c.of(("came", "visit", "phone")),
            "offered_by": "社区居民委员会" if kind == "public_service" else "",
            "occupation": occupation,
            "location": employers[employer - 1].values["address"],
            "distance_m": 100 * c.between(2, 60),
            "shifts": c.of(self.words["words"]["shifts"]),
            "family_friendly": kind == "part_time" and c.hit(0.5),
            "education": c.of(("", "", "primary", "junior", "junior", "senior")),
            "age_min": 18,
            "age_max": c.of((None, 50, 55, 60)),
            "benefits": c.of(self.words["words"]["benefits"]),
            "expires_on": until,
        }
        verified = employers[employer - 1].values["verified_on"] is not None
        return Offer(at, c.of(self.staff), employer, values, until, verified)

    def referrals(self, offers: Sequence[Offer], seekers: Sequence[Life]) -> list[Pushed]:
        """Referrals of those who look for work, in their order; a hire ends somebody's search."""
        looking = list(seekers)
        self._graduates = [life for life in seekers if any(one.group == "graduate" for one in life.groups)]
        found = [pushed for offer in offers if offer.open for pushed in self._of_offer(offer, looking)]
        return sorted(found, key=lambda pushed: pushed.at)

    def _of_offer(self, offer: Offer, looking: list[Life]) -> list[Pushed]:
        c = self.chance
        found: dict[int, Pushed] = {}
        for _ in range(round(REFERRED * c.around(1.0, 0.6, 0.0))):
            at = self._within(offer)
            life = self._chosen(looking, at, offer) if at else None
            if at is None or life is None or life.index in found:
                continue
            found[life.index] = pushed = Pushed(at, c.of(self.staff), life, offer.index, c.of(CHANNELS))
            self._follow(pushed, offer)
        self._close(offer, found)
        return list(found.values())

    def _chosen(self, looking: Sequence[Life], at: datetime, offer: Offer) -> Life | None:
        """Whom a job is put to: often a college leaver, else anybody."""
        first = self._somebody(self._graduates, at, offer) if self.chance.hit(GRADUATES_FIRST) else None
        return first or self._somebody(looking, at, offer)

    def _somebody(self, looking: Sequence[Life], at: datetime, offer: Offer) -> Life | None:
        """Somebody who looks for work on that day and whom the job suits, found by some tries; who found work looks no longer."""
        tries = (looking[self.chance.below(len(looking))] for _ in range(TRIES if looking else 0))
        return next((life for life in tries if self._free(life, at) and suits(offer.values, life, at.date())), None)

    def _within(self, offer: Offer) -> datetime | None:
        at = self.moment(offer.at.date() + timedelta(days=self.chance.between(1, (offer.until - offer.at.date()).days - 5)))
        return at if at <= self.span.now and at.date() <= offer.until else None

    def _free(self, life: Life, at: datetime) -> bool:
        """Registered as unemployed by then, an application for recognition behind them, and no later story told."""
        last = life.statuses[-1]
        if life.hardship is not None and life.hardship.at >= at:
            return False
        return last.status in ("registered_unemployed", "unemployed") and last.at < at and last.since < at.date() and life.at < at

    def _follow(self, pushed: Pushed, offer: Offer) -> None:
        """What became of a referral."""
        c, words = self.chance, self.words["words"]
        chance = c.unit()
        if chance < HIRED:
            self._hire(pushed, offer)
        elif chance < HIRED + DECLINED:
            self._act(pushed, c.between(0, 3), "declined", {"text": c.of(words["declined"])})
        elif chance < HIRED + DECLINED + INTERVIEWED:
            self._interview(pushed)

    def _interview(self, pushed: Pushed) -> None:
        c, words = self.chance, self.words["words"]
        invited = self._act(pushed, c.between(0, 2), "interview", {"text": c.of(words["answers"]), "days": c.between(1, 4)})
        if invited:
            self._act(pushed, c.between(4, 8), "not_hired", {"text": c.of(words["not_hired"])})

    def _act(self, pushed: Pushed, days: int, verb: str, values: dict[str, Any]) -> bool:
        last = pushed.acts[-1].at if pushed.acts else pushed.at
        at = self.moment(last.date() + timedelta(days=days)) if days else last + timedelta(minutes=2)
        if at > self.span.now:
            return False
        if "days" in values:
            values["on"] = self.calendar.add_working_days(at.date(), values.pop("days"))
        pushed.acts.append(Later(at, pushed.officer, verb, values))
        return True

    def _hire(self, pushed: Pushed, offer: Offer) -> None:
        c = self.chance
        if c.hit(0.6):
            self._act(pushed, c.between(0, 2), "interview", {"text": c.of(self.words["words"]["answers"]), "days": c.between(1, 3)})
        last = pushed.acts[-1].values.get("on", pushed.at.date()) if pushed.acts else pushed.at.date()
        started = self.calendar.working_on_or_after(last + timedelta(days=c.between(1, 9)))
        at = self.moment(started + timedelta(days=c.of((0, 1, 2, 3))))
        if at > self.span.now:
            return
        kind = offer.values["kind"]
        form = "welfare_post" if kind == "public_welfare" else "flexible" if kind == "part_time" and c.hit(0.5) else "employed"
        reason = "多次市场推荐未成功，公益性岗位托底" if form == "welfare_post" else ""
        how = c.of(("contract", "contract", "employer", "insurance", "visit", "phone"))
        values = {"started_on": started, "how": how, "form": form, "reason": reason, "late": HEARD}
        pushed.acts.append(Later(at, pushed.officer, "hire", values))
        employer = self.employer_names[offer.employer - 1]
        pushed.life.statuses.append(StatusFact(at, pushed.officer, form, started, "", employer, "counter", follows=True))

    def _close(self, offer: Offer, found: Mapping[int, Pushed]) -> None:
        """Filled, cancelled, or its time is over; what is still running stays open."""
        acts = [act.at for pushed in found.values() for act in pushed.acts]
        hires = sum(act.verb == "hire" for pushed in found.values() for act in pushed.acts)
        filled = hires >= offer.values["headcount"]
        if not (filled or self.chance.hit(TAKEN_DOWN)):
            return
        day = max([offer.until if not filled else offer.at.date(), *(at.date() for at in acts)]) + timedelta(days=1)
        at = self.moment(max(day, max((pushed.at.date() for pushed in found.values()), default=day)) + timedelta(days=1))
        if at <= self.span.now:
            words = self.words["words"]["closed"]
            offer.closed = Later(at, offer.officer, "close", {"reason": words[0] if filled else self.chance.of(words[1:])})

    def facts(self, offers: Sequence[Offer]) -> list[JobFact]:
        """The jobs as frozen values."""
        return [JobFact(offer.at, offer.officer, offer.employer, offer.values, offer.closed) for offer in offers]

    # policies and courses

    def policies(self) -> list[PolicyFact]:
        """The library; the names say that they are examples."""
        facts = []
        for raw in self.words["policies"]:
            values = {**raw, "name": f"{raw['name']}（示例）", "starts_on": date(self.span.first.year, 1, 1), "published": True}
            values["how_to_apply"] = "到本站窗口申请，材料和标准以县级公布为准。"
            facts.append(PolicyFact(self.chance.office_moment(self.days[0]), self.staff[0], values))
        return sorted(facts, key=lambda fact: fact.at)

    def courses(self) -> list[CourseFact]:
        """Two courses a month or so, announced some weeks before; the last ones are still to come."""
        facts = []
        for month in range(self.span.months):
            for raw in self.chance.some(self.words["courses"], self.chance.between(1, 2)):
                at = self.moment(self.span.first + timedelta(days=int(month * 30.4) + self.chance.between(0, 20)))
                if at <= self.span.now:
                    facts.append(self._course(at, raw))
        return sorted(facts, key=lambda fact: fact.at)

    def _course(self, at: datetime, raw: Mapping[str, Any]) -> CourseFact:
        starts = self.calendar.working_on_or_after(at.date() + timedelta(days=self.chance.between(12, 30)))
        values = {
            **raw,
            "starts_on": starts,
            "ends_on": self.calendar.add_working_days(starts, self.chance.between(4, 14)),
            "places": self.chance.of((20, 25, 30, 40)),
            "provider": "县职业技能培训中心",
            "location": "社区二楼培训室",
        }
        return CourseFact(at, self.chance.of(self.staff), values)

    def enrolments(self, courses: Sequence[CourseFact], lives: Sequence[Life]) -> list[EnrolmentFact]:
        """Who took part, and how it ended; nobody learns the same again, or two things at a time."""
        self._learned = set()
        found = [one for place, course in enumerate(courses, 1) for one in self._of_course(place, course, lives)]
        return sorted(found, key=lambda fact: fact.at)

    def _of_course(self, place: int, course: CourseFact, lives: Sequence[Life]) -> list[EnrolmentFact]:
        c, found = self.chance, []
        people = min(course.values["places"], 8 + len(lives) // 90)
        for life in c.some(lives, c.between(people // 2, people)):
            at = self.moment(course.at.date() + timedelta(days=c.between(1, 10)))
            in_time = life.at < at <= self.span.now and at.date() <= course.values["ends_on"]
            if in_time and is_active(life, at.date()) and self._new(life, course):
                found.append(EnrolmentFact(at, c.of(self.staff), place, life.index, self._ended(course)))
        return found

    def _new(self, life: Life, course: CourseFact) -> bool:
        """Whether somebody neither took such a course nor takes another in these weeks; it is noted that they take this one."""
        own = {(life.index, course.values["name"]), *((life.index, (course.values["starts_on"] - date.min).days // 21 + n) for n in (0, 1))}
        if own & self._learned:
            return False
        self._learned |= own
        return True

    def _ended(self, course: CourseFact) -> Later | None:
        c, ends = self.chance, course.values["ends_on"]
        left = c.hit(0.08)
        at = self.moment(ends if left else ends + timedelta(days=c.between(0, 3)))
        if at > self.span.now:
            return None
        number = f"PX{ends:%Y}{c.below(100000):05d}" if not left and c.hit(0.6) else ""
        return Later(at, c.of(self.staff), "leave" if left else "finish", {} if left else {"on": ends, "certificate": number})
