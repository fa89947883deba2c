"""Backups through the services: verified, recorded, and allowed to those who keep the station."""

from __future__ import annotations

import pytest

from app.domain.actor import SYSTEM
from app.domain.errors import Damaged, NotAllowed
from app.services import audits, backups
from tests.keeping import CODE, with_key


@pytest.fixture
def kept(settings):
    return with_key(settings)


def test_a_backup_is_recorded_with_its_hash_after_it_was_verified(db, cast, kept, now):
    made = backups.create(db, cast.admin, now, kept)
    (line,) = audits.listing(db, cast.head, audits.AuditFilter(action="backup.create")).rows
    values = {field.field: field.after for field in audits.detail(db, cast.head, line.seq).fields}
    assert (line.actor, line.subject, values["sha256"]) == ("admin", f"backup:{made.file.name}", made.sha256)
    assert backups.last(db, cast.clerk1) == backups.LastBackup(now, made.file.name)
    assert audits.verify(db, cast.admin).ok


def test_without_any_backup_there_is_no_last_one(db, cast):
    assert backups.last(db, cast.clerk1) is None


def test_the_program_itself_may_make_the_nightly_backup(db, kept, now):
    assert backups.create(db, SYSTEM, now, kept).file.parent == kept.backups


def test_a_clerk_may_not(db, cast, kept, now):
    with pytest.raises(NotAllowed):
        backups.create(db, cast.clerk1, now, kept)
    assert not kept.backups.exists()


def test_a_backup_that_did_not_verify_is_not_recorded(db, cast, kept, now):
    kept.key_path.write_text("{}")
    with pytest.raises(Damaged, match=r"key\.damaged"):
        backups.create(db, cast.admin, now, kept)
    assert backups.last(db, cast.clerk1) is None


def test_a_backup_opens_by_itself_with_any_of_its_secrets(sqlite_db, cast, kept, now, tmp_path):
    file = backups.create(sqlite_db, cast.admin, now, kept, folder=tmp_path / "usb").file
    assert backups.verify(file) == backups.verify(file, recovery_code=CODE.lower())
    with pytest.raises(NotAllowed, match=r"key\.wrong"):
        backups.verify(file, phrase="apfelbaum")


def test_only_who_may_change_the_machine_restores(sqlite_db, cast, kept, now, tmp_path):
    file = backups.create(sqlite_db, cast.admin, now, kept).file
    with pytest.raises(NotAllowed):
        backups.restore(file, tmp_path / "there", actor=cast.clerk1)
    assert backups.restore(file, tmp_path / "there").station == "232701001"
