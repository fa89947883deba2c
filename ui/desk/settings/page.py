"""Settings: sections at the left, what they hold at the right; look and text size work at once; help for every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication, QFrame, QScrollArea, QStackedWidget, QWidget

from app.services import backups
from app.services.items import ItemLine
from app.texts import t
from ui import theme
from ui.desk.export import ListExport, ListName
from ui.desk.page import Act, Desk, Page
from ui.desk.places import Ref, place
from ui.desk.reading import Reading, ReadingPane, facts_card
from ui.desk.settings import sections
from ui.desk.settings.acts import SettingsActs
from ui.desk.settings.item_acts import read_item
from ui.desk.settings.look import LookView
from ui.desk.settings.sections import GROUPS, READ
from ui.desk.settings.shown import Shown
from ui.desk.work import WorkPage
from ui.kit.buttons import Button, primary
from ui.kit.fields import Choice, Field, Option
from ui.kit.lines import Lines
from ui.kit.runs import Runs, runs_width, with_icon
from ui.kit.sieve import Sieve
from ui.kit.states import StateStack
from ui.kit.table import Table
from ui.kit.text import ElidedLabel, card, column, holder, keys_row, label, row
from ui.models.rows import Column, Group, RowsModel

THEMES = (
    Option("light", t("浅色"), t("平时用")),
    Option("dark", t("深色"), t("光线暗的时候用")),
    Option("contrast", t("高对比"), t("看不清楚的时候用，边框加粗")),
)
SIZES = (Option("standard", t("标准")), Option("large", t("大")), Option("huge", t("特大")))
HELP, MACHINE = "help", "machine"
THEME_KEY, TEXT_KEY = "theme.name", "theme.text"
NAV_SHARE, BODY_SHARE = 1, 5
HELP_SHARE, KEYS_SHARE = 2, 3
NavRow = tuple[str, str, str]
"""A section in the list at the left: code, word, icon."""
LIST_SHARE, PANE_SHARE = 1, 1


class SettingsPage(WorkPage):
    """One section at a time; only those the officer may read are there."""

    help = t(
        "设置：左边选一项，↑ ↓ 移动。外观和字号改了马上生效，只对这台电脑；没有大屏时可让它播报叫号；Ctrl 加加号、减号也能改字号。"
        "账号由管理员开通、改权限、停用；放假安排和事项清单从县里的文件导入；事项和它的材料改好存成草稿，站长公布后才生效。"
        "规则按县里定的改；附件1的任务数填在“计划指标”里。"
        "岗位和代理由站长安排，去向本人登记；交接时先移交、对方接收，打印清单双方签字。"
        "责任追究里本人说明情况，站长或县级处理、归档，自己的由别人处理；制度改了由站长发布新版。"
        "业务队列、窗口、服务时间由站长或管理员设；大屏通知由窗口人员和站长发布、撤下。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.section, self._opened = "", False
        self.settings_acts = SettingsActs(self)
        self._help_of = "settings"
        self._wanted: object = None
        self.nav_model = RowsModel((Column("name", "", _nav_cell, 0, 0),), self)
        self.nav = Table(self.nav_model, row_size="row_grid")
        heads = self.nav.horizontalHeader()
        assert heads is not None
        heads.hide()
        self.nav.setAccessibleName(t("设置的各项"))
        self.nav.selected.connect(lambda one: self.turn(one[0]))
        theme.changes().changed.connect(self._fit_nav)
        self.right = QStackedWidget()
        self.bodies: dict[str, QWidget] = {}
        self.title, self.note = label("", "sub", bold=True), ElidedLabel("", tone="secondary", rank=2)
        head = row(self.title, self.note, None, gap=theme.SPACE.inner)
        middle = row(self.nav, column(head, self.right, gap=theme.SPACE.gap), gap=theme.SPACE.group)
        middle.setStretch(0, NAV_SHARE)
        middle.setStretch(1, BODY_SHARE)
        lay = column(label(t("设置"), "title", bold=True), gap=theme.SPACE.inner)
        lay.addLayout(middle, 1)
        lay.addLayout(row(keys_row(("↑", ""), ("↓", t("选一项"))), None))
        self.stack.addWidget(holder(lay))

    # -- sections

    def arrive(self) -> None:
        """The sections the officer may read; the one shown is read anew."""
        if self.context is None:
            return
        shown = list(self._offered())
        if list(self.nav_model.rows) != shown:
            self.nav_model.set_rows(shown)
            self._fit_nav()
        self.turn(self.section or self.codes[0])

    def _offered(self) -> Iterator[Group | NavRow]:
        """Each head with those of its sections that the officer may read."""
        for head, codes in GROUPS.items():
            rows = [(code, READ[code][0], READ[code][1]) for code in codes if self.may(READ[code][3])]
            yield from (Group(head), *rows) if rows else ()
        yield from (Group(t("软件")), (MACHINE, t("这台电脑"), "monitor"), (HELP, t("帮助和按键"), "help-circle-outline"))

    @property
    def codes(self) -> list[str]:
        """The sections that are there, from above."""
        return [one[0] for one in self.nav_model.rows if not isinstance(one, Group)]

    def _fit_nav(self) -> None:
        """As wide as its longest word."""
        words = [runs_width(_nav_cell(one)) for one in self.nav_model.rows if not isinstance(one, Group)]
        self.nav.setMinimumWidth(max(words, default=0) + 2 * theme.SPACE.group)

    def turn(self, code: str) -> None:
        """Show a section."""
        self.section, self._opened = code, False
        self.note.setText("")
        rows = list(self.nav_model.rows)
        at = next((number for number, one in enumerate(rows) if not isinstance(one, Group) and one[0] == code), None)
        if at is not None and self.nav.currentIndex().row() != at:
            self.nav.selectRow(at)
        self.title.setText(rows[at][1] if at is not None else "")
        if code == MACHINE:
            self._put_body(MACHINE, self.bodies.get(MACHINE) or self._machine())
        elif code == HELP:
            self._put_body(HELP, self._help())
        else:
            self.ask(lambda c: READ[code][2](c), lambda found: self._show(code, found), slot="section")

    def _show(self, code: str, found: Shown) -> None:
        if code == self.section:
            self.note.setText(found.note)
            self._put_body(code, self._body(code, found))

    def show_found(self, code: str, found: Shown) -> None:
        """What a section opened to, in its place; Esc, or choosing the section again, shows it as it was."""
        self._opened = code == self.section
        self._show(code, found)

    @property
    def opened(self) -> bool:
        """Whether what a section opened to stands in its place."""
        return self._opened

    def rows_shown(self) -> Sequence[Any]:
        """The rows of the section that is shown."""
        body = self.right.currentWidget()
        table = body.findChild(Table) if body is not None else None
        return table.rows_model.rows if table is not None else ()

    def back(self) -> bool:
        """Esc: out of a form or a view, then out of what a section opened to."""
        if super().back():
            return True
        opened = self._opened
        if opened:
            self.turn(self.section)
        return opened

    def _put_body(self, code: str, body: QWidget) -> None:
        before = self.bodies.get(code)
        if before is not body:
            if before is not None:
                self.right.removeWidget(before)
                before.deleteLater()
            self.bodies[code] = body
            self.right.addWidget(body)
        self.right.setCurrentWidget(body)

    def _body(self, code: str, found: Shown) -> QWidget:
        if found.columns:
            return self._table(code, found)
        letters = max((len(fact.name) for one in found.cards for fact in one.facts), default=0)
        names = [one.title if one.title != READ[code][0] else "" for one in found.cards]  # the section's own name stands above already
        across = 1 if code in ("backup", "hours") else 2
        cards = [facts_card(name, one.facts, across=across, letters=letters) for name, one in zip(names, found.cards, strict=True)]
        lay = column(*cards, gap=theme.SPACE.inner)
        lay.addWidget(Lines(*(self._backup_buttons() if code == "backup" else self.settings_acts.buttons(code))))
        lay.addStretch(1)
        return _scrolled(holder(lay, "canvas"))

    def _table(self, code: str, found: Shown) -> QWidget:
        model = RowsModel(found.columns, self)
        table = Table(model, name=f"settings.{code}", preferences=self.desk.port.preferences)
        model.set_rows(found.rows)
        table.setAccessibleName(READ[code][0])
        faces = StateStack(Sieve(table, model), empty=found.empty or t("这里还没有内容"))
        faces.show_state("ready" if found.rows else "empty")
        table.opened.connect(lambda value: self.settings_acts.open_row(code, value))
        ListExport(self, table, lambda: ListName(f"settings.{code}", READ[code][0]))
        whole: QWidget = faces
        if found.read is not None:
            whole = self._with_pane(table, faces, lambda pane, line: pane.show_reading(self._reading(code, found, line)))
        elif (fetch := found.fetch) is not None:
            whole = self._with_pane(table, faces, lambda pane, line: self.ask(lambda c: fetch(c, line), pane.show_reading, slot="row"))
        elif code == "items":
            whole = self._with_pane(table, faces, lambda pane, line: self._read_item(pane, line))
        self._stand(table, found)
        buttons = self.settings_acts.buttons(code, table)
        if not buttons:
            return whole
        lay = column(whole, Lines(*buttons), gap=theme.SPACE.gap)
        lay.setStretch(0, 1)
        return holder(lay)

    def _reading(self, code: str, found: Shown, line: Any) -> Reading:
        assert found.read is not None
        read = found.read(line)
        return replace(read, acts=(*read.acts, *self.settings_acts.offered(code, line)))

    def _with_pane(self, table: Table, faces: QWidget, read: Callable[[ReadingPane, Any], object]) -> QWidget:
        """The rows with what the chosen one says beside them."""
        pane = ReadingPane()
        table.selected.connect(lambda line: read(pane, line))
        if not table.has_rows:
            pane.clear(t("没有可看的"))
        lay = row(faces, pane, gap=theme.SPACE.inner)
        lay.setStretch(0, LIST_SHARE)
        lay.setStretch(1, PANE_SHARE)
        return holder(lay)

    def _stand(self, table: Table, found: Shown) -> None:
        """On the row that was asked for, by its id, code or login; else on the first."""
        table.select_first()
        names = ("id", "code", "login")
        wanted = [number for number, line in enumerate(found.rows) if self._wanted in [getattr(line, name, None) for name in names]]
        if self._wanted is not None and wanted:
            table.selectRow(wanted[0])
        self._wanted = None

    def stand_on_item(self, code: str) -> None:
        """The item to stand on when the items are shown next."""
        self._wanted = code

    def _read_item(self, pane: ReadingPane, line: ItemLine) -> None:
        self.ask(lambda c: read_item(c, line.code), lambda found: pane.show_reading(self.settings_acts.items.reading(*found)), slot="item")

    # -- backups

    def _backup_buttons(self) -> tuple[Button, ...]:
        if not self.may("backup.create"):
            return ()
        self.backup_now = primary(t("现在备份"), self.make_backup, icon="backup-restore")
        return (self.backup_now,)

    def make_backup(self) -> None:
        """Copy, verify and record; the page says when it is done."""
        self.backup_now.setEnabled(False)
        self.desk.say(t("正在备份，可以继续做别的事。"))
        work = lambda c: backups.create(c.db, c.actor, c.now(), c.settings)  # noqa: E731
        self.put(work, self._backed_up, self._not_backed_up)

    def _backed_up(self, made: backups.Backup) -> None:
        self.desk.say(t("备份已做好并核验：{name}").format(name=made.file.name))
        self.turn("backup")

    def _not_backed_up(self, failure: Any) -> None:
        self.backup_now.setEnabled(True)
        self.tell(failure)

    # -- this machine

    def _machine(self) -> QWidget:
        now = theme.current()
        self.look, self.size = Choice(THEMES), Choice(SIZES, across=True)
        self.look.setText(now.name)
        self.size.setText(now.text)
        self.look.picked.connect(lambda name: self._dress(theme.Theme(name, theme.current().text)))
        self.size.picked.connect(lambda text: self._dress(theme.Theme(theme.current().name, text)))
        theme.changes().changed.connect(self.follow_look)
        pad = theme.SPACE.group
        lay = column(Field(t("外观"), self.look), Field(t("字号"), self.size), gap=theme.SPACE.group, margins=(pad, pad, pad, pad))
        parts: list[QWidget] = [card(lay)]
        if self.desk.voice is not None:
            from ui.desk.settings.voice import VoiceCard

            counter = int(getattr(getattr(self.desk.port, "real", self.desk.port), "counter", 0))
            self.voice_card = VoiceCard(self.desk.voice, counter)
            parts.append(self.voice_card)
        return _scrolled(holder(column(*parts, None, gap=theme.SPACE.inner), "canvas"))

    def follow_look(self) -> None:
        """The look was changed elsewhere (Ctrl+plus): show the choice that is in force."""
        for choice, code in ((self.look, theme.current().name), (self.size, theme.current().text)):
            if choice.text() != code:
                blocked = choice.blockSignals(True)
                choice.setText(code)
                choice.blockSignals(blocked)

    def _dress(self, wanted: theme.Theme) -> None:
        app = QApplication.instance()
        if wanted == theme.current() or not isinstance(app, QApplication):
            return
        theme.apply(app, wanted)
        self.desk.port.preferences.put(THEME_KEY, wanted.name)
        self.desk.port.preferences.put(TEXT_KEY, wanted.text)

    # -- help

    def _help(self) -> QWidget:
        words = page_help(self._help_of)
        pad = theme.SPACE.group
        name = place(self._help_of).word
        head = label(t("“{page}”这一页").format(page=name), bold=True)
        sentences = words.partition("：")[2].replace("。", "。\n").strip()
        said = column(head, label(sentences, wrap=True), gap=theme.SPACE.gap, margins=(pad, theme.SPACE.inner, pad, pad))
        found = sections.keys()
        model = RowsModel(found.columns, self)
        table = Table(model)
        model.set_rows(found.rows)
        table.setAccessibleName(t("按键"))
        lay = column(gap=theme.SPACE.inner)
        if words:
            lay.addWidget(_scrolled(card(said)), HELP_SHARE)
        lay.addWidget(Sieve(table, model), KEYS_SHARE)
        return holder(lay, "canvas")

    # -- the shell

    def open(self, ref: Ref) -> None:
        """``help`` for a place, ``item`` by its code, or the code of a section."""
        if ref.kind == "help":
            self._help_of = str(ref.key or "settings")
            self.turn(HELP)
        elif ref.kind == "item":
            self._wanted = ref.key
            self.turn("items")
        elif ref.kind in READ or ref.kind == MACHINE:
            self._wanted = ref.key
            self.turn(ref.kind)

    def take_focus(self) -> None:
        """Into the list of sections."""
        self.nav.setFocus(Qt.FocusReason.OtherFocusReason)

    def into_rows(self) -> None:
        """The focus into the rows of the section that is shown."""
        table = self.right.currentWidget().findChild(Table) if self.right.currentWidget() is not None else None
        if table is not None:
            table.setFocus(Qt.FocusReason.OtherFocusReason)

    def press(self, name: str) -> None:
        """A button of the section that is shown."""
        self.close_all()
        self.settings_acts.press(self.section, name)

    def acts(self) -> Mapping[str, Act]:
        """Ctrl+Enter makes a backup in its section; an open form has its own keys."""
        if self.form is not None:
            return self.form_acts()
        view = self.stack.currentWidget()
        if isinstance(view, LookView):
            return view.acts()
        if self.section == "backup" and self.may("backup.create"):
            return {"primary": Act(self.make_backup)}
        return {}


def page_help(code: str) -> str:
    """What F1 says of a page: the words stand on the page's class."""
    import importlib

    module = importlib.import_module(f"ui.desk.{code}.page")
    found = (getattr(module, name) for name in dir(module))
    pages = [one for one in found if isinstance(one, type) and issubclass(one, Page) and one.__module__ == module.__name__]
    return next((one.help for one in pages if one.help), "")


def _nav_cell(one: NavRow) -> Runs:
    return with_icon(one[2], one[1])


def _scrolled(inside: QWidget) -> QScrollArea:
    """A body that may be higher than its place."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # what is higher than its place can be moved by ↓ and PgDn
    area.setWidget(inside)
    return area


def make(desk: Desk) -> Page:
    """The page of the place ``settings``."""
    return SettingsPage(desk)
