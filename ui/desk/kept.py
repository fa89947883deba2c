"""What is typed into a form survives a crash, a lock and a power cut: one keeper under every form of the desk.

It keeps what differs from what the form showed when it was opened, sealed, for the officer who opened it and under the name of what the
form is about; the next time that officer opens the form there, it is filled in again, with a sentence that says so and a link that drops
it. Whoever leaves a form is therefore never asked anything. A password is never kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from PyQt6 import sip
from PyQt6.QtCore import QEvent, QObject, QTimer, pyqtBoundSignal, pyqtSignal
from PyQt6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from app.domain.actions import may
from app.domain.clock import station_time
from app.services import drafts
from app.texts import t
from ui import theme
from ui.desk.desk import Desk
from ui.kit.buttons import link
from ui.kit.text import ElidedLabel, holder, row, set_tone

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Keep:
    """Under which name a half-filled form is kept: the form, what it is about (``person:12``), and how a list names it.

    ``version`` is how the record reads while the form is open; a draft of another version says that the record was changed since.
    """

    form: str
    record: str = ""
    title: str = ""
    version: str = ""


class Part(Protocol):
    """What a form is made of, as far as keeping goes: the kit's ``Field`` is one."""

    changed: pyqtBoundSignal

    @property
    def editor(self) -> QWidget:
        """Where it is typed."""

    def value(self) -> str:
        """What stands there."""

    def set_value(self, value: object) -> None:
        """Put a value there without calling it typed."""


class Ticked(QObject):
    """A single box to tick as a part of a form."""

    changed = pyqtSignal()

    def __init__(self, editor: QCheckBox) -> None:
        super().__init__(editor)
        self.editor = editor
        editor.toggled.connect(lambda _on: self.changed.emit())

    def value(self) -> str:
        """Whether it is ticked."""
        return "yes" if self.editor.isChecked() else ""

    def set_value(self, value: object) -> None:
        """Tick it or not."""
        blocked = self.editor.blockSignals(True)
        self.editor.setChecked(bool(value))
        self.editor.blockSignals(blocked)


def forget(desk: Desk | None, context: Any, keep: Keep | None) -> None:
    """What the form asked for is done, or the officer wants nothing of it: its draft goes, whether the form is still there or not."""
    if desk is not None and keep is not None and _keeps(context):
        desk.jobs.write(desk, lambda: drafts.drop(context.db, context.actor, keep.form, keep.record))


def _keeps(context: Any) -> bool:
    return context is not None and context.actor.officer_id is not None and may(context.actor, "draft.keep")


class Keeper(QObject):
    """Keeps one form. ``line`` is its sentence and the link that drops the draft, for the form to lay out beside its button."""

    def __init__(self, form: QWidget) -> None:
        super().__init__(form)
        self.keep: Keep | None = None
        self._desk: Desk | None = None
        self._context: Any = None
        self._parts: dict[str, Part] = {}
        self._before: dict[str, str] = {}
        self._fill: Callable[[Values], object] = self._put
        self._known: list[Part] = []
        self._turn, self._is_kept, self._is_old = 0, False, False
        self.said = ElidedLabel("", "caption", "secondary", rank=2)
        self.gone = link(t("丢掉草稿"), self.drop, icon="delete-outline", role="caption")
        self.line = holder(row(self.said, self.gone))
        self.line.hide()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(theme.TIMING.clock)
        self._wait.timeout.connect(self._keep_now)
        form.installEventFilter(self)

    # -- from opening to leaving

    def begin(self, desk: Desk, keep: Keep | None, parts: Mapping[str, Part], fill: Callable[[Values], object] | None = None) -> None:
        """The form was opened, and shows what it shows before anything is typed: bring back what was kept of it."""
        self.flush()
        self._turn += 1
        self.keep, self._desk, self._context = keep, desk, desk.context
        self._parts = {code: part for code, part in parts.items() if not _is_secret(part)}
        self._fill, self._before = fill or self._put, self._values()
        self._is_kept = self._is_old = False
        self._tell("")
        for part in self._parts.values():
            if not any(part is one for one in self._known):
                part.changed.connect(self._typed)
        self._known = list(self._parts.values())
        if keep is not None and _keeps(self._context):
            context, turn = self._context, self._turn
            # behind whatever is still being kept of it, so that nothing of that is missed
            desk.jobs.write(
                self, lambda: drafts.load(context.db, context.actor, keep.form, keep.record), lambda found: self._brought(turn, found)
            )

    def flush(self) -> None:
        """The form is left: keep what was typed since the last time."""
        if self._wait.isActive():
            self._wait.stop()
            self._keep_now()

    def settled(self, values: Values) -> None:
        """Some of what the form shows is the record's now; where nothing else was typed there is nothing to keep any more."""
        self._before |= {code: value for code, value in values.items() if code in self._before}
        if self._is_kept and not self._typed_now():
            self._is_kept = False
            self._tell("")
            self._wait.stop()
            forget(self._desk, self._context, self.keep)

    def done(self, keep: Keep | None) -> None:
        """What was asked for under ``keep`` is done: its draft goes. The form may have been left, or hold another one, by now."""
        desk, context = self._desk, self._context
        if keep == self.keep and not sip.isdeleted(self):
            self._wait.stop()
            self._before, self._is_kept, self._is_old = self._values(), False, False
            self._tell("")
        forget(desk, context, keep)

    def drop(self) -> None:
        """The officer wants nothing of it: the form shows again what it showed when it was opened."""
        self._wait.stop()
        self._fill(self._before)
        self._is_kept = self._is_old = False
        self._tell(t("草稿已丢掉。"))
        forget(self._desk, self._context, self.keep)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """However the form goes out of sight - Esc, another place, the lock, another case -, nothing typed is lost."""
        if event is not None and event.type() == QEvent.Type.Hide:
            self.flush()
        return super().eventFilter(watched, event)

    # -- keeping and bringing back

    def _values(self) -> dict[str, str]:
        return {code: part.value().strip() for code, part in self._parts.items()}

    def _typed_now(self) -> dict[str, str]:
        return {code: value for code, value in self._values().items() if value != self._before[code]}

    def _put(self, values: Values) -> None:
        for code, value in values.items():
            self._parts[code].set_value(value)

    def _typed(self) -> None:
        if self.keep is not None and not self._wait.isActive():
            self._wait.start()

    def _keep_now(self) -> None:
        """Keep what differs from what the form showed; where nothing does any more there is nothing to keep."""
        desk, context, keep, turn = self._desk, self._context, self.keep, self._turn
        if desk is None or keep is None or not _keeps(context):
            return
        typed = self._typed_now()
        if not typed:
            if self._is_kept:
                self._is_kept = False
                self._tell("")
                forget(desk, context, keep)
            return
        self._is_kept = True
        more = {"record": keep.record, "title": keep.title, "version": keep.version}
        kept = lambda: drafts.keep(context.db, context.actor, context.now(), keep.form, typed, **more)  # noqa: E731 - one call, carried to the pool
        desk.jobs.write(self, kept, lambda line: self._told(turn, line))

    def _told(self, turn: int, kept: drafts.DraftLine) -> None:
        if turn == self._turn and self._is_kept and not self._is_old:
            self._tell(t("草稿 {time} 已自动保存").format(time=f"{station_time(kept.updated_at):%H:%M}"), t("草稿已保存"))

    def _brought(self, turn: int, found: drafts.Kept | None) -> None:
        """Fill in what was kept, where nothing was typed meanwhile and where it can still be chosen."""
        if found is None or turn != self._turn or self.keep is None:
            return
        now = self._values()
        back = {code: text for code, text in found.values.items() if now.get(code) == self._before.get(code) and self._takes(code, text)}
        self._fill(back)
        self._is_kept = True
        self._is_old = bool(found.version and self.keep.version) and found.version != self.keep.version
        at = f"{station_time(found.at):%m-%d %H:%M}"
        if self._is_old:
            said = t("上次没填完的内容（{time}）已填回；那以后这里的资料改动过，请核对再办。")
            self._tell(said.format(time=at), t("已填回草稿；资料改动过，请核对。"))
        else:
            self._tell(t("上次没填完的内容（{time}）已填回。").format(time=at), t("已填回草稿。"))

    def _takes(self, code: str, text: str) -> bool:
        """Whether the form still asks for it, and a list still offers it."""
        part = self._parts.get(code)
        if part is None:
            return False
        editor = part.editor
        return not isinstance(editor, QComboBox) or editor.isEditable() or editor.findData(text) >= 0

    def _tell(self, sentence: str, shorter: str = "") -> None:
        """Say it, where it has no room ``shorter``; without anything to say the line takes no room at all."""
        set_tone(self.said, "warn" if self._is_old else "secondary")
        self.said.say(sentence, shorter)
        self.gone.setVisible(self._is_kept and bool(sentence))
        self.line.setVisible(bool(sentence))


def _is_secret(part: Part) -> bool:
    editor = part.editor
    return isinstance(editor, QLineEdit) and editor.echoMode() != QLineEdit.EchoMode.Normal
