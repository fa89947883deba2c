"""What the fourth schema does with ratings that are there: the anonymous lose what they were about, and nothing can be rated twice."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from db import engine as engines
from db import schema
from tests.keeping import empty_database

RATING = (
    "INSERT INTO rating (id, case_id, ticket_id, level, text, anonymous, person_id, channel, rated_on, rated_at, recorded_at)"
    " VALUES (:id, :case, :ticket, 1, '等太久', :anonymous, NULL, 'counter', '2026-03-03', '2026-03-03 01:00:00', '2026-03-03 01:00:00')"
)
INVITATION = (
    "INSERT INTO rating_invitation (id, code, case_id, channel, fell_due_on, written_at, rating_id, version)"
    " VALUES (1, 'PJ20260306-001', 7, 'slip', '2026-03-06', '2026-03-06 01:00:00', 1, 1)"
)


@pytest.fixture
def upgraded(tableless):
    """A connection to a database of the third schema with an anonymous and a signed rating, after its upgrade."""
    schema.upgrade(tableless, "0003")
    with tableless.begin() as connection:
        connection.execute(text(RATING), {"id": 1, "case": 7, "ticket": None, "anonymous": True})
        connection.execute(text(RATING), {"id": 2, "case": None, "ticket": 9, "anonymous": False})
        connection.execute(text(INVITATION))
    schema.upgrade(tableless)
    with tableless.connect() as connection:
        yield connection


def test_an_anonymous_rating_is_untied_a_signed_one_stays_and_both_are_marked(upgraded):
    rows = upgraded.execute(text("SELECT level, text, case_id, ticket_id FROM rating ORDER BY id")).all()
    assert [tuple(row) for row in rows] == [(1, "等太久", None, None), (1, "等太久", None, 9)]
    assert [tuple(row) for row in upgraded.execute(text("SELECT * FROM rated_mark ORDER BY kind"))] == [("case", 7), ("ticket", 9)]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO rated_mark (kind, subject_id) VALUES ('case', 7)",
        "UPDATE rating_invitation SET case_id = NULL",
        "UPDATE rating_invitation SET ticket_id = 1",
    ],
)
def test_nothing_is_marked_twice_and_an_invitation_is_for_one_thing(upgraded, statement):
    assert upgraded.execute(text("SELECT code FROM rating_invitation WHERE case_id = 7")).scalar_one() == "PJ20260306-001"
    with pytest.raises(IntegrityError):
        upgraded.execute(text(statement))


def test_the_board_of_items_says_where_to_complain(upgraded):
    assert upgraded.execute(text("SELECT complaints FROM board_item")).all() == []


def test_a_kiosk_that_had_access_before_goes_on_rating(postgres_server):
    with ExitStack() as stack:
        made = engines.postgres_engine(stack.enter_context(empty_database(postgres_server)))
        stack.callback(made.dispose)
        schema.upgrade(made, "0003")
        with made.begin() as connection:
            role = f"{connection.execute(text('SELECT current_database()')).scalar_one()}_kiosk"
            connection.execute(text(f'CREATE ROLE "{role}"'))
        schema.upgrade(made)
        with made.begin() as connection:
            asked = "SELECT has_table_privilege(:role, 'rated_mark', 'INSERT'), has_column_privilege(:role, 'cases', 'state', 'SELECT')"
            assert tuple(connection.execute(text(asked), {"role": role}).one()) == (True, True)
            assert not connection.execute(
                text("SELECT has_column_privilege(:role, 'cases', 'person_id', 'SELECT')"), {"role": role}
            ).scalar_one()
            connection.execute(text(f'DROP OWNED BY "{role}"'))
            connection.execute(text(f'DROP ROLE "{role}"'))
