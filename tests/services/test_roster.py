"""The roster: posts by dates, the deputy head from log-in to the last act, the whereabouts board; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.actor import Role
from app.domain.clock import at_station, parse_moment
from app.domain.errors import NotAllowed, NotFound, Refused
from app.domain.roster import PostKind, Presence
from app.services import audits, cases, deputies, officers, posts, today, whereabouts
from app.services.cases import CaseForm
from app.services.posts import AssignmentForm, PostForm
from app.services.today import TodayKind
from tests.services.people import register

DAY = timedelta(days=1)
MARCH = parse_moment("2026-03-20T09:00")
D = date(2026, 10, 9)


@pytest.fixture
def two_posts(db, cast, now):
    for number in (1, 2):
        posts.define(db, cast.head, now, f"ck{number}", PostForm(f"窗口{number}", counter=number))


def assign(db, cast, now, officer, post, starts, **more):
    return posts.assign(db, cast.head, now, AssignmentForm(officer, post, "受理、登记", starts_on=starts, **more))


def test_b8_moving_to_another_counter_leaves_the_cases_of_march_at_the_first(db, cast, two_posts):
    first = assign(db, cast, MARCH, "clerk1", "CK1", date(2026, 1, 5))
    someone = register(db, cast.clerk1, MARCH, "韩梅")
    march = cases.open_case(db, cast.clerk1, MARCH, CaseForm("SYDJ", someone))
    moved = assign(db, cast, MARCH, "clerk1", "CK2", date(2026, 4, 1), move=True)
    april = cases.open_case(db, cast.clerk1, at_station(date(2026, 4, 2), 9), CaseForm("JYDJ", someone))
    year = (date(2026, 1, 1), date(2026, 12, 31))
    assert [one.number for one in posts.cases_of(db, cast.head, "CK1", *year)] == [march.number]
    assert [one.number for one in posts.cases_of(db, cast.head, "ck2", *year)] == [april.number]
    days = {one.id: (one.starts_on, one.ends_on) for one in posts.roster(db, cast.clerk1, officer="clerk1")}
    assert days == {first.id: (date(2026, 1, 5), date(2026, 3, 31)), moved.id: (date(2026, 4, 1), None)}


def test_a_post_has_one_holder_and_a_substitute_and_the_roster_of_a_day_shows_both(db, cast, now, two_posts):
    assign(db, cast, now, "clerk1", "CK1", D)
    with pytest.raises(Refused, match=r"roster\.held"):
        assign(db, cast, now, "clerk2", "CK1", D + 30 * DAY)
    assign(db, cast, now, "clerk2", "CK1", D, kind=PostKind.SUBSTITUTE)
    today = posts.roster(db, cast.clerk2, on=D)
    assert [(one.login, one.kind, one.duty) for one in today] == [
        ("clerk1", PostKind.HOLDER, "受理、登记"),
        ("clerk2", PostKind.SUBSTITUTE, "受理、登记"),
    ]
    assert posts.roster(db, cast.head, on=D - DAY) == ()
    with pytest.raises(Refused, match=r"roster\.post_held"):
        posts.define(db, cast.head, now, "CK1", PostForm(active=False))
    ended = [posts.end(db, cast.head, now, one.id, on=D, reason="轮岗") for one in today]
    assert {one.ends_on for one in ended} == {D}
    tomorrow = now + DAY
    assert not posts.define(db, cast.head, tomorrow, "CK1", PostForm(active=False)).active
    with pytest.raises(NotFound, match=r"roster\.post_unknown"):
        assign(db, cast, tomorrow, "clerk1", "CK1", D + 2 * DAY)


def test_only_the_head_arranges_posts_and_names_a_deputy(db, cast, now, two_posts):
    for actor in (cast.clerk1, cast.county, cast.admin):
        with pytest.raises(NotAllowed):
            posts.define(db, actor, now, "X1", PostForm("岗"))
        with pytest.raises(NotAllowed):
            deputies.name(db, actor, now, "clerk1", D, D)


def test_a_deputy_may_what_the_head_may_on_those_days_only(db, cast, now):
    named = deputies.name(db, cast.head, now, "clerk1", D, D + 3 * DAY, "开会")
    assert (named.officer, named.named_by, named.holds) == (cast.clerk1.name, cast.head.name, True)
    stands_in = officers.practice_actor(db, "clerk1", now=now)
    assert stands_in.roles == {Role.COUNTER, Role.HEAD}
    posts.define(db, stands_in, now, "CK7", PostForm("代理设的岗"))
    for moment in (now - DAY, now + 4 * DAY):
        assert officers.practice_actor(db, "clerk1", now=moment).roles == {Role.COUNTER}
    with pytest.raises(NotAllowed, match=r"deputy\.own_right"):
        deputies.name(db, stands_in, now, "clerk2", D + 9 * DAY, D + 9 * DAY)


def test_a_desk_that_stayed_open_past_the_last_day_is_refused(db, cast, now):
    deputies.name(db, cast.head, now, "clerk1", D, D)
    stands_in = officers.practice_actor(db, "clerk1", now=now)
    posts.define(db, stands_in, at_station(D, 23, 59), "CK7", PostForm("岗"))
    with pytest.raises(NotAllowed, match=r"deputy\.over"):
        posts.define(db, stands_in, at_station(D + DAY), "CK8", PostForm("岗"))
    assert [one.code for one in posts.listing(db, cast.head)] == ["CK7"]


def test_an_open_session_of_a_deputy_reads_no_more_than_the_days_allow(db, cast, now):
    """The audit trail, figures and everything else: from the morning after the last day a desk that was left open shows nothing."""
    deputies.name(db, cast.head, now, "clerk1", D, D)
    stands_in = officers.practice_actor(db, "clerk1", now=now)
    reads = (lambda who: audits.listing(db, who), lambda who: posts.listing(db, who), lambda who: today.board(db, who, now))
    db.clock = lambda: at_station(D, 23, 59)
    for read in reads:
        read(stands_in)
    for clock, ended in ((at_station(D + DAY), False), (at_station(D, 23, 59), True)):
        db.clock = lambda clock=clock: clock
        if ended:
            deputies.end(db, cast.head, now, deputies.listing(db, cast.head, now)[0].id)
        for read in reads:
            with pytest.raises(NotAllowed, match=r"deputy\.over"):
                read(stands_in)
    own = officers.practice_actor(db, "clerk1", now=now)
    assert posts.listing(db, own) == ()
    with pytest.raises(NotAllowed, match=r"action\.not_allowed"):
        audits.listing(db, own)


def test_a_naming_taken_back_ends_the_right_at_once(db, cast, now):
    named = deputies.name(db, cast.head, now, "clerk1", D, D + 9 * DAY)
    stands_in = officers.practice_actor(db, "clerk1", now=now)
    assert not deputies.end(db, cast.head, now, named.id, "提前回来").holds
    with pytest.raises(NotAllowed, match=r"deputy\.over"):
        posts.define(db, stands_in, now, "CK8", PostForm("岗"))
    assert officers.practice_actor(db, "clerk1", now=now).roles == {Role.COUNTER}
    assert deputies.listing(db, cast.clerk2, now) == ()
    assert [one.id for one in deputies.listing(db, cast.clerk2, now, over=True)] == [named.id]
    with pytest.raises(Refused, match=r"deputy\.over_already"):
        deputies.end(db, cast.head, now, named.id)
    deputies.name(db, cast.head, now, "clerk2", D, D)


def test_a_deputy_logs_in_with_the_password_as_head_and_may_not_stand_in_twice(db, cast, now):
    officers.set_password(db, cast.admin, now, "clerk2", "Window-2026")
    deputies.name(db, cast.head, now, "clerk2", D, D)
    assert Role.HEAD in officers.log_in(db, "clerk2", "Window-2026", now).roles
    assert Role.HEAD not in officers.log_in(db, "clerk2", "Window-2026", now + DAY).roles
    with pytest.raises(Refused, match=r"deputy\.overlap"):
        deputies.name(db, cast.head, now, "clerk1", D - DAY, D)
    with pytest.raises(Refused, match=r"deputy\.is_head"):
        deputies.name(db, cast.head, now, "head", D + DAY, D + DAY)


def test_the_board_shows_one_place_an_officer_and_keeps_what_was(db, cast, now):
    assert {one.place for one in whereabouts.board(db, cast.clerk1)} == {Presence.PRESENT}
    whereabouts.put(db, cast.clerk1, now, Presence.MEETING, back_at=now + timedelta(hours=2), note="街道会议")
    later = whereabouts.put(db, cast.clerk1, now + timedelta(hours=1), Presence.TRIP)
    shown = {one.login: one for one in whereabouts.board(db, cast.county)}
    assert shown["clerk1"] == later and (later.place, later.back_at, later.note) == (Presence.TRIP, None, "")
    assert "admin" not in shown and "county" not in shown
    assert whereabouts.put(db, cast.head, now + DAY, Presence.PRESENT, officer="clerk1").place is Presence.PRESENT


def test_another_s_place_is_the_head_s_to_say(db, cast, now):
    with pytest.raises(NotAllowed, match=r"whereabouts\.other"):
        whereabouts.put(db, cast.clerk1, now, Presence.LEAVE, officer="clerk2")
    with pytest.raises(NotAllowed, match=r"action\.not_allowed"):
        whereabouts.put(db, replace(cast.county), now, Presence.LEAVE)
    assert whereabouts.put(db, cast.head, now, Presence.LEAVE, officer="clerk2", note="年休假").note == "年休假"


def test_today_shows_who_is_away_and_until_when_and_says_nothing_of_who_is_here(db, cast, now):
    whereabouts.put(db, cast.clerk1, now, Presence.MEETING, back_at=now + timedelta(hours=2), note="街道会议")
    whereabouts.put(db, cast.clerk2, now, Presence.LEAVE, back_at=now + 3 * DAY)
    board = today.board(db, cast.clerk1, now)
    away = [(one.who, one.what, one.why, one.left, one.mine) for one in board.lines if one.kind is TodayKind.WHEREABOUTS]
    assert away == [
        (cast.clerk1.name, "开会", "街道会议", "11:00 回", True),
        (cast.clerk2.name, "请假", "", "10-12 09:00 回", False),
    ]
    whereabouts.put(db, cast.clerk1, now, Presence.PRESENT)
    whereabouts.put(db, cast.clerk2, now, Presence.PRESENT)
    again = today.board(db, cast.clerk1, now)
    assert TodayKind.WHEREABOUTS not in {one.kind for one in again.lines} | set(again.quiet)
