"""A further machine joins the station on the server with the key file and the recovery code; what does not fit keeps nothing."""

from __future__ import annotations

import shutil

import keyring
import pytest
from keyring.backends import fail

from app.domain.errors import NotAllowed, NotFound, Refused, Usage
from app.services import audits, seats, stations
from app.settings import Settings, load
from tests.db.test_keyring import MemoryKeyring
from tests.dbfixtures import NOW, STATION
from tests.keeping import empty_database

REAL = stations.StationForm(name="松涛社区", code="232701001", region="232701")


@pytest.fixture
def rings():
    """Puts another machine's keyring, or none, in the place of this one's."""
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


@pytest.fixture
def url(postgres_server):
    with empty_database(postgres_server) as address:
        yield address


@pytest.fixture
def first(url, tmp_path, rings):
    """The first machine's settings and the recovery code of a real station on the server."""
    rings(MemoryKeyring())
    here = Settings(tmp_path / "first", url)
    made = stations.init(here, REAL, NOW, admin_password="first-2026")
    made.db.close()
    return here, made.recovery_code


@pytest.fixture
def second(first, tmp_path, rings):
    """Another machine with a keyring of its own and the key file on a stick."""
    rings(MemoryKeyring())
    stick = tmp_path / "stick.key"
    shutil.copy(first[0].key_path, stick)
    return Settings(tmp_path / "second", first[0].database_url), stick


def test_a_second_machine_joins_with_the_key_file_and_the_code_and_finds_the_server_by_itself(first, second):
    there, stick = second
    assert seats.may_join(there) and not seats.may_join(first[0])
    joined = seats.join(there, NOW, stick, first[1].lower())
    assert (joined.station, joined.in_keyring, joined.phrase_set) == ("松涛社区“家门口”就业服务站", True, False)
    assert not seats.may_join(there)
    db = stations.open_station(load(there.data))
    (line,) = audits.listing(db, stations.actors(db)["admin"], audits.AuditFilter(action="seat.join")).rows
    assert line.actor == "recovery" and first[1] not in repr(audits.detail(db, stations.actors(db)["admin"], line.seq))
    db.close()


def test_without_a_keyring_the_second_machine_sets_a_phrase_of_its_own(first, second, rings):
    rings(fail.Keyring())
    there, stick = second
    with pytest.raises(NotAllowed) as refused:
        seats.join(there, NOW, stick, first[1])
    assert (refused.value.code, refused.value.field) == ("key.no_keyring_here", "phrase") and not there.key_path.exists()
    assert seats.join(there, NOW, stick, first[1], phrase="a phrase of the second").phrase_set
    stations.open_station(there, phrase="a phrase of the second").close()


@pytest.mark.parametrize(
    ("file", "code", "error", "said"),
    [
        ("stick.key", "2222-2222-2222-2222-2222-2222-2222-2222", NotAllowed, "key.wrong"),
        ("nothing.key", None, NotFound, "seat.no_key_file"),
        ("other/station.key", "other", NotAllowed, "key.other_station"),
    ],
)
def test_what_does_not_fit_keeps_nothing(first, second, tmp_path, file, code, error, said):
    other = stations.init(Settings(tmp_path / "other"), REAL, NOW, admin_password="first-2026")
    other.db.close()
    given = first[1] if code is None else other.recovery_code if code == "other" else code
    with pytest.raises(error) as refused:
        seats.join(second[0], NOW, tmp_path / file, given)
    assert refused.value.code == said
    assert not second[0].key_path.exists() and load(second[0].data).database_url == ""


def test_a_machine_with_a_key_an_empty_server_and_no_server_are_refused(first, second, tmp_path, postgres_server):
    with pytest.raises(Refused, match=r"seat\.has_key"):
        seats.join(first[0], NOW, second[1], first[1])
    with pytest.raises(Usage, match=r"db\.url"):
        seats.join(Settings(tmp_path / "third"), NOW, second[1], first[1])
    with empty_database(postgres_server) as empty:
        assert not seats.may_join(Settings(tmp_path / "third", empty))
        with pytest.raises(Refused, match=r"station\.none"):
            seats.join(Settings(tmp_path / "third", empty), NOW, second[1], first[1])


def test_a_clock_is_set_in_no_real_station(url, tmp_path, first):
    with pytest.raises(Refused, match=r"clock\.real_station"):
        seats.join(Settings(tmp_path / "second", url), NOW, first[0].key_path, first[1], practice_only=True)


def test_a_practice_station_needs_neither_code_nor_keyring(url, tmp_path, rings):
    rings(fail.Keyring())
    here, there = Settings(tmp_path / "first", url), Settings(tmp_path / "second", url)
    stations.init(here, STATION, NOW).db.close()
    assert not seats.join(there, NOW, here.key_path, "", practice_only=True).in_keyring
    stations.open_station(there).close()
