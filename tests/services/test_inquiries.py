"""First inquiries on both databases: no case and no number needed, the first officer kept, one case at the most."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.errors import NotFound, Refused, Usage
from app.domain.inquiries import HandedIn, InquiryChannel, InquiryOutcome, parse_material
from app.services import cases, inquiries, items, queue
from app.services.inquiries import InquiryForm
from db import audit
from tests.services.people import register

ASKED = InquiryForm("灵活就业社保补贴怎么申请", "已讲明条件和材料，到 B 窗口申请")


def item_with_materials(db, actor) -> str:
    return next(line.code for line in items.listing(db, actor) if line.state == "published" and _wanted(db, actor, line.code))


def _wanted(db, actor, code) -> list[str]:
    return [m.name for m in items.guide(db, actor, code).item.materials if m.copies]


def test_an_inquiry_needs_neither_case_nor_number(db, cast, now):
    line = inquiries.record(db, cast.clerk1, now, ASKED)
    assert line.code == "ZX20261009-001"
    assert (line.first_officer, line.officer, line.case, line.person_id) == ("clerk1", "clerk1", None, None)
    with db.read("audit.read", cast.head) as session:
        assert audit.verify(session, db.vault).ok


def test_the_first_officer_is_the_one_who_called_the_ticket(db, cast, now):
    queue.take(db, cast.clerk2, now, "A")
    queue.call(db, cast.clerk1, now, 1)
    line = inquiries.record(db, cast.clerk2, now, InquiryForm("认定", "已答复", ticket="a001"))
    assert (line.first_officer, line.officer, line.ticket) == ("clerk1", "clerk2", "A001")


def test_the_phone_of_a_caller_is_sealed_and_shown_masked(db, cast, now):
    form = InquiryForm("招聘会哪天开", "10月20日", channel=InquiryChannel.PHONE, visitor="周女士", phone="14200000011")
    line = inquiries.record(db, cast.clerk1, now, form)
    assert line.phone_masked == "142****0011"
    with db.read("inquiry.read", cast.head) as session:
        assert b"14200000011" not in inquiries.found(session, line.code).phone_sealed


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (InquiryForm(" ", "答复"), "topic"),
        (InquiryForm("问题", " "), "answer"),
        (InquiryForm("问题", "答复", materials=(HandedIn("身份证", 0),)), "materials"),
        (InquiryForm("问题", "答复", materials=(HandedIn(" "),)), "materials"),
        (InquiryForm("问题", "找李岩", InquiryOutcome.PASSED_ON), "handler"),
    ],
)
def test_what_is_missing_is_named_beside_its_field(db, cast, now, form, field):
    with pytest.raises(Refused) as refusal:
        inquiries.record(db, cast.clerk1, now, form)
    assert refusal.value.field == field
    assert inquiries.count(db, cast.head, now.date(), now.date()) == 0


def test_an_inquiry_to_come_is_refused(db, cast, now):
    with pytest.raises(Refused):
        inquiries.record(db, cast.clerk1, now, InquiryForm("问题", "答复", happened=now + timedelta(minutes=1)))


@pytest.mark.parametrize(
    "form", [InquiryForm("问", "答", ticket="A009"), InquiryForm("问", "答", person_id=99), InquiryForm("问", "答", item="NO1")]
)
def test_what_does_not_exist_is_not_found(db, cast, now, form):
    with pytest.raises(NotFound):
        inquiries.record(db, cast.clerk1, now, form)


def test_a_matter_passed_on_names_who_goes_on_with_it(db, cast, now):
    line = inquiries.record(db, cast.clerk1, now, InquiryForm("仲裁", "转李晓燕", InquiryOutcome.PASSED_ON, handler="clerk2"))
    assert (line.first_officer, line.officer, line.offered_to, line.offered_at) == ("clerk1", "clerk1", "clerk2", now)
    with pytest.raises(NotFound):
        inquiries.record(db, cast.clerk1, now, InquiryForm("仲裁", "转走", InquiryOutcome.PASSED_ON, handler="nobody"))


def test_an_inquiry_becomes_one_case_and_keeps_first_officer_and_moment(db, cast, now):
    queue.take(db, cast.clerk2, now, "A")
    queue.call(db, cast.clerk1, now, 1)
    person, code = register(db, cast.clerk1, now), item_with_materials(db, cast.clerk1)
    wanted = _wanted(db, cast.clerk1, code)
    asked = InquiryForm("认定", "材料收下", ticket="A001", materials=(HandedIn(wanted[0], 2), HandedIn("不在清单上的纸")))
    line = inquiries.record(db, cast.clerk2, now, asked)
    later = now + timedelta(hours=1)
    case = inquiries.to_case(db, cast.clerk2, later, line.code, item=code, person_id=person)
    view = cases.show(db, cast.head, later, case.number)
    assert (case.first_officer, case.officer, case.received_on) == ("clerk1", "clerk2", now.date())
    assert [(e.kind, e.officer, e.happened_at) for e in view.events] == [
        ("taken_over", cast.clerk2.name, now),
        ("received", cast.clerk2.name, now),
    ]
    assert [m.state for m in view.materials if m.name == wanted[0]] == ["received"]
    assert {m.state for m in view.materials if m.name != wanted[0]} <= {"missing"}
    with pytest.raises(Refused) as refusal:
        inquiries.to_case(db, cast.clerk2, later, line.code, item=code, person_id=person)
    assert refusal.value.params["existing"] == case.number


def test_a_question_of_last_week_makes_a_case_of_today_but_material_taken_in_dates_it_back(db, cast, now):
    person, code = register(db, cast.clerk1, now), item_with_materials(db, cast.clerk1)
    asked = inquiries.record(db, cast.clerk1, now, InquiryForm("怎么办", "讲清了"))
    handed = inquiries.record(db, cast.clerk1, now, InquiryForm("怎么办", "收下了", materials=(HandedIn("身份证"),)))
    later = now + timedelta(days=1)
    first, second = (inquiries.to_case(db, cast.clerk1, later, line.code, item=code, person_id=person) for line in (asked, handed))
    assert (first.received_on, first.late_entry) == (later.date(), False)
    assert (second.received_on, second.late_entry) == (now.date(), True)


def test_a_case_needs_a_person_and_an_item(db, cast, now):
    line = inquiries.record(db, cast.clerk1, now, ASKED)
    with pytest.raises(Refused) as refusal:
        inquiries.to_case(db, cast.clerk1, now, line.code)
    assert refusal.value.field == "person"
    with pytest.raises(Refused) as refusal:
        inquiries.to_case(db, cast.clerk1, now, line.code, person_id=register(db, cast.clerk1, now))
    assert refusal.value.field == "item"


def test_the_register_is_paged_newest_first_and_narrowed(db, cast, now):
    for minute in range(5):
        channel = InquiryChannel.PHONE if minute % 2 else InquiryChannel.WINDOW
        inquiries.record(db, cast.clerk1, now + timedelta(minutes=minute), InquiryForm(f"第{minute}问", "答", channel=channel))
    first = inquiries.register(db, cast.head, limit=2)
    rest = inquiries.register(db, cast.head, limit=9, after=first.next_key)
    assert [line.topic for line in (*first.rows, *rest.rows)] == ["第4问", "第3问", "第2问", "第1问", "第0问"]
    assert not rest.more
    assert len(inquiries.register(db, cast.head, channel=InquiryChannel.PHONE).rows) == 2
    assert inquiries.register(db, cast.head, since=now.date() + timedelta(days=1)).rows == ()
    assert inquiries.count(db, cast.head, now.date(), now.date()) == 5


def test_codes_and_materials_are_read_as_typed():
    assert parse_material("居民身份证复印件×2") == HandedIn("居民身份证复印件", 2)
    assert parse_material("申请表：3") == HandedIn("申请表", 3)
    assert parse_material("申请表") == HandedIn("申请表", 1)
    with pytest.raises(Usage):
        parse_material("申请表×两")


def test_a_wrong_code_is_told_apart_from_an_unknown_one(db, cast, now):
    with pytest.raises(NotFound, match=r"inquiry\.code"):
        inquiries.to_case(db, cast.clerk1, now, "A001")
    with pytest.raises(NotFound):
        inquiries.to_case(db, cast.clerk1, now, "ZX20261009-009")
