"""Papers made from the records on both databases: what stands on them, what is refused, and that a failure leaves nothing."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest

from app.domain.documents import Document
from app.domain.errors import NotAllowed, NotFound, Refused, Surroundings, Usage
from app.domain.inquiries import HandedIn, InquiryChannel, InquiryOutcome
from app.services import audits, case_acts, cases, inquiries, items, papers, persons, queue
from app.services.cases import CaseForm
from app.services.inquiries import InquiryForm
from app.services.papers import Wanted
from app.texts import sentence
from tests.printing import reading
from tests.services.accepting import accept_complete
from tests.services.paused import paused
from tests.services.people import number, register

BORN = date(1978, 4, 26)


@pytest.fixture
def person(db, cast, now) -> int:
    return register(db, cast.clerk1, now, born=BORN, phone="14200000011", address="振兴街 18 号楼")


@pytest.fixture
def case(db, cast, now, person) -> str:
    code = next(i.code for i in items.listing(db, cast.clerk1) if i.state == "published" and i.promised_days and i.promised_days > 1)
    queue.take(db, cast.clerk1, now, "B", person_id=person)
    queue.call(db, cast.clerk1, now, 1)
    return cases.open_case(db, cast.clerk1, now, CaseForm(code, person, ticket="B001")).number


def materials(db, cast, now, case) -> list[str]:
    return [m.code for m in cases.show(db, cast.head, now, case).materials]


def text(db, actor, now, **wanted) -> str:
    return reading.solid(papers.draw(db, actor, now, Wanted(**wanted)).pdf)


def test_a_ticket_shows_number_line_and_who_is_ahead_and_no_name(db, cast, now, person):
    queue.take(db, cast.clerk1, now, "A")
    queue.take(db, cast.clerk1, now, "A", priority="elderly", person_id=person)
    queue.take(db, cast.clerk1, now, "A")
    shown = text(db, cast.clerk1, now, document="ticket", ticket="a003")
    assert "A003" in shown
    assert "综合服务" in shown
    assert "前方等待2人" in shown
    assert "1号窗口、2号窗口" in shown
    assert "练习" in shown
    assert "老年人" in text(db, cast.clerk1, now, document="ticket", ticket="A002")
    assert "张淑芬" not in text(db, cast.clerk1, now, document="ticket", ticket="A002")


def test_the_slip_of_an_inquiry_shows_who_was_first_and_what_was_taken_in(db, cast, now):
    handed = (HandedIn("居民身份证复印件", 2),)
    form = InquiryForm("认定怎么办", "材料收下", visitor="周女士", phone="14200000012", materials=handed, channel=InquiryChannel.PHONE)
    line = inquiries.record(db, cast.clerk1, now, form)
    shown = text(db, cast.clerk2, now, document="inquiry", inquiry=line.code)
    assert all(part in shown for part in ("周女士", "14200000012", "王敏", "居民身份证复印件", line.code, "电话", "当场答复：材料收下"))


def test_the_slip_of_an_inquiry_is_found_by_ticket_and_by_case_and_names_where_it_was_sent(db, cast, now, case):
    inquiries.record(db, cast.clerk1, now, InquiryForm("仲裁", "县人社局二楼仲裁院", InquiryOutcome.TOLD_WHERE, ticket="B001"))
    assert "县人社局二楼仲裁院" in text(db, cast.clerk1, now, document="inquiry", ticket="B001")
    with pytest.raises(Refused) as refusal:
        papers.draw(db, cast.clerk1, now, Wanted("inquiry", case=case))
    assert refusal.value.code == "print.no_inquiry"


def test_a_notice_lists_what_is_missing_in_the_words_of_the_item(db, cast, now, case):
    missing = materials(db, cast, now, case)[:2]
    with pytest.raises(Refused) as refusal:
        papers.draw(db, cast.clerk1, now, Wanted("one-time-notice", case=case))
    assert refusal.value.code == "print.no_notice"
    case_acts.notice(db, cast.clerk1, now, case, missing, left_out="另行核查")
    names = [m.name for m in cases.show(db, cast.head, now, case).materials if m.code in missing]
    shown = text(db, cast.clerk1, now, document="one-time-notice", case=case)
    assert all("".join(name.split()) in shown for name in names)
    assert number(BORN) in shown
    assert "材料收齐后受理" in shown


def test_an_acceptance_explains_its_deadline_from_the_days_that_made_it(db, cast, now, case):
    with pytest.raises(Refused) as refusal:
        papers.draw(db, cast.clerk1, now, Wanted("acceptance", case=case))
    assert refusal.value.code == "print.not_accepted"
    assert sentence(refusal.value).endswith("请先受理。")
    case_acts.receive_material(db, cast.clerk1, now, case, materials(db, cast, now, case)[:1])
    deadline = accept_complete(db, cast.clerk1, now, case).deadline
    shown = text(db, cast.clerk1, now, document="acceptance", case=case)
    assert f"{deadline.month}月{deadline.day}日" in shown
    assert "计入的工作日：10月10日、10月12日至" in shown
    assert all(part in shown for part in (number(BORN), "14200000011", "张淑芬", "示例", "承诺件"))
    assert "即为受理" not in shown


def test_an_acceptance_says_that_the_material_is_complete_only_where_it_is(db, cast, now, person):
    case = cases.open_case(db, cast.clerk1, now, CaseForm("JYKN", person)).number
    case_acts.accept(db, cast.clerk1, now, case, here=["M1", "M2", "M3"], later=date(2026, 10, 14))
    shown = text(db, cast.clerk1, now, document="acceptance", case=case)
    assert "材料齐全" not in shown and "符合受理条件，还缺困难类别的证明" in shown and "，最迟2026年10月14日补齐，现予受理" in shown
    case_acts.receive_material(db, cast.clerk1, now, case, ["M4"])
    assert "申请材料齐全、符合受理条件，现予受理" in text(db, cast.clerk1, now, document="acceptance", case=case)


def test_who_was_not_told_in_time_reads_that_the_case_counts_from_receipt(db, cast, now, case):
    later = now + timedelta(days=20)
    accept_complete(db, cast.clerk1, later, case)
    assert "自收到之日起即为受理" in text(db, cast.clerk1, later, document="acceptance", case=case)


def test_a_pause_stands_on_the_acceptance_with_its_days(db, cast, now, case):
    accept_complete(db, cast.clerk1, now, case)
    paused(db, cast, cast.clerk1, now, case, "等补正")
    later = now + timedelta(days=4)
    case_acts.resume(db, cast.clerk1, later, case)
    assert "补正停表，不计入：10月10日至13日" in text(db, cast.clerk1, later, document="acceptance", case=case)


def test_a_rating_slip_names_the_business_and_never_the_person(db, cast, now, case):
    by_case = text(db, cast.clerk1, now, document="rating-slip", case=case)
    by_ticket = text(db, cast.clerk1, now, document="rating-slip", ticket="B001")
    assert all("非常满意" in shown and "王敏" in shown and "B001" in shown for shown in (by_case, by_ticket))
    assert all("张淑芬" not in shown for shown in (by_case, by_ticket))


def test_a_print_is_written_whole_listed_audited_and_stands_in_the_time_line(db, cast, now, case, tmp_path):
    accept_complete(db, cast.clerk1, now, case)
    out = tmp_path / "受理.pdf"
    made = papers.print_file(db, cast.clerk1, now, Wanted("acceptance", case=case), out)
    assert made.sha256 == hashlib.sha256(out.read_bytes()).hexdigest()
    line = papers.listing(db, cast.head).rows[0]
    assert (line.title, line.sha256, line.officer, line.pages) == ("受理通知书", made.sha256, "王敏", made.pages)
    assert "printed" in [event.kind for event in cases.show(db, cast.head, now, case).events]
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".db" and "station" not in path.name] == ["受理.pdf"]
    assert audits.verify(db, cast.head).ok


def test_a_file_that_cannot_be_written_leaves_no_record(db, cast, now, case, tmp_path):
    with pytest.raises(Surroundings) as problem:
        papers.print_file(db, cast.clerk1, now, Wanted("rating-slip", case=case), tmp_path / "nowhere" / "x.pdf")
    assert (problem.value.code, problem.value.exit_code) == ("print.not_writable", 8)
    with pytest.raises(Refused):
        papers.print_file(db, cast.clerk1, now, Wanted("rating-slip", case=case), tmp_path)
    assert papers.listing(db, cast.head).rows == ()


def test_a_character_without_a_face_is_named_and_nothing_is_written(db, cast, now, case, person, tmp_path):
    persons.change(db, cast.clerk1, now, person, 1, {"address": "\ue000街 1 号"})
    accept_complete(db, cast.clerk1, now, case)
    out = tmp_path / "x.pdf"
    with pytest.raises(Refused) as refusal:
        papers.print_file(db, cast.clerk1, now, Wanted("acceptance", case=case), out)
    assert refusal.value.code == "print.missing_glyph"
    assert "U+E000" in sentence(refusal.value)
    assert not out.exists()
    assert papers.listing(db, cast.head).rows == ()


def test_a_database_that_says_no_takes_the_file_back(sqlite_db, cast, now, tmp_path, monkeypatch):
    queue.take(sqlite_db, cast.clerk1, now, "A")
    out = tmp_path / "x.pdf"

    def broken(*_args, **_more):
        raise RuntimeError("full")

    monkeypatch.setattr("db.audit.append", broken)
    with pytest.raises(RuntimeError):
        papers.print_file(sqlite_db, cast.clerk1, now, Wanted("ticket", ticket="A001"), out)
    assert not out.exists()


@pytest.mark.parametrize("document", [one for one in Document if papers.SUBJECTS[one] != ((),)])
def test_a_paper_without_its_subject_is_wrong_usage_that_names_the_options(db, cast, now, document):
    with pytest.raises(Usage) as refusal:
        papers.draw(db, cast.clerk1, now, Wanted(document.value))
    assert "--" in sentence(refusal.value)


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted("ticket", ticket="A009"),
        Wanted("inquiry", inquiry="ZX20261009-001"),
        Wanted("acceptance", case="BJ20261009-099"),
        Wanted("assistance-file", person=99),
    ],
)
def test_what_is_not_there_is_not_found(db, cast, now, wanted):
    with pytest.raises(NotFound):
        papers.draw(db, cast.clerk1, now, wanted)


def test_who_keeps_the_machine_prints_nothing(db, cast, now, case):
    with pytest.raises(NotAllowed):
        papers.draw(db, cast.admin, now, Wanted("rating-slip", case=case))


def test_a_file_name_of_the_program_carries_no_personal_data(db, cast, now, case):
    accept_complete(db, cast.clerk1, now, case)
    drawn = papers.draw(db, cast.clerk1, now, Wanted("acceptance", case=case))
    assert drawn.file_name == f"acceptance-SL{case.removeprefix('BJ')}.pdf"
