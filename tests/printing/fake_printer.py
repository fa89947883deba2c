"""A receipt printer on the loopback: takes slips over TCP, answers status questions or stays silent, hangs up in the middle when told."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

PAPER, LID, IN_TURN = b"\x10\x04\x04", b"\x10\x04\x02", b"\x1dr\x01"
FINE, LOW, OUT = 0x12, 0x1E, 0x7E
STOPPED, OPEN = 0x32, 0x16


@dataclass
class FakePrinter:
    """How the printer behaves and what it got. ``hang_up_after`` counts bytes of the slip; ``paper`` None: it says nothing."""

    paper: int | None = FINE
    lid: int = FINE
    hang_up_after: int | None = None
    runs_out: bool = False
    got: list[bytes] = field(default_factory=list)
    port: int = 0

    @property
    def setting(self) -> str:
        """How the machine's settings name it."""
        return f"network:127.0.0.1:{self.port}"

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            with line:
                self._visit(line)

    def _visit(self, line: socket.socket) -> None:
        slip = b""
        while data := line.recv(50):
            for question, answer in ((PAPER, self.paper), (LID, self.lid), (IN_TURN, None if self.runs_out else 0x00)):
                if question in data:
                    data = data.replace(question, b"")
                    if answer is not None and self.paper is not None:
                        line.sendall(bytes([answer]))
            slip += data
            if slip and self.runs_out:
                self.paper = OUT
            if self.hang_up_after is not None and len(slip) >= self.hang_up_after:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # like a plug that is pulled
                self.got.append(slip)
                return
        if slip:
            self.got.append(slip)


@contextmanager
def printer(**behaviour: object) -> Iterator[FakePrinter]:
    """A printer that listens; gone at the end."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made = FakePrinter(**behaviour, port=listener.getsockname()[1])
        thread = threading.Thread(target=made.serve, args=(listener,), daemon=True)
        thread.start()
        yield made
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def closed_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
