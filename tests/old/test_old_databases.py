"""Every release's small stations still upgrade; then check and audit verify hold, an attachment opens, a frozen return says the same."""

from __future__ import annotations

import json
import re
import shutil
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from app.domain.clock import parse_moment
from app.services import attachments, audits, backups, checks, databases, queue_views, return_base, returns, search, stations
from app.settings import Settings
from db import schema
from db.models import Ticket
from tests.keeping import empty_database
from tests.old.make_old import DUMP, LETTER, load

HERE = Path(__file__).parent
RELEASES = sorted(path.name for path in HERE.glob("v*"))
NOW = parse_moment("2026-10-12T09:00")


@pytest.fixture(scope="module", params=RELEASES)
def release(request):
    return HERE / request.param


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def station(request, release, tmp_path_factory):
    """The old station after its upgrade, opened, with what must be found in it; nothing below writes to it."""
    folder, data = release / request.param, tmp_path_factory.mktemp("old") / "data"
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    with ExitStack() as stack:
        settings = Settings(data)
        if request.param == "sqlite":
            shutil.copytree(folder, data)
        else:
            url = stack.enter_context(empty_database(request.getfixturevalue("postgres_server")))
            load(folder / DUMP, url)
            settings = Settings(data, database_url=url)
            data.mkdir()
            shutil.copy(folder / "station.key", settings.key_path)
        databases.upgrade(settings, NOW)
        db = stations.open_station(settings)
        stack.callback(db.close)
        yield db, settings, expected


def test_there_is_a_station_of_this_release():
    from app import __version__

    assert "v" + "_".join(__version__.split(".")[:2]) in RELEASES


def test_it_upgrades_to_the_program_s_version(station):
    assert databases.info(station[1]).schema == schema.program_version()


def test_check_and_audit_verify_hold(station):
    db, settings, expected = station
    head = stations.actors(db)["head"]
    assert checks.run(db, head, settings).problems == ()
    chain = audits.verify(db, head)
    assert (chain.ok, chain.erased) == (True, 0)
    assert chain.entries >= expected["rows"]["audit_entry"]


def test_no_row_of_the_office_is_lost(station, tmp_path):
    db, settings, expected = station
    rows = backups.copy(db, NOW, settings, "x", folder=tmp_path / "copy").rows
    kept = ("person", "cases", "case_event", "ticket", "rating", "household", "job", "attachment", "return_cell", "officer")
    assert {table: rows[table] for table in kept} == {table: expected["rows"][table] for table in kept}


def test_the_tickets_of_the_day_have_their_times(station):
    """0.1 kept no sums; they are worked out of its moments. The counter's next visitor is called as ever."""
    db, _, _ = station
    line = queue_views.day(db, stations.actors(db)["head"], date(2026, 9, 2))[0]
    assert (line.ticket, line.state) == ("B001", "finished")
    with db.read("queue.read", stations.actors(db)["head"]) as session:
        row = session.get_one(Ticket, line.id)
    assert row.first_called_at == row.called_at
    assert row.waited_seconds == int((row.called_at - row.taken_at).total_seconds())
    assert row.served_seconds == round((row.finished_at - row.started_at).total_seconds())
    assert row.state_since == row.finished_at


def test_an_attachment_opens(station):
    db, settings, expected = station
    assert attachments.content(db, stations.actors(db)["clerk1"], settings, expected["attachment"]) == LETTER


def test_a_person_is_found_by_a_number_that_is_sealed(station):
    db, _, _ = station
    found = search.find(db, stations.actors(db)["clerk1"], NOW, "4524")
    assert "章玥瑶" in repr(found)


def test_the_recovery_code_of_its_sheet_still_opens_it(station):
    _, settings, expected = station
    stations.open_station(settings, recovery_code=expected["recovery_code"]).close()


def test_a_frozen_return_says_what_it_said(station):
    db, settings, expected = station
    view = returns.build(db, stations.actors(db)["head"], NOW, "QSR", "2026Q3", known=return_base.forms(settings))
    assert view.state == "frozen"
    assert return_base.plain_cells(view.result.cells) == expected["cells"]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_stored_station_is_small(release, kind):
    assert sum(file.stat().st_size for file in (release / kind).rglob("*") if file.is_file()) < 1_400_000


def test_the_station_of_the_server_is_a_dump_that_anybody_can_read(release):
    """Statements of SQL and rows as text, of the schema of its own release; what is personal is sealed in it as it was."""
    text = (release / "postgresql" / DUMP).read_text(encoding="utf-8")
    assert text.startswith("SET ") and "CREATE TABLE public.station" in text and "COPY public.person " in text
    assert re.search(r"^COPY public.alembic_version .*\n\d{4}\n", text, re.MULTILINE)
    assert "232701199003074524" not in text
