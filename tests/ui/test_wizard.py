"""The first run: kept at once, told beside the field, one step after the other."""

from __future__ import annotations

import pytest

from app.domain.errors import NotAllowed
from tests.ui.conftest import quiet
from tests.ui.sample import SampleFirstRun
from ui import theme
from ui.desk.wizard import Wizard
from ui.desk.wizard_steps import CODES, STEPS
from ui.screens import settle, too_low, too_wide


@pytest.fixture
def wizard(qtbot):
    made = Wizard(SampleFirstRun())
    qtbot.addWidget(made)
    made.resize(1280, 648)
    made.show()
    quiet(qtbot, made)
    return made


def _at(qtbot, wizard, code):
    wizard.done = set(CODES[: CODES.index(code)])
    wizard.go(CODES.index(code))
    quiet(qtbot, wizard)


def test_there_are_seven_steps_and_what_was_filled_in_earlier_is_there_again(wizard):
    assert len(STEPS) == 7
    assert wizard.form.values()["name"] == "松涛社区家门口就业服务站"


def test_each_answer_is_kept_at_once(qtbot, wizard):
    wizard.form.fields["address"].editor.setText("林海街 2 号")
    qtbot.waitUntil(lambda: wizard._port.kept.get("station", {}).get("address") == "林海街 2 号")
    quiet(qtbot, wizard)


def test_a_promise_longer_than_the_law_is_told_beside_the_field_and_counted_at_the_foot(qtbot, wizard):
    _at(qtbot, wizard, "rules")
    field = wizard.form.fields["promised_days"]
    field.editor.setText("25")
    qtbot.waitUntil(lambda: field.is_wrong)
    assert field.message.startswith("承诺不能比法定长")
    assert wizard.count.text() == "1 处要改"
    wizard.form.fields["rectify_days"].focus()
    wizard.jump.click()
    assert wizard.focusWidget() is field.editor
    field.editor.setText("10")
    qtbot.waitUntil(lambda: wizard.count.text() == "")
    quiet(qtbot, wizard)


def test_what_must_be_filled_in_stops_the_next_step(qtbot, wizard):
    _at(qtbot, wizard, "admin")
    wizard.advance()
    assert [field.title for field in wizard.form.wrong()] == ["姓名", "登录名", "口令", "再输一遍"]
    assert wizard._port.finished == []


def test_a_step_that_holds_leads_to_the_next(qtbot, wizard):
    wizard.advance()
    quiet(qtbot, wizard)
    assert wizard._port.finished == ["station"]
    assert CODES[wizard.at] == "admin"


def test_a_refused_step_stays_and_says_why_at_its_field(qtbot, wizard):
    def refuse(_step, _values):
        raise NotAllowed("action.not_allowed", field="name", action="station.init", officer="王敏")

    wizard._port.finish_step = refuse
    wizard.advance()
    quiet(qtbot, wizard)
    assert wizard.at == 0
    assert wizard.form.fields["name"].is_wrong


def test_one_cannot_jump_over_a_step(wizard):
    wizard.go(5)
    assert wizard.at == 0


def test_the_recovery_code_is_shown_once_and_asked_back_by_group(qtbot, wizard):
    _at(qtbot, wizard, "keys")
    assert wizard.form.fields["recovery_first"].title == "恢复码第 2 组"
    wizard.example.printed.emit()
    quiet(qtbot, wizard)
    assert "printed keys" in wizard._port.finished


def test_the_last_step_opens_the_station(qtbot, wizard):
    _at(qtbot, wizard, "printers")
    with qtbot.waitSignal(wizard.finished):
        wizard.advance()
    assert wizard._port.finished == ["printers", "all"]


@pytest.mark.parametrize("text", theme.TEXT_SIZES)
def test_no_word_of_a_step_is_cut_or_pressed_together(qtbot, qapp, wizard, text):
    theme.apply(qapp, theme.Theme("light", text))
    for code in CODES:
        _at(qtbot, wizard, code)
        settle()
        assert [*too_wide(wizard), *too_low(wizard)] == [], code
