"""One desk a data folder: a lock of the operating system, and a local socket by which a second start raises the first window.

The lock goes with the process, however it ends; a file with a process number in it would outlive a crash.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from time import monotonic, sleep
from typing import IO, TYPE_CHECKING

from PyQt6.QtCore import QObject, pyqtSignal

from app.domain.errors import Surroundings
from app.locks import hold

if TYPE_CHECKING:
    from PyQt6.QtNetwork import QLocalServer

LOCK = "desk.lock"
WAIT = 2000  # milliseconds for the first window to answer
AGAIN = 0.05  # seconds between two tries
WORD = b"raise\n"


def socket_name(data: Path) -> str:
    """The name of the socket of a data folder: short, and the same however the path is written."""
    return "stationdesk-" + hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]


class Instance(QObject):
    """The claim of this process on a data folder. ``raised`` when a second start asks for the window."""

    raised = pyqtSignal()

    def __init__(self, data: Path) -> None:
        super().__init__()
        self._data, self._name = data, socket_name(data)
        self._handle: IO[bytes] | None = None
        self._server: QLocalServer | None = None  # the network is loaded after the first paint

    def claim(self) -> bool:
        """Take the folder; False when another desk has it. ``Surroundings`` when nothing can be written there."""
        try:
            self._data.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._handle = hold(self._data / LOCK)
        except OSError as error:
            raise Surroundings("data.not_writable", path=str(self._data)) from error
        return self._handle is not None

    def listen(self) -> None:
        """Hear second starts; called after the first paint."""
        from PyQt6.QtNetwork import QLocalServer

        QLocalServer.removeServer(self._name)  # what a crash left behind; the lock says that nobody else listens
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._asked)
        self._server.listen(self._name)

    def _asked(self) -> None:
        assert self._server is not None
        caller = self._server.nextPendingConnection()
        if caller is not None:
            caller.disconnected.connect(caller.deleteLater)
            caller.disconnectFromServer()
            self.raised.emit()

    def release(self) -> None:
        """Let the folder go."""
        if self._server is not None:
            self._server.close()
            self._server = None
        if self._handle is not None:
            self._handle.close()
            self._handle = None


def raise_first(data: Path) -> bool:
    """Ask the desk that has the folder to show itself; False when it does not answer. One that is just starting is waited for."""
    from PyQt6.QtNetwork import QLocalSocket

    caller, until = QLocalSocket(), monotonic() + WAIT / 1000
    caller.connectToServer(socket_name(data))
    while not caller.waitForConnected(WAIT):
        if monotonic() > until:
            return False
        sleep(AGAIN)
        caller.connectToServer(socket_name(data))
    caller.write(WORD)
    caller.flush()
    return caller.state() == QLocalSocket.LocalSocketState.UnconnectedState or caller.waitForDisconnected(WAIT)
