"""Sealed files: named by a keyed hash, checked when opened, kept with their hash when removed or changed."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from app.domain.errors import Damaged, NotAllowed, NotFound, Refused, Surroundings
from app.services import attachments, audits
from app.services.attachments import AttachmentForm
from app.settings import Settings
from db.models import Attachment
from tests.keeping import with_key

FORM = AttachmentForm("cases:1", "委托书.pdf", b"%PDF-1.7 handwritten", "application/pdf")


@pytest.fixture
def kept(settings):
    return with_key(settings)


@pytest.fixture
def line(db, cast, kept, now):
    return attachments.add(db, cast.clerk1, now, kept, FORM)


def row_of(db, cast, line):
    with db.read("case.read", cast.clerk1) as session:
        return session.get_one(Attachment, line.id)


def test_a_file_comes_back_as_it_was(db, cast, kept, line):
    assert attachments.content(db, cast.clerk2, kept, line.id) == FORM.data
    assert attachments.listing(db, cast.clerk2, "cases:1") == (line,)
    assert (line.size, line.media_type, line.title) == (20, "application/pdf", "委托书.pdf")


def test_the_stored_file_gives_nothing_away(sqlite_db, cast, kept, now):
    attachments.add(sqlite_db, cast.clerk1, now, kept, FORM)
    (stored,) = kept.attachments.iterdir()
    assert b"PDF" not in stored.read_bytes()
    assert "委托书" not in stored.name
    assert stored.stat().st_mode & 0o077 == 0


def test_on_the_server_the_bytes_lie_in_the_row(postgres_db, cast, kept, now):
    line = attachments.add(postgres_db, cast.clerk1, now, kept, FORM)
    assert row_of(postgres_db, cast, line).sealed
    assert not kept.attachments.exists()


def test_the_same_content_twice_is_stored_once_and_opens_for_both(db, cast, kept, line, now):
    again = attachments.add(db, cast.clerk1, now, kept, AttachmentForm("cases:2", "委托书", FORM.data))
    assert row_of(db, cast, again).digest == row_of(db, cast, line).digest
    assert attachments.content(db, cast.clerk1, kept, again.id) == FORM.data


def spoil(db, kept, line, data):
    """Change the stored bytes from outside."""
    if db.kind == "sqlite":
        next(kept.attachments.iterdir()).write_bytes(data)
    else:
        with db.engine.begin() as connection:
            connection.execute(update(Attachment).where(Attachment.id == line.id).values(sealed=data))


@pytest.mark.parametrize("data", [b"x", b"another file entirely, and long enough to hold a nonce"])
def test_a_changed_file_is_reported_and_its_hash_kept(db, cast, kept, line, data):
    before = row_of(db, cast, line).digest
    spoil(db, kept, line, data)
    with pytest.raises(Damaged, match=r"attachment\.changed"):
        attachments.content(db, cast.clerk1, kept, line.id)
    assert row_of(db, cast, line).digest == before


def test_a_missing_file_is_reported(sqlite_db, cast, kept, now):
    line = attachments.add(sqlite_db, cast.clerk1, now, kept, FORM)
    next(kept.attachments.iterdir()).unlink()
    with pytest.raises(Damaged, match=r"attachment\.missing"):
        attachments.content(sqlite_db, cast.clerk1, kept, line.id)


def test_a_file_is_removed_with_a_reason_and_its_hash_stays(db, cast, kept, line, now):
    attachments.remove(db, cast.clerk1, now, line.id, "传错了文件")
    assert attachments.listing(db, cast.clerk1, "cases:1") == ()
    row = row_of(db, cast, line)
    assert (row.removed, row.removed_reason, len(row.digest)) == (True, "传错了文件", 64)
    with pytest.raises(NotFound):
        attachments.content(db, cast.clerk1, kept, line.id)
    page = audits.listing(db, cast.head)
    assert audits.detail(db, cast.head, page.rows[0].seq).reason == "传错了文件"
    assert audits.verify(db, cast.head).ok


def test_no_file_goes_without_a_reason(db, cast, line, now):
    with pytest.raises(Refused, match=r"attachment\.reason"):
        attachments.remove(db, cast.clerk1, now, line.id, "  ")


def test_a_removed_file_is_not_removed_twice(db, cast, line, now):
    attachments.remove(db, cast.clerk1, now, line.id, "传错了文件")
    with pytest.raises(NotFound):
        attachments.remove(db, cast.clerk1, now, line.id, "再来一次")


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (AttachmentForm("cases:1", " ", b"1"), "title"),
        (AttachmentForm("cases:1", "a", b""), "data"),
        (AttachmentForm("cases:1", "a", bytes(attachments.LARGEST + 1)), "data"),
    ],
)
def test_a_form_that_cannot_be_kept_is_refused_beside_its_field(db, cast, kept, now, form, field):
    with pytest.raises(Refused) as caught:
        attachments.add(db, cast.clerk1, now, kept, form)
    assert caught.value.field == field
    with db.read("case.read", cast.clerk1) as session:
        assert session.execute(select(Attachment.id)).all() == []


def test_who_keeps_the_machine_sees_no_file(db, cast, kept, line, now):
    for act in (
        lambda: attachments.content(db, cast.admin, kept, line.id),
        lambda: attachments.add(db, cast.admin, now, kept, FORM),
        lambda: attachments.listing(db, cast.admin, "cases:1"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_folder_that_cannot_be_written_keeps_the_row_out(sqlite_db, cast, now, tmp_path):
    (tmp_path / "plain").write_text("")
    with pytest.raises(Surroundings, match=r"attachment\.not_writable"):
        attachments.add(sqlite_db, cast.clerk1, now, Settings(tmp_path / "plain"), FORM)
    assert attachments.listing(sqlite_db, cast.clerk1, "cases:1") == ()


@pytest.mark.parametrize(
    ("media_type", "data", "code"),
    [
        ("application/pdf", b"MZ\x90 a program", "attachment.program"),
        ("application/octet-stream", b"\x7fELF a program", "attachment.program"),
        ("text/x-sh", b"#!/bin/sh", "attachment.program"),
        ("application/pdf", b"plain words", "attachment.not_what_it_says"),
        ("image/png", b"\xff\xd8\xff a photo", "attachment.not_what_it_says"),
    ],
)
def test_a_program_and_what_is_not_what_its_name_says_are_refused(sqlite_db, cast, kept, now, media_type, data, code):
    with pytest.raises(Refused) as caught:
        attachments.add(sqlite_db, cast.clerk1, now, kept, AttachmentForm("cases:1", "证明", data, media_type))
    assert caught.value.code == code and not kept.attachments.exists()


def test_a_scan_a_photo_and_a_document_of_each_kind_are_kept(sqlite_db, cast, kept, now):
    kinds = {"application/pdf": b"\n%PDF-1.4", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n", "image/tiff": b"II*\x00"}
    for media_type, data in {**kinds, "application/msword": b"\xd0\xcf\x11\xe0", "text/plain": "说明".encode()}.items():
        attachments.add(sqlite_db, cast.clerk1, now, kept, AttachmentForm("cases:1", "证明", data + b" and more", media_type))
    assert len(attachments.listing(sqlite_db, cast.clerk1, "cases:1")) == 6
