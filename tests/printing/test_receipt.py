"""The way to the printer, against a real socket, a real serial line and a made-up USB device: what is told when it fails, and how soon."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import pytest

from app.domain.errors import Surroundings
from app.domain.ticket_printers import printer_of
from printing import escpos, receipt
from printing.receipt import Paper, Patience
from tests.printing import fake_printer, samples

SLIP = escpos.encode(samples.ticket(), 80)
HASTY = Patience(connect=5, answer=0.5, take=1, done=0.5)


def problem(printer, patience=HASTY) -> str:
    with pytest.raises(Surroundings) as error:
        receipt.send(printer_of(printer.setting if hasattr(printer, "setting") else printer), SLIP, patience)
    return error.value.code


@pytest.mark.parametrize(
    ("said", "known"),
    [(fake_printer.FINE, Paper.THERE), (fake_printer.LOW, Paper.LOW), (None, Paper.UNKNOWN)],
    ids=["fine", "low", "silent"],
)
def test_a_printer_gets_the_slip_byte_for_byte(said, known):
    with fake_printer.printer(paper=said) as printer:
        assert receipt.send(printer_of(printer.setting), SLIP, HASTY) is known
    assert printer.got == [SLIP]


@pytest.mark.parametrize("said", [fake_printer.FINE, None], ids=["answers", "silent"])
@pytest.mark.parametrize("after", [1, 200, len(SLIP) - 1])
def test_a_printer_that_hangs_up_in_the_middle_is_told(said, after):
    with fake_printer.printer(paper=said, hang_up_after=after) as printer:
        assert problem(printer) in {"printer.broke_off", "printer.unreachable"}
    assert len(printer.got) == 1


def test_a_printer_without_paper_or_with_an_open_lid_gets_nothing():
    with fake_printer.printer(paper=fake_printer.OUT) as printer:
        assert problem(printer) == "printer.no_paper"
    with fake_printer.printer(lid=fake_printer.STOPPED) as stopped:
        assert problem(stopped) == "printer.no_paper"
    with fake_printer.printer(lid=fake_printer.OPEN) as opened:
        assert problem(opened) == "printer.not_ready"
    assert printer.got == stopped.got == opened.got == []


def test_a_printer_whose_paper_ends_in_the_middle_has_not_printed():
    with fake_printer.printer(runs_out=True) as printer:
        assert problem(printer) == "printer.stuck"


def test_nobody_at_the_address_is_told_at_once():
    assert problem(f"network:127.0.0.1:{fake_printer.closed_port()}") == "printer.unreachable"
    assert problem("serial:/nowhere/ttyS9") == "printer.unreachable"


def test_a_printer_that_takes_the_line_and_never_a_byte_is_left_in_bounded_time():
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        begun = time.monotonic()
        with pytest.raises(Surroundings) as error:
            receipt.send(printer_of(f"network:127.0.0.1:{deaf.getsockname()[1]}"), SLIP * 20_000, HASTY)
    assert error.value.code == "printer.stuck"
    assert time.monotonic() - begun < sum((HASTY.connect, HASTY.answer, HASTY.take, HASTY.done)) + 10


def test_looking_prints_nothing():
    with fake_printer.printer(paper=fake_printer.LOW) as printer:
        assert receipt.look(printer_of(printer.setting), HASTY) is Paper.LOW
    assert printer.got == []


def test_a_serial_line_carries_the_slip():
    ours, theirs = os.openpty()
    got = b""

    def take() -> None:
        nonlocal got
        while not got.endswith(escpos.FEED_AND_CUT):
            got += os.read(ours, 64)

    reader = threading.Thread(target=take, daemon=True)
    reader.start()
    assert receipt.send(printer_of(f"serial:{os.ttyname(theirs)}:115200"), SLIP, HASTY) is Paper.UNKNOWN
    reader.join(5)
    os.close(theirs)
    os.close(ours)
    assert got.replace(receipt.ASK_PAPER, b"").replace(b"\r\n", b"\n") == SLIP


class UsbPrinter:
    """A device as pyusb shows it: two bulk ends, and writes that take at most 64 bytes."""

    def __init__(self, gone_after: int = 10_000) -> None:
        self.gone_after, self.got = gone_after, b""
        self.backend = self
        ends = [SimpleNamespace(bmAttributes=2, bEndpointAddress=0x81), SimpleNamespace(bmAttributes=2, bEndpointAddress=0x03)]
        self.get_active_configuration = lambda: [ends]
        self.set_configuration = self.reset = lambda: None

    def write(self, end, data, timeout):
        import usb.core

        assert (end, timeout > 0) == (0x03, True)
        if len(self.got) >= self.gone_after:
            raise usb.core.USBError("gone", errno=19)
        self.got += data[:64]
        return len(data[:64])

    def read(self, end, size, timeout):
        import usb.core

        raise usb.core.USBTimeoutError("silence", errno=110)


@pytest.mark.parametrize("gone_after", [10_000, 130])
def test_a_usb_printer_is_fed_in_pieces_and_missed_when_its_plug_is_pulled(monkeypatch, gone_after):
    device = UsbPrinter(gone_after)
    monkeypatch.setattr("usb.core.find", lambda **wanted: device if wanted == {"idVendor": 0x0416, "idProduct": 0x5011} else None)
    monkeypatch.setattr("usb.util.dispose_resources", lambda device: None)
    if gone_after < len(SLIP):
        assert problem("usb:0416:5011") == "printer.broke_off"
    else:
        assert receipt.send(printer_of("usb:0416:5011"), SLIP, HASTY) is Paper.UNKNOWN
        assert device.got == receipt.ASK_PAPER + SLIP
    assert problem("usb:0416:5012") == "printer.unreachable"


def test_a_machine_without_the_usb_library_says_which(monkeypatch):
    import usb.core

    def find(**_wanted):
        raise usb.core.NoBackendError

    monkeypatch.setattr("usb.core.find", find)
    assert problem("usb:0416:5011") == "printer.no_driver"


def test_the_transport_leaves_no_folder_and_no_log_handler_behind(tmp_path):
    script = (
        "import logging, os, sys; from printing import receipt; from app.domain.ticket_printers import printer_of\n"
        "try: receipt.look(printer_of('network:127.0.0.1:1'))\n"
        "except Exception as error: print(error)\n"
        "print('escpos' in sys.modules, os.listdir(os.environ['TMPDIR']), logging.getLogger().handlers)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, "TMPDIR": str(tmp_path)}, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["printer.unreachable", "True [] []"]
