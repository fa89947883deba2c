"""Persons: registered once, changed with a memory, shown masked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event, func, select

from app.domain.errors import Conflict, NotAllowed, NotFound, Refused
from app.domain.persons import DataSource, Gender, IdKind, StatusKind
from app.services import person_pages, person_trail, persons
from app.services.persons import PersonForm
from app.texts import sentence
from db import audit, queries
from db.models import AuditValue, Person, PersonKey
from tests.services.people import number, register

BORN = date(1978, 4, 26)
FORM = PersonForm("张淑芬", number(BORN), phone="142 0000 7162", education="senior", marital="married")


def test_a_person_is_registered_with_what_the_number_says(db, cast, now):
    added = persons.add(db, cast.clerk1, now, FORM)
    shown = person_pages.show(db, cast.clerk1, now, added.id)
    assert (shown.name, shown.gender, shown.birth_date, shown.age) == ("张淑芬", Gender.FEMALE, BORN, 48)
    assert (shown.id_number_masked, shown.phone_masked) == ("2327**********" + FORM.id_number[-4:], "142****7162")
    assert shown.id_kind is IdKind.RESIDENT


def test_numbers_lie_sealed_and_never_in_a_key_or_an_audit_value(db, cast, now):
    added = persons.add(db, cast.clerk1, now, FORM)
    with db.read("person.read", cast.head) as session:
        row = session.get_one(Person, added.id)
        assert FORM.id_number.encode() not in row.id_number_sealed
        keys = session.execute(select(PersonKey.key).where(PersonKey.person_id == added.id)).scalars().all()
        assert not any("7162" in key or FORM.id_number in key for key in keys)
        sealed = session.execute(select(AuditValue)).scalars().all()
        opened = b"".join(db.vault.open_bytes(audit.VALUE_FIELD, f"{v.seq}/{v.record}", v.sealed) for v in sealed)
        assert FORM.id_number.encode() not in opened and b"14200007162" not in opened
        assert audit.verify(session, db.vault).ok


def test_a_number_already_there_is_refused_with_the_person_who_has_it(db, cast, now):
    first = persons.add(db, cast.clerk1, now, FORM)
    with pytest.raises(Refused) as caught:
        persons.add(db, cast.clerk2, now, replace(FORM, name="张淑分", id_number=FORM.id_number.lower()))
    assert (caught.value.code, caught.value.params["existing"]) == ("person.exists", first.id)


def test_two_desks_that_enter_one_person_at_once_make_one(postgres_db, cast, now, monkeypatch):
    persons.add(postgres_db, cast.clerk1, now, FORM)
    with monkeypatch.context() as patched, pytest.raises(Conflict):
        patched.setattr(queries.people, "person_by_digest", lambda *_: None)  # the other desk has not committed yet
        persons.add(postgres_db, cast.clerk2, now, FORM)
    with pytest.raises(Refused, match="person.exists"):
        persons.add(postgres_db, cast.clerk2, now, FORM)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id_number": "232701197804260013"}, "person.id_check"),
        ({"id_number": None, "id_kind": IdKind.NONE, "birth_date": date(2027, 1, 1)}, "person.birth_future"),
        ({"education": "phd"}, "codes.unknown"),
        ({"name": " "}, "person.name_empty"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_written(db, cast, now, change, code):
    with pytest.raises(Refused) as caught:
        persons.add(db, cast.clerk1, now, replace(FORM, **change))
    assert caught.value.code == code
    with db.read("person.read", cast.head) as session:
        assert session.execute(select(func.count()).select_from(Person)).scalar_one() == 0


def test_a_person_without_a_document_can_get_the_number_later(db, cast, now):
    added = persons.add(db, cast.clerk1, now, PersonForm("李小满"))
    later = persons.change(db, cast.clerk1, now, added.id, added.version, {"id_number": number(date(2003, 1, 2), Gender.MALE)})
    shown = person_pages.show(db, cast.clerk1, now, added.id)
    assert (shown.gender, shown.birth_date, shown.id_kind) == (Gender.MALE, date(2003, 1, 2), IdKind.RESIDENT)
    assert later.version > added.version


def test_a_change_since_then_is_a_conflict_that_names_who_made_it(db, cast, now):
    added = persons.add(db, cast.clerk1, now, FORM)
    persons.change(db, cast.clerk2, now, added.id, added.version, {"address": "松涛社区 3 号楼"})
    with pytest.raises(Conflict) as caught:
        persons.change(db, cast.clerk1, now, added.id, added.version, {"address": "松涛社区 4 号楼"})
    assert "最近一次办理：李晓燕，2026-10-09 09:00，“修改人员信息”。" in sentence(caught.value)


def test_a_new_phone_number_is_kept_with_its_source_and_officer(db, cast, now):
    added = persons.add(db, cast.clerk1, now, FORM)
    persons.change(db, cast.clerk2, now + timedelta(days=1), added.id, added.version, {"phone": "14200001234"}, source=DataSource.VISIT)
    line = person_trail.trail(db, cast.clerk1, added.id)[0]
    assert (line.officer, line.action) == ("李晓燕", "person.change")
    assert ("phone", "142****7162", "142****1234") in [(c.field, c.before, c.after) for c in line.changes]
    assert ("来源", "窗口登记", "上门摸排") in [(c.label, c.said_before, c.said_after) for c in line.changes]
    assert line.at == now + timedelta(days=1)


def test_the_trail_speaks_in_words_and_keeps_sealed_notes_to_itself(db, cast, now):
    added = persons.add(db, cast.clerk1, now, FORM)
    values = {"education": "college", "health": "高血压", "helper_id": cast.clerk2.officer_id, "resident": False}
    persons.change(db, cast.clerk1, now, added.id, added.version, values)
    line = person_trail.trail(db, cast.clerk1, added.id)[0]
    said = {c.label: (c.said_before, c.said_after) for c in line.changes}
    assert (line.title, said["学历"], said["帮扶人"]) == ("修改人员信息", ("高中", "专科"), ("", "李晓燕"))
    assert (said["健康状况"], said["是否常住"]) == (("", "…"), ("是", "否"))


def test_no_code_of_the_program_stands_in_the_trail(db, cast, now):
    """How a list was handed over and by what a group came are told in Chinese too."""
    names = person_trail._Names({}, {})
    told = [
        ("handed_over_how", "counter"),
        ("source", "computed"),
        ("kinds", ["part_time", "public_welfare"]),
        ("closed_reason", "in_work"),
    ]
    said = [person_trail._said(names, field, value) for field, value in told]
    assert said[:2] == ["窗口当面", "自动判断"] and not any(letter.isascii() for text in said for letter in text)


def test_saving_without_a_change_leaves_no_trace(db, cast, now):
    added = persons.add(db, cast.clerk1, now, FORM)
    persons.change(db, cast.clerk2, now, added.id, added.version, {"phone": "14200007162", "education": "senior"})
    assert [line.action for line in person_trail.trail(db, cast.clerk1, added.id)] == ["person.add"]


def test_another_number_that_is_taken_is_refused(db, cast, now):
    persons.add(db, cast.clerk1, now, FORM)
    other = persons.add(db, cast.clerk1, now, PersonForm("王强", number(BORN, Gender.MALE)))
    with pytest.raises(Refused, match="person.exists"):
        persons.change(db, cast.clerk1, now, other.id, other.version, {"id_number": FORM.id_number, "gender": Gender.FEMALE})


def test_a_look_at_the_full_number_is_recorded(db, cast, now):
    added = persons.add(db, cast.clerk1, now, FORM)
    assert persons.reveal(db, cast.clerk2, now, added.id, "id_number", "核对证件") == FORM.id_number
    line = person_trail.trail(db, cast.head, added.id)[0]
    assert (line.officer, line.action, line.changes[0].after) == ("李晓燕", "person.reveal", "id_number")


def test_who_may_not_look_sees_nothing_and_reads_no_person(db, cast, now):
    added = persons.add(db, cast.clerk1, now, FORM)
    for look in (cast.county, cast.admin):
        with pytest.raises(NotAllowed):
            persons.reveal(db, look, now, added.id, "phone")
    with pytest.raises(NotAllowed):
        person_pages.show(db, cast.admin, now, added.id)


def test_what_is_not_there_cannot_be_looked_at(db, cast, now):
    added = persons.add(db, cast.clerk1, now, PersonForm("李小满"))
    with pytest.raises(Refused, match="person.nothing_hidden"):
        persons.reveal(db, cast.clerk1, now, added.id, "phone")
    with pytest.raises(NotFound, match="person.not_found"):
        person_pages.show(db, cast.clerk1, now, 4711)


def test_the_form_may_bring_a_status_and_groups_along(db, cast, now):
    form = replace(FORM, status=StatusKind.REGISTERED_UNEMPLOYED, status_since=date(2025, 3, 15), groups=("veteran",))
    shown = person_pages.show(db, cast.clerk1, now, persons.add(db, cast.clerk1, now, form).id)
    assert (shown.status, shown.status_since, shown.unemployed_months) == (StatusKind.REGISTERED_UNEMPLOYED, date(2025, 3, 15), 18)
    assert set(shown.groups) == {"veteran", "unemployed", "older", "long_unemployed"}


def test_the_list_goes_page_by_page_and_can_be_narrowed(db, cast, now):
    ids = [register(db, cast.clerk1, now, f"人{i}", serial=i, status=StatusKind.UNEMPLOYED if i % 2 else None) for i in range(5)]
    first = person_pages.page(db, cast.clerk1, now, limit=3)
    rest = person_pages.page(db, cast.clerk1, now, after=first.next_key, limit=3)
    assert [line.id for line in (*first.rows, *rest.rows)] == ids[::-1]
    assert (first.more, rest.more) == (True, False)
    only = person_pages.page(db, cast.clerk1, now, only=person_pages.PersonFilter(status="unemployed"))
    assert [line.id for line in only.rows] == [ids[3], ids[1]]


def test_the_list_of_a_group_follows_the_day(db, cast, now):
    young = register(db, cast.clerk1, now, "周小雨", date(2001, 10, 10), status=StatusKind.REGISTERED_UNEMPLOYED, status_since=now.date())
    youth = person_pages.PersonFilter(group="youth")
    assert [line.id for line in person_pages.page(db, cast.clerk1, now, only=youth).rows] == [young]
    assert not person_pages.page(db, cast.clerk1, now + timedelta(days=1), only=youth).rows


def test_who_lacks_most_points_comes_first(db, cast, now):
    bare = register(db, cast.clerk1, now, "周小雨", serial=1)
    register(
        db, cast.clerk1, now, "周大雨", serial=2, education="senior", marital="single", phone="14200000000", status=StatusKind.UNEMPLOYED
    )
    found = person_pages.page(db, cast.clerk1, now, only=person_pages.PersonFilter(unclear=True), limit=1)
    assert [(line.id, line.points) for line in found.rows] == [(bare, 0)]
    rest = person_pages.page(db, cast.clerk1, now, only=person_pages.PersonFilter(unclear=True), after=found.next_key)
    assert [line.points for line in rest.rows] == [1]


@pytest.mark.parametrize(
    "only",
    [
        person_pages.PersonFilter(),
        person_pages.PersonFilter(status="unemployed"),
        person_pages.PersonFilter(status="unemployed", unclear=True),
        person_pages.PersonFilter(group="veteran"),
        person_pages.PersonFilter(grid_id=1),
        person_pages.PersonFilter(unclear=True),
    ],
)
def test_a_page_walks_an_index_and_sorts_nothing(sqlite_db, cast, now, only):
    seen: list[tuple[str, object]] = []
    event.listen(sqlite_db.engine, "before_cursor_execute", lambda _c, _u, statement, values, *_: seen.append((statement, values)))
    person_pages.page(sqlite_db, cast.clerk1, now, only=only)
    statement, values = next(one for one in seen if "FROM person " in one[0].replace("\n", " "))
    with sqlite_db.engine.connect() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    assert not any("TEMP B-TREE" in step for step in plan), plan
