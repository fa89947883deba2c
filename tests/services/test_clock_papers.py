"""An extension is told to the applicant; the sheets of a day, a week and a month for the file at the wall. On both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.clock import parse_moment
from app.domain.errors import Refused
from app.domain.second_person import SignedSlip
from app.services import attachments, calendars, case_acts, case_slips, case_told, cases, officers, papers, recount
from app.services.attachments import AttachmentForm
from app.services.cases import CaseForm
from app.services.papers import Wanted
from tests.printing import reading
from tests.services.accepting import accept_complete
from tests.services.people import register

MONDAY = parse_moment("2026-10-12T09:00")
DAY = timedelta(days=1)


@pytest.fixture
def number(db, cast) -> str:
    person = register(db, cast.clerk1, MONDAY)
    made = cases.open_case(db, cast.clerk1, MONDAY, CaseForm("JYKN", person)).number
    accept_complete(db, cast.clerk1, MONDAY, made)
    return made


def text_of(db, who, now, document: str, **about) -> str:
    return reading.solid(papers.draw(db, who, now, Wanted(document, **about)).pdf)


def test_an_approved_extension_waits_to_be_told_and_is_told_once_with_its_paper(db, cast, number):
    with pytest.raises(Refused, match=r"print\.no_extension"):
        papers.draw(db, cast.clerk1, MONDAY, Wanted("extension-notice", case=number))
    case_acts.extend(db, cast.clerk1, MONDAY, number, 5, "等外地回函")
    with pytest.raises(Refused, match=r"case\.extension_none_untold"):
        case_told.tell_extension(db, cast.clerk1, MONDAY, number, "电话")
    case_acts.approve(db, cast.head, MONDAY, number)
    assert cases.show(db, cast.clerk1, MONDAY, number).untold
    text = text_of(db, cast.clerk1, MONDAY, "extension-notice", case=number)
    for said in ("延长5个工作日", "2026年10月26日", "2026年11月2日", "等外地回函", "陈立国"):
        assert said in text, said
    later = MONDAY + DAY
    for how, on, code in (("", None, "told_how"), ("电话", date(2026, 10, 11), "told_day"), ("电话", date(2026, 10, 14), "told_day")):
        with pytest.raises(Refused, match=rf"case\.{code}"):
            case_told.tell_extension(db, cast.clerk1, later, number, how, on=on)
    case_told.tell_extension(db, cast.clerk1, later, number, "电话", on=date(2026, 10, 12))
    view = cases.show(db, cast.clerk1, later, number)
    assert (view.extended, view.untold) == (True, False)
    assert (view.events[0].kind, view.events[0].text, view.events[0].data) == ("extension_told", "电话", {"told": "2026-10-12"})
    assert "已于2026年10月12日告知申请人" in text_of(db, cast.clerk1, later, "extension-notice", case=number)
    with pytest.raises(Refused, match=r"case\.extension_none_untold"):
        case_told.tell_extension(db, cast.clerk1, later, number, "电话")


def test_an_extension_signed_on_paper_names_who_signed(db, cast, settings, number):
    for one in officers.listing(db, cast.admin):
        if one.active and one.login not in {"clerk1", "admin"}:
            officers.end(db, cast.admin, MONDAY, one.login)
    case_acts.extend(db, cast.clerk1, MONDAY, number, 5, "等外地回函")
    case_id = cases.show(db, cast.clerk1, MONDAY, number).facts.id
    file = attachments.add(db, cast.clerk1, MONDAY, settings, AttachmentForm(f"cases:{case_id}", "签批单", b"scan")).id
    case_slips.decide(db, cast.clerk1, MONDAY, number, SignedSlip("孙立", "县就业局股长", MONDAY.date(), file))
    assert "孙立，县就业局股长" in text_of(db, cast.clerk1, MONDAY, "extension-notice", case=number)


def test_the_sheet_of_a_span_lists_and_counts_its_cases_and_names_no_person_in_full(db, cast, number):
    person = register(db, cast.clerk1, MONDAY, serial=6)
    late = cases.open_case(db, cast.clerk1, MONDAY, CaseForm("JYKN", person, received=date(2026, 10, 9), late_reason="停电")).number
    accept_complete(db, cast.clerk1, MONDAY, late)
    case_acts.close(db, cast.clerk1, MONDAY + DAY, late, "已认定")
    day = text_of(db, cast.clerk1, MONDAY, "case-sheet", since=MONDAY.date())
    assert "办件日报" in day and "收件1件，受理2件，办结0件" in day
    week = text_of(db, cast.clerk1, MONDAY + DAY, "case-sheet", since=date(2026, 10, 12), until=date(2026, 10, 18))
    assert "办件周报" in week and "收件1件，受理2件，办结1件（按期1件），逾期未结0件，补录1件" in week
    name = cases.show(db, cast.clerk1, MONDAY, number).facts.person_name
    assert number in week and late in week and name not in week and name[0] in week
    month = text_of(db, cast.clerk1, MONDAY + 20 * DAY, "case-sheet", since=date(2026, 10, 1), until=date(2026, 10, 31))
    assert "办件月报" in month and "收件2件" in month and "逾期未结1件" in month
    assert "这一段时间没有办件" in text_of(db, cast.clerk1, MONDAY, "case-sheet", since=date(2026, 9, 1))
    with pytest.raises(Refused, match=r"print\.register_span"):
        papers.draw(db, cast.clerk1, MONDAY, Wanted("case-sheet", since=MONDAY.date(), until=MONDAY.date() - DAY))


def test_a_moved_deadline_stands_on_the_sheet_of_its_day_with_the_old_one(db, cast, number):
    shorter = {"2026": {"off": [{"name": "县庆", "day": "2026-10-14"}]}}
    calendars.import_tables(db, cast.head, MONDAY, shorter)
    assert recount.run(db, MONDAY).moved == 1
    sheet = text_of(db, cast.clerk1, MONDAY, "case-sheet", since=MONDAY.date())
    assert "重算期限1件" in sheet and "2026-10-26" in sheet
