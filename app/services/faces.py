"""A public face and its station: opened late, opened again when it was lost or replaced, and always an answer that can be shown."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from app import log
from app.domain.actor import Actor
from app.domain.board import Board, BoardCall
from app.domain.clock import business_date, machine_clock
from app.domain.errors import Refused, UserError
from app.services import board, face_access, practice_clock, said, stations
from app.services.said import Claim, Voice
from app.settings import Settings
from app.texts import sentence, t
from db.speaker import Speaker
from db.uow import Database

AFTER_LOSS = 2.0
"""Seconds between two tries to reach a station that is away."""
CLAIM_EVERY = 2.0
"""Seconds between two looks whether this face speaks."""
AT_LEAST = timedelta(seconds=20)
"""Notices and jobs come and go by the clock alone, so the state is read this often even when nothing was written."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a face shows: the last state known (None before the first), the moment, and one sentence while the station is away."""

    board: Board | None
    moment: datetime
    trouble: str = ""
    speaks: bool = False
    """Whether this face is the voice of the hall now: of several screens one is, and desks are silent meanwhile."""


class Link:
    """One face's way to its station. ``wanted`` sets the clock of a practice station at the first opening, as ``--now`` does."""

    def __init__(
        self, settings: Settings, actor: Actor, *, phrase: str | None = None, wanted: datetime | None = None, speaks: bool = False
    ) -> None:
        self.settings, self.actor = settings, actor
        self.wants_to_speak = speaks
        self.seen = Seen(None, machine_clock(), t("正在连接站点"))
        self._phrase, self._wanted = phrase, wanted
        self._db: Database | None = None
        self._speaker: Speaker | None = None
        self._spoke = False
        self._next_claim = 0.0
        self._practice = False
        self._file: object = None
        self._next_try = 0.0
        self._last, self._read_at = -1, machine_clock()

    def look(self) -> Seen:
        """The state now; nothing but one number is read while nothing was written. A station that is away is an answer too."""
        if self._db is None and time.monotonic() < self._next_try:
            return self.seen
        try:
            self.seen = self._look(self.open(), self.now())
        except UserError as error:
            self.seen = self._lost(sentence(error))
        except Exception as error:  # noqa: BLE001 - a public screen goes on whatever happens; the bug is logged under its number
            log.bug(error)
            self.seen = self._lost(t("正在重新连接"))
        return self.seen

    def _look(self, db: Database, now: datetime) -> Seen:
        self._claim(db)
        last = board.pulse(db, self.actor)
        if self.seen.board is not None and last == self._last and not self.seen.trouble and not self._is_old(now):
            return Seen(self.seen.board, now, speaks=self._spoke)
        state = board.read(db, self.actor, now)
        self._last, self._read_at = last, now  # read after the number: what came between is read again, never missed
        return Seen(state, now, speaks=self._spoke)

    def _claim(self, db: Database) -> None:
        """Be the voice of the hall where this face is to speak and no other one does; asked every two seconds."""
        if not self.wants_to_speak:
            self._be_silent()
        elif self._speaker is None or time.monotonic() >= self._next_claim:
            self._next_claim = time.monotonic() + CLAIM_EVERY
            self._speaker = self._speaker or Speaker(db)
            self._spoke = self._speaker.take()

    def claim(self, call: BoardCall) -> Claim:
        """Whether this face is to say a call: as the voice of the hall, or trying whether it is heard again."""
        return said.claim(self.open(), self.now(), call, Voice.SCREEN if self._spoke else Voice.TRIAL)

    def settle(self, call: BoardCall, *, heard: bool) -> None:
        """Put down that a call was heard, or leave it to others. A station that is away learns nothing of it: the call is said again."""
        try:
            (said.heard if heard else said.give_back)(self.open(), call)
        except UserError:
            log.LOGGER.info("the station is away: what was said is not put down")

    def _be_silent(self) -> None:
        if self._speaker is not None:
            self._speaker.release()
        self._speaker, self._spoke = None, False

    def _is_old(self, now: datetime) -> bool:
        passed = now - self._read_at
        return not timedelta() <= passed < AT_LEAST or business_date(now) != business_date(self._read_at)

    def _lost(self, words: str) -> Seen:
        """Let go of a station that failed. The hall is told plainly; why, only a screen that never worked yet."""
        self.close()
        self._next_try = time.monotonic() + AFTER_LOSS
        known = self.seen.board
        return Seen(known, self.seen.moment if known else machine_clock(), t("正在重新连接，请留意窗口叫号") if known else words)

    def now(self) -> datetime:
        """Station time: of a practice station as anybody set it last, else the machine's."""
        clock = practice_clock.running(self.settings) if self._practice else machine_clock
        return clock()

    def open(self) -> Database:
        """The open station; opened anew where another file stands in its place (a restored backup)."""
        file = self._file_now()
        if self._db is not None and file == self._file:
            return self._db
        self.close()
        self._db, self._file = self._opened(), file
        return self._db

    def _opened(self) -> Database:
        remote = self.settings.face_path.exists()
        db = face_access.open_face(self.settings) if remote else stations.open_station(self.settings, phrase=self._phrase)
        self._practice = board.is_practice(db, self.actor)
        if self._wanted is not None:
            if not self._practice:
                db.close()
                raise Refused("clock.real_station", field="now")
            practice_clock.set_to(self.settings, self._wanted)
            self._wanted = None
        return db

    def _file_now(self) -> object:
        if self.settings.database_url or self.settings.face_path.exists():
            return "server"
        try:
            found = self.settings.database_path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def close(self) -> None:
        """Give the connections back, and the word."""
        self._be_silent()
        if self._db is not None:
            self._db.close()
        self._db = None
