"""What the second schema makes of the first one's tickets, and what its indexes refuse."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from db import schema

OLD_TICKET = """
INSERT INTO ticket (id, line_id, business_date, number, code, state, place, lane, restored, calls, held_seconds, channel, version,
                    counter_id, taken_at, called_at, started_at, finished_at)
VALUES (:id, 1, '2026-09-02', :id, :code, :state, :id, 0, :no, 1, 60, 'desk', 1,
        1,
 '2026-09-02 01:00:00', '2026-09-02 01:10:00', :started, :finished)"""
BEFORE = (
    "INSERT INTO queue_line (id, letter, name, active, hours, version) VALUES (1, 'A', '综合', :yes, '[]', 1)",
    "INSERT INTO counter (id, number, name, vanguard, state, active, version) VALUES (1, 1, '一号', :no, 'open', :yes, 1)",
)


@pytest.fixture
def upgraded(tableless):
    """A connection to a database of the first schema with three tickets, after its upgrade."""
    schema.upgrade(tableless, "0001")
    yes_no = {"yes": True, "no": False}
    with tableless.begin() as connection:
        for statement in BEFORE:
            connection.execute(text(statement), {k: v for k, v in yes_no.items() if f":{k}" in statement})
        for number, state, started, finished in (
            (1, "finished", "2026-09-02 01:12:00", "2026-09-02 01:30:00"),
            (2, "called", None, None),
            (3, "called", None, None),
        ):
            values = {"id": number, "code": f"A00{number}", "state": state, "no": False, "started": started, "finished": finished}
            connection.execute(text(OLD_TICKET), values)
    schema.upgrade(tableless)
    with tableless.connect() as connection:
        yield connection


def test_old_tickets_get_the_times_they_had(upgraded):
    rows = upgraded.execute(
        text("SELECT state, waited_seconds, served_seconds, first_called_at, state_since FROM ticket ORDER BY id")
    ).all()
    assert [(row[0], row[1], row[2]) for row in rows] == [("finished", 600, 1080 - 60), ("called", 600, 0), ("called", 600, 0)]
    assert [str(row[3])[11:16] for row in rows] == ["01:10"] * 3
    assert [str(row[4])[11:16] for row in rows] == ["01:30", "01:10", "01:10"]


def test_of_two_visitors_called_to_one_counter_the_newest_stays_there(upgraded):
    assert upgraded.execute(text("SELECT counter_id FROM ticket ORDER BY id")).scalars().all() == [1, None, 1]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ticket SET counter_id = 1 WHERE id = 2",
        "UPDATE ticket SET appointment_id = 7 WHERE id IN (2, 3)",
    ],
)
def test_a_counter_has_one_visitor_and_an_appointment_one_open_ticket(upgraded, statement):
    with pytest.raises(IntegrityError):
        upgraded.execute(text(statement))


def test_a_ticket_that_is_over_frees_its_appointment_and_its_counter(upgraded):
    upgraded.execute(text("UPDATE ticket SET appointment_id = 7 WHERE id = 3"))
    upgraded.execute(text("UPDATE ticket SET state = 'abandoned' WHERE id = 3"))
    upgraded.execute(text("UPDATE ticket SET appointment_id = 7, counter_id = 1 WHERE id = 2"))


def test_the_boards_show_tickets_and_no_person(upgraded):
    row = upgraded.execute(text("SELECT * FROM board_ticket WHERE code = 'A003'")).one()
    assert (row.letter, row.counter, row.state) == ("A", 1, "called")
    boards = [name for name in dir(row) if not name.startswith("_")]
    assert not [name for name in boards if "person" in name or "priority" in name or "officer" in name]
