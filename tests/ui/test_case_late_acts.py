"""At the desk: an earlier acceptance, resumption and closing, and a pause with its begin, its document and its approval."""

from __future__ import annotations

from datetime import date

import pytest
from PyQt6.QtWidgets import QLabel

from app.services import attachments, case_acts, cases, late_entries, papers
from app.services.attachments import AttachmentForm
from app.services.cases import CaseForm
from tests.services.accepting import accept_complete
from tests.services.paused import paused
from tests.services.people import register
from tests.ui.conftest import quiet
from tests.ui.station import context_of, show_page
from ui.desk.cases.page import make
from ui.desk.cases.steps import material
from ui.desk.places import Ref
from ui.kit.buttons import Button


@pytest.fixture
def context(sqlite_db, cast, now, tmp_path):
    return context_of(sqlite_db, cast.clerk1, now, tmp_path)


@pytest.fixture
def number(context):
    person = register(context.db, context.actor, context.now())
    form = CaseForm("JYKN", person, received=date(2026, 9, 28), late_reason="停电")
    return cases.open_case(context.db, context.actor, context.now(), form).number


@pytest.fixture
def page(qtbot, port, context, cast, number):
    case_acts.approve(context.db, cast.clerk2, context.now(), number)
    made = show_page(qtbot, port, context, make)
    made.open(Ref("case", number))
    quiet(qtbot, made)
    return made


def do(qtbot, page, name, **values):
    """Fill the form of an act and send it; what it says then."""
    page.detail.begin(next(act for act in page.detail.offered(page.detail.view) if act.name == name))
    quiet(qtbot, page)
    for field, value in values.items():
        page.detail.form.fields[field].set_value(value)
    page.detail.form.confirm()
    quiet(qtbot, page)
    return page.said[-1] if page.said else ""


def test_an_earlier_acceptance_counts_from_its_day_and_is_listed(qtbot, page, context, cast, number):
    assert "待上级确认" in do(qtbot, page, "补录受理", on="2026-09-28", reason="停电", here="M1,M2,M3,M4")
    facts = page.detail.view.facts
    assert (facts.accepted_on, facts.waiting_for) == (date(2026, 9, 28), ("late_entry",))
    assert [line.kind.value for line in late_entries.listing(context.db, cast.head)] == ["acceptance", "receipt"]


def test_what_an_acceptance_lacks_stands_in_its_form_with_what_can_be_done_instead(qtbot, page, context, number):
    assert do(qtbot, page, "受理") == ""
    form = page.detail.form
    assert [button.text() for button in form.findChildren(Button) if button.isVisible()] == ["受理", "一次性告知", "不予受理", "返回"]
    assert page.detail.view.facts.state == "received" and "户口簿" in form.fields["here"].message
    do(qtbot, page, "受理", here="M1,M2,M3")
    assert "可以后补" in form.fields["later"].message
    do(qtbot, page, "受理", here="M1,M2,M3", later="2026-10-11")
    assert "休息" in form.fields["later"].message
    do(qtbot, page, "受理", here="M1,M2,M3", later="2026-10-10")
    assert page.detail.view.facts.state == "accepted"
    assert [material(line).note for line in page.detail.view.materials] == ["已收 10-09"] * 3 + ["限 10-10"]
    do(qtbot, page, "定交齐日期", later="2026-10-14", reason="残联下周出证")
    assert "已保存" in page.said[-1] and page.detail.view.materials[-1].due_on == date(2026, 10, 14)
    do(qtbot, page, "办结", outcome="已认定")
    assert "请填写" in form.fields["without"].message
    assert any("还缺：困难类别的证明" in one.text() for one in form.findChildren(QLabel))
    do(qtbot, page, "办结", outcome="已认定", without="残联网上已查到")
    assert page.detail.view.facts.state == "closed" and "定交齐日期" in [act.name for act in page.detail.offered(page.detail.view)]


def test_a_pause_asks_for_its_document_and_waits_with_its_begin(qtbot, page, context, cast, number):
    accept_complete(context.db, context.actor, context.now(), number)
    page.detail.reload()
    quiet(qtbot, page)
    do(qtbot, page, "停表", kind="notice", reason="公示", begins="2026-10-09")
    assert "依据" in page.detail.form.fields["evidence"].message
    record = f"cases:{page.detail.view.facts.id}"
    attachments.add(context.db, context.actor, context.now(), context.settings, AttachmentForm(record, "公示照片", b"photo"))
    page.detail.form.left.emit()
    page.detail.reload()
    quiet(qtbot, page)
    assert "待上级确认" in do(qtbot, page, "停表", kind="notice", reason="公示", evidence="公示 3 号", until="2026-10-14")
    assert (page.detail.view.facts.state, page.detail.view.facts.waiting_for) == ("accepted", ("pause",))
    assert case_acts.approve(context.db, cast.head, context.now(), number).state == "paused"


def test_an_earlier_resumption_and_an_earlier_closing_stand_alone_within_three_working_days(qtbot, port, context, cast, page, number):
    accept_complete(context.db, context.actor, context.now(), number)
    paused(context.db, cast, context.actor, context.now(), number, "公示")
    page.desk.context = context_of(context.db, cast.clerk1, context.now().replace(day=12), context.settings.data)
    page.detail.reload()
    quiet(qtbot, page)
    do(qtbot, page, "补录恢复计时", on="2026-10-10", reason="停电")
    do(qtbot, page, "补录办结", outcome="已认定", on="2026-10-11", reason="停电")
    assert cases.show(context.db, cast.head, context.now(), number).facts.state == "closed"
    assert {line.kind.value for line in late_entries.listing(context.db, cast.head)} == {"receipt", "resume", "close"}


def test_the_notice_goes_out_while_its_pause_waits(qtbot, page, context, number):
    case_acts.accept(context.db, context.actor, context.now(), number, here=["M1", "M2", "M3"], later=date(2026, 10, 14))
    page.detail.reload()
    quiet(qtbot, page)
    do(qtbot, page, "一次性告知")
    assert page.gone and page.gone[-1][0] == "prints"
    assert papers.draw(context.db, context.actor, context.now(), page.gone[-1][1].key).pages == 1
