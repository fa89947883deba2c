"""Half-filled forms survive, belong to their officer, and lie sealed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.actor import Actor, Role
from app.domain.errors import NotAllowed
from app.services import drafts, person_pages
from db.models import Draft
from tests.services.people import register

VALUES = {"name": "张淑芬", "id_number": "232701197804260", "groups": ["veteran"], "page": 2}


def test_a_form_is_there_again_as_it_was_left(db, cast, now):
    drafts.keep(db, cast.clerk1, now, "person", {"name": "张"})
    kept = drafts.keep(db, cast.clerk1, now + timedelta(minutes=1), "person", VALUES, title="张淑芬 14200007162")
    assert drafts.load(db, cast.clerk1, "person").values == VALUES
    assert drafts.listing(db, cast.clerk1) == (kept,)
    assert kept.title == "张淑芬 142****7162"


def test_what_is_typed_lies_sealed(db, cast, now):
    drafts.keep(db, cast.clerk1, now, "person", VALUES)
    with db.read("draft.keep", cast.clerk1) as session:
        assert VALUES["id_number"].encode() not in session.execute(select(Draft.sealed)).scalar_one()


def test_a_draft_is_its_officers_own(db, cast, now):
    drafts.keep(db, cast.clerk1, now, "person", VALUES)
    assert drafts.load(db, cast.clerk2, "person") is None
    assert drafts.listing(db, cast.clerk2) == ()
    assert not drafts.drop(db, cast.clerk2, "person")


def test_a_saved_form_leaves_no_draft(db, cast, now):
    drafts.keep(db, cast.clerk1, now, "person", VALUES)
    assert drafts.drop(db, cast.clerk1, "person")
    assert drafts.load(db, cast.clerk1, "person") is None


def test_drafts_about_a_person_stand_in_their_panel(db, cast, now):
    person = register(db, cast.clerk1, now)
    drafts.keep(db, cast.clerk1, now, "case", {}, record=f"person:{person}", title="灵活就业社保补贴")
    assert [draft.title for draft in person_pages.panel(db, cast.clerk1, now, person).drafts] == ["灵活就业社保补贴"]
    assert person_pages.panel(db, cast.clerk2, now, person).drafts == ()


def test_a_draft_says_when_it_was_kept_and_how_the_record_read_then(db, cast, now):
    drafts.keep(db, cast.admin, now, "station", {"phone": "0457-0234567"}, version="as it was")
    assert drafts.load(db, cast.admin, "station") == drafts.Kept({"phone": "0457-0234567"}, "as it was", now)


def test_a_draft_of_an_earlier_release_is_read(db, cast, now):
    drafts.keep(db, cast.clerk1, now, "person", {})
    with db.touch("draft") as unit:
        row = unit.execute(select(Draft)).scalar_one()
        row.sealed = unit.vault.seal_bytes(drafts.FIELD, row.uid, '{"name": "张淑芬"}'.encode())
    assert drafts.load(db, cast.clerk1, "person") == drafts.Kept({"name": "张淑芬"}, "", now)


def test_an_account_without_an_officer_keeps_none(db, now):
    with pytest.raises(NotAllowed):
        drafts.keep(db, Actor("kiosk", "自助机", frozenset({Role.KIOSK})), now, "person", VALUES)
