"""What every paper is made from: one snapshot, the station's head, the officers' names and phones, numbers as the mask table allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.documents import Paper, PaperHead
from app.domain.masks import Number, Place, shown
from app.domain.persons import IdKind
from app.domain.service_items import ItemKind, ServiceItem
from app.services import items
from app.settings import Settings
from app.texts import fill, t, word
from app.texts import papers as say
from app.texts.papers import day_text as day_text
from db import queries
from db.models import Case, Person, Station
from db.uow import ReadSession


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which paper of which record. ``on`` is the day of a ticket, today without it; ``copies`` is for rating slips.

    ``second`` is a step that waits for its second person.

    ``version`` names a frozen version of a return; without it the newest.
    """

    document: str
    ticket: str | None = None
    appointment: str | None = None
    inquiry: str | None = None
    case: str | None = None
    person: int | None = None
    code: str | None = None
    period: str | None = None
    item: str | None = None
    desk: str | None = None
    second: int | None = None
    version: int | None = None
    on: date | None = None
    since: date | None = None
    until: date | None = None
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Subject:
    """A paper ready to be drawn, its number, and the record it is about (``cases:12``)."""

    paper: Paper
    number: str
    record: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Where papers are made: one snapshot of the records, who prints and when; the county's own forms lie in the settings' data folder."""

    session: ReadSession
    actor: Actor
    now: datetime
    station: Station
    settings: Settings | None = None

    @property
    def today(self) -> date:
        """The station date."""
        return business_date(self.now)

    def head(self, number: str = "", beside: str = "", qr: str = "") -> PaperHead:
        """The head: the paper's number, the number beside the code, and the code's payload."""
        return PaperHead(self.station.name, self.actor.name, self.now, number, beside, qr, self.station.practice)

    def name(self, officer_id: int | None) -> str:
        """An officer's name; empty for none."""
        officer = queries.prints.officer(self.session, officer_id)
        return officer.name if officer else ""

    def phone(self, officer_id: int | None) -> str:
        """An officer's own phone, else the station's."""
        officer = queries.prints.officer(self.session, officer_id)
        own = self.session.vault.open("officer.phone", officer.uid, officer.phone_sealed) if officer else ""
        return own or self.station.phone

    def full(self, person: Person) -> tuple[str, str, str]:
        """Kind of document, number and phone of a person, for the person's own form to sign."""
        number = self.session.vault.open("person.id_number", person.uid, person.id_number_sealed)
        phone = self.session.vault.open("person.phone", person.uid, person.phone_sealed)
        kind = word(IdKind(person.id_kind))
        return kind, shown(Place.OWN_FORM, Number.ID, number), shown(Place.OWN_FORM, Number.PHONE, phone)

    def item(self, case: Case) -> ServiceItem:
        """The item of a case in the version under which it was opened."""
        return items.value_of(queries.items.version(self.session, case.item_version_id), "", basic=True)


def promised(case: Case, item: ServiceItem) -> str:
    """The promised limit as papers write it; example limits of a practice station say so."""
    if item.kind is ItemKind.IMMEDIATE:
        return t(say.SAME_DAY)
    return _days(case.promised_days, item)


def statutory(case: Case, item: ServiceItem) -> str:
    """The statutory limit as papers write it."""
    return _days(case.statutory_days, item)


def _days(days: int | None, item: ServiceItem) -> str:
    if not days:
        return t(say.NOT_SET)
    text = fill(say.DAYS, {"days": days})
    return fill(say.EXAMPLE, {"text": text}) if item.example_limits else text


def sentences(text: str) -> tuple[str, ...]:
    """A text with several points as a list, cut at semicolons."""
    return tuple(part.strip(" 。") for part in text.split("；") if part.strip(" 。"))


def steps(text: str) -> tuple[str, ...]:
    """The steps of a process (核对材料、受理、办理) as a list."""
    return tuple(part.strip(" 。") for part in text.replace("，", "、").split("、") if part.strip(" 。"))
