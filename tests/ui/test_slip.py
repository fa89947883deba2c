"""The slip of a number taken at the desk: it comes out, or the number stands there large and can be printed again; and PDF through Qt."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from PyQt6.QtPrintSupport import QPrinter

from app.domain.errors import Surroundings
from app.services import queue_views, stations
from printing import receipt, render
from tests.dbfixtures import NOW
from tests.printing import fake_printer, receipts, samples
from tests.ui.real_desk import lay_out, open_desk, press, quiet
from ui import pdf_printer


@pytest.fixture
def settings(sqlite_template, tmp_path):
    return lay_out(sqlite_template, tmp_path / "data")


def test_a_number_taken_at_the_desk_comes_out_of_the_printer(qtbot, settings):
    with fake_printer.printer() as taker:
        window = open_desk(qtbot, replace(settings, ticket_printer=taker.setting))
        window.go("queue")
        quiet(qtbot, window)
        press(qtbot, window, "Ctrl+N", "Return")
    assert "A001" in receipts.read(taker.got[0])
    assert not window.page.slip.isVisible()


def test_a_slip_that_does_not_come_out_leaves_the_number_large_and_another_try(qtbot, settings, monkeypatch):
    monkeypatch.setattr(receipt.send, "__defaults__", (receipt.Patience(connect=5, answer=0.5, take=1, done=0.5),))
    with fake_printer.printer(paper=fake_printer.OUT) as taker:
        window = open_desk(qtbot, replace(settings, ticket_printer=taker.setting))
        window.go("queue")
        quiet(qtbot, window)
        press(qtbot, window, "Ctrl+N", "Return")
        strip = window.page.slip
        assert strip.isVisible()
        assert (strip.number.text(), strip.number.property("role")) == ("A001", "panel_ticket")
        assert "缺纸" in strip.sentence.text()
        db = window.desk.context.db
        assert [line.state for line in queue_views.day(db, stations.actors(db)["head"], NOW.date())] == ["waiting"]
        taker.paper = fake_printer.FINE
        strip.again.click()
        quiet(qtbot, window)
        assert not strip.isVisible()
    assert len(taker.got) == 1


def test_without_a_ticket_printer_the_desk_says_the_number_and_nothing_else(qtbot, settings):
    window = open_desk(qtbot, settings)
    window.go("queue")
    quiet(qtbot, window)
    press(qtbot, window, "Ctrl+N", "Return")
    assert not window.page.slip.isVisible()


def test_qt_prints_every_page_of_a_pdf_and_names_a_printer_that_is_not_there(qapp, tmp_path, monkeypatch):
    out = tmp_path / "out.pdf"
    printer = QPrinter()
    printer.setOutputFileName(str(out))
    with monkeypatch.context() as patched:
        patched.setattr(pdf_printer, "_printer", lambda name: printer)
        pdf_printer.print_pdf(render(samples.assistance_file(40)).pdf, "office")
    assert len(re.findall(rb"/Type /Page\b", out.read_bytes())) == render(samples.assistance_file(40)).pages
    with pytest.raises(Surroundings) as problem:
        pdf_printer.print_pdf(b"%PDF", "nobody")
    assert problem.value.code == "printer.refused"


def test_windows_print_by_themselves_and_other_systems_by_their_service(monkeypatch):
    assert pdf_printer.by_window() is None
    monkeypatch.setattr("sys.platform", "win32")
    assert pdf_printer.by_window() is pdf_printer.print_pdf
