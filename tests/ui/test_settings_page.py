"""The place of settings: each section reads, look and size work, a backup is made, help is told for every page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.services import backups, items, profiles, stations
from app.settings import Settings
from tests.ui.conftest import quiet
from tests.ui.station import context_of, show_page
from ui import theme
from ui.desk.places import CODES, Ref
from ui.desk.reading import ReadingPane
from ui.desk.settings.page import make, page_help
from ui.desk.settings.sections import READ, rules_of


@pytest.fixture
def context(sqlite_db, cast, now, tmp_path):
    return context_of(sqlite_db, cast.head, now, tmp_path)


@pytest.fixture
def page(qtbot, port, context):
    return show_page(qtbot, port, context, make)


@pytest.mark.parametrize("code", READ)
def test_every_section_reads_the_station(qtbot, page, code):
    page.turn(code)
    quiet(qtbot, page)
    assert page.right.currentWidget() is page.bodies[code]
    assert page.title.text() == READ[code][0]


@pytest.mark.parametrize("code", profiles.codes())
def test_every_rule_of_every_profile_has_a_name_and_words(code):
    found = rules_of(profiles.shipped(code))
    assert all(one.name and one.value for one in found)
    assert sum(one.silent for one in found) == len(profiles.shipped(code).silent)


def test_the_look_changes_at_once_and_is_remembered(page, port):
    page.turn("machine")
    page.look.setText("dark")
    page.size.setText("large")
    assert theme.current() == theme.Theme("dark", "large")
    assert port.preferences.get("theme.name") == "dark"
    page.look.setText("light")
    page.size.setText("standard")


def test_a_backup_is_made_verified_and_shown(qtbot, port, now, practice_data, tmp_path):
    settings = Settings(practice_data)
    db = stations.open_station(settings)
    context = context_of(db, stations.actors(db)["head"], now, tmp_path)
    page = show_page(qtbot, port, replace(context, settings=settings), make)
    page.turn("backup")
    quiet(qtbot, page)
    page.acts()["primary"].run()
    quiet(qtbot, page)
    assert backups.last(db, context.actor) is not None
    assert "备份已做好并核验" in page.said[-1]
    db.close()


def test_a_search_hit_opens_the_item_in_full(qtbot, page, context):
    wanted = items.listing(context.db, context.actor)[3]
    page.open(Ref("item", wanted.code))
    quiet(qtbot, page)
    assert page.right.currentWidget().findChild(ReadingPane).reading.title == wanted.name


@pytest.mark.parametrize("code", CODES)
def test_help_is_told_for_every_page(code):
    assert page_help(code).endswith("。")


def test_help_opens_for_the_page_one_came_from(qtbot, page):
    page.open(Ref("help", "people"))
    assert page.section == "help"
    assert "人员" in page_help("people")


def test_the_admin_sees_no_counter_queue(qtbot, port, sqlite_db, cast, now, tmp_path):
    page = show_page(qtbot, port, context_of(sqlite_db, cast.admin, now, tmp_path), make)
    assert "queue" not in [one[0] for one in page.nav_model.rows]
