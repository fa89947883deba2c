"""Slips on both databases: one a ticket, marked from the second on, and a ticket that stays valid whatever the printer does."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from app.cli import parser
from app.cli.frame import one_line, run_words
from app.cli.session import CliSession
from app.domain.actor import Actor, Role
from app.domain.errors import NotAllowed, NotFound, Surroundings
from app.services import appointments, audits, doctor, papers, persons, queue, queue_views, stations, ticket_print
from app.services.appointments import AppointmentForm
from app.services.audits import AuditFilter
from app.services.persons import PersonForm
from app.services.ticket_print import print_slip
from app.settings import Settings
from printing import receipt
from tests.dbfixtures import NOW
from tests.printing import fake_printer, receipts
from tests.printing.fake_printer import printer


@pytest.fixture(autouse=True)
def hasty(monkeypatch):
    monkeypatch.setattr(receipt.send, "__defaults__", (receipt.Patience(connect=5, answer=0.5, take=1, done=0.5),))


@pytest.fixture
def ticket(db, cast, now) -> str:
    return queue.take(db, cast.clerk1, now, "A").ticket


def slips(taker) -> list[str]:
    return [receipts.read(data) for data in taker.got]


def states(db, cast, now) -> list[str]:
    return [row.state for row in queue_views.day(db, cast.head, now.date())]


def test_a_slip_comes_out_is_listed_and_audited_without_a_person(db, cast, now, settings, ticket):
    with printer() as taker:
        answer = print_slip(db, cast.clerk1, now, replace(settings, ticket_printer=taker.setting), "a001")
    assert (answer.printed, answer.again, answer.text) == (True, False, "号票 A001 已打印。")
    (shown,) = slips(taker)
    assert "6×A001" in shown
    assert "补打" not in shown
    (line,) = papers.listing(db, cast.head).rows
    assert (line.document, line.number, line.officer, line.pages) == ("ticket", "A001", "王敏", 1)
    (entry,) = audits.listing(db, cast.head, AuditFilter("print.slip")).rows
    assert (entry.actor, entry.subject) == ("clerk1", line.record)


def test_a_second_slip_needs_asking_for_and_says_so_on_paper_and_in_the_trail(db, cast, now, settings, ticket):
    later = now + timedelta(minutes=5)
    with printer() as taker:
        machine = replace(settings, ticket_printer=taker.setting, ticket_width=58)
        print_slip(db, cast.clerk1, now, machine, ticket)
        refused = print_slip(db, cast.clerk1, later, machine, ticket)
        again = print_slip(db, cast.clerk2, later, machine, ticket, again=True)
    assert (refused.printed, refused.problem.code, refused.may_retry) == (False, "slip.printed", False)
    assert (again.printed, again.again, again.text) == (True, True, "号票 A001 已补打。")
    first, second = slips(taker)
    assert "补打" not in first
    assert second.startswith("2×补打\n")
    assert "补打时间 2026-10-09 09:05" in second
    (entry,) = audits.listing(db, cast.head, AuditFilter("print.slip_again")).rows
    assert (entry.actor, entry.at) == ("clerk2", later)


@pytest.mark.parametrize(
    ("behaviour", "code", "marked"),
    [
        ({"paper": fake_printer.OUT}, "printer.no_paper", False),
        ({"lid": fake_printer.OPEN}, "printer.not_ready", False),
        ({"hang_up_after": 120}, "printer.broke_off", True),
        ({"hang_up_after": 120, "paper": None}, "printer.broke_off", True),
        ({"runs_out": True}, "printer.stuck", True),
    ],
)
def test_a_printer_that_fails_leaves_a_valid_ticket_and_the_next_try_prints(db, cast, now, settings, ticket, behaviour, code, marked):
    with printer(**behaviour) as broken:
        answer = print_slip(db, cast.clerk1, now, replace(settings, ticket_printer=broken.setting), ticket)
    assert (answer.ticket, answer.printed, answer.problem.code, answer.may_retry) == ("A001", False, code, True)
    assert "号票有效" in answer.text
    assert states(db, cast, now) == ["waiting"]
    assert papers.listing(db, cast.head).rows == ()
    with printer() as mended:
        answer = print_slip(db, cast.clerk1, now, replace(settings, ticket_printer=mended.setting), ticket)
    assert (answer.printed, answer.again) == (True, marked)
    assert ["补打" in shown for shown in slips(mended)] == [marked]


@pytest.mark.parametrize(
    ("text", "code", "retry"),
    [
        ("network:127.0.0.1:{closed}", "printer.unreachable", True),
        ("network:printer", "printer.network", True),
        ("", "printer.none", False),
    ],
)
def test_no_printer_a_bad_setting_and_nobody_there_are_calm_answers(db, cast, now, settings, ticket, text, code, retry):
    answer = print_slip(db, cast.clerk1, now, replace(settings, ticket_printer=text.format(closed=fake_printer.closed_port())), ticket)
    assert (answer.printed, answer.problem.code, answer.may_retry) == (False, code, retry)


@pytest.fixture
def booked(db, cast, now) -> str:
    person = persons.add(db, cast.clerk1, now, PersonForm(name="章玥瑶")).id
    return appointments.make(db, cast.clerk1, now, AppointmentForm(person, now + timedelta(days=3, hours=5), "B", note="带社保卡"))


def test_the_slip_of_an_appointment_comes_out_without_its_person_and_a_second_one_is_marked(db, cast, now, settings, booked):
    with printer() as taker:
        machine = replace(settings, ticket_printer=taker.setting)
        first = ticket_print.print_appointment(db, cast.clerk1, now, machine, booked)
        refused = ticket_print.print_appointment(db, cast.clerk1, now, machine, booked)
        again = ticket_print.print_appointment(db, cast.clerk2, now, machine, booked, again=True)
    assert (first.text, again.text) == (f"预约单 {booked} 已打印。", f"预约单 {booked} 已补打。")
    assert (refused.printed, refused.text) == (False, f"预约单 {booked} 已经打印过。需要再打请用补打。")
    shown, marked = slips(taker)
    assert f"[qr {booked}]" in shown
    assert "5×14:00" in shown
    assert "章玥瑶" not in shown + marked
    assert "带社保卡" not in shown + marked
    assert ["补打" in one for one in (shown, marked)] == [False, True]
    assert [(row.document, row.number) for row in papers.listing(db, cast.head).rows] == [("appointment", booked)] * 2


def test_without_paper_the_appointment_is_valid_all_the_same(db, cast, now, settings, booked):
    with printer(paper=fake_printer.OUT) as broken:
        answer = ticket_print.print_appointment(db, cast.clerk1, now, replace(settings, ticket_printer=broken.setting), booked)
    assert (answer.printed, answer.may_retry) == (False, True)
    assert "预约有效" in answer.text
    assert [one.state for one in appointments.listing(db, cast.clerk1, on=now.date() + timedelta(days=3))] == ["booked"]


def test_two_desks_at_the_same_moment_print_one_slip(db, cast, now, settings, ticket):
    with printer() as taker, ThreadPoolExecutor(2) as both:
        machine = replace(settings, ticket_printer=taker.setting)
        tries = [both.submit(print_slip, db, clerk, now, machine, ticket) for clerk in (cast.clerk1, cast.clerk2)]
        answers = [one.result() for one in tries]
    assert sorted(answer.printed for answer in answers) == [False, True]
    assert next(a.problem.code for a in answers if not a.printed) in {"slip.busy", "slip.printed", "db.busy"}
    assert len(taker.got) == 1


def test_a_slip_left_printing_by_a_dead_desk_can_be_printed_after_a_minute_and_is_marked(db, cast, now, settings, ticket, monkeypatch):
    with printer() as taker:
        machine = replace(settings, ticket_printer=taker.setting)
        with monkeypatch.context() as killed:
            killed.setattr(ticket_print, "_leave", lambda *_: None)
            killed.setattr(receipt, "send", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                print_slip(db, cast.clerk1, now, machine, ticket)
        soon = print_slip(db, cast.clerk1, now + timedelta(seconds=59), machine, ticket)
        late = print_slip(db, cast.clerk1, now + timedelta(seconds=61), machine, ticket)
    assert soon.problem.code == "slip.busy"
    assert (late.printed, late.again) == (True, True)


def test_a_day_with_a_failing_printer_gives_every_ticket_one_slip_and_refuses_none(db, cast, now, settings):
    got: list[str] = []
    for turn in range(12):
        ticket = queue.take(db, cast.clerk1, now, "A").ticket
        with printer(paper=fake_printer.OUT if turn % 4 == 1 else fake_printer.FINE) as taker:
            machine = replace(settings, ticket_printer=taker.setting)
            print_slip(db, cast.clerk1, now, machine, ticket)
            taker.paper = fake_printer.FINE
            print_slip(db, cast.clerk1, now, machine, ticket)
        got += slips(taker)
    assert [f"6×A{number:03}" in shown and "补打" not in shown for number, shown in enumerate(got, 1)] == [True] * 12
    assert states(db, cast, now) == ["waiting"] * 12


def test_paper_that_runs_low_is_told_with_the_answer(sqlite_db, cast, now, settings):
    queue.take(sqlite_db, cast.clerk1, now, "A")
    with printer(paper=fake_printer.LOW) as taker:
        answer = print_slip(sqlite_db, cast.clerk1, now, replace(settings, ticket_printer=taker.setting), "A001")
    assert answer.text == "号票 A001 已打印。打印纸快用完了，请准备换纸。"


def test_any_other_printer_gets_a_pdf(sqlite_db, cast, now, settings):
    from tests.printing import reading

    got: list[tuple[bytes, str]] = []
    queue.take(sqlite_db, cast.clerk1, now, "A")
    machine = replace(settings, ticket_printer="office")
    print_slip(sqlite_db, cast.clerk1, now, machine, "A001", by_pdf=lambda pdf, name: got.append((pdf, name)))
    print_slip(sqlite_db, cast.clerk1, now, machine, "A001", again=True, by_pdf=lambda pdf, name: got.append((pdf, name)))
    assert [name for _, name in got] == ["office", "office"]
    assert ["补打" in reading.solid(pdf) for pdf, _ in got] == [False, True]


def test_a_paper_that_is_out_counts_as_printed_even_when_it_cannot_be_listed(sqlite_db, cast, now, settings, monkeypatch):
    queue.take(sqlite_db, cast.clerk1, now, "A")

    def full(*_args, **_more):
        raise Surroundings("db.disk_full")

    monkeypatch.setattr("db.audit.append", full)
    with printer() as taker:
        answer = print_slip(sqlite_db, cast.clerk1, now, replace(settings, ticket_printer=taker.setting), "A001")
    assert answer.printed
    assert "打印记录没有写入" in answer.text
    assert len(taker.got) == 1


def test_a_ticket_that_is_not_there_and_who_may_not_are_refused_before_anything_prints(sqlite_db, cast, now, settings):
    queue.take(sqlite_db, cast.clerk1, now, "A")
    kiosk = Actor("kiosk", "自助机", frozenset({Role.KIOSK}))
    with printer() as taker:
        machine = replace(settings, ticket_printer=taker.setting)
        with pytest.raises(NotFound):
            print_slip(sqlite_db, cast.clerk1, now, machine, "A009")
        with pytest.raises(NotAllowed):
            print_slip(sqlite_db, cast.admin, now, machine, "A001")
        with pytest.raises(NotAllowed):
            print_slip(sqlite_db, cast.county, now, machine, "A001", again=True)
        assert taker.got == []
        assert print_slip(sqlite_db, kiosk, now, machine, "A001").printed
        assert print_slip(sqlite_db, kiosk, now, machine, "A001", again=True).again


@pytest.mark.parametrize(
    ("behaviour", "ok", "said"),
    [
        ({}, True, "应答正常"),
        ({"paper": fake_printer.LOW}, True, "快用完"),
        ({"paper": None}, True, "看不到"),
        ({"paper": fake_printer.OUT}, False, "缺纸"),
    ],
)
def test_the_doctor_tells_the_state_of_the_ticket_printer(settings, now, behaviour, ok, said):
    with printer(**behaviour) as asked:
        found = {c.name: c for c in doctor.examine(replace(settings, ticket_printer=asked.setting), now)}["ticket_printer"]
    assert found.ok is ok
    assert said in found.text
    assert asked.got == []


@pytest.mark.parametrize(("text", "ok", "said"), [("", True, "没有设置"), ("nobody", False, "系统里没有"), ("usb:1", False, "USB 编号")])
def test_the_doctor_tells_a_ticket_printer_that_is_not_there(settings, now, text, ok, said):
    found = {c.name: c for c in doctor.examine(replace(settings, ticket_printer=text), now)}["ticket_printer"]
    assert found.ok is ok
    assert said in found.text


@pytest.fixture
def run(tmp_path):
    """Run a command line at nine of the practice station's day; the answer is (exit code, document)."""
    station = Settings(tmp_path / "data")
    stations.init(station, stations.StationForm("松涛社区", "232701001", "232701", practice=True), NOW).db.close()

    def run(line: str, ticket_printer: str = ""):
        with CliSession(replace(station, ticket_printer=ticket_printer), {}, {}) as session:
            code, answer, _ = run_words(parser, session, [*line.split(), "--json", "--now", "2026-10-09T09:00"])
        return code, json.loads(one_line(answer))

    return run


def test_the_command_line_prints_and_prints_again_on_the_printer_of_the_settings(run):
    run("queue take --line A")
    with printer() as taker:
        assert run("print ticket --ticket A001", taker.setting) == (
            0,
            {"ticket": "A001", "printed": True, "again": False, "text": "号票 A001 已打印。"},
        )
        assert run("print ticket --ticket A001", taker.setting)[1]["again"] is True
        taker.paper = fake_printer.OUT
        code, answer = run("print ticket --ticket A001", taker.setting)
    assert (code, answer["error"]["code"]) == (8, "printer.no_paper")
    assert len(taker.got) == 2
    assert run("print ticket --ticket A001")[1]["error"]["code"] == "print.out_missing"
    assert run("print rating-slip --ticket A001", taker.setting)[0] == 2
