"""A new case in two entries: the person comes from the ticket, the item is typed or chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QFrame, QSizePolicy

from app.domain.actor import Actor
from app.domain.assistance import ServiceMode
from app.domain.pick_keys import pick_keys
from app.domain.search_keys import folded
from app.domain.service_items import ItemKind
from app.services import bundles, cases, frame, items, person_pages, search
from app.services.bundles import BundleFacts, BundleForm, KindLine
from app.services.cases import CaseFacts, CaseForm
from app.services.items import ItemLine
from app.services.person_pages import PersonFacts
from app.services.search import HitGroup
from app.texts import t, word
from app.texts.phrases.items import limit_line
from ui import theme
from ui.desk.cases.acts import read_day
from ui.desk.desk import Desk
from ui.desk.kept import Keep, Keeper, Ticked
from ui.desk.keys import key_of
from ui.kit.board import Board, Pick
from ui.kit.buttons import link, primary, second
from ui.kit.checks import Check
from ui.kit.fields import Field, combo, line, require, three_columns, two_columns
from ui.kit.states import FailureStrip
from ui.kit.text import column, label, row
from ui.messages import Failure, show

ROWS_SEEN, ROOM_OF_REST = 9, 9
"""Rows of items that a page shows before the rare fields fold away, and the heights of a field that all the rest takes."""
BUNDLE = "bundle:"
"""What stands before the code of a bundle among the items to choose from."""
WAYS: tuple[tuple[str, str, ServiceMode | None, str], ...] = (
    ("window", t("窗口"), None, "window"),
    ("door", word(ServiceMode.DOOR), ServiceMode.DOOR, "window"),
    ("phone", t("电话"), None, "phone"),
    ("online", t("网上"), None, "online"),
    ("proactive", word(ServiceMode.PROACTIVE), ServiceMode.PROACTIVE, "window"),
    ("tailored", word(ServiceMode.TAILORED), ServiceMode.TAILORED, "window"),
    ("booked", word(ServiceMode.BOOKED), ServiceMode.BOOKED, "window"),
)
"""How the service is given: its code here, its word, the mode that is recorded (None: as the person came), the way they came."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The items that are taken in here, what is handled together, and a key for each of both."""

    items: tuple[ItemLine, ...]
    bundles: tuple[KindLine, ...]
    keys: tuple[str, ...]


def _choices(db: Any, actor: Actor) -> Choices:
    found = tuple(line for line in items.listing(db, actor) if line.state == "published")
    kinds = tuple(one for one in bundles.kinds(db, actor) if all(part.ready for part in one.parts))
    spelled = frame.readings([one.name for one in (*found, *kinds)])
    return Choices(found, kinds, pick_keys(["".join(part[0] for part in text.split()) for text in spelled]))


class NewCase(QFrame):
    """``opened`` carries the number of the case that was made."""

    left = pyqtSignal()
    opened = pyqtSignal(str)

    def __init__(self, desk: Desk, strip: FailureStrip) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.desk, self.strip, self.ticket, self._unfolded = desk, strip, "", False
        self._person_id: int | None = None
        self.known: dict[str, ItemLine] = {}
        self.bundles: dict[str, KindLine] = {}
        self.person = Field(t("服务对象"), combo([]), required=True)
        self.find = Field(t("查找服务对象"), line(hint=t("姓名、拼音首字母、证件或电话后四位")))
        self.board = Board()
        self.item = Field(t("事项（按一个键选中，再按 Enter 收件）"), self.board, required=True)
        self.item.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)  # it scrolls where there is less room
        self.way = Field(t("服务方式"), combo([(code, said) for code, said, _mode, _channel in WAYS]))
        self.received = Field(t("收件日期"), line(hint=t("空着就是今天，补录写当天")))
        self.reason = Field(t("补录原因"), line(hint=t("补录以前的才写")))
        self.proxy = Check(t("帮办代办（要有签字的委托书才能受理）"))
        self._proxy = Ticked(self.proxy)
        self.fields = {"person": self.person, "item": self.item, "received": self.received, "reason": self.reason, "way": self.way}
        self.find.changed.connect(self._search)
        self.find.editor.returnPressed.connect(self._go_on)  # type: ignore[attr-defined]
        self.board.view.setAccessibleName(t("事项"))
        self.item.changed.connect(self._tell_item)
        self.board.entered.connect(self.confirm)
        pad, gap = theme.SPACE.group, theme.SPACE.gap
        self.keeper, back = Keeper(self), second(t("返回"), self.left.emit, icon="arrow-left", key=key_of("back"))
        foot = row(primary(t("收件"), self.confirm, key="Ctrl+Enter"), back, None, self.proxy)
        self.rare = three_columns(self.way, self.received, self.reason)
        self.unfold = link(t("服务方式、补录"), self._unfold, icon="chevron-down")
        form = column(two_columns((self.person, self.find)), self.item, self.rare, row(self.unfold, None, self.keeper.line), gap=gap)
        told = label(t("收件以后核对材料：齐了就受理，缺了就一次告知。"), tone="secondary")
        head = row(label(t("新办件"), "title", bold=True), told, None, gap=theme.SPACE.inner)
        self.setLayout(column(head, form, None, foot, gap=gap, margins=(pad, gap, pad, gap)))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """Where the page is low the items have the room; how it is served and what is entered late stand behind one press."""
        rare = (self.way.value() != WAYS[0][0], self.received.value(), self.reason.value())
        low = self.height() < ROWS_SEEN * theme.sizes().row_grid + ROOM_OF_REST * theme.sizes().control
        folded = low and not self._unfolded and not any(rare)
        self.rare.setVisible(not folded)
        self.unfold.setVisible(folded)

    def _unfold(self) -> None:
        self._unfolded = True
        self._fold()
        self.way.focus()

    def begin(self, person_id: int | None, ticket: str) -> None:
        """Start afresh, with the person being served where there is one."""
        self.keeper.begin(self.desk, None, {})  # what was typed for the one before is kept under theirs
        self._person_id, self.ticket, self._unfolded = person_id, ticket, False
        context = self.desk.context
        for field in (self.find, self.received, self.reason):
            field.set_value("")
        for field in self.fields.values():
            field.clear()  # what was wrong with the case before is not said of this one
        self.way.set_value(WAYS[0][0])
        self.proxy.setChecked(False)
        self._fold()
        self.desk.jobs.read(self, partial(_choices, context.db, context.actor), self._show_items, self._refused)
        current = self.desk.person
        if person_id is None:
            self._show_persons([])
            self.find.focus()
        elif current is not None and current.person_id == person_id:
            self._show_persons([(str(person_id), current.name)])
            self.item.focus()
        else:  # found by the search: the ticket belongs to somebody else
            self.ticket = ""
            self._show_persons([])
            self.item.focus()
            work = partial(person_pages.show, context.db, context.actor, context.now(), person_id)
            self.desk.jobs.read(self, work, self._show_person, self._refused, slot="person")

    def _show_person(self, facts: PersonFacts) -> None:
        self._show_persons([(str(facts.id), facts.name)])

    def _show_items(self, read: Choices) -> None:
        self.bundles = {BUNDLE + one.code: one for one in read.bundles}
        self.known = {line.code: line for line in read.items}
        named = {code: one.name for code, one in (self.known | self.bundles).items()}
        self.board.fill([Pick(code, name, key) for (code, name), key in zip(named.items(), read.keys, strict=True)])
        self._tell_item()
        about = f"person:{self._person_id}" if self._person_id is not None else ""
        self.keeper.begin(self.desk, Keep("case_new", about, t("新办件")), self._typed_parts(), self._bring)

    def _typed_parts(self) -> dict[str, Any]:
        """What an officer types or ticks; whom it is for is said by the name it is kept under, or looked for again."""
        parts = {code: field for code, field in self.fields.items() if code != "person"}
        return parts | {"proxy": self._proxy} | ({} if self._person_id is not None else {"find": self.find})

    def _bring(self, values: Mapping[str, str]) -> None:
        parts = self._typed_parts()
        for code, value in values.items():
            parts[code].set_value(value)
        self._fold()
        self._tell_item()
        if values.get("find"):
            self._search()

    def _tell_item(self) -> None:
        """Below the item: whether it is done at once, or in how many working days."""
        line = self.known.get(self.item.value())
        if line is not None:
            limit = limit_line(ItemKind(line.kind), line.promised_days, line.statutory_days)
            self.item.note(t("{item}：{limit}").format(item=line.name, limit=limit))
        elif self.item.value() in self.bundles:
            names = t("、").join(part.name for part in self.bundles[self.item.value()].parts)
            self.item.note(t("一次收件：{names}；共用的材料只收一次").format(names=names))

    def _show_persons(self, found: Sequence[tuple[str, str]]) -> None:
        editor = self.person.editor
        editor.clear()  # type: ignore[attr-defined]
        for code, name in found:
            editor.addItem(name, code)  # type: ignore[attr-defined]

    def _search(self) -> None:
        text, context = self.find.value(), self.desk.context
        if folded(text):
            work = partial(search.find, context.db, context.actor, context.now(), text)
            self.desk.jobs.read(self, work, self._found, self._refused, slot="find")

    def _found(self, group: HitGroup) -> None:
        """The first one found is chosen; that nobody was found is said where one typed."""
        self._show_persons([(str(hit.id), f"{hit.title} {hit.second or hit.right}".strip()) for hit in group.hits])
        if group.hits:
            self.person.clear()
            self.find.note(t("找到 {n} 人，按 Enter 选事项").format(n=len(group.hits)))
        else:
            self.find.note(t("没有找到。换几个字；没有登记过的先在“人员”里登记。"))

    def _go_on(self) -> None:
        """Enter after the search: on to the items, once somebody is chosen."""
        if self.person.value():
            self.item.focus()

    def confirm(self) -> None:
        """Open the case; what is missing or wrong is said at its field."""
        if not require(list(self.fields.values())):
            return
        context = self.desk.context
        work = partial(self._open, context.db, context.actor, context.now(), *(field.value().strip() for field in self.fields.values()))
        kept = self.keeper.keep
        self.desk.jobs.write(self, work, lambda facts: self._made(facts, kept), self._refused)

    def _open(self, db, actor, now, person: str, item: str, received: str, reason: str, way: str) -> CaseFacts | BundleFacts:  # type: ignore[no-untyped-def]
        """Runs off the window's thread; a date that cannot be read is a refusal like any other."""
        day, ticket, proxy = read_day(received, "received"), self.ticket or None, self.proxy.isChecked()
        mode, channel = next((mode, channel) for code, _said, mode, channel in WAYS if code == way)
        if item in self.bundles:
            wish = BundleForm(self.bundles[item].code, int(person), ticket, day, reason, proxy=proxy, channel=channel, mode=mode)
            return bundles.open_bundle(db, actor, now, wish)
        form = CaseForm(item, int(person), ticket, day, reason, channel=channel, proxy=proxy, mode=mode)
        return cases.open_case(db, actor, now, form)

    def _made(self, facts: CaseFacts | BundleFacts, kept: Keep | None) -> None:
        """Open the case, of a bundle its first one; the others stand beside it under the same number."""
        self.keeper.done(kept)
        first, said = facts.number, t("{number} 已收件").format(number=facts.number)
        if isinstance(facts, BundleFacts):
            first, said = facts.cases[0][0], t("{number} 已收件，{n} 个办件").format(number=facts.number, n=len(facts.cases))
        self.desk.say(said)
        self.desk.refresh()
        self.opened.emit(first)

    def _refused(self, failure: Failure) -> None:
        if failure.field in ("received", "reason", "way"):
            self._unfold()
        show(failure, self.strip, self.fields)
