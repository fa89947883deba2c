"""Every page of the real desk, filled by a made-up past, fits its window at every size, theme and text size."""

from __future__ import annotations

from itertools import product

import pytest
from PyQt6.QtCore import QPoint

from app.domain.clock import parse_moment
from app.services import demo, person_pages, queue
from app.services.person_pages import PersonFilter
from db import engine as engines
from db.uow import Database
from db.vault import Vault
from tests.dbfixtures import KEY
from tests.ui.contrast import faint
from tests.ui.real_desk import lay_out, open_desk, quiet
from ui import theme
from ui.desk.cases.page import CASE, MOVED, NEW, REGISTER, VOICES
from ui.desk.people.tabs import TABS
from ui.desk.places import CODES, Ref
from ui.desk.ports import Answer
from ui.desk.queue import room
from ui.kit.buttons import Button
from ui.screens import WINDOWS, records, settle, too_low, too_wide

SMALLEST = WINDOWS[1:2]
USUAL = WINDOWS[0]
AFTERNOON = parse_moment("2026-10-09T14:05")


@pytest.fixture(scope="module")
def filled_station(sqlite_template, tmp_path_factory):
    """A station with a made-up past, made once."""
    settings = lay_out(sqlite_template, tmp_path_factory.mktemp("filled") / "station")
    database = Database(engines.sqlite_engine(settings.database_path, KEY.sub("database")), Vault(KEY))
    demo.make(database, AFTERNOON, settings, people=60, months=5, seed=1)
    database.close()
    return settings.database_path


@pytest.fixture
def desk(qtbot, qapp, filled_station, tmp_path):
    return open_desk(qtbot, lay_out(filled_station, tmp_path / "station"), now=AFTERNOON)


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
    for ref in ("rectifications", "inquiries", "moved"):
        desk.desk.go("cases", Ref(ref))
        quiet(qtbot, desk)
    return [
        *lists,
        *shown,
        ("booked", "queue", 1),
        ("voices", "cases", VOICES),
        ("moved", "cases", MOVED),
        ("inquiries", "cases", REGISTER),
    ]


def amiss(desk):
    """What is cut at its edge or pressed together on the page that is shown, and the buttons that are an icon without a word."""
    mute = [made for made in desk.findChildren(Button) if made.isVisibleTo(desk) and not made.text()]
    nameless = [f"mute: {made.mapTo(desk, QPoint())}" for made in mute if not (made.accessibleName() and made.toolTip())]
    return [*too_wide(desk), *too_low(desk), *nameless]


@pytest.mark.no_cover  # the tests of each page run their lines; here nine looks at two sizes are measured
def test_no_word_of_any_page_is_cut_or_pressed_together_or_too_faint(qtbot, qapp, desk):
    """Dark differs from light in colours alone and high contrast in its borders: the smallest window is enough there.

    At the usual size of window and text everything that is drawn is measured against what it lies on, in each theme.
    """
    pages, found = filled(qtbot, desk), []
    for look, text in product(theme.THEMES, theme.TEXT_SIZES):
        theme.apply(qapp, theme.Theme(look, text))
        usual = (USUAL,) if text == "standard" else ()
        for size, (name, code, face) in product(WINDOWS if look == "light" else (*SMALLEST, *usual), pages):
            desk.resize(*size)
            turn_to(desk, code, face)
            settle(2)
            wrong = [*amiss(desk), *(faint(desk) if size == USUAL and text == "standard" else [])]
            found += [f"{name} {look} {text} {size}: {words}" for words in wrong]
    assert found == [], "\n".join(found)


COUNTER_FORMS = ("ask_inquiry", "ask_take", "ask_who", "ask_register", "transfer", "pause", "hold")


def counter_forms(qtbot, desk):
    """Every form of the counter with somebody at it: name, and what shows it again."""
    desk.go("queue")
    page, context = desk.pages["queue"], desk.desk.context
    queue.take(context.db, context.actor, context.now(), "A")
    page.show_counter()
    desk.do("queue.call")
    quiet(qtbot, desk)
    for name in COUNTER_FORMS:
        ask = getattr(page, name, None)
        ask() if ask is not None else page.open(Ref(name))
        quiet(qtbot, desk)
        form = page.card.form
        assert form is not None, name
        yield name, lambda form=form: (turn_to(desk, "queue", 0), page.card.show_form(form), room.fit(page))


def begin(desk, act):
    """The form of an act of the case that is shown; nothing is read for it."""
    detail = desk.pages["cases"].detail
    turn_to(desk, "cases", CASE)
    detail.form.begin(act, detail.view, [("1", "李晓燕")])
    detail._turn(1)


def case_forms(qtbot, desk):
    """Every act of the most pressing case that asks for something, and a new case with a mistake in it."""
    page = desk.pages["cases"]
    _, place, ref = next(records(desk))
    desk.desk.go(place, ref)
    quiet(qtbot, desk)
    detail = page.detail
    for act in detail.offered(detail.view):
        if act.asks(detail.view):
            yield act.name, lambda act=act: begin(desk, act)
    page.new.begin(None, "")
    quiet(qtbot, desk)
    yield "new case", lambda: (turn_to(desk, "cases", NEW), page.new.received.error("日期“13月”看不懂，请写成 2026-03-02。"))


def over_all(qtbot, desk):
    """What lies over the pages: the search with and without hits, and the lock."""
    desk.palette_card.start("zs")
    quiet(qtbot, desk)
    desk.lock()
    quiet(qtbot, desk)
    yield "search", lambda: (desk._outer.setCurrentWidget(desk.body), desk.palette_card.show(), desk.palette_card.fit())
    yield "nothing found", lambda: desk.palette_card.show_answer(Answer())
    yield "lock", lambda: (desk.palette_card.hide(), desk._outer.setCurrentWidget(desk.lock_page))


@pytest.mark.no_cover
def test_no_word_of_a_form_of_the_search_or_of_the_lock_is_cut_pressed_together_or_too_faint(qtbot, qapp, desk):
    """At the smallest window, where a form is as high as all its fields; what does not fit scrolls."""
    desk.go("cases")
    quiet(qtbot, desk)
    found = []
    for forms in (counter_forms, case_forms, over_all):
        shown = list(forms(qtbot, desk))
        for text in theme.TEXT_SIZES:
            theme.apply(qapp, theme.Theme("light", text))
            for size, (name, show) in product(SMALLEST, shown):
                desk.resize(*size)
                show()
                settle(3)
                seen = desk.palette_card if desk.palette_card.isVisible() else desk  # what lies under the search is toned down on purpose
                wrong = [*amiss(desk), *(faint(seen) if text == "standard" else [])]
                found += [f"{name} {text} {size}: {words}" for words in wrong]
    assert found == [], "\n".join(found)


LOOKS = (("standard", WINDOWS[0]), ("huge", SMALLEST[0]))
"""Between them lies every other: what fits the widest text in the smallest window, and the text of every day."""


@pytest.mark.no_cover
@pytest.mark.parametrize(("text", "size"), LOOKS)
def test_no_word_of_any_section_and_any_tab_is_cut(qtbot, qapp, filled_station, tmp_path, text, size):
    """The sections of the settings as the head sees them, and the tabs of somebody of each kind."""
    theme.apply(qapp, theme.Theme("light", text))
    desk, found = open_desk(qtbot, lay_out(filled_station, tmp_path / "station"), "head", now=AFTERNOON), []
    desk.resize(*size)
    desk.go("settings")
    quiet(qtbot, desk)
    for code in desk.pages["settings"].codes:
        desk.pages["settings"].turn(code)
        quiet(qtbot, desk)
        found += [f"settings.{code}: {words}" for words in amiss(desk)]
    context = desk.desk.context
    kinds = [PersonFilter(group=group) for group in ("hardship", "zero_family")]
    rows = [person_pages.page(context.db, context.actor, context.now(), only=only, limit=1).rows for only in kinds]
    people = [ref.key for name, _, ref in records(desk) if name == "person"] + [row[0].id for row in rows if row]
    desk.go("people")
    quiet(qtbot, desk)
    for person, code in product(people, TABS):
        desk.pages["people"].open_person(person, code)
        quiet(qtbot, desk)
        found += [f"person {person} {code}: {words}" for words in amiss(desk)]
    assert found == [], "\n".join(found)
