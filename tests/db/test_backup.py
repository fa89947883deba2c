"""One file with all that a restore needs; a damaged one never counts."""

from __future__ import annotations

import json
import subprocess
import zipfile

import pytest

from app.domain.errors import Damaged, NotAllowed, NotFound, Refused, Surroundings
from app.services import attachments, stations
from app.services.attachments import AttachmentForm
from db import audit, backup, dump, engine, keys
from db.models import Person, Station
from db.uow import Database
from db.vault import Vault
from tests.dbfixtures import KEY
from tests.keeping import empty_database, key_of, with_key


@pytest.fixture
def kept(settings):
    return with_key(settings)


def make(db, kept, now, folder=None):
    return backup.create(db, kept.key_path, kept.attachments, folder or kept.backups, station="232701001", program="0.1.0", now=now)


@pytest.fixture
def copy(sqlite_db, kept, now):
    return make(sqlite_db, kept, now).file


def with_member(file, name, data, target):
    """The same backup with one member in other words."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.namelist():
            new.writestr(member, data if member == name else old.read(member))
    return target


def test_a_backup_holds_every_row_and_verifies(db, cast, kept, now):
    with db.write("station.change", cast.head, now) as unit:
        unit.get_one(Station, 1).phone = "0457-0000000"
    made = make(db, kept, now)
    assert backup.verify(made.file, key_of) == made
    assert (made.rows["officer"], made.rows["station"], made.rows["audit_entry"]) == (6, 1, 2)
    assert made.engine == db.kind


def test_the_name_and_the_manifest_say_nothing_about_anybody(db, cast, kept, now):
    with db.write("person.add", cast.clerk1, now) as unit:
        unit.add(Person(name="张淑芬", gender=2, id_kind="none", recorded_at=now))
    made = make(db, kept, now)
    assert made.file.name == "stationdesk-232701001-20261009-090000.zip"
    with zipfile.ZipFile(made.file) as archive:
        assert "张淑芬" not in archive.read("manifest.json").decode()


def test_only_its_owner_may_read_a_backup(copy):
    assert copy.stat().st_mode & 0o077 == 0


def test_a_second_backup_in_the_same_second_takes_nothing_away(sqlite_db, kept, now):
    assert make(sqlite_db, kept, now).file != make(sqlite_db, kept, now).file


def test_an_embedded_copy_comes_back_whole(sqlite_db, cast, kept, now, tmp_path):
    line = attachments.add(sqlite_db, cast.clerk1, now, kept, AttachmentForm("cases:1", "委托书.pdf", b"%PDF-1.7 ..."))
    made = make(sqlite_db, kept, now)
    target = tmp_path / "restored"
    assert backup.restore(made.file, key_of, target).rows == made.rows
    again = Database(engine.sqlite_engine(target / "station.db", KEY.sub("database")), Vault(KEY))
    moved = type(kept)(target)
    assert attachments.content(again, cast.clerk1, moved, line.id) == b"%PDF-1.7 ..."
    assert keys.read_key_file(moved.key_path) == keys.read_key_file(kept.key_path)
    again.close()


@pytest.fixture
def empty_url(postgres_server):
    """An empty database on the same server."""
    with empty_database(postgres_server) as url:
        yield url


def test_rows_of_the_server_come_back_whole(postgres_db, cast, kept, now, tmp_path, empty_url):
    with postgres_db.write("person.add", cast.clerk1, now) as unit:
        unit.add(Person(name="换\t行\n反\\斜", gender=2, id_kind="none", recorded_at=now))
    made = make(postgres_db, kept, now)
    assert backup.restore(made.file, key_of, tmp_path / "restored", database_url=empty_url).rows == made.rows
    again = Database(engine.postgres_engine(empty_url), Vault(KEY))
    with again.write("person.add", cast.clerk1, now) as unit:
        assert unit.get_one(Person, 1).name == "换\t行\n反\\斜"
        unit.add(fresh := Person(name="李四", gender=1, id_kind="none", recorded_at=now))
        unit.flush()
        assert fresh.id == 2
    with again.read("audit.read", cast.head) as session:
        assert audit.verify(session, again.vault).ok
    again.close()


def test_a_restore_goes_into_an_empty_database_only(postgres_db, postgres_url, kept, now, tmp_path):
    made = make(postgres_db, kept, now)
    with pytest.raises(Refused, match=r"station\.exists"):
        backup.restore(made.file, key_of, tmp_path / "restored", database_url=postgres_url)
    assert not (tmp_path / "restored").exists()


def test_a_copy_of_one_database_does_not_go_into_the_other(sqlite_db, postgres_db, kept, now, tmp_path, empty_url):
    file, rows = make(sqlite_db, kept, now).file, make(postgres_db, kept, now).file
    with pytest.raises(Refused, match="needs_no_url"):
        backup.restore(file, key_of, tmp_path / "a", database_url=empty_url)
    with pytest.raises(Refused, match="needs_url"):
        backup.restore(rows, key_of, tmp_path / "b")


@pytest.mark.parametrize(("there", "code"), [("station.db", "station.exists"), ("letter.txt", "backup.not_empty")])
def test_a_restore_goes_into_an_empty_folder_only(copy, tmp_path, there, code):
    target = tmp_path / "target"
    target.mkdir()
    (target / there).write_text("mine")
    with pytest.raises(Refused, match=code):
        backup.restore(copy, key_of, target)
    assert (target / there).read_text() == "mine"


def test_a_restore_that_breaks_off_leaves_nothing(copy, tmp_path, monkeypatch):
    def tear(*_args):
        raise OSError(5, "torn")

    monkeypatch.setattr(backup, "_place", tear)
    with pytest.raises(Surroundings):
        backup.restore(copy, key_of, tmp_path / "inside" / "target")
    assert list((tmp_path / "inside").iterdir()) == []


@pytest.mark.parametrize("share", [0.02, 0.25, 0.5, 0.75, 0.999])
def test_a_changed_byte_anywhere_is_damage(copy, share):
    data = bytearray(copy.read_bytes())
    data[int(len(data) * share)] ^= 0xFF
    copy.write_bytes(data)
    with pytest.raises(Damaged):
        backup.verify(copy, key_of)


def test_a_cut_off_file_and_a_foreign_one_are_damage(copy, tmp_path):
    copy.write_bytes(copy.read_bytes()[:5000])
    (tmp_path / "photo.zip").write_bytes(b"\x89PNG")
    for file in (copy, tmp_path / "photo.zip"):
        with pytest.raises(Damaged):
            backup.verify(file, key_of)


def test_a_manifest_written_by_somebody_else_is_damage(copy, tmp_path):
    with zipfile.ZipFile(copy) as archive:
        body = json.loads(archive.read("manifest.json"))
    body["rows"]["person"] = 5
    changed = with_member(copy, "manifest.json", json.dumps(body), tmp_path / "changed.zip")
    with pytest.raises(Damaged, match=r"backup\.damaged"):
        backup.verify(changed, key_of)
    no_manifest = with_member(copy, "manifest.json", "{}", tmp_path / "none.zip")
    with pytest.raises(Damaged, match=r"backup\.damaged"):
        backup.verify(no_manifest, key_of)


def test_a_member_that_was_exchanged_is_damage(copy, tmp_path):
    changed = with_member(copy, "station.db", b"something else", tmp_path / "changed.zip")
    with pytest.raises(Damaged) as caught:
        backup.verify(changed, key_of)
    assert caught.value.params["what"] == "station.db"


def test_a_backup_of_a_newer_program_is_refused(copy, tmp_path):
    with zipfile.ZipFile(copy) as archive:
        body = {**json.loads(archive.read("manifest.json")), "format": 99}
    with pytest.raises(Refused, match=r"backup\.newer"):
        backup.verify(with_member(copy, "manifest.json", json.dumps(body), tmp_path / "new.zip"), key_of)


def test_a_wrong_key_is_told_apart_from_damage(copy):
    from db import opening

    with pytest.raises(NotAllowed, match=r"key\.wrong"):
        backup.verify(copy, lambda body: opening.key_of(body, recovery_code="2222-2222"))


def test_a_backup_that_is_not_there_is_not_found(tmp_path):
    with pytest.raises(NotFound):
        backup.verify(tmp_path / "none.zip", key_of)


def test_a_chain_that_was_broken_before_makes_no_backup(sqlite_db, cast, kept, now):
    with sqlite_db.write("station.change", cast.head, now) as unit:
        unit.get_one(Station, 1).phone = "1"
    with sqlite_db.engine.connect() as connection:
        connection.connection.dbapi_connection.execute("UPDATE audit_entry SET body = x'00' WHERE seq = 1")
    with pytest.raises(Damaged, match=r"backup\.chain"):
        make(sqlite_db, kept, now)
    assert list(kept.backups.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(sqlite_db, kept, now, tmp_path):
    (tmp_path / "plain").write_text("")  # the tests run as root, whom permissions do not stop
    with pytest.raises(Surroundings, match=r"backup\.not_writable"):
        make(sqlite_db, kept, now, folder=tmp_path / "plain" / "inside")


def test_a_full_disk_leaves_nothing_behind(sqlite_db, kept, now, tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(small)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("a one-megabyte tmpfs cannot be mounted here: " + mounted.stderr.decode())
    try:
        with pytest.raises(Surroundings, match=r"backup\.disk_full"):
            make(sqlite_db, kept, now, folder=small)
        assert list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_missing_attachment_does_not_keep_the_rest_from_being_saved(sqlite_db, cast, kept, now):
    attachments.add(sqlite_db, cast.clerk1, now, kept, AttachmentForm("cases:1", "委托书", b"1"))
    gone = next(kept.attachments.iterdir())
    gone.unlink()
    assert make(sqlite_db, kept, now).missing == (gone.name,)


def test_a_copy_is_whole_while_somebody_is_writing(sqlite_db, cast, kept, now):
    with sqlite_db.write("station.change", cast.head, now) as unit:
        unit.get_one(Station, 1).phone = "1"
        unit.flush()
        made = make(sqlite_db, kept, now)
    assert made.rows["audit_entry"] == 1


def test_the_lines_of_a_table_are_read_back_as_they_were_written():
    assert dump.parse_line(b"1\t\\N\ta\\tb\\\\n\t\\\\x00ff\n") == ["1", None, "a\tb\\n", "\\x00ff"]


def test_the_restored_copy_signs_as_the_same_station(sqlite_db, kept, now, tmp_path):
    made = make(sqlite_db, kept, now)
    backup.restore(made.file, key_of, tmp_path / "restored")
    again = Database(engine.sqlite_engine(tmp_path / "restored" / "station.db", KEY.sub("database")), Vault(KEY))
    assert stations.public_key(again) == stations.public_key(sqlite_db)
    again.close()
