"""How the hall is set up: counters, lines, weights, hours, reasons, notices; each act audited, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.clock import parse_moment
from app.domain.errors import NotAllowed, NotFound, Refused
from app.domain.hours import HoursArea
from app.services import (
    appointments,
    audits,
    board,
    counter_lines,
    counters,
    item_lines,
    items,
    persons,
    queue,
    queue_views,
    screen_notices,
    station_hours,
)
from app.services.appointments import AppointmentForm
from app.services.audits import AuditFilter
from app.services.counter_lines import LineForm
from app.services.counters import CounterForm
from app.services.persons import PersonForm
from app.services.wizard_queue import put_lines
from app.texts.faces import sign_words


def code_of(act):
    with pytest.raises((Refused, NotFound)) as caught:
        act()
    return caught.value.code


def test_a_counter_gets_its_name_its_lines_with_weights_and_its_sign(db, cast, now):
    form = CounterForm("综合窗口", "就业服务专窗", vanguard=True, hours=["workday 11:30-13:30"], lines={"A": 3, "B": 1})
    facts = counters.define(db, cast.head, now, 1, form)
    assert facts == next(one for one in counters.settings(db, cast.admin) if one.counter == 1)
    assert (facts.name, facts.vanguard, facts.hours, facts.lines) == ("综合窗口", True, ("workday 11:30-13:30",), {"A": 3, "B": 1})
    (entry, *_) = audits.listing(db, cast.head, AuditFilter(action="counter.define")).rows
    assert entry.subject == "counter:1"
    changed = {(field.record, field.field): field.after for field in audits.detail(db, cast.head, entry.seq).fields}
    assert (changed["counter_line:1/1", "weight"], changed["counter:1", "vanguard"]) == (3, True)


def test_a_new_counter_serves_all_lines(db, cast, now):
    assert counters.define(db, cast.head, now, 3, CounterForm()).lines == {"A": 1, "B": 1, "C": 1}
    assert [one.name for one in counters.listing(db, cast.clerk1)][-1] == "3号窗口"


def test_a_counter_calls_by_the_weights_that_are_set(db, cast, now):
    counters.define(db, cast.head, now, 1, CounterForm(lines={"A": 1, "B": 3}))
    for line in "ABB":
        queue.take(db, cast.clerk1, now, line)
    seen = queue_views.peek(db, cast.clerk1, now, 1)
    assert (seen.ticket, seen.why) == ("B001", "这条队列在本窗口权重较高，按早到 4 个号计")
    assert [queue.call(db, cast.clerk1, now, 1, finish=True).ticket for _ in range(3)] == ["B001", "B002", "A001"]


def test_a_line_that_a_counter_no_longer_serves_is_not_called_there(db, cast, now):
    counters.define(db, cast.head, now, 1, CounterForm(lines={"B": 1}))
    queue.take(db, cast.clerk1, now, "A")
    assert queue_views.peek(db, cast.clerk1, now, 1) is None
    assert queue.call(db, cast.clerk1, now, 1).ticket is None
    assert queue.call(db, cast.clerk2, now, 2).ticket == "A001"


def test_what_cannot_be_a_counter_is_refused(db, cast, now):
    put = counters.define
    assert code_of(lambda: put(db, cast.head, now, 0, CounterForm())) == "counter.number"
    assert code_of(lambda: put(db, cast.head, now, 1, CounterForm(name=" "))) == "counter.name"
    assert code_of(lambda: put(db, cast.head, now, 1, CounterForm(lines={"A": 10}))) == "counter.weight"
    assert code_of(lambda: put(db, cast.head, now, 1, CounterForm(lines={"Z": 1}))) == "queue.line_unknown"
    queue.take(db, cast.clerk1, now, "A")
    queue.call(db, cast.clerk1, now, 1)
    assert code_of(lambda: put(db, cast.head, now, 1, CounterForm(active=False))) == "queue.counter_busy"


def test_a_line_has_hours_a_limit_and_the_items_whose_numbers_are_taken_there(db, cast, now):
    form = LineForm("失业登记", ["workday 08:30-11:30"], 2, "带身份证", items=["JYKN"])
    facts = counter_lines.define(db, cast.head, now, "b", form)
    assert (facts.name, facts.hours, facts.daily_limit, facts.items) == ("失业登记", ("workday 08:30-11:30",), 2, ("JYKN",))
    assert queue.take(db, cast.clerk1, now, item="jykn").ticket == "B001"
    assert queue.take(db, cast.clerk1, now, "B").ticket == "B002"
    assert code_of(lambda: queue.take(db, cast.clerk1, now, "B")) == "queue.line_full"
    noon = now + timedelta(hours=3)
    assert code_of(lambda: queue.take(db, cast.clerk1, noon, "B")) == "queue.line_closed"
    counter_lines.define(db, cast.head, now, "B", LineForm(daily_limit=0, hours=[]))
    assert queue.take(db, cast.clerk1, noon, "B").ticket == "B003"


def test_a_refused_number_is_not_lost(db, cast, now):
    counter_lines.define(db, cast.head, now, "A", LineForm(daily_limit=1))
    queue.take(db, cast.clerk1, now, "A")
    assert code_of(lambda: queue.take(db, cast.clerk1, now, "A")) == "queue.line_full"
    counter_lines.define(db, cast.head, now, "A", LineForm(daily_limit=5))
    assert queue.take(db, cast.clerk1, now, "A").ticket == "A002"


def test_who_stands_in_the_hall_is_sent_to_a_full_or_closed_line_all_the_same(db, cast, now):
    counter_lines.define(db, cast.head, now, "B", LineForm(hours=["sun 09:00-10:00"]))
    queue.take(db, cast.clerk1, now, "A")
    assert queue.transfer(db, cast.clerk1, now, "A001", to_line="B").state == "waiting"


def test_a_new_line_is_served_by_every_counter(db, cast, now):
    facts = counter_lines.define(db, cast.head, now, "D", LineForm("社保咨询"))
    assert (facts.counters, facts.weights) == ((1, 2), {1: 1, 2: 1})
    assert queue.take(db, cast.clerk1, now, "D").ticket == "D001"
    assert queue.call(db, cast.clerk1, now, 1).ticket == "D001"


def test_what_cannot_be_a_line_is_refused(db, cast, now):
    put = counter_lines.define
    assert code_of(lambda: put(db, cast.head, now, "AB", LineForm("x"))) == "line.letter"
    assert code_of(lambda: put(db, cast.head, now, "D", LineForm())) == "line.name"
    assert code_of(lambda: put(db, cast.head, now, "A", LineForm(daily_limit=-1))) == "line.limit"
    assert code_of(lambda: put(db, cast.head, now, "A", LineForm(hours=["mon"]))) == "hours.unreadable"
    assert code_of(lambda: put(db, cast.head, now, "A", LineForm(items=["NONE"]))) == "queue.item_unknown"
    queue.take(db, cast.clerk1, now, "A")
    assert code_of(lambda: put(db, cast.head, now, "A", LineForm(active=False))) == "line.people_wait"


def test_an_item_without_a_line_asks_for_one(db, cast, now):
    item_lines.put(db, cast.head, now, "JYKN", "")
    assert code_of(lambda: queue.take(db, cast.clerk1, now, item="JYKN")) == "queue.item_no_line"
    assert queue.take(db, cast.clerk1, now, "A", item="JYKN").ticket == "A001"


def test_the_hours_of_the_areas_say_what_the_sign_says(db, cast, now):
    station_hours.put(db, cast.head, now, HoursArea.COUNTERS, ["workday 08:30-11:30", "workday 13:30-17:30"])
    station_hours.put(db, cast.head, now, HoursArea.WAITING, ["workday 08:00-18:00"])
    noon, night = parse_moment("2026-10-09T12:30"), parse_moment("2026-10-09T22:00")
    said = lambda at: sign_words(station_hours.sign(db, at))  # noqa: E731
    assert (said(noon), said(night)) == ("等候区开放・窗口休息", "闭站")
    counters.define(db, cast.head, now, 2, CounterForm(hours=["workday 08:30-17:30"]))
    station_hours.put(db, cast.head, now, HoursArea.SELF_SERVICE, ["daily 00:00-24:00"])
    assert (said(noon), said(night)) == ("等候区开放・午间延时服务・自助服务区开放", "窗口已下班・自助服务区开放")


def test_the_reasons_for_a_pause_can_be_set(db, cast, now):
    assert "午间轮休" in counters.pause_reasons(db, cast.clerk1)
    assert counters.set_pause_reasons(db, cast.head, now, [" 取件 ", "取件", "接待来访"]) == ("取件", "接待来访")
    assert counters.pause_reasons(db, cast.clerk1) == ("取件", "接待来访")
    assert code_of(lambda: counters.set_pause_reasons(db, cast.head, now, [""])) == "counter.pause_reasons"


def test_a_notice_shows_from_its_beginning_to_its_end_or_until_it_is_taken_down(db, cast, now):
    hour = timedelta(hours=1)
    first = screen_notices.publish(db, cast.head, now, "周五下午\n停电检修", since=now + hour, until=now + 3 * hour)
    second = screen_notices.publish(db, cast.clerk1, now, "请带身份证")
    shown = lambda at: [page.text for page in board.read(db, board.SCREEN, at).pages]  # noqa: E731
    assert (shown(now), shown(now + 2 * hour), shown(now + 4 * hour)) == (
        ["请带身份证"],
        ["周五下午 停电检修", "请带身份证"],
        ["请带身份证"],
    )
    assert screen_notices.end(db, cast.head, now, second).ended_at == now
    assert shown(now + 4 * hour) == []
    assert [(one.id, one.officer) for one in screen_notices.listing(db, cast.clerk1, now)] == [(first, cast.head.name)]
    assert len(screen_notices.listing(db, cast.clerk1, now, over=True)) == 2


def test_no_person_s_number_hangs_in_the_hall(db, cast, now):
    publish = screen_notices.publish
    assert code_of(lambda: publish(db, cast.head, now, "请章女士速来 14204570000")) == "notice.number"
    assert code_of(lambda: publish(db, cast.head, now, " ")) == "notice.text"
    assert code_of(lambda: publish(db, cast.head, now, "x", until=now)) == "notice.until"
    assert code_of(lambda: screen_notices.end(db, cast.head, now, 9)) == "notice.unknown"


def code_line(db, cast, code):
    return item_lines.of_item(db, cast.head, code)


def test_every_item_of_the_starting_catalogue_has_one_line_of_a_new_station(db, cast):
    named = [code for codes in item_lines.shipped().values() for code in codes]
    assert sorted(named) == sorted(item.code for item in items.shipped().items)
    assert {line.letter: sorted(line.items) for line in counter_lines.lines(db, cast.head)} == {
        letter: sorted(codes) for letter, codes in item_lines.shipped().items()
    }


def test_the_head_moves_an_item_to_another_line_and_numbers_follow(db, cast, now):
    item_lines.put(db, cast.head, now, "JYKN", "c")
    assert queue.take(db, cast.clerk1, now, item="JYKN").ticket == "C001"
    (entry, *_) = audits.listing(db, cast.head, AuditFilter(action="item.line")).rows
    assert entry.subject.startswith("service_item:")
    assert code_of(lambda: item_lines.put(db, cast.head, now, "JYKN", "Z")) == "queue.line_unknown"
    assert code_of(lambda: item_lines.put(db, cast.head, now, "NONE", "A")) == "item.unknown"
    with pytest.raises(NotAllowed):
        item_lines.put(db, cast.clerk1, now, "JYKN", "A")
    assert code_line(db, cast, "JYKN") == "C"


def test_an_item_of_a_line_out_of_use_asks_for_a_line(db, cast, now):
    counter_lines.define(db, cast.head, now, "B", LineForm(active=False))
    assert code_of(lambda: queue.take(db, cast.clerk1, now, item="JYKN")) == "queue.item_no_line"


def test_items_of_a_line_left_out_in_the_wizard_wait_in_the_first_one(db, cast, now):
    put_lines(db, cast.admin, now, "A 就业服务\nC 求职")
    assert {code_line(db, cast, code) for code in ("SYDJ", "JYKN")} == {"A"}
    assert code_line(db, cast, "QZDJ") == "C"


def test_an_appointment_for_an_item_finds_its_line_and_without_one_asks_for_it(db, cast, now):
    person = persons.add(db, cast.clerk1, now, PersonForm(name="章玥瑶", id_number="232701199003074524")).id
    at = parse_moment("2026-10-12T09:30")
    item_lines.put(db, cast.head, now, "JYKN", "")
    wish = AppointmentForm(person, at, "", "JYKN")
    assert code_of(lambda: appointments.make(db, cast.clerk1, now, wish)) == "queue.item_no_line"
    item_lines.put(db, cast.head, now, "JYKN", "B")
    appointments.make(db, cast.clerk1, now, wish)
    assert [row.line_name for row in appointments.listing(db, cast.clerk1, person_id=person)] == ["登记认定"]


def test_items_of_an_older_station_get_their_first_line_and_what_is_set_stays(db, cast, now):
    item_lines.put(db, cast.head, now, "JYKN", "")
    item_lines.put(db, cast.head, now, "SYDJ", "C")
    assert item_lines.give_missing(db, cast.admin, now) == ("JYKN",)
    assert (code_line(db, cast, "JYKN"), code_line(db, cast, "SYDJ")) == ("B", "C")
    assert item_lines.give_missing(db, cast.admin, now) == ()
    with pytest.raises(NotAllowed):
        item_lines.give_missing(db, cast.clerk1, now)


def test_a_counter_or_line_that_is_there_is_not_made_again(db, cast, now):
    assert code_of(lambda: counters.define(db, cast.head, now, 1, CounterForm(), fresh=True)) == "counter.taken"
    assert code_of(lambda: counter_lines.define(db, cast.head, now, "a", LineForm("x"), fresh=True)) == "line.taken"


def test_a_counter_out_of_use_still_stands_in_the_settings(db, cast, now):
    counters.define(db, cast.head, now, 2, CounterForm(active=False))
    assert [(one.counter, one.active) for one in counters.settings(db, cast.admin)] == [(1, True), (2, False)]
    assert [one.counter for one in counters.listing(db, cast.clerk1)] == [1]
