"""First inquiries that another goes on with, matters that belong elsewhere, receipts for material, the register on paper and as a book."""

from __future__ import annotations

from datetime import timedelta

import pytest
from openpyxl import load_workbook

from app.domain.errors import NotAllowed, NotFound, Refused, Usage
from app.domain.inquiries import HandedIn, InquiryChannel, InquiryOutcome
from app.services import case_acts, cases, duties, inquiries, inquiry_acts, inquiry_book, paper_again, papers, queue, receipts, today
from app.services.cases import CaseForm
from app.services.inquiries import InquiryForm
from app.services.papers import Wanted
from app.services.today import TodayKind
from tests.printing import reading
from tests.services.people import register
from tests.services.test_inquiries import _wanted, item_with_materials

DAY = timedelta(days=1)
PASSED = InquiryForm("仲裁怎么申请", "请李晓燕答复", InquiryOutcome.PASSED_ON, visitor="周女士", handler="clerk2")


def lines(db, actor, at):
    return [(line.light, line.who, line.left) for line in today.board(db, actor, at).lines if line.kind is TodayKind.INQUIRY]


def test_responsible_changes_when_the_other_accepts_and_both_moments_are_kept(db, cast, now):
    code = inquiries.record(db, cast.clerk1, now, PASSED).code
    assert lines(db, cast.clerk2, now) == [("", "周女士", "等您接收")] and lines(db, cast.clerk1, now) == []
    later = now + timedelta(minutes=20)
    line = inquiry_acts.take_over(db, cast.clerk2, later, code)
    assert (line.first_officer, line.officer, line.offered_to) == ("clerk1", "clerk2", None)
    assert (line.offered_at, line.taken_over_at, line.came_back) == (now, later, False)
    assert lines(db, cast.clerk2, later) == [("", "周女士", "等您答复")]
    done = inquiry_acts.finish(db, cast.clerk2, later, code, "已电话答复，到仲裁院申请")
    assert (done.result, done.handled_on, done.first_officer) == ("已电话答复，到仲裁院申请", now.date(), "clerk1")
    assert lines(db, cast.clerk2, later) == []
    for act in (
        lambda: inquiry_acts.take_over(db, cast.clerk2, later, code),
        lambda: inquiry_acts.finish(db, cast.clerk2, later, code, "x"),
    ):
        with pytest.raises(Refused, match=r"inquiry\.handled"):
            act()


def test_a_hand_over_not_accepted_by_the_close_of_its_day_comes_back_and_is_shown(db, cast, now):
    code = inquiries.record(db, cast.clerk1, now, PASSED).code
    assert duties.run(db, now + timedelta(hours=8)).hand_overs_back == 0
    assert duties.run(db, now + DAY).hand_overs_back == 1
    line = inquiries.show(db, cast.head, code)
    assert (line.officer, line.offered_to, line.came_back) == ("clerk1", None, True)
    assert lines(db, cast.clerk1, now + DAY) == [("came_back", "周女士", "等您答复")] and lines(db, cast.clerk2, now + DAY) == []
    with pytest.raises(Refused, match=r"inquiry\.hand_over_none"):
        inquiry_acts.take_over(db, cast.clerk2, now + DAY, code)
    again = inquiry_acts.hand_over(db, cast.clerk1, now + DAY, code, "clerk2", absent=True)
    assert (again.offered_to, again.handler_absent, again.came_back) == ("clerk2", True, False)
    assert [one.code for one in inquiries.register(db, cast.head, waiting=True).rows] == [code]


def test_a_case_that_nobody_took_over_is_shown_to_its_officer_on_the_next_day(db, cast, now):
    number = cases.open_case(db, cast.clerk1, now, CaseForm("ZCZX", register(db, cast.clerk1, now))).number
    case_acts.hand_over(db, cast.clerk1, now, number, "clerk2")
    duties.run(db, now + DAY)
    found = [line for line in today.board(db, cast.clerk1, now + DAY).lines if line.kind is TodayKind.HAND_OVER]
    assert [(line.light, line.left, line.key) for line in found] == [("came_back", "仍由您办理", number)]
    assert cast.clerk2.name in found[0].why
    assert [line for line in today.board(db, cast.clerk1, now + 2 * DAY).lines if line.kind is TodayKind.HAND_OVER] == []


def test_only_whom_it_was_offered_to_takes_it_over_and_nobody_hands_over_to_themselves(sqlite_db, cast, now):
    code = inquiries.record(sqlite_db, cast.clerk1, now, PASSED).code
    with pytest.raises(NotAllowed, match=r"inquiry\.hand_over_other"):
        inquiry_acts.take_over(sqlite_db, cast.head, now, code)
    with pytest.raises(Refused, match=r"inquiry\.hand_over_waiting"):
        inquiry_acts.hand_over(sqlite_db, cast.clerk1, now, code, "head")
    own = inquiries.record(sqlite_db, cast.clerk1, now, InquiryForm("问", "稍后答", InquiryOutcome.PASSED_ON, handler="clerk1")).code
    answered = inquiries.record(sqlite_db, cast.clerk1, now, InquiryForm("问", "答")).code
    with pytest.raises(Refused, match=r"inquiry\.handled"):
        inquiry_acts.hand_over(sqlite_db, cast.clerk1, now, answered, "clerk2")
    with pytest.raises(Refused):
        inquiry_acts.hand_over(sqlite_db, cast.clerk1, now, own, "clerk1")


def test_a_matter_that_belongs_elsewhere_is_explained_and_told_where(db, cast, now):
    form = InquiryForm("工伤待遇", "工伤不在本站办", InquiryOutcome.TOLD_WHERE, InquiryChannel.PHONE, where="区社保中心 3 号窗口")
    line = inquiries.record(db, cast.clerk1, now, form)
    assert (line.answer, line.told_where, line.handled_on) == ("工伤不在本站办", "区社保中心 3 号窗口", now.date())
    short = inquiries.record(db, cast.clerk1, now, InquiryForm("工伤", "去区社保中心", InquiryOutcome.TOLD_WHERE))
    assert short.told_where == "去区社保中心"
    with pytest.raises(Refused, match=r"inquiry\.where_needless"):
        inquiries.record(db, cast.clerk1, now, InquiryForm("工伤", "答", where="区社保中心"))
    text = reading.solid(papers.draw(db, cast.clerk1, now, Wanted("inquiry", inquiry=line.code)).pdf)
    assert "区社保中心3号窗口" in text and "工伤不在本站办" in text


def test_walk_in_phone_and_ticket_each_keep_who_received_first(db, cast, now):
    queue.take(db, cast.clerk2, now, "A")
    queue.call(db, cast.clerk1, now, 1)
    of_ticket = inquiries.record(db, cast.clerk2, now, InquiryForm("问", "答", ticket="A001"))
    walk_in = inquiries.record(db, cast.clerk2, now, InquiryForm("问", "答"))
    phone = inquiries.record(db, cast.clerk1, now, InquiryForm("问", "答", channel=InquiryChannel.PHONE))
    assert [line.first_officer for line in (of_ticket, walk_in, phone)] == ["clerk1", "clerk2", "clerk1"]
    person = register(db, cast.clerk1, now)
    made = inquiries.to_case(db, cast.clerk2, now, phone.code, item="ZCZX", person_id=person)
    assert (made.first_officer, made.officer) == ("clerk1", "clerk2")
    with pytest.raises(Refused, match=r"inquiry\.has_case"):
        inquiry_acts.finish(db, cast.clerk1, now, phone.code, "x")


def test_who_makes_the_case_of_an_inquiry_has_taken_it_over_and_nothing_came_back(db, cast, now):
    person = register(db, cast.clerk1, now)
    later, after = now + timedelta(minutes=20), now + timedelta(hours=1)
    offered, taken, mine = (inquiries.record(db, cast.clerk1, now, PASSED).code for _ in range(3))
    inquiry_acts.take_over(db, cast.clerk2, later, taken)
    made = [
        inquiries.to_case(db, actor, after, code, item="ZCZX", person_id=person)
        for actor, code in ((cast.clerk2, offered), (cast.clerk2, taken), (cast.clerk1, mine))
    ]
    known = [inquiries.show(db, cast.head, code) for code in (offered, taken, mine)]
    assert [(line.officer, line.offered_to, line.taken_over_at, line.came_back) for line in known] == [
        ("clerk2", None, after, False),
        ("clerk2", None, later, False),
        ("clerk1", None, None, False),
    ]
    moments = [{e.kind: e.happened_at for e in cases.show(db, cast.head, after, one.number).events} for one in made]
    assert moments == [{"received": now, "taken_over": after}, {"received": now, "taken_over": later}, {"received": now}]
    assert [(one.first_officer, one.officer) for one in made] == [("clerk1", "clerk2"), ("clerk1", "clerk2"), ("clerk1", "clerk1")]


def test_a_receipt_lists_what_is_new_by_name_and_number_once(db, cast, now):
    asked = InquiryForm("认定", "材料收下", materials=(HandedIn("身份证", 2), HandedIn("申请表")), visitor="周女士")
    code = inquiries.record(db, cast.clerk1, now, asked).code
    made = receipts.issue(db, cast.clerk1, now, inquiry=code)
    assert (made.code, made.lines) == ("SJ20261009-001", (HandedIn("身份证", 2), HandedIn("申请表", 1)))
    with pytest.raises(Refused, match=r"receipt\.nothing"):
        receipts.issue(db, cast.clerk1, now, inquiry=code)
    text = reading.solid(papers.draw(db, cast.clerk1, now, Wanted("material-receipt", inquiry=code)).pdf)
    assert text.count("SJ20261009-001") >= 2 and "身份证" in text and "周女士" in text
    assert receipts.give_back(db, cast.clerk1, now + DAY, made.code).returned_on == (now + DAY).date()
    with pytest.raises(Refused, match=r"receipt\.returned"):
        receipts.give_back(db, cast.clerk1, now + DAY, made.code)
    assert receipts.issue(db, cast.clerk1, now + DAY, inquiry=code).code == "SJ20261010-001"


def test_what_was_receipted_with_the_inquiry_stands_on_no_second_receipt_of_its_case(db, cast, now):
    item = item_with_materials(db, cast.clerk1)
    names = _wanted(db, cast.clerk1, item)
    code = inquiries.record(db, cast.clerk1, now, InquiryForm("认定", "材料收下", materials=(HandedIn(names[0]),))).code
    receipts.issue(db, cast.clerk1, now, inquiry=code)
    number = inquiries.to_case(db, cast.clerk1, now, code, item=item, person_id=register(db, cast.clerk1, now)).number
    with pytest.raises(Refused, match=r"receipt\.nothing"):
        receipts.issue(db, cast.clerk1, now, case=number)
    case_acts.receive_material(db, cast.clerk1, now, number, [cases.show(db, cast.head, now, number).materials[1].code])
    assert [one.name for one in receipts.issue(db, cast.clerk1, now, case=number).lines] == [names[1]]


def test_the_receipt_of_a_case_lists_the_material_that_came_since_the_last(db, cast, now):
    item = item_with_materials(db, cast.clerk1)
    number = cases.open_case(db, cast.clerk1, now, CaseForm(item, register(db, cast.clerk1, now))).number
    with pytest.raises(Refused, match=r"print\.no_receipt"):
        papers.draw(db, cast.clerk1, now, Wanted("material-receipt", case=number))
    codes, names = [m.code for m in cases.show(db, cast.head, now, number).materials], _wanted(db, cast.clerk1, item)
    case_acts.receive_material(db, cast.clerk1, now, number, codes[:1])
    assert [one.name for one in receipts.issue(db, cast.clerk1, now, case=number).lines] == names[:1]
    case_acts.receive_material(db, cast.clerk1, now, number, codes[1:])
    assert [one.name for one in receipts.issue(db, cast.clerk1, now, case=number).lines] == names[1:]
    with pytest.raises(Usage):
        receipts.issue(db, cast.clerk1, now)
    with pytest.raises(NotFound):
        receipts.give_back(db, cast.clerk1, now, "SJ20261009-099")


def test_the_register_is_printed_with_its_fields_and_drawn_again(db, cast, now):
    inquiries.record(db, cast.clerk1, now, InquiryForm("认定", "收下", visitor="周女士", address="松涛路 8 号", phone="14200000011"))
    inquiries.record(db, cast.clerk1, now, PASSED)
    drawn = papers.draw(db, cast.clerk1, now, Wanted("inquiry-register", since=now.date(), until=now.date()))
    text = reading.solid(drawn.pdf)
    wanted = ("周女士", "松涛路8号", "142****0011", "仲裁怎么申请", cast.clerk1.name, "共2件", "转交承办人1件")
    assert [part for part in wanted if part not in text] == []
    assert "14200000011" not in text
    papers.record(db, cast.clerk1, now, drawn)
    line = papers.listing(db, cast.clerk1).rows[0]
    again = paper_again.wanted_of(db, cast.clerk1, line)
    assert (again.since, again.until) == (now.date(), now.date())
    with pytest.raises(Refused, match=r"print\.register_span"):
        papers.draw(db, cast.clerk1, now, Wanted("inquiry-register", since=now.date(), until=now.date() - DAY))


def test_the_register_goes_out_as_a_workbook_with_both_moments(db, cast, now, tmp_path):
    code = inquiries.record(db, cast.clerk1, now, PASSED).code
    inquiry_acts.take_over(db, cast.clerk2, now + timedelta(minutes=5), code)
    out = tmp_path / "book.xlsx"
    assert inquiry_book.export(db, cast.clerk1, now, out, since=now.date()).rows == 1
    cells = [str(cell.value) for row in load_workbook(out).worksheets[0].iter_rows() for cell in row if cell.value]
    assert {code, "仲裁怎么申请", "2026-10-09 09:00", "2026-10-09 09:05", cast.clerk2.name, "首问责任人", "办理结果"} <= set(cells)
