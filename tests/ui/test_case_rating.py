"""The rating of a closed case on its page, by the visitor in a window of their own."""

from __future__ import annotations

import pytest

from app.services import case_acts, cases, ratings
from app.services.cases import CaseForm
from tests.services.accepting import accept_complete
from tests.ui.conftest import quiet
from tests.ui.station import context_of, press, resident, show_page
from ui.desk.cases.more_acts import RATE
from ui.desk.cases.page import make
from ui.desk.places import Ref


@pytest.fixture
def context(sqlite_db, cast, now, tmp_path):
    return context_of(sqlite_db, cast.clerk1, now, tmp_path)


def test_a_closed_case_is_rated_once_by_the_visitor_in_a_window_of_their_own(qtbot, port, context):
    db, me, now = context.db, context.actor, context.now()
    number = cases.open_case(db, me, now, CaseForm("ZCZX", resident(context))).number
    accept_complete(db, me, now, number)
    case_acts.close(db, me, now, number, "已解答")
    page = show_page(qtbot, port, context, make)
    page.open(Ref("case", number))
    quiet(qtbot, page)
    press(qtbot, page, "primary")
    asked = page.detail.rating.window_
    assert asked.isVisible() and page.detail.view.facts.item_name in asked.question.text()
    asked.buttons[4].click()
    quiet(qtbot, page)
    (line,) = ratings.listing(db, me).rows
    assert (line.level, line.anonymous, line.channel, asked.isVisible()) == (4, True, "counter", False)
    assert RATE not in page.detail.offered(page.detail.view)
