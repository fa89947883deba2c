"""What the third schema holds by itself: who may not decide on themselves, and of what there is only one at a time."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from db import schema

OFFICER = (
    "INSERT INTO officer (id, uid, login, name, roles, must_change, full_time, specialist, started_on, failed_tries, version)"
    " VALUES (:id, :login, :login, :login, '[\"counter\"]', :no, :yes, :yes, '2026-01-04', 0, 1)"
)
LEAD = (
    "INSERT INTO accountability_record (id, kind, record, officer_id, rule, fell_due_on, written_at, state, version)"
    " VALUES (1, 'overdue', 'cases:1', 1, '限时办结制', '2026-03-03', '2026-03-03 00:00:00', 'raised', 1)"
)
APPROVAL = (
    "INSERT INTO approval (id, record, step, asked_by, asked_at, state, data, version)"
    " VALUES (1, 'cases:1', 'extension', 1, '2026-03-03 00:00:00', 'asked', '{}', 1)"
)
PLACE = "INSERT INTO whereabouts (officer_id, state, since, written_by) VALUES (1, 'meeting', '2026-03-03 01:00:00', 1)"


@pytest.fixture
def upgraded(tableless):
    """A connection to a database of the second schema with two officers, a lead and a waiting step, after its upgrade."""
    schema.upgrade(tableless, "0002")
    with tableless.begin() as connection:
        for number, login in ((1, "clerk"), (2, "head")):
            connection.execute(text(OFFICER), {"id": number, "login": login, "no": False, "yes": True})
        connection.execute(text(LEAD))
        connection.execute(text(APPROVAL))
    schema.upgrade(tableless)
    with tableless.connect() as connection:
        yield connection


def test_an_old_lead_waits_for_its_steps(upgraded):
    row = upgraded.execute(text("SELECT state, measure, correction, closing, decided_at, closed_by FROM accountability_record")).one()
    assert tuple(row) == ("raised", "", "", "", None, None)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accountability_record SET decided_by = 1",
        "UPDATE accountability_record SET closed_by = 1",
        "UPDATE approval SET decided_by = 1",
        "UPDATE approval SET signed_on = '2026-03-04', signer_name = '', signer_duty = '', attachment_id = 1",
        PLACE.replace("VALUES (1", "VALUES (2") + f"; {PLACE}",
    ],
)
def test_nobody_decides_on_themselves_and_a_signature_says_whose_it_is(upgraded, statement):
    upgraded.execute(text(PLACE))
    with pytest.raises(IntegrityError):
        for one in statement.split(";"):
            upgraded.execute(text(one))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accountability_record SET decided_by = 2, closed_by = 2",
        "UPDATE approval SET decided_by = 2",
        "UPDATE approval SET decided_by = 1, signed_on = '2026-03-04', signer_name = '赵', signer_duty = '县级联系人', attachment_id = 1",
    ],
)
def test_another_officer_decides_or_a_signed_paper_does(upgraded, statement):
    assert upgraded.execute(text(statement)).rowcount == 1


def test_who_came_back_may_leave_again(upgraded):
    upgraded.execute(text(PLACE))
    upgraded.execute(text("UPDATE whereabouts SET ended_at = '2026-03-03 02:00:00'"))
    upgraded.execute(text(PLACE))
    assert upgraded.execute(text("SELECT count(*) FROM whereabouts WHERE ended_at IS NULL")).scalar_one() == 1
