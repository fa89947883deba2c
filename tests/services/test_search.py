"""Finding persons and everything else from one box."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from app.domain.errors import NotAllowed
from app.domain.persons import Gender, StatusKind
from app.services import persons, queue, search
from app.services.persons import PersonForm
from db.models import Case, Employer, Job, Policy
from db.queries import finding
from tests.services.people import number, register

BORN = date(1974, 8, 13)


def found(db, cast, now, text, limit=20):
    return [hit.title for hit in search.find(db, cast.clerk1, now, text, limit).hits]


@pytest.fixture
def people(db, cast, now):
    names = ("张淑芬", "李中山", "赵爽", "周胜利", "阿依古丽·买买提", "单雄信")
    return {name: register(db, cast.clerk1, now, name, BORN, serial=i, phone=f"1420000{i}162") for i, name in enumerate(names)}


def test_exact_initials_come_before_longer_names_and_these_before_endings(db, cast, now, people):
    assert found(db, cast, now, "zs") == ["赵爽", "张淑芬", "周胜利", "李中山"]


def test_whoever_is_in_the_hall_comes_first_among_the_exact(db, cast, now, people):
    later = register(db, cast.clerk1, now, "郑松", BORN, serial=30)
    queue.take(db, cast.clerk1, now, "A", person_id=later)
    hits = search.find(db, cast.clerk1, now, "zs").hits
    assert [hit.title for hit in hits][:2] == ["郑松", "赵爽"]
    assert (hits[0].right, hits[0].second[:9]) == ("在等候 A001", "女・52 岁・尾号")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("淑芬", "张淑芬"),
        ("zhangshu", "张淑芬"),
        ("sxx", "单雄信"),
        ("danxiong", "单雄信"),
        ("古丽", "阿依古丽·买买提"),
        ("3162", "周胜利"),
        ("142 0000 3162", "周胜利"),
        (number(BORN, Gender.FEMALE, 2), "赵爽"),
        (number(BORN, Gender.FEMALE, 2)[-4:].lower(), "赵爽"),
    ],
)
def test_a_person_is_found_by(db, cast, now, people, text, name):
    assert found(db, cast, now, text) == [name]


def test_what_matched_is_marked(db, cast, now, people):
    hit = search.find(db, cast.clerk1, now, "sf").hits[0]
    assert (hit.reading, hit.marks) == ("zhang shu fen", ((6, 7), (10, 11)))
    assert search.find(db, cast.clerk1, now, "zhangshu").hits[0].marks == ((0, 9),)
    assert search.find(db, cast.clerk1, now, "淑芬").hits[0].marks == ((1, 3),)


def test_more_than_asked_for_is_said(db, cast, now, people):
    group = search.find(db, cast.clerk1, now, "zs", 2)
    assert (len(group.hits), group.more) == (2, True)


def test_a_new_name_and_phone_are_found_and_the_old_ones_no_longer(db, cast, now, people):
    persons.change(db, cast.clerk1, now, people["赵爽"], 1, {"name": "赵爽爽", "phone": "14211112222"})
    assert found(db, cast, now, "zss") == ["赵爽爽"]
    assert found(db, cast, now, "2222") == ["赵爽爽"]
    assert found(db, cast, now, "2162") == []


@pytest.mark.parametrize("text", ["", "  ", "zzz", "12", "%", "张_", "'; --"])
def test_what_nobody_is_called_finds_nobody(db, cast, now, people, text):
    assert found(db, cast, now, text) == []


def test_no_search_uses_like_or_reads_without_a_limit(sqlite_db, cast, now):
    register(sqlite_db, cast.clerk1, now, "张三", BORN)
    seen: list[str] = []
    event.listen(sqlite_db.engine, "before_cursor_execute", lambda _c, _u, statement, *_: seen.append(statement))
    search.find(sqlite_db, cast.clerk1, now, "zs")
    scans = [one for one in seen if "FROM person_key" in one and "IN (" not in one]
    assert scans and all("LIKE" not in one and "LIMIT" in one for one in scans)


def test_a_long_run_of_namesakes_is_read_in_pieces(db, cast, now):
    ids = [persons.add(db, cast.clerk1, now, PersonForm("王伟")).id for _ in range(70)]
    assert [hit.id for hit in search.find(db, cast.clerk1, now, "王", 65).hits] == ids[:65]


def add_market(db, cast, now):
    with db.write("job.add", cast.clerk1, now) as unit:
        employer = Employer(name="昭顺物业服务部", kind="enterprise", sectors=[], recorded_at=now)
        unit.add_all(
            [
                employer,
                Policy(
                    code="P1",
                    name="灵活就业社保补贴",
                    level="省",
                    kind="social",
                    starts_on=BORN,
                    conditions=[],
                    published=True,
                    recorded_at=now,
                ),
            ]
        )
        unit.flush()
        common = {"employer_id": employer.id, "kind": "full_time", "headcount": 2, "skills": [], "limits": [], "recorded_at": now}
        unit.add(Job(code="J1", title="保洁", state="open", collected_on=now.date(), expires_on=date(2026, 11, 30), **common))
        unit.add(Job(code="J2", title="保洁（旧）", state="open", collected_on=BORN, expires_on=now.date() - timedelta(days=1), **common))
    with db.read("item.read", cast.clerk1) as session:
        return finding.item_names(session)[0]


def add_case(db, cast, now, item, person_id, deadline=date(2026, 10, 13)):
    with db.write("case.open", cast.clerk1, now) as unit:
        case = Case(
            number="BJ20260930-033",
            item_id=item.id,
            item_version_id=item.version_id,
            item_name=item.name,
            item_kind="promised",
            person_id=person_id,
            state="accepted",
            first_officer_id=1,
            officer_id=1,
            received_on=now.date(),
            received_at=now,
            recorded_at=now,
            supplement_rule="stop",
            deadline=deadline,
        )
        unit.add(case)


def codes_of(groups):
    return {group.code: [hit.title for hit in group.hits] for group in groups}


def test_the_palette_keeps_its_order_and_finds_by_name_and_initials(db, cast, now, people):
    add_case(db, cast, now, add_market(db, cast, now), people["赵爽"])
    groups = search.palette(db, cast.clerk1, now, "zs")
    assert [group.code for group in groups] == ["persons", "cases", "items", "jobs"]
    case = groups[1].hits[0]
    assert (case.key, case.second, case.case.remaining_days) == ("BJ20260930-033", "赵爽", 3)
    assert (groups[3].hits[0].second, groups[3].hits[0].right) == ("在招 1 个岗位", "有效至 2026-11-30")


def test_an_item_says_its_limit_beside_its_name(db, cast, now):
    with db.read("item.read", cast.clerk1) as session:
        rows = {row.item_kind: row for row in finding.item_names(session) if row.promised_days or row.item_kind == "immediate"}
    told = {row.item_kind: search.palette(db, cast.clerk1, now, row.name)[0].hits[0].right for row in rows.values()}
    promised = rows["promised"]
    statutory = f"，法定 {promised.statutory_days} 个" if promised.statutory_days else ""
    assert told == {"immediate": "即办件，当日办结", "promised": f"承诺件，承诺 {promised.promised_days} 个工作日{statutory}"}


def test_parts_of_names_find_items_jobs_and_policies(db, cast, now):
    item = add_market(db, cast, now)
    assert codes_of(search.palette(db, cast.clerk1, now, item.name)) == {"items": [item.name]}
    assert codes_of(search.palette(db, cast.clerk1, now, "灵活就业社保补贴"))["policies"] == ["灵活就业社保补贴"]
    assert codes_of(search.palette(db, cast.clerk1, now, "保洁")) == {"jobs": ["保洁"]}


def test_a_ticket_and_a_case_number_are_told_apart(db, cast, now, people):
    queue.take(db, cast.clerk1, now, "A", person_id=people["赵爽"])
    item = add_market(db, cast, now)
    add_case(db, cast, now, item, people["周胜利"])
    ticket = search.palette(db, cast.clerk1, now, "a001")[0]
    assert (ticket.code, ticket.hits[0].key, ticket.hits[0].second, ticket.hits[0].state) == ("tickets", "A001", "赵爽", "waiting")
    assert codes_of(search.palette(db, cast.clerk1, now, "bj20260930")) == {"cases": [item.name]}


def test_one_group_can_be_widened(db, cast, now, people):
    narrow = search.palette(db, cast.clerk1, now, "zs", limit=1)[0]
    wide = search.palette(db, cast.clerk1, now, "zs", only="persons", limit=50)
    assert (len(narrow.hits), narrow.more, [g.code for g in wide], len(wide[0].hits)) == (1, True, ["persons"], 4)


def test_the_administrator_finds_no_person_and_no_case(db, cast, now, people):
    add_case(db, cast, now, add_market(db, cast, now), people["赵爽"])
    assert [group.code for group in search.palette(db, cast.admin, now, "zs")] == ["items", "jobs"]
    with pytest.raises(NotAllowed):
        search.find(db, cast.admin, now, "zs")


def test_a_person_at_work_says_so(db, cast, now):
    register(db, cast.clerk1, now, "张顺", BORN, gender=Gender.MALE, status=StatusKind.EMPLOYED)
    assert search.find(db, cast.clerk1, now, "张顺").hits[0].right == "单位就业"
