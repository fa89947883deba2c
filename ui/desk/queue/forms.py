"""The small forms of the Queue page, in the place of the facts: take a number, register, inquire, transfer, leave.

Each asks as little as the service needs; Enter does it, Esc leads back without losing what was typed, a refusal stands beside its field.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PyQt6.QtCore import QEvent, QObject, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QLayout, QLineEdit, QWidget

from app.domain import persons as rules
from app.domain.errors import UserError
from app.domain.inquiries import InquiryOutcome
from app.domain.persons import IdKind
from app.domain.queueing import HoldReason, PriorityClass
from app.texts import sentence, t, word
from ui import theme
from ui.desk.answers import stock_answer
from ui.desk.kept import Keeper
from ui.kit.buttons import Button, link, primary
from ui.kit.fields import Choice, Field, Option, combo, line, require
from ui.kit.states import FailureStrip
from ui.kit.text import KeyCap, column, label, row
from ui.messages import Failure, show

STOCK = t("已当面答复")
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CardForm(QWidget):
    """A form of the card: title, fields, one primary. ``sent(values)`` when it is complete, ``closed`` on Esc."""

    sent = pyqtSignal(object)
    closed = pyqtSignal()

    def __init__(self, title: str, act: str, fields: dict[str, Field], *rows: QLayout | QWidget, beside: Field | None = None) -> None:
        """``beside`` is the last field, whose line the button shares: a line less where the page is low."""
        super().__init__()
        self.fields, self.strip, self.keeper = fields, FailureStrip(), Keeper(self)
        self.act: Button = primary(act, self.send, key="Enter")
        close = link(t("返回"), self.close_it, icon="arrow-left", role="caption")
        head = row(label(title, "sub", bold=True), None, close, KeyCap("Esc"))
        foot = row(self.act, None, self.keeper.line) if beside is None else row(beside, self.act, gap=theme.SPACE.form)
        if beside is not None:
            foot.setStretch(0, 1)
            foot.setAlignment(self.act, Qt.AlignmentFlag.AlignBottom)
        self.setLayout(column(head, *rows, self.strip, None, foot, gap=theme.SPACE.gap))
        for field in fields.values():
            field.editor.installEventFilter(self)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Enter inside a field sends the form."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in ENTER and not event.modifiers():
            self.send()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() in ENTER:
            self.send()
        else:
            super().keyPressEvent(event)

    def start(self) -> None:
        """The cursor into the first field."""
        self.strip.clear()
        next(iter(self.fields.values())).focus()

    def values(self) -> dict[str, str]:
        """All answers by code."""
        return {code: field.value().strip() for code, field in self.fields.items()}

    def send(self) -> None:
        """Ask for it, if everything that must be there is; once until it is answered."""
        if self.act.isEnabled() and require(list(self.fields.values())):
            self.act.setEnabled(False)
            self.sent.emit(self.values())

    def refuse(self, failure: Failure) -> None:
        """Say beside the field why not."""
        self.act.setEnabled(True)
        show(failure, self.strip, self.fields)

    def done(self) -> None:
        """It was done: what was kept of it goes, and it is empty for the next time."""
        self.act.setEnabled(True)
        self.strip.clear()
        for field in self.fields.values():
            field.clear()
        self.keeper.done(self.keeper.keep)

    def close_it(self) -> None:
        """Close without doing it."""
        self.act.setEnabled(True)
        self.closed.emit()


def _pair(*fields: Field, wide: str = "") -> QLayout:
    """Fields side by side; the ``wide`` one takes twice the room, for a long number and the sentence below it."""
    made = row(*fields, gap=theme.SPACE.form)
    for place, field in enumerate(fields):
        made.setStretch(place, 2 if field.title == wide else 1)
        made.setAlignment(field, Qt.AlignmentFlag.AlignTop)
    return made


class TakeForm(CardForm):
    """Take a number for somebody who stands at the desk."""

    def __init__(self, lines: Sequence[tuple[str, str]]) -> None:
        classes = [("", t("没有")), *((one.value, word(one)) for one in PriorityClass)]
        options = [(letter, f"{letter} {name}") for letter, name in lines]
        fields = {"line": Field(t("办哪类业务"), combo(options)), "priority": Field(t("优先"), combo(classes))}
        super().__init__(t("取号"), t("取号"), fields, _pair(*fields.values()))


class RegisterForm(CardForm):
    """Register somebody with as little as can be; the number is checked while it is typed. ``known(id)``: they are there already."""

    known = pyqtSignal(object)

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today
        fields = {
            "name": Field(t("姓名"), line(), required=True),
            "id_number": Field(t("证件号码"), line(hint=t("没带证件可以先空着"))),
            "phone": Field(t("手机"), line(hint=t("可以空着"))),
        }
        super().__init__(t("新登记"), t("登记，并记在号票上"), fields, _pair(*fields.values(), wide=fields["id_number"].title))
        fields["id_number"].editor.editingFinished.connect(self.check_number)  # type: ignore[attr-defined]
        self._existing: int | None = None
        self.take = link(t("就是这位，记在号票上"), self._take)
        self.take.hide()
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self.take)

    def fill(self, text: str) -> None:
        """Begin with what was searched for: a number or a name."""
        code = "id_number" if text[:1].isdigit() else "name"
        self.fields[code].set_value(text)

    def check_number(self) -> bool:
        """Say beside the field what is wrong with the number; quiet while it is empty."""
        number = self.fields["id_number"].value().strip()
        if number and rules.guess_kind(number) is not IdKind.NONE:
            try:
                rules.check_id_number(rules.guess_kind(number), number, self._today())
            except UserError as error:
                self.fields["id_number"].error(sentence(error))
                return False
        return True

    def start(self) -> None:
        self.take.hide()
        empty = next((field for field in self.fields.values() if not field.value().strip()), self.fields["name"])
        empty.focus()

    def send(self) -> None:
        if self.check_number():
            super().send()

    def exists(self, person_id: int, said: str) -> None:
        """The number belongs to somebody who is registered: offer to take that person."""
        self.act.setEnabled(True)
        self._existing = person_id
        self.fields["id_number"].error(said)
        self.take.show()
        self.take.setFocus()

    def _take(self) -> None:
        self.take.hide()
        self.known.emit(self._existing)

    def done(self) -> None:
        super().done()
        for field in self.fields.values():
            field.set_value("")


class InquiryForm(CardForm):
    """Record a first inquiry: both fields come filled, so that Enter alone is enough."""

    def __init__(self) -> None:
        outcomes = [("answered", t("当场答复")), ("told_where", t("告知去哪里办"))]
        fields = {
            "topic": Field(t("问什么"), line(), required=True),
            "answer": Field(t("怎么答复"), line(), required=True),
            "outcome": Field(t("结果"), combo(outcomes)),
        }
        super().__init__(t("首问登记"), t("登记首问"), fields, _pair(*fields.values(), wide=fields["topic"].title))
        stock_answer(fields, STOCK)

    def fill(self, topic: str) -> None:
        """Begin with what the visitor came for."""
        self.fields["topic"].set_value(self.fields["topic"].value().strip() or topic)
        told = self.fields["outcome"].value() == InquiryOutcome.TOLD_WHERE.value
        self.fields["answer"].set_value(self.fields["answer"].value().strip() or ("" if told else STOCK))

    def start(self) -> None:
        super().start()
        editor = self.fields["topic"].editor
        assert isinstance(editor, QLineEdit)
        editor.end(False)
        editor.home(True)  # all of it is chosen, and its beginning is what one reads

    def done(self) -> None:
        super().done()
        for code in ("topic", "answer"):
            self.fields[code].set_value("")
        self.fields["outcome"].set_value(InquiryOutcome.ANSWERED.value)


class TransferForm(CardForm):
    """Send the ticket to another line or straight to another counter."""

    def __init__(self, targets: Sequence[tuple[str, str]]) -> None:
        self.choice = Choice([Option(code, words) for code, words in targets], across=True)
        if targets:
            self.choice.setText(targets[0][0])
        fields = {"to": Field(t("转到哪里（到达次序和首问责任人不变）"), self.choice, required=True)}
        super().__init__(t("转号"), t("转过去"), fields, fields["to"])
        _watch(self.choice, self)

    def start(self) -> None:
        self.choice.focus_chosen()


class HoldForm(CardForm):
    """Let the ticket rest, for one of three reasons."""

    def __init__(self) -> None:
        self.choice = Choice([Option(one.value, word(one)) for one in HoldReason], across=True)
        self.choice.setText(HoldReason.NO_PAPERS.value)
        fields = {"reason": Field(t("为什么暂存（暂存的时间不算办理时间）"), self.choice, required=True)}
        super().__init__(t("暂存"), t("暂存"), fields, fields["reason"])
        _watch(self.choice, self)

    def start(self) -> None:
        self.choice.focus_chosen()

    def done(self) -> None:
        super().done()
        self.choice.setText(HoldReason.NO_PAPERS.value)


class ResumeForm(CardForm):
    """Choose the resting ticket that goes on."""

    def __init__(self, held: Sequence[tuple[str, str]]) -> None:
        self.choice = Choice([Option(ticket, words) for ticket, words in held], across=True)
        self.choice.setText(held[-1][0])
        fields = {"ticket": Field(t("哪一位回来了"), self.choice, required=True)}
        super().__init__(t("继续办理"), t("继续办理"), fields, fields["ticket"])
        _watch(self.choice, self)

    def start(self) -> None:
        self.choice.focus_chosen()


SIDE_BY_SIDE = 4
"""Reasons that stand beside each other; more of them are a list."""


class PauseForm(CardForm):
    """Leave the counter: a reason of the station's list, or one's own words."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        short = len(reasons) <= SIDE_BY_SIDE
        self.choice = Choice([Option(words, words) for words in reasons] if short else [], across=True)
        self.choice.setText(reasons[0])
        reason = self.choice if short else combo([(words, words) for words in reasons])
        fields = {"reason": Field(t("为什么离开"), reason), "other": Field(t("别的原因"), line(hint=t("写了就以这里为准")))}
        super().__init__(t("离开窗口"), t("离开窗口"), fields, fields["reason"], beside=fields["other"])
        _watch(self.choice, self)

    def start(self) -> None:
        if self.choice.buttons():
            self.choice.focus_chosen()
        else:
            super().start()

    def done(self) -> None:
        super().done()
        self.fields["other"].set_value("")


def _watch(choice: Choice, form: CardForm) -> None:
    """Enter on a radio button sends the form."""
    for button in choice.buttons():
        button.installEventFilter(form)
