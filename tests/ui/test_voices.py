"""What people say, in the place of cases: bad ratings answered step by step, complaints, invitations, slips."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PyQt6.QtWidgets import QLabel

from app.services import appeals, complaints, duties, invitations, ratings, rectifications
from app.services.complaints import ComplaintForm
from app.services.ratings import RatingForm
from tests.services.rated import closed_case, finished_ticket
from tests.ui.conftest import quiet
from tests.ui.station import context_of, press, show_page
from ui.desk.cases.page import make
from ui.desk.places import Ref
from ui.kit.runs import words

DAY = timedelta(days=1)


@pytest.fixture
def context(sqlite_db, cast, now, tmp_path):
    return context_of(sqlite_db, cast.clerk1, now, tmp_path)


@pytest.fixture
def rated(context):
    """A bad rating with a name, and a good one without."""
    number = closed_case(context.db, context.actor, context.now())
    bad = ratings.give(context.db, context.actor, context.now(), RatingForm(1, number, text="等太久", anonymous=False))
    ratings.give(context.db, context.actor, context.now(), RatingForm(5, ticket=finished_ticket(context.db, context.actor, context.now())))
    return bad


def opened(qtbot, port, context, ref):
    page = show_page(qtbot, port, context, make)
    page.open(ref)
    quiet(qtbot, page)
    return page


def lines(page):
    return [row.what for row in page.voices.model.rows]


def buttons(page):
    return [button.text() for button in page.voices.pane.buttons]


def press_button(qtbot, page, word, **values):
    next(button for button in page.voices.pane.buttons if button.text() == word).click()
    quiet(qtbot, page)
    if page.voices.form is not None:
        page.voices.form.fill(values)
        press(qtbot, page, "save")
    assert page.voices.form is None, page.voices.form.strip.text()


def test_a_line_of_today_leads_to_the_rectification_which_is_answered_step_by_step(qtbot, port, context, cast, rated):
    page = opened(qtbot, port, context, Ref("rectification", rated.rectification_id))
    assert lines(page) == ["等太久"] and buttons(page)[0] == "核实"
    for step, text in (("核实", "属实"), ("整改", "增开窗口"), ("反馈", "已电话告知")):
        press_button(qtbot, page, step, text=text)
    line = rectifications.show(context.db, cast.head, context.now(), rated.rectification_id)
    assert (line.finding, line.correction, line.feedback) == ("属实", "增开窗口", "已电话告知")
    assert "监督办结" not in buttons(page)
    head = opened(qtbot, port, context_of(context.db, cast.head, context.now(), context.settings.data), Ref("rating", rated.rating_id))
    press_button(qtbot, head, "监督办结")
    assert rectifications.listing(context.db, cast.head, context.now()) == ()


def test_a_rating_is_appealed_against_and_called_back_about(qtbot, port, context, cast, rated):
    page = opened(qtbot, port, context, Ref("rating", rated.rating_id))
    press_button(qtbot, page, "申诉", kind="mistaken", text="误点")
    press_button(qtbot, page, "回访", text="是误点", result="yes,yes")
    assert "申诉" not in buttons(page) and "决定申诉" not in buttons(page)
    head = opened(qtbot, port, context_of(context.db, cast.head, context.now(), context.settings.data), Ref("rating", rated.rating_id))
    press_button(qtbot, head, "决定申诉", answer="accept", text="已电话核实")
    with context.db.read("case.read", cast.head) as session:
        assert appeals.of(session, [rated.rating_id])[rated.rating_id].decider == cast.head.name
    assert "申诉成立" in words(head.voices.table.current_row().state)


def test_a_complaint_is_recorded_with_a_key_and_answered_by_another(qtbot, port, context, cast):
    page = opened(qtbot, port, context, Ref("invitations"))
    press(qtbot, page, "new")
    page.voices.form.fill({"text": "态度不好", "about": "clerk1", "handler": "clerk2"})
    press(qtbot, page, "save")
    assert lines(page) == ["投诉：态度不好"] and buttons(page) == ["送上级答复"]
    code = page.voices.table.current_row().key
    other = opened(qtbot, port, context_of(context.db, cast.clerk2, context.now(), context.settings.data), Ref("complaint", code))
    assert buttons(other) == ["答复", "核实"]
    press_button(qtbot, other, "核实", text="属实")
    press_button(qtbot, other, "答复", text="已道歉")
    assert complaints.show(context.db, cast.head, context.now(), code)[0].answered_by == cast.clerk2.name


def test_a_complaint_that_was_not_answered_in_time_is_red(qtbot, port, context, cast, now, tmp_path):
    line = complaints.record(context.db, cast.clerk1, now, ComplaintForm("慢"))
    page = opened(qtbot, port, context_of(context.db, cast.head, now + 9 * DAY, tmp_path), Ref("complaint", line.code))
    state = page.voices.table.current_row().state
    assert (words(state), state[0].tone) == ("逾期・待答复", "danger")


def test_a_refusal_stands_beside_its_field_and_the_form_keeps_what_was_typed(qtbot, port, context):
    page = opened(qtbot, port, context, Ref("invitations"))
    press(qtbot, page, "new")
    page.voices.form.fill({"text": "慢", "received": "2026-10-10"})
    press(qtbot, page, "save")
    form = page.voices.form
    assert "在今天之后" in form.fields["received"].message and form.values()["text"] == "慢"


def test_an_invitation_is_told_and_its_slip_entered(qtbot, port, context, cast, now, tmp_path):
    duties.run(context.db, now)
    closed_case(context.db, context.actor, now)
    duties.run(context.db, now + 3 * DAY)
    later = context_of(context.db, cast.clerk1, now + 3 * DAY, tmp_path)
    page = opened(qtbot, port, later, Ref("invitations"))
    press_button(qtbot, page, "已打电话邀请")
    line = invitations.listing(context.db, cast.head).rows[0]
    assert line.told_at == now + 3 * DAY
    press_button(qtbot, page, "打印评价单")
    assert page.gone[-1][0] == "prints" and page.gone[-1][1].key.case == line.case
    press_button(qtbot, page, "录入评价", level="4")
    assert lines(page) == [line.item]
    assert invitations.listing(context.db, cast.head).rows == ()


def test_escape_leads_back_to_the_cases(qtbot, port, context, rated):
    page = opened(qtbot, port, context, Ref("rating", rated.rating_id))
    assert page.back() and page.voices.only == "rectifications"
    assert page.back() and page.stack.currentIndex() == 0


def test_the_register_is_printed_for_a_span_of_days_with_the_key_of_prints(qtbot, port, context):
    page = opened(qtbot, port, context, Ref("invitations"))
    assert page.voices.paper.key == "Ctrl+P"
    press(qtbot, page, "print")
    page.voices.form.fill({"since": "2026-10-01", "until": "2026-10-09"})
    press(qtbot, page, "save")
    place, ref = page.gone[-1]
    assert (place, ref.key.document, str(ref.key.since), str(ref.key.until)) == ("prints", "complaint-register", "2026-10-01", "2026-10-09")


def test_a_bad_rating_says_beside_its_level_what_is_awaited_until_when_and_whether_who_signed_was_called(qtbot, port, context, cast, rated):
    page = opened(qtbot, port, context, Ref("rectification", rated.rectification_id))
    assert page.voices.table.current_row().day_words == "2026-10-15 前"
    shown = [one.text() for one in page.voices.pane.findChildren(QLabel)]
    assert {"政策咨询", "实名差评，还没有回访"} <= set(shown)
