"""Which paper a line of the list of prints was, so that it can be drawn again from the records as they stand now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from app.domain.actor import Actor
from app.domain.errors import NotFound
from app.services.papers import PrintLine
from app.services.papers_base import Wanted
from db.models import Appointment, AssistanceFile, Case, DeskHandOver, Inquiry, Return, ServiceItem, ServiceList, Ticket
from db.uow import Database, ReadSession

Finder = Callable[[ReadSession, int, str], Wanted | None]


def wanted_of(db: Database, actor: Actor, line: PrintLine) -> Wanted:
    """The wish that draws this paper again; ``NotFound`` when its record is gone."""
    table, _, number = line.record.partition(":")
    with db.read("print.read", actor) as session:
        find = _FINDERS.get(table)
        wanted = find(session, int(number), line.document) if find is not None and number.isdigit() else None
    if wanted is None:
        raise NotFound("print.record_gone", record=line.number or line.record)
    return wanted


def _case(session: ReadSession, key: int, document: str) -> Wanted | None:
    row = session.get(Case, key)
    return Wanted(document, case=row.number) if row is not None else None


def _ticket(session: ReadSession, key: int, document: str) -> Wanted | None:
    row = session.get(Ticket, key)
    return Wanted(document, ticket=row.code, on=row.business_date) if row is not None else None


def _appointment(session: ReadSession, key: int, document: str) -> Wanted | None:
    row = session.get(Appointment, key)
    return Wanted(document, appointment=row.code) if row is not None else None


def _inquiry(session: ReadSession, key: int, document: str) -> Wanted | None:
    row = session.get(Inquiry, key)
    return Wanted(document, inquiry=row.code) if row is not None else None


def _register(_session: ReadSession, key: int, document: str) -> Wanted | None:
    """The register's record is its two days, written one behind the other."""
    since, until = (date.fromisoformat(text) for text in (str(key)[:8], str(key)[8:]))
    return Wanted(document, since=since, until=until)


def _file(session: ReadSession, key: int, document: str) -> Wanted | None:
    row = session.get(AssistanceFile, key)
    return Wanted(document, person=row.person_id) if row is not None else None


def _lists(session: ReadSession, key: int, document: str) -> Wanted | None:
    row = session.get(ServiceList, key)
    return Wanted(document, person=row.person_id) if row is not None else None


def _desk(session: ReadSession, key: int, document: str) -> Wanted | None:
    row = session.get(DeskHandOver, key)
    return Wanted(document, desk=row.code) if row is not None else None


def _item(session: ReadSession, key: int, document: str) -> Wanted | None:
    row = session.get(ServiceItem, key)
    return Wanted(document, item=row.code) if row is not None else None


def _wall(_session: ReadSession, _key: int, document: str) -> Wanted | None:
    """What hangs on the wall is of no record: it is drawn as it holds today."""
    return Wanted(document)


def _return(session: ReadSession, key: int, document: str) -> Wanted | None:
    row = session.get(Return, key)
    return Wanted(document, code=row.code, period=row.period, version=row.number) if row is not None else None


_FINDERS: dict[str, Finder] = {
    "desk_hand_over": _desk,
    "service_item": _item,
    "norm": _wall,
    "officer": _wall,
    "cases": _case,
    "ticket": _ticket,
    "appointment": _appointment,
    "inquiry": _inquiry,
    "inquiries": _register,
    "assistance_file": _file,
    "service_list": _lists,
    "return_": _return,
}
