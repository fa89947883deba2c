"""A PDF onto a printer through Qt: for papers on the screen, and for slips where the system has no print service of its own (Windows)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PyQt6.QtGui import QPainter

from app.domain.errors import Surroundings


def draw_pages(document: Any, printer: Any) -> None:
    """Send the pages of a ``QPdfDocument`` to a ``QPrinter``, each as large as the paper lets it."""
    painter = QPainter(printer)
    for number in range(document.pageCount()):
        if number:
            printer.newPage()
        area = QRectF(painter.viewport())
        size = document.pagePointSize(number).scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRectF(area.topLeft(), size), document.render(number, size.toSize()))
    painter.end()


def print_pdf(pdf: bytes, name: str) -> None:
    """Print on the printer of that name; Surroundings ``printer.refused`` where there is none. May run in any thread."""
    from PyQt6.QtPdf import QPdfDocument

    printer = _printer(name)
    data = QByteArray(pdf)
    buffer, document = QBuffer(data), QPdfDocument(None)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    draw_pages(document, printer)


def _printer(name: str) -> Any:
    from PyQt6.QtPrintSupport import QPrinter, QPrinterInfo

    if name not in QPrinterInfo.availablePrinterNames():
        raise Surroundings("printer.refused", address=name)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(name)
    return printer


def by_window() -> Callable[[bytes, str], None] | None:
    """How a window prints slips by PDF: itself on Windows, elsewhere by the print service of the system."""
    return print_pdf if sys.platform == "win32" else None
