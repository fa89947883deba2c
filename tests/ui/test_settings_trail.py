"""The audit trail in the settings: filtered, read entry by entry, older ones fetched, the whole chain walked with progress."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from app.services import case_acts, cases, duties
from app.services.cases import CaseForm
from tests.services.people import register
from tests.ui.conftest import quiet
from tests.ui.station import click, context_of, press, show_page
from ui.desk.reading import ReadingPane
from ui.desk.settings import trail
from ui.desk.settings.page import make


@pytest.fixture
def context(sqlite_db, cast, now, tmp_path):
    return context_of(sqlite_db, cast.head, now, tmp_path)


@pytest.fixture
def number(context, cast):
    me = (context.db, cast.clerk1, context.now())
    made = cases.open_case(*me, CaseForm("JYKN", register(*me))).number
    case_acts.withdraw(*me, made, "材料带错了")
    return made


@pytest.fixture
def page(qtbot, port, context, number):
    made = show_page(qtbot, port, context, make)
    made.turn("trail")
    quiet(qtbot, made)
    return made


def names(page):
    return [row.name for row in page.rows_shown()]


def test_the_newest_entry_stands_first_and_says_who_what_where_and_why(qtbot, page, number):
    assert names(page)[0] == "撤回申请"
    reading = page.right.currentWidget().findChild(ReadingPane).reading
    told = {fact.name: fact.value for fact in reading.sections[0].facts}
    assert (told["谁"], told["哪台电脑"], told["记录"][:2]) == ("王敏（clerk1）", "desk", "办件")
    changed = {fact.name: fact.value for section in reading.sections[1:] for fact in section.facts}
    assert any("withdrawn" in value for value in changed.values())


def test_the_trail_narrows_to_a_span_an_officer_a_kind_of_act_and_a_record(qtbot, page, context, number):
    click(qtbot, page, "筛选")
    page.form.fill({"subject": "BJ20261009-999"})
    press(qtbot, page, "save")
    assert "没有编号为" in page.form.fields["subject"].message
    page.form.fields["subject"].editor.setText(number)
    page.form.fill({"actor": "clerk1", "action": "case.", "since": "2026-10-09", "until": "2026-10-09"})
    press(qtbot, page, "save")
    assert page.form is None, [one.message for one in page.form.fields.values()]
    assert names(page) == ["撤回申请", "登记办件"] and page.note.text().startswith("2026-10-09 至 2026-10-09，clerk1，办件，cases:")
    click(qtbot, page, "筛选")
    page.form.fill({"subject": "", "since": "2026-10-10", "until": ""})
    press(qtbot, page, "save")
    assert names(page) == []
    assert page.back()
    quiet(qtbot, page)
    assert names(page)[0] == "撤回申请" and page.note.text() == ""


def test_older_entries_follow_until_there_are_none(qtbot, page, monkeypatch):
    monkeypatch.setattr(trail, "PAGE", 2)
    page.turn("trail")
    quiet(qtbot, page)
    seen = [row.seq for row in page.rows_shown()]
    while len(page.rows_shown()) == 2:
        click(qtbot, page, "更早的")
        seen += [row.seq for row in page.rows_shown()]
    click(qtbot, page, "更早的")
    assert "没有更早的" in page.said[-1] and seen == sorted(set(seen), reverse=True) and seen[-1] <= 2


def test_the_whole_chain_is_walked_and_a_changed_entry_is_named(qtbot, page, context):
    click(qtbot, page, "核对全部留痕")
    assert "核对无误" in page.said[-1] and not page.strip.isVisible()
    day = duties.run(context.db, context.now()).day.isoformat()
    with context.db.engine.begin() as behind:
        behind.execute(text("UPDATE audit_signature SET head = zeroblob(32)"))
    click(qtbot, page, "核对全部留痕")
    assert page.strip.title.text() == "留痕被改动过" and f"{day} 的签名对不上" in page.strip.sentence.text()
    with context.db.engine.begin() as behind:
        behind.execute(text("UPDATE audit_entry SET actor = 'nobody' WHERE seq = 3"))
    click(qtbot, page, "核对全部留痕")
    assert page.strip.title.text() == "留痕被改动过" and "第 3 条起对不上" in page.strip.sentence.text()


def test_who_may_not_read_the_trail_has_no_such_section(qtbot, port, context, cast):
    clerk = show_page(qtbot, port, replace(context, actor=cast.clerk1), make)
    clerk.arrive()
    quiet(qtbot, clerk)
    assert "trail" not in clerk.codes
