"""Prints: the list of what was printed with the paper itself beside it; papers of the person at the counter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.clock import station_time
from app.domain.documents import Document
from app.services import paper_again, papers, person_pages
from app.services.papers import PrintLine, Wanted
from app.texts import t, word
from ui.desk.keys import key_of
from ui.desk.listing import ListPage
from ui.desk.page import Act, Desk, Page
from ui.desk.paper import PaperView, open_paper
from ui.desk.places import Ref
from ui.desk.prints import BEGINS as BEGINS
from ui.desk.reading import Do, Fact, Reading, Section
from ui.kit.buttons import Kind, second
from ui.kit.runs import bold, with_icon
from ui.models.paged import Fetch
from ui.models.paged import Page as Rows
from ui.models.rows import Column

OF_PERSON = (Document.SERVICE_LISTS, Document.ASSISTANCE_FILE)
ICONS = {
    Document.TICKET: "ticket-confirmation-outline",
    Document.APPOINTMENT: "calendar-check",
    Document.RETURN: "chart-box-outline",
    Document.RATING_SLIP: "star-outline",
    Document.SERVICE_LISTS: "format-list-bulleted",
    Document.ASSISTANCE_FILE: "folder-account-outline",
}


class PrintsPage(ListPage):
    """Find a paper again, look at it, print it once more."""

    help = t(
        "打印：每一份打印过的单据都在这里。Enter 按现在的记录重新画出，可以再打印或另存。"
        "右上的按钮打印当前服务对象的单据。打印和另存都会记录。"
    )
    name, place_title, icon = "prints", t("打印"), "printer-outline"
    empty = t("还没有打印过单据。")
    hint = t("编号")
    sort_words = t("排序：最近的在最前")
    fed_by = frozenset({"print_record"})
    chips = (
        ("all", t("全部"), ""),
        (Document.ONE_TIME_NOTICE.value, word(Document.ONE_TIME_NOTICE), ""),
        (Document.ACCEPTANCE.value, word(Document.ACCEPTANCE), ""),
        (Document.SERVICE_LISTS.value, t("服务清单"), ""),
        (Document.RETURN.value, t("报表"), ""),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.person: tuple[int, str] | None = None
        self.own = {kind: second("", lambda kind=kind: self.print_own(kind), icon=ICONS[kind]) for kind in OF_PERSON}
        for button in self.own.values():
            self.head_buttons.addWidget(button)
        desk.person_changed.connect(self._person_changed)
        self._person_changed()

    def _person_changed(self) -> None:
        self._set_person(self.desk.known)

    def _set_person(self, person: tuple[int, str] | None) -> None:
        self.person = person
        for kind, button in self.own.items():
            button.setVisible(person is not None)
            if person is not None:
                button.setText(t("{name}的{paper}").format(name=person[1], paper=word(kind)))
                button.updateGeometry()

    def open(self, ref: Ref) -> None:
        """``print``: the papers of a person; ``paper``: this very paper, which another page asks for."""
        if ref.kind == "paper" and isinstance(ref.key, Wanted):
            open_paper(self, ref.key, done=self.refill)
        elif ref.kind == "print" and isinstance(ref.key, int):
            wanted = ref.key
            self.ask(lambda c: person_pages.show(c.db, c.actor, c.now(), wanted), self._for)

    def _for(self, facts: Any) -> None:
        self._set_person((facts.id, facts.name))
        self.own[Document.SERVICE_LISTS].setFocus()

    def print_own(self, kind: Document) -> None:
        """A paper of the person at the counter."""
        if self.person is not None:
            open_paper(self, Wanted(kind.value, person=self.person[0]), self.person[1], done=self.refill)

    # -- the list

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("at", t("打印时间"), lambda r: f"{station_time(r.printed_at):%Y-%m-%d %H:%M}", 9, 2),
            Column("title", t("单据"), lambda r: with_icon(ICONS.get(Document(r.document), "file-document-outline"), r.title), 10, 0),
            Column("number", t("编号"), lambda r: bold(r.number), 0, 0, least=9),
            Column("officer", t("打印人"), lambda r: r.officer, 4, 2),
            Column("pages", t("页数"), lambda r: str(r.pages), 3, 3, right=True),
        )

    def fetch(self) -> Fetch:
        c, text, only = self.context, self.box.text().strip().upper(), self.only
        document = None if only == "all" else Document(only)

        def fetch(after: Any, limit: int) -> Rows:
            found = papers.listing(c.db, c.actor, document=document, text=text, after=after, limit=limit)
            return Rows(found.rows, found.next_key)

        return fetch

    # -- the pane

    def read_row(self, value: PrintLine) -> Callable[[Any], Reading] | None:
        return lambda _context: self._reading(value)

    def _reading(self, line: PrintLine) -> Reading:
        facts = (
            Fact(t("编号"), line.number),
            Fact(t("打印时间"), f"{station_time(line.printed_at):%Y-%m-%d %H:%M}"),
            Fact(t("打印人"), line.officer),
            Fact(t("页数"), t("{n} 页").format(n=line.pages)),
            Fact(t("校验码"), " ".join(line.sha256[at : at + 4] for at in range(0, 16, 4))),
        )
        acts = (Do(t("重新打开"), lambda: self.open_row(line), "file-eye-outline", Kind.STRONG, key_of("primary")),)
        note = Section("", (Fact("", t("按现在的记录重新画出；记录改过的，与当时打印的会不同。"), "secondary"),))
        return Reading(
            line.title, with_icon("printer-check", t("已打印")), (Section("", facts), note), acts if self.may("print.paper") else ()
        )

    def open_row(self, value: PrintLine) -> None:
        """Draw the paper again."""
        self.ask(lambda c: paper_again.wanted_of(c.db, c.actor, value), lambda wanted: self._again(wanted, value))

    def _again(self, wanted: Wanted, line: PrintLine) -> None:
        open_paper(self, wanted, line.number, done=self.refill)

    def acts(self) -> Mapping[str, Act]:
        """Ctrl+P prints the open paper, or opens the one stood on."""
        shown = self.stack.currentWidget()
        if isinstance(shown, PaperView):
            return {"print": Act(shown.print_it), "primary": Act(shown.print_it)}
        row = self.table.current_row()
        run = Act(lambda: self.open_row(row), "" if row is not None else t("先选一份单据。"))  # type: ignore[arg-type]
        return {"print": run, "primary": run}


def make(desk: Desk) -> Page:
    """The page of the place ``prints``."""
    return PrintsPage(desk)
