"""Every word and sentence of the rules of time, cases, queue and ratings is there, and the drawn tables are up to date."""

import importlib
import pkgutil
import re
from enum import Enum
from pathlib import Path

import pytest

from app import domain, services
from app.domain import (
    accountability,
    appointments,
    calendar,
    cases,
    complaints,
    deadlines,
    desks,
    hours,
    proxies,
    queue_order,
    queueing,
    ratings,
    roster,
)
from app.domain.accountability import LEAD_MOVES, LeadState
from app.domain.appointments import APPOINTMENT_MOVES, AppointmentState
from app.domain.cases import CASE_MOVES, CaseState
from app.domain.complaints import COMPLAINT_MOVES, ComplaintState
from app.domain.desks import DESK_MOVES, DeskState
from app.domain.moves import drawn
from app.domain.proxies import PROXY_MOVES, ProxyState
from app.domain.queueing import BEGINS_SERVICE, TICKET_MOVES, TicketAction, TicketState
from app.domain.ratings import APPEAL_MOVES, AppealState
from app.texts import actions, errors, word, words

MODULES = [
    *(accountability, appointments, calendar, cases, complaints, deadlines, desks, hours, proxies, queue_order, queueing, ratings, roster)
]
STATES = Path(__file__).parents[2] / "docs" / "states.md"


def enums(module) -> list[type[Enum]]:
    return [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Enum) and value.__module__ == module.__name__
    ]


@pytest.mark.parametrize("kind", [kind for module in MODULES for kind in enums(module)], ids=lambda kind: kind.__name__)
def test_every_member_of_an_enum_has_its_word(kind):
    assert [member for member in kind if not word(member)] == []


def test_every_word_is_found_in_the_area_of_its_rules():
    """Each enum of rules and services: a word is looked for in one module of texts, and no two of one name are mistaken."""
    every = [
        kind
        for room in (domain, services)
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")
        for kind in enums(importlib.import_module(found.name))
    ]
    members = {f"{kind.__name__}.{member.value}": member for kind in every for member in kind}
    assert len({kind.__name__ for kind in every}) == len(every)
    assert {code: word(members[code]) for code in words()} == words()


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_refusal_has_its_sentence(module):
    source = Path(module.__file__).read_text("utf-8")
    codes = set(re.findall(r'(?:Refused|NotAllowed|Usage)\(\s*"([^"]+)"', source))
    moves = set(re.findall(r'moves\.moved\([^)"]*"([^"]+)"', source))
    assert (codes | moves | {f"{code}_final" for code in moves}) - set(errors()) == set()


def begun_by() -> str:
    names = "、".join(actions()[code] for code in BEGINS_SERVICE)
    return f"{word(TicketAction.START)} by itself, with what is recorded for the visitor who was called: {names}.\n"


def test_the_state_tables_in_the_documents_are_drawn_from_the_code():
    tables = [("Case 办件", CASE_MOVES, CaseState.RECEIVED), ("Ticket 号票", TICKET_MOVES, TicketState.WAITING)]
    tables.append(("Appointment 预约", APPOINTMENT_MOVES, AppointmentState.BOOKED))
    tables.append(("Lead 线索", LEAD_MOVES, LeadState.RAISED))
    tables.append(("Appeal 评价申诉", APPEAL_MOVES, AppealState.ASKED))
    tables.append(("Complaint 投诉", COMPLAINT_MOVES, ComplaintState.OPEN))
    tables.append(("Proxy 代办委托", PROXY_MOVES, ProxyState.DRAWN))
    tables.append(("Desk 工作交接", DESK_MOVES, DeskState.OFFERED))
    page = STATES.read_text("utf-8")
    assert begun_by() in page
    assert [part for title, table, start in tables if (part := f"## {title}\n\n{drawn(table, start, word)}") not in page] == []
