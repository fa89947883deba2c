"""The playing process seen from the window: started with the first call, watched, and started anew when it died or hangs."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from PyQt6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, pyqtSignal

from ui.voice import Call

BEGIN_PATIENCE, END_PATIENCE = 10_000, 5_000
"""Milliseconds until it says that it plays, and past the length of the sound until it says that it is done."""


class PlayerProcess(QObject):
    """Plays one call at a time. ``ended`` carries nothing when it was heard, else ``no_device no_pieces stuck failed``."""

    ended = pyqtSignal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._child: QProcess | None = None
        self._playing = False
        self._watch = QTimer(self)
        self._watch.setSingleShot(True)
        self._watch.timeout.connect(lambda: self._end("stuck", kill=True))

    def play(self, call: Call) -> None:
        """Hand a call over; returns at once."""
        self._playing = True
        self._watch.start(BEGIN_PATIENCE)
        child = self._child or self._start()
        child.write(json.dumps(asdict(call)).encode() + b"\n")

    def stop(self) -> None:
        """Be silent now; ``ended`` is not said."""
        self._playing = False
        self._drop()

    def _start(self) -> QProcess:
        child = self._child = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        root = str(Path(__file__).resolve().parents[2])
        environment.insert("PYTHONPATH", os.pathsep.join(filter(None, (root, environment.value("PYTHONPATH")))))
        child.setProcessEnvironment(environment)
        child.setStandardErrorFile(QProcess.nullDevice())
        child.readyReadStandardOutput.connect(self._read)
        child.finished.connect(lambda *_: self._gone(child))
        child.errorOccurred.connect(lambda *_: self._gone(child))
        child.start(sys.executable, ["-P", "-m", "ui.voice.child"])
        return child

    def _read(self) -> None:
        while self._child is not None and self._child.canReadLine():
            said = json.loads(bytes(self._child.readLine()))
            if "playing" in said:
                self._watch.start(round(said["playing"] * 1000) + END_PATIENCE)
            else:
                self._end(said["ended"])

    def _gone(self, child: QProcess) -> None:
        """It died, or could not be started."""
        if child is self._child:
            self._end("failed", kill=True)

    def _end(self, reason: str, *, kill: bool = False) -> None:
        self._watch.stop()
        if kill:
            self._drop()
        if self._playing:
            self._playing = False
            self.ended.emit(reason)

    def _drop(self) -> None:
        self._watch.stop()
        child, self._child = self._child, None
        if child is not None:
            child.blockSignals(True)
            child.kill()
            child.waitForFinished(200)  # a killed process is gone at once; without this Qt complains about one left behind
            child.deleteLater()
