"""The deadline as a function of the event rows: fifty random rows put in, taken out and mixed, beside a counter that walks day by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.calendar import ONE_DAY
from app.domain.cases import CaseEventKind, ClockEvent, replay
from app.domain.deadlines import ClockTerms, Pause, PauseKind, SupplementRule, deadline_of

K = CaseEventKind
ACCEPTED = date(2025, 1, 2)
TODAY = date(2026, 6, 1)
LIMIT, EVENTS = 20, 50
RESTED = {K.PAUSED: K.RESUMED, K.CLOSED: K.REOPENED}


def rows(kinds, days, until) -> list[ClockEvent]:
    """Rows as they might lie in the table, sensible or not, numbered as they were written; the first is the acceptance."""
    made = [ClockEvent(K.ACCEPTED, ACCEPTED, 1)]
    for place, (kind, day, more) in enumerate(zip(kinds, days, until, strict=True)):
        on = ACCEPTED + timedelta(days=day)
        until = on + timedelta(days=more) if more and kind is K.PAUSED else None
        made.append(ClockEvent(kind, on, place + 2, PauseKind.HEARING, until, days=more % 3))
    return made


MOVES = st.sampled_from([K.PAUSED, K.PAUSED, K.RESUMED, K.RESUMED, K.EXTENDED, K.CLOSED, K.REOPENED])
HISTORIES = st.builds(
    rows,
    *(st.lists(values, min_size=EVENTS - 1, max_size=EVENTS - 1) for values in (MOVES, st.integers(0, 400), st.integers(0, 9))),
)


def slow(events: list[ClockEvent], office) -> date:
    """Counted by walking: what state the rows leave the clock in at the close of each day; a day counts after a close on which it ran."""
    ordered = sorted(events, key=lambda event: (event.on, event.seq))
    needed = LIMIT + sum(event.days for event in ordered if event.kind is K.EXTENDED)
    last_begin = max((place for place, event in enumerate(ordered) if event.kind in RESTED), default=-1)
    day, used = ACCEPTED, 0
    while used < needed:
        stands = _stands_at_close(day, ordered, last_begin)
        day += ONE_DAY
        used += office.is_working(day) and not stands
    return day


def _stands_at_close(day: date, ordered: list[ClockEvent], last_begin: int) -> bool:
    standing: ClockEvent | None = None
    for place, event in enumerate(ordered):
        if event.on > day:
            break
        if event.kind in RESTED:
            standing, at = event, place
        elif standing is not None and RESTED[standing.kind] is event.kind:
            standing = None
    if standing is None or day >= (standing.until or date.max):
        return False
    ends = at != last_begin or any(later.kind is RESTED[standing.kind] for later in ordered[at:])
    if standing.kind is K.CLOSED:
        return ends
    return ends or standing.until is not None or day < max(TODAY, standing.on)


def told(events: list[ClockEvent], office) -> date:
    return deadline_of(replay(events, LIMIT, SupplementRule.STOP), office, TODAY).deadline


@settings(max_examples=30, deadline=None)
@given(events=HISTORIES, chance=st.randoms(use_true_random=False))
def test_fifty_random_rows_put_in_taken_out_and_mixed_give_what_a_walk_by_days_gives(office, events, chance):
    assert len(events) == EVENTS
    kept = list(events)
    for _ in range(10):
        chance.shuffle(kept)
        taken = kept.pop(next(place for place, event in enumerate(kept) if event.kind is not K.ACCEPTED))
        assert told(kept, office) == slow(kept, office)
        kept.append(taken)
    assert told(kept, office) == told(events, office) == slow(events, office)


@settings(max_examples=30, deadline=None)
@given(events=HISTORIES, rule=st.sampled_from(SupplementRule))
def test_pauses_never_overlap_whatever_rows_there_are(office, events, rule):
    terms = replay(events, LIMIT, rule)
    ends = [ACCEPTED, *(pause.end or date.max for pause in terms.pauses)]
    assert all(pause.begin >= end for pause, end in zip(terms.pauses, ends, strict=False))
    assert deadline_of(terms, office, TODAY).deadline >= ACCEPTED


@settings(max_examples=30, deadline=None)
@given(events=HISTORIES, extra=st.integers(1, 20), on=st.integers(0, 400))
def test_an_extension_added_and_taken_back_restores_the_deadline(office, events, extra, on):
    longer = [*events, ClockEvent(K.EXTENDED, ACCEPTED + timedelta(days=on), EVENTS + 1, days=extra)]
    assert told(longer, office) > told(events, office) == told(longer[:-1], office)


def event(kind: CaseEventKind, day: str, seq: int, **more) -> ClockEvent:
    return ClockEvent(kind, date.fromisoformat(day), seq, **more)


def test_a_case_accepted_anew_after_a_withdrawal_begins_anew():
    first = [event(K.ACCEPTED, "2026-03-02", 1), event(K.PAUSED, "2026-03-05", 2), event(K.EXTENDED, "2026-03-06", 3, days=5)]
    assert replay([*first, event(K.ACCEPTED, "2026-04-01", 4)], 10, SupplementRule.STOP) == ClockTerms(date(2026, 4, 1), 10)


def test_rows_of_a_clock_set_back_keep_their_place_and_count_from_the_row_before():
    """On the 12th the machine says the 5th: the pause of that day is ended by a row that bears an earlier date."""
    written = [
        event(K.ACCEPTED, "2026-03-02", 1),
        event(K.PAUSED, "2026-03-12", 2),
        event(K.RESUMED, "2026-03-05", 3, back=True),
        event(K.PAUSED, "2026-03-06", 4, back=True),
        event(K.RESUMED, "2026-03-16", 5),
    ]
    pauses = (Pause(date(2026, 3, 12), date(2026, 3, 12)), Pause(date(2026, 3, 12), date(2026, 3, 16)))
    assert replay(written, 10, SupplementRule.STOP) == ClockTerms(date(2026, 3, 2), 10, pauses)
    honest = [replace(one, back=False) for one in written]
    assert replay(honest, 10, SupplementRule.STOP) != replay(written, 10, SupplementRule.STOP)


def test_a_pause_dated_before_acceptance_begins_with_it():
    events = [event(K.ACCEPTED, "2026-03-09", 1), event(K.PAUSED, "2026-03-07", 2), event(K.RESUMED, "2026-03-11", 3)]
    assert replay(events, 10, SupplementRule.STOP).pauses == (Pause(date(2026, 3, 9), date(2026, 3, 11)),)
