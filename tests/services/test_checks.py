"""``check``: each kind of harm is found, named and told in a sentence; a sound station has nothing to say."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from app.domain.errors import NotAllowed
from app.services import attachments, checks, ratings
from app.services.attachments import AttachmentForm
from app.services.ratings import RatingForm
from db import engine, search
from db.models import Person
from db.uow import Database
from tests.dbfixtures import KEY
from tests.keeping import with_key
from tests.services.rated import finished_ticket


@pytest.fixture
def kept(settings):
    return with_key(settings)


@pytest.fixture
def person(db, cast, now):
    """A person with search keys, as the services write one."""
    with db.write("person.add", cast.clerk1, now) as unit:
        unit.add(row := Person(name="章玥瑶", gender=2, id_kind="none", recorded_at=now))
        unit.flush()
        search.write_keys(unit, row.id, row.name, None, None)
        return row.id


def behind(db, statement):
    with db.engine.begin() as connection:
        connection.execute(text(statement))


def kinds(result):
    return [problem.kind for problem in result.problems]


def test_a_sound_station_has_no_problems(db, cast, kept, now, person):
    attachments.add(db, cast.clerk1, now, kept, AttachmentForm("cases:1", "委托书", b"1"))
    assert checks.run(db, cast.head, kept) == checks.CheckResult(True, ())


def test_a_changed_audit_entry_is_named_by_its_number(db, cast, kept):
    behind(db, "UPDATE audit_entry SET actor = 'somebody' WHERE seq = 1")
    (problem,) = checks.run(db, cast.admin, kept).problems
    assert (problem.kind, problem.subject) == ("audit", "audit:1")
    assert "第 1 条" in problem.text


def test_a_changed_and_a_missing_attachment_are_named(sqlite_db, cast, kept, now):
    for title in ("甲", "乙"):
        attachments.add(sqlite_db, cast.clerk1, now, kept, AttachmentForm("cases:1", title, title.encode()))
    first, second = sorted(kept.attachments.iterdir())
    first.write_bytes(second.read_bytes())
    second.unlink()
    result = checks.run(sqlite_db, cast.head, kept)
    assert kinds(result) == ["attachment", "attachment"]
    assert {problem.subject for problem in result.problems} == {"attachment:1", "attachment:2"}


def test_an_unfinished_attachment_file_is_no_problem(sqlite_db, cast, kept):
    kept.attachments.mkdir()
    (kept.attachments / "0123.new").write_bytes(b"torn")
    assert checks.run(sqlite_db, cast.head, kept).ok


@pytest.mark.parametrize("harm", ["DELETE FROM person_key WHERE kind = 's'", "UPDATE person SET name = '王五'", "DELETE FROM person_key"])
def test_a_person_who_would_not_be_found_is_named(db, cast, kept, person, harm):
    behind(db, harm)
    (problem,) = checks.run(db, cast.head, kept).problems
    assert (problem.kind, problem.subject) == ("search_keys", f"person:{person}")


def test_search_keys_of_nobody_are_counted(db, cast, kept):
    behind(db, "INSERT INTO person_key (kind, key, person_id) VALUES ('s', 'x', 77)")
    assert kinds(checks.run(db, cast.head, kept)) == ["lost_keys"]


@pytest.mark.parametrize("harm", ["INSERT INTO rated_mark (kind, subject_id) VALUES ('case', 77)", "DELETE FROM rated_mark"])
def test_a_mark_without_a_rating_and_a_rating_without_its_mark_are_told(db, cast, kept, now, harm):
    ratings.give(db, cast.clerk1, now, RatingForm(5, ticket=finished_ticket(db, cast.clerk1, now)))
    assert checks.run(db, cast.head, kept).ok
    behind(db, harm)
    assert kinds(checks.run(db, cast.head, kept)) == ["marks"]


def test_a_reference_that_leads_nowhere_is_found(db, cast, kept):
    insert = "INSERT INTO draft (uid, officer_id, form, sealed, updated_at) VALUES ('u', 99, 'f', '', '2026-01-01 00:00:00')"
    with db.engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        off, on = ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON")
        if db.kind == "postgresql":
            off, on = "SET session_replication_role = replica", "SET session_replication_role = DEFAULT"
        driver.execute(off)
        driver.execute(insert)
        driver.execute(on)
        driver.commit()
    (problem,) = checks.run(db, cast.head, kept).problems
    assert (problem.kind, problem.subject) == ("structure", db.kind)


def test_broken_pages_are_found_and_the_other_parts_still_run(sqlite_db, cast, kept, person_on_file):
    broken = person_on_file
    result = checks.run(broken, cast.head, kept)
    assert "structure" in kinds(result)
    assert not result.ok


@pytest.fixture
def person_on_file(sqlite_db, cast, now):
    """The station's file with one damaged page of the audit values."""
    path = Path(sqlite_db.engine.url.database)
    with sqlite_db.engine.connect() as connection:
        page = connection.execute(text("SELECT rootpage FROM sqlite_master WHERE name = 'ticket'")).scalar_one()
    sqlite_db.close()
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 + 200] ^= 0xFF
    path.write_bytes(data)
    db = Database(engine.sqlite_engine(path, KEY.sub("database")), sqlite_db.vault)
    yield db
    db.close()


def test_no_more_than_a_hundred_problems_of_a_kind_are_named(db, cast, kept, now):
    with db.write("person.add", cast.clerk1, now) as unit:
        unit.add_all(Person(name=f"甲{n}", gender=2, id_kind="none", recorded_at=now) for n in range(checks.MOST + 5))
    assert len(checks.run(db, cast.head, kept).problems) == checks.MOST


def test_a_clerk_does_not_run_the_check(db, cast, kept):
    with pytest.raises(NotAllowed):
        checks.run(db, cast.clerk1, kept)
