"""The one road for every write: all or nothing, audited, announced afterwards."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from app.domain.actor import SYSTEM
from app.domain.errors import Conflict, NotAllowed
from app.services import audits
from db import audit, counters, request_keys
from db.models import AuditEntry, AuditValue, Counter, Person, PersonKey, Seat, Setting, Station
from db.uow import WORKING_TABLES, Database

COUNTER_NAME = select(Counter.__table__.c.name).where(Counter.__table__.c.number == 1)


def last_entry(db: Database, actor) -> AuditEntry:
    with db.read("audit.read", actor) as session:
        return session.execute(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).scalar_one()


def test_a_change_of_a_mapped_row_adds_one_entry_with_before_and_after(db, cast, now):
    with db.write("station.change", cast.head, now) as unit:
        unit.get_one(Station, 1).phone = "0457-0000000"
    entry = last_entry(db, cast.head)
    assert (entry.action, entry.actor, entry.subject) == ("station.change", "head", "station:1")
    with db.read("audit.read", cast.head) as session:
        sealed = session.execute(select(AuditValue.sealed).where(AuditValue.seq == entry.seq)).scalar_one()
    assert db.vault.open_bytes(audit.VALUE_FIELD, f"{entry.seq}/station:1", sealed) == b'{"phone":["","0457-0000000"]}'


def test_an_error_leaves_nothing_and_announces_nothing(db, cast, now):
    heard = []
    db.changes.subscribe(heard.append)
    before = last_entry(db, cast.head).seq
    with pytest.raises(ZeroDivisionError), db.write("station.change", cast.head, now) as unit:
        unit.get_one(Station, 1).phone = "1"
        unit.flush()
        raise ZeroDivisionError
    assert last_entry(db, cast.head).seq == before
    assert heard == []


def test_what_changed_is_announced_after_the_commit(db, cast, now):
    heard = []
    db.changes.subscribe(lambda tables: heard.append((tables, last_entry(db, cast.head).action)))
    with db.write("setting.change", cast.head, now) as unit:
        unit.add(Setting(key="x", value={"a": 1}))
    assert heard == [(frozenset({"setting"}), "setting.change")]


def test_a_unit_that_changes_nothing_leaves_no_entry(db, cast, now):
    before = last_entry(db, cast.head).seq
    with db.write("station.change", cast.head, now) as unit:
        unit.get_one(Station, 1).phone = unit.get_one(Station, 1).phone
    assert last_entry(db, cast.head).seq == before


def test_an_officer_who_may_not_is_stopped_before_the_first_row(db, cast, now):
    with pytest.raises(NotAllowed), db.write("person.add", cast.admin, now):
        pytest.fail("the unit of work must not begin")


@pytest.mark.parametrize(
    "statement", [insert(Setting).values(key="x", value={}), update(Setting).values(key="y"), delete(Setting), text("SELECT 1")]
)
def test_bulk_statements_and_text_are_refused_unless_marked_audited(sqlite_db, cast, now, statement):
    with pytest.raises(RuntimeError, match="outside the write road"), sqlite_db.write("setting.change", cast.head, now) as unit:
        unit.execute(statement)


def test_a_read_session_cannot_write(db, cast):
    with pytest.raises(RuntimeError, match="cannot write"), db.read("station.look", cast.head) as session:
        session.add(Setting(key="x", value={}))
        session.flush()


def test_working_data_is_written_without_an_entry(db, cast, now):
    before = last_entry(db, cast.head).seq
    with db.touch("presence") as unit:
        unit.add(Seat(name="desk", seen_at=now))
    assert last_entry(db, cast.head).seq == before


def test_the_working_road_takes_no_other_table(db, now):
    with pytest.raises(RuntimeError, match="may not write setting"), db.touch("presence") as unit:
        unit.add(Setting(key="x", value={}))


def test_the_list_of_working_tables_is_this_one():
    assert {"seat", "draft", "person_key", "number_series", "request_key", "line_pass", "rated_mark", "said_call"} == WORKING_TABLES


def test_hot_rows_are_audited_like_mapped_ones(db, cast, now):
    with db.write("counter.define", cast.head, now) as unit:
        row_id = unit.insert_row(
            Counter, number=9, name="九号窗口", state="closed", kind="", vanguard=False, reason="", active=True, version=1
        )
        unit.update_row(Counter, row_id, {"state": "closed"}, state="open")
    with db.read("audit.read", cast.head) as session:
        assert session.get_one(Counter, row_id).state == "open"
        assert audit.verify(session, db.vault).ok


def test_batches_are_audited_by_their_digest_and_numbering_goes_on_behind_them(db, cast, now):
    rows = [
        {
            "id": 100 + i,
            "number": 100 + i,
            "name": f"{i}",
            "state": "closed",
            "kind": "",
            "vanguard": False,
            "reason": "",
            "active": True,
            "version": 1,
        }
        for i in range(3)
    ]
    with db.write("counter.define", cast.head, now) as unit:
        unit.insert_many(Counter, rows)
    with db.write("counter.define", cast.head, now) as unit:
        unit.add(fresh := Counter(number=200, name="x"))
        unit.flush()
        assert fresh.id > 102


def test_many_rows_are_changed_and_added_together_and_each_change_is_told_with_before_and_after(db, cast, now):
    with db.write("counter.define", cast.head, now) as unit:
        unit.update_rows(
            Counter, [(1, {"name": "一号窗口", "kind": "k"}, {"name": "甲", "kind": "k"}), (2, {"kind": ""}, {"kind": "综合"})]
        )
        unit.add_many(Counter, [{"number": 30 + n, "name": f"{n}", "kind": "", "state": "closed", "version": 1} for n in range(3)])
        unit.add(fresh := Counter(number=200, name="x"))
        unit.flush()
    entry = last_entry(db, cast.head)
    with db.read("audit.read", cast.head) as session:
        rows = session.execute(select(AuditValue.record, AuditValue.sealed).where(AuditValue.seq == entry.seq)).all()
        told = {row.record: db.vault.open_bytes(audit.VALUE_FIELD, f"{entry.seq}/{row.record}", row.sealed) for row in rows}
        names = session.execute(select(Counter.name, Counter.kind, Counter.version).order_by(Counter.number).limit(2)).all()
        added = session.execute(select(Counter.id).where(Counter.number.between(30, 32)).order_by(Counter.id)).scalars().all()
    assert [tuple(row) for row in names] == [("甲", "就业服务专窗", 2), ("二号窗口", "综合", 2)]
    assert (told["counter:1"], told["counter:2"]) == ('{"name":["一号窗口","甲"]}'.encode(), '{"kind":["","综合"]}'.encode())
    assert f"counter:{added[0]}-{added[2]}" in told and fresh.id > added[2]
    assert audits.verify(db, cast.head).ok


def test_a_late_unit_writes_its_updates_together_at_the_end_under_the_lock(db, cast, now):
    with db.write("counter.define", cast.head, now, late=True) as unit:
        assert unit.execute(COUNTER_NAME).scalar_one() == "一号窗口"
        unit.lock()
        unit.update_row(Counter, 1, {"name": "一号窗口", "kind": ""}, name="综合窗口")
        unit.update_row(Counter, 1, {"name": "综合窗口", "kind": ""}, kind="综合")
        assert unit.execute(COUNTER_NAME).scalar_one() == "一号窗口"
    with db.read("queue.read", cast.head) as session:
        row = session.get_one(Counter, 1)
        assert (row.name, row.kind) == ("综合窗口", "综合")
    assert audits.verify(db, cast.head).ok


def test_a_late_unit_that_fails_leaves_nothing(db, cast, now):
    with pytest.raises(ZeroDivisionError), db.write("counter.define", cast.head, now, late=True) as unit:
        unit.lock()
        unit.update_row(Counter, 1, {"name": "一号窗口"}, name="综合窗口")
        raise ZeroDivisionError
    with db.read("queue.read", cast.head) as session:
        assert session.execute(COUNTER_NAME).scalar_one() == "一号窗口"


def test_a_late_unit_may_not_write_before_it_has_the_lock(db, cast, now):
    with pytest.raises(RuntimeError, match="before the lock"), db.write("counter.define", cast.head, now, late=True) as unit:
        unit.update_row(Counter, 1, {"name": "一号窗口"}, name="综合窗口")


def test_what_a_server_refuses_among_several_statements_is_told_like_any_other(db, cast, now):
    """The key of somebody else stands already: a conflict, and nothing is left."""
    with db.touch("request") as unit:
        request_keys.remember(unit, "k", "queue.call", now, {})
    refusal = Conflict if db.kind == "postgresql" else IntegrityError  # on SQLite nobody can have come in between
    with pytest.raises(refusal), db.write("counter.define", cast.head, now, late=True) as unit:
        unit.lock()
        unit.update_row(Counter, 1, {"name": "一号窗口"}, name="综合窗口")
        request_keys.remember(unit, "k", "queue.call", now, {})
    with db.read("queue.read", cast.head) as session:
        assert session.execute(COUNTER_NAME).scalar_one() == "一号窗口"


def test_a_lost_update_is_a_conflict(db, cast, now):
    with pytest.raises(Conflict), db.write("station.change", cast.head, now) as first:
        row = first.get_one(Station, 1)
        elsewhere = update(Station).values(version=Station.version + 1)
        first.execute(elsewhere, execution_options={"audited": True, "synchronize_session": False})
        row.phone = "1"


def test_numbers_of_a_series_run_without_gaps(db, cast, now):
    def draw() -> int:
        with db.write("setting.change", cast.head, now) as unit:
            return counters.next_number(unit, "case", "2026-10-09")

    assert [draw(), draw()] == [1, 2]
    with pytest.raises(ZeroDivisionError), db.write("setting.change", cast.head, now) as unit:
        counters.next_number(unit, "case", "2026-10-09")
        raise ZeroDivisionError
    assert draw() == 3


def test_search_keys_ride_in_an_audited_unit_without_being_values(db, cast, now):
    with db.write("person.add", cast.clerk1, now) as unit:
        unit.add(person := Person(name="张淑芬", gender=2, id_kind="none", recorded_at=now))
        unit.flush()
        unit.execute(insert(PersonKey), [{"kind": "s", "key": "张淑芬", "person_id": person.id}])
    with db.read("audit.read", cast.head) as session:
        assert audit.verify(session, db.vault).ok
        assert not session.execute(select(AuditValue.record).where(AuditValue.record.like("person_key%"))).all()


def test_the_program_itself_acts_as_system(db, now):
    with db.write("duties.run", SYSTEM, now) as unit:
        unit.note("duty:x", done=True)
