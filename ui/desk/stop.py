"""The card that stands where the desk cannot open: what happened, that nothing is lost, what to do; the pass phrase where one is needed."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QWidget

from app.texts import t
from ui import theme
from ui.kit.buttons import link, primary
from ui.kit.fields import Field, PasswordEdit
from ui.kit.text import IconLabel, card, column, label, row, rule

KEY_CODES = frozenset({"key.needed", "key.wrong"})


class StopPage(QWidget, theme.Themed):
    """``again(phrase)`` asks to try once more (with the phrase typed, or nothing), ``left`` to close the program."""

    again = pyqtSignal(object)
    left = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title, self.sentence = label("", "title", bold=True), label("", wrap=True)
        self.safe = label(t("数据没有改动。"), tone="secondary", wrap=True)
        self._phrase = PasswordEdit(big=True)
        self.phrase = Field(t("口令（保管数据密钥的那一个）"), self._phrase)
        self.retry = primary(t("再试一次"), self._try, key="Enter", big=True)
        self._phrase.returnPressed.connect(self._try)
        wide = theme.SPACE.wide
        head = row(IconLabel("alert-octagon", "danger", role="panel_ticket"), self.title, gap=theme.SPACE.group)
        head.setStretch(1, 1)
        links = row(None, link(t("退出"), self.left.emit))
        box = column(head, rule(), self.sentence, self.safe, self.phrase, self.retry, links, gap=theme.SPACE.inner, margins=(wide,) * 4)
        self._card = card(box)
        self.setLayout(column(None, row(None, self._card, None), None))
        self.follow_theme()

    def restyle(self) -> None:
        self._card.setFixedWidth(round(theme.SPACE.card * theme.sizes().body / theme.SIZES["standard"].body))
        super().restyle()

    def tell(self, code: str, sentence: str) -> None:
        """Say why; a missing or wrong key brings the field for the pass phrase."""
        wants_key = code in KEY_CODES
        self.title.setText(t("需要口令才能打开") if code == "key.needed" else t("站点没有打开"))
        self.sentence.setText("" if code == "key.wrong" else sentence)
        self.sentence.setVisible(code != "key.wrong")
        self.phrase.setVisible(wants_key)
        self.phrase.clear()
        if code == "key.wrong":
            self.phrase.error(sentence)
        self.setAccessibleName(f"{self.title.text()} {sentence}")
        (self._phrase if wants_key else self.retry).setFocus(Qt.FocusReason.OtherFocusReason)

    def _try(self) -> None:
        text = "" if self.phrase.isHidden() else self._phrase.text()
        self._phrase.clear()
        self.again.emit(text or None)
