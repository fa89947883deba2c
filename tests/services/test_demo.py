"""The made-up past: the same rows as the services write, the same for the same seed, on both databases, and only where it may."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.domain.clock import parse_moment
from app.domain.demo_world import Scale, WorldMaker
from app.domain.errors import Refused, Usage
from app.services import appointments, attachments, complaints, demo, posts, qualifications, queue, queue_replay, queue_views, stations
from db import audit, models
from db import engine as engines
from db.uow import Database
from db.vault import Vault
from tests.dbfixtures import KEY
from tests.services.side_by_side import differences, dump

NOW = parse_moment("2026-10-09T10:40")


def world_of(db, *, people: int, months: int, seed: int = 5, scale: Scale | None = None):
    """A world for an empty station, of an own scale where one is given."""
    with db.read("demo.make", demo.SYSTEM) as session:
        about = demo._surroundings(session)
    span = demo.Span(demo.first_day(NOW.date(), months), demo.station_time(NOW), NOW.date(), people, months, seed)
    maker = WorldMaker(span, about)
    maker.scale = scale or maker.scale
    return maker.make()


@pytest.fixture
def another_db(sqlite_template, tmp_path):
    """A second station like the first."""
    path = tmp_path / "another.db"
    shutil.copy(sqlite_template, path)
    database = Database(engines.sqlite_engine(path, KEY.sub("database")), Vault(KEY))
    yield database
    database.close()


@pytest.fixture
def alone(monkeypatch):
    """Without what the station's people did among themselves, where a test looks at something else."""
    monkeypatch.setattr("app.services.demo_team.play", lambda *_: Counter())


def test_the_same_seed_and_moment_give_the_same_rows(sqlite_db, another_db, settings):
    for db in (sqlite_db, another_db):
        demo.make(db, NOW + timedelta(seconds=17), settings, people=80, months=2, seed=3)
    assert dump(sqlite_db, settings) == dump(another_db, settings)


def test_a_feast_in_the_past_stops_nothing(sqlite_db, settings):
    """The days of a deputy are working days, as the days between the acts are: the one who was ill comes back while the deputy holds."""
    demo.make(sqlite_db, parse_moment("2026-11-29T17:00"), settings, people=60, months=4, seed=1)
    with sqlite_db.read("demo.make", demo.SYSTEM) as session:
        named = session.execute(select(models.DeputyHead).where(models.DeputyHead.ended_at.is_not(None))).scalars().one()
    assert named.starts_on <= named.ended_at.date() <= named.ends_on


def test_another_seed_gives_other_people(sqlite_db, another_db, alone, settings):
    demo.make(sqlite_db, NOW, settings, people=40, months=1, seed=3)
    demo.make(another_db, NOW, settings, people=40, months=1, seed=4)
    assert dump(sqlite_db, settings)["person"] != dump(another_db, settings)["person"]


def test_both_databases_get_the_same_past(sqlite_db, postgres_db, settings):
    for db in (sqlite_db, postgres_db):
        demo.make(db, NOW, settings, people=60, months=2, seed=3)
    assert differences(dump(sqlite_db, settings), dump(postgres_db, settings)) == {}


def test_numbering_goes_on_behind_the_past_and_the_chain_holds(db, cast, alone, settings):
    from app.services import persons, queue

    made = demo.make(db, NOW, settings, people=50, months=1, seed=2)
    later = NOW + timedelta(minutes=3)
    assert persons.add(db, cast.clerk1, later, persons.PersonForm("新来的人")).id == made.people + 1
    with db.read("queue.read", cast.head) as session:
        taken = session.execute(select(models.Ticket.code).where(models.Ticket.business_date == NOW.date())).scalars().all()
    assert queue.take(db, cast.clerk1, later, "A").ticket not in taken
    with db.read("audit.read", cast.head) as session:
        assert audit.verify(session, db.vault).ok


def test_the_queue_of_the_day_goes_on_and_plays_again_exactly(db, cast, alone, settings):
    """The past lies in the trail by its digests; who still waits from it is called by the rule, and the replay knows them."""
    demo.make(db, NOW, settings, people=60, months=1, seed=3)
    waiting = [line.ticket for line in queue_views.day(db, cast.head, NOW.date()) if line.state == "waiting"]
    assert waiting
    later = NOW + timedelta(minutes=5)
    for number in range(6):
        queue.take(db, cast.clerk1, later, "ABC"[number % 3], priority="veteran" if number == 4 else None)
    called = set()
    while (one := queue.call(db, cast.clerk1, later + timedelta(minutes=len(called)), 1, finish=True)).ticket:
        called.add(one.ticket)
    assert called > set(waiting)
    played = queue_replay.check(db, cast.head)
    assert (played.exact, played.calls) == (True, len(called))


def test_what_was_not_the_rules_is_still_told_in_a_station_with_a_past(sqlite_db, cast, alone, settings):
    """A call that somebody wrote past the rule deviates, also among tickets of the made-up past."""
    demo.make(sqlite_db, NOW, settings, people=60, months=1, seed=3)
    for number in range(2):
        queue.take(sqlite_db, cast.clerk1, NOW + timedelta(minutes=number), "A")
    with sqlite_db.read("queue.read", cast.head) as session:
        newest = session.execute(select(models.Ticket).order_by(models.Ticket.id.desc()).limit(1)).scalars().one()
    with sqlite_db.write("queue.call", cast.clerk1, NOW + timedelta(minutes=3)) as unit:
        rule = [5, 0, [[newest.line_id, 1]]]
        unit.changed(f"ticket:{newest.id}", {"state": ("waiting", "called"), "rule": (None, rule)})
    played = queue_replay.check(sqlite_db, cast.head)
    assert [found.called for found in played.deviations] == [newest.id] and not played.exact


def test_a_station_with_records_or_a_real_one_is_left_alone(sqlite_db, cast, alone, settings):
    demo.make(sqlite_db, NOW, settings, people=20, months=1, seed=1)
    with pytest.raises(Refused) as refusal:
        demo.make(sqlite_db, NOW, settings, people=20, months=1, seed=1)
    assert refusal.value.code == "demo.has_records"
    with sqlite_db.write("demo.make", demo.SYSTEM, NOW) as unit:
        unit.get_one(models.Station, 1).practice = False
    with pytest.raises(Refused) as refusal:
        demo.make(sqlite_db, NOW, settings, people=20, months=1, seed=1)
    assert refusal.value.code == "demo.real_station"
    assert stations.facts(sqlite_db).practice is False


def test_on_a_day_off_nobody_is_expected_and_yesterday_is_not_yet_missed(sqlite_db, alone, settings):
    saturday = parse_moment("2026-11-28T10:40")
    demo.make(sqlite_db, saturday, settings, people=30, months=2, seed=1)
    with sqlite_db.read("demo.make", demo.SYSTEM) as session:
        states = dict(session.execute(select(models.Appointment.business_date, models.Appointment.state)).all())
    assert saturday.date() not in states
    assert [day.isoformat() for day, state in states.items() if state == "missed"] == ["2026-11-26"]


@pytest.mark.parametrize(("people", "months"), [(0, 3), (3, 0), (10**9, 3)])
def test_a_past_of_nobody_or_of_everybody_is_a_wrong_usage(sqlite_db, people, months, settings):
    with pytest.raises(Usage):
        demo.make(sqlite_db, NOW, settings, people=people, months=months, seed=1)


@pytest.mark.parametrize("day", range(7))
def test_a_past_may_end_on_any_day_of_the_week(sqlite_db, cast, day, settings):
    """On a weekend nobody has found out yet who did not come on Friday afternoon."""
    end = parse_moment("2026-11-23T10:47") + timedelta(days=day)
    demo.make(sqlite_db, end, settings, people=20, months=1, seed=1)
    states = {line.state for line in appointments.listing(sqlite_db, cast.head)}
    assert states == {"booked", "missed"}


def test_the_station_s_people_did_among_themselves_what_a_station_does(sqlite_db, cast, settings):
    """Lists that stood empty: posts, substitutes, deputies, certificates, drills, complaints of each kind and state, appeals, bundles."""
    made = demo.make(sqlite_db, NOW, settings, people=150, months=6, seed=1)
    with sqlite_db.read("demo.make", demo.SYSTEM) as session:
        count = lambda column: Counter(session.execute(select(column)).scalars())  # noqa: E731
        assert count(models.PostAssignment.kind)["substitute"] == 2 and len(count(models.Post.code)) == 5
        assert len(count(models.DeputyHead.id)) == 3
        assert set(count(models.Complaint.kind)) == {"complaint", "suggestion"}
        assert set(count(models.Complaint.state)) == {"open", "answered", "closed"}
        assert {None} < set(count(models.Complaint.handler_id)) and {None} < set(count(models.Complaint.about_id))
        assert set(count(models.RatingAppeal.state)) == {"asked", "accepted", "refused"}
        assert "open" in count(models.Rectification.state)
        assert set(count(models.Drill.kind)) == {"class", "drill", "contest", "rotation"}
        assert set(count(models.CallBack.reached)) == {True, False}
        assert set(count(models.Proxy.state)) == {"drawn", "signed", "suspended", "renewed", "ended"}
        assert {"raised", "stated", "decided"} <= set(count(models.AccountabilityRecord.state))
        assert len(count(models.CaseBundle.kind)) == 2 and 2 in count(models.OneTimeNotice.number)
        assert set(count(models.DeskHandOver.state)) == {"taken"} and len(count(models.Whereabouts.id)) == 2
        assert made.cases == session.execute(select(func.count(models.Case.id))).scalar_one()
    certificates = qualifications.certificates(sqlite_db, cast.head, NOW)
    assert [(one.login, one.name) for one in certificates if one.soon] == [("clerk1", "职业指导员")]
    assert qualifications.untrained(sqlite_db, cast.head, NOW.year) == ()
    overdue = [one for one in complaints.listing(sqlite_db, cast.head, NOW).rows if one.overdue]
    assert [one.handler for one in overdue] == ["王敏"]


def test_every_signed_authorisation_can_be_opened_and_each_has_its_own_hand(db, settings):
    demo.make(db, NOW, settings, people=60, months=3, seed=1)
    with db.read("demo.make", demo.SYSTEM) as session:
        rows = session.execute(select(models.Proxy.attachment_id).where(models.Proxy.signed_on.is_not(None))).scalars().all()
        kept = session.execute(select(models.Attachment.id, models.Attachment.digest)).all()
    head = stations.actors(db)["head"]
    copies = [attachments.content(db, head, settings, number) for number in rows]
    assert len(copies) == len({row.digest for row in kept}) == len(set(copies)) > 6
    assert {copy[:8] for copy in copies} == {b"\x89PNG\r\n\x1a\n"} and max(map(len, copies)) < 12_000


def test_people_who_were_arranged_by_hand_stay_as_they_are(sqlite_db, cast, settings):
    posts.define(sqlite_db, cast.head, NOW, "ZH1", posts.PostForm("自设的窗口"))
    demo.make(sqlite_db, NOW, settings, people=20, months=1, seed=1)
    assert [one.name for one in posts.listing(sqlite_db, cast.head)] == ["自设的窗口"]
