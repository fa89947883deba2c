"""Ratings: one for each closed case or finished ticket, anonymous by default, late slips, and a rectification for a bad one."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.clock import parse_moment
from app.domain.errors import NotAllowed, NotFound, Refused, Usage
from app.domain.figures import Figure
from app.domain.ratings import Level, RatingChannel
from app.services import case_acts, cases, desks, duties, figures, items, leads, queue, ratings, rectifications, return_records, today
from app.services.cases import CaseForm
from app.services.ratings import RatingForm
from app.services.return_records import RecordList
from app.services.today import TodayKind
from db import audit
from db.models import AuditEntry, RatedMark, Rating, Rectification
from tests.services.people import register
from tests.services.rated import closed_case, finished_ticket

DAY = timedelta(days=1)


def give(db, actor, now, level=5, **facts):
    return ratings.give(db, actor, now, RatingForm(level, **facts))


def test_a_closed_case_is_rated_once_and_the_first_rating_stays(db, cast, now):
    number = closed_case(db, cast.clerk1, now)
    rated = give(db, cast.clerk1, now, 4, case=number.lower(), text="办得快")
    assert (rated.level, rated.rectification_id, rated.due) == (Level.GOOD, None, None)
    with pytest.raises(Refused, match="rating.twice"):
        give(db, cast.clerk1, now, 1, case=number)
    assert [line.level for line in ratings.listing(db, cast.head).rows] == [Level.GOOD]
    with db.read("audit.read", cast.head) as session:
        assert audit.verify(session, db.vault).ok


def test_an_anonymous_rating_keeps_no_identity(db, cast, now):
    person = register(db, cast.clerk1, now)
    give(db, cast.clerk1, now, case=closed_case(db, cast.clerk1, now, person))
    number = closed_case(db, cast.clerk1, now, person)
    give(db, cast.clerk1, now, case=number, anonymous=False)
    named, hidden = ratings.listing(db, cast.head).rows
    assert (hidden.person_id, hidden.subject) == (None, "")
    assert (named.person_id, named.subject) == (person, number)
    with db.read("case.read", cast.head) as session:
        assert session.execute(select(Rating.person_id).order_by(Rating.id)).scalars().all() == [None, person]


@pytest.mark.parametrize("kind", ["case", "ticket"])
def test_neither_row_nor_mark_nor_trail_ties_an_anonymous_rating_to_what_was_rated(db, cast, now, kind):
    """Who reads the whole database, and opens every sealed value of the entry, finds officer, item, level, words and day."""
    subject = closed_case(db, cast.clerk1, now) if kind == "case" else finished_ticket(db, cast.clerk1, now)
    given = give(db, cast.clerk1, now, 1, text="等太久", **{kind: subject})
    with db.read("audit.read", cast.head) as session:
        row = session.get_one(Rating, given.rating_id)
        assert (row.case_id, row.ticket_id, row.person_id, row.officer_id) == (None, None, None, cast.clerk1.officer_id)
        assert row.item_name
        assert [(mark.kind, mark.subject_id) for mark in session.execute(select(RatedMark)).scalars()] == [(kind, 1)]
        entry = session.execute(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).scalar_one()
        body = json.loads(entry.body)
        assert (body["action"], body["subject"]) == ("rating.give", f"rating:{given.rating_id}")
        assert {record.partition(":")[0] for record, *_ in body["fields"]} == {"rating", "rectification"}
        assert {name for _, name, *_ in body["fields"]}.isdisjoint({"case_id", "ticket_id", "person_id"})


def test_no_list_figure_lead_or_return_says_whose_case_an_anonymous_rating_was_of(db, cast, now):
    duties.run(db, now)
    persons = [register(db, cast.clerk1, now), register(db, cast.clerk1, now, "李国强", serial=9)]
    numbers = [closed_case(db, cast.clerk1, now, person) for person in persons]
    give(db, cast.clerk1, now, case=numbers[0], level=1)
    give(db, cast.clerk1, now, case=numbers[1], level=1, anonymous=False)
    late, day = now + timedelta(days=14), now.date()
    duties.run(db, late)
    shown = [
        ratings.listing(db, cast.head),
        rectifications.listing(db, cast.head, late),
        figures.records(db, cast.head, late, "clerk1", Figure.RATINGS, day, day),
        desks.held(db, cast.head, late, "clerk1"),
        [lead for lead in leads.listing(db, cast.head) if lead.kind == "bad_rating_unhandled"],
        [line for line in today.board(db, cast.head, late).lines if line.kind is TodayKind.RECTIFICATION],
    ]
    with db.read("case.read", cast.head) as session:
        shown.append(return_records.described(session, RecordList("ratings_all", ((1, 1), (2, 1)))))
    assert [one for one in shown if numbers[0] in repr(one) or "张淑芬" in repr(one)] == []
    assert [numbers[1] in repr(one) for one in (shown[0], shown[2], shown[3], shown[4], shown[6])] == [True] * 5


@pytest.mark.parametrize("level", [0, 6, -1])
def test_there_are_five_levels(sqlite_db, cast, now, level):
    with pytest.raises(Refused, match=r"rating\.level"):
        give(sqlite_db, cast.clerk1, now, level, case="BJ20260302-001")


def test_the_bad_ones_open_a_rectification_of_five_working_days(db, cast):
    now = parse_moment("2026-03-02T09:00")
    rated = give(db, cast.clerk1, now, 2, case=closed_case(db, cast.clerk1, now), text="等太久")
    assert rated.due == date(2026, 3, 9)
    with db.read("case.read", cast.head) as session:
        row = session.get_one(Rectification, rated.rectification_id)
        assert (row.state, row.officer_id, row.due_on) == ("open", cast.clerk1.officer_id, date(2026, 3, 9))


def test_what_is_open_or_void_is_not_rated(db, cast, now):
    item = next(line.code for line in items.listing(db, cast.clerk1) if line.kind == "immediate")
    number = cases.open_case(db, cast.clerk1, now, CaseForm(item, register(db, cast.clerk1, now))).number
    with pytest.raises(Refused, match="rating.unfinished"):
        give(db, cast.clerk1, now, case=number)
    case_acts.ask_void(db, cast.clerk1, now, number, "登记错了")
    case_acts.approve(db, cast.head, now, number)
    with pytest.raises(Refused, match="rating.void"):
        give(db, cast.clerk1, now, case=number)


def test_a_ticket_is_rated_when_it_is_finished(db, cast, now):
    waiting = queue.take(db, cast.clerk1, now, "B").ticket
    with pytest.raises(Refused, match="rating.unfinished"):
        give(db, cast.clerk1, now, ticket=waiting)
    queue.act(db, cast.clerk1, now, "abandon", waiting)
    with pytest.raises(Refused, match="rating.void"):
        give(db, cast.clerk1, now, ticket=waiting)
    code = finished_ticket(db, cast.clerk1, now)
    assert give(db, cast.clerk1, now, 1, ticket=code).due is not None
    with pytest.raises(Refused, match="rating.twice"):
        give(db, cast.clerk1, now, ticket=code)


def test_a_slip_entered_later_keeps_the_day_on_it(db, cast, now):
    code = finished_ticket(db, cast.clerk1, now)
    later = now + 3 * DAY
    for day in (now.date() - DAY, later.date() + DAY):
        with pytest.raises(Refused, match=r"rating\.day"):
            give(db, cast.clerk1, later, ticket=code, on=now.date(), rated_on=day)
    give(db, cast.clerk1, later, ticket=code, on=now.date(), rated_on=now.date(), channel=RatingChannel.SLIP)
    with db.read("case.read", cast.head) as session:
        row = session.execute(select(Rating)).scalar_one()
        assert (row.rated_on, row.recorded_at, row.channel) == (now.date(), later, "slip")


def test_case_or_ticket_is_named_and_is_there(sqlite_db, cast, now):
    for facts, error in (
        ({}, Usage),
        ({"case": "x", "ticket": "A001"}, Usage),
        ({"case": "BJ20260302-001"}, NotFound),
        ({"ticket": "A001"}, NotFound),
    ):
        with pytest.raises(error):
            give(sqlite_db, cast.clerk1, now, **facts)


def test_the_county_and_the_administrator_give_no_ratings(db, cast, now):
    for actor in (cast.county, cast.admin):
        with pytest.raises(NotAllowed):
            give(db, actor, now, case="BJ20260302-001")


def test_satisfaction_is_empty_without_ratings_and_never_a_hundred_per_cent(db, cast, now):
    day = now.date()
    assert ratings.satisfaction(db, cast.head, day, day).rate is None
    for level in (5, 3, 2):
        give(db, cast.clerk1, now, level, case=closed_case(db, cast.clerk1, now, register(db, cast.clerk1, now, serial=level)))
    found = ratings.satisfaction(db, cast.head, day, day)
    assert (found.total, found.good, found.levels[Level.FAIR]) == (3, 2, 1)
    assert ratings.satisfaction(db, cast.head, day + DAY, day + DAY).total == 0


def test_an_invitation_is_due_three_days_after_closing(db, cast, now):
    number = closed_case(db, cast.clerk1, now)
    assert ratings.unrated(db, cast.clerk1, now + 2 * DAY) == ()
    assert [one.number for one in ratings.unrated(db, cast.clerk1, now + 3 * DAY)] == [number]
    assert ratings.unrated(db, cast.clerk1, now + 31 * DAY) == ()
    give(db, cast.clerk1, now, case=number)
    assert ratings.unrated(db, cast.clerk1, now + 3 * DAY) == ()


def test_ratings_are_listed_newest_first_bad_ones_alone_or_an_officers_own(db, cast, now):
    for serial, level in enumerate((5, 2, 1), start=1):
        give(db, cast.clerk1, now, level, case=closed_case(db, cast.clerk1, now, register(db, cast.clerk1, now, serial=serial)))
    assert [line.level for line in ratings.listing(db, cast.head).rows] == [1, 2, 5]
    page = ratings.listing(db, cast.head, bad_only=True, limit=1)
    assert [line.level for line in page.rows] == [1]
    assert [line.level for line in ratings.listing(db, cast.head, bad_only=True, after=page.next_key).rows] == [2]
    assert ratings.listing(db, cast.head, officer_id=cast.clerk2.officer_id).rows == ()
