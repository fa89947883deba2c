"""窗口失联: a counter whose desk gives no sign of life with a visitor in service, told to the head, who looks and ends the ticket."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PyQt6.QtWidgets import QFrame

from app.domain.clock import business_date, station_time
from app.services.lost_tickets import LostTicket
from app.texts import t
from app.texts import today as say
from ui import theme
from ui.kit.buttons import link
from ui.kit.text import IconLabel, label, row


class LostStrip(QFrame):
    """The counter that has been silent longest; ``ended(verb, lost)`` when the head knows how it went with the visitor."""

    def __init__(self, ended: Callable[[str, LostTicket], object]) -> None:
        super().__init__()
        self.setProperty("card", "note")
        self.first: LostTicket | None = None
        self.words = label("", wrap=True)
        self.finish = link(t("已经办完，办结"), lambda: self.first and ended("finish", self.first))
        self.abandon = link(t("人没有办就走了，弃号"), lambda: self.first and ended("abandon", self.first))
        pad = theme.SPACE.inner
        sign = IconLabel("lan-disconnect", "warn_icon")
        lay = row(sign, self.words, self.finish, self.abandon, margins=(pad, theme.SPACE.half, pad, theme.SPACE.half), gap=pad)
        lay.setStretch(1, 1)
        self.setLayout(lay)
        self.hide()

    def show_lost(self, lost: tuple[LostTicket, ...], now: datetime) -> None:
        """Show which, or go when all of them are heard of again."""
        self.first = min(lost, key=lambda one: one.silent_since, default=None)
        if self.first is not None:
            self.words.setText(lost_words(lost, self.first, now))
            self.setAccessibleName(self.words.text())
        self.setVisible(self.first is not None)


def lost_words(lost: tuple[LostTicket, ...], one: LostTicket, now: datetime) -> str:
    """2 号窗口失联：A012 李岩，还在办理，09:05 起没有消息（12 分）."""
    since = station_time(one.silent_since)
    minutes = int((now - one.silent_since).total_seconds()) // 60
    where = t("{n} 号窗口失联").format(n=one.counter) if one.counter else t("窗口失联")
    said = f"{where}：{one.ticket} {one.officer}，{say.silent(since, business_date(now))}（{say.silent_for(minutes)}）"
    return said + (t("。另有 {n} 个").format(n=len(lost) - 1) if len(lost) > 1 else "")
