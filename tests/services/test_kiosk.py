"""The kiosk gives out numbers as an actor of its own, on both databases, and touches no person."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import event

from app.domain.errors import NotAllowed
from app.domain.kiosk import guides_of
from app.services import board, kiosk, queue
from db.models import QueueLine


def home(db, now):
    return kiosk.home(db, board.KIOSK, now)


def take(db, now, settings, letter="A", request="r1", **more):
    return kiosk.take(db, board.KIOSK, now, settings, letter, more.get("guide"), more.get("priority"), request)


def test_the_first_page_offers_every_line_with_who_is_ahead(db, cast, now):
    for _ in range(2):
        queue.take(db, cast.clerk1, now, "B")
    seen = home(db, now)
    assert [(choice.letter, choice.ahead, choice.minutes) for choice in seen.choices] == [("A", 0, 0), ("B", 2, 12), ("C", 0, 0)]
    assert (seen.waiting, seen.call, seen.practice) == (2, None, True)
    assert {one.value for one in seen.classes} >= {"elderly", "disabled", "pregnant"}


def test_the_estimate_learns_from_what_was_served_today(db, cast, now):
    queue.take(db, cast.clerk1, now, "A")
    queue.call(db, cast.clerk1, now, 1)
    queue.act(db, cast.clerk1, now + timedelta(minutes=20), "finish", "A001")
    queue.take(db, cast.clerk1, now, "A")
    assert home(db, now + timedelta(minutes=21)).choices[0].minutes == 20


def test_a_line_out_of_its_hours_says_so_and_gives_no_number(db, cast, now):
    with db.write("line.define", cast.head, now) as unit:
        unit.get(QueueLine, 1).hours = [[4, "13:30", "17:00"]]
    assert home(db, now).choices[0].closed == "现在不在服务时间"


def test_a_guide_says_who_what_to_bring_and_how_long(db, now):
    guides = {guide.name: guide for guide in home(db, now).guides}
    assert all(guide.audience and guide.how_long for guide in guides.values())
    assert any("身份证" in line for line in guides["失业登记"].bring)
    nine = ("audience", "content", "kind", "how_long", "conditions", "bring", "how_to_apply", "how_to_ask", "complaints")
    assert {name for guide in guides.values() for name in nine if not getattr(guide, name)} <= {"bring"}  # some ask for no material
    assert "就业困难人员认定申请表（原件 2 份，本站提供）" in guides["就业困难人员认定"].bring


def test_a_number_is_valid_although_no_printer_is_there(db, now, settings):
    slip = take(db, now, settings)
    assert (slip.ticket, slip.ahead) == ("A001", 0)
    assert "号票有效" in slip.printed


def test_a_double_touch_gives_one_number(db, cast, now, settings):
    assert take(db, now, settings).ticket == take(db, now, settings).ticket
    assert take(db, now, settings, request="r2").ticket == "A002"


def test_taking_a_number_touches_no_table_of_persons(db, now, settings):
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda _c, _cursor, statement, *_rest: seen.append(statement))
    home(db, now)
    take(db, now, settings)
    named = re.findall(r"(?:FROM|JOIN|INTO|UPDATE)\s+\"?(\w+)", " ".join(seen))
    assert "ticket" in named
    assert not {name for name in named if name.startswith(("person", "household", "case", "assistance", "inquiry"))}


@pytest.mark.parametrize("act", ["queue.call", "queue.read", "person.read", "case.read", "officer.add", "print.paper"])
def test_the_kiosk_may_nothing_else(db, act):
    with pytest.raises(NotAllowed), db.read(act, board.KIOSK):
        pass


def test_the_second_step_offers_the_items_of_the_chosen_line(db, now):
    seen = home(db, now)
    offered = {choice.letter: {guide.code for guide in guides_of(seen.guides, choice.letter)} for choice in seen.choices}
    assert "SYDJ" in offered["B"] and "QZDJ" in offered["C"] and "LHSB" in offered["A"]
    assert not offered["A"] & offered["B"] and not offered["B"] & offered["C"]
