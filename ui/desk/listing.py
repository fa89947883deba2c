"""A page with a list and, beside it, what the chosen row says: filter box, chips, keyset-paged table, reading pane."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QHBoxLayout, QWidget

from app.texts import t
from ui import theme
from ui.desk.export import ListExport, ListName
from ui.desk.page import Act, Desk
from ui.desk.reading import Reading, ReadingPane
from ui.desk.work import WorkPage
from ui.kit.buttons import Button, chip, link
from ui.kit.chips import ChipRow
from ui.kit.sieve import FilterBox
from ui.kit.states import StateStack
from ui.kit.table import Table
from ui.kit.text import ElidedLabel, column, holder, keys_row, label, row
from ui.models.paged import LIMIT, Fetch, PagedModel
from ui.models.rows import Column

LIST_SHARE, PANE_SHARE = 5, 3


class ListPage(WorkPage):
    """List and reading pane. A subclass gives columns, ``fetch``, ``read_row`` and its chips; the rest stands here."""

    name = ""
    place_title = ""
    icon = "inbox-outline"
    empty = t("这里还没有内容")
    hint = t("查找")
    sort_words = ""
    chips: Sequence[tuple[str, str, str]] = ()  # code, word, icon
    with_pane = True
    chosen_words = t("已选 {n} 条")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.only = self.chips[0][0] if self.chips else ""
        self.model = PagedModel(desk.jobs, self.columns(), self)
        self.table = Table(self.model, name=self.name, preferences=desk.port.preferences)
        self.table.setAccessibleName(self.place_title)
        self.faces = StateStack(self.table, icon=self.icon, empty=self.empty)
        self.pane = ReadingPane()
        self.note = ElidedLabel("", tone="secondary", rank=2)
        self.box = FilterBox(self.hint, self.refill)
        self.box.below = self.table
        self.export = ListExport(self, self.table, self.exported)
        self.chip_buttons: dict[str, Button] = {}
        self.chip_counts: dict[str, int] = {}
        self.head_buttons: QHBoxLayout = row(gap=theme.SPACE.inner)
        self.stack.addWidget(self._list_view())
        self._connect()

    def _list_view(self) -> QWidget:
        head = row(label(self.place_title, "title", bold=True), self.note, None, self.head_buttons, gap=theme.SPACE.inner)
        for code, word, icon in self.chips:
            self.chip_buttons[code] = chip(word, lambda code=code: self.narrow(code), icon=icon, checked=code == self.only)
        self.chip_row = ChipRow(self.chip_buttons, self.narrow)
        filters = row(self.box, self.chip_row)
        filters.setStretch(0, 1)
        middle = row(self.faces, gap=theme.SPACE.inner)
        middle.setStretch(0, LIST_SHARE)
        if self.with_pane:
            middle.addWidget(self.pane, PANE_SHARE)
        self.selection = label("", "caption", "secondary")
        self.keys = row(self.selection, keys_row(("/", t("查找")), ("Enter", t("打开")), ("Ctrl+C", t("复制"))))
        self.order = label(self.sort_words, "caption", "secondary")
        self.export_link = link("", self.export.ask, icon="file-excel-outline", role="caption")
        foot = row(self.keys, None, self.order, self.export_link, gap=theme.SPACE.group)
        lay = column(head, filters, gap=theme.SPACE.gap)
        lay.addLayout(middle, 1)
        lay.addLayout(foot)
        return holder(lay)

    def _connect(self) -> None:
        self.model.state_changed.connect(self._state)
        self.model.modelReset.connect(self._stand)
        self.model.rowsInserted.connect(self._more_rows)
        self.faces.retry.connect(self.refill)
        self.table.opened.connect(self.open_row)
        self.table.previewed.connect(self.open_row)
        self.table.filter_asked.connect(self.box.setFocus)
        self.table.reordered.connect(self._say_order)
        self.model.refused_order.connect(self.desk.say)
        self.table.selected.connect(self._selected)
        self.table.chosen.connect(self._chosen)
        self.box.returnPressed.connect(self.table.setFocus)
        self.desk.changed.connect(self._changed)
        theme.changes().changed.connect(self.restyle)
        self.restyle()
        self._wanted: object = None

    def restyle(self) -> None:
        """In the largest text the chips give up their icons, and their figures for the tool tip, so that their words stay whole."""
        largest = theme.current().text == theme.TEXT_SIZES[-1]
        for code, word, icon in self.chips:
            button, number = self.chip_buttons[code], self.chip_counts.get(code)
            button.set_icon("" if largest else icon)
            button.setText(f"{word} {number:,}" if number and not largest else word)
            if number is not None:
                button.setToolTip(t("{n:,} 条").format(n=number))
            button.updateGeometry()

    def count_chips(self, counts: Mapping[str, int]) -> None:
        """Say on the chips how many rows stand behind them."""
        self.chip_counts = dict(counts)
        self.restyle()
        self._count_export()

    # -- what a subclass gives

    fed_by: frozenset[str] = frozenset()

    def columns(self) -> tuple[Column, ...]:
        """The columns of the list."""
        raise NotImplementedError

    def fetch(self) -> Fetch:
        """The rows that the box and the chips leave."""
        raise NotImplementedError

    def read_row(self, value: Any) -> Callable[[Any], Reading] | None:
        """What reads the pane of a row, over the context; None shows nothing."""
        return None

    def open_row(self, value: Any) -> None:
        """Enter: into the pane, to its first button."""
        self.pane.focus_first()

    def key_of_row(self, value: Any) -> object:
        """What tells one row from another."""
        return getattr(value, "id", None)

    # -- exporting and order

    def exported(self) -> ListName:
        """What the list is called in its workbook; what was typed into the box may be a name and stays out."""
        chosen = next((word for code, word, _ in self.chips if code == self.only), "")
        narrowed = t("只含“{part}”").format(part=chosen) if chosen and self.only != self.chips[0][0] else ""
        searched = t("按查找框里的字筛过") if self.box.text().strip() else ""
        return ListName(self.name, self.place_title, t("，").join(filter(None, (narrowed, searched))))

    def _say_order(self) -> None:
        self.order.setText(self.table.order_words(self.sort_words))

    # -- the list

    def arrive(self) -> None:
        """Read the list anew; what is shown stays until the new one is there."""
        self.refill()

    def refill(self) -> None:
        """Ask for the rows again and stay on the same record."""
        self._wanted = self._wanted or self.key_of_row(self.table.current_row())
        self.load()

    def load(self) -> None:
        """Ask for the rows."""
        if self.context is not None:
            self.model.load(self.fetch())

    def narrow(self, code: str) -> None:
        """Press a chip."""
        self.only = code
        for one, button in self.chip_buttons.items():
            button.setChecked(one == code)
            button.update()
        self.load()

    def stand_on(self, key: object) -> None:
        """Stand on a record when the rows are there."""
        self._wanted = key
        self._stand()

    def _stand(self) -> None:
        """Stay on the same record after reading anew, else on the first."""
        wanted = self._wanted
        if wanted is None and self.table.current_row() is not None:
            return
        for number in range(self.model.rowCount()):
            if wanted is not None and self.key_of_row(self.model.row_at(number)) == wanted:
                self.table.selectRow(number)
                self._wanted = None
                return
        self.table.select_first()

    def _state(self, state: str, sentence: str) -> None:
        narrowed = bool(self.box.text().strip() or (self.chips and self.only != self.chips[0][0]))
        if state == "empty":
            sentence = t("换个说法再找，或按 Esc 看全部。") if narrowed else ""
            self.faces.empty.line.setText(t("这里没有符合的条目") if narrowed else self.empty)
            self.faces.empty.more.setVisible(narrowed)
        self.faces.show_state(state, sentence)
        if state in ("empty", "failed", "barred"):
            self.pane.clear(t("没有可看的"))
        self.export_link.setVisible(state == "ready")
        if state == "ready":
            self._count_export()
            self._wanted = None
            self.count_rows()

    def _chosen(self, number: int) -> None:
        """Say how many rows are selected, and whether they alone would go out."""
        self.selection.setText(self.chosen_words.format(n=number) if number else "")
        self.selection.setVisible(bool(number))
        self._count_export()

    def _more_rows(self) -> None:
        """Another page was read."""
        self.count_rows()
        self._count_export()

    def _count_export(self) -> None:
        self.export_link.setText(self.export.words(self.known_count()))
        self.export_link.updateGeometry()

    def known_count(self) -> int | None:
        """How many rows the filter leaves; None where the list was not read to its end and its chip has no figure."""
        read = self.model.rowCount()
        if not self.model.canFetchMore(self.table.rootIndex()) and read != LIMIT:  # a search that is full may have left some out
            return read
        return None if self.box.text().strip() else self.chip_counts.get(self.only)

    def count_rows(self) -> None:
        """Say beside the title how many there are, as far as they were read."""
        more = "+" if self.model.canFetchMore(self.table.rootIndex()) else ""
        number = f"{self.model.rowCount():,}{more}"
        self.note.say(t("{n} 条").format(n=number), number)

    def _selected(self, value: Any) -> None:
        work = self.read_row(value) if self.with_pane else None
        if work is not None:
            self.ask(work, self.pane.show_reading, self._unread, slot="pane")

    def _unread(self, failure: Any) -> None:
        self.pane.clear(failure.sentence)

    def reread(self) -> None:
        """After a write: list and pane anew."""
        self._wanted = self.key_of_row(self.table.current_row())
        self.refill()
        current = self.table.current_row()
        if current is not None:
            self._selected(current)

    def _changed(self, tables: frozenset[str]) -> None:
        if self.isVisible() and tables & self.fed_by and self.stack.currentIndex() == 0:
            self.refill()

    # -- keys

    def acts(self) -> Mapping[str, Act]:
        """Keys of the form that is open, else of the pane's first button."""
        if self.form is not None:
            return self.form_acts()
        first = self.pane.first_button
        return {"primary": Act(first.click)} if first is not None else {}

    def take_focus(self) -> None:
        """Into the list, or into the form."""
        shown = self.stack.currentWidget()
        if shown is not None and self.stack.currentIndex() == 0:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> bool:
        """Esc: out of the form, then out of the filter."""
        if super().back():
            return True
        first = self.chips[0][0] if self.chips else ""
        if self.box.text() or self.only != first:
            self.box.clear()
            self.narrow(first)
            self.table.setFocus()
            return True
        return False
