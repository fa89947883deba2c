"""The frame around every page: top bar, ten places, the page, the current person, the status bar, and the one dispatcher of keys.

The shell paints before it asks anything: its first call to the port is queued behind the first paint, pages are made when their place is
first entered. It knows pages and port only by ``ui.desk.page`` and ``ui.desk.ports``.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtGui import QCloseEvent, QKeySequence, QPaintEvent, QResizeEvent, QShortcut
from PyQt6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from app.domain.actions import may
from app.texts import t
from ui import theme
from ui.desk.desk import Desk, Finder, find_page
from ui.desk.keys import BINDINGS, COUNTER_ACTS, words_of
from ui.desk.nav import Navigation
from ui.desk.panel import ACTS, FINISH, PersonPanel
from ui.desk.places import CODES, Ref, place
from ui.desk.statusbar import StatusBar
from ui.desk.topbar import TopBar
from ui.jobs import Jobs
from ui.kit.focus import FocusRing
from ui.kit.text import column, holder, row
from ui.messages import Failure, explain

if TYPE_CHECKING:
    from ui.desk.here import Doing
    from ui.desk.lock import LockPage
    from ui.desk.page import Act, Page
    from ui.desk.ports import Answer, CurrentPerson, DeskPort, Done, Frame, Hit, Safe
    from ui.kit.palette import Palette

PANEL_KEY = "panel.folded"
TEXT_KEY = "theme.text"
THEME_KEY = "theme.name"
NOT_FOR_ACCOUNT = "not_for_account"


class Shell(QMainWindow):
    """The desk's window. ``find`` gives a place's page maker; ``context`` is handed through to the pages."""

    def __init__(self, port: DeskPort, *, context: Any = None, find: Finder = find_page, start: str = "today") -> None:
        super().__init__()
        self._port, self._find, self._start = port, find, start
        self.jobs = Jobs(self, self._refuse)
        self.desk = Desk(port, self.jobs, context, self)
        self.pages: dict[str, Page] = {}
        self.here = ""
        self._begun, self._asks_password = False, True
        self._here: tuple[Doing, ...] = ()
        self._build()
        self._wire()
        self._bind()
        self.setWindowTitle(t("家门口就业服务站"))
        self.setMinimumSize(theme.SPACE.min_width, theme.SPACE.min_height)
        self._tick = QTimer(self)
        self._tick.setInterval(theme.TIMING.clock)
        self._tick.timeout.connect(self._show_time)

    # -- building

    def _build(self) -> None:
        self.bar, self.nav, self.status, self.panel = TopBar(), Navigation(), StatusBar(), PersonPanel()
        self.stack = QStackedWidget()
        middle = row(self.nav, self.stack, self.panel, gap=0)
        middle.setStretch(1, 1)
        lay = column(self.bar, gap=0)
        lay.addLayout(middle, 1)
        lay.addWidget(self.status)
        self.body = holder(lay, "canvas")
        self._outer = QStackedWidget()
        self._outer.addWidget(self.body)
        self.setCentralWidget(self._outer)
        self._ring = FocusRing(self)
        if self._port.preferences.get(PANEL_KEY) == "1":
            self.panel.fold(True)

    def _wire(self) -> None:
        self.nav.went.connect(self.go)
        self.bar.searched.connect(lambda: self.do("search"))
        self.bar.lock_asked.connect(self.lock)
        self.bar.due_asked.connect(lambda: self.go("today"))
        self.bar.notices_asked.connect(lambda: self.go("today", Ref("notices")))
        self.status.help_asked.connect(lambda: self.do("help"))
        self.panel.acted.connect(self._panel_act)
        self.panel.opened.connect(self.go)
        self.panel.reveal_asked.connect(self._reveal)
        self.panel.folded_changed.connect(self._remember_fold)
        self.desk.said.connect(self.status.say)
        self.desk.wrote.connect(self.status.say_file)
        self.desk.went.connect(self.go)
        self.desk.refresh_asked.connect(self.refresh)

    @cached_property
    def lock_page(self) -> LockPage:
        """The lock card, made when it is first needed."""
        from ui.desk.lock import LockPage

        made = LockPage()
        made.needs_password = self._asks_password
        made.tried.connect(self._log_in)
        self._outer.addWidget(made)
        return made

    @cached_property
    def palette_card(self) -> Palette:
        """The search, made when it is first needed."""
        from ui.kit.palette import Palette

        made = Palette(self._outer)
        made.asked.connect(self._search)
        made.chosen.connect(self._open_hit)
        made.case_asked.connect(lambda hit: self.go("cases", Ref("new_case", hit.person_id)))
        return made

    def ask_password(self, wanted: bool) -> None:
        """Whether the lock card asks for a password; a practice station's does not."""
        self._asks_password = wanted
        if "lock_page" in vars(self):
            self.lock_page.needs_password = wanted

    @property
    def is_searching(self) -> bool:
        """Whether the search stands over the page."""
        return "palette_card" in vars(self) and not self.palette_card.isHidden()

    def _bind(self) -> None:
        for binding in BINDINGS:
            for key in binding.keys:
                shortcut = QShortcut(QKeySequence(key), self)
                shortcut.setAutoRepeat(False)
                shortcut.activated.connect(lambda act=binding.act: self.do(act))

    # -- beginning

    def paintEvent(self, event: QPaintEvent | None) -> None:
        super().paintEvent(event)
        if not self._begun:
            self._begun = True
            QTimer.singleShot(0, self.begin)

    def begin(self) -> None:
        """After the first paint: the clock, the frame's state, the first page."""
        self._begun = True
        self._tick.start()
        self._show_time()
        if not self.here:
            self.go(self._start)
        self.refresh()

    def refresh(self) -> None:
        """Read the frame and the current person anew."""
        self.jobs.read(self, self._port.frame, self._show_frame, slot="frame")
        self.jobs.read(self, self._port.current, self._show_person, slot="person")

    def _show_frame(self, frame: Frame) -> None:
        self.desk.frame = frame
        self.bar.show_frame(frame)
        self.status.show_frame(frame)
        if self.is_locked:
            self.lock_page.show_frame(frame)
        self.panel.show_acts(frame.panel_acts)
        self.desk.frame_changed.emit(frame)

    def _show_person(self, person: CurrentPerson | None) -> None:
        self.desk.person = person
        self.panel.show_person(person, self._port.now())
        self.desk.person_changed.emit(person)

    def _show_time(self) -> None:
        now = self._port.now()
        self.status.show_time(now)
        self.panel.show_time(now)
        if self.is_locked:
            self.lock_page.show_time(now)

    # -- pages

    @property
    def page(self) -> Page | None:
        """The page shown now."""
        return self.pages.get(self._page_in(self.here))

    def _page_in(self, code: str) -> str:
        """Whose page stands in a place: its own, or the one for accounts that may not look there."""
        actor = getattr(self.desk.context, "actor", None)
        if not code or actor is None or not actor.roles or not place(code).read:
            return code
        return code if may(actor, place(code).read) else NOT_FOR_ACCOUNT

    def go(self, code: str, ref: Ref | None = None) -> None:
        """Turn to a place, making its page the first time, and open ``ref`` there."""
        if code not in CODES:
            raise KeyError(code)
        own = self._page_in(code)
        page = self.pages.get(own) or self._make(own)
        self.here = code
        self.nav.show_place(code)
        self.stack.setCurrentWidget(page)
        self._make_room(page)
        page.arrive()
        page.take_focus()
        if ref is not None:
            page.open(ref)

    def _make(self, code: str) -> Page:
        """Make a page; one that cannot be made is a bug of that page and leaves the others working."""
        try:
            page = self._find(code)(self.desk) if code in CODES else self._not_for_account()
        except Exception as error:  # noqa: BLE001 - logged by explain; the frame must stay usable
            from ui.desk.page import no_page

            failure = explain(error)
            page = no_page(self.desk)
            self.status.say(failure.sentence)
        self.pages[code] = page
        self.stack.addWidget(page)
        page.setAccessibleName(place(code).word if code in CODES else t("这个账号不办这里的事。"))
        return page

    def _not_for_account(self) -> Page:
        from ui.desk.page import not_for_account

        return not_for_account(self.desk)

    # -- keys and acts

    def do(self, act: str) -> None:
        """Do what a key or a button asks for; what cannot be done now says why in the status bar."""
        if self.is_locked:
            return
        if self.is_searching:
            self._in_palette(act)
            return
        own = getattr(self, f"_do_{act.partition('.')[0]}", None)
        if act.startswith("place."):
            self.go(act.removeprefix("place."))
        elif own is not None and act not in COUNTER_ACTS:
            own()
        else:
            self._do_act(act)

    def _do_act(self, act: str) -> None:
        """The page first; counter acts it leaves alone go to the port."""
        offered = self.page.acts().get(act) if self.page is not None else None
        if offered is not None:
            self._run(offered)
        elif act in COUNTER_ACTS and act != "check":
            self.counter_act(act)
        else:
            self.status.say(t("本页没有“{act}”。").format(act=words_of(act)))

    def _run(self, act: Act) -> None:
        if act.why_not:
            self.status.say(act.why_not)
        else:
            act.run()

    def counter_act(self, act: str) -> None:
        """Call, recall, finish, miss, restore, transfer, leave: through the port, one after the other."""
        reason = self.desk.frame.why_not.get(act, "") if self.desk.frame is not None else t("正在读取，请稍等。")
        if reason:
            self.status.say(reason)
            return
        self.jobs.write(self, lambda: self._port.act(act), self._acted)

    def _acted(self, done: Done) -> None:
        self.status.say(done.sentence)
        if done.spoken is not None and self.desk.voice is not None:
            self.desk.voice.say(*done.spoken)
        self.refresh()
        if done.place:
            self.go(done.place, done.ref)
        elif self.page is not None:
            self.page.arrive()

    def _panel_act(self, code: str) -> None:
        if code in COUNTER_ACTS or code == FINISH:
            self.do(code)
            return
        act = next(act for act in ACTS if act.code == code)
        person = self.desk.person
        self.go(act.place, Ref(code, person.person_id if person is not None else None))

    def _do_search(self) -> None:
        self.palette_card.start()

    def _do_help(self) -> None:
        words = self.page.help if self.page is not None else ""
        self.go("settings", Ref("help", self.here)) if words else self.status.say(
            t("本页没有另外的帮助。按钮上写着快捷键，Ctrl+K 什么都能找。")
        )

    def _do_register(self) -> None:
        """Somebody asks without a number, on any page."""
        self.go("cases", Ref("register"))

    def _do_voices(self) -> None:
        """Somebody complains, or brings a rating slip, on any page."""
        self.go("cases", Ref("voices"))

    def _do_phone(self) -> None:
        """The telephone rings on any page."""
        self.go("cases", Ref("phone"))

    def _do_panel(self) -> None:
        self.panel.fold(not self.panel.folded)

    def _do_lock(self) -> None:
        self.lock()

    def _do_back(self) -> None:
        if self.page is not None:
            self.page.back()

    def _do_larger(self) -> None:
        self._resize_text(1)

    def _do_smaller(self) -> None:
        self._resize_text(-1)

    def _resize_text(self, step: int) -> None:
        now = theme.current()
        at = theme.TEXT_SIZES.index(now.text) + step
        if not 0 <= at < len(theme.TEXT_SIZES):
            self.status.say(t("已经是最大的字。") if step > 0 else t("已经是最小的字。"))
            return
        self.set_theme(theme.Theme(now.name, theme.TEXT_SIZES[at]))

    def set_theme(self, wanted: theme.Theme) -> None:
        """Put a theme in force and remember it."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, wanted)
        self._port.preferences.put(THEME_KEY, wanted.name)
        self._port.preferences.put(TEXT_KEY, wanted.text)

    def _make_room(self, page: Page) -> None:
        """A wide page has the panel as its rail; elsewhere it stands as the officer left it."""
        folded = page.wide or self._port.preferences.get(PANEL_KEY) == "1"
        if folded != self.panel.folded:
            self.panel.fold(folded)

    def _remember_fold(self, folded: bool) -> None:
        if self.page is not None and self.page.wide:
            return
        self._port.preferences.put(PANEL_KEY, "1" if folded else "0")

    # -- search

    def _in_palette(self, act: str) -> None:
        if act in ("back", "search"):
            self.palette_card.stop()
        elif act == "primary":
            self.palette_card.begin_case()
        elif act == "lock":
            self.lock()

    def _search(self, text: str, only: str) -> None:
        if not text and only != "commands":
            from ui.desk.ports import Answer

            self.palette_card.show_answer(Answer())
            return
        found = lambda answer: self._found(answer, text, only)  # noqa: E731 - one call, with what was asked
        self.jobs.read(self.palette_card, lambda: self._port.search(text, only), found, slot="search")

    def _found(self, answer: Answer, text: str, only: str) -> None:
        """Hits of the station, and what can be done on the page that is shown."""
        if self.page is not None and only in ("", "commands"):
            from ui.desk import here

            self._here = here.doings(self.page)
            answer = here.beside(answer, text, self._here)
        self.palette_card.show_answer(answer)

    def _open_hit(self, hit: Hit) -> None:
        if hit.ref.kind == "act":
            self.do(str(hit.ref.key))
        elif hit.ref.kind == "here":
            self._here[cast("int", hit.ref.key)].run()
        elif hit.ref.kind == "press":
            where, name = cast("tuple[Ref | None, str]", hit.ref.key)
            self.go(hit.place, where)
            self.jobs.idle.connect(lambda: self._press(name), Qt.ConnectionType.SingleShotConnection)
        else:
            self.go(hit.place, hit.ref)

    def _press(self, name: str) -> None:
        """What was asked for stands on the page by now."""
        if self.page is not None:
            self.page.press(name)

    # -- lock

    @property
    def is_locked(self) -> bool:
        """Whether the lock card covers the desk."""
        return self._outer.currentWidget() is not self.body

    def lock(self, reason: str = "") -> None:
        """Cover the desk; nothing is closed, nothing is lost, no name of a person stays on the screen."""
        if self.is_searching:
            self.palette_card.stop()
        self.panel.conceal()
        self.lock_page.show_frame(self.desk.frame)
        self.lock_page.show_time(self._port.now())
        self.lock_page.start(self.desk.frame, self._port.now(), reason)
        self._outer.setCurrentWidget(self.lock_page)
        self.lock_page.focus()
        self.jobs.read(self, self._port.safe, self._show_safe)

    def ask_log_in(self) -> None:
        """The first log-in: the same card, with the officers as a list."""
        self._outer.setCurrentWidget(self.lock_page)
        self.lock_page.start_log_in(self._port.now())
        self.jobs.read(self, self._port.logins, self.lock_page.show_logins)
        self.jobs.read(self, self._port.safe, self._show_safe)

    def _show_safe(self, safe: Safe) -> None:
        self.lock_page.show_safe(safe)

    def _log_in(self, login: str, password: str) -> None:
        self.lock_page.busy(True)
        self.jobs.write(self, lambda: self._port.log_in(login, password), self._logged_in, self._log_in_failed)

    def unlock_for_pictures(self) -> None:
        """Take the card away again; only the pictures of a practice station ask for it."""
        self._outer.setCurrentWidget(self.body)

    def _log_in_failed(self, failure: Failure) -> None:
        self.lock_page.busy(False)
        self.lock_page.refuse(failure.sentence)

    def clear_pages(self) -> None:
        """Somebody else sits here now: nothing that the one before had open or half filled is seen; it is kept under their name."""
        for page in self.pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self.pages.clear()

    def _logged_in(self, frame: Frame) -> None:
        self.lock_page.busy(False)
        self._outer.setCurrentWidget(self.body)
        self._show_frame(frame)
        self.refresh()
        if self.here:
            self.go(self.here)  # another account may look at other places

    # -- the rest

    def _reveal(self, person_id: int) -> None:
        self.jobs.write(self, lambda: self._port.reveal(person_id), self.panel.reveal)

    def _refuse(self, failure: Failure) -> None:
        self.status.say(failure.sentence)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if self.is_searching:
            self.palette_card.fit()

    def closeEvent(self, event: QCloseEvent | None) -> None:
        self._tick.stop()
        self._outer.hide()  # a form that goes out of sight keeps what was typed
        self.jobs.wait()
        super().closeEvent(event)
