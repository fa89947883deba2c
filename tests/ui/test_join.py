"""An empty server: the wizard makes the station there, and a second machine joins it from its first window."""

from __future__ import annotations

import shutil

import pytest

from app import main
from app.services import wizard
from app.settings import Settings, load
from tests.keeping import empty_database
from tests.ui.conftest import quiet as settled
from tests.ui.real_desk import quiet
from tests.ui.test_first_run import ADMIN, NOW, OFFICERS, PASSWORD, PRINTERS, QUEUE, RULES, STATION, code_back, keyring
from ui.desk.first_run import FirstRun as Port
from ui.desk.join import JoinPage
from ui.desk.launch import Composed, Launch
from ui.desk.live import open_station
from ui.desk.start import Wanted
from ui.desk.window import DeskWindow
from ui.desk.wizard import Wizard
from ui.screens import WINDOWS, too_wide

__all__ = ["keyring"]


@pytest.fixture
def url(postgres_server):
    with empty_database(postgres_server) as address:
        yield address


def first_run(settings, *going_on):
    return Port(settings, *going_on) if going_on else Port(settings, lambda: NOW)


def start(qtbot, settings) -> Launch:
    """A start of the desk as the composition root makes it."""
    made = Launch(settings, Wanted(), Composed(open_station, first_run, main._holds_station(settings), main._may_join(settings)))
    made.show()
    return made


def enter(qtbot, launch) -> DeskWindow:
    """The desk behind the first window: opened, and the administrator in it."""
    desk = launch.window
    assert isinstance(desk, DeskWindow)
    qtbot.addWidget(desk)
    qtbot.waitUntil(lambda: desk.station is not None)
    quiet(qtbot, desk)
    desk._log_in("sunli", PASSWORD)
    quiet(qtbot, desk)
    assert not desk.is_locked and desk.desk.frame.officer == "孙立"
    return desk


def through_the_wizard(qtbot, launch) -> str:
    """All seven steps; the recovery code that was shown."""
    window = launch.window
    assert isinstance(window, Wizard)
    settled(qtbot, window)
    run = window._port.run
    for step in (STATION, ADMIN, code_back(run), RULES, QUEUE, OFFICERS, PRINTERS):
        window.form.fill(step)
        window.advance()
        settled(qtbot, window)
    assert not wizard.unfinished(run.settings)
    return run.fresh.recovery_code


def through_the_page(qtbot, launch, stick, code) -> None:
    """A wrong code, then the right one."""
    page = launch.window
    assert isinstance(page, JoinPage)
    page.try_it()
    assert page.fields["key_file"].is_wrong
    page.fields["key_file"].set_value(str(stick))
    page.fields["code"].set_value(code[::-1])
    page.try_it()
    qtbot.waitUntil(lambda: page.fields["code"].is_wrong)
    assert "不对" in page.fields["code"].message and not launch.settings.key_path.exists()
    page.fields["code"].set_value(code.lower())
    page.try_it()
    qtbot.waitUntil(lambda: launch.window is not page)


def test_the_wizard_makes_a_station_on_an_empty_server_and_a_second_seat_joins_it(url, qtbot, tmp_path, qapp, keyring):
    first = start(qtbot, Settings(tmp_path / "first", url))
    code = through_the_wizard(qtbot, first)
    desk = enter(qtbot, first)
    stick = shutil.copy(first.settings.key_path, tmp_path / "stick.key")
    keyring.clear()  # the keyring of another machine
    second = start(qtbot, Settings(tmp_path / "second", url))
    through_the_page(qtbot, second, stick, code)
    other = enter(qtbot, second)
    assert other.desk.context.station == desk.desk.context.station
    for data in (first.settings.data, second.settings.data):
        assert load(data).database_url == url and main._holds_station(load(data))
    for window in (desk, other):
        window.close()
        settled(qtbot, window)


@pytest.mark.parametrize("size", WINDOWS)
def test_no_word_of_the_page_is_wider_than_its_place(qtbot, qapp, size):
    page = JoinPage(lambda _file, _code, _phrase: None)
    qtbot.addWidget(page)
    page.resize(*size)
    page.show()
    settled(qtbot, page)
    assert list(too_wide(page)) == []


def test_a_machine_without_a_keyring_asks_for_a_phrase_and_opens_with_it(qtbot, qapp):
    told = []
    page = JoinPage(lambda *given: told.append(given))
    qtbot.addWidget(page)
    for code, text in (("key_file", "/stick/station.key"), ("code", "ABCD"), ("phrase", "a phrase of words")):
        page.fields[code].set_value(text)
    with qtbot.waitSignal(page.joined) as joined:
        page.try_it()
    assert told == [("/stick/station.key", "ABCD", "a phrase of words")] and joined.args == ["a phrase of words"]
