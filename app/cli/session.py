"""One process of the command line: the open station, the clock, and who acts."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

from app import log, settings
from app.context import AppContext, Database
from app.domain.actor import Actor
from app.domain.calendar import Calendar
from app.domain.clock import Clock, machine_clock, parse_moment
from app.domain.errors import NotAllowed, Refused, Surroundings, Usage, UserError
from app.services import calendars, first_write, officers, practice_clock, profiles, stations
from app.services.stations import StationFacts
from app.settings import Settings

YEARS = range(1980, 2200)
MENDING = ("doctor",)
"""Words that come also where the machine's settings cannot be read."""


class CliSession:
    """Opens the station on first use and closes it at the end; ``batch`` keeps one for all its lines."""

    def __init__(
        self,
        machine: Settings,
        options: Mapping[str, Any],
        environment: Mapping[str, str] = os.environ,
        settings_error: UserError | None = None,
    ) -> None:
        self.settings = machine
        self.settings_error = settings_error
        self.options = dict(options)
        self.environment = environment
        self._opened: dict[str, Any] = {}

    @classmethod
    def of(cls, args: argparse.Namespace) -> CliSession:
        """A session for the global options of one command."""
        options = vars(args)
        folder = _standing(Path(options["data"])) if options.get("data") else settings.default_data()
        url = options.get("db") or os.environ.get("STATIONDESK_DB_URL", "")
        machine, broken = settings.load_what_can_be(folder, database_url=url)
        if broken is not None and options.get("word") not in MENDING:
            raise broken
        return cls(machine, options, settings_error=broken)

    def acting_for(self, args: argparse.Namespace) -> CliSession:
        """The same station for another line of a batch, with that line's officer and clock."""
        given = vars(args)
        if given.get("word") == "batch":
            raise Usage("cli.batch_in_batch")
        elsewhere = [name for name in ("data", "db") if given.get(name, self.options.get(name)) != self.options.get(name)]
        if elsewhere:
            raise Usage("cli.batch_elsewhere", field=elsewhere[0], option=f"--{elsewhere[0]}")
        other = CliSession(self.settings, {**self.options, **given}, self.environment)
        self.options.pop("now", None)  # set once, with the first line; from there the clock runs on
        other._opened = self._opened  # whichever line opens the station first opens it for all
        return other

    def heed_clock(self) -> None:
        """For a word that asks for no time itself: ``--now`` holds all the same, a real station refuses it, a practice station keeps it."""
        if self.options.get("now"):
            self.now()

    def __enter__(self) -> CliSession:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if "db" in self._opened:
            self._opened["db"].close()

    @property
    def phrase(self) -> str | None:
        """The pass phrase of ``station.key`` from the environment, if one is given."""
        return settings.key_phrase(self.environment)

    @property
    def db(self) -> Database:
        """The open station; opened on first use."""
        if "db" not in self._opened:
            if self.settings.data.is_dir():  # a mistyped folder is not made
                log.start(self.settings.logs, self.settings.log_level)
            self._opened["db"] = first_write.attend(stations.open_station(self.settings, phrase=self.phrase))
        database: Database = self._opened["db"]
        return database

    def open_with_code(self, recovery_code: str) -> None:
        """Open the station with the recovery code, where the keyring or a password is lost; its clock is then known too.

        Another line of a batch may have opened it already: that one is let go, but only for a code that opens.
        """
        opened = first_write.attend(stations.open_station(self.settings, recovery_code=recovery_code))
        before: Database | None = self._opened.get("db")
        self._opened["db"] = opened
        if before is not None:
            before.close()

    @cached_property
    def station(self) -> StationFacts:
        """The station's facts."""
        if "station" not in self._opened:
            self._opened["station"] = stations.facts(self.db)
        facts: StationFacts = self._opened["station"]
        return facts

    @cached_property
    def clock(self) -> Clock:
        """The machine's clock; in a practice station the one ``--now`` set, which runs on. A real station refuses ``--now`` (exit 3)."""
        if not stations.is_there(self.settings):
            return self.own_clock
        wanted = self.options.get("now")
        if not self.station.practice:
            if wanted:
                raise Refused("clock.real_station", field="now")
            return machine_clock
        clock = practice_clock.set_to(self.settings, moment(wanted)) if wanted else practice_clock.running(self.settings)
        self.db.clock = clock
        return clock

    @property
    def own_clock(self) -> Clock:
        """The clock of this process where no station keeps one yet: what ``--now`` set runs on for all lines of a batch."""
        if wanted := self.options.get("now"):
            self._opened["clock"] = practice_clock.from_moment(moment(wanted))
        clock: Clock = self._opened.get("clock", machine_clock)
        return clock

    def now(self) -> datetime:
        """The moment."""
        return self.clock()

    @cached_property
    def actor(self) -> Actor:
        """The acting officer: ``--as``, with a password on a real station; ``practice`` in a practice station."""
        login = self.options.get("login")
        if self.station.practice:
            return officers.practice_actor(self.db, login or "practice", now=self.now())
        if not login:
            raise NotAllowed("login.needed", field="as")
        password = self.environment.get("STATIONDESK_PASSWORD")
        if password is None:
            raise NotAllowed("login.password_needed", field="password")
        return self._logged_in(login, password)

    def _logged_in(self, login: str, password: str) -> Actor:
        known = self._opened.setdefault("actors", {})
        if login not in known:
            known[login] = officers.log_in(self.db, login, password, self.now(), seat=self.settings.seat)
        actor: Actor = known[login]
        return actor

    @property
    def calendar(self) -> Calendar:
        """The station's calendar; the shipped one where there is no station."""
        return calendars.current(self.db) if stations.is_there(self.settings) else calendars.of_program()

    @property
    def supplement_rule(self) -> str:
        """What a supplement does to the clock here."""
        profile = profiles.current(self.db) if stations.is_there(self.settings) else profiles.shipped(profiles.DEFAULT_PROFILE)
        return profile.supplement.value

    @property
    def context(self) -> AppContext:
        """What the services' callers pass around."""
        return AppContext(self.db, self.clock, self.settings, self.actor, self.station)


def _standing(folder: Path) -> Path:
    """A folder named from where the shell stands; ``Surroundings`` where that was taken away meanwhile."""
    try:
        folder.absolute()
    except FileNotFoundError as error:
        raise Surroundings("cli.no_folder") from error
    return folder


def moment(text: str, field: str = "now") -> datetime:
    """A moment from the command line, given with the option ``field``; without an offset it is station time."""
    try:
        wanted = parse_moment(text)
    except ValueError as error:
        raise Usage("cli.moment", field=field, text=text) from error
    if wanted.year not in YEARS:  # near the ends of the calendar no deadline can be counted
        raise Usage("cli.moment", field=field, text=text)
    return wanted
