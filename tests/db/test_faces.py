"""A public face on another machine: its own role of the server reads the board and nothing else, without the station's key."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.exc import ProgrammingError

from app.domain.errors import Damaged, Refused, Surroundings
from app.domain.ratings import Level
from app.services import appointments, audits, board, cases, duties, face_access, invitations, kiosk, queue, ratings, rectifications
from app.services.appointments import AppointmentForm
from app.services.faces import Link
from app.services.said import Claim
from app.settings import Settings
from db import audit, faces, keys
from db.engine import face_address
from db.models import Rating
from db.speaker import is_taken
from db.vault import FaceVault, Vault
from tests.dbfixtures import KEY
from tests.services.people import register
from tests.services.rated import closed_case, finished_ticket


@pytest.fixture
def kind():
    return "display"


@pytest.fixture
def access(postgres_db, postgres_url, cast, now, tmp_path, kind):
    """The file of a face, made by the head, on a machine that has nothing else."""
    there = Settings(tmp_path / "wall")
    there.data.mkdir()
    here = Settings(tmp_path, database_url=postgres_url)
    given = face_access.give(postgres_db, here, cast.head, now, kind, there.face_path)
    yield there, given
    with postgres_db.write("face.access", cast.head, now) as unit:
        unit.connection().execute(text(f'DROP OWNED BY "{given.role}"'))
        unit.connection().execute(text(f'DROP ROLE "{given.role}"'))


@pytest.fixture
def logged_in(access):
    there, _given = access
    engine = create_engine(keys.read_key_file(there.face_path)["url"])
    yield engine
    engine.dispose()


def test_the_screen_on_the_wall_shows_the_calls(access, postgres_db, cast, now):
    there, _given = access
    queue.take(postgres_db, cast.clerk1, now, "A")
    queue.call(postgres_db, cast.clerk1, now, 1)
    link = Link(there, board.SCREEN, wanted=now, speaks=True)
    (call,) = link.look().board.calls
    assert (call.ticket, link.seen.trouble) == ("A001", "")
    assert link.claim(call) is Claim.MINE, "its role may say which calls are its own"
    link.settle(call, heard=False)
    assert link.claim(call) is Claim.MINE
    link.settle(call, heard=True)
    assert link.claim(call) is Claim.SAID
    link.close()


def test_a_screen_on_another_machine_is_the_voice_and_gives_the_word_back_however_it_ends(
    access, postgres_db, postgres_url, now, monkeypatch
):
    monkeypatch.setattr("app.services.faces.CLAIM_EVERY", 0.0)
    there, given = access
    wall, other = (Link(there, board.SCREEN, wanted=now, speaks=True) for _ in range(2))
    assert (wall.look().speaks, other.look().speaks, wall.look().speaks) == (True, False, True)
    assert is_taken(postgres_db)
    with postgres_db.engine.connect() as admin:  # its power goes
        admin.execute(text("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = :role"), {"role": given.role})
    assert not is_taken(postgres_db)
    assert [link.look().trouble != "" for link in (wall, other)] == [True, True]
    monkeypatch.setattr("app.services.faces.AFTER_LOSS", 0.0)
    other._next_try = 0.0
    assert other.look().speaks
    other.close()
    assert not is_taken(postgres_db)
    wall.close()


def test_its_role_fails_to_read_a_person_and_every_other_table(logged_in, postgres_db, cast, now):
    register(postgres_db, cast.clerk1, now)
    tables = inspect(postgres_db.engine).get_table_names()
    readable = []
    for name in tables:
        with logged_in.connect() as connection:
            try:
                connection.execute(text(f'SELECT count(*) FROM "{name}"'))
                readable.append(name)
            except ProgrammingError as error:
                assert error.orig.sqlstate == faces.NOT_ALLOWED
    assert readable == ["alembic_version", "said_call"]
    assert {"person", "ticket", "audit_value"} <= set(tables)


@pytest.mark.parametrize("statement", ["DELETE FROM ticket", "UPDATE ticket SET state = 'waiting'", "CREATE TABLE mine (id int)"])
def test_its_role_writes_nothing_but_what_it_says(logged_in, statement):
    with logged_in.connect() as connection, pytest.raises(ProgrammingError):
        connection.execute(text(statement))


def test_the_views_name_no_person(postgres_db):
    for view in faces.READS:
        if view != "alembic_version":
            names = {column["name"] for column in inspect(postgres_db.engine).get_columns(view)}
            told = {name for name in names if "person" in name or "sealed" in name or "phone" in name}
            assert told <= {"phone", "supervision_phone"}, view  # the station's own, as on its sign


def test_giving_access_again_ends_the_old_password(access, postgres_db, postgres_url, cast, now, tmp_path):
    there, given = access
    old = keys.read_key_file(there.face_path)["url"]
    again = face_access.give(postgres_db, Settings(tmp_path, database_url=postgres_url), cast.head, now, "display", there.face_path)
    assert again.role == given.role
    assert keys.read_key_file(there.face_path)["url"] != old


def test_what_is_given_is_recorded_without_the_password(access, postgres_db):
    there, _given = access
    with postgres_db.engine.connect() as connection:
        row = connection.execute(text("SELECT body FROM audit_entry WHERE action = 'face.access'")).one()
    assert keys.read_key_file(there.face_path)["url"].split(":")[2].split("@")[0].encode() not in bytes(row.body)


def test_an_altered_file_is_told_from_a_server_that_is_away(access):
    there, _given = access
    there.face_path.write_text("{}", encoding="utf-8")
    with pytest.raises(Damaged):
        face_access.open_face(there)


def test_the_embedded_database_gives_no_access(sqlite_db, cast, now, tmp_path):
    with pytest.raises(Refused, match=r"face\.embedded"):
        face_access.give(sqlite_db, Settings(tmp_path), cast.head, now, "display", tmp_path / "face.key")


def test_the_trail_of_a_face_is_read_by_the_station_and_its_fields_are_not_read_by_the_face():
    station, face = Vault(KEY), FaceVault(KEY.sub("faces"))
    sealed = face.seal_bytes(audit.VALUE_FIELD, "7/ticket:1", b"{}")
    assert station.open_bytes(audit.VALUE_FIELD, "7/ticket:1", sealed) == b"{}"
    with pytest.raises(Damaged):
        face.open_bytes("phone", "x", station.seal_bytes("phone", "x", b"14200007162"))
    with pytest.raises(Damaged):
        station.open_bytes("phone", "x", face.seal_bytes("phone", "x", b"1"))


def test_the_address_of_the_other_machine_takes_the_place_of_ours():
    assert face_address("postgresql://desk:x@localhost:5432/station", "face", "p", "10.0.0.5:5433") == (
        "postgresql+psycopg://face:p@10.0.0.5:5433/station"
    )
    by_socket = "postgresql://desk@/station?host=/run/postgresql&sslmode=require"
    assert face_address(by_socket, "face", "p", "10.0.0.5:5433") == "postgresql+psycopg://face:p@10.0.0.5:5433/station?sslmode=require"


@pytest.mark.parametrize("kind", ["kiosk"])
def test_a_kiosk_on_another_machine_gives_out_numbers_that_stand_in_the_chain(access, postgres_db, cast, now):
    there, _given = access
    link = Link(there, board.KIOSK, wanted=now)
    guide = kiosk.home(link.open(), board.KIOSK, now).guides[0]
    slips = [
        kiosk.take(link.open(), board.KIOSK, now, there, "A", wanted, None, key)
        for wanted, key in ((None, "k1"), (guide, "k2"), (None, "k1"))
    ]
    link.close()
    assert [slip.ticket for slip in slips] == ["A001", "A002", "A001"]
    assert queue.call(postgres_db, cast.clerk1, now, 1).ticket == "A001"
    assert audits.verify(postgres_db, cast.head).ok


def invited(db, cast, now) -> str:
    """The code of an invitation that fell due today."""
    duties.run(db, now - timedelta(days=3))
    closed_case(db, cast.clerk1, now - timedelta(days=3), register(db, cast.clerk1, now, "李国强", serial=9))
    duties.run(db, now)
    return invitations.listing(db, cast.clerk1).rows[0].code


@pytest.mark.parametrize("kind", ["kiosk"])
def test_a_kiosk_on_another_machine_rates_a_finished_number_and_reads_no_rating(access, postgres_db, cast, now):
    there, _given = access
    link = Link(there, board.KIOSK, wanted=now)
    for level in (Level.VERY_BAD, Level.GOOD):
        code = finished_ticket(postgres_db, cast.clerk1, now)
        assert kiosk.rate(link.open(), board.KIOSK, now, code, level) is level
    number = closed_case(postgres_db, cast.clerk1, now - timedelta(days=1))
    for slip in (number, invited(postgres_db, cast, now)):
        assert kiosk.ratable(link.open(), board.KIOSK, now, f"SD1:R:{slip}") == slip
        kiosk.rate(link.open(), board.KIOSK, now, f"SD1:R:{slip}", Level.FAIR)
    assert cases.show(postgres_db, cast.clerk1, now, number).ratable is False
    line = ratings.listing(postgres_db, cast.head).rows[3]
    assert (line.channel, line.anonymous, line.level) == ("kiosk", True, Level.VERY_BAD)
    assert len(rectifications.listing(postgres_db, cast.head, now)) == 1
    with pytest.raises(Surroundings, match=r"db\.no_rights"), link.open().read("board.read", board.KIOSK) as session:
        session.execute(select(Rating.text)).all()
    link.close()
    assert audits.verify(postgres_db, cast.head).ok


@pytest.mark.parametrize("kind", ["kiosk"])
def test_a_kiosk_on_another_machine_checks_an_appointment_in(access, postgres_db, cast, now):
    there, _given = access
    person = register(postgres_db, cast.clerk1, now - timedelta(days=3))
    at = now + timedelta(minutes=10)
    code = appointments.make(postgres_db, cast.clerk1, now - timedelta(days=3), AppointmentForm(person, at, "A"))
    link = Link(there, board.KIOSK, wanted=now)
    assert kiosk.check_in(link.open(), board.KIOSK, now, there, code, "k1").ticket == "A001"
    link.close()


@pytest.mark.parametrize("kind", ["kiosk"])
@pytest.mark.parametrize("table", ["person", "household", "case_record", "officer", "audit_value", "secret", "inquiry", "attachment"])
def test_its_role_reads_no_person_no_account_and_no_secret(logged_in, postgres_db, table):
    names = inspect(postgres_db.engine).get_table_names()
    wanted = table if table in names else next(name for name in names if name.startswith("case"))
    with logged_in.connect() as connection, pytest.raises(ProgrammingError):
        connection.execute(text(f'SELECT * FROM "{wanted}"'))


@pytest.mark.parametrize("kind", ["kiosk"])
def test_closing_a_kiosk_on_another_machine_asks_for_its_own_number(access):
    there, given = access
    assert face_access.closes(there, given.pin)
    assert not face_access.closes(there, "000000")
