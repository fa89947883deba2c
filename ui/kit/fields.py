"""Fields: label above, editor, message below; line edits with a unit, a password field, and choices that explain themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QRect, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDateEdit,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from app.domain.characters import check_text
from app.domain.errors import UserError
from app.texts import errors, sentence, t
from ui import theme
from ui.kit.checks import Radio
from ui.kit.icons import icon, paint_icon
from ui.kit.text import IconLabel, column, holder, label, row, set_style_property


class Field(QWidget):
    """A label, its editor and a message row that takes room only while it says something.

    ``error`` frames the editor in red and says why; ``note`` is a quiet hint; ``lock`` disables the editor and gives the reason.
    """

    changed = pyqtSignal()

    def __init__(self, title: str, editor: QWidget, *, hint: str = "", required: bool = False) -> None:
        super().__init__()
        self.title, self.editor, self.required, self._hint = title, editor, required, hint
        self._label = label(title, tone="secondary")
        self._label.setBuddy(editor)
        self._icon = IconLabel("information-outline", "fg_secondary", role="caption")
        self._message = label("", "caption", wrap=True)
        self._row = QWidget()
        self._row.setLayout(row(self._icon, self._message, gap=theme.SPACE.half))
        layout = self._row.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.setStretch(1, 1)
        layout.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        self.setLayout(column(self._label, editor, self._row, None, gap=theme.SPACE.half))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        editor.setAccessibleName(title)
        on_change(editor, self._touched)
        self.clear()

    def value(self) -> str:
        """What stands in the editor, as text."""
        return read_editor(self.editor)

    def set_value(self, value: object) -> None:
        """Put ``value`` into the editor without calling it touched."""
        write_editor(self.editor, value)

    def retitle(self, title: str) -> None:
        """Another label, for a question that is only known while the form is open."""
        self.title = title
        self._label.setText(title)
        self.editor.setAccessibleName(title)

    def error(self, sentence: str) -> None:
        """Say beside the field what is wrong."""
        self._mark("true")
        self._say("alert-octagon", "danger", "danger", sentence)

    def note(self, sentence: str, icon_name: str = "information-outline") -> None:
        """Say something quiet below the field."""
        self._mark("")
        self._say(icon_name, "fg_secondary", "secondary", sentence)

    def lock(self, reason: str) -> None:
        """Disable the editor and say why."""
        self.editor.setEnabled(False)
        self._say("lock-outline", "fg_text", "", reason)

    def clear(self) -> None:
        """Take the message away; the standing hint, if any, comes back."""
        self._mark("")
        if self._hint:
            self._say("information-outline", "fg_secondary", "secondary", self._hint)
        else:
            self._row.hide()
            self.editor.setAccessibleDescription("")

    def _mark(self, wrong: str) -> None:
        """Frame the editor as wrong or not; of one that is made of several parts, the line one types in."""
        for part in (self.editor, *self.editor.findChildren(QLineEdit)):
            set_style_property(part, "wrong", wrong)

    @property
    def message(self) -> str:
        """The sentence that stands there now, or nothing."""
        return "" if self._row.isHidden() else self._message.text()

    @property
    def is_wrong(self) -> bool:
        """Whether an error stands there."""
        return bool(self.editor.property("wrong") == "true")

    def focus(self) -> None:
        """Put the cursor into the editor, and the whole field into sight: the jump to what must be repaired."""
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(self, 0, theme.SPACE.gap)

    def _say(self, icon_name: str, token: str, tone: str, sentence: str) -> None:
        self._icon.set_icon(icon_name, token)
        set_style_property(self._message, "tone", tone)
        self._message.setText(sentence)
        self._row.show()
        self._fit()
        self.editor.setAccessibleDescription(sentence)

    def _fit(self) -> None:
        """Give the message the height that its lines take at this width: a wrapped label in a fixed column does not ask for it."""
        room = max(self.width() - theme.icon_size("caption") - theme.SPACE.half, theme.SPACE.wide)
        lines = theme.metrics("caption").boundingRect(QRect(0, 0, room, 1 << 14), int(Qt.TextFlag.TextWordWrap), self._message.text())
        self._message.setMinimumHeight(lines.height())
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        if not self._row.isHidden():
            self._fit()

    def _touched(self) -> None:
        if self.is_wrong:
            self.clear()
        self.changed.emit()


def read_editor(editor: QWidget) -> str:
    """The text of any editor of the kit."""
    if isinstance(editor, QComboBox):
        data = editor.currentData()
        return str(data) if data is not None and not editor.isEditable() else editor.currentText()
    if isinstance(editor, QPlainTextEdit):
        return editor.toPlainText()
    if isinstance(editor, (Choice, QLineEdit)):
        return editor.text()
    if isinstance(editor, (QSpinBox, QDateEdit)):
        return editor.text()
    raise TypeError(type(editor).__name__)


def write_editor(editor: QWidget, value: object) -> None:
    """Put a value into any editor of the kit; None empties it."""
    text = "" if value is None else str(value)
    blocked = editor.blockSignals(True)
    if isinstance(editor, QComboBox):
        index = editor.findData(text)
        editor.setCurrentIndex(index if index >= 0 else editor.findText(text))
    elif isinstance(editor, QPlainTextEdit):
        editor.setPlainText(text)
    elif isinstance(editor, QSpinBox):
        editor.setValue(int(text or 0))
    elif isinstance(editor, (Choice, QLineEdit)):
        editor.setText(text)
    else:
        raise TypeError(type(editor).__name__)
    editor.blockSignals(blocked)


def on_change(editor: QWidget, call: Callable[[], None]) -> None:
    """Run ``call`` whenever the officer changes the editor."""
    for name in ("textChanged", "currentTextChanged", "valueChanged", "dateChanged", "picked"):
        signal = getattr(editor, name, None)
        if signal is not None:
            signal.connect(lambda *_args: call())
            return


def line(text: str = "", *, hint: str = "", big: bool = False) -> QLineEdit:
    """A line edit with a place-holder."""
    made = QLineEdit(text)
    made.setPlaceholderText(hint)
    if big:
        made.setProperty("big", "true")
    return made


class Combo(QComboBox):
    """A list to choose from; its arrow is drawn from the icon font, because the style sheet cannot colour one."""

    def paintEvent(self, event: QPaintEvent | None) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side = theme.sizes().icon
        box = QRect(self.width() - side - theme.SPACE.gap, 0, side, self.height())
        paint_icon(painter, box, "chevron-down", "fg_secondary" if self.isEnabled() else "fg_disabled")
        painter.end()


def combo(options: Sequence[tuple[str, str]]) -> QComboBox:
    """A list to choose from: (code, word) pairs; ``Field.value`` gives the code."""
    made = Combo()
    for code, word in options:
        made.addItem(word, code)
    return made


class _Adorned(QLineEdit):
    """A line edit with a word or icon painted inside at one or both ends."""

    def __init__(self, text: str = "", *, icon_name: str = "", unit: str = "", big: bool = False) -> None:
        super().__init__(text)
        self._icon, self.unit = icon_name, unit
        if big:
            self.setProperty("big", "true")
        theme.changes().changed.connect(self._margins)
        self._margins()

    def _margins(self) -> None:
        left = theme.sizes().icon + theme.SPACE.half if self._icon else 0
        self.setTextMargins(left, 0, self._right_room(), 0)

    def _right_room(self) -> int:
        return theme.text_width(self.unit) + theme.SPACE.gap if self.unit else 0

    def paintEvent(self, event: QPaintEvent | None) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        pad = theme.SPACE.inner - theme.SPACE.hair
        inner = self.rect().adjusted(pad, 0, -pad, 0)
        if self._icon:
            side = theme.sizes().icon
            paint_icon(painter, QRect(inner.x(), 0, side, self.height()), self._icon, "fg_secondary", theme.sizes().sub)
        self._paint_right(painter, inner)
        painter.end()

    def _paint_right(self, painter: QPainter, inner: QRect) -> None:
        painter.setPen(theme.colour("fg_secondary" if self.isEnabled() else "fg_disabled"))
        painter.setFont(theme.font())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), self.unit)


class UnitEdit(_Adorned):
    """A line edit whose unit stands inside at the right: 20 ‖ 个工作日."""


class IconEdit(_Adorned):
    """A line edit with an icon inside at the left and, at the right, a second fact."""


class PasswordEdit(_Adorned):
    """A password with a key icon, an eye to look at it, and a word when caps lock seems to be on."""

    caps = pyqtSignal(bool)

    def __init__(self, *, big: bool = False) -> None:
        super().__init__(icon_name="key-outline", big=big)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        action = self.addAction(icon("eye-off-outline", "fg_secondary"), QLineEdit.ActionPosition.TrailingPosition)
        assert action is not None
        action.setToolTip(t("看一眼口令"))
        action.triggered.connect(lambda _on=False: self._turn(action))

    def _turn(self, action: QAction) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        self.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        action.setIcon(icon("eye-outline" if hidden else "eye-off-outline", "fg_secondary"))

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        text = event.text()
        if len(text) == 1 and text.isascii() and text.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps.emit(text.isupper() != shift)
        super().keyPressEvent(event)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a ``Choice``: its code, its words, and a worked example below them."""

    code: str
    words: str
    example: str = ""


class Choice(QWidget):
    """Radio buttons that explain themselves; ``text()`` is the chosen code."""

    picked = pyqtSignal(str)

    def __init__(self, options: Sequence[Option], *, across: bool = False) -> None:
        super().__init__()
        self._buttons: dict[str, Radio] = {}
        self._cells: list[QWidget] = []  # an answer with its example, where they stand side by side
        self._group = QButtonGroup(self)
        self._grid = QGridLayout() if across else None
        self._columns = 0
        lay = column(gap=theme.SPACE.gap)
        for option in options:
            self._add(option)
            if across:
                self._cells.append(holder(self._line(option)) if option.example else self._buttons[option.code])
            else:
                lay.addLayout(self._line(option))
        if self._grid is not None:
            self._grid.setHorizontalSpacing(theme.SPACE.wide)
            self._grid.setVerticalSpacing(theme.SPACE.gap)
            lay.addLayout(self._grid)
            self._spread(len(options) or 1)
        self.setLayout(lay)

    def minimumSizeHint(self) -> QSize:
        """Answers side by side can stand below each other: the widest one is all the width they need."""
        hint = super().minimumSizeHint()
        if not self._cells:
            return hint
        return QSize(max(cell.sizeHint().width() for cell in self._cells), hint.height())

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if self._cells:
            wide = [cell.sizeHint().width() for cell in self._cells]
            self._spread(next((n for n in range(len(wide), 1, -1) if self._taken(wide, n) <= self.width()), 1))

    def _taken(self, wide: Sequence[int], columns: int) -> int:
        """The width of so many columns, each as wide as its widest answer."""
        return sum(max(wide[at::columns]) for at in range(columns)) + (columns - 1) * theme.SPACE.wide

    def _spread(self, columns: int) -> None:
        """Put the answers into so many columns."""
        if columns == self._columns or self._grid is None:
            return
        self._grid.setColumnStretch(self._columns, 0)
        self._columns = columns
        for place, cell in enumerate(self._cells):
            self._grid.removeWidget(cell)
            self._grid.addWidget(cell, *divmod(place, columns), Qt.AlignmentFlag.AlignTop)
        self._grid.setColumnStretch(columns, 1)
        self.updateGeometry()

    def _add(self, option: Option) -> None:
        button = Radio(option.words)
        button.setAccessibleDescription(option.example)
        self._buttons[option.code] = button
        self._group.addButton(button)
        button.toggled.connect(lambda on, code=option.code: self.picked.emit(code) if on else None)

    def _line(self, option: Option) -> QHBoxLayout:
        button = self._buttons[option.code]
        return row(column(button, _indented(option.example), gap=0), None) if option.example else row(button, None)

    def text(self) -> str:
        """The code of the chosen answer, or nothing."""
        return next((code for code, button in self._buttons.items() if button.isChecked()), "")

    def setText(self, code: str) -> None:
        """Choose an answer by its code."""
        if code in self._buttons:
            self._buttons[code].setChecked(True)

    def buttons(self) -> Sequence[QWidget]:
        """The radio buttons in their order."""
        return tuple(self._buttons.values())

    def focus_chosen(self) -> None:
        """Put the focus on the chosen answer, so that the arrows move from there."""
        chosen = next((button for button in self._buttons.values() if button.isChecked()), None)
        target = chosen or next(iter(self._buttons.values()), None)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)


def _indented(text: str) -> QLabel:
    made = label(text, "caption", "secondary")
    made.setIndent(theme.sizes().icon + theme.SPACE.gap)
    return made


def first_wrong(fields: Sequence[Field]) -> Field | None:
    """The first field that carries an error: where the eye and the cursor must go."""
    return next((field for field in fields if field.is_wrong), None)


def require(fields: Sequence[Field]) -> bool:
    """Mark every required field that is empty, and what is no text; True when none is, else the first wrong one has the cursor."""
    for field in fields:
        is_text(field)
        if field.required and not field.value().strip():
            chosen = isinstance(field.editor, (QComboBox, Choice)) and not getattr(field.editor, "typed", False)
            field.error(t(errors()["ui.choose" if chosen else "ui.required"]).format(label=field.title))
    wrong = first_wrong(fields)
    if wrong is not None:
        wrong.focus()
    return wrong is None


def is_text(field: Field) -> bool:
    """Whether what stands in a field is text that may be kept; else the sentence stands below it."""
    said = not_text(field.value())
    if said:
        field.error(said)
    return not said


def not_text(text: str) -> str:
    """The sentence that says why a text cannot be kept, or nothing."""
    try:
        check_text(text, "")
    except UserError as error:
        return sentence(error)
    return ""


def two_columns(*pairs: Sequence[QWidget]) -> QWidget:
    """Fields two and two, 24 px apart: the form of every page."""
    made, grid = QWidget(), QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.SPACE.form)
    grid.setVerticalSpacing(theme.SPACE.group)
    for index, pair in enumerate(pairs):
        for place, part in enumerate(pair):
            grid.addWidget(part, index, place, 1, 2 if len(pair) == 1 and part.property("across") else 1, Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    made.setLayout(grid)
    return made


class FieldArea(QScrollArea):
    """The fields of a form, which scroll where the page is too low to hold them whole: no field is ever pressed together."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside.setProperty("ground", "surface")
        self.setWidget(inside)

    def sizeHint(self) -> QSize:
        """As high as the fields are."""
        inside = self.widget()
        return inside.sizeHint() if inside is not None else super().sizeHint()


def three_columns(*fields: QWidget) -> QWidget:
    """Three short fields side by side."""
    made, grid = QWidget(), QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.SPACE.form)
    for place, part in enumerate(fields):
        grid.addWidget(part, 0, place, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(place, 1)
    made.setLayout(grid)
    return made
