"""The forms of an appointment: whom, in which line, on which day, at which of the times that are free; and its cancellation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PyQt6.QtCore import pyqtSignal

from app.domain.clock import at_station, station_time
from app.services.appointments import AppointmentForm, AppointmentLine, FreeSlot
from app.texts import t
from ui.desk.kept import Keep
from ui.desk.people.family import PersonPick
from ui.desk.record_form import RecordForm, choice_field, date_field, day_of, words_field
from ui.kit.fields import Field, two_columns

CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form offers: (letter, name) of lines, (code, name) of items, and the nearest day that can be booked."""

    lines: tuple[tuple[str, str], ...]
    items: tuple[tuple[str, str], ...]
    day: date


class BookForm(RecordForm):
    """Make an appointment. ``slots_asked(line, day)`` when the free times of another line or day are wanted."""

    slots_asked = pyqtSignal(str, object)

    def __init__(self, choices: Choices, person: int | None, name: str) -> None:
        self.person = person
        self.pick = None if person is not None else PersonPick()
        self.line = choice_field(t("业务"), [(letter, f"{letter} {words}") for letter, words in choices.lines], required=True)
        self.day = date_field(t("日期"), choices.day, required=True)
        self.time = choice_field(t("时段"), [], required=True)
        self.exact = words_field(t("几点几分"), hint=t("空着就是时段开始的时候"))
        self._windows: dict[str, FreeSlot] = {}
        self.item = choice_field(t("办什么事"), choices.items, blank=t("还没说定"))
        note = words_field(t("备注"), hint=t("不印在预约单上"))
        rows = [two_columns((self.line, self.item), (self.day, self.time), (self.exact, note))]
        fields = {"line": self.line, "day": self.day, "time": self.time, "exact": self.exact, "item": self.item, "note": note}
        if self.pick is not None:
            whom = Field(t("谁来"), self.pick, required=True)
            fields = {"person": whom, **fields}
            rows.insert(0, whom)
        keep = Keep("book", f"person:{person}" if person is not None else "", t("约时间"))
        super().__init__(t("约时间"), t("约好"), fields, *rows, note=name, keep=keep)
        self.also = {"at": "time"}
        for field in (self.line, self.day):
            field.changed.connect(self.ask_slots)

    def ask_slots(self) -> None:
        """Ask which times are free, once line and day can be read."""
        try:
            day = day_of(self.day.value())
        except ValueError:
            return
        if day is not None and self.line.value():
            self.slots_asked.emit(self.line.value(), day)

    def show_slots(self, slots: Sequence[FreeSlot]) -> None:
        """Offer the free times; the one that was chosen stays where it is still there."""
        kept, editor = self.time.value(), self.time.editor
        self._windows = {_clock(slot.at): slot for slot in slots}
        editor.clear()  # type: ignore[attr-defined]
        for clock, slot in self._windows.items():
            left = t("余 {n} 人").format(n=slot.left) if slot.left is not None else ""
            editor.addItem(f"{clock}—{_clock(slot.ends)}　{left}".strip(), clock)  # type: ignore[attr-defined]
        if kept in self._windows:
            self.time.set_value(kept)
        self.time.note(t("选好日期和业务，这里是还能约的时段") if slots else t("这一天没有还能约的时间，请换一天"))

    def send(self) -> None:
        """A minute that is asked for lies within the stretch that was chosen, else its places would be another's."""
        self.exact.clear()
        window, exact = self._windows.get(self.time.value()), self.exact.value().strip()
        if exact and window is not None and not _lies_in(window, exact):
            says = t("请写 {begins} 到 {last} 之间的时间，像 {begins} 这样。已填的内容都在。")
            self.exact.error(says.format(begins=_clock(window.at), last=_clock(window.ends - timedelta(minutes=1))))
            return
        super().send()

    def person_of(self, values: Mapping[str, str]) -> int:
        """Whom it is for."""
        return self.person if self.person is not None else int(values["person"])

    def appointment(self, values: Mapping[str, str]) -> AppointmentForm:
        """What the form says."""
        day = day_of(values["day"])
        assert day is not None
        hour, minute = map(int, (values["exact"] or values["time"]).split(":"))
        return AppointmentForm(self.person_of(values), at_station(day, hour, minute), values["line"], values["item"], values["note"])


def _clock(moment: datetime) -> str:
    return f"{station_time(moment):%H:%M}"


def _lies_in(window: FreeSlot, text: str) -> bool:
    if not CLOCK.fullmatch(text):
        return False
    hour, minute = map(int, text.split(":"))
    return window.at <= at_station(station_time(window.at).date(), hour, minute) < window.ends


class CancelForm(RecordForm):
    """Cancel an appointment; why may be left out."""

    def __init__(self, line: AppointmentLine) -> None:
        fields = {"reason": words_field(t("原因"), hint=t("可以空着"))}
        when = f"{line.person}　{station_time(line.at):%Y-%m-%d %H:%M}"
        keep = Keep("book_cancel", f"appointment:{line.code}", t("取消预约"))
        super().__init__(t("取消预约"), t("取消预约"), fields, *fields.values(), note=when, keep=keep)
