"""The process that plays: ``python -m ui.voice.child``. A call comes as a line of JSON, ``playing`` and ``ended`` go back as lines.

It ends with the window that started it. Whatever hangs or breaks in the system's sound, hangs and breaks here.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QObject, QTimer, QUrl, pyqtSignal

from app.domain import voice
from app.domain.errors import UserError
from app.services.voice_clips import Clips, seconds


class ClipPlayer(QObject):
    """Joins the pieces of a call and plays them on the machine's output."""

    ended = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__()
        self._clips: Clips | None = None
        self._playing: tuple[Any, ...] = ()

    def play(self, call: dict[str, Any]) -> float:
        """Begin; the answer is how many seconds it takes. ``ended`` follows."""
        self._clips = self._clips or Clips(Path(call["own"]) if call["own"] else None)
        wav = self._clips.call(voice.call_pieces(call["ticket"], call["counter"], call["wording"]), call["repeat"])
        self._start(wav, call["volume"] / 100)
        return seconds(wav)

    def _start(self, wav: bytes, volume: float) -> None:
        from PyQt6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer

        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            QTimer.singleShot(0, lambda: self.ended.emit("no_device"))
            return
        data = QByteArray(wav)
        buffer, output, player = QBuffer(data), QAudioOutput(device), QMediaPlayer()
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        output.setVolume(volume)
        player.setAudioOutput(output)
        player.mediaStatusChanged.connect(lambda status: status is QMediaPlayer.MediaStatus.EndOfMedia and self.ended.emit(""))
        player.errorOccurred.connect(lambda *_: self.ended.emit("failed"))
        player.setSourceDevice(buffer, QUrl("call.wav"))
        self._playing = (data, buffer, output, player)  # Qt reads on from them
        player.play()


class SystemVoice(QObject):
    """A Mandarin voice of the system, where it offers one."""

    ended = pyqtSignal(str)

    def __init__(self, speech: Any) -> None:
        super().__init__()
        self._speech = speech
        self._speaking = False
        speech.stateChanged.connect(self._changed)

    @classmethod
    def found(cls, speech: Any) -> SystemVoice | None:
        """The voice, if the speech of the system has one for Mandarin; None without."""
        mandarin = [locale for locale in speech.availableLocales() if locale.name() == "zh_CN"]
        if not mandarin:
            return None
        speech.setLocale(mandarin[0])
        return cls(speech)

    def play(self, call: dict[str, Any]) -> float:
        """Begin; a generous guess how many seconds it takes."""
        text = voice.call_text(call["ticket"], call["counter"], call["wording"])
        self._speech.setVolume(call["volume"] / 100)
        self._speaking = True
        self._speech.say("。".join([text] * call["repeat"]))
        return len(text) * call["repeat"] * 1.0

    def _changed(self, state: Any) -> None:
        """Ready again after it spoke: done. The same on an error, which is no silence of the machine's."""
        if self._speaking and state.name in {"Ready", "Error"}:
            self._speaking = False
            self.ended.emit("" if state.name == "Ready" else "failed")


class Child(QObject):
    """Takes calls from standard input and answers on standard output."""

    asked = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__()
        self._players: dict[str, ClipPlayer | SystemVoice] = {}
        self.asked.connect(self._ask)

    def listen(self) -> None:
        """Runs in a thread: reading waits. The end of the input is the end of the window."""
        for line in sys.stdin:
            self.asked.emit(line)
        self.asked.emit("")

    def _ask(self, line: str) -> None:
        if not line:
            QCoreApplication.quit()
            return
        call = json.loads(line)
        try:
            _say(playing=self._player(call["voice"]).play(call))
        except UserError:
            _say(ended="no_pieces")

    def _player(self, kind: str) -> ClipPlayer | SystemVoice:
        if kind not in self._players:
            player = (_system_voice() if kind == "system" else None) or ClipPlayer()
            player.ended.connect(lambda reason: _say(ended=reason))
            self._players[kind] = player
        return self._players[kind]


def _system_voice() -> SystemVoice | None:
    from PyQt6.QtTextToSpeech import QTextToSpeech

    return SystemVoice.found(QTextToSpeech())


def _say(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def main() -> int:
    """Play until the input ends."""
    app = QCoreApplication(sys.argv)
    child = Child()
    threading.Thread(target=child.listen, daemon=True).start()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
