"""Whether this machine speaks its calls: on or off, how loud, how often, silent for now, and a button to hear it."""

from __future__ import annotations

from PyQt6.QtWidgets import QWidget

from app.texts import t
from ui import theme
from ui.desk.voice import MUTED, ON, REPEAT, REPEATS, VOLUME, VOLUMES, DeskVoice
from ui.kit.buttons import second
from ui.kit.checks import Check
from ui.kit.fields import Choice, Field, Option
from ui.kit.text import card, column, label, row


class VoiceCard(QWidget):
    """The choices work at once, for this machine alone."""

    def __init__(self, voice: DeskVoice, counter: int) -> None:
        super().__init__()
        self.voice = voice
        self.on, self.muted = Check(t("由这台电脑播报本窗口的叫号")), Check(t("暂时静音"))
        self.volume = Choice([Option(str(one), f"{one}%") for one in VOLUMES], across=True)
        self.repeat = Choice([Option(str(one), t("{n} 遍").format(n=one)) for one in REPEATS], across=True)
        self.listen = second(t("试听"), lambda: self._try(counter), icon="volume-high")
        self.told = label("", tone="secondary", wrap=True)
        self.on.setChecked(voice.on)
        self.muted.setChecked(voice.muted)
        self.volume.setText(str(min(VOLUMES, key=lambda one: abs(one - voice.volume))))
        self.repeat.setText(str(voice.repeat))
        self.on.toggled.connect(lambda on: voice.choose(ON, "1" if on else ""))
        self.muted.toggled.connect(lambda on: voice.choose(MUTED, "1" if on else ""))
        self.volume.picked.connect(lambda code: voice.choose(VOLUME, code))
        self.repeat.picked.connect(lambda code: voice.choose(REPEAT, code))
        voice.silent.connect(self.told.setText)
        pad = theme.SPACE.group
        why = label(t("有大屏在播报时，这里自动不出声，一次叫号只播一处；大屏关了或没有声音，就由这里播报。"), tone="secondary", wrap=True)
        parts = (self.on, why, Field(t("音量"), self.volume), Field(t("播报"), self.repeat), row(self.listen, self.muted, None), self.told)
        self.setLayout(column(card(column(*parts, gap=theme.SPACE.inner, margins=(pad, pad, pad, pad)))))

    def _try(self, counter: int) -> None:
        self.told.setText("")
        self.voice.try_out(counter)
