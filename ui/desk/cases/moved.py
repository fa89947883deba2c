"""The deadlines that a changed calendar moved and their officer has not read: all of them, and one key that says they are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.services import chasers, moved
from app.services.moved import MovedLine
from app.texts import t
from app.texts.today import weekday
from ui.desk.cases.inner import InnerList
from ui.desk.desk import Desk
from ui.desk.keys import key_of
from ui.desk.page import Act
from ui.desk.places import Ref
from ui.desk.reading import Do, Fact, Reading, Section
from ui.kit.buttons import primary
from ui.kit.runs import Runs, bold, plain, with_icon
from ui.models.paged import Fetch
from ui.models.paged import Page as Rows
from ui.models.rows import Column


class MovedPage(InnerList):
    """Old and new day of each; Enter opens the case, Ctrl+Enter reads it, Ctrl+S reads all."""

    help = t("期限改了的办件：放假安排变动后，您负责的办件原来哪天到期、现在哪天。Enter 打开办件，Ctrl+Enter 看过这一件，Ctrl+S 全部看过。")
    name, place_title, icon = "moved", t("期限改了的办件"), "calendar-clock"
    empty = t("期限变动都看过了。")
    hint = t("人名、事项或编号")
    sort_words = t("排序：期限近的在前")
    fed_by = frozenset({"chaser", "cases"})

    def __init__(self, desk: Desk, leave: Callable[[], object]) -> None:
        super().__init__(desk, leave)
        self.all = primary(t("全部看过"), self.read_all, icon="check-all", key=key_of("save"))
        self.head_buttons.addWidget(self.all)

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("what", t("事"), lambda r: (*bold(r.person), *plain(f"・{r.item}")), 0, 1, least=9, tip=_what),
            Column("before", t("原来"), lambda r: r.before.isoformat(), 7, 1),
            Column("after", t("现在"), _after, 9, 0),
            Column("number", t("编号"), lambda r: r.number, 10, 2, tone="fg_secondary"),
        )

    def fetch(self) -> Fetch:
        context, text = self.context, self.box.text().strip()

        def rows(after: Any, limit: int) -> Rows:
            page = moved.listing(context.db, context.actor, limit=limit, after=after)
            return Rows(tuple(one for one in page.rows if text in f"{one.person}{one.item}{one.number}"), page.next_key)

        return rows

    def open_row(self, value: Any) -> None:
        """Enter: the case itself."""
        if isinstance(value, MovedLine):
            self.desk.go("cases", Ref("case", value.number))

    def read_row(self, value: MovedLine) -> Callable[[Any], Reading] | None:
        facts = (
            Fact(t("对象"), value.person),
            Fact(t("事项"), value.item),
            Fact(t("原来"), f"{value.before.isoformat()} {weekday(value.before)}"),
            Fact(t("现在"), f"{value.deadline.isoformat()} {weekday(value.deadline)}"),
            Fact("", t("放假安排改了，期限已重算；每一天怎么算，在办件的时限里。"), "secondary"),
        )
        acts = (
            Do(t("看过这一件"), lambda: self._see(value.number), "check", key=key_of("primary")),
            Do(t("打开办件"), lambda: self.open_row(value), "folder-outline"),
        )
        return lambda _context: Reading(value.number, _after(value), (Section("", facts),), acts)

    def _see(self, number: str) -> None:
        self.put(lambda c: chasers.see(c.db, c.actor, c.now(), number), lambda _: self.refill())

    def read_all(self) -> None:
        """Every one of them is read; the moment is kept with each."""
        if self.model.rowCount():
            self.put(lambda c: moved.read_all(c.db, c.actor, c.now()), self._read)

    def _read(self, count: int) -> None:
        self.desk.say(t("{n} 件的期限变动都看过了。").format(n=count))
        self.refill()

    def acts(self) -> Mapping[str, Act]:
        """Ctrl+S reads all."""
        return {**super().acts(), "save": Act(self.read_all, "" if self.model.rowCount() else self.empty)}


def _what(line: MovedLine) -> str:
    return f"{line.person}・{line.item}"


def _after(line: MovedLine) -> Runs:
    later = line.deadline > line.before
    word = t("推迟") if later else t("提前") if line.deadline < line.before else t("改回")
    return with_icon("calendar-clock", f"{line.deadline.isoformat()} {word}", "fg_text" if later else "warn")
