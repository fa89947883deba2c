"""The pages of the kiosk: choose, say what for, have the number; an item's guide; the code of an appointment."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.domain.kiosk import Choice, Guide, Home, Slip, guides_of
from app.domain.queueing import PriorityClass
from app.domain.ratings import BAD_LEVELS, Level
from app.texts import t, word
from ui.kiosk.parts import Big, Card, Face, Number, Scale, beside, joined, words
from ui.theme_tokens import KIOSK, LIGHT, PUBLIC

ICONS = {"A": "account-check-outline", "B": "hand-coin-outline", "C": "briefcase-outline"}
OTHER_ICON = "folder-outline"
LONGEST_CODE = 4
DAY_DIGITS = 8
SLIP_STARTS = ("BJ", "PJ")
"""How the number of a case and the code of an invitation begin."""
MOST_ITEMS = 6
MOST_CHOICES = 5  # the way out makes the sixth: a third row would need scrolling on a lying screen
FOUR = 4


class Page(QWidget):
    """A page: its question at the top, its step at the right, what one can press below."""

    def __init__(self, scale: Scale, question: str, step: str = "") -> None:
        super().__init__()
        self.scale = scale
        self.body = QVBoxLayout(self)
        edge, gap = scale.px(KIOSK.edge), scale.px(KIOSK.gap)
        self.body.setContentsMargins(edge, gap, edge, gap)
        self.body.setSpacing(gap)
        if question:
            head = words(question, scale.px(KIOSK.question), bold=True, wrap=True)
            row = beside(spacing=gap)
            row.addWidget(head, 1)
            row.addWidget(words(step, scale.text, PUBLIC.kiosk_text))
            self.body.addLayout(row)

    def grid(self, buttons: Sequence[Big], across: int, *, roomy: bool = False) -> None:
        """Buttons in columns; ``roomy`` ones take what the screen has left, up to a measure."""
        made = QGridLayout()
        made.setSpacing(self.scale.px(KIOSK.gap))
        for place, button in enumerate(buttons):
            made.addWidget(button, place // across, place % across)
        for column in range(across):
            made.setColumnStretch(column, 1)
        for button in buttons if roomy else ():
            button.setMaximumHeight(round(button.sizeHint().height() * KIOSK.roomy))
        self.body.addLayout(made, len(buttons) if roomy else 0)

    def turning(self, scale: Scale, page: int, count: int, most: int, turn: Callable[[int], object]) -> None:
        """Back and on, where there are more than fit."""
        made = [Big(Face(t("上一页"), icon="chevron-left"), scale, lambda: turn(page - 1))] if page else []
        if (page + 1) * most < count:
            made.append(Big(Face(t("下一页"), icon="chevron-right"), scale, lambda: turn(page + 1)))
        self.body.addLayout(beside(*made, spacing=scale.px(KIOSK.gap)))

    def say(self, text: str, *, wrap: bool = True) -> QLabel:
        """A sentence."""
        made = words(text, self.scale.text, PUBLIC.kiosk_text, wrap=wrap)
        self.body.addWidget(made)
        return made


def wait_words(choice: Choice) -> str:
    """How long it takes, in plain words."""
    if choice.closed:
        return choice.closed
    if not choice.ahead:
        return t("不用等")
    return t("前面 {n} 人，约 {m} 分").format(n=choice.ahead, m=choice.minutes)


def line_button(scale: Scale, choice: Choice, on: Callable[[], object]) -> Big:
    """A line as a button; one that gives no number now says why and cannot be pressed."""
    face = Face(choice.name, choice.words, wait_words(choice), ICONS.get(choice.letter, OTHER_ICON))
    made = Big(face, scale, on)
    made.setEnabled(not choice.closed)
    return made


class HomePage(Page):
    """What do you want to do? Lines with people ahead and minutes; priority, appointment, guides."""

    def __init__(self, scale: Scale, home: Home, go: Callable[..., object]) -> None:
        super().__init__(scale, "")
        self._show_now(home)
        gap = scale.px(KIOSK.gap)
        ask = words(t("您要办什么？"), scale.px(KIOSK.question), bold=True)
        told = words(t("第 1 步，共 3 步"), scale.text, PUBLIC.kiosk_text)
        self.body.addLayout(beside(ask, 1, told, spacing=gap))
        buttons = [line_button(scale, choice, lambda choice=choice: go("line", choice)) for choice in home.choices]
        if home.choices:
            unsure = Face(t("不知道办哪个"), t("先取号，到窗口问一问"), wait_words(home.choices[0]), "help-circle-outline")
            buttons.append(Big(unsure, scale, lambda: go("take", home.choices[0])))
            buttons[-1].setEnabled(not home.choices[0].closed)
        self.grid(buttons, scale.across if scale.tall or len(buttons) > FOUR else FOUR, roomy=True)
        small = [Big(Face(t("我有预约"), icon="calendar-check"), scale, lambda: go("appointment"))]
        if home.guides:
            small.append(Big(Face(t("办事指南"), icon="book-open-outline"), scale, lambda: go("guides")))
        small.append(Big(Face(t("评价服务"), icon="star-outline"), scale, lambda: go("rate_code")))
        if home.classes:
            who = joined([word(one) for one in home.classes]) if scale.tall else ""
            first = Face(t("优先取号"), who, icon="human-cane", primary=True)
            made = Big(first, scale, lambda: go("priority"))
            if scale.tall:
                self.body.addWidget(made)
            else:
                small.insert(0, made)
        self.body.addLayout(beside(*small, spacing=gap))
        self.body.addStretch(1)

    def _show_now(self, home: Home) -> None:
        """What is being called: in two lines where there is room, else in one."""
        card, px = Card(self.scale), self.scale.px
        size = px(KIOSK.called if self.scale.tall and home.call else KIOSK.question)
        number = words(home.call.ticket if home.call else t("还没有叫号"), size, PUBLIC.number, bold=True)
        where = words(t("{n} 号窗口").format(n=home.call.counter) if home.call else "", px(KIOSK.choice))
        told = t("全站等候 {n} 人").format(n=home.waiting) if home.waiting else t("现在不用等")
        now, waits = words(t("现在叫到"), self.scale.small, PUBLIC.kiosk_text), words(told, self.scale.text, PUBLIC.kiosk_text)
        gap = px(KIOSK.gap)
        if self.scale.tall:
            card.inside.addLayout(beside(now, 1, where, spacing=gap))
            card.inside.addLayout(beside(number, 1, waits, spacing=gap))
        else:
            card.inside.addLayout(beside(now, number, where, 1, waits, spacing=gap))
            card.inside.setContentsMargins(gap, 0, gap, 0)
        self.body.addWidget(card)


class ItemsPage(Page):
    """Which item of the line, page by page: so that the last page can say what to have ready."""

    def __init__(self, scale: Scale, choice: Choice, guides: Sequence[Guide], page: int, go: Callable[..., object]) -> None:
        super().__init__(scale, t("{line}：办哪一件？").format(line=choice.name), t("第 2 步，共 3 步"))
        mine = guides_of(guides, choice.letter)
        shown = mine[page * MOST_CHOICES : (page + 1) * MOST_CHOICES]
        buttons = [Big(Face(guide.name, guide.how_long), scale, lambda guide=guide: go("take", choice, guide)) for guide in shown]
        buttons.append(Big(Face(t("别的事，或者不清楚"), t("直接取号")), scale, lambda: go("take", choice)))
        self.grid(buttons, 1 if scale.tall else scale.across)
        self.body.addStretch(1)
        self.turning(scale, page, len(mine), MOST_CHOICES, lambda number: go("line", choice, number))


class PriorityPage(Page):
    """Which priority class; a certificate is looked at at the counter, not here."""

    def __init__(self, scale: Scale, classes: Sequence[PriorityClass], go: Callable[..., object]) -> None:
        super().__init__(scale, t("您属于哪一类？"), t("第 1 步，共 3 步"))
        self.grid([Big(Face(word(one)), scale, lambda one=one: go("priority_line", one)) for one in classes], scale.across)
        self.say(t("到窗口请出示证件或说明情况。"))
        self.body.addStretch(1)


class LinesPage(Page):
    """Which line, after the priority class was chosen."""

    def __init__(self, scale: Scale, choices: Sequence[Choice], chosen: PriorityClass, go: Callable[..., object]) -> None:
        super().__init__(scale, t("您要办什么？"), t("第 2 步，共 3 步"))
        self.grid(
            [line_button(scale, one, lambda one=one: go("take", one, None, chosen)) for one in choices], 1 if scale.tall else scale.across
        )
        self.body.addStretch(1)


class SlipPage(Page):
    """The number, who is ahead, what to have ready."""

    def __init__(self, scale: Scale, slip: Slip, go: Callable[..., object]) -> None:
        super().__init__(scale, "")
        card, px = Card(scale, strong=True), scale.px
        card.inside.addStretch(1)
        done = slip.printed or t("取号成功，请拿好小票")
        for text, size, colour, bold in (
            (done, self.scale.text, LIGHT.fg_text, False),
            (self._ahead(slip), self.scale.text, LIGHT.fg_text, True),
            (t("{line}，当天有效，请听叫号、看大屏").format(line=slip.line), scale.small, PUBLIC.kiosk_text, False),
        ):
            made = words(text, size, colour, bold=bold, wrap=True)
            made.setAlignment(Qt.AlignmentFlag.AlignCenter)
            card.inside.addWidget(made)
        card.inside.insertWidget(2, Number(slip.ticket, scale.number))
        card.inside.addStretch(1)
        side = QVBoxLayout()
        side.setSpacing(px(KIOSK.gap))
        if slip.bring:
            side.addWidget(self._bring(slip.bring))
        self.again = Big(Face(t("小票没出来？再打一张"), icon="printer-outline"), scale, lambda: go("print", slip))
        side.addWidget(self.again)
        side.addStretch(1)
        side.addWidget(Big(Face(t("好了，回到开始"), primary=True), scale, lambda: go("home")))
        if scale.tall:
            self.body.addWidget(card, 3)
            self.body.addLayout(side, 2)
        else:
            row = beside(spacing=px(KIOSK.gap))
            row.addWidget(card, 2)
            row.addLayout(side, 1)
            self.body.addLayout(row)

    def _ahead(self, slip: Slip) -> str:
        if not slip.ahead:
            return t("前面没有人，请准备好")
        return t("前面还有 {n} 人，大约 {m} 分钟").format(n=slip.ahead, m=slip.minutes)

    def _bring(self, bring: Sequence[str]) -> Card:
        card = Card(self.scale)
        card.inside.addWidget(words(t("请准备好"), self.scale.text, bold=True))
        for line in bring[:MOST_ITEMS]:
            card.inside.addWidget(words(line, self.scale.small, wrap=True))
        card.inside.addWidget(words(t("少带了也不要紧，窗口会一次说清。"), self.scale.small, PUBLIC.kiosk_text, wrap=True))
        return card


class GuidesPage(Page):
    """All items to read about, page by page."""

    def __init__(self, scale: Scale, guides: Sequence[Guide], page: int, go: Callable[..., object]) -> None:
        super().__init__(scale, t("想看哪一件？"))
        most = MOST_ITEMS * 2
        shown = guides[page * most : (page + 1) * most]
        self.grid([Big(Face(one.name), scale, lambda one=one: go("guide", one)) for one in shown], 1 if scale.tall else scale.across)
        self.body.addStretch(1)
        self.turning(scale, page, len(guides), most, lambda number: go("guides", number))


class GuidePage(Page):
    """One item: who and when, what to bring, how long, what it costs, how it goes; the number for it above what has to be rolled to."""

    def __init__(self, scale: Scale, guide: Guide, choice: Choice | None, go: Callable[..., object]) -> None:
        super().__init__(scale, guide.name)
        card = Card(scale)
        table = QGridLayout()
        table.setHorizontalSpacing(scale.px(KIOSK.gap))
        table.setColumnStretch(1, 1)
        for place, (head, text) in enumerate(pair for pair in _elements(guide) if pair[1]):
            table.addWidget(words(head, scale.text, bold=True), place, 0, Qt.AlignmentFlag.AlignTop)
            table.addWidget(words(text, scale.text, PUBLIC.kiosk_text, wrap=True), place, 1)
        card.inside.addLayout(table)
        if choice is not None and not choice.closed:
            self.body.addWidget(Big(Face(t("取号办这件事"), wait_words(choice), primary=True), scale, lambda: go("take", choice, guide)))
        self.body.addWidget(card)
        self.body.addStretch(1)


def _elements(guide: Guide) -> tuple[tuple[str, str], ...]:
    """The nine elements under the names they have on paper; first what one asks first."""
    first = ((t("服务对象"), guide.audience), (t("受理材料"), joined(guide.bring) or t("不用带材料")), (t("办理时限"), guide.how_long))
    more = ((t("收费"), guide.fee), (t("服务内容"), guide.content), (t("办件类型"), guide.kind), (t("办理条件"), guide.conditions))
    ways = ((t("办理途径"), guide.how_to_apply), (t("查询途径"), guide.how_to_ask), (t("投诉渠道"), guide.complaints))
    return (*first, *more, *ways)


class CodePage(Page):
    """The last digits of the code on the slip of an appointment of today, typed by touch."""

    KEYS = "123456789"

    def __init__(self, scale: Scale, prefix: str, go: Callable[..., object]) -> None:
        super().__init__(scale, t("请输预约单编号的最后几位"), t("第 1 步，共 2 步"))
        self.typed, self._prefix, self._go = "", prefix, go
        self.field = words(prefix, scale.px(KIOSK.question), PUBLIC.number, bold=True)
        self.body.addWidget(self.field, alignment=Qt.AlignmentFlag.AlignHCenter)
        digits = [Big(Face(key), scale, lambda key=key: self.press(key)) for key in self.KEYS]
        last = [
            Big(Face(t("退一格")), scale, self.back),
            Big(Face("0"), scale, lambda: self.press("0")),
            Big(Face(t("签到"), primary=True), scale, lambda: go("check_in", self.code)),
        ]
        self.grid([*digits, *last], 3 if scale.tall else MOST_ITEMS)
        self.body.addStretch(1)

    @property
    def code(self) -> str:
        """The whole code."""
        return self._prefix + self.typed

    def press(self, key: str) -> None:
        """One more digit."""
        self.typed = (self.typed + key)[:LONGEST_CODE]
        self.field.setText(self.code)

    def back(self) -> None:
        """One less."""
        self.typed = self.typed[:-1]
        self.field.setText(self.code)


class RateCodePage(Page):
    """What is rated: a number of today, or the code on a slip; its letters chosen, its digits typed by touch."""

    def __init__(self, scale: Scale, letters: Sequence[str], go: Callable[..., object]) -> None:
        super().__init__(scale, t("请输您今天的号码，或者评价单上的编号"), t("第 1 步，共 2 步"))
        self.letter, self.digits, self._go = letters[0] if letters else "A", "", go
        self.field = words(self.letter, scale.px(KIOSK.question), PUBLIC.number, bold=True)
        self.body.addWidget(self.field, alignment=Qt.AlignmentFlag.AlignHCenter)
        starts = [*letters, *SLIP_STARTS]
        self.grid([Big(Face(one), scale, lambda one=one: self.choose(one)) for one in starts], min(len(starts), MOST_ITEMS))
        digits = [Big(Face(key), scale, lambda key=key: self.press(key)) for key in CodePage.KEYS]
        on = Big(Face(t("下一步"), primary=True), scale, lambda: go("rate_level", self.code))
        last = [Big(Face(t("退一格")), scale, self.back), Big(Face("0"), scale, lambda: self.press("0")), on]
        self.grid([*digits, *last], 3 if scale.tall else MOST_ITEMS)
        self.say(t("号票或评价单上有二维码的，扫一下就行。"))
        self.body.addStretch(1)

    @property
    def code(self) -> str:
        """The whole number; that of a slip is a day and a number."""
        if self.letter not in SLIP_STARTS or len(self.digits) <= DAY_DIGITS:
            return self.letter + self.digits
        return f"{self.letter}{self.digits[:DAY_DIGITS]}-{self.digits[DAY_DIGITS:]}"

    def choose(self, letter: str) -> None:
        """Another line, or a slip."""
        self.letter = letter
        self._show()

    def press(self, key: str) -> None:
        """One more digit."""
        most = LONGEST_CODE + (DAY_DIGITS if self.letter in SLIP_STARTS else 0)
        self.digits = (self.digits + key)[:most]
        self._show()

    def back(self) -> None:
        """One less."""
        self.digits = self.digits[:-1]
        self._show()

    def _show(self) -> None:
        self.field.setText(self.code)


class RatePage(Page):
    """Five levels for one service; voluntary, and without a name."""

    def __init__(self, scale: Scale, code: str, said: str, go: Callable[..., object]) -> None:
        super().__init__(scale, t("{code} 的服务，您觉得怎么样？").format(code=said), t("第 2 步，共 2 步"))
        levels = sorted(Level, reverse=True)
        self.grid([Big(Face(word(one), "★" * one), scale, lambda one=one: go("rate", code, one)) for one in levels], scale.across)
        self.say(t("评价自愿，不记姓名，也不影响您办事。"))
        self.body.addStretch(1)


class ThanksPage(Page):
    """The rating is kept."""

    def __init__(self, scale: Scale, level: Level, go: Callable[..., object]) -> None:
        super().__init__(scale, t("谢谢您的评价"))
        card = Card(scale, strong=True)
        card.inside.addWidget(words(t("您选的是：{level}").format(level=word(level)), scale.px(KIOSK.choice), bold=True))
        told = t("我们会核实、整改，由没有被评价的人监督。") if level in BAD_LEVELS else t("我们会继续努力。")
        card.inside.addWidget(words(told, scale.text, wrap=True))
        self.body.addWidget(card)
        self.body.addStretch(1)
        self.body.addWidget(Big(Face(t("回到开始"), primary=True), scale, lambda: go("home")))


class SentencePage(Page):
    """Something could not be done: what, and that nothing is lost."""

    def __init__(self, scale: Scale, sentence: str, go: Callable[..., object]) -> None:
        super().__init__(scale, t("请看一下"))
        card = Card(scale, strong=True)
        card.inside.addWidget(words(sentence, scale.px(KIOSK.choice), wrap=True))
        self.body.addWidget(card)
        self.body.addStretch(1)
        self.body.addWidget(Big(Face(t("回到开始"), primary=True), scale, lambda: go("home")))
