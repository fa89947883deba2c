"""Older versions of a frozen return: opened as they were, held against the version after them, exported and printed as themselves."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.clock import at_station
from app.domain.errors import NotFound
from app.services import paper_again, papers, return_export, return_freeze, return_texts, returns
from app.services.papers import Wanted
from tests.services.return_facts import facts
from tests.services.test_returns import AUGUST, PERIOD, small_station


@pytest.fixture
def versions(db, cast, now):
    """Three versions of one quarter; each met one person more."""
    small_station(db, cast.clerk1)
    return_texts.set_text(db, cast.head, now, "QSR", PERIOD, "month.2026-07", "第一版的说明")
    for number, reason in enumerate(("", "补录一次走访", "再补一次")):
        if number:
            with facts(db, cast.clerk1) as made:
                made.visit(AUGUST, made.person(f"补录{number}"), recorded=at_station(date(2026, 9, 20), 12))
        return_freeze.freeze(db, cast.head, now, "QSR", PERIOD, reason)
    return_texts.set_text(db, cast.head, now, "QSR", PERIOD, "month.2026-07", "后来改的")


def version(db, cast, now, number):
    return returns.build(db, cast.clerk1, now, "QSR", PERIOD, version=number)


def test_an_older_version_stands_beside_the_one_after_it(db, cast, now, versions):
    first, newest = version(db, cast, now, 1), version(db, cast, now, 3)
    assert (first.version, first.newest, newest.newest) == (1, 3, 0)
    visits = {view.version: view.result.cells["r1.c9"].value for view in (first, version(db, cast, now, 2), newest)}
    assert visits == {1: 2, 2: 3, 3: 4}
    assert [(one.frozen, one.today) for one in first.differences if one.cell == "r1.c9"] == [(2, 3)]
    assert (first.texts["month.2026-07"], newest.texts["month.2026-07"]) == ("第一版的说明", "后来改的")
    assert version(db, cast, now, 2).notes[-1] == "封存时写的原因：补录一次走访"
    assert newest.notes[-1] == "封存时写的原因：再补一次"


def test_its_figures_open_on_its_own_records(db, cast, now, versions):
    found = {number: returns.explain(db, cast.clerk1, now, "QSR", PERIOD, "r1.c9", version=number) for number in (1, 3)}
    assert [(one.version, len(one.records)) for one in found.values()] == [(1, 2), (3, 4)]


def test_its_workbook_and_its_paper_are_its_own(db, cast, now, versions, tmp_path):
    return_export.export(db, cast.head, now, "QSR", PERIOD, tmp_path / "a.xlsx", version=2)
    verdict = return_export.verify(db, cast.head, tmp_path / "a.xlsx")
    assert (verdict.ok, verdict.version) == (True, 2)
    papers.print_file(db, cast.head, now, Wanted("return", code="QSR", period=PERIOD, version=2), tmp_path / "a.pdf")
    line = papers.listing(db, cast.head).rows[0]
    assert paper_again.wanted_of(db, cast.head, line).version == 2


@pytest.mark.parametrize("ask", [returns.build, return_export.workbook])
def test_a_version_that_was_never_frozen_is_not_found(db, cast, now, versions, ask):
    with pytest.raises(NotFound, match="return.no_version"):
        ask(db, cast.head, now, "QSR", PERIOD, version=9)
