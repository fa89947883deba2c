"""The kiosk's port over the services of its station; every call but ``now`` runs on a pool thread."""

from __future__ import annotations

from datetime import datetime

from app.domain.kiosk import Choice, Guide, Home, Slip
from app.domain.queueing import PriorityClass
from app.domain.ratings import Level
from app.services import kiosk
from app.services.faces import Link


class StationKiosk:
    """Answers a ``Kiosk``. The link is opened again by itself where the station was away."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def now(self) -> datetime:
        return self._link.now()

    def home(self) -> Home:
        return kiosk.home(self._link.open(), self._link.actor, self.now())

    def take(self, choice: Choice, guide: Guide | None, priority: PriorityClass | None, request: str) -> Slip:
        link = self._link
        return kiosk.take(link.open(), link.actor, self.now(), link.settings, choice.letter, guide, priority, request)

    def check_in(self, code: str, request: str) -> Slip:
        link = self._link
        return kiosk.check_in(link.open(), link.actor, self.now(), link.settings, code, request)

    def print_again(self, slip: Slip) -> Slip:
        link = self._link
        return kiosk.print_again(link.open(), link.actor, self.now(), link.settings, slip)

    def ratable(self, code: str) -> str:
        return kiosk.ratable(self._link.open(), self._link.actor, self.now(), code)

    def rate(self, code: str, level: Level) -> Level:
        return kiosk.rate(self._link.open(), self._link.actor, self.now(), code, level)

    def logins(self) -> tuple[tuple[str, str], ...]:
        return kiosk.leavers(self._link.open(), self._link.settings)

    def may_leave(self, login: str, password: str) -> bool:
        return kiosk.may_leave(self._link.open(), self._link.settings, login, password, self.now())
