"""Complaints and suggestions on both databases: their own clock, another answers, unanswered they stand red and raise a lead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.complaints import ComplaintKind, ComplaintState, ComplaintTopic
from app.domain.errors import NotAllowed, NotFound, Refused
from app.services import call_backs, complaints, duties, late_entries, leads, seconds, today
from app.services.call_backs import CallBackForm
from app.services.complaints import ComplaintForm
from app.services.today import TodayKind
from db import audit
from tests.services.people import register
from tests.services.rated import closed_case

DAY = timedelta(days=1)
SAID = ComplaintForm("等了一小时没有人叫号", topic=ComplaintTopic.SPEED, about="clerk1", handler="clerk2")


def test_a_complaint_goes_from_its_receipt_to_the_file(db, cast, now):
    case = closed_case(db, cast.clerk1, now)
    form = ComplaintForm("窗口说法不一", visitor="周女士", phone="14200000011", about="clerk1", case=case, handler="clerk2")
    line = complaints.record(db, cast.clerk1, now, form)
    assert (line.code, line.state, line.case, line.about) == ("TS20261009-001", ComplaintState.OPEN, case, cast.clerk1.name)
    assert (line.due_on, line.phone_masked) == (date(2026, 10, 15), "142****0011")
    with db.read("case.read", cast.head) as session:
        assert b"14200000011" not in complaints.found(session, line.code).phone_sealed
    complaints.verify(db, cast.clerk2, now + DAY, line.code, "当天确实换过政策文件")
    answered = complaints.answer(db, cast.clerk2, now + 2 * DAY, line.code, "已当面说明并致歉")
    assert (answered.state, answered.answered_by, answered.overdue) == (ComplaintState.ANSWERED, cast.clerk2.name, False)
    call_backs.record(db, cast.head, now + 2 * DAY, CallBackForm(f"complaint:{line.id}", True, "认可", content=True))
    closed = complaints.close(db, cast.head, now + 3 * DAY, line.code)
    assert closed.closed_on == (now + 3 * DAY).date()
    assert [call.text for call in complaints.show(db, cast.head, now, line.code)[1]] == ["认可"]
    assert complaints.listing(db, cast.head, now).rows == ()
    with db.read("audit.read", cast.head) as session:
        assert audit.verify(session, db.vault).ok


def test_who_is_complained_of_neither_handles_nor_answers_nor_files_it(db, cast, now):
    with pytest.raises(NotAllowed, match=r"complaint\.own"):
        complaints.record(db, cast.clerk2, now, ComplaintForm("态度不好", about="clerk1", handler="clerk1"))
    code = complaints.record(db, cast.clerk2, now, ComplaintForm("态度不好", about="practice")).code
    for act in (
        lambda: complaints.assign(db, cast.head, now, code, "practice"),
        lambda: complaints.verify(db, cast.practice, now, code, "没有的事"),
        lambda: complaints.answer(db, cast.practice, now, code, "没有的事"),
    ):
        with pytest.raises(NotAllowed, match=r"complaint\.own"):
            act()
    complaints.answer(db, cast.county, now, code, "已批评教育")
    with pytest.raises(NotAllowed, match=r"complaint\.own"):
        complaints.close(db, cast.practice, now, code)


def test_a_complaint_without_an_answer_stands_red_on_the_heads_today_and_raises_one_lead(db, cast, now):
    complaints.record(db, cast.clerk1, now, SAID)

    def lights(at):
        return [(line.light, line.left) for line in today.board(db, cast.head, at).lines if line.kind is TodayKind.COMPLAINT]

    assert lights(now) == [("", "剩 5 个工作日")]
    last = now + 6 * DAY
    assert lights(last) == [("due_today", "今天下班前")]
    assert lights(last + DAY)[0][0] == "overdue"
    assert [duties.run(db, at).made for at in (last,)] == [()]
    assert [made.step for made in duties.run(db, last + DAY).made] == ["complaint_unanswered"]
    assert duties.run(db, last + 5 * DAY).made == ()
    named = leads.listing(db, cast.head)
    assert [(lead.kind, lead.officer) for lead in named] == [("complaint_unanswered", cast.clerk2.name)]


def test_a_suggestion_has_a_longer_clock_and_raises_no_lead(db, cast, now):
    line = complaints.record(db, cast.clerk1, now, ComplaintForm("多放几把椅子", ComplaintKind.SUGGESTION, topic=ComplaintTopic.PLACE))
    assert line.due_on == date(2026, 10, 29)
    assert duties.run(db, now + 40 * DAY).made == ()
    assert complaints.listing(db, cast.head, now + 40 * DAY, kind=ComplaintKind.SUGGESTION).rows[0].overdue
    with pytest.raises(Refused, match=r"call_back\.anonymous"):
        call_backs.record(db, cast.head, now, CallBackForm(f"complaint:{line.id}", True, "谢谢"))


def test_what_came_earlier_has_its_last_day_counted_from_that_day(db, cast, now):
    with pytest.raises(Refused, match=r"late\.reason"):
        complaints.record(db, cast.clerk1, now, ComplaintForm("信件", received=date(2026, 10, 8)))
    letter = ComplaintForm("信件", received=date(2026, 9, 22), late_reason="压在信箱里", about="clerk2")
    made = [complaints.record(db, cast.clerk1, now, letter) for _ in range(2)]
    assert {(line.received_on, line.due_on, line.waiting.value) for line in made} == {(date(2026, 9, 22), date(2026, 9, 30), "late_entry")}
    first, second = seconds.waiting(db, cast.head, now)
    with pytest.raises(NotAllowed):
        seconds.approve(db, cast.clerk2, now, first.id)  # it is about them
    seconds.approve(db, cast.head, now, first.id)
    seconds.approve(db, cast.head, now, second.id, refused=True, reason="邮戳是昨天")
    shown = [complaints.show(db, cast.head, now, line.code)[0] for line in made]
    assert [(line.received_on, line.due_on, line.waiting) for line in shown] == [
        (date(2026, 9, 22), date(2026, 9, 30), None),
        (date(2026, 10, 9), date(2026, 10, 15), None),
    ]
    assert [line.state.value for line in late_entries.listing(db, cast.head)] == ["refused", "approved"]


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (ComplaintForm(" "), "complaint.text"),
        (ComplaintForm("x", received=date(2026, 10, 10)), "complaint.future"),
        (ComplaintForm("x", person_id=99), "complaint.person_unknown"),
        (ComplaintForm("x", about="nobody"), "officer.unknown"),
        (ComplaintForm("x", case="BJ20261009-099"), "case.unknown"),
    ],
)
def test_what_does_not_fit_is_refused_and_leaves_nothing(sqlite_db, cast, now, form, code):
    with pytest.raises((Refused, NotFound)) as refusal:
        complaints.record(sqlite_db, cast.clerk1, now, form)
    assert refusal.value.code == code
    assert complaints.listing(sqlite_db, cast.head, now, open_only=False).rows == ()


def test_the_steps_have_their_order_their_days_and_their_words(sqlite_db, cast, now):
    person = register(sqlite_db, cast.clerk1, now)
    code = complaints.record(sqlite_db, cast.clerk1, now, ComplaintForm("慢", person_id=person)).code
    for act, expected in (
        (lambda: complaints.close(sqlite_db, cast.head, now, code), "complaint.move"),
        (lambda: complaints.answer(sqlite_db, cast.head, now, code, " "), "complaint.words"),
        (lambda: complaints.answer(sqlite_db, cast.head, now, code, "x", on=now.date() - DAY), "complaint.day"),
        (lambda: complaints.verify(sqlite_db, cast.head, now, code, "x", on=now.date() + DAY), "complaint.day"),
        (lambda: complaints.show(sqlite_db, cast.head, now, "TS1"), "complaint.unknown"),
    ):
        with pytest.raises((Refused, NotFound)) as refusal:
            act()
        assert refusal.value.code == expected
    assert complaints.assign(sqlite_db, cast.head, now, code, "clerk2").handler == cast.clerk2.name
    complaints.answer(sqlite_db, cast.clerk2, now, code, "已改")
    with pytest.raises(Refused, match=r"complaint\.move"):
        complaints.assign(sqlite_db, cast.head, now, code, "clerk1")
    assert complaints.close(sqlite_db, cast.head, now, code).state is ComplaintState.CLOSED
    with pytest.raises(Refused, match=r"complaint\.move_final"):
        complaints.answer(sqlite_db, cast.head, now, code, "再答")


@pytest.mark.parametrize("open_only", [True, False])
def test_complaints_are_listed_page_by_page_without_losing_one(sqlite_db, cast, now, open_only):
    for kind in (ComplaintKind.SUGGESTION, ComplaintKind.COMPLAINT, ComplaintKind.SUGGESTION, ComplaintKind.COMPLAINT):
        complaints.record(sqlite_db, cast.clerk1, now, ComplaintForm("慢", kind))
    found, after = [], None
    while True:
        page = complaints.listing(sqlite_db, cast.head, now, open_only=open_only, after=after, limit=1)
        found += [line.code[-1] for line in page.rows]
        after = page.next_key
        if not page.more:
            break
    assert found == (["2", "4", "1", "3"] if open_only else ["4", "3", "2", "1"])
