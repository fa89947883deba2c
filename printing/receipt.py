"""Bytes to a receipt printer, over python-escpos: network, USB, serial. Every wait is bounded; whatever goes wrong is a ``Surroundings``.

Before the slip the printer is asked for paper and lid (DLE EOT), where it answers; behind the slip for its status in turn (GS r), so that
an answer says that all before it was carried out. A printer that answers nothing is believed once it took everything.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.domain.errors import Surroundings
from app.domain.ticket_printers import PrinterKind, TicketPrinter

ASK_PAPER, ASK_LID, ASK_IN_TURN = b"\x10\x04\x04", b"\x10\x04\x02", b"\x1dr\x01"
_LOW, _OUT, _LID_OR_ERROR, _STOPPED = 0x0C, 0x60, 0x44, 0x20
UNSURE = frozenset({"printer.broke_off", "printer.stuck"})
"""Errors after which a part of the slip may have come out."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait: for the connection, for an answer, for the bytes to be taken, for the slip to be done."""

    connect: float = 3
    answer: float = 0.7
    take: float = 5
    done: float = 3


PATIENCE = Patience()


class Paper(StrEnum):
    """What is known of the paper."""

    UNKNOWN = "unknown"
    THERE = "there"
    LOW = "low"


class _Network:
    """A printer behind a TCP port."""

    def __init__(self, printer: TicketPrinter, patience: Patience) -> None:
        import socket

        from escpos.printer import Network

        # Connected here: its own open() leaves the socket of a refused connection lying about.
        self._socket = socket.create_connection((printer.address, printer.number), patience.connect)
        self.device = Network(printer.address, printer.number)
        self.device.device = self._socket

    def write(self, data: bytes, seconds: float) -> None:
        self._socket.settimeout(seconds)
        self._socket.sendall(data)

    def read(self, seconds: float) -> bytes:
        """What it says within the time; ConnectionError when it hung up."""
        self._socket.settimeout(seconds)
        try:
            said: bytes = self._socket.recv(16)
        except TimeoutError:
            return b""
        if not said:
            raise ConnectionResetError
        return said

    def finish(self, patience: Patience) -> None:
        """Say that this was all; a printer that hung up before it had read it resets the line."""
        import socket

        self._socket.shutdown(socket.SHUT_WR)
        self._socket.settimeout(patience.answer)
        with suppress(TimeoutError):
            self._socket.recv(16)

    def drop(self) -> None:
        self.device.close()


class _Usb:
    """A printer on USB; its end points are looked up, since no two makers agree on their numbers."""

    def __init__(self, printer: TicketPrinter, patience: Patience) -> None:
        import usb.core
        from escpos.printer import Usb

        vendor, product = printer.usb
        self.device = Usb(vendor, product, timeout=round(patience.take * 1000))
        try:
            self.device.open()
        except usb.core.NoBackendError as error:
            raise Surroundings("printer.no_driver") from error
        self._usb: Any = self.device.device
        self._find_ends()

    def _find_ends(self) -> None:
        for end in (end for interface in self._usb.get_active_configuration() for end in interface):
            if end.bmAttributes & 0x03 == 0x02:  # bulk
                setattr(self.device, "in_ep" if end.bEndpointAddress & 0x80 else "out_ep", end.bEndpointAddress)

    def write(self, data: bytes, seconds: float) -> None:
        while data:
            data = data[self._usb.write(self.device.out_ep, data, round(seconds * 1000)) :]

    def read(self, seconds: float) -> bytes:
        try:
            return bytes(self._usb.read(self.device.in_ep, 16, round(seconds * 1000)))
        except OSError as error:
            if _timed_out(error):
                return b""
            raise

    def finish(self, patience: Patience) -> None:
        """A write to USB returns when the printer has it."""

    def drop(self) -> None:
        self.device.close()


class _Serial:
    """A printer on a serial line, whose driver takes the bytes before the printer does."""

    def __init__(self, printer: TicketPrinter, patience: Patience) -> None:
        from escpos.printer import Serial

        self.device = Serial(printer.address, printer.number, timeout=patience.answer)
        self.device.open()
        self._port: Any = self.device.device
        self._port.write_timeout = patience.take
        self._done = False

    def write(self, data: bytes, seconds: float) -> None:
        self._port.write(data)

    def read(self, seconds: float) -> bytes:
        self._port.timeout = seconds
        return bytes(self._port.read(1))

    def finish(self, patience: Patience) -> None:
        """Wait until the line has carried everything, which a printer out of paper never lets it."""
        until = time.monotonic() + patience.done
        while self._port.out_waiting:
            if time.monotonic() > until:
                raise TimeoutError
            time.sleep(0.01)
        self._done = True

    def drop(self) -> None:
        if not self._done:  # closing waits for what is still to be sent, for ever if it must; after an answer nothing is
            self._port.reset_output_buffer()
        self.device.close()


_Line = _Network | _Usb | _Serial
_LINES: dict[PrinterKind, type[_Line]] = {PrinterKind.NETWORK: _Network, PrinterKind.USB: _Usb, PrinterKind.SERIAL: _Serial}


def send(printer: TicketPrinter, data: bytes, patience: Patience = PATIENCE) -> Paper:
    """Print ``data``; answers what is known of the paper.

    Surroundings ``printer.unreachable``, ``no_driver``, ``no_paper``, ``not_ready``: nothing was sent. ``broke_off``, ``stuck``: a part
    may have come out.
    """
    with _opened(printer, patience) as line:
        paper = _look(line, printer, patience)
        with _in_the_middle():
            line.write(data, patience.take)
            if paper is Paper.UNKNOWN:
                line.finish(patience)
            else:
                _confirm(line, patience)
    return paper


def look(printer: TicketPrinter, patience: Patience = PATIENCE) -> Paper:
    """Whether the printer could print now; the same errors as before a slip. Nothing comes out."""
    with _opened(printer, patience) as line:
        return _look(line, printer, patience)


@contextmanager
def _opened(printer: TicketPrinter, patience: Patience) -> Iterator[_Line]:
    line = _open(printer, patience)
    try:
        yield line
    finally:
        with suppress(OSError):
            line.drop()


def _open(printer: TicketPrinter, patience: Patience) -> _Line:
    _load()
    from escpos.exceptions import DeviceNotFoundError

    try:
        return _LINES[printer.kind](printer, patience)
    except (OSError, DeviceNotFoundError) as error:
        raise Surroundings("printer.unreachable", address=printer.address) from error


def _load() -> None:
    """Import the transport so that it leaves no folder behind and gives the root logger no handler: it does both when imported."""
    import logging
    import sys
    import tempfile

    if "escpos.printer" in sys.modules:
        return
    root = logging.getLogger()
    quiet = logging.NullHandler()
    root.addHandler(quiet)
    before = tempfile.tempdir
    try:
        with tempfile.TemporaryDirectory() as scratch:
            tempfile.tempdir = scratch
            import escpos.printer  # noqa: F401
    finally:
        tempfile.tempdir = before
        root.removeHandler(quiet)


def _look(line: _Line, printer: TicketPrinter, patience: Patience) -> Paper:
    """Ask for paper and lid; errors here mean that nothing was printed."""
    try:
        paper = _ask(line, ASK_PAPER, patience.answer)
        lid = _ask(line, ASK_LID, patience.answer) if paper is not None else None
    except OSError as error:
        raise Surroundings("printer.unreachable", address=printer.address) from error
    return _judged(paper, lid)


def _judged(paper: int | None, lid: int | None) -> Paper:
    if paper is None:
        return Paper.UNKNOWN
    if paper & _OUT or (lid or 0) & _STOPPED:
        raise Surroundings("printer.no_paper")
    if (lid or 0) & _LID_OR_ERROR:
        raise Surroundings("printer.not_ready")
    return Paper.LOW if paper & _LOW else Paper.THERE


def _ask(line: _Line, request: bytes, seconds: float) -> int | None:
    """The status byte of an answer; None for silence. Bytes that are no status (of a printer that reports by itself) are passed over."""
    line.write(request, seconds)
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        said = line.read(left)
        known = [byte for byte in said if byte & 0x93 == 0x12]
        if known:
            return known[-1]
    return None


def _confirm(line: _Line, patience: Patience) -> None:
    """Wait until the slip is done. One that stopped for paper answers no more in turn, so it is asked past its turn."""
    line.write(ASK_IN_TURN, patience.answer)
    if line.read(patience.done):
        return
    paper = _ask(line, ASK_PAPER, patience.answer)
    if paper is None or paper & _OUT:
        raise TimeoutError


@contextmanager
def _in_the_middle() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Surroundings("printer.stuck" if _timed_out(error) else "printer.broke_off") from error


def _timed_out(error: OSError) -> bool:
    """Also those of pyserial and pyusb, which are no TimeoutError."""
    return isinstance(error, TimeoutError) or "Timeout" in type(error).__name__
