"""Posts and duties by dates, the deputy head, and where everybody is: the rules alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain import roster as rules
from app.domain.clock import parse_moment
from app.domain.errors import NotAllowed, Refused
from app.domain.roster import PostKind, Presence, Span

D = date(2026, 10, 9)
DAY = timedelta(days=1)
NOW = parse_moment("2026-10-09T09:00")


@pytest.mark.parametrize(
    ("first", "second", "meet"),
    [
        (Span(D, D), Span(D, D), True),
        (Span(D, D), Span(D + DAY), False),
        (Span(D), Span(D + 9 * DAY), True),
        (Span(D, D + DAY), Span(D + DAY, D + 2 * DAY), True),
        (Span(D + DAY), Span(D - DAY, D), False),
    ],
)
def test_spans_meet_where_they_have_a_day_in_common(first, second, meet):
    assert (first.meets(second), second.meets(first)) == (meet, meet)


def test_a_post_has_one_holder_a_day_and_any_number_of_substitutes():
    held = [("王敏", Span(D, D + 5 * DAY))]
    with pytest.raises(Refused, match=r"roster\.held") as caught:
        rules.check_assignment(PostKind.HOLDER, "受理", Span(D + 5 * DAY), held, [])
    assert caught.value.params == {"officer": "王敏"}
    rules.check_assignment(PostKind.HOLDER, "受理", Span(D + 6 * DAY), held, [])
    rules.check_assignment(PostKind.SUBSTITUTE, "受理", Span(D), held, [])


@pytest.mark.parametrize(
    ("duty", "span", "own", "code"),
    [
        (" ", Span(D), [], "roster.duty"),
        ("受理", Span(D, D - DAY), [], "roster.span"),
        ("受理", Span(D), [Span(D + DAY)], "roster.twice"),
    ],
)
def test_an_assignment_that_cannot_be_is_refused(duty, span, own, code):
    with pytest.raises(Refused, match=code.replace(".", r"\.")):
        rules.check_assignment(PostKind.SUBSTITUTE, duty, span, [], own)


def test_an_assignment_ends_on_or_after_its_first_day_and_once():
    rules.check_end(Span(D), D)
    for span, on, code in ((Span(D), D - DAY, "span"), (Span(D, D + DAY), D + DAY, "ended")):
        with pytest.raises(Refused, match=rf"roster\.{code}"):
            rules.check_end(span, on)
    assert rules.last_day_before(Span(D), D + DAY) == D
    with pytest.raises(Refused, match=r"roster\.move_day"):
        rules.last_day_before(Span(D), D)


@pytest.mark.parametrize(
    ("span", "head", "others", "code"),
    [
        (Span(D), False, [], "deputy.days"),
        (Span(D - 3 * DAY, D - DAY), False, [], "deputy.days"),
        (Span(D, D + rules.LONGEST_DEPUTY * DAY), False, [], "deputy.days"),
        (Span(D, D), True, [], "deputy.is_head"),
        (Span(D, D + DAY), False, [("王敏", Span(D + DAY, D + DAY))], "deputy.overlap"),
    ],
)
def test_a_deputy_that_cannot_be_is_refused(span, head, others, code):
    with pytest.raises(Refused, match=code.replace(".", r"\.")):
        rules.check_deputy(span, D, head, others)


def test_a_deputy_holds_from_the_first_day_to_the_last_and_never_once_ended():
    span = Span(D, D + DAY)
    assert [rules.deputy_holds(span, False, D + n * DAY) for n in (-1, 0, 1, 2)] == [False, True, True, False]
    rules.check_still_deputy(span, False, D)
    for ended, day in ((True, D), (False, D + 2 * DAY)):
        with pytest.raises(NotAllowed, match=r"deputy\.over"):
            rules.check_still_deputy(span, ended, day)


def test_who_is_away_may_say_when_they_are_back_and_who_is_here_need_not():
    rules.check_place(Presence.MEETING, NOW, NOW + timedelta(hours=1))
    for place, back in ((Presence.PRESENT, NOW + timedelta(hours=1)), (Presence.TRIP, NOW)):
        with pytest.raises(Refused, match=r"whereabouts\.back"):
            rules.check_place(place, NOW, back)
