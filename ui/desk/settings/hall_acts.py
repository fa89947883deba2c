"""What can be done with the hall's settings: set a line, a counter, the hours, publish and take down a notice, move an item."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.services import counter_lines, counters, item_lines, screen_notices, station_hours
from app.services.counter_lines import LineFacts
from app.services.counters import CounterFacts
from app.services.screen_notices import NoticeLine
from app.services.station_hours import StationHours
from app.texts import t
from ui.desk.settings import hall_forms as forms
from ui.desk.settings.names import Handlers

if TYPE_CHECKING:
    from ui.desk.settings.acts import SettingsActs


class HallActs:
    """The forms of the hall over the page of the settings."""

    def __init__(self, acts: SettingsActs) -> None:
        self.acts, self.page = acts, acts.page

    def runs(self, row: Callable[[], Any]) -> dict[str, Handlers]:
        """What the buttons of the sections do, those about a row with the one that is stood on."""
        return {
            "lines": {
                "add": lambda: self.change_line(None),
                "change": lambda: self.open_line(row()),
            },
            "counters": {
                "add": lambda: self.change_counter(None),
                "change": lambda: self.open_counter(row()),
                "reasons": self.change_reasons,
            },
            "hours": {
                "change": self.change_hours,
            },
            "notices": {
                "publish": self.publish,
                "end": lambda: self.take_down(row()),
            },
        }

    def open_line(self, row: Any) -> None:
        """Enter on a line."""
        if isinstance(row, LineFacts) and self.page.may("line.define"):
            self.change_line(row)

    def change_line(self, line: LineFacts | None) -> None:
        """A line, or a new one."""
        form = forms.LineChange(line)
        self.acts.show(form, lambda c, values: _set_line(c, form, line, values), t("业务队列已保存。"), "lines")

    def open_counter(self, row: Any) -> None:
        """Enter on a counter."""
        if isinstance(row, CounterFacts) and self.page.may("counter.define"):
            self.change_counter(row)

    def change_counter(self, counter: CounterFacts | None) -> None:
        """A counter, or a new one with the next free number."""
        read = lambda c: (counter_lines.settings(c.db, c.actor), counters.settings(c.db, c.actor))  # noqa: E731
        self.page.ask(read, lambda found: self._change_counter(counter, *found))

    def _change_counter(self, counter: CounterFacts | None, lines: Any, known: Any) -> None:
        taken = {one.counter for one in known}
        form = forms.CounterChange(counter, lines, next(n for n in range(1, len(taken) + 2) if n not in taken))
        self.acts.show(form, lambda c, values: _set_counter(c, form, counter, values), t("窗口已保存。"), "counters")

    def change_hours(self) -> None:
        """The hours of the station."""
        self.page.ask(lambda c: station_hours.read(c.db), self._change_hours)

    def _change_hours(self, found: StationHours) -> None:
        form = forms.HoursChange(found)
        work = lambda c, values: station_hours.put_all(c.db, c.actor, c.now(), form.areas(values))  # noqa: E731
        self.acts.show(form, work, t("服务时间已保存。"), "hours")

    def change_reasons(self) -> None:
        """The reasons for leaving a counter that the desk offers."""
        self.page.ask(lambda c: counters.pause_reasons(c.db, c.actor), self._change_reasons)

    def _change_reasons(self, reasons: tuple[str, ...]) -> None:
        work = lambda c, values: counters.set_pause_reasons(c.db, c.actor, c.now(), forms.spans_of(values["reason"]))  # noqa: E731
        self.acts.show(forms.ReasonsForm(reasons), work, t("离开窗口的原因已保存。"), "counters")

    def publish(self) -> None:
        """A notice for the public screen."""
        self.acts.show(forms.NoticeForm(), _publish, t("通知已发布。"), "notices")

    def take_down(self, row: Any) -> None:
        """A notice comes down; what was shown stays on record."""
        if isinstance(row, NoticeLine):
            work = lambda c: screen_notices.end(c.db, c.actor, c.now(), row.id)  # noqa: E731
            self.page.put(work, lambda _: self.acts.done(t("通知已撤下。"), "notices"))

    def move_item(self, code: str, name: str) -> None:
        """In which line a number for the item is taken."""
        read = lambda c: (item_lines.of_item(c.db, c.actor, code), counter_lines.settings(c.db, c.actor))  # noqa: E731
        self.page.ask(read, lambda found: self._move_item(code, name, *found))

    def _move_item(self, code: str, name: str, letter: str, lines: Any) -> None:
        self.page.stand_on_item(code)
        work = lambda c, values: item_lines.put(c.db, c.actor, c.now(), code, values["line"])  # noqa: E731
        self.acts.show(forms.ItemLineForm(name, letter, lines), work, t("排队业务已保存。"), "items")

    def give_missing(self) -> None:
        """Items that have no line get the one a new station begins with: the way up for a station made earlier."""
        told = lambda given: self.acts.done(t("{n} 个事项配上了队列。").format(n=len(given)), "items")  # noqa: E731
        self.page.put(lambda c: item_lines.give_missing(c.db, c.actor, c.now()), told)


def _set_line(c: Any, form: forms.LineChange, line: LineFacts | None, values: Any) -> Any:
    letter = line.letter if line is not None else values["line"]
    return counter_lines.define(c.db, c.actor, c.now(), letter, form.line_form(values), fresh=line is None)


def _set_counter(c: Any, form: forms.CounterChange, counter: CounterFacts | None, values: Any) -> Any:
    number = counter.counter if counter is not None else form.number(values)
    return counters.define(c.db, c.actor, c.now(), number, form.counter_form(values), fresh=counter is None)


def _publish(c: Any, values: Any) -> int:
    since, until = (forms.moment_of(values, name) for name in ("since", "until"))
    return screen_notices.publish(c.db, c.actor, c.now(), values["text"], since=since, until=until)
