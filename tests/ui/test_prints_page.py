"""The place of prints: what was printed, drawn again, and the papers of the person at the counter."""

from __future__ import annotations

import pytest

from app.domain.documents import Document
from app.services import matching, papers, service_lists
from app.services.papers import Wanted
from tests.ui.conftest import quiet
from tests.ui.station import context_of, offers, present, press, resident, show_page, with_file
from ui.desk.paper import PaperView
from ui.desk.places import Ref
from ui.desk.prints.page import BEGINS, make


@pytest.fixture
def context(sqlite_db, cast, now, tmp_path):
    return context_of(sqlite_db, cast.clerk1, now, tmp_path)


@pytest.fixture
def person(context, tmp_path):
    offers(context)
    made = with_file(context, resident(context))
    lines = matching.suggest(context.db, context.actor, context.now(), made).lines
    service_lists.make(context.db, context.actor, context.now(), made, lines)
    for kind in (Document.SERVICE_LISTS, Document.ASSISTANCE_FILE):
        papers.print_file(context.db, context.actor, context.now(), Wanted(kind.value, person=made), tmp_path / f"{kind}.pdf")
    return made


@pytest.fixture
def page(qtbot, port, context, person):
    return show_page(qtbot, port, context, make, present(person))


def test_the_list_names_what_was_printed_by_whom(page):
    assert [line.document for line in page.model.rows] == ["assistance-file", "service-lists"]
    assert page.pane.reading.sections[0].facts[2].value == "王敏"


@pytest.mark.parametrize("row", [0, 1])
def test_a_paper_is_drawn_again_from_its_record(qtbot, page, row):
    page.table.selectRow(row)
    press(qtbot, page, "primary")
    paper = page.stack.currentWidget()
    assert isinstance(paper, PaperView)
    assert paper.sheet.pages >= 1
    assert page.back()
    assert page.stack.currentIndex() == 0


def test_the_papers_of_the_person_at_the_counter_are_one_button_away(qtbot, page, person):
    assert BEGINS == ("print",)
    page.open(Ref("print", person))
    quiet(qtbot, page)
    page.own[Document.SERVICE_LISTS].click()
    quiet(qtbot, page)
    assert page.stack.currentWidget().drawn.document is Document.SERVICE_LISTS


def test_saving_again_is_kept_in_the_list(qtbot, page, tmp_path):
    press(qtbot, page, "primary")
    page.stack.currentWidget().save_to(tmp_path / "again.pdf")
    quiet(qtbot, page)
    page.back()
    quiet(qtbot, page)
    assert page.model.rowCount() == 3


def test_a_paper_of_somebody_without_a_file_says_so(qtbot, port, context, person):
    other = resident(context, "赵桂兰", serial=9)
    page = show_page(qtbot, port, context, make, present(other, "赵桂兰"))
    page.own[Document.ASSISTANCE_FILE].click()
    quiet(qtbot, page)
    assert "还没有就业援助档案" in page.stack.currentWidget().strip.accessibleName()


def test_the_box_finds_a_paper_that_is_not_read_yet(qtbot, page):
    wanted = page.model.row_at(page.model.rowCount() - 1).number
    page.model._limit = 1
    page.box.setText(wanted.lower())
    qtbot.waitUntil(lambda: {line.number for line in page.model.rows} == {wanted})
