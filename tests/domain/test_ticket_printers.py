"""The text that names a printer for slips: every good way to write it, and a sentence for every bad one."""

from __future__ import annotations

import pytest

from app.domain.errors import Refused
from app.domain.ticket_printers import PrinterKind, TicketPrinter, printer_of
from app.texts import sentence


@pytest.mark.parametrize(
    ("text", "printer"),
    [
        ("", TicketPrinter()),
        (" none ", TicketPrinter()),
        ("network:192.168.1.50", TicketPrinter(PrinterKind.NETWORK, "192.168.1.50", 9100)),
        ("network: 10.0.0.7:6101", TicketPrinter(PrinterKind.NETWORK, "10.0.0.7", 6101)),
        ("usb:04B8:0e15", TicketPrinter(PrinterKind.USB, "04b8:0e15", 0, (0x04B8, 0x0E15))),
        ("serial:/dev/ttyUSB0", TicketPrinter(PrinterKind.SERIAL, "/dev/ttyUSB0", 9600)),
        ("serial:COM3:115200", TicketPrinter(PrinterKind.SERIAL, "COM3", 115200)),
        ("printer:HP: office", TicketPrinter(PrinterKind.PRINTER, "HP: office")),
        ("office", TicketPrinter(PrinterKind.PRINTER, "office")),
        ("HP: office", TicketPrinter(PrinterKind.PRINTER, "HP: office")),
    ],
)
def test_a_printer_is_read_from_its_text(text, printer):
    assert printer_of(text) == printer
    assert printer.receipt is (printer.kind not in {PrinterKind.NONE, PrinterKind.PRINTER})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("network:", "printer.network"),
        ("network:printer.local", "printer.network"),
        ("network:192.168.1.500", "printer.network"),
        ("network:192.168.1.5:", "printer.port"),
        ("network:192.168.1.5:0", "printer.port"),
        ("network:192.168.1.5:70000", "printer.port"),
        ("usb:04b8", "printer.usb"),
        ("usb:04b8:zzzz", "printer.usb"),
        ("serial:", "printer.serial"),
        ("serial::9600", "printer.serial"),
        ("serial:COM3:fast", "printer.speed"),
        ("serial:COM3:9601", "printer.speed"),
        ("printer:", "printer.name"),
    ],
)
def test_a_bad_text_is_refused_beside_its_field_with_a_sentence(text, code):
    with pytest.raises(Refused) as refusal:
        printer_of(text)
    assert (refusal.value.code, refusal.value.field) == (code, "ticket_printer")
    assert sentence(refusal.value).endswith("。")


@pytest.mark.parametrize("width", [58, 80])
def test_the_two_rolls_are_taken_and_no_other(width):
    assert printer_of("network:10.0.0.7", width).width == width
    with pytest.raises(Refused) as refusal:
        printer_of("", width + 1)
    assert "58、80" in sentence(refusal.value)
