"""The cases of a practice station: opened at the counter, noticed, paused, extended, handed over, closed in time or not.

A script walks through the working days of one case and ends at the present moment wherever that finds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from app.domain.assistance import ServiceMode
from app.domain.calendar import Calendar
from app.domain.deadlines import PauseKind
from app.domain.demo_chance import Chance, Weighted
from app.domain.demo_facts import CaseAct, CaseFact, Span, TicketFact
from app.domain.demo_fits import fits
from app.domain.demo_load import DESKS, out_on
from app.domain.demo_people import Life
from app.domain.demo_visitors import Away, Calls, Crowd, ItemKnown, OfficeWords

HEAD = "head"
TRIES = 12
OPENED = {"ZCZX": 0.36}
OPENED_ELSE = 0.86
ENDS = Weighted([("close", 940), ("refuse", 18), ("withdraw", 14), ("void", 5), ("forgotten", 3)])
PUBLIC_NOTICE = ("JYKN", "LJYRD", "GYBT")
NOTICED, PAUSED, EXTENDED, HANDED, PROXY, LATE, SLOW, NEXT_DAY = 0.11, 0.1, 0.03, 0.035, 0.05, 0.015, 0.028, 0.006
TOLD = ("phone", "phone", "message", "face")
"""How somebody who is acted for hears of a step."""
EVIDENCE = {PauseKind.NOTICE: "公示照片 2 张", PauseKind.SUPPLEMENT: "补正通知书", PauseKind.INSPECTION: "现场核查通知"}
"""What a pause of the made-up past rests on."""


class Script:
    """One case while it is being made up: its acts, the day it has reached, and the working days it has used."""

    def __init__(self, maker: CaseMaker, start: datetime, officer: str, item: ItemKnown, person: int) -> None:
        self.maker, self.chance, self.calendar = maker, maker.chance, maker.calendar
        self.at, self.officer, self.item, self.person = start, officer, item, person
        self._not_yet_here(officer)
        self.used = 0
        self.way = ""
        self.acts: list[CaseAct] = []

    @property
    def day(self) -> date:
        """The day the case has reached."""
        return self.at.date()

    def act(self, verb: str, text: str = "", officer: str = "", **details: Any) -> None:
        """Add an act a little later on the same day."""
        self.at += timedelta(seconds=self.chance.between(20, 150))
        self._not_yet_here(officer or self.officer)
        self.acts.append(CaseAct(self.at, officer or self.officer, verb, text, details))

    def _not_yet_here(self, officer: str) -> None:
        """Wait while the officer has called the same person to the counter: what is recorded then would say that they have come."""
        for called, came in self.maker.called.get((officer, self.person), ()):
            if called <= self.at <= came:
                self.at = came + timedelta(seconds=5)

    def later(self, working_days: int) -> None:
        """Go on some working days; none stays on the day."""
        if working_days:
            self.at = self.chance.office_moment(self.calendar.add_working_days(self.day, working_days))

    def work(self, working_days: int) -> None:
        """The same, and they count towards the limit."""
        self.later(working_days)
        self.used += working_days

    def tell(self, kind: str) -> None:
        """Whoever is acted for hears of a step."""
        if self.way == "proxy":
            self.act("tell", self.words(kind), how=self.chance.of(TOLD))

    def outcome(self) -> str:
        """What became of it."""
        return self.chance.of(self.maker.words.outcomes_of(self.item.code, self.way))

    def words(self, kind: str) -> str:
        """What officers write down on such an occasion."""
        return self.chance.of(self.maker.words.reasons[kind])


class CaseMaker:
    """Makes the cases that came out of the tickets, and those of the present days that show every light."""

    def __init__(
        self,
        span: Span,
        calendar: Calendar,
        words: OfficeWords,
        items: Mapping[str, ItemKnown],
        staff: tuple[str, ...],
        most: int,
        called: Calls,
    ) -> None:
        self.span, self.calendar, self.words, self.items, self.staff, self.extension_most = span, calendar, words, items, staff, most
        self.called = called
        self.chance = Chance(span.seed, "cases")

    def of_ticket(self, place: int, ticket: TicketFact) -> CaseFact | None:
        """The case a served ticket led to, None for a visit without one."""
        served = ticket.served
        if served is None or ticket.person is None or not self.chance.hit(OPENED.get(ticket.item, OPENED_ELSE)):
            return None
        started = next(act for act in reversed(ticket.acts) if act.verb == "start")
        item = self.items[ticket.item]
        script = Script(self, started.at, started.officer, item, ticket.person)
        if item.kind == "immediate":
            return self._immediate(script, ticket, place, served.at)
        proxy, late = self.chance.hit(PROXY), self.chance.hit(LATE)
        return self._promised(script, ticket.person, None if late else place, proxy=proxy, late=late)

    def of_away(self, one: Away) -> CaseFact:
        """The case of somebody who did not come: the answer goes the way the question came."""
        item, out = self.items[one.item], DESKS[out_on(one.at.date()) - 1]
        script = Script(self, one.at, out if one.channel == "door" else self.chance.of(DESKS), item, one.person)
        script.way = "away"
        if item.kind == "immediate":
            opened = script.at
            if item.materials:
                script.act("material", codes=item.materials)
            script.act("accept")
            script.act("close", script.outcome())
            fact = self._fact(script, opened, one.person, None)
        else:
            fact = self._promised(script, one.person, None)
        return replace(fact, mode=ServiceMode.DOOR.value) if one.channel == "door" else replace(fact, channel=one.channel)

    def _immediate(self, script: Script, ticket: TicketFact, place: int, until: datetime) -> CaseFact:
        """Done on the spot, between two moments at the counter; a few slip to the next day."""
        assert ticket.person is not None
        part = (until - script.at) / 5
        opened = script.at + part
        moments = iter(opened + part * n for n in (1, 2, 3))
        codes = self.items[ticket.item].materials
        if codes:
            script.acts.append(CaseAct(_whole(next(moments)), script.officer, "material", "", {"codes": codes}))
        script.acts.append(CaseAct(_whole(next(moments)), script.officer, "accept"))
        if self.chance.hit(NEXT_DAY):
            script.at = next(moments)
            script.later(1)
            script.act("close", script.outcome())
        else:
            script.acts.append(CaseAct(_whole(next(moments)), script.officer, "close", script.outcome()))
        return self._fact(script, _whole(opened), ticket.person, place)

    def _promised(self, script: Script, person: int, ticket: int | None, *, proxy: bool = False, late: bool = False) -> CaseFact:
        script.at += timedelta(seconds=self.chance.between(20, 90))
        opened, first = script.at, script.officer
        received = self._earlier(script) if late else None
        self._before(script, proxy=proxy)
        ending = ENDS.draw(self.chance)
        if ending == "refuse":
            script.act("refuse", script.words("refuse"))
        elif ending == "void":
            script.act("ask_void", script.words("void"))
            script.later(self.chance.between(0, 1))
            script.act("approve", officer=HEAD)
        else:
            self._in_hand(script, ending)
        fact = self._fact(script, opened, person, ticket, received)
        return replace(fact, officer=first, proxy=proxy)

    def _earlier(self, script: Script) -> date:
        """The day a late entry happened on; past three working days a second person confirms first."""
        back = self.chance.of((1, 1, 2, 3, 5))
        day = script.day
        for _ in range(back):
            day = self.calendar.last_working_before(day)
        if back > 3:
            script.act("approve", officer=HEAD)
        return day

    def _before(self, script: Script, *, proxy: bool) -> None:
        """What comes before acceptance: the authorisation, missing material told at once."""
        codes = script.item.materials
        if proxy:
            script.way = "proxy"
            script.act("authorise")
        if codes and self.chance.hit(NOTICED):
            missing = tuple(self.chance.some(codes, self.chance.between(1, min(2, len(codes)))))
            codes = self._told(script, tuple(sorted(missing)))
            script.later(self.chance.between(1, 4))
        if codes:
            script.act("material", codes=codes)

    def _told(self, script: Script, missing: tuple[str, ...]) -> tuple[str, ...]:
        """What was brought is received, and all that was not is told at once."""
        brought = tuple(code for code in script.item.materials if code not in missing)
        if brought:
            script.act("material", codes=brought)
        script.act("notice", script.words("notice"), codes=missing)
        return missing

    def _in_hand(self, script: Script, ending: str) -> None:
        """From acceptance to the end."""
        script.act("accept")
        script.tell("handed_in")
        limit = script.item.promised_days
        wanted = self.chance.between(max(1, limit // 3), limit)
        if ending == "forgotten":
            wanted = limit + self.chance.between(15, 40)
        elif self.chance.hit(SLOW):
            wanted = limit + self.chance.between(1, 6)
        if self.chance.hit(HANDED):
            self._hand_over(script)
        if script.item.code in PUBLIC_NOTICE or self.chance.hit(PAUSED):
            self._pause(script, wanted)
        if ending == "withdraw":
            script.work(1)
            script.act("withdraw", script.words("withdraw"))
            return
        wanted += self._extension(script, limit, wanted)
        script.work(max(0, wanted - script.used))
        self._finish(script, quick=wanted <= limit)

    def _finish(self, script: Script, *, quick: bool) -> None:
        outcome = script.outcome()
        script.act("decide", outcome)
        script.tell("decided")
        if quick and script.used < script.item.promised_days and self.chance.hit(0.3):
            script.later(1)
        script.act("close", outcome)

    def _hand_over(self, script: Script) -> None:
        others = [login for login in self.staff if login != script.officer]
        to = self.chance.of(others)
        script.act("hand_over", script.words("hand_over"), to=to)
        script.act("take_over", officer=to)
        script.officer = to

    def _pause(self, script: Script, wanted: int) -> None:
        """The clock stands: a public notice of three working days, a supplement, an inspection."""
        script.work(min(self.chance.between(1, 2), max(wanted - 1, 0)))
        if script.item.code in PUBLIC_NOTICE:
            until = self.calendar.add_working_days(script.day, 3)
            script.act("pause", script.words("public"), kind=PauseKind.NOTICE, until=until, evidence=EVIDENCE[PauseKind.NOTICE])
            script.act("approve", officer=HEAD)
            script.later(3)
        else:
            kind = self.chance.of((PauseKind.SUPPLEMENT, PauseKind.SUPPLEMENT, PauseKind.INSPECTION))
            words = "inspection" if kind is PauseKind.INSPECTION else "supplement"
            script.act("pause", script.words(words), kind=kind, until=None, evidence=EVIDENCE[kind])
            script.act("approve", officer=HEAD)
            script.later(self.chance.between(1, 5))
        script.act("resume")

    def _extension(self, script: Script, limit: int, wanted: int) -> int:
        """Ask for more days before the last one; the head approves most."""
        if limit < 3 or not self.chance.hit(EXTENDED):
            return 0
        script.work(max(0, min(limit - 1, wanted) - script.used))
        days = self.chance.between(2, min(5, self.extension_most))
        script.act("extend", script.words("extend"), days=days)
        refused = self.chance.hit(0.12)
        script.act("approve", "理由不充分，请按期办结" if refused else "", HEAD, refused=refused)
        return 0 if refused else max(0, limit + days - wanted - 1)

    def _fact(self, script: Script, opened: datetime, person: int, ticket: int | None, received: date | None = None) -> CaseFact:
        acts = tuple(act for act in script.acts if act.at <= self.span.now)
        reason = script.words("late") if received else ""
        return CaseFact(opened, script.officer, script.item.code, person, ticket, acts, received, reason)

    # the present days

    def lights(self, crowd: Crowd) -> Iterator[CaseFact]:
        """Open cases that show every light today, whatever chance brought: overdue, due today, near, paused, running, just noticed."""
        if not crowd.people:
            return
        longer = [item for item in self.items.values() if item.kind == "promised" and item.promised_days >= 3 and item.materials]
        for stage, back in (
            ("overdue", 3),
            ("overdue", 1),
            ("due", 0),
            ("due", 0),
            ("near", -1),
            ("normal", None),
            ("paused", None),
            ("noticed", None),
        ):
            life, item = self._somebody(crowd, longer)
            days = max(item.promised_days + back, 1) if back is not None else 2
            fact = self._light(stage, item, days, life.index)
            if fact is not None:
                yield fact

    def _somebody(self, crowd: Crowd, items: Sequence[ItemKnown]) -> tuple[Life, ItemKnown]:
        """Somebody with an item that is for them; where a few tries find nobody, somebody all the same."""
        long_ago = self.span.now - timedelta(days=60)
        for _ in range(TRIES):
            life = crowd.anyone(long_ago, self.chance) or crowd.people[0]
            fitting = [item for item in items if fits(item.code, life, self.span.today)]
            if fitting:
                return life, self.chance.of(fitting)
        return life, self.chance.of(items)

    def _light(self, stage: str, item: ItemKnown, back: int, person: int) -> CaseFact | None:
        day = self.calendar.working_on_or_after(self.span.today)
        for _ in range(back):
            day = self.calendar.last_working_before(day)
        script = Script(self, self.chance.office_moment(day), self.chance.of(self.staff[:2]), item, person)
        opened = script.at
        if stage == "noticed":
            self._told(script, item.materials[:1])
        else:
            script.act("material", codes=item.materials)
            script.act("accept")
        if stage == "paused":
            supplement = PauseKind.SUPPLEMENT
            script.act("pause", script.words("supplement"), kind=supplement, until=None, evidence=EVIDENCE[supplement])
            script.act("approve", officer=HEAD)
        return self._fact(script, opened, person, None) if opened <= self.span.now else None


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
