"""Getting in at the desk: the password, and choosing one's own at the first log-in or after somebody else set it.

Choosing takes three entries in the one field of the card: the sentence beside it says which is wanted now. A practice station asks for
no password.
"""

from __future__ import annotations

from datetime import datetime

from app.domain.actor import LOOKER, Actor
from app.domain.errors import NotAllowed
from app.services import officers, passwords, stations
from db import queries
from db.uow import Database


class Entry:
    """The log-in of one seat; remembers, between tries, whose new password is being chosen. Nothing of it is written anywhere."""

    def __init__(self, db: Database, seat: str = "desk") -> None:
        self._db, self._seat = db, seat
        self._login = ""
        self._choosing: Actor | None = None
        self._chosen: str | None = None
        self.practice = stations.facts(db).practice

    def enter(self, login: str, password: str, now: datetime) -> Actor:
        """The actor behind a login; ``NotAllowed`` with ``field="password"`` and the sentence that says what is wanted next."""
        if self.practice:
            return officers.practice_actor(self._db, login, self._seat, now)
        if login != self._login:
            self._login, self._choosing, self._chosen = login, None, None
        if self._choosing is not None:
            return self._choose(self._choosing, password, now)
        newcomer = self._newcomer(login)
        if newcomer is not None:
            self._choosing = newcomer
            return self._choose(newcomer, password, now)
        actor = officers.log_in(self._db, login, password, now, self._seat)
        if self._must_change(login):
            self._choosing = actor
            raise NotAllowed("login.change", field="password", least=passwords.SHORTEST)
        return actor

    def _newcomer(self, login: str) -> Actor | None:
        """An account that never had a password: its owner sets one at the first log-in."""
        with self._db.read("station.look", LOOKER) as session:
            officer = queries.station.officer_by_login(session, login)
        if officer is None or officer.ended_on is not None or officer.password_hash is not None:
            return None
        return officers.actor_of(officer, self._seat)

    def _must_change(self, login: str) -> bool:
        with self._db.read("station.look", LOOKER) as session:
            officer = queries.station.officer_by_login(session, login)
        return officer is not None and officer.must_change

    def _choose(self, actor: Actor, password: str, now: datetime) -> Actor:
        if self._chosen is None:
            passwords.check_strength(password, actor.login)
            self._chosen = password
            raise NotAllowed("login.repeat", field="password")
        if password != self._chosen:
            self._chosen = None
            raise NotAllowed("login.different", field="password")
        officers.set_password(self._db, actor, now, actor.login, password)
        self._login, self._choosing, self._chosen = "", None, None
        return officers.log_in(self._db, actor.login, password, now, self._seat)
