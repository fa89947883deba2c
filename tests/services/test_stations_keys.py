"""Who gets in: a practice station anybody, a real one the keyring, a phrase or the recovery code; and the way back when one is lost."""

from __future__ import annotations

import keyring
import pytest
from keyring.backends import fail

from app.cli.session import CliSession
from app.domain.errors import Damaged, NotAllowed, NotFound, Refused
from app.services import audits, backups, officers, recovery, stations
from app.settings import Settings
from db import keyring_store, keys
from tests.db.test_keyring import MemoryKeyring
from tests.dbfixtures import NOW, STATION

REAL = stations.StationForm(name="松涛社区", code="232701001", region="232701")
PHRASE, PASSWORD = "kirschbaum", "first-2026"


@pytest.fixture(autouse=True)
def machine():
    """A machine with a keyring of its own; ``machine.kept`` is what lies in it."""
    before, here = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(here)
    yield here
    keyring.set_keyring(before)


@pytest.fixture
def no_keyring():
    keyring.set_keyring(fail.Keyring())


def make(settings, form=REAL, **more):
    made = stations.init(settings, form, NOW, admin_password=PASSWORD, **more)
    made.db.close()
    return made


def opens(settings, **how):
    stations.open_station(settings, **how).close()
    return True


def test_a_practice_station_opens_without_anything(settings, no_keyring):
    made = stations.init(settings, STATION, NOW)
    made.db.close()
    assert not made.in_keyring
    assert opens(settings)


def test_a_real_station_lies_in_the_keyring_and_opens_from_there(settings, machine):
    assert make(settings).in_keyring
    assert len(machine.kept) == 1
    assert opens(settings)


def test_without_keyring_or_phrase_no_real_station_is_made(settings, no_keyring):
    with pytest.raises(NotAllowed, match=r"key\.no_keyring") as caught:
        make(settings)
    assert caught.value.field == "phrase"
    assert not settings.key_path.exists()
    assert not settings.database_path.exists()


def test_without_keyring_or_phrase_no_real_station_opens(settings, no_keyring):
    made = make(settings, phrase=PHRASE)
    with pytest.raises(NotAllowed, match=r"key\.needed"):
        opens(settings)
    assert opens(settings, phrase=PHRASE)
    assert opens(settings, recovery_code=made.recovery_code)


def test_a_given_phrase_wins_over_the_keyring(settings):
    make(settings, phrase=PHRASE)
    with pytest.raises(NotAllowed, match=r"key\.wrong"):
        opens(settings, phrase="apfelbaum")


def test_the_public_phrase_of_practice_opens_no_real_station(settings, no_keyring):
    make(settings, phrase=PHRASE)
    with pytest.raises(NotAllowed, match=r"key\.wrong"):
        opens(settings, phrase=keys.PRACTICE_PHRASE)


def test_the_code_works_however_it_was_typed(settings):
    code = make(settings).recovery_code
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code)
    for typed in (code.lower(), code.replace("-", ""), " " + code.replace("-", "  ") + "\n", wide):
        assert opens(settings, recovery_code=typed)
    with pytest.raises(NotAllowed, match=r"key\.wrong"):
        opens(settings, recovery_code=code[:-1] + ("2" if code[-1] != "2" else "3"))


def test_a_keyring_that_holds_another_key_is_a_wrong_key(settings, machine):
    make(settings)
    (place,) = machine.kept
    machine.kept[place] = "AAAA"
    with pytest.raises(NotAllowed, match=r"key\.wrong"):
        opens(settings)


def test_lost_keyring_in_three_steps(settings, machine):
    code = make(settings).recovery_code
    machine.kept.clear()
    with pytest.raises(NotAllowed, match=r"key\.needed"):
        opens(settings)
    assert recovery.recover(settings, NOW, code) == recovery.Recovered(in_keyring=True, phrase_set=False)
    assert opens(settings)


def test_lost_keyring_where_none_can_be_reached_any_more(settings, no_keyring):
    code = make(settings, phrase="forgotten-phrase").recovery_code
    with pytest.raises(NotAllowed, match=r"key\.no_keyring_here"):
        recovery.recover(settings, NOW, code)
    for quickly_guessed in ("", "seven77"):
        with pytest.raises(Refused, match=r"key\.phrase_short"):
            recovery.recover(settings, NOW, code, phrase=quickly_guessed)
    assert opens(settings, phrase="forgotten-phrase"), "what was refused changed nothing"
    assert recovery.recover(settings, NOW, code, phrase=PHRASE).phrase_set
    assert opens(settings, phrase=PHRASE)
    with pytest.raises(NotAllowed):
        opens(settings, phrase="forgotten-phrase")


def test_new_machine_in_three_steps(settings, machine, tmp_path):
    code = make(settings).recovery_code
    db = stations.open_station(settings)
    made = backups.create(db, stations.actors(db)["admin"], NOW, settings)
    db.close()
    machine.kept.clear()
    there = Settings(tmp_path / "there")
    with pytest.raises(NotAllowed, match=r"key\.needed"):
        backups.restore(made.file, there.data)
    backups.restore(made.file, there.data, recovery_code=code)
    recovery.recover(there, NOW, code)
    db = stations.open_station(there)
    assert officers.log_in(db, "admin", PASSWORD, NOW).login == "admin"
    assert audits.verify(db, stations.actors(db)["admin"]).ok
    db.close()


def test_forgotten_password_in_three_steps(settings):
    code = make(settings).recovery_code
    recovery.new_password(settings, NOW, code, "admin", "Fresh-2026")
    db = stations.open_station(settings)
    with pytest.raises(NotAllowed, match=r"login\.wrong"):
        officers.log_in(db, "admin", PASSWORD, NOW)
    actor = officers.log_in(db, "admin", "Fresh-2026", NOW)
    officers.set_password(db, actor, NOW, "admin", "My-own-2026")
    who = [line.actor for line in audits.listing(db, actor, audits.AuditFilter(action="officer.change")).rows]
    assert who == ["recovery"]
    db.close()


@pytest.mark.parametrize(
    ("login", "password", "error"), [("nobody", "Fresh-2026", NotFound), ("admin", "short", Refused), ("admin", "ADMIN", Refused)]
)
def test_a_password_that_cannot_be_set_changes_nothing(settings, login, password, error):
    code = make(settings).recovery_code
    with pytest.raises(error):
        recovery.new_password(settings, NOW, code, login, password)
    db = stations.open_station(settings)
    assert officers.log_in(db, "admin", PASSWORD, NOW)
    db.close()


def test_recovery_is_recorded_without_the_code(settings):
    code = make(settings).recovery_code
    recovery.recover(settings, NOW, code)
    db = stations.open_station(settings)
    admin = stations.actors(db)["admin"]
    (line,) = audits.listing(db, admin, audits.AuditFilter(action="key.change")).rows
    assert (line.actor, line.subject) == ("recovery", "station:1")
    assert code not in repr(audits.detail(db, admin, line.seq))
    db.close()


def test_a_session_that_opens_with_the_code_again_lets_the_open_station_go(settings):
    """Several lines of one batch may each bring the code: no connection of an earlier one stays."""
    code = make(settings).recovery_code
    with CliSession(settings, {}, {}) as session:
        first = session.db
        assert stations.facts(first).name
        for _ in range(3):
            before = session.db
            session.open_with_code(code)
            assert session.db is not before and before.engine.pool.checkedin() == before.engine.pool.checkedout() == 0
        with pytest.raises(NotAllowed, match=r"key\.wrong"):
            session.open_with_code(code.replace(code[0], "2" if code[0] != "2" else "3"))
        assert stations.facts(session.db) == stations.facts(first)
        assert session.db.before_write is not None
        last = session.db
    assert last.engine.pool.checkedin() == 0


def test_the_recovery_sheet_shows_the_code_in_its_groups(settings):
    made = make(settings)
    sheet = recovery.sheet(settings, made.station.name, made.recovery_code, NOW)
    assert "-".join(sheet.groups) == sheet.code == made.recovery_code
    assert (sheet.station, sheet.made_on.isoformat(), len(sheet.key_id)) == ("松涛社区“家门口”就业服务站", "2026-10-09", 16)


def test_two_groups_are_asked_back():
    code = keys.new_recovery_code()
    one, other = recovery.groups_to_ask()
    assert 1 <= one < other <= 8
    assert recovery.group_fits(code, one, code.split("-")[one - 1].lower())
    assert not recovery.group_fits(code, one, code.split("-")[other - 1])


def test_a_second_station_does_not_go_into_the_same_folder(settings):
    make(settings)
    before = settings.key_path.read_bytes()
    with pytest.raises(Refused, match=r"station\.exists"):
        make(settings)
    assert settings.key_path.read_bytes() == before
    assert opens(settings)


def test_a_real_station_needs_an_administrator_with_a_password(settings):
    with pytest.raises(Refused, match=r"station\.admin_password"):
        stations.init(settings, REAL, NOW)
    assert not settings.data.exists()


def test_a_real_station_has_one_account_and_no_default_password(settings):
    make(settings)
    db = stations.open_station(settings)
    assert list(stations.actors(db)) == ["admin"]
    for guess in ("admin", "", "password", "12345678"):
        with pytest.raises(NotAllowed):
            officers.log_in(db, "admin", guess, NOW)
    db.close()


def test_without_its_key_file_a_station_says_so(settings):
    make(settings)
    settings.key_path.unlink()
    with pytest.raises(Damaged, match=r"key\.missing"):
        opens(settings)
    assert settings.database_path.exists()


def test_the_keyring_holds_the_key_and_nothing_derived(settings, machine):
    made = make(settings)
    key = keyring_store.load(keys.read_key_file(settings.key_path)["key_id"])
    assert key == keys.unwrap(keys.read_key_file(settings.key_path), "recovery", made.recovery_code).data_key
