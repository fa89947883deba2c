"""Whatever table and column an entry of the trail tells of has a word in the language of who reads it."""

from __future__ import annotations

from app.texts.trail import RECORDS
from app.texts.trail_fields import TRAIL_FIELDS
from db import models

BOOKKEEPING = {"id", "uid"}
"""Which row it is stands in the head of its changes."""


def test_every_table_and_every_column_has_its_word():
    tables = models.load_all().tables
    assert set(tables) - set(RECORDS) == set()
    assert {column.name for table in tables.values() for column in table.columns} - set(TRAIL_FIELDS) - BOOKKEEPING == set()


def test_no_word_is_left_in_the_program_s_own_language():
    assert [word for word in (*RECORDS.values(), *TRAIL_FIELDS.values()) if word.isascii()] == []
