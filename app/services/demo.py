"""Practice data: a made-up past of a practice station, written in batches through the write road, the same for the same seed.

What the rows say is what the services would have written (a test plays the same facts through them); the writing alone differs.
"""

from __future__ import annotations

import gc
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from importlib import resources
from itertools import groupby, islice
from operator import attrgetter
from typing import Any

from app.domain.actor import SYSTEM, Actor, Role
from app.domain.clock import at_station, business_date, station_time
from app.domain.demo_facts import Span, TicketAct
from app.domain.demo_load import office_days_of
from app.domain.demo_people import parse_words
from app.domain.demo_team import acts as team_acts
from app.domain.demo_visitors import ItemKnown, parse_office
from app.domain.demo_world import Surroundings, World, WorldMaker, first_day
from app.domain.errors import Refused, Usage
from app.domain.queue_replay import WATCHED
from app.domain.queueing import OPEN_TICKET, TicketState
from app.domain.service_items import required_materials
from app.services import attachments, calendars, demo_returns, demo_team, item_lines, items, officers, profiles
from app.services import demo_rows_counter as counter_rows
from app.services import demo_rows_files as file_rows
from app.services import demo_rows_market as market_rows
from app.services import demo_rows_voices as voices_rows
from app.services.demo_book import Book, ItemRow, Names, Row
from app.services.demo_duties import Mornings
from app.services.demo_rows_cases import Cases
from app.services.demo_rows_people import People, search_rows, write_grids
from app.services.officers import OfficerForm
from app.settings import Settings
from db import queries
from db.base import Base
from db.batch_writer import rows_at_once
from db.models import Counter, PersonKey, Station, Ticket
from db.uow import Database, ReadSession, Unit

MOST_PEOPLE, MOST_MONTHS = 200_000, 120
COUNTERS_CLOSE = (19, 30)
DAYS = 100
"""Days of a counter written in one transaction."""
COUNTY = "加格达奇区"
KEY_CHUNK = 5000
"""Persons whose search keys are sorted together."""


@dataclass(frozen=True, slots=True)
class DemoMade:
    """What was made up: how many of each, and how long it took."""

    people: int
    cases: int
    tickets: int
    jobs: int
    visits: int
    ratings: int
    households: int
    seconds: float


def make(db: Database, now: datetime, settings: Settings, *, people: int, months: int, seed: int) -> DemoMade:
    """Fill an empty practice station with a past that ends now; any other station is refused."""
    started = time.monotonic()
    if not 1 <= people <= MOST_PEOPLE or not 1 <= months <= MOST_MONTHS:
        raise Usage("demo.scale", field="people", people=MOST_PEOPLE, months=MOST_MONTHS)
    moment = now.replace(second=0, microsecond=0)
    with uncollected():
        world = world_of(db, moment, people=people, months=months, seed=seed)
        prepare(db, moment, world)
        Writer(db, moment, settings).write(world)
        more = live_on(db, moment, settings, world)
    return DemoMade(
        len(world.persons),
        len(world.cases) + more["cases"],
        len(world.tickets),
        len(world.jobs),
        len(world.visits),
        len(world.ratings) + more["ratings"],
        len(world.homes),
        round(time.monotonic() - started, 2),
    )


def live_on(db: Database, now: datetime, settings: Settings, world: World) -> Mapping[str, int]:
    """What the station's people did among themselves and with the past; how many cases and ratings came of it."""
    with db.read("demo.make", SYSTEM) as session:
        calendar, profile = calendars.of(session), profiles.of(session)
    demo_returns.work_off_leads(db, now, calendar)
    acts = team_acts(_words("demo_team"), office_days_of(world.span, calendar), now)
    more = demo_team.play(db, settings, world, acts, calendar)
    demo_returns.freeze_past(db, world.span, calendar, profile)
    return more


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the collector of cycles from walking millions of values that stay anyway: a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def world_of(db: Database, now: datetime, *, people: int, months: int, seed: int) -> World:
    """The made-up past for a station as it stands; ``Refused`` unless it is an empty practice station."""
    with db.read("demo.make", SYSTEM) as session:
        _check_station(session)
        about = _surroundings(session)
    today = business_date(now)
    return WorldMaker(Span(first_day(today, months), station_time(now), today, people, months, seed), about).make()


def _check_station(session: ReadSession) -> None:
    if not queries.station.the_station(session).practice:
        raise Refused("demo.real_station")
    if queries.demo.holds_records(session):
        raise Refused("demo.has_records")


@cache
def _words(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("app").joinpath(f"data/{name}.toml").read_text(encoding="utf-8"))


def _surroundings(session: ReadSession) -> Surroundings:
    known = _items(session)
    return Surroundings(
        parse_words(_words("demo_people")),
        parse_office(_words("demo_office") | {"lines": item_lines.shipped()}),
        _words("demo_market"),
        {code: _known(row) for code, row in known.items()},
        calendars.of(session),
        profiles.of(session),
        queries.station.the_station(session).community,
    )


def _items(session: ReadSession | Unit) -> dict[str, ItemRow]:
    """The published items that are taken in here."""
    rows: Sequence[Any] = queries.items.catalogue(session)
    guides = [items.guide_in(session, row[0].code) for row in rows]
    usable = [one for one in guides if one.line.state == "published" and one.item.receivable]
    return {one.item.code: ItemRow(one.item_id, one.version_id, one.item) for one in usable}


def _known(row: ItemRow) -> ItemKnown:
    item = row.item
    kind = item.kind.value if item.kind else ""
    return ItemKnown(item.code, kind, item.promised_days or 0, tuple(one.code for one in required_materials(item)))


def prepare(db: Database, now: datetime, world: World) -> None:
    """What was there before the past began: the station's own facts, its officers, the catalogue in force."""
    with db.write("demo.make", SYSTEM, now) as unit:
        unit.about("station:1")
        station, first = unit.get_one(Station, 1), world.span.first
        station.built_on, station.platform_connected_on = first, first
        station.county = COUNTY
        station.address, station.phone = f"{station.community}红旗街18号", "0457-0000000"
        station.supervision_phone, station.facility_type = "0457-0000001", "station"
        for officer in queries.demo.officers(unit):
            officer.started_on = min(officer.started_on, first)
        for fact in world.officers:
            form = OfficerForm(fact.login, fact.name, (Role.COUNTER,), duty="网格就业服务专员", identity="社区工作者", full_time=False)
            row = officers.new_officer(form, now)
            row.started_on = first
            unit.add(row)
        _publish_before(unit, world)


def _publish_before(unit: Unit, world: World) -> None:
    """The catalogue was in force when the first case came."""
    opened = world.tickets[0].at if world.tickets else world.span.now
    rows: Sequence[Any] = queries.items.catalogue(unit)
    for row in rows:
        if row[1].published_at is not None:
            row[1].published_at = min(row[1].published_at, opened)


def names_of(session: ReadSession | Unit) -> Names:
    """The ids behind the names that the facts use."""
    rows, lines = queries.demo.officers(session), queries.demo.lines(session)
    return Names(
        {row.login: row.id for row in rows},
        [row.id for row in rows if Role.HEAD.value in row.roles],
        {row.letter: row.id for row in lines},
        {row.number: row.id for row in queries.demo.counters(session)},
        _items(session),
        {row.letter: row.name for row in lines},
    )


class Writer:
    """Writes a world in pieces, kind by kind; what is pointed at comes first."""

    def __init__(self, db: Database, now: datetime, settings: Settings, actor: Actor = SYSTEM) -> None:
        self.db, self.now, self.actor = db, now, actor
        with db.read("demo.make", actor) as session:
            self.book = Book(
                self._piece,
                partial(attachments.put_away, db, settings),
                db.vault,
                names_of(session),
                calendars.of(session),
                profiles.of(session),
            )

    def _piece(self, model: type[Base], rows: Sequence[Row]) -> None:
        with self.db.write("demo.make", self.actor, self.now) as unit:
            unit.insert_many(model, rows)
            if model is Ticket:
                self._begin_trail(unit, rows)

    def _begin_trail(self, unit: Unit, rows: Sequence[Row]) -> None:
        """A batch stands in the trail by its digest alone; tickets that still move begin there one by one, or no replay could know them."""
        today = business_date(self.now)
        for row in rows:
            if row["business_date"] == today or TicketState(row["state"]) in OPEN_TICKET:
                unit.note(f"ticket:{row['id']}", **{name: row[name] for name in WATCHED})

    def write(self, world: World) -> None:
        """All of it."""
        book = self.book
        book.hired = market_rows.hired_persons(world)
        write_grids(book, world)
        People(book, world).write()
        self._search_keys(world)
        file_rows.write_households(book, world)
        market_rows.write_employers(book, world)
        market_rows.write_jobs(book, world)
        market_rows.write_policies(book, world)
        market_rows.write_courses(book, world)
        file_rows.Files(book, world).write()
        file_rows.write_visits(book, world)
        market_rows.write_referrals(book, world)
        self._counter(world)
        hires = market_rows.write_hires(book, world)
        file_rows.write_register(book, world, hires)
        book.number_by_moment()
        book.write_series()
        book.flush()
        self._open_counters(world)

    def _open_counters(self, world: World) -> None:
        """A counter is open from its first call of a day until the station closes, day by day."""
        calls = [act for fact in world.tickets for act in fact.acts if act.verb == "call"]
        for number, key in self.book.names.counters.items():
            here = sorted((act for act in calls if act.counter == number), key=attrgetter("at"))
            firsts = [next(today) for _, today in groupby(here, lambda act: business_date(act.at))]
            for start in range(0, len(firsts), DAYS):
                with self.db.write("demo.make", self.actor, self.now) as unit:
                    self._open_days(unit, unit.get_one(Counter, key), firsts[start : start + DAYS])

    def _open_days(self, unit: Unit, counter: Counter, firsts: Sequence[TicketAct]) -> None:
        closed: Row = {"state": counter.state, "officer_id": counter.officer_id, "state_since": counter.state_since}
        for first in firsts:
            evening = at_station(business_date(first.at), *COUNTERS_CLOSE)
            opened = {"state": "open", "officer_id": self.book.names.officer(first.officer), "state_since": first.at}
            unit.update_row(Counter, counter.id, closed, **opened)
            closed = closed | {"state_since": evening}
            if evening <= self.now:
                unit.update_row(Counter, counter.id, opened, **closed)

    def _counter(self, world: World) -> None:
        """Tickets, inquiries, cases with their mornings, ratings, appointments."""
        book, mornings = self.book, Mornings(world.span, self.book.calendar)
        counter_rows.write_tickets(book, world)
        counter_rows.write_passes(book, world, mornings.days[-1].day if mornings.days else world.span.first)
        counter_rows.write_inquiries(book, world)
        cases = Cases(book, world, mornings)
        cases.write()
        ratings = counter_rows.Ratings(book, world, cases.holders)
        ratings.write()
        voices_rows.write_invitations(book, world, mornings.days, ratings.given)
        mornings.count_tickets(world.tickets)
        mornings.rating_leads(book, ratings.late)
        mornings.write(book)
        counter_rows.write_appointments(book, world, mornings.moments)

    def _search_keys(self, world: World) -> None:
        """The search keys some thousand persons at a time, each lot in the order of its keys."""
        persons = iter(enumerate(world.persons, 1))
        while chunk := list(islice(persons, KEY_CHUNK)):
            self.book.flush()
            rows = search_rows(self.db.vault, chunk)
            size = rows_at_once(PersonKey)
            for start in range(0, len(rows), size):
                self._piece(PersonKey, rows[start : start + size])
