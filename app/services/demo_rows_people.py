"""Persons of the made-up past as rows: with statuses, groups, recognitions, findings and search keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import pairwise, zip_longest
from operator import itemgetter
from typing import Any

from app.domain import pinyin
from app.domain.assistance import Point, clear_count, five_points
from app.domain.demo_facts import HardshipFact, PersonFact, StatusFact
from app.domain.demo_more_facts import FileFact, HomeFact, Later
from app.domain.demo_world import World
from app.domain.group_spans import COMPUTED, GroupSpan, StatusSpan, computed_spans
from app.domain.persons import Gender, StatusKind
from app.domain.search_keys import person_keys
from app.services.demo_book import AT_HOME, HIRED, Book, Row
from app.services.demo_rows_files import wish_of
from app.services.households import ZERO_FAMILY
from app.services.persons import SEALED
from app.services.statuses import HARDSHIP
from db import models as m
from db.base import new_uid
from db.pinyin import load_readings
from db.vault import Vault


def write_grids(book: Book, world: World) -> None:
    """The grid cells."""
    for fact in world.grids:
        book.add(m.Grid, {"code": fact.code, "name": fact.name, "officer_id": book.names.officer(fact.officer), "version": 1})


class People:
    """Writes the persons with all that their own pages show."""

    def __init__(self, book: Book, world: World) -> None:
        self.book, self.world = book, world
        self.files: Mapping[int, FileFact] = {fact.person: fact for fact in world.files}
        self.homes = {person: (place, home) for place, home in enumerate(world.homes, 1) for person in (home.head, *dict(home.members))}
        self.hardships = _numbered_hardships(world.persons)

    def write(self) -> None:
        """All persons in order."""
        for place, fact in enumerate(self.world.persons, 1):
            self.book.add(m.Person, self._row(place, fact))
            self._statuses(place, fact)
            self._groups(place, fact)
            if fact.hardship is not None:
                self._hardship(place, fact.hardship)
            self.book.breathe()

    def _row(self, place: int, fact: PersonFact) -> Row:
        book, vault, uid = self.book, self.book.vault, new_uid()
        counts = list(self._counts(place, fact))
        return {
            "uid": uid,
            "name": fact.name,
            "gender": fact.gender,
            "birth_date": fact.birth_date,
            "id_kind": fact.id_kind,
            "id_number_sealed": vault.seal("person.id_number", uid, fact.id_number),
            "id_digest": vault.digest("n", fact.id_number) if fact.id_number else None,
            "phone_sealed": vault.seal("person.phone", uid, fact.phone),
            **{f"{name}_sealed": vault.seal(f"person.{name}", uid, getattr(fact, name)) for name in SEALED},
            "ethnicity": fact.ethnicity,
            "education": fact.education,
            "marital": fact.marital,
            "address": fact.address,
            "grid_id": fact.grid,
            "resident": fact.resident,
            "hukou": fact.hukou,
            "skill": fact.skill,
            "skill_level": fact.skill_level,
            "status": fact.statuses[-1].status if fact.statuses else "",
            "household_id": self.homes[place][0] if place in self.homes else None,
            "helper_id": self._helper(place, fact),
            "source": fact.source,
            "merged_into_id": None,
            "recorded_at": fact.at,
            "recorded_by": book.names.officer(fact.officer),
            "points": counts[-1] if counts else 0,
            "version": self._saves(place, fact, counts),
        }

    def _helper(self, place: int, fact: PersonFact) -> int | None:
        """The officer named last: at registration, or when the file was opened."""
        file = self.files.get(place)
        opened = next((act.values["helper"] for act in file.acts if act.verb == "open"), None) if file else None
        return self.book.names.officer(opened or fact.helper)

    def _counts(self, place: int, fact: PersonFact) -> Iterator[int]:
        """How many of the five points are clear after each act that asks for them anew, by the same rule that the person's page uses."""
        own = (
            ("education", fact.education),
            ("marital", fact.marital),
            ("resident", fact.resident),
            ("phone", True if fact.phone else None),
        )
        status, category, acts = "", None, list[Later]()
        for _, what, value in self._asked_anew(place, fact):
            if what == "status":
                status = value
            elif what == "category":
                category = value
            else:
                acts.append(value)
            known = (*own, ("status", status))
            yield _clear(known, fact.skill_level, category, acts) if acts else _clear_without_file(known, fact.skill_level, category)

    def _asked_anew(self, place: int, fact: PersonFact) -> list[tuple[datetime, str, Any]]:
        found: list[tuple[datetime, str, Any]] = [(one.at, "status", one.status) for one in fact.statuses]
        hardship, file = fact.hardship, self.files.get(place)
        if hardship is not None:
            found.append((hardship.at, "category", hardship.category))
            if hardship.refused_on and hardship.decided_at:
                found.append((hardship.decided_at, "category", None))
        if file is not None:
            found += [(act.at, "act", act) for act in file.acts if act.verb in ("points", "wish", "open")]
        return sorted(found, key=itemgetter(0)) if len(found) > 1 else found

    def _saves(self, place: int, fact: PersonFact, counts: Sequence[int]) -> int:
        """How often the record was saved: when it was made, and by each new status, household, helper or count of clear points."""
        statuses, helped = ["", *(one.status for one in fact.statuses)], self._helper(place, fact) != self.book.names.officer(fact.helper)
        return 1 + _changes(statuses) + _changes([0, *counts]) + (place in self.homes) + helped

    def _statuses(self, place: int, fact: PersonFact) -> None:
        for one, after in zip_longest(fact.statuses, fact.statuses[1:]):
            row = {"person_id": place, "status": one.status, "since": one.since, "until": after.since if after else None}
            row |= {"reason": one.reason, "employer": one.employer, "source": one.source}
            officer, saves = self.book.names.officer(one.officer), 2 if after else 1
            whole = {**row, "officer_id": officer, "recorded_at": one.at, "version": saves}
            self.book.add_at(m.EmploymentStatus, one.at, whole, self._order(place, one))

    def _groups(self, place: int, fact: PersonFact) -> None:
        spans = list(self._computed(place, fact))
        spans += [(group.group, group.since, None, group.source, group.at, 1, None, 0) for group in fact.groups]
        hardship = fact.hardship
        if hardship is not None and hardship.recognised_on is not None:
            source = f"hardship_recognition:{self.hardships[place]}"
            spans.append((HARDSHIP, hardship.recognised_on, None, source, hardship.decided_at, 1, None, 0))
        if place in self.homes:
            spans.append(_zero_family(*self.homes[place]))
        for group, since, until, source, at, saves, gone, order in spans:
            row = {"person_id": place, "group": group, "since": since, "until": until, "source": source}
            self.book.add_at(m.PersonGroup, at, {**row, "recorded_at": at, "version": saves}, order, gone)

    def _order(self, place: int, one: StatusFact) -> int:
        """Where among all that was written in its second a status stands."""
        if not one.follows:
            return 0
        return AT_HOME + self.homes[place][0] if place in self.homes else HIRED

    def _computed(self, place: int, fact: PersonFact) -> Iterator[Group]:
        """The groups that follow from age and status, each recorded with the status that brought it; where that ended it is saved again.

        One that would have begun only after its status had ended goes again.
        """
        facts = fact.statuses
        for one, after in zip_longest(facts, facts[1:]):
            left = {(found.group, found.since): found.until for found in _spans(fact, one, after.since)} if after else {}
            for found in _spans(fact, one, None):
                key = found.group, found.since
                until = left.get(key) if after else found.until
                gone = after.at if after and key not in left else None
                yield *key, until, COMPUTED, one.at, 1 if until == found.until else 2, gone, self._order(place, one)

    def _hardship(self, place: int, fact: HardshipFact) -> None:
        row = {
            "id": self.hardships[place],
            "person_id": place,
            "category": fact.category,
            "applied_on": fact.applied_on,
            "recognised_on": fact.recognised_on,
            "recognised_by": "县级人力资源社会保障部门" if fact.recognised_on else "",
            "refused_on": fact.refused_on,
            "reason": fact.reason,
            "ended_on": None,
            "case_id": None,
            "applied_by": self.book.names.officer(fact.officer),
            "decided_by": self.book.names.officer(fact.decided_by),
            "recorded_at": fact.at,
            "decided_recorded_at": fact.decided_at,
            "version": 2 if fact.decided_at else 1,
        }
        self.book.put(m.HardshipRecognition, row)


def _changes(values: Sequence[Any]) -> int:
    """How often a value differs from the one before it."""
    return sum(before != after for before, after in pairwise(values))


@cache
def _clear_without_file(known: tuple[tuple[str, Any], ...], level: str, category: str | None) -> int:
    """Asked once for those who are alike."""
    return _clear(known, level, category, ())


def _clear(known: tuple[tuple[str, Any], ...], level: str, category: str | None, acts: Sequence[Later]) -> int:
    facts: dict[Point, dict[str, Any]] = {point: {} for point in Point}
    for act in acts:
        for point, found in act.values.get("findings", ()):
            facts[Point(point)] |= found
        if act.verb == "open":
            facts[Point.INTENTION] |= {"willing": True, "able": True}
    facts[Point.INTENTION] |= wish_of(acts)
    facts[Point.PERSONAL] |= dict(known)
    if level:
        facts[Point.SKILL]["level"] = level
    if not facts[Point.HARDSHIP].get("category"):
        facts[Point.HARDSHIP]["category"] = category
    return clear_count(five_points(facts))


def _numbered_hardships(persons: Sequence[PersonFact]) -> dict[int, int]:
    """The number of each person's application, in the order of the applications."""
    asked = [(fact.hardship.at, place) for place, fact in enumerate(persons, 1) if fact.hardship]
    return {place: number for number, (_, place) in enumerate(sorted(asked), 1)}


Group = tuple[str, date, date | None, str, Any, int, datetime | None, int]
"""A span of a group: which, its two days, where from, when recorded, how often saved, when deleted again, its order in that moment."""


def _spans(fact: PersonFact, one: StatusFact, until: date | None) -> Sequence[GroupSpan]:
    return computed_spans(fact.birth_date, Gender(fact.gender), [StatusSpan(StatusKind(one.status), one.since, until)])


def _zero_family(place: int, home: HomeFact) -> Group:
    until = (home.end.values.get("started_on") or home.end.values["on"]) if home.end else None
    source = f"zero_employment_record:{place}"
    return ZERO_FAMILY, home.on, max(until, home.on) if until else None, source, home.at, 2 if until else 1, None, AT_HOME + place


# the keys that people are found by


@lru_cache(maxsize=40_000)
def _readings(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    readings = load_readings()
    return pinyin.initials(name, readings), pinyin.spellings(name, readings)


def search_rows(vault: Vault, persons: Iterable[tuple[int, PersonFact]]) -> list[Row]:
    """The search keys of some persons, in the order of the keys: neighbours lie on the same page of the index."""
    rows = []
    for place, fact in persons:
        initials, spellings = _readings(fact.name)
        keys = person_keys(fact.name, initials, spellings, id_number=fact.id_number, phone=fact.phone, digest=vault.digest)
        rows += [(kind, key, place) for kind, key in keys]
    rows.sort()
    return [{"kind": kind, "key": key, "person_id": place} for kind, key, place in rows]
