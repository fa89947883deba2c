"""The wall, the list of a desk, the board of specialists, the guide of an item; on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.complaints import ComplaintChannel, ComplaintKind
from app.domain.errors import NotAllowed, NotFound, Refused
from app.domain.norms import NormCode
from app.services import cases, complaints, counters, desks, item_lines, norms, officers, papers, posts
from app.services.cases import CaseForm
from app.services.complaints import ComplaintForm
from app.services.norms import EditionForm
from app.services.papers import Wanted
from app.services.posts import AssignmentForm, PostForm
from tests.printing import reading
from tests.services.people import register

D = date(2026, 10, 9)


def drawn(db, actor, now, document, **about):
    made = papers.draw(db, actor, now, Wanted(document, **about))
    return made, reading.solid(made.pdf)


def test_b1_the_wall_has_five_pages_one_per_system_each_with_edition_and_day(db, cast, now):
    norms.publish(db, cast.head, now, NormCode.TIME_LIMITS, "一、当日办结。", EditionForm(effective=date(2026, 10, 1)))
    made = papers.draw(db, cast.clerk1, now, Wanted("wall"))
    pages = ["".join(page.split()) for page in reading.pages(made.pdf)]
    names = ("首问负责制", "一次性告知制", "帮办代办制", "限时办结制", "责任追究制")
    assert made.pages == len(pages) == 5
    assert [name in page for name, page in zip(names, pages, strict=True)] == [True] * 5
    editions = [("第1版2026年10月9日起施行", "第2版2026年10月1日起施行")[name == "限时办结制"] for name in names]
    assert [edition in page for edition, page in zip(editions, pages, strict=True)] == [True] * 5


def test_an_edition_to_come_holds_from_its_day_and_the_earlier_ones_stay_readable(db, cast, now):
    norms.publish(db, cast.head, now, NormCode.SERVICE_NORM, "一、新。", EditionForm("服务规范（试行）", D + timedelta(days=3), "县人社局"))
    assert norms.current(db, cast.clerk1, now)[-1].number == 1
    later = norms.current(db, cast.clerk1, now + timedelta(days=3))[-1]
    assert (later.number, later.title, later.source) == (2, "服务规范（试行）", "县人社局")
    assert [one.number for one in norms.editions(db, cast.county, NormCode.SERVICE_NORM)] == [1, 2]
    with pytest.raises(NotAllowed):
        norms.publish(db, cast.clerk1, now, NormCode.PROXY, "一、")
    with pytest.raises(Refused, match=r"norm\.unknown"):
        papers.draw(db, cast.clerk1, now, Wanted("wall", code="nothing"))
    assert papers.draw(db, cast.clerk1, now, Wanted("wall", code="service-norm")).pages == 1


def test_the_list_of_a_desk_names_everything_and_both_who_sign(db, cast, now):
    person = register(db, cast.clerk1, now, "韩梅")
    number = cases.open_case(db, cast.clerk1, now, CaseForm("SYDJ", person)).number
    code = desks.offer(db, cast.head, now, "clerk2", giver="clerk1", leaving=True, reason="调离").code
    later = cases.open_case(db, cast.clerk1, now, CaseForm("JYDJ", person)).number
    waiting = drawn(db, cast.clerk1, now, "desk-list", desk=code)[1]
    assert number in waiting and later in waiting and "待接收" in waiting
    desks.take_over(db, cast.clerk2, now, code)
    made, text = drawn(db, cast.clerk2, now + timedelta(days=1), "desk-list", desk=code)
    said = ("工作交接清单", cast.clerk1.name, cast.clerk2.name, number, later, "失业登记・韩梅", "已接收", "账号停用", "合计2件")
    assert [one for one in said if one not in text] == []
    assert (made.number, made.record.split(":")[0]) == (code, "desk_hand_over")
    with pytest.raises(NotFound, match=r"desk\.unknown"):
        papers.draw(db, cast.clerk1, now, Wanted("desk-list", desk="ZJ20261009-099"))


def test_n8_the_board_lists_the_specialists_who_serve_and_none_who_left(db, cast, now):
    assert {cast.clerk1.name in drawn(db, cast.head, now, "staff-board")[1]} == {True}
    officers.end(db, cast.admin, now, "clerk1")
    text = drawn(db, cast.head, now, "staff-board")[1]
    assert cast.clerk1.name not in text and cast.clerk2.name in text and "就业服务专员公示" in text


def test_n8_the_board_says_the_own_telephone_of_each_who_has_one(db, cast, now):
    officers.set_phone(db, cast.clerk1, now, "clerk1", "14200001234")
    officers.set_phone(db, cast.head, now, "clerk2", "0457-0345678")
    with pytest.raises(NotAllowed, match=r"officer\.phone_other"):
        officers.set_phone(db, cast.clerk1, now, "clerk2", "14200001234")
    with pytest.raises(Refused):
        officers.set_phone(db, cast.clerk1, now, "clerk1", "12")
    text = drawn(db, cast.head, now, "staff-board")[1]
    assert "14200001234" in text and "04570345678" in text
    officers.set_phone(db, cast.head, now, "clerk1", "")
    assert "14200001234" not in drawn(db, cast.head, now, "staff-board")[1]


def test_the_guide_of_an_item_says_its_nine_elements_and_materials(db, cast, now):
    made, text = drawn(db, cast.clerk1, now, "guide", item="SYDJ")
    elements = ("服务对象", "服务内容", "办件类型", "办理时限", "办理条件", "受理材料", "办理途径", "查询途径", "投诉渠道")
    assert [one for one in elements if one not in text] == []
    assert made.number == "SYDJ-1" and "失业登记" in text


def test_n8_the_guide_names_who_holds_the_posts_of_the_item_s_line_today(db, cast, now):
    item_lines.put(db, cast.head, now, "SYDJ", "A")
    assert "责任岗位" not in drawn(db, cast.clerk1, now, "guide", item="SYDJ")[1], "the roster names nobody"
    serving = [one.counter for one in counters.listing(db, cast.head) if "A" in one.lines]
    posts.define(db, cast.head, now, "dj", PostForm("登记受理岗", counter=serving[0]))
    posts.assign(db, cast.head, now, AssignmentForm("clerk1", "DJ", "受理、登记", starts_on=D, ends_on=D))
    assert f"登记受理岗{cast.clerk1.name}" in drawn(db, cast.clerk1, now, "guide", item="SYDJ")[1].replace(" ", "")
    assert "责任岗位" not in drawn(db, cast.clerk1, now + timedelta(days=1), "guide", item="SYDJ")[1]


def test_b19_the_register_lists_complaints_and_suggestions_of_a_span_with_their_last_day_and_answer(db, cast, now):
    complaints.record(
        db, cast.clerk1, now, ComplaintForm("窗口态度不好", visitor="孙丽", phone="14200001234", about="clerk1", handler="clerk2")
    )
    box = ComplaintForm(
        "门口缺座椅", ComplaintKind.SUGGESTION, ComplaintChannel.BOX, received=now.date() - timedelta(days=1), late_reason="意见箱"
    )
    code = complaints.record(db, cast.clerk1, now, box).code
    complaints.answer(db, cast.clerk2, now, code, "已添两把")
    text = drawn(db, cast.head, now + timedelta(days=20), "complaint-register", since=now.date() - timedelta(days=1), until=now.date())[1]
    assert all(
        part in text
        for part in ("投诉和意见建议登记簿", "孙丽", "没有留名", "意见箱", cast.clerk2.name, "已添两把", "2026-10-15前", "逾期")
    )
    assert "14200001234" not in text and text.index("门口缺座椅") < text.index("窗口态度不好")
    with pytest.raises(Refused, match=r"print\.register_span"):
        papers.draw(db, cast.head, now, Wanted("complaint-register", since=now.date(), until=now.date() - timedelta(days=1)))
