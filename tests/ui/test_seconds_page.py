"""待确认和补录 at the desk: what waits is decided by own account or by the signed slip, late entries are listed by their period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.late_entries import LateState
from app.domain.ratings import AppealKind
from app.domain.visits import VisitKind, VisitResult, VisitWay
from app.services import appeals, attachments, complaints, late_entries, officers, prepared, ratings, seconds, statuses, today, visits
from app.services.complaints import ComplaintForm
from app.services.ratings import RatingForm
from app.services.visits import VisitForm
from tests.services.people import register, unemployed
from tests.services.rated import closed_case
from tests.ui.conftest import quiet
from tests.ui.station import context_of, press, show_page
from ui.desk.cases.page import make
from ui.desk.people.page import make as people_page
from ui.desk.places import Ref
from ui.desk.today.model import target

FAR, NEAR = date(2026, 9, 21), date(2026, 10, 8)


@pytest.fixture
def context(sqlite_db, cast, now, tmp_path):
    return context_of(sqlite_db, cast.clerk1, now, tmp_path)


@pytest.fixture
def person(context):
    return register(context.db, context.actor, context.now())


def visited(context, person, on):
    met = VisitForm(VisitKind.PERSON, VisitWay.DOOR, VisitResult.MET_PERSON, person, findings="想找保洁")
    form = replace(met, happened_on=on, late_reason="下乡")
    return visits.record(context.db, context.actor, context.now(), form)


def opened(qtbot, port, context, ref):
    page = show_page(qtbot, port, context, make)
    page.open(ref)
    quiet(qtbot, page)
    return page


def click(qtbot, page, word, **values):
    part = page.seconds if page.stack.currentWidget() is page.seconds else page.voices
    next(button for button in part.pane.buttons if button.text() == word).click()
    quiet(qtbot, page)
    if part.form is not None:
        part.form.fill(values)
        press(qtbot, page, "save")
    assert part.form is None, [field.message for field in part.form.fields.values() if field.is_wrong]


def read(part):
    return [(fact.name, fact.value) for section in part.pane.reading.sections for fact in section.facts]


def test_today_leads_the_other_officer_to_what_waits_and_one_key_confirms_it(qtbot, port, context, cast, now, tmp_path, person):
    asked = visited(context, person, FAR)
    other = context_of(context.db, cast.clerk2, now, tmp_path)
    (line,) = [one for one in today.board(other.db, other.actor, other.now()).lines if one.kind is today.TodayKind.APPROVAL]
    assert target(line) == ("cases", Ref("second", asked.id)) and (line.who, line.what, line.left) == ("张淑芬", "走访补录", "等您确认")
    page = opened(qtbot, port, other, target(line)[1])
    assert [button.text() for button in page.seconds.pane.buttons] == ["确认", "不同意"]
    press(qtbot, page, "primary")
    assert seconds.waiting(other.db, other.actor, now) == ()
    assert [one.happened_on for one in visits.page(other.db, other.actor).rows] == [FAR]


def test_who_disagrees_says_why_and_nothing_is_recorded(qtbot, port, context, cast, now, tmp_path, person):
    visited(context, person, FAR)
    page = opened(qtbot, port, context_of(context.db, cast.head, now, tmp_path), Ref("second", None))
    click(qtbot, page, "不同意", text="没有走访记录")
    assert visits.page(context.db, context.actor).rows == ()
    assert [one.state for one in late_entries.listing(context.db, cast.head)] == [LateState.REFUSED]


def test_the_only_officer_prints_the_slip_and_records_its_scan(qtbot, port, context, cast, now, tmp_path, person):
    asked = visited(context, person, FAR)
    for one in officers.listing(context.db, cast.admin):
        if one.active and one.login not in ("clerk1", "admin"):
            officers.end(context.db, cast.admin, now, one.login)
    page = opened(qtbot, port, context, Ref("second", asked.id))
    assert [button.text() for button in page.seconds.pane.buttons] == ["打印签批单", "登记签批单"]
    scan = tmp_path / "slip.jpg"
    scan.write_bytes(b"\xff\xd8\xff signed")
    click(qtbot, page, "登记签批单", signer="孙立", duty="县就业局股长", answer="agreed", slip=str(scan))
    (line,) = late_entries.listing(context.db, cast.clerk1)
    assert (line.state, line.confirmed_by) == (LateState.APPROVED, "孙立")
    for chip in ("late", "decided"):
        page.seconds.narrow(chip)
        quiet(qtbot, page)
        page.seconds.table.select_first()
        quiet(qtbot, page)
        assert "另存签批单" in [button.text() for button in page.seconds.pane.buttons]
        page.seconds.save_to(page.seconds.model.rows[0], tmp_path / chip)
        quiet(qtbot, page)
        assert (tmp_path / chip).read_bytes() == b"\xff\xd8\xff signed"


def test_what_is_wrong_with_the_scan_is_told_beside_it(qtbot, port, context, cast, now, tmp_path, person):
    asked = visited(context, person, FAR)
    page = opened(qtbot, port, context, Ref("second", asked.id))
    page.seconds._slip(seconds.show(context.db, cast.clerk1, now, asked.id))
    for content, said in ((None, "读不出来"), (b"no picture", "类型")):
        scan = tmp_path / "slip.jpg"
        if content is not None:
            scan.write_bytes(content)
        page.seconds.form.fill({"signer": "孙立", "duty": "县就业局股长", "answer": "agreed", "slip": str(scan)})
        press(qtbot, page, "save")
        assert said in page.seconds.form.fields["slip"].message


def test_a_scan_stays_nowhere_when_its_slip_is_refused(qtbot, port, context, cast, now, tmp_path, person):
    asked = visited(context, person, FAR)
    scan = tmp_path / "slip.jpg"
    scan.write_bytes(b"\xff\xd8\xff signed")
    page = opened(qtbot, port, context, Ref("second", asked.id))
    page.seconds._slip(seconds.show(context.db, cast.clerk1, now, asked.id))  # somebody else of the station may: no slip takes the place
    page.seconds.form.fill({"signer": "孙立", "duty": "县就业局股长", "answer": "agreed", "slip": str(scan)})
    press(qtbot, page, "save")
    assert page.seconds.form is not None and attachments.listing(context.db, cast.clerk1, f"approval:{asked.id}") == ()
    assert list(context.settings.attachments.glob("*")) == []


def test_what_waits_of_a_person_is_said_on_their_page_with_the_way_to_it(qtbot, port, context, person):
    asked = visited(context, person, FAR)
    page = show_page(qtbot, port, context, people_page)
    page.open(Ref("person", person))
    quiet(qtbot, page)
    assert page.person.waits.text() == "待上级确认：补录走访 2026-09-21，王敏" and not page.person.waits.isHidden()
    page.person.waits.click()
    assert page.gone[-1] == ("cases", Ref("second", asked.id))


def test_late_entries_are_listed_by_month_by_two_days_and_by_what_became_of_them(qtbot, port, context, cast, now, tmp_path, person):
    visited(context, person, NEAR)
    visited(context, person, FAR)
    page = opened(qtbot, port, context_of(context.db, cast.head, now, tmp_path), Ref("late"))
    part = page.seconds

    def days(chip, text=""):
        part.box.setText(text)
        part.narrow(chip)
        quiet(qtbot, page)
        return [row.on for row in part.model.rows]

    assert days("late") == [FAR, NEAR] and days("before") == []
    assert days("unconfirmed") == [FAR] and days("refused") == []
    assert days("all", "2026-10") == [FAR, NEAR] and days("all", "2026-09-01..2026-09-30") == []
    assert days("all", "张淑芬") == [FAR, NEAR] and days("all", "别人") == []


def test_a_complaint_about_the_officer_is_answered_through_the_second_person_and_says_that_it_waits(qtbot, port, context, cast):
    code = complaints.record(context.db, cast.clerk2, context.now(), ComplaintForm("态度不好", about="clerk1")).code
    page = opened(qtbot, port, context, Ref("complaint", code))
    click(qtbot, page, "送上级答复", text="已向您道歉")
    assert [line.step.value for line in seconds.waiting(context.db, cast.clerk2, context.now())] == ["complaint"]
    page = opened(qtbot, port, context, Ref("complaint", code))
    assert page.voices.pane.reading.sections[0].title == "待上级确认"
    assert [run.text for run in page.voices.model.rows[0].state] == ["待上级确认"]
    assert "送上级答复" not in [button.text() for button in page.voices.pane.buttons]
    click(qtbot, page, "看待确认的事")
    assert [place for place, _ in page.gone] == ["cases"]


def test_an_own_appeal_and_an_own_rectification_go_to_the_second_person(qtbot, port, context, cast):
    given = ratings.give(context.db, context.actor, context.now(), RatingForm(1, closed_case(context.db, context.actor, context.now())))
    appeals.ask(context.db, context.actor, context.now(), given.rating_id, AppealKind.MISTAKEN, "按错了")
    page = opened(qtbot, port, context, Ref("rating", given.rating_id))
    click(qtbot, page, "申诉送上级决定", answer="accept", text="监控为证")
    (line,) = seconds.waiting(context.db, cast.head, context.now())
    seconds.approve(context.db, cast.head, context.now(), line.id)
    assert seconds.waiting(context.db, cast.head, context.now()) == ()


def test_a_recognition_is_sent_by_who_took_the_application(context, cast, person):
    unemployed(context.db, context.actor, context.now(), person, date(2025, 3, 3))
    applied = statuses.apply_hardship(context.db, context.actor, context.now(), person, "long_unemployed", context.now().date())
    decision = statuses.Decision(context.now().date(), "县人社局", "材料不实")
    prepared.hardship(context.db, context.actor, context.now(), applied.id, decision, refused=True)
    (line,) = seconds.waiting(context.db, cast.head, context.now())
    seconds.approve(context.db, cast.head, context.now(), line.id)
    assert statuses.view(context.db, cast.head, context.now(), person).hardships[0].state == "refused"
