"""Opening databases: what is refused, what every connection is set to, and how writers and readers live together."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.engine import make_url

from app.domain.actor import LOOKER, SYSTEM
from app.domain.errors import Conflict, Damaged, NotAllowed, Refused, Surroundings, Usage
from app.services import stations
from app.settings import Settings
from db import counters, durable, engine, keys, opening, schema
from db.models import AuditEntry, Draft, NumberSeries, Setting, Station
from db.uow import Database
from tests.dbfixtures import KEY
from tests.keeping import with_key

RAW = KEY.sub("database")
MOUNTS = r"""overlay / overlay rw 0 0
server:/x /mnt/share nfs4 rw 0 0
//nas/y /mnt/with\040blank cifs rw 0 0
/dev/sda1 /mnt/share/local ext4 rw 0 0
"""


@pytest.fixture
def mounts(tmp_path):
    (tmp_path / "mounts").write_text(MOUNTS)
    return tmp_path / "mounts"


@pytest.mark.parametrize("folder", ["/mnt/share", "/mnt/share/deep/er", "/mnt/with blank"])
def test_a_data_folder_on_a_network_share_is_refused(mounts, folder):
    with pytest.raises(Surroundings, match=r"db\.network_share") as caught:
        engine.refuse_network_share(Path(folder), mounts)
    assert caught.value.exit_code == 8


@pytest.mark.parametrize("folder", ["/home/a", "/mnt/share/local/data", "/mnt/shared"])
def test_a_local_folder_is_not(mounts, folder):
    engine.refuse_network_share(Path(folder), mounts)


@pytest.mark.parametrize("content", [b"", b"no database at all, only some text that is long enough" * 100])
def test_a_file_that_is_no_database_is_damage(settings, content):
    with_key(settings).database_path.write_bytes(content)
    with pytest.raises(Damaged) as caught:
        stations.open_station(settings)
    assert caught.value.exit_code == 5


def test_a_database_of_another_key_is_told_as_such(sqlite_db):
    with pytest.raises(Damaged, match=r"db\.not_a_database"):
        engine.connect_cipher(sqlite_db.engine.url.database, bytes(32))


def test_who_opens_while_another_closes_waits_for_the_moment(sqlite_db, monkeypatch):
    """Whoever closes a database as the last one locks it for the checkpoint; also readers then find it locked."""
    path = sqlite_db.engine.url.database
    sqlite_db.close()
    closing = engine.connect_cipher(path, RAW)
    closing.execute("PRAGMA locking_mode = EXCLUSIVE")
    closing.execute("UPDATE number_series SET value = value")
    with monkeypatch.context() as impatient, pytest.raises(Conflict, match=r"db\.busy"):
        impatient.setattr(engine, "BUSY_SECONDS", 0.01)
        engine.connect_cipher(path, RAW)
    with ThreadPoolExecutor(1) as pool:
        opening = pool.submit(engine.connect_cipher, path, RAW)
        closing.close()
        assert opening.result().execute("SELECT count(*) FROM station").fetchone() == (1,)


def test_without_its_database_a_station_says_what_is_missing(settings):
    with pytest.raises(Damaged, match=r"db\.missing"):
        stations.open_station(with_key(settings))


def test_a_folder_without_a_station_is_no_station(settings):
    with pytest.raises(Refused, match=r"station\.none"):
        stations.open_station(settings)


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "plain").write_text("")  # the tests run as root, whom permissions do not stop
    with pytest.raises(Surroundings, match=r"data\.not_writable"):
        opening.make_folder(tmp_path / "plain" / "data")


def test_a_new_data_folder_is_for_its_owner_only(settings):
    opening.make_folder(settings.data)
    assert settings.data.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/x", "postgresql://nobody@127.0.0.1:1/x?sslmode=require"])
def test_a_server_that_does_not_answer_is_the_surroundings(tmp_path, url):
    with pytest.raises(Surroundings, match=r"db\.unreachable") as gone:
        opening.holds_station(Settings(tmp_path, database_url=url))
    assert gone.value.params["reason"] == "服务器没有开，或端口不对"


@pytest.mark.parametrize(("part", "name", "reason"), [("database", "nowhere", "没有这个数据库"), ("username", "nobody", "没有这个用户")])
def test_a_server_says_what_it_does_not_know(tmp_path, postgres_url, part, name, reason):
    url = make_url(postgres_url).set(**{part: name}).render_as_string(hide_password=False)
    with pytest.raises(Surroundings, match=r"db\.unreachable") as gone:
        opening.holds_station(Settings(tmp_path, database_url=url))
    assert reason in gone.value.params["reason"]


@pytest.mark.parametrize("url", ["mysql://x", "garbage", "postgresql://x:y@127.0.0.1:notaport/z"])
def test_an_address_that_is_none_is_wrong_usage(tmp_path, url):
    with pytest.raises(Usage, match=r"db\.url"):
        opening.holds_station(Settings(tmp_path, database_url=url))


def test_a_server_is_not_opened_with_the_key_of_another_station(tmp_path, postgres_url):
    mine = keys.StationKey("0123456789abcdef", bytes(32))
    for upgrading in (True, False):
        with pytest.raises(NotAllowed, match=r"key\.other_station"):
            opening.connect(Settings(tmp_path, database_url=postgres_url), mine, demand_current=not upgrading)


def test_every_connection_is_durable_and_keeps_references(sqlite_db):
    with sqlite_db.engine.connect() as connection:
        found = [
            connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous", "foreign_keys", "temp_store")
        ]
    assert found == ["wal", 1, 1, 2]  # NORMAL: the commit itself waits for the disk, see the next tests


def test_a_write_is_told_after_its_log_is_on_the_disk_and_nobody_waits_for_that(sqlite_db, cast, now, monkeypatch):
    """The sync comes after the commit, when others may write already, and before the answer."""
    seen = []

    def look(file):
        own = engine.connect_cipher(sqlite_db.engine.url.database, RAW)
        own.execute("BEGIN IMMEDIATE")
        seen.append((str(Path(f"/proc/self/fd/{file}").readlink()), own.execute("SELECT count(*) FROM setting").fetchone()[0]))
        own.execute("ROLLBACK")
        own.close()

    monkeypatch.setattr(durable, "_sync", look)
    with sqlite_db.write("setting.change", cast.head, now) as unit:
        unit.add(Setting(key="k", value={}))
        unit.flush()
        assert seen == []
    assert seen == [(f"{sqlite_db.engine.url.database}-wal", 1)]
    with sqlite_db.read("audit.read", cast.head) as session:
        session.execute(select(Setting)).all()
    assert len(seen) == 1  # reading needs no disk


def test_a_disk_that_does_not_take_the_log_is_told(sqlite_db, cast, now, monkeypatch):
    def broken(_file):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(durable, "_sync", broken)
    with pytest.raises(Surroundings, match=r"db\.file_trouble"), sqlite_db.write("setting.change", cast.head, now) as unit:
        unit.add(Setting(key="k", value={}))


def test_a_connection_outside_the_pool_syncs_inside_its_commit(tmp_path):
    connection = engine.connect_cipher(tmp_path / "x.db", RAW)
    assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
    connection.close()


def test_a_write_on_a_server_is_told_after_its_log_is_on_the_disk(postgres_db, cast, now):
    """Its rows are behind what the server had written then, and what the server has on the disk is behind its rows."""
    with postgres_db.engine.connect() as admin:
        name = admin.execute(text("SELECT current_database()")).scalar_one()
        admin.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = on'))  # the server of the tests waits for no disk
        admin.commit()
    postgres_db.engine.dispose()
    with postgres_db.write("setting.change", cast.head, now) as unit:
        unit.add(Setting(key="k", value={}))
        unit.flush()
        written = unit.connection().execute(text("SELECT pg_current_wal_insert_lsn()")).scalar_one()
    with postgres_db.engine.connect() as admin:
        safe = text("SELECT pg_current_wal_flush_lsn() > CAST(:written AS pg_lsn)")
        assert admin.execute(safe, {"written": written}).scalar_one()


def test_a_connection_that_died_while_it_rested_is_replaced(postgres_db, postgres_url, monkeypatch):
    """The server was started anew over lunch: nobody at the counter notices."""
    names = select(Station.name)
    with postgres_db.read("station.look", LOOKER) as session:
        before = session.execute(names).scalar_one()
    other = engine.postgres_engine(postgres_url)
    with other.connect() as admin:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        assert admin.execute(text(others)).scalars().all() == [True]
    other.dispose()
    monkeypatch.setattr(engine, "SILENT_SECONDS", 0.0)
    with postgres_db.read("station.look", LOOKER) as session:
        assert session.execute(names).scalar_one() == before


def test_several_rows_of_one_unit_come_and_go_together(db, now):
    """Without the begin hook each row would commit alone, silently."""
    with pytest.raises(ZeroDivisionError), db.write("demo.make", SYSTEM, now) as unit:
        for n in range(5):
            unit.add(Setting(key=f"k{n}", value={}))
            unit.flush()
        raise ZeroDivisionError
    with db.read("station.look", stations.actors(db)["head"]) as session:
        assert session.execute(select(func.count()).select_from(Setting)).scalar_one() == 0


def test_a_reader_sees_its_snapshot_and_stops_nobody(db, cast, now):
    with db.read("station.look", cast.head) as session:
        before = session.get_one(Station, 1).phone
        with db.write("station.change", cast.head, now) as unit:
            unit.get_one(Station, 1).phone = "0457-1"
        session.expire_all()
        assert session.get_one(Station, 1).phone == before
    with db.read("station.look", cast.head) as session:
        assert session.get_one(Station, 1).phone == "0457-1"


def test_many_writers_at_once_all_get_through(db, cast, now):
    def write(n):
        with db.write("setting.change", cast.head, now) as unit:
            unit.add(Setting(key=f"k{n}", value={}))
            return counters.next_number(unit, "case", "2026")

    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(write, range(30)))
    assert sorted(numbers) == list(range(1, 31))
    with db.read("audit.read", cast.head) as session:
        assert session.execute(select(func.max(AuditEntry.seq))).scalar_one() == 31
        assert session.execute(select(NumberSeries.value)).scalar_one() == 30


def test_a_writer_that_waits_too_long_gives_way(sqlite_db, cast, now, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    held, done = threading.Event(), threading.Event()

    def hold():
        with sqlite_db.write("station.change", cast.head, now) as unit:
            unit.get_one(Station, 1)
            held.set()
            done.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert held.wait(10)
        with pytest.raises(Conflict, match=r"db\.busy"), sqlite_db.write("station.change", cast.head, now) as unit:
            unit.get_one(Station, 1)
    finally:
        done.set()
        holder.join()


def test_a_full_disk_leaves_everything_as_it_was(sqlite_db, cast, now):
    with sqlite_db.engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    sqlite_db.engine.dispose()
    tight = engine.PRAGMAS + (f"PRAGMA max_page_count = {pages}",)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Surroundings, match=r"db\.disk_full"):
        patch.setattr(engine, "PRAGMAS", tight)
        with sqlite_db.write("setting.change", cast.head, now) as unit:
            unit.add(Setting(key="big", value={"text": "x" * 2_000_000}))
    sqlite_db.engine.dispose()
    with sqlite_db.read("audit.read", cast.head) as session:
        assert session.execute(select(func.count()).select_from(Setting)).scalar_one() == 0


def test_broken_pages_are_told_as_damage(sqlite_db, cast):
    path = Path(sqlite_db.engine.url.database)
    sqlite_db.close()
    data = bytearray(path.read_bytes())
    for at in range(4096 * 2, len(data), 4096):
        data[at + 100] ^= 0xFF
    path.write_bytes(data)
    broken = Database(engine.sqlite_engine(path, RAW), sqlite_db.vault)
    with pytest.raises(Damaged), broken.read("station.look", cast.head) as session:
        session.execute(select(Station)).all()
    broken.close()


def test_a_wrong_statement_is_a_bug_and_no_excuse(db, cast):
    with pytest.raises(Exception, match="no_such_table") as caught, db.write("station.change", cast.head, None) as unit:
        unit.execute(text("SELECT * FROM no_such_table"), execution_options={"audited": True})
    assert not hasattr(caught.value, "exit_code")


def test_the_schema_of_an_empty_database_has_no_version(tmp_path):
    empty = engine.sqlite_engine(tmp_path / "new.db", RAW)
    assert schema.stored_version(empty) is None
    with pytest.raises(Damaged, match=r"db\.empty"):
        schema.demand_current(empty)
    empty.dispose()


def filled(db, now, name, megabytes):
    """Working data of so many megabytes, in one commit."""
    with db.touch("draft") as unit:
        unit.add(Draft(officer_id=1, form=name, record="", title="", sealed=bytes(megabytes << 20), updated_at=now))


def test_no_commit_copies_the_log_and_between_times_it_is_copied_and_begun_anew(sqlite_db, now):
    file = Path(sqlite_db.engine.url.database)
    log = file.with_name(file.name + "-wal")
    before = file.stat()
    filled(sqlite_db, now, "a", 20)  # more pages than the four thousand of SQLite's usual way
    filled(sqlite_db, now, "b", 0)
    assert file.stat() == before
    grown = log.stat().st_size
    assert grown > 20 << 20
    assert sqlite_db.tidy()
    assert file.stat().st_size > before.st_size + (20 << 20)
    filled(sqlite_db, now, "c", 20)
    assert log.stat().st_size < grown * 1.1  # not one behind the other


def test_a_log_that_nobody_copied_is_copied_when_it_reaches_its_bound(sqlite_db, now):
    with sqlite_db.engine.connect() as connection:
        assert connection.execute(text("PRAGMA wal_autocheckpoint")).scalar_one() == durable.MOST_PAGES
        connection.execute(text("PRAGMA wal_autocheckpoint = 1000"))
    file = Path(sqlite_db.engine.url.database)
    before = file.stat()
    filled(sqlite_db, now, "a", 5)
    assert file.stat().st_size > before.st_size


def test_a_short_log_and_a_server_are_left_alone(sqlite_db, postgres_db, now):
    filled(sqlite_db, now, "a", 0)
    assert not sqlite_db.tidy()
    assert not postgres_db.tidy()
