"""Assistance files of the made-up past: the five points found out, the wish, lists handed over and answered, the file closed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.domain.assistance import CloseReason, ListKind, Point
from app.domain.calendar import Calendar
from app.domain.demo_chance import Chance
from app.domain.demo_facts import Span
from app.domain.demo_fits import facts_of, meets, suits
from app.domain.demo_market import Offer
from app.domain.demo_more_facts import CourseFact, FileFact, Later, PolicyFact
from app.domain.demo_people import Life
from app.domain.findings import CheckMethod
from app.domain.persons import IN_WORK, StatusKind
from app.domain.policies import parse_conditions

SHARE, LISTED, ANSWERED, TAILORED, STALE = 0.62, 0.86, 0.6, 0.5, 0.35
WORKS = {status.value for status in IN_WORK}
LOOKED_AT = 24
NEAR = 2500
"""Metres that still count as near home."""
Line = tuple[str, str, str, str, tuple[str, ...]]
"""Kind, title, record, detail, reasons."""


@dataclass(frozen=True, slots=True)
class Supply:
    """What a list can offer."""

    offers: Sequence[Offer]
    employers: Sequence[str]
    policies: Sequence[PolicyFact]
    courses: Sequence[CourseFact]

    def jobs_on(self, at: datetime) -> Sequence[Offer]:
        """The newest jobs collected before a moment that are still open."""
        place = bisect_left(self.offers, at, key=lambda offer: offer.at)
        recent = self.offers[max(0, place - 60) : place]
        return [offer for offer in recent if offer.open and offer.until >= at.date() and not _closed(offer, at)]

    def courses_on(self, at: datetime) -> Sequence[tuple[int, CourseFact]]:
        """The courses announced before a moment that have not begun."""
        return [
            (place, course) for place, course in enumerate(self.courses, 1) if course.at < at and course.values["starts_on"] > at.date()
        ]


def _closed(offer: Offer, at: datetime) -> bool:
    return offer.closed is not None and offer.closed.at <= at


class Files:
    """Makes the assistance files of those who look for work."""

    def __init__(self, span: Span, calendar: Calendar, words: Mapping[str, Any], staff: Sequence[str], supply: Supply) -> None:
        self.span, self.calendar, self.words, self.staff, self.supply = span, calendar, words["words"], staff, supply
        self.chance = Chance(span.seed, "files")
        self._conditions = [parse_conditions(policy.values["conditions"]) for policy in supply.policies]
        self._acts: list[Later] = []
        self._at = span.now
        self._officer = ""

    def files(self, lives: Sequence[Life]) -> list[FileFact]:
        """The files by the moment of their opening."""
        found = [fact for life in lives if (fact := self._of(life)) is not None]
        return sorted(found, key=lambda fact: _opened(fact))

    def _of(self, life: Life) -> FileFact | None:
        spell = next((n for n, fact in enumerate(life.statuses) if fact.status == "registered_unemployed"), None)
        if spell is None or not self.chance.hit(SHARE):
            return None
        fact = life.statuses[spell]
        after = life.statuses[spell + 1] if spell + 1 < len(life.statuses) else None
        start = self._moment(max(fact.at, life.at).date() + timedelta(days=self.chance.between(1, 30)))
        if start >= (after.at if after else self.span.now) - timedelta(days=2):
            return None
        self._acts, self._at, self._officer = [], start, self.chance.of(self.staff)
        wishes = self._open(life)
        self._lists(life, after.at if after else self.span.now, wishes)
        if after is not None:
            self._close(after.at, after.status)
        return FileFact(life.index, tuple(act for act in self._acts if act.at <= self.span.now))

    def _moment(self, day: date) -> datetime:
        return self.chance.office_moment(self.calendar.working_on_or_after(day))

    def _act(self, verb: str, **values: Any) -> None:
        self._at += timedelta(minutes=1, seconds=self.chance.below(90))
        self._acts.append(Later(self._at, self._officer, verb, values))

    def _open(self, life: Life) -> Sequence[str]:
        """The points as they are found out; one in four files still lacks something. Gives what work is wished for."""
        c = self.chance
        wishes = c.some(self.words["occupations"], c.between(1, 3))
        kinds = c.some(("full_time", "part_time", "public_service", "public_welfare"), c.between(1, 2))
        found: list[tuple[str, dict[str, Any]]] = [
            (Point.PERSONAL, {"education": life.education, "marital": life.marital, "resident": life.resident}),
            (Point.HARDSHIP, {"category": life.hardship.category if life.hardship else "none"}),
            (Point.INTENTION, {"willing": True, "able": True, "occupations": wishes, "kinds": kinds}),
        ]
        if c.hit(0.85):
            certificates = c.some(self.words["certificates"], 1) if c.hit(0.4) else []
            found.append((Point.SKILL, {"certificates": certificates, **({"level": life.skill_level} if life.skill_level else {})}))
        if c.hit(0.88):
            found.append((Point.POLICY, {"policy_needs": c.some(self.words["policy_needs"], c.between(0, 2))}))
        method = c.of((CheckMethod.COUNTER, CheckMethod.VISIT, CheckMethod.VISIT, CheckMethod.PHONE))
        self._act("points", findings=tuple((str(point), facts) for point, facts in found), method=method.value)
        self._wish(wishes, kinds)
        self._act("open", helper=self._officer if c.hit(0.9) else None, method=method.value)
        return wishes

    def _wish(self, wishes: Sequence[str], kinds: Sequence[str]) -> None:
        c = self.chance
        self._act(
            "wish",
            occupations=tuple(wishes),
            kinds=tuple(kinds),
            min_pay_cents=c.between(15, 40) * 10000,
            max_distance_m=c.of((1000, 2000, 3000, 5000, None)),
            shifts=c.of(("", "白班", "时间可商量")),
            family_friendly=c.hit(0.2),
            limits=(),
        )

    def _lists(self, life: Life, end: datetime, wishes: Sequence[str]) -> None:
        """A list, handed over and answered; later a fresh one."""
        c = self.chance
        for again in range(3):
            if (again == 0 and not c.hit(LISTED)) or (again and not c.hit(STALE)):
                return
            at = self._moment(self._at.date() + timedelta(days=c.between(1, 8) if not again else c.between(25, 70)))
            lines = self._lines(at, life, wishes)
            if at >= end or at > self.span.now or not lines:
                return
            self._at = at
            self._act("make", lines=lines)
            if not c.hit(0.93):
                return  # the next lines would go into the version that still lies here
            self._hand_over(lines, end)

    def _hand_over(self, lines: Sequence[Line], end: datetime) -> None:
        c = self.chance
        self._act("hand_over", how=c.of(("counter", "counter", "door", "message")))
        answered = self._moment(self._at.date() + timedelta(days=c.between(1, 9)))
        if answered >= end or answered > self.span.now or not c.hit(ANSWERED):
            return
        self._at = answered
        for position, line in enumerate(lines, 1):
            if c.hit(0.6):
                self._answer(position, line[0])
        if c.hit(TAILORED):
            self._act("service", kind="guidance", mode="tailored", text=c.of(("一对一职业指导，修改简历", "陪同面试", "介绍灵活就业渠道")))
            if c.hit(0.5):
                self._act("step", stage="evaluate", text="回访了解上岗意愿和困难")

    def _answer(self, position: int, kind: str) -> None:
        c = self.chance
        answer = c.of(
            {"jobs": ("interview", "declined", "not_hired"), "policies": ("applied", "not_eligible"), "training": ("enrolled", "declined")}[
                kind
            ]
        )
        reason = c.of(self.words["declined"]) if answer == "declined" else ""
        day = self.calendar.next_working_day(self._at.date()) if answer == "interview" else None
        self._act("answer", position=position, answer=answer, reason=reason, appointed_on=day)

    def _lines(self, at: datetime, life: Life, wishes: Sequence[str]) -> tuple[Line, ...]:
        c, day = self.chance, at.date()
        looked_at = c.some(self.supply.jobs_on(at), LOOKED_AT)
        suitable = [offer for offer in looked_at if suits(offer.values, life, day)]
        wished = [offer for offer in suitable if offer.values["occupation"] in wishes]
        jobs = c.some(wished, c.between(2, 4))
        jobs += c.some([offer for offer in suitable if offer not in wished], 2 - len(jobs)) if len(jobs) < 2 else []
        lines: list[Line] = [_job_line(offer, self.supply.employers, wishes) for offer in jobs]
        facts, known = facts_of(life, day), zip(self.supply.policies, self._conditions, strict=True)
        met = [n for n, (one, conditions) in enumerate(known) if one.at < at and meets(conditions, facts)]
        for place in sorted(c.some(met, c.between(1, 2))):
            values = self.supply.policies[place].values
            reasons = tuple(condition["text"] for condition in values["conditions"])
            lines.append((ListKind.POLICIES, values["name"], f"policy:{place + 1}", values["summary"], reasons))
        for place, course in c.some(self.supply.courses_on(at), 1):
            lines.append((ListKind.TRAINING, course.values["name"], f"course:{place}", course.values["provider"], ("免费", "近期开班")))
        return tuple((str(kind), name, record, detail, why) for kind, name, record, detail, why in lines) if jobs else ()

    def _close(self, at: datetime, status: str) -> None:
        moment = self._moment(max(at, self._at).date() + timedelta(days=self.chance.between(1, 12)))
        if moment > self.span.now:
            return
        self._at = moment
        works = status in WORKS
        reason = CloseReason.IN_WORK if works else CloseReason.MOVED_AWAY if status == StatusKind.OUTSIDE else CloseReason.NO_WISH
        self._act("close", reason=reason.value, text="")


def _opened(fact: FileFact) -> datetime:
    return next(act.at for act in fact.acts if act.verb == "open")


def _job_line(offer: Offer, employers: Sequence[str], wishes: Sequence[str]) -> Line:
    low, high = (cents // 100 for cents in offer.values["pay"])
    detail = f"{employers[offer.employer - 1]}；{low}—{high} 元/月；{offer.values['location']}"
    fits = "与想做的工作相符" if offer.values["occupation"] in wishes else "年龄和文化程度符合"
    near = ("离家近",) if offer.values["distance_m"] <= NEAR else ()
    return ListKind.JOBS, offer.values["title"], f"job:{offer.index}", detail, (fits, *near)
