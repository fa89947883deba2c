"""How many statements a list and a page ask: a list's number does not grow with its rows, a page's is known."""

from __future__ import annotations

import shutil
from collections import Counter

import pytest
from sqlalchemy import event, func, select

from app.services import (
    assistance,
    audits,
    case_counts,
    cases,
    employers,
    hires,
    inquiries,
    invitations,
    jobs,
    norms,
    person_pages,
    ratings,
    serving,
    stations,
    visits,
)
from app.services import demo as past
from app.settings import Settings
from db import engine as engines
from db.models import AssistanceFile, Case
from db.queries.cases import CaseFilter
from db.queries.market import EmployerFilter, JobFilter
from db.uow import Database
from db.vault import Vault
from tests.dbfixtures import KEY
from tests.services.test_demo import NOW

LISTS = {
    "cases": lambda db, who, most: cases.page(db, who, NOW, CaseFilter(newest_first=True), limit=most),
    "persons": lambda db, who, most: person_pages.page(db, who, NOW, limit=most),
    "files": lambda db, who, most: assistance.files(db, who, limit=most),
    "visits": lambda db, who, most: visits.page(db, who, limit=most),
    "employers": lambda db, who, most: employers.listing(db, who, NOW, EmployerFilter(), limit=most),
    "jobs": lambda db, who, most: jobs.listing(db, who, NOW, JobFilter(), limit=most),
    "referrals": lambda db, who, most: hires.referrals(db, who, limit=most),
    "inquiries": lambda db, who, most: inquiries.register(db, who, limit=most),
    "ratings": lambda db, who, most: ratings.listing(db, who, limit=most),
    "invitations": lambda db, who, most: invitations.listing(db, who, open_only=False, limit=most),
    "trail": lambda db, who, most: audits.listing(db, who, limit=most),
}
PAGES = {
    "case": (20, lambda db, who, known: cases.show(db, who, NOW, known["case"])),
    "person": (6, lambda db, who, known: person_pages.show(db, who, NOW, known["person"])),
    "panel": (12, lambda db, who, known: person_pages.panel(db, who, NOW, known["person"])),
    "file": (11, lambda db, who, known: assistance.sheet(db, who, NOW, known["person"])),
    "counter": (26, lambda db, who, _known: serving.board(db, who, NOW, 1)),
    "wall": (2, lambda db, who, _known: norms.current(db, who, NOW)),
    "chips": (2, lambda db, who, _known: case_counts.counts(db, who, NOW)),
}


@pytest.fixture(scope="module")
def station(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("past")
    shutil.copy(sqlite_template, folder / "station.db")
    db = Database(engines.sqlite_engine(folder / "station.db", KEY.sub("database")), Vault(KEY))
    with pytest.MonkeyPatch.context() as alone:
        alone.setattr("app.services.demo_team.play", lambda *_: Counter())
        past.make(db, NOW, Settings(folder), people=120, months=2, seed=3)
    yield db
    db.close()


@pytest.fixture
def asked(station):
    """The statements of a piece of work."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        seen.append(statement) if statement.startswith(("SELECT", "WITH")) else None

    def count(work) -> tuple[int, object]:
        seen.clear()
        answer = work()
        return len(seen), answer

    event.listen(station.engine, "before_cursor_execute", note)
    yield count
    event.remove(station.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_no_statement_for_its_rows(station, asked, name):
    head = stations.actors(station)["head"]
    few, short = asked(lambda: LISTS[name](station, head, 2))
    many, long = asked(lambda: LISTS[name](station, head, 60))
    assert len(short.rows) == 2 and len(long.rows) > 5
    assert few <= many <= min(few + 1, 5)  # one more where a kind of row is among them that asks for something of its own, once for all


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_no_more_than_it_needs(station, asked, name):
    head = stations.actors(station)["head"]
    with station.read("case.read", head) as session:
        person = session.execute(select(func.max(AssistanceFile.person_id))).scalar_one()
        known = {"case": session.execute(select(func.max(Case.number))).scalar_one(), "person": person}
    most, work = PAGES[name]
    assert asked(lambda: work(station, head, known))[0] <= most
