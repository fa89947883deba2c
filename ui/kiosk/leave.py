"""Leaving the kiosk: an officer's password, typed by touch or on a keyboard; a wrong one leads back to the first page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PyQt6.QtWidgets import QComboBox, QLineEdit

from app.texts import t
from ui.kiosk.pages import Page
from ui.kiosk.parts import Big, Face, Scale, beside
from ui.theme_tokens import KIOSK

KEYS = "1234567890qwertyuiopasdfghjklzxcvbnm"
ACROSS = 6


class LeavePage(Page):
    """Who, and the password. Letters are on the page, since a kiosk has no keyboard."""

    def __init__(self, scale: Scale, logins: Sequence[tuple[str, str]], go: Callable[..., object]) -> None:
        super().__init__(scale, t("工作人员退出自助机"))
        self.who = QComboBox()
        for login, name in logins:
            self.who.addItem(name, login)
        self.who.setVisible(bool(logins))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        for field in (self.who, self.password):
            field.setStyleSheet(f"font-size: {scale.text}px; min-height: {scale.finger}px; max-height: {scale.finger}px")
        self.body.addLayout(beside(self.who, self.password, spacing=scale.px(KIOSK.gap)))
        self._capital = False
        self.grid([Big(Face(key), scale, lambda key=key: self.type(key)) for key in KEYS], ACROSS if scale.tall else ACROSS * 3 // 2)
        last = [
            Big(Face(t("大写")), scale, self._shift),
            Big(Face(t("退一格")), scale, self.password.backspace),
            Big(Face(t("不退出")), scale, lambda: go("home")),
            Big(Face(t("退出"), primary=True), scale, lambda: go("try_leave", self.who.currentData() or "", self.password.text())),
        ]
        self.grid(last, len(last))
        self.body.addStretch(1)
        self.password.returnPressed.connect(lambda: go("try_leave", self.who.currentData() or "", self.password.text()))

    def type(self, key: str) -> None:
        """One more character."""
        self.password.insert(key.upper() if self._capital else key)
        self._capital = False

    def _shift(self) -> None:
        self._capital = True
