"""The register of first inquiries on the desk, and the papers and acts of acting for a person on the page of a case."""

from __future__ import annotations

import pytest

from app.domain.inquiries import HandedIn, InquiryOutcome
from app.domain.proxies import ProxyState
from app.services import case_acts, cases, inquiries, papers, proxies, receipts
from app.services.cases import CaseForm
from app.services.inquiries import InquiryForm
from app.services.papers import Wanted
from tests.services.accepting import accept_complete
from tests.ui.conftest import quiet
from tests.ui.station import context_of, present, press, resident, show_page
from ui.desk.cases.page import make
from ui.desk.places import Ref
from ui.kit.runs import words


@pytest.fixture
def context(sqlite_db, cast, now, tmp_path):
    return context_of(sqlite_db, cast.clerk1, now, tmp_path)


def opened(qtbot, port, context, ref, person=None):
    page = show_page(qtbot, port, context, make, person)
    page.open(ref)
    quiet(qtbot, page)
    return page


def press_button(qtbot, page, word, **values):
    next(button for button in page.register.pane.buttons if button.text() == word).click()
    quiet(qtbot, page)
    if page.register.form is not None:
        page.register.form.fill(values)
        press(qtbot, page, "save")


def states(page):
    return [words(page.register.table.model().columns[-1].value(row)) for row in page.register.model.rows]


def test_a_phone_inquiry_is_recorded_and_stands_in_the_register(qtbot, port, context):
    page = opened(qtbot, port, context, Ref("inquiries"))
    page.register.phone.click()
    quiet(qtbot, page)
    form = page.register.form
    form.fill({"topic": "工伤待遇", "answer": "不在本站办", "outcome": "told_where", "where": "区社保中心", "visitor": "周女士"})
    press(qtbot, page, "save")
    line = inquiries.register(context.db, context.actor).rows[0]
    assert (line.channel, line.told_where, line.visitor, line.first_officer) == ("phone", "区社保中心", "周女士", "clerk1")
    assert page.register.table.current_row().code == line.code and page.register.only == "today"


def test_without_a_number_an_inquiry_is_kept_with_four_keys_and_one_that_belongs_elsewhere_says_where(qtbot, port, context):
    page = opened(qtbot, port, context, Ref("overdue"))
    page.open(Ref("register"))  # Ctrl+J on any page
    quiet(qtbot, page)
    press(qtbot, page, "new")  # Ctrl+N
    assert page.register.form.fields["topic"].editor.hasFocus()
    page.register.form.fields["topic"].editor.setText("退休年龄")
    press(qtbot, page, "save")  # Ctrl+S
    line = inquiries.register(context.db, context.actor).rows[0]
    assert (line.topic, line.answer, line.outcome, line.channel) == ("退休年龄", "已当面答复", "answered", "window")
    page.open(Ref("phone"))  # Ctrl+Shift+N on any page
    quiet(qtbot, page)
    form = page.register.form
    assert (form.values()["answer"], form.values()["channel"]) == ("已电话答复", "phone")
    choice = form.fields["outcome"].editor
    form.fill({"topic": "工伤待遇"})
    choice.setCurrentIndex(choice.findData("told_where"))
    press(qtbot, page, "save")
    assert page.register.form is form and form.fields["answer"].is_wrong
    form.fields["answer"].editor.setPlainText("请到区社保中心")
    press(qtbot, page, "save")
    assert inquiries.register(context.db, context.actor).rows[0].told_where == "请到区社保中心"


def test_an_inquiry_becomes_a_case_with_one_key_for_the_person_at_the_counter(qtbot, port, context):
    person = resident(context)
    code = inquiries.record(context.db, context.actor, context.now(), InquiryForm("认定", "讲清了", item="JYKN")).code
    page = opened(qtbot, port, context, Ref("inquiry", code), present(person))
    press(qtbot, page, "primary")
    line = inquiries.show(context.db, context.actor, code)
    assert line.case is not None and page.gone[-1] == ("cases", Ref("case", line.case))


def test_what_is_missing_for_a_case_is_asked_and_nothing_else(qtbot, port, context):
    code = inquiries.record(context.db, context.actor, context.now(), InquiryForm("认定", "讲清了")).code
    page = opened(qtbot, port, context, Ref("inquiry", code), present(resident(context)))
    press(qtbot, page, "primary")
    assert list(page.register.form.fields) == ["item"]
    page.register.form.fill({"item": "JYKN"})
    press(qtbot, page, "save")
    assert inquiries.show(context.db, context.actor, code).item is None
    assert inquiries.show(context.db, context.actor, code).case is not None


def test_a_hand_over_is_accepted_by_the_other_and_answered(qtbot, port, context, cast):
    code = inquiries.record(
        context.db, context.actor, context.now(), InquiryForm("仲裁", "稍后答", InquiryOutcome.PASSED_ON, handler="clerk1")
    ).code
    page = opened(qtbot, port, context, Ref("inquiry", code))
    assert inquiries.show(context.db, context.actor, code).handled_on is not None
    code = inquiries.record(
        context.db, context.actor, context.now(), InquiryForm("仲裁", "请同事答", InquiryOutcome.PASSED_ON, handler="clerk2")
    ).code
    page.open(Ref("inquiries"))
    quiet(qtbot, page)
    assert states(page) == [f"等{cast.clerk2.name}接收"]
    other = opened(qtbot, port, context_of(context.db, cast.clerk2, context.now(), context.settings.data), Ref("inquiry", code))
    assert other.register.pane.buttons[0].text() == "接收"
    press_button(qtbot, other, "接收")
    press_button(qtbot, other, "登记结果", result="已电话答复")
    line = inquiries.show(context.db, context.actor, code)
    assert (line.officer, line.first_officer, line.result) == ("clerk2", "clerk1", "已电话答复")


def test_material_taken_in_has_its_receipt_and_the_register_is_printed(qtbot, port, context):
    form = InquiryForm("认定", "收下了", materials=(HandedIn("身份证", 2),))
    code = inquiries.record(context.db, context.actor, context.now(), form).code
    page = opened(qtbot, port, context, Ref("inquiry", code))
    press_button(qtbot, page, "收件回执")
    assert page.gone[-1] == ("prints", Ref("paper", Wanted("material-receipt", inquiry=code)))
    press_button(qtbot, page, "收件回执")
    press_button(qtbot, page, "退还材料", on="")
    assert receipts.open_of_inquiry(context.db, context.actor, code) == ()
    press_button(qtbot, page, "退还材料")
    assert "没有要退还的材料" in page.said[-1]
    page.register.paper.click()
    quiet(qtbot, page)
    press(qtbot, page, "save")
    wanted = page.gone[-1][1].key
    assert (wanted.document, wanted.since.isoformat(), wanted.until.isoformat()) == ("inquiry-register", "2026-10-01", "2026-10-09")


# acting for a person, on the page of the case


def run(qtbot, page, word, **values):
    act = next(act for act in page.detail.acts_at_hand if act.name == word)
    page.detail.begin(act)
    quiet(qtbot, page)
    if page.detail.middle.currentIndex() == 1:
        for name, value in values.items():
            page.detail.form.fields[name].set_value(value)
        page.detail.form.confirm()
        quiet(qtbot, page)


@pytest.fixture
def number(context):
    return cases.open_case(context.db, context.actor, context.now(), CaseForm("JYKN", resident(context), proxy=True)).number


def names(page):
    return [act.name for act in page.detail.acts_at_hand]


def test_an_authorisation_is_written_printed_signed_and_its_outcome_told(qtbot, port, context, number):
    page = opened(qtbot, port, context, Ref("case", number))
    run(qtbot, page, "写委托书", items="递交材料；领证", reason="腿脚不便")
    assert page.gone[-1] == ("prints", Ref("paper", Wanted("proxy-authorisation", case=number)))
    assert proxies.of_case(context.db, context.actor, number)[0].items == ("递交材料", "领证")
    assert names(page)[0] == "登记委托书签字"
    run(qtbot, page, "登记委托书签字")
    assert "还没有打印" in page.strip.sentence.text()
    papers.record(context.db, context.actor, context.now(), papers.draw(context.db, context.actor, context.now(), page.gone[-1][1].key))
    page.detail.form.confirm()
    quiet(qtbot, page)
    assert proxies.of_case(context.db, context.actor, number)[0].state is ProxyState.SIGNED
    run(qtbot, page, "告知代办进展", text="已递交", how="phone")
    assert "已递交（电话告知）" in page.detail.view.events[0].text
    accept_complete(context.db, context.actor, context.now(), number)
    case_acts.close(context.db, context.actor, context.now(), number, "已认定")
    page.arrive()
    quiet(qtbot, page)
    run(qtbot, page, "告知代办结果", outcome="已认定", how="face")
    assert proxies.of_case(context.db, context.actor, number)[0].state is ProxyState.ENDED
    assert "告知代办结果" not in names(page)


def test_an_authorisation_for_everything_is_refused_beside_its_field(qtbot, port, context, number):
    page = opened(qtbot, port, context, Ref("case", number))
    run(qtbot, page, "写委托书", items="全权办理")
    assert "全权" in page.detail.form.fields["items"].message
    assert proxies.of_case(context.db, context.actor, number) == ()


def test_a_one_time_notice_lists_all_leads_to_its_paper_and_is_signed(qtbot, port, context, number):
    page = opened(qtbot, port, context, Ref("case", number))
    page.detail.begin(next(act for act in page.detail.acts_at_hand if act.name == "一次性告知"))
    quiet(qtbot, page)
    fields = page.detail.form.fields
    first = fields["missing"].editor.boxes[0]
    assert all(box.isChecked() for _, box in fields["missing"].editor.boxes)
    first[1].setChecked(False)
    fields["others"].set_value("本人到场；先听职业指导")
    page.detail.form.confirm()
    quiet(qtbot, page)
    assert "有效身份证件" in fields["left_out"].message and page.detail.view.notices == 0
    first[1].setChecked(True)
    page.detail.form.confirm()
    quiet(qtbot, page)
    assert page.gone[-1] == ("prints", Ref("paper", Wanted("one-time-notice", case=number)))
    told = next(event for event in page.detail.view.events if event.kind == "noticed")
    assert told.data["missing"][-2:] == [{"text": "本人到场"}, {"text": "先听职业指导"}]
    drawn = papers.draw(context.db, context.actor, context.now(), Wanted("one-time-notice", case=number))
    papers.record(context.db, context.actor, context.now(), drawn)
    run(qtbot, page, "登记告知书签收", by="周师傅")
    assert page.detail.view.events[0].data["by"] == "周师傅"
    assert "登记告知书签收" not in names(page)
    run(qtbot, page, "一次性告知", reason="漏了一项")
    assert [one.step for one in page.detail.view.waiting] == ["notice_again"]
