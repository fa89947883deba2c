"""Which records belong to a figure: dated when, recorded until when."""

from datetime import UTC, date, datetime

from app.domain.clock import at_station
from app.domain.measures import Scope
from app.domain.periods import parse_period
from app.domain.returns import Window, cut_off_of, window_of

Q2 = parse_period("2026Q2")
END = at_station(date(2026, 7, 1))
LAST = at_station(date(2026, 4, 1))


def test_a_return_made_in_time_is_cut_off_at_midnight_of_the_last_day() -> None:
    assert cut_off_of(Q2, datetime(2026, 7, 9, 3, 0, tzinfo=UTC)) == END


def test_a_return_made_earlier_is_cut_off_when_it_is_made() -> None:
    early = at_station(date(2026, 6, 29), 17)
    assert cut_off_of(Q2, early) == early


def test_flows_stocks_and_late_records_have_their_days() -> None:
    def window(scope: Scope) -> Window:
        return window_of(scope, Q2, END, LAST, date(2024, 1, 1))

    assert window(Scope.PERIOD) == Window(date(2026, 6, 30), END, date(2026, 4, 1))
    assert window(Scope.CUMULATIVE) == Window(date(2026, 6, 30), END, date(2026, 1, 1))
    assert window(Scope.PLAN) == Window(date(2026, 6, 30), END, date(2024, 1, 1))
    assert window(Scope.LATE) == Window(date(2026, 3, 31), END, date(2026, 1, 1), LAST)
    assert window(Scope.END) == Window(date(2026, 6, 30), END)
    assert window(Scope.OPENING) == Window(date(2026, 3, 31), END)


def test_nothing_is_late_in_the_first_quarter_or_without_a_frozen_return_before() -> None:
    assert window_of(Scope.LATE, parse_period("2026Q1"), LAST, LAST).empty
    assert window_of(Scope.LATE, Q2, END, None).empty
    assert not window_of(Scope.LATE, Q2, END, LAST).empty
    assert not window_of(Scope.OPENING, Q2, END).empty
