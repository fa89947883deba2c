"""Where a ticket slip is printed: one short text of the machine's settings, read into a frozen value.

network:192.168.1.50[:9100]     a receipt printer on the network, by its number: looking up a name could take longer than a visitor waits
usb:0416:5011                   a receipt printer on USB, by vendor and product
serial:/dev/ttyUSB0[:9600]      a receipt printer on a serial line (COM3 on Windows)
printer:NAME, or just NAME      any printer the system knows, by PDF
nothing, or none                no printer: the number is read off the screen
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import Refused

FIELD = "ticket_printer"
NETWORK_PORT = 9100
SERIAL_SPEED = 9600
SPEEDS = frozenset({1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200})
WIDTHS = (58, 80)
"""Millimetres of the paper rolls that receipt printers take."""

_USB = re.compile(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})")


class PrinterKind(StrEnum):
    """How the slip gets to the printer."""

    NONE = "none"
    NETWORK = "network"
    USB = "usb"
    SERIAL = "serial"
    PRINTER = "printer"


@dataclass(frozen=True, slots=True)
class TicketPrinter:
    """A printer for slips. ``number`` is the port of the network, the speed of the line; ``usb`` vendor and product; ``width`` in mm."""

    kind: PrinterKind = PrinterKind.NONE
    address: str = ""
    number: int = 0
    usb: tuple[int, int] = (0, 0)
    width: int = WIDTHS[-1]

    @property
    def receipt(self) -> bool:
        """Whether it is a receipt printer, which takes its own bytes and not a PDF."""
        return self.kind in {PrinterKind.NETWORK, PrinterKind.USB, PrinterKind.SERIAL}


def printer_of(text: str, width: int = WIDTHS[-1]) -> TicketPrinter:
    """The printer a setting names; ``Refused`` with a sentence when it is written wrongly."""
    if width not in WIDTHS:
        raise Refused("printer.width", field="ticket_width", width=width, widths=WIDTHS)
    kind, colon, rest = text.strip().partition(":")
    if text.strip() in {"", PrinterKind.NONE.value}:
        return TicketPrinter(width=width)
    if not colon or kind not in _READERS:
        return TicketPrinter(PrinterKind.PRINTER, text.strip(), width=width)
    address, number, usb = _READERS[kind](rest.strip())
    return TicketPrinter(PrinterKind(kind), address, number, usb, width)


_Read = tuple[str, int, tuple[int, int]]


def _network(text: str) -> _Read:
    host, colon, port = text.partition(":")
    try:
        address = str(ipaddress.IPv4Address(host))
    except ValueError as error:
        raise Refused("printer.network", field=FIELD, text=text) from error
    number = int(port) if port.isdecimal() else 0 if colon else NETWORK_PORT
    if not 0 < number < 65536:
        raise Refused("printer.port", field=FIELD, text=port)
    return address, number, (0, 0)


def _usb(text: str) -> _Read:
    found = _USB.fullmatch(text)
    if found is None:
        raise Refused("printer.usb", field=FIELD, text=text)
    return text.lower(), 0, (int(found[1], 16), int(found[2], 16))


def _serial(text: str) -> _Read:
    device, colon, tail = text.rpartition(":")
    device, speed = (device, tail) if colon else (text, str(SERIAL_SPEED))
    if not device:
        raise Refused("printer.serial", field=FIELD)
    if not speed.isdecimal() or int(speed) not in SPEEDS:
        raise Refused("printer.speed", field=FIELD, text=speed, speeds=tuple(sorted(SPEEDS)))
    return device, int(speed), (0, 0)


def _named(text: str) -> _Read:
    if not text:
        raise Refused("printer.name", field=FIELD)
    return text, 0, (0, 0)


_READERS = {"network": _network, "usb": _usb, "serial": _serial, "printer": _named}
