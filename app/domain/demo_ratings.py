"""Ratings of the made-up past with the rectifications of the bad ones, first inquiries, and the appointments of the next hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import date, datetime, timedelta
from typing import Any

from app.domain.calendar import Calendar
from app.domain.demo_chance import Chance, Weighted
from app.domain.demo_facts import CaseFact, Span, TicketFact
from app.domain.demo_fits import SENIOR, age, fits
from app.domain.demo_load import DESKS, is_full_office
from app.domain.demo_more_facts import AppointmentFact, InquiryFact, Later, RatingFact
from app.domain.demo_people import Life

LEVELS = Weighted([(5, 630), (4, 255), (3, 75), (2, 27), (1, 13)])
RECENT_LEVELS = Weighted([(5, 560), (4, 240), (3, 80), (2, 80), (1, 40)])
RATED_CASE, RATED_TICKET, NAMED, LATER, SAYS = 0.42, 0.34, 0.14, 0.12, 0.58
HERE = Weighted([("counter", 82), ("kiosk", 12), ("slip", 6)])
LONG_WAIT, SHORT_WAIT, CLOSING = timedelta(minutes=8), timedelta(minutes=2), (16, 35)
"""What counts as a long wait and as none, and from when on the day is nearly over."""
TRIES, CALLS = 40, 8
"""How often somebody is looked for, and after how many questions at the counter one comes by telephone."""
RECENT = timedelta(days=9)
STEPS = ("verify", "correct", "feed_back", "supervise")
WORDS = {"verify": "finding", "correct": "correction", "feed_back": "feedback"}


class Ratings:
    """Makes ratings, inquiries and appointments."""

    def __init__(self, span: Span, calendar: Calendar, words: Mapping[str, Any], lives: Sequence[Life]) -> None:
        self.span, self.calendar, self.words, self.lives = span, calendar, words, lives
        self.chance = Chance(span.seed, "ratings")

    def ratings(self, cases: Sequence[CaseFact], tickets: Sequence[TicketFact]) -> list[RatingFact]:
        """Ratings of closed cases and of served tickets that led to none, in their order."""
        found = []
        for place, case in enumerate(cases, 1):
            if case.acts and case.acts[-1].verb == "close" and self.chance.hit(RATED_CASE):
                ticket = tickets[case.ticket - 1] if case.ticket else None
                found.append(self._rating(case.acts[-1].at, place, None, _of_case(case), _of_ticket(ticket), self._age(case.person)))
        with_case = {case.ticket for case in cases}
        for place, ticket in enumerate(tickets, 1):
            served = ticket.served
            if served is not None and place not in with_case and self.chance.hit(RATED_TICKET):
                found.append(self._rating(served.at, None, place, _of_ticket(ticket), self._age(ticket.person)))
        return sorted((fact for fact in found if fact.at <= self.span.now), key=lambda fact: fact.at)

    def _age(self, person: int | None) -> frozenset[str]:
        life = self.lives[person - 1] if person else None
        return frozenset({"elderly"}) if life is not None and age(life, self.span.today) >= SENIOR else frozenset()

    def _rating(self, done: datetime, case: int | None, ticket: int | None, *about: frozenset[str]) -> RatingFact:
        """``about``: the circumstances in which it was done, which the words go with."""
        c, known = self.chance, frozenset({"anyhow"}).union(*about)
        at, channel = done + timedelta(seconds=c.between(20, 120)), HERE.draw(c)
        if case is not None and ("away" in known or c.hit(LATER)):
            at, channel = c.office_moment(self.calendar.add_working_days(done.date(), c.between(1, 3))), c.of(("phone", "message"))
        level = (RECENT_LEVELS if self.span.now - at < RECENT else LEVELS).draw(c)
        if level <= 2:
            bad = c.of([one for one in self.words["ratings"]["bad"] if one["when"] in known])
            return RatingFact(at, case, ticket, level, bad["said"], not c.hit(NAMED), channel, self._steps(at, bad))
        words = self.words["ratings"]["fair" if level == 3 else "good"]
        said = [word for when, some in words.items() if when in known for word in some] if c.hit(SAYS) else [""]
        return RatingFact(at, case, ticket, level, c.of(said), not c.hit(NAMED), channel)

    def _steps(self, at: datetime, bad: Mapping[str, Any]) -> tuple[Later, ...]:
        """What was bad is verified, corrected, fed back, confirmed: within five working days, or too late."""
        words = {**bad, "feedback": self.words["ratings"]["feedback"]}
        steps: list[Later] = []
        slow = self.chance.hit(0.05)
        for verb in STEPS:
            days = self.chance.of((0, 1, 1, 2)) + (3 if slow else 0)
            day = self.calendar.add_working_days(at.date(), days) if days else at.date()
            at = self.chance.office_moment(day) if days else at + timedelta(seconds=self.chance.between(300, 900))
            if at > self.span.now:
                break
            text = self.chance.of(words[WORDS[verb]]) if verb in WORDS else ""
            steps.append(Later(at, "county" if verb == "supervise" else "head", verb, {"text": text}))
        return tuple(steps)

    def inquiries(self, cases: Sequence[CaseFact], tickets: Sequence[TicketFact]) -> list[InquiryFact]:
        """Questions answered at the counter: tickets that led to no case."""
        with_case = {case.ticket for case in cases}
        found = []
        for place, ticket in enumerate(tickets, 1):
            if ticket.served is not None and place not in with_case and self.chance.hit(0.6):
                found.append(self._inquiry(place, ticket))
        asked = {one.values["item"] for one in found}
        found += [self._by_telephone(self.chance.of(tickets).day, asked) for _ in range(len(found) // CALLS)]
        return sorted((one for one in found if one.at <= self.span.now), key=lambda fact: fact.at)

    def _by_telephone(self, day: date, asked: Set[str]) -> InquiryFact:
        """A question that somebody asks without coming, or saying who they are in full."""
        c, words = self.chance, self.words["inquiries"]
        about = c.of([one for one in words["about"] if not asked.isdisjoint(one["items"])])
        item = c.of([one for one in about["items"] if one in asked])
        values = {"topic": about["topic"], "answer": c.of(about["answers"]), "item": item, "visitor": c.of(words["visitors"])}
        return InquiryFact(c.office_moment(day), c.of(DESKS), None, values)

    def _inquiry(self, place: int, ticket: TicketFact) -> InquiryFact:
        served = ticket.served
        assert served is not None
        words = self.words["inquiries"]
        about = self.chance.of([one for one in words["about"] if ticket.item in one["items"]] or words["about"][-1:])
        values = {
            "topic": about["topic"],
            "answer": self.chance.of(about["answers"]),
            "item": ticket.item,
            "visitor": "" if ticket.person else self.chance.of(words["visitors"]),
        }
        return InquiryFact(served.at - timedelta(seconds=5), served.officer, place, values)

    def appointments(self, lives: Sequence[Life], lines: Mapping[str, str]) -> list[AppointmentFact]:
        """In office hours three of the next hour; some of the coming days; one of the days before that was missed. All at a quarter."""
        c, now, found = self.chance, self.span.now, []
        soon = (15, 30, 45) if is_full_office(now, self.calendar) else ()
        moments = [_quarter(now + timedelta(minutes=minutes)) for minutes in soon]
        ahead, before = self.span.today, self.calendar.last_working_before(self.calendar.last_working_before(self.span.today))
        for _ in range(4):
            ahead = self.calendar.next_working_day(ahead)
            moments.append(_quarter(c.office_moment(ahead)))
        for at in sorted([_quarter(c.office_moment(before)), *moments]):
            life, item = self._caller(lives, sorted(lines))
            state = "missed" if at < now else "booked"
            made = c.office_moment(self.calendar.last_working_before(min(at.date(), self.span.today)))
            note = c.of(self.words["appointments"]["notes"])
            found.append(AppointmentFact(at, made, life.index, lines[item], item, state, note))
        return found

    def _caller(self, lives: Sequence[Life], items: Sequence[str]) -> tuple[Life, str]:
        """Somebody who made an appointment, and for what: something that is for them."""
        for _ in range(TRIES):
            life, item = self.chance.of(lives), self.chance.of(items)
            if fits(item, life, self.span.today):
                break
        return life, item


def _quarter(moment: datetime) -> datetime:
    """The quarter of the hour that has begun."""
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)


def _of_ticket(ticket: TicketFact | None) -> frozenset[str]:
    """How it was in the hall: how long somebody waited, how late it was."""
    if ticket is None:
        return frozenset()
    called = next(act.at for act in ticket.acts if act.verb == "call")
    waited, ended = called - ticket.at, ticket.acts[-1].at
    wait = {"queue"} if waited >= LONG_WAIT else {"short"} if waited <= SHORT_WAIT else set()
    return frozenset({"here", *wait, *({"closing"} if (ended.hour, ended.minute) >= CLOSING else ())})


def _of_case(case: CaseFact) -> frozenset[str]:
    """How it went with a case: what it was about, whether somebody had to come again, or never came."""
    day, last = case.at.date(), case.acts[-1].at.date()
    found = {"away"} if not case.ticket and (case.channel != "window" or case.mode) else {"once"} if day == last else set()
    found |= {"jobs"} if case.item in ("ZYJS", "QZDJ") else set()
    verbs = {act.verb for act in case.acts}
    return frozenset(found | ({"papers"} if "material" in verbs else set()) | ({"twice"} if "notice" in verbs else set()))
