"""Working data that nobody needs any more goes away once a day, and nothing else does."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from app.services import audits, drafts, duties, forgetting, queue, queue_replay
from db.models import LinePass, RequestKey

DAY = timedelta(days=1)


def keys(db, cast) -> set[str]:
    with db.read("queue.read", cast.head) as session:
        return set(session.execute(select(RequestKey.key)).scalars())


def notes(db, cast) -> list[str]:
    with db.read("queue.read", cast.head) as session:
        return [str(day) for day in session.execute(select(LinePass.business_date).order_by(LinePass.business_date)).scalars()]


def somebody_is_passed(db, cast, now) -> None:
    """An ordinary visitor comes first, one who goes first is called before."""
    queue.take(db, cast.clerk1, now, "A")
    queue.take(db, cast.clerk1, now, "A", priority="elderly")
    assert queue.call(db, cast.clerk1, now, 1, finish=True).ticket == "A002"


def test_the_duties_of_a_day_forget_old_keys_and_the_notes_of_earlier_days(db, cast, now):
    somebody_is_passed(db, cast, now)
    queue.take(db, cast.clerk1, now, "A", request="old")
    queue.take(db, cast.clerk1, now + DAY, "A", request="young")
    later = now + 2 * DAY + timedelta(minutes=1)
    somebody_is_passed(db, cast, later)
    assert (keys(db, cast), len(notes(db, cast))) == ({"old", "young"}, 2)
    duties.run(db, later)
    assert keys(db, cast) == {"young"}
    assert notes(db, cast) == [str(later.date())]
    assert queue.take(db, cast.clerk1, later, "A", request="young").ticket == "A001"
    assert audits.verify(db, cast.head).ok and queue_replay.check(db, cast.head).exact


def test_forgetting_takes_many_steps_writes_no_entry_and_leaves_the_marks_of_slips(sqlite_db, cast, now):
    rows = [RequestKey(key=f"k{number}", action="queue.take", answer={}, at=now) for number in range(2 * forgetting.BATCH + 1)]
    with sqlite_db.touch("request") as unit:
        unit.add_all([*rows, RequestKey(key="slip:ticket:1", action="print.slip", answer={"state": "printed"}, at=now)])
    before = audits.verify(sqlite_db, cast.head).entries
    assert forgetting.run(sqlite_db, now + 3 * DAY) == len(rows)
    assert keys(sqlite_db, cast) == {"slip:ticket:1"}
    assert forgetting.run(sqlite_db, now + 401 * DAY) == 1
    assert audits.verify(sqlite_db, cast.head).entries == before


def test_what_is_young_stays(db, cast, now):
    somebody_is_passed(db, cast, now)
    queue.take(db, cast.clerk1, now, "A", request="young")
    assert forgetting.run(db, now + DAY / 2) == 0
    with db.read("queue.read", cast.head) as session:
        assert session.execute(select(func.count()).select_from(LinePass)).scalar_one() == 1
    assert keys(db, cast) == {"young"}


def test_a_form_nobody_went_on_with_goes_after_a_quarter(db, cast, now):
    drafts.keep(db, cast.clerk1, now, "visit", {"content": "了解就业意愿"})
    drafts.keep(db, cast.clerk2, now + DAY, "visit", {"content": "送岗位"})
    assert forgetting.run(db, now + 90 * DAY) == 0
    assert forgetting.run(db, now + 90.5 * DAY) == 1
    assert (drafts.listing(db, cast.clerk1), len(drafts.listing(db, cast.clerk2))) == ((), 1)
