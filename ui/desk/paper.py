"""A paper on the screen, as it will come out of the printer: looked at, printed, or saved; either is kept in the list of prints."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QPainter, QPixmap
from PyQt6.QtWidgets import QFileDialog, QFrame, QLabel, QScrollArea, QWidget

from app.domain.documents import Document
from app.services import papers
from app.services.papers import Drawn, Wanted
from app.texts import t, word
from ui import theme
from ui.desk.keys import key_of
from ui.desk.work import WorkPage
from ui.kit.buttons import link, primary, second
from ui.kit.states import FailureStrip
from ui.kit.text import KeyCap, column, holder, label, row
from ui.messages import Failure, show
from ui.pdf_printer import draw_pages

WIDE = 2  # the preview is drawn at twice its size, so that small print can be read on any screen


class PaperSheet(QScrollArea):
    """The pages of a drawn paper, one below the other."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAccessibleName(t("单据预览"))
        self.pages = 0
        self._data: tuple[QByteArray, QBuffer, object] | None = None

    def show_pdf(self, pdf: bytes) -> None:
        """Draw the pages of a file."""
        document = self._open(pdf)
        self.pages = document.pageCount()
        lay = column(*(self._page(document, number) for number in range(self.pages)), None, gap=theme.SPACE.group)
        for number in range(self.pages):
            item = lay.itemAt(number)
            assert item is not None
            item.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setWidget(holder(lay, "canvas"))

    def _open(self, pdf: bytes):
        from PyQt6.QtPdf import QPdfDocument

        data = QByteArray(pdf)
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document = QPdfDocument(self)
        document.load(buffer)
        self._data = (data, buffer, document)  # Qt reads on from them while pages are drawn
        return document

    def _page(self, document, number: int) -> QWidget:
        size = document.pagePointSize(number)
        room = max(self.width() - 4 * theme.SPACE.group, theme.SPACE.card)
        width = min(round(size.width() * WIDE), room)
        shown = QSize(width, round(width * size.height() / max(size.width(), 1)))
        ratio = self.devicePixelRatioF()
        picture = QPixmap.fromImage(document.render(number, shown * ratio))
        picture.setDevicePixelRatio(ratio)
        white = QPixmap(picture.size())
        white.setDevicePixelRatio(ratio)
        white.fill(QColor(theme.Theme().colours.bg_surface))  # paper is white in every theme
        painter = QPainter(white)
        painter.drawPixmap(0, 0, picture)
        painter.end()
        made = QLabel()
        made.setPixmap(white)
        made.setAccessibleName(t("第 {n} 页").format(n=number + 1))
        return made

    def print_on(self, printer) -> None:
        """Send the pages to a printer."""
        assert self._data is not None
        draw_pages(self._data[2], printer)


class PaperView(QWidget):
    """A paper over the page. ``closed`` on Esc; print and save are recorded."""

    closed = pyqtSignal()

    def __init__(self, page: WorkPage, wanted: Wanted, note: str = "", *, done: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.page, self.wanted, self.drawn, self._done = page, wanted, None, done
        self.sheet, self.strip = PaperSheet(), FailureStrip()
        self.print = primary(t("打印"), self.print_it, icon="printer-outline", key=key_of("print"))
        self.save = second(t("另存为 PDF"), self.save_it, icon="content-save-outline")
        self.told = label("", tone="secondary")
        close = link(t("返回"), self.closed.emit, icon="arrow-left")
        title = label(word(Document(wanted.document)), "title", bold=True)
        lay = column(row(title, label(note, tone="secondary"), None, close, KeyCap("Esc"), gap=theme.SPACE.inner), self.strip)
        lay.addWidget(self.sheet, 1)
        lay.addLayout(row(self.print, self.save, self.told, None))
        self.setLayout(lay)
        for button in (self.print, self.save):
            button.setEnabled(False)

    def start(self) -> None:
        """Draw it from the records as they stand now."""
        self.told.setText(t("正在画…"))
        self.page.ask(lambda c: papers.draw(c.db, c.actor, c.now(), self.wanted, settings=c.settings), self._show, self._refused)

    def _show(self, drawn: Drawn) -> None:
        self.drawn = drawn
        self.sheet.show_pdf(drawn.pdf)
        self.told.setText(t("{n} 页").format(n=drawn.pages))
        for button in (self.print, self.save):
            button.setEnabled(True)
        self.print.setFocus()

    def _refused(self, failure: Failure) -> None:
        self.told.setText("")
        show(failure, self.strip)

    def print_it(self) -> None:
        """Ask which printer (none is asked for where the machine's settings name one) and print."""
        from PyQt6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

        if self.drawn is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        named = self.page.context.settings.paper_printer
        if named and named in QPrinterInfo.availablePrinterNames():
            printer.setPrinterName(named)
        elif QPrintDialog(printer, self).exec() != QPrintDialog.DialogCode.Accepted:
            return
        self.sheet.print_on(printer)
        drawn = self.drawn
        self.page.put(lambda c: papers.record(c.db, c.actor, c.now(), drawn), lambda _: self._told(t("已送到打印机，并记入打印记录。")))

    def save_it(self) -> None:
        """Ask where to, and write it whole or not at all."""
        if self.drawn is None:
            return
        where, _ = QFileDialog.getSaveFileName(self, t("另存为"), self.drawn.file_name, t("PDF 文件 (*.pdf)"))
        if where:
            self.save_to(Path(where))

    def save_to(self, out: Path) -> None:
        """Write the paper to a file; the list of prints says so."""
        work = lambda c: papers.print_file(c.db, c.actor, c.now(), self.wanted, out, settings=c.settings)  # noqa: E731
        self.page.put(work, lambda _: self._told(t("已保存，并记入打印记录。")), self._refused)

    def _told(self, sentence: str) -> None:
        self.told.setText(sentence)
        if self._done is not None:
            self._done()


def open_paper(page: WorkPage, wanted: Wanted, note: str = "", *, done: Callable[[], object] | None = None) -> PaperView:
    """Lay a paper over a page."""
    view = PaperView(page, wanted, note, done=done)
    view.closed.connect(page.uncover)
    page.cover(view)
    view.start()
    return view
