"""Appointments: those of today, of tomorrow and later; one key checks in and gives the number, a form makes one, a slip goes with it.

A scanner types the code of a slip into the filter box and presses Enter: that alone checks in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from PyQt6.QtCore import pyqtSignal

from app.domain.appointments import SLIP_CODE, AppointmentState
from app.domain.clock import business_date, station_time
from app.domain.documents import Document
from app.services import appointments, counter_lines, counters, items, person_pages, queue, search
from app.services.appointments import AppointmentLine
from app.services.counters import CounterFacts
from app.services.papers import Wanted
from app.texts import t, word
from ui.desk.keys import key_of
from ui.desk.listing import ListPage
from ui.desk.page import Act, Desk
from ui.desk.paper import open_paper
from ui.desk.places import Ref
from ui.desk.presses import Presses
from ui.desk.queue.booking import BookForm, CancelForm, Choices
from ui.desk.queue.slip import SlipStrip
from ui.desk.reading import Do, Fact, Reading, Section
from ui.kit.buttons import Kind, link, primary
from ui.kit.runs import Run, Runs, bold, with_icon
from ui.models.paged import Fetch
from ui.models.paged import Page as Rows
from ui.models.rows import NAME_LINES, Column

FOUND = 5
ICONS = {
    AppointmentState.BOOKED: ("calendar-clock", "fg_text"),
    AppointmentState.CHECKED_IN: ("check-circle-outline", "fg_secondary"),
    AppointmentState.CANCELLED: ("cancel", "fg_secondary"),
    AppointmentState.MISSED: ("account-cancel-outline", "warn"),
}


def state_runs(line: AppointmentLine) -> Runs:
    """Its state; a ticket it became stands behind it."""
    state = AppointmentState(line.state)
    icon, tone = ICONS[state]
    ticket = f" {line.ticket}" if line.ticket and state is AppointmentState.CHECKED_IN else ""
    return with_icon(icon, word(state) + ticket, tone)


def served_words(there: Sequence[CounterFacts], line: str) -> str:
    """Who serves a line now: an appointment is kept by whoever sits at its counters, not by who wrote it down."""
    serving = [one for one in there if line in one.lines and one.state == counters.OPEN]
    named = [t("{n} 号窗口 {officer}").format(n=one.counter, officer=one.officer).rstrip() for one in serving]
    return t("、").join(named) or t("没有窗口开着")


class BookedPage(ListPage):
    """The other face of the Queue page. ``left`` asks for the counter."""

    left = pyqtSignal()
    name, place_title, icon = "appointments", t("预约"), "calendar-clock"
    empty = t("这里还没有预约。按 Ctrl+N 约一个时间。")
    hint = t("姓名，或扫预约单上的码")
    fed_by = frozenset({"appointment", "ticket"})
    chips = (("today", t("今天"), ""), ("tomorrow", t("明天"), ""), ("ahead", t("以后"), ""))

    def __init__(self, desk: Desk, slip: SlipStrip) -> None:
        super().__init__(desk)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.slip, self._presses = slip, Presses(twice=0.0)
        self.new = primary(t("约时间"), self.begin, icon="calendar-clock", key=key_of("new"))
        back = link(t("回到叫号"), self.left.emit, icon="arrow-left")
        for button in (back, self.new):
            self.head_buttons.addWidget(button)
        self.box.returnPressed.connect(self._scanned)

    def open(self, ref: Ref) -> None:
        """``book`` a time for a person, or stand on an ``appointment``."""
        if ref.kind == "book" and isinstance(ref.key, int):
            person = ref.key
            self.ask(
                lambda c: (person_pages.show(c.db, c.actor, c.now(), person).name, _choices(c)), lambda found: self._form(*found, person)
            )
        elif ref.kind == "appointment":
            self.stand_on(ref.key)

    # -- the list

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("at", t("时间"), self._time, 6, 0, order=lambda r: r.at),
            Column("person", t("姓名"), lambda r: bold(r.person), 5, 0, lines=NAME_LINES),
            Column("line", t("业务"), lambda r: r.item or r.line_name, 0, 1, least=6, tip=lambda r: r.item or r.line_name),
            Column("state", t("状态"), state_runs, 7, 1),
        )

    def _time(self, row: AppointmentLine) -> Runs:
        at = station_time(row.at)
        return (Run(f"{at:%H:%M}" if self.only != "ahead" else f"{at:%m-%d %H:%M}", True),)

    def key_of_row(self, value: Any) -> object:
        return getattr(value, "code", None)

    def fetch(self) -> Fetch:
        c, text, only = self.context, self.box.text().strip(), self.only
        today = business_date(c.now())

        def fetch(_after: Any, _limit: int) -> Rows:
            days = {"on": today + timedelta(days=only == "tomorrow")} if only != "ahead" else {"since": today + timedelta(days=2)}
            found = appointments.listing(c.db, c.actor, **days)
            return Rows(tuple(one for one in found if text in one.person or text.upper() in one.code))

        return fetch

    def arrive(self) -> None:
        self.new.setVisible(self.may("appointment.make"))
        super().arrive()

    # -- the pane

    def read_row(self, value: AppointmentLine) -> Callable[[Any], Reading] | None:
        def read(c: Any) -> Reading:
            no_shows = person_pages.show(c.db, c.actor, c.now(), value.person_id).no_shows
            return self._reading(value, no_shows, business_date(c.now()), counters.listing(c.db, c.actor))

        return read

    def _reading(self, line: AppointmentLine, no_shows: int, today: date, there: Sequence[CounterFacts]) -> Reading:
        facts = (
            Fact(t("时间"), f"{station_time(line.at):%Y-%m-%d %H:%M}"),
            Fact(t("业务"), f"{line.line} {line.line_name}"),
            Fact(t("事项"), line.item),
            Fact(t("备注"), line.note),
            Fact(t("取消原因"), line.reason),
            Fact(t("爽约"), t("近期 {n} 次").format(n=no_shows) if no_shows else "", "warn"),
            Fact(t("登记人"), line.officer),
            Fact(t("现在谁办"), served_words(there, line.line) if line.state == AppointmentState.BOOKED else ""),
            Fact(t("编号"), line.code),
        )
        return Reading(line.person, state_runs(line), (Section("", facts),), tuple(self._acts_of(line, today)))

    def _acts_of(self, line: AppointmentLine, today: date) -> list[Do]:
        """What can be done with it now; the first one is the key's."""
        acts, booked = [], line.state == AppointmentState.BOOKED
        if booked and business_date(line.at) == today and self.may("appointment.check_in"):
            acts.append(Do(t("签到取号"), lambda: self.check_in(line.code), "check-circle-outline", Kind.STRONG, key_of("primary")))
        if booked and self.may("print.slip_again"):
            acts.append(Do(t("打印预约单"), lambda: self.print_slip(line), "printer-outline", key=key_of("print")))
        if booked and self.may("appointment.cancel"):
            acts.append(Do(t("取消预约"), lambda: self.cancel(line), "cancel"))
        acts.append(
            Do(t("打开{name}").format(name=line.person), lambda: self.desk.go("people", Ref("person", line.person_id)), "account-outline")
        )
        return acts

    # -- checking in

    def open_row(self, value: AppointmentLine) -> None:
        """Enter: who has come gets the number."""
        if value.state == AppointmentState.BOOKED and business_date(value.at) == business_date(self.context.now()):
            self.check_in(value.code)
        else:
            super().open_row(value)

    def _scanned(self) -> None:
        text = self.box.text().strip().upper()
        if SLIP_CODE.match(text):
            self.box.clear()
            self.check_in(text)

    def check_in(self, code: str) -> None:
        """Turn an appointment into a number, and print its slip; pressed twice it is one number."""
        press = self._presses.press(code)

        def taken(answer: queue.Taken) -> None:
            press.answered = True
            self.desk.say(t("已签到，号票 {ticket}，前面 {n} 人").format(ticket=answer.ticket, n=answer.ahead))
            self.slip.print(answer.ticket)
            self._wanted = code
            self.refill()

        self.put(lambda c: queue.check_in(c.db, c.actor, c.now(), code, request=press.key), taken)

    # -- making, cancelling, printing

    def begin(self) -> None:
        """For the person at the counter; with nobody there, one is looked for."""
        known = self.desk.known
        if known is not None:
            self.open(Ref("book", known[0]))
        else:
            self.ask(_choices, lambda choices: self._form("", choices, None))

    def _form(self, name: str, choices: Choices, person: int | None) -> None:
        if self.form is not None:
            self.leave_form()
        form = BookForm(choices, person, name)
        if form.pick is not None:
            pick = form.pick
            pick.wanted.connect(lambda text: self.ask(lambda c: _hits(c, text), pick.show_hits, slot="pick"))
        form.slots_asked.connect(
            lambda line, day: self.ask(lambda c: appointments.free(c.db, c.actor, c.now(), line, day), form.show_slots, slot="slots")
        )
        self.show_form(form, lambda c, values: _made(c, form, values), self._booked)
        form.ask_slots()

    def _booked(self, line: AppointmentLine) -> None:
        at = station_time(line.at)
        self.desk.say(t("{name} 已约 {when}，编号 {code}").format(name=line.person, when=f"{at:%m-%d %H:%M}", code=line.code))
        self.slip.print_appointment(line.code)
        days = (at.date() - business_date(self.context.now())).days
        self._wanted = line.code
        self.narrow(("today", "tomorrow")[days] if days in (0, 1) else "ahead")

    def cancel(self, line: AppointmentLine) -> None:
        """Cancel it, with why where that was said."""
        self.show_form(
            CancelForm(line),
            lambda c, values: appointments.cancel(c.db, c.actor, c.now(), line.code, values["reason"]),
            lambda _state: self._cancelled(line),
        )

    def _cancelled(self, line: AppointmentLine) -> None:
        self.desk.say(t("{name} 的预约已取消。").format(name=line.person))
        self.reread()

    def print_slip(self, line: AppointmentLine) -> None:
        """On the ticket printer of this machine; where there is none, as a paper for any other."""
        if self.slip.there:
            self.slip.print_appointment(line.code, again=True)
        else:
            open_paper(self, Wanted(Document.APPOINTMENT.value, appointment=line.code))

    def acts(self) -> Mapping[str, Act]:
        """Ctrl+N makes one, Ctrl+Enter checks in, Ctrl+P prints the slip."""
        acts = {"new": Act(self.begin, "" if self.may("appointment.make") else t("您的账号不能约时间。")), **super().acts()}
        current = self.table.current_row()
        if self.form is None and isinstance(current, AppointmentLine) and current.state == AppointmentState.BOOKED:
            acts["print"] = Act(lambda: self.print_slip(current))
        return acts


# what is read and written, on a pool thread


def _choices(c: Any) -> Choices:
    """The lines and items to choose from, and the day a form begins with."""
    lines = tuple((line.letter, line.name) for line in counter_lines.lines(c.db, c.actor) if line.active)
    known = tuple((line.code, line.name) for line in items.listing(c.db, c.actor) if line.state == "published")
    return Choices(lines, known, appointments.next_day(c.db, c.actor, c.now()))


def _made(c: Any, form: BookForm, values: Mapping[str, str]) -> AppointmentLine:
    code = appointments.make(c.db, c.actor, c.now(), form.appointment(values))
    return next(one for one in appointments.listing(c.db, c.actor, person_id=form.person_of(values)) if one.code == code)


def _hits(c: Any, text: str) -> Any:
    return search.find(c.db, c.actor, c.now(), text, limit=FOUND).hits if text else ()
