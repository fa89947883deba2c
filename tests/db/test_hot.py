"""The hot road and the batch writer: the same rows, the same values and the same errors as SQLAlchemy gives."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from app.domain.actor import LOOKER, SYSTEM
from app.domain.errors import Conflict
from db import hot
from db.audit import VALUE_FIELD
from db.batch_writer import Batch
from db.hot import Hot
from db.models import Approval, AuditValue, NumberSeries, Person, QueueLine, Rating, Ticket

T, L = Ticket.__table__.c, QueueLine.__table__.c
RATING = Rating.__table__


def rating(number: int, now: datetime) -> dict[str, object]:
    return {
        "id": number,
        "case_id": None,
        "ticket_id": None,
        "item_name": "就业困难人员认定",
        "level": 4,
        "text": "办得快",
        "anonymous": True,
        "person_id": None,
        "channel": "counter",
        "officer_id": 1,
        "rated_on": date(2026, 10, 9),
        "rated_at": now,
        "recorded_at": now,
    }


def test_a_prepared_select_reads_what_sqlalchemy_reads(db, now):
    statement = select(L.id, L.letter, L.active, L.hours, L.daily_limit).where(L.letter == bindparam("letter"))
    with db.read("station.look", LOOKER) as session:
        plain = session.execute(statement, {"letter": "B"}).one()
        assert tuple(Hot(statement).one(session, {"letter": "B"})) == tuple(plain)
        assert Hot(statement).first(session, {"letter": "Z"}) is None


def test_a_prepared_insert_writes_what_sqlalchemy_writes(db, now):
    with db.write("demo.make", SYSTEM, now) as unit:
        unit.connection().execute(insert(RATING), rating(1, now))
        hot.writing(insert(RATING), tuple(rating(2, now))).run(unit, rating(2, now))
        Batch(RATING, [rating(3, now), rating(4, now)]).insert(unit)
        rows = [tuple(row)[1:] for row in unit.execute(select(*RATING.c).order_by(RATING.c.id))]
    assert rows == [tuple(rating(1, now).values())[1:]] * 4


def test_what_lies_in_the_file_is_the_same_text(sqlite_db, now):
    with sqlite_db.write("demo.make", SYSTEM, now) as unit:
        unit.connection().execute(insert(RATING), rating(1, now))
        Batch(RATING, [rating(2, now)]).insert(unit)
        stored = unit.connection().exec_driver_sql("SELECT rated_on, rated_at, recorded_at FROM rating ORDER BY id").all()
    assert tuple(stored[0]) == tuple(stored[1])


def test_a_naive_moment_reaches_no_table_by_a_batch(sqlite_db, now):
    with pytest.raises(ValueError, match="naive"), sqlite_db.write("demo.make", SYSTEM, now) as unit:
        Batch(RATING, [rating(1, now.replace(tzinfo=None))]).insert(unit)


def approval(number: int, now: datetime, data: dict[str, object]) -> dict[str, object]:
    asked = {"id": number, "record": f"cases:{number}", "step": "void", "asked_by": 1, "asked_at": now, "state": "asked"}
    paper = {"signer_name": "", "signer_duty": "", "signed_on": None, "attachment_id": None}
    return {**asked, **paper, "decided_by": None, "decided_at": None, "reason": "重复", "data": data, "version": 1}


def test_the_digest_of_a_batch_in_the_audit_trail_is_that_of_the_rows_that_are_there(db, now):
    rows = [approval(1, now, {}), approval(2, now, {"原因": ["甲", None], "days": 3})]
    with db.write("demo.make", SYSTEM, now) as unit:
        unit.insert_many(Approval, rows)
    with db.read("demo.make", SYSTEM) as session:
        there = [dict(row._mapping) for row in session.execute(select(*Approval.__table__.c).order_by(Approval.id))]
        kept = session.execute(select(AuditValue).where(AuditValue.record == "approval:1-2")).scalar_one()
    assert there == rows
    seen = db.vault.open_bytes(VALUE_FIELD, f"{kept.seq}/approval:1-2", kept.sealed)
    assert json.loads(seen) == {"rows": [None, [2, Batch(Approval.__table__, there).digest()]]}


def test_one_value_more_or_less_gives_another_digest(now):
    row = approval(1, now, {"days": 3})
    digests = {Batch(Approval.__table__, [row | change]).digest() for change in ({}, {"data": {}}, {"state": "approved"})}
    assert len(digests) == 3


def test_columns_left_out_of_a_batch_get_their_defaults(db, now):
    with db.write("demo.make", SYSTEM, now) as unit:
        row = {"id": 1, "name": "张三", "gender": 1, "id_kind": "none", "recorded_at": now, "version": 1}
        Batch(Person.__table__, [row]).insert(unit)
        person = unit.get_one(Person, 1)
        assert (person.resident, person.source, person.points, bool(person.uid)) == (True, "counter", 0, True)


def test_the_driver_s_refusal_comes_as_sqlalchemy_s_error(db, now):
    again = hot.writing(insert(NumberSeries.__table__), ("kind", "scope", "value"))
    with pytest.raises((IntegrityError, Conflict)), db.write("demo.make", SYSTEM, now) as unit:
        for _ in range(2):
            again.run(unit, {"kind": "k", "scope": "s", "value": 1})


def test_a_statement_prepared_for_one_transaction_runs_in_the_next(db, now):
    count = Hot(select(T.id).where(T.code == bindparam("code")))
    for _ in range(2):
        with db.read("station.look", LOOKER) as session:
            assert count.all(session, {"code": "A001"}) == []
