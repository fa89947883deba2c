"""Every page of the real desk, filled by a made-up past, fits its window at every size, theme and text size."""

from __future__ import annotations

from itertools import product

import pytest

from app.domain.clock import parse_moment
from app.services import demo
from db import engine as engines
from db.uow import Database
from db.vault import Vault
from tests.dbfixtures import KEY
from tests.ui.real_desk import lay_out, open_desk, quiet
from ui import theme
from ui.desk.cases.page import REGISTER, VOICES
from ui.desk.places import CODES, Ref
from ui.screens import WINDOWS, records, settle, too_wide

SMALLEST = WINDOWS[1:2]
AFTERNOON = parse_moment("2026-10-09T14:05")


@pytest.fixture
def desk(qtbot, qapp, sqlite_template, tmp_path):
    settings = lay_out(sqlite_template, tmp_path / "station")
    database = Database(engines.sqlite_engine(settings.database_path, KEY.sub("database")), Vault(KEY))
    demo.make(database, AFTERNOON, people=60, months=5, seed=1)
    database.close()
    return open_desk(qtbot, settings, now=AFTERNOON)


def turn_to(desk, code, face):
    """Show a page, and of the pages that open records the list or the record; nothing is read anew."""
    page = desk.pages[code]
    desk.stack.setCurrentWidget(page)
    if face is not None:
        page.stack.setCurrentIndex(face)


def filled(qtbot, desk):
    """Every page with what it shows, then a case and a person opened: their names, pages, and the face of the page that shows them."""
    for code in CODES:
        desk.go(code)
        quiet(qtbot, desk)
    opened = list(records(desk))
    assert [name for name, _, _ in opened] == ["case", "person"]
    lists = [(code, code, desk.pages[code].stack.currentIndex() if code in ("queue", "cases", "people") else None) for code in CODES]
    for _, place, ref in opened:
        desk.desk.go(place, ref)
        quiet(qtbot, desk)
    shown = [(name, place, desk.pages[place].stack.currentIndex()) for name, place, _ in opened]
    desk.pages["queue"].show_booked()
    for ref in ("rectifications", "inquiries"):
        desk.desk.go("cases", Ref(ref))
        quiet(qtbot, desk)
    return [*lists, *shown, ("booked", "queue", 1), ("voices", "cases", VOICES), ("inquiries", "cases", REGISTER)]


@pytest.mark.no_cover  # the tests of each page run their lines; here nine looks at two sizes are measured
def test_no_word_of_any_page_is_wider_than_its_place(qtbot, qapp, desk):
    """Dark differs from light in colours alone: the smallest window is enough there."""
    pages, found = filled(qtbot, desk), []
    for look, text in product(theme.THEMES, theme.TEXT_SIZES):
        theme.apply(qapp, theme.Theme(look, text))
        for size, (name, code, face) in product(SMALLEST if look == "dark" else WINDOWS, pages):
            desk.resize(*size)
            turn_to(desk, code, face)
            settle(2)
            found += [f"{name} {look} {text} {size}: {words}" for words in too_wide(desk)]
    assert found == [], "\n".join(found)
