"""The audit trail as a list: narrowed by day, action and officer, the newest first, whatever the clock said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.services import audits
from app.services.audits import AuditFilter
from db.models import Setting

DAYS = (0, 1, 5, 2, 9)
"""When the entries were written, in days; the fourth by a clock that had been set back."""


@pytest.fixture
def first(db, cast, now):
    """Five entries of the head and of the administrator, one after the other; their days count from the first."""
    for number, days in enumerate(DAYS):
        with db.write("setting.change", (cast.head, cast.admin)[number % 2], now + timedelta(days=days)) as unit:
            unit.add(Setting(key=f"k{number}", value={"n": number}))
    return now.date()


@pytest.mark.parametrize(
    ("since", "until", "actor", "found"),
    [
        (None, None, None, [9, 2, 5, 1, 0]),
        (1, None, None, [9, 2, 5, 1]),
        (None, 4, None, [2, 1, 0]),
        (2, 5, None, [2, 5]),
        (3, 4, None, []),
        (1, 9, "head", [9, 5]),
        (None, 2, "admin", [2, 1]),
        (None, -9, None, []),
    ],
)
def test_a_span_of_days_holds_what_was_written_on_them_in_the_order_of_writing(db, cast, first, since, until, actor, found):
    def day(number: int | None) -> date | None:
        return None if number is None else first + timedelta(days=number)

    for action in ("setting.change", "setting."):
        page = audits.listing(db, cast.head, AuditFilter(action, actor, since=day(since), until=day(until)))
        assert [(line.at.date() - first).days for line in page.rows] == found


def test_a_page_goes_on_behind_the_one_before_within_its_days(db, cast, first):
    wanted = AuditFilter("setting.change", until=first + timedelta(days=5))
    page = audits.listing(db, cast.head, wanted, limit=2)
    rest = audits.listing(db, cast.head, wanted, limit=2, after=page.next_key)
    assert (page.more, rest.more) == (True, False)
    seqs = [line.seq for line in (*page.rows, *rest.rows)]
    assert len(seqs) == 4 and seqs == sorted(seqs, reverse=True)
