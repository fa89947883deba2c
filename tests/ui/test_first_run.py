"""The first run over the services: seven steps make a station that opens; secrets never lie on the disk."""

from __future__ import annotations

import json

import pytest

from app.domain.clock import parse_moment
from app.domain.errors import NotAllowed, Refused
from app.services import items, officers, profiles, stations, wizard
from app.services.entry import Entry
from app.services.wizard import FirstRun
from app.settings import Settings, load
from db import keyring_store
from tests.ui.conftest import quiet as settled
from tests.ui.real_desk import composed, quiet
from ui.desk.first_run import FirstRun as Port
from ui.desk.first_run import worked_card
from ui.desk.launch import Launch
from ui.desk.live import open_station
from ui.desk.start import LatePort, Wanted
from ui.desk.window import DeskWindow
from ui.desk.wizard import Wizard
from ui.screens import too_wide

NOW = parse_moment("2026-09-20T10:00")
PASSWORD = "three plain words"
STATION = {
    "name": "松涛社区“家门口”就业服务站",
    "code": "232701001",
    "region": "232701",
    "county": "松岭区",
    "address": "松涛街 8 号",
    "profile": "daxinganling",
    "use": "real",
}
ADMIN = {"admin_name": "孙立", "login": "sunli", "password": PASSWORD, "password_again": PASSWORD}
RULES = {
    "statutory_days": "20",
    "promised_days": "15",
    "rectify_days": "7",
    "miss_places": "2",
    "supplement": "restart",
    "month": "from_21",
}
QUEUE = {"counters": "一号窗口\n二号窗口\n三号窗口", "lines": "A 就业登记\nB 补贴申领"}
OFFICERS = {"officers": "陈立国 chenliguo 站长\n王敏 wangmin 专员"}
PRINTERS = {"ticket_printer": "", "paper_printer": "office", "screen": "none"}


@pytest.fixture
def keyring(monkeypatch):
    """A keyring of the test's own."""
    kept: dict[str, bytes] = {}
    monkeypatch.setattr(keyring_store, "store", lambda key_id, data: kept.update({key_id: data}) or True)
    monkeypatch.setattr(keyring_store, "load", kept.get)
    return kept


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(tmp_path / "data")


@pytest.fixture
def run(settings, keyring):
    made = FirstRun(settings, lambda: NOW)
    yield made
    made.close()


def code_back(run):
    first, second = (run.groups[n - 1] for n in run.asked)
    return {"backup_folder": str(run.settings.data.parent / "usb"), "recovery_first": first.lower(), "recovery_second": second}


def go_to(run, last):
    steps = {"station": STATION, "admin": ADMIN, "keys": code_back(run), "rules": RULES, "counters": QUEUE, "officers": OFFICERS}
    for step, values in {**steps, "printers": PRINTERS}.items():
        run.finish_step(step, values)
        if step == last:
            return


def test_a_ticket_printer_written_wrongly_is_refused_beside_its_field(run):
    with pytest.raises(Refused) as refusal:
        run.finish_step("printers", {**PRINTERS, "ticket_printer": "network:printer"})
    assert (refusal.value.code, refusal.value.field) == ("printer.network", "ticket_printer")


def test_seven_steps_make_a_station_that_opens_with_everything_in_it(run, settings):
    go_to(run, "printers")
    run.finish()
    machine = load(settings.data)
    db = stations.open_station(machine)
    facts, profile = stations.facts(db), profiles.current(db)
    assert (facts.name, facts.address, facts.practice) == ("松涛社区“家门口”就业服务站", "松涛街 8 号", False)
    assert (profile.bad_rating_days, profile.restore_behind, profile.supplement.value, profile.report_month.value) == (
        7,
        2,
        "restart",
        "21-20",
    )
    people = stations.actors(db)
    assert set(people) == {"sunli", "chenliguo", "wangmin"}
    line = items.guide(db, people["sunli"], wizard.HARDSHIP_ITEM).line
    assert (line.statutory_days, line.promised_days) == (20, 15)
    assert machine.backups == settings.data.parent / "usb" and machine.paper_printer == "office"
    assert not wizard.unfinished(settings)
    db.close()


def test_answers_are_kept_at_once_and_secrets_never(run, settings):
    run.keep("station", STATION)
    run.keep("admin", ADMIN)
    stored = (settings.data / wizard.FILE).read_text(encoding="utf-8")
    assert "松涛街 8 号" in stored and "sunli" in stored and PASSWORD not in stored


def test_a_stopped_run_goes_on_where_it_was_and_asks_the_password_again(run, settings):
    run.finish_step("station", STATION)
    run.finish_step("admin", ADMIN)
    again = FirstRun(settings, lambda: NOW)
    assert again.done == ("station",) and again.values["admin"]["login"] == "sunli"
    with pytest.raises(Refused, match=r"wizard\.password_gone"):
        again.finish_step("keys", code_back(again))


@pytest.mark.parametrize(
    ("step", "changes", "field"),
    [
        ("station", {"code": "二三"}, "code"),
        ("station", {"region": "12"}, "region"),
        ("station", {"name": ""}, "name"),
        ("admin", {"password": "short", "password_again": "short"}, "password"),
        ("admin", {"password_again": "another one"}, "password_again"),
        ("admin", {"login": ""}, "login"),
        ("rules", {"promised_days": "25"}, "promised_days"),
        ("rules", {"rectify_days": "bald"}, "rectify_days"),
        ("counters", {"lines": "就业登记"}, "lines"),
        ("counters", {"lines": "A 一\nA 二"}, "lines"),
        ("counters", {"counters": " "}, "counters"),
        ("officers", {"officers": "王敏 wangmin 专员"}, "officers"),
        ("officers", {"officers": "王敏 wangmin"}, "officers"),
    ],
)
def test_what_does_not_hold_is_told_at_its_field(run, step, changes, field):
    before = {"station": "", "admin": "station", "rules": "keys", "counters": "rules", "officers": "counters"}[step]
    if before:
        go_to(run, before)
    values = {"station": STATION, "admin": ADMIN, "rules": RULES, "counters": QUEUE, "officers": OFFICERS}[step]
    with pytest.raises(Refused) as refused:
        run.finish_step(step, {**values, **changes})
    assert refused.value.field == field and step not in run.done


def test_the_recovery_code_is_asked_back_before_anything_is_made(run, settings):
    go_to(run, "admin")
    with pytest.raises(Refused) as refused:
        run.finish_step("keys", {**code_back(run), "recovery_second": "AAAA"})
    assert refused.value.field == "recovery_second" and not settings.key_path.exists()


def test_a_machine_without_a_keyring_asks_for_a_pass_phrase_at_its_field(run, settings, monkeypatch):
    monkeypatch.setattr(keyring_store, "store", lambda _key_id, _data: False)
    go_to(run, "admin")
    with pytest.raises(NotAllowed) as refused:
        run.finish_step("keys", code_back(run))
    assert refused.value.field == "phrase" and not settings.key_path.exists()
    run.finish_step("keys", {**code_back(run), "phrase": "a phrase of its own"})
    run.close()
    stations.open_station(settings, phrase="a phrase of its own").close()


def test_a_practice_station_needs_no_account_and_no_code(run, settings):
    run.finish_step("station", {**STATION, "use": "practice"})
    run.finish_step("admin", dict.fromkeys(ADMIN, ""))
    run.finish_step("keys", {"backup_folder": ""})
    run.close()
    db = stations.open_station(settings)
    assert stations.facts(db).practice and "clerk1" in stations.actors(db)
    db.close()


def test_the_worked_example_is_counted_with_the_real_calendar(run):
    card = worked_card(run.worked())
    rows = dict(card.rows)
    assert rows["受理"] == "2026-09-23 周三" and rows["放假"].startswith("09-25 至 ")
    assert rows["到期"] == "2026-10-08 周四"
    assert "2027 年放假安排" in card.warning


def test_officers_without_a_password_choose_one_at_their_first_log_in(run, settings):
    go_to(run, "officers")
    db = run._db
    entry = Entry(db)
    for typed, said in (("short", "password.short"), (PASSWORD, "login.repeat"), ("a mistyped one", "login.different")):
        with pytest.raises((NotAllowed, Refused)) as refused:
            entry.enter("wangmin", typed, NOW)
        assert refused.value.code == said and refused.value.field == "password"
    with pytest.raises(NotAllowed):
        entry.enter("wangmin", PASSWORD, NOW)
    assert entry.enter("wangmin", PASSWORD, NOW).login == "wangmin"
    assert officers.log_in(db, "wangmin", PASSWORD, NOW).name == "王敏"


def test_a_password_that_the_head_set_is_changed_at_the_next_log_in(run, settings):
    go_to(run, "officers")
    admin = stations.actors(run._db)["sunli"]
    officers.set_password(run._db, admin, NOW, "wangmin", "set by another")
    entry = Entry(run._db)
    for typed, said in (("set by another", "login.change"), (PASSWORD, "login.repeat")):
        with pytest.raises(NotAllowed) as refused:
            entry.enter("wangmin", typed, NOW)
        assert refused.value.code == said
    assert entry.enter("wangmin", PASSWORD, NOW).login == "wangmin"


def test_the_wizard_leads_through_all_steps_and_the_desk_opens_behind_it(qtbot, settings, keyring):
    port = Port(settings, lambda: NOW)
    window = Wizard(port)
    qtbot.addWidget(window)
    window.resize(1366, 696)
    window.show()
    settled(qtbot, window)
    for step in (STATION, ADMIN, code_back(port.run), RULES, QUEUE, OFFICERS, PRINTERS):
        window.form.fill(step)
        settled(qtbot, window)
        assert list(too_wide(window)) == []
        window.advance()
        settled(qtbot, window)
        assert window.form.wrong() == []
    assert wizard.unfinished(settings) is False

    desk = DeskWindow(LatePort(Preferences()), lambda phrase: open_station(load(settings.data), Wanted(), phrase))
    qtbot.addWidget(desk)
    with qtbot.waitSignal(desk.opened):
        desk.show()
    quiet(qtbot, desk)
    assert desk.is_locked and desk.lock_page.title.text() == "登录"
    desk._log_in("sunli", "wrong")
    quiet(qtbot, desk)
    assert "口令不对" in desk.lock_page.password.message
    desk._log_in("sunli", PASSWORD)
    quiet(qtbot, desk)
    assert not desk.is_locked and desk.desk.frame.officer == "孙立"


class Preferences:
    """Remembers nothing."""

    def get(self, key: str) -> str:
        return ""

    def put(self, key: str, value: str) -> None:
        """Nothing is kept."""


def test_what_is_kept_is_readable_again_and_a_broken_file_is_a_fresh_start(settings):
    settings.data.mkdir()
    (settings.data / wizard.FILE).write_text("{broken", encoding="utf-8")
    assert wizard.load(settings) == {"values": {}, "done": []}
    (settings.data / wizard.FILE).write_text(json.dumps({"values": {"station": {}}, "done": ["station"]}), encoding="utf-8")
    assert wizard.load(settings)["done"] == ["station"]


def test_a_run_stopped_after_the_station_was_made_goes_on_when_the_administrator_logs_in(qtbot, run, settings, qapp):
    go_to(run, "keys")
    run.close()
    launch = Launch(settings, Wanted(), composed(settings))
    launch.show_desk()
    desk = launch.window
    qtbot.addWidget(desk)
    qtbot.waitUntil(lambda: desk.station is not None)
    quiet(qtbot, desk)
    desk._log_in("sunli", PASSWORD)
    quiet(qtbot, desk)
    made = launch.first_run
    qtbot.addWidget(made)
    settled(qtbot, made)
    assert made.at == 3 and made.done == {"station", "admin", "keys"}
    made.form.fill(RULES)
    made.advance()
    settled(qtbot, made)
    assert made.at == 4 and profiles.current(desk.desk.context.db).bad_rating_days == 7
