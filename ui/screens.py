"""Pictures of every page, offscreen, and the check that no word is wider than its place.

python -m ui.screens --out out/screens               the kit in its three themes
python -m ui.screens --out out/screens --data DIR    every page of the desk with that station's data
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from PyQt6.QtCore import QBuffer, QEvent, QIODevice, QPoint, Qt, QTimer, qInstallMessageHandler
from PyQt6.QtWidgets import QAbstractSpinBox, QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QRadioButton, QScrollArea, QWidget

from ui import theme
from ui.desk.places import CODES, Ref
from ui.desk.shell import Shell
from ui.kit.buttons import Button
from ui.kit.fields import Field
from ui.kit.rows import as_runs
from ui.kit.runs import RunLabel, runs_width, words
from ui.kit.status import Tag, TagLabel, tag_size
from ui.kit.table import Table
from ui.kit.text import ElidedLabel
from ui.kit.wrap import WrapLabel, wrapped
from ui.models.rows import CELL, COLUMN, Cell, Column, Group, cell_text

LONGEST_REST = 2.0  # seconds
FILES_LOOKED_AT = 40
WINDOWS = ((1366, 696), (1280, 648), (1920, 1008))


def settle(rounds: int = 8) -> None:
    """Let layouts, posted events and timers of zero run."""
    for _ in range(rounds):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # nobody else does while no loop runs


def render(widget: QWidget, size: tuple[int, int]) -> bytes:
    """The widget at ``size`` as PNG bytes."""
    widget.resize(*size)
    widget.show()
    settle()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    return bytes(buffer.data().data())


def _needs(widget: QWidget) -> tuple[str, int] | None:
    """The words of a widget and the pixels they need; None where it has none or may elide by rank."""
    if isinstance(widget, ElidedLabel):
        return (widget.text(), widget.fontMetrics().horizontalAdvance(widget.text())) if widget.rank == 0 else None
    if isinstance(widget, WrapLabel):
        return words(widget.runs), widget.needed()
    if isinstance(widget, RunLabel):
        return (words(widget.runs), runs_width(widget.runs)) if widget.rank < 2 else None
    if isinstance(widget, TagLabel):
        return widget.tag.word, tag_size(widget.tag).width()
    if isinstance(widget, Button):
        return widget.text(), widget.content_width()
    if isinstance(widget, QLabel):
        return _label_needs(widget)
    if isinstance(widget, (QCheckBox, QRadioButton)):
        return widget.text(), widget.sizeHint().width()
    return None


def _label_needs(label: QLabel) -> tuple[str, int]:
    """A wrapping label needs the width of its widest unbreakable piece, and its height is looked at instead."""
    measure = label.fontMetrics()
    if not label.wordWrap():
        return label.text(), measure.horizontalAdvance(label.text())
    room = label.contentsRect()
    tall = measure.boundingRect(0, 0, max(room.width(), 1), 1 << 14, 0x1000, label.text()).height()
    return label.text(), 0 if tall <= room.height() + measure.leading() + 1 else room.width() + 1


def _is_hidden(widget: QWidget, window: QWidget) -> bool:
    """Outside its scroll area or not shown at all."""
    return not widget.isVisibleTo(window) or widget.visibleRegion().isEmpty()


def too_wide(window: QWidget) -> Iterator[str]:
    """Every label, tag and button under ``window`` whose words do not fit its rectangle."""
    for widget in window.findChildren(QWidget):
        needs = None if _is_hidden(widget, window) else _needs(widget)
        if needs is not None and needs[0] and needs[1] > widget.width():
            at = widget.mapTo(window, QPoint())
            yield f"{type(widget).__name__} “{needs[0]}” at {at.x()},{at.y()}: needs {needs[1]}, has {widget.width()}"
        elif needs is not None and needs[0] and (hidden := _beyond(widget, needs[1])) > 0:
            yield f"{type(widget).__name__} “{needs[0]}”: {hidden} pixels lie beyond the edge of what scrolls up and down only"
    for table in window.findChildren(Table):
        if not _is_hidden(table, window):
            yield from cut_cells(table)


def _beyond(widget: QWidget, needs: int) -> int:
    """By how much the words of a widget lie beyond the right edge of a scroll area that does not scroll sideways."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    port = above.viewport() if above is not None else None
    if above is None or port is None or above.horizontalScrollBarPolicy() is not Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
        return 0
    return widget.mapTo(port, QPoint()).x() + min(needs, widget.width()) - port.width()


def too_low(window: QWidget) -> Iterator[str]:
    """Every field, button and line of words under ``window`` that is pressed lower than it needs: its words run into the next."""
    for widget in window.findChildren(QWidget):
        needs = 0 if _is_hidden(widget, window) else _height_needed(widget)
        if needs > widget.height():
            at = widget.mapTo(window, QPoint())
            name = widget.title if isinstance(widget, Field) else widget.accessibleName() or getattr(widget, "text", str)()
            yield f"{type(widget).__name__} “{name}” at {at.x()},{at.y()}: needs {needs} in height, has {widget.height()}"


def _height_needed(widget: QWidget) -> int:
    """The least height at which what a widget says or takes can be read; 0 where it scrolls or has none."""
    if isinstance(widget.parent(), QAbstractSpinBox):
        return 0
    if isinstance(widget, (Field, QLineEdit, QComboBox, Button, QCheckBox, QRadioButton)):
        return widget.minimumSizeHint().height()
    if isinstance(widget, QLabel) and widget.text() and not widget.wordWrap():
        return widget.fontMetrics().ascent()  # the line may be lower than its box, its letters may not
    return 0


def cut_cells(table: Table) -> Iterator[str]:
    """The cells of rank 0 (status, ticket, deadline) that are cut, among the rows that are on the screen."""
    model, port = table.model(), table.viewport()
    assert model is not None and port is not None
    first = max(table.rowAt(0), 0)
    last = table.rowAt(port.height() - 1)
    for number in range(first, (last if last >= 0 else model.rowCount() - 1) + 1):
        for section in table.shown_columns():
            index = model.index(number, section)
            column, value = index.data(COLUMN), index.data(CELL)
            if isinstance(column, Column) and column.rank == 0 and not isinstance(value, Group):
                has = table.columnWidth(section) - 2 * theme.SPACE.cell
                needs = cell_width(column, value, has)
                if needs > has:
                    yield f"cell “{cell_text(value)}” of {table.accessibleName()}: needs {needs}, has {has}"


def cell_width(column: Column, value: Cell, has: int = 0) -> int:
    """The pixels that a cell's words need: in one line, or in the lines that a cell ``has`` wide may take."""
    if isinstance(value, Tag):
        return tag_size(value).width()
    runs = as_runs(value, column)
    return max(runs_width(line) for line in (wrapped(runs, has, column.most_lines) if has else (runs,)))


@dataclass(frozen=True, slots=True)
class Wish:
    """Which pictures are wanted."""

    places: tuple[str, ...] = CODES
    themes: tuple[str, ...] = theme.THEMES
    texts: tuple[str, ...] = theme.TEXT_SIZES[:1]
    windows: tuple[tuple[int, int], ...] = WINDOWS[:2]


def rest(shell: Shell) -> None:
    """Wait until every job has come home and is shown, and what waits a moment before it reads has read."""
    for _ in range(6):
        shell.jobs.wait(30_000)
        settle()
    deadline = monotonic() + LONGEST_REST
    while monotonic() < deadline and any(timer.isSingleShot() and timer.isActive() for timer in shell.findChildren(QTimer)):
        settle()
        shell.jobs.wait(30_000)
    settle()


def is_built(code: str) -> bool:
    """Whether a place has its page already."""
    return importlib.util.find_spec(f"ui.desk.{code}") is not None and importlib.util.find_spec(f"ui.desk.{code}.page") is not None


def looks(wish: Wish) -> Iterator[tuple[theme.Theme, tuple[int, int], str]]:
    """Every theme, text size and window with the end of its file name."""
    for name, text, size in product(wish.themes, wish.texts, wish.windows):
        plain = "" if text == theme.TEXT_SIZES[0] else f"-{text}"
        yield theme.Theme(name, text), size, f"{name}{plain}-{size[0]}x{size[1]}.png"


def shoot(app: QApplication, shell: Shell, out: Path, wish: Wish | None = None) -> list[str]:
    """A picture of every place that is built, and of the lock and the search; the words that do not fit, each with its picture."""
    wish = wish or Wish()
    narrow: list[str] = []
    for look, size, end in looks(wish):
        theme.apply(app, look)
        for code in (code for code in wish.places if is_built(code)):
            shell.resize(*size)
            shell.go(code)
            rest(shell)
            (out / f"{code}-{end}").write_bytes(render(shell, size))
            narrow += [f"{code}-{end}: {word}" for word in too_wide(shell)]
        narrow += _shoot_records(shell, out, size, end)
        _shoot_over(shell, out, size, end)
    return narrow


def _shoot_records(shell: Shell, out: Path, size: tuple[int, int], end: str) -> list[str]:
    """The two pages one opens most: the most pressing case, and a person with an assistance file."""
    narrow: list[str] = []
    for name, place, ref in records(shell):
        shell.desk.go(place, ref)
        rest(shell)
        (out / f"{name}-{end}").write_bytes(render(shell, size))
        narrow += [f"{name}-{end}: {word}" for word in too_wide(shell)]
        shell.pages[place].back()  # or the next look would show the record in the place of the list
    return narrow


def records(shell: Shell) -> Iterator[tuple[str, str, Ref]]:
    """The most pressing case and a person with an assistance file: name of the picture, place, what to open."""
    from app.domain.assistance import FileStage
    from app.services import assistance, cases

    context = shell.desk.context
    if context is None:
        return
    for row in cases.page(context.db, context.actor, context.now(), limit=1).rows:
        yield "case", "cases", Ref("case", row.number)
    files = assistance.files(context.db, context.actor, limit=FILES_LOOKED_AT).rows
    for file in [file for file in files if file.stage is not FileStage.COLLECT][:1] or files[:1]:
        yield "person", "people", Ref("person", file.person_id)


def _shoot_over(shell: Shell, out: Path, size: tuple[int, int], end: str) -> None:
    """What lies over the pages: the search and the lock."""
    shell.palette_card.start("zs")
    rest(shell)
    (out / f"search-{end}").write_bytes(render(shell, size))
    shell.palette_card.stop()
    shell.lock()
    rest(shell)
    (out / f"lock-{end}").write_bytes(render(shell, size))
    shell.unlock_for_pictures()


def shoot_first_run(app: QApplication, out: Path, wish: Wish) -> list[str]:
    """The fourth and the third step of the first run, filled as far as one can without making a station."""
    from app.settings import Settings
    from ui.desk.first_run import FirstRun
    from ui.desk.wizard import Wizard
    from ui.desk.wizard_steps import CODES as STEPS

    narrow: list[str] = []
    with TemporaryDirectory() as folder:
        wizard = Wizard(FirstRun(Settings(Path(folder))))
        wizard.jobs.wait()
        settle()
        for look, size, end in looks(wish):
            theme.apply(app, look)
            for step in ("station", "keys", "rules"):
                wizard.done = set(STEPS[: STEPS.index(step)])
                wizard.go(STEPS.index(step))
                wizard.resize(*size)
                wizard.show()
                wizard.jobs.wait()
                settle()
                (out / f"first-run-{step}-{end}").write_bytes(render(wizard, size))
                narrow += [f"first-run-{step}-{end}: {word}" for word in too_wide(wizard)]
        wizard.jobs.wait()
        wizard.close()
    return narrow


def shoot_faces(data: Path, out: Path) -> None:
    """The public screen and the first page of the kiosk, each wide and tall."""
    from app.services.board import KIOSK, SCREEN
    from app.services.faces import Link
    from app.settings import load
    from ui.display.screen import PublicScreen
    from ui.kiosk.live import StationKiosk
    from ui.kiosk.window import Kiosk

    hall, door = Link(load(data), SCREEN), Link(load(data), KIOSK)
    screen, kiosk = PublicScreen(), Kiosk(StationKiosk(door))
    seen = hall.look()
    screen.show_board(seen.board, seen.moment, seen.trouble)
    door.open()
    kiosk.begin()
    for size in ((1920, 1080), (1080, 1920)):
        (out / f"display-{size[0]}x{size[1]}.png").write_bytes(render(screen, size))
    for size in ((1280, 800), (1080, 1920)):
        kiosk.resize(*size)
        kiosk.jobs.wait()
        settle()
        (out / f"kiosk-{size[0]}x{size[1]}.png").write_bytes(render(kiosk, size))
    kiosk.close()
    for link in (hall, door):
        link.close()


def shoot_kit(app: QApplication, out: Path) -> list[Path]:
    """The sheet of states in three themes."""
    from ui.kit.gallery import Gallery

    made: list[Path] = []
    for name in theme.THEMES:
        theme.apply(app, theme.Theme(name))
        sheet = Gallery()
        path = out / f"kit-{name}.png"
        path.write_bytes(render(sheet, (sheet.sizeHint().width(), sheet.sizeHint().height())))
        made.append(path)
    return made


def main(words_given: Sequence[str] | None = None) -> int:
    """Make the pictures and list them; 1 when some word is wider than its place."""
    parser = argparse.ArgumentParser(prog="python -m ui.screens")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--as", dest="login", default="clerk1")
    parser.add_argument("--only", nargs="*", default=CODES)
    parser.add_argument("--themes", nargs="*", default=theme.THEMES)
    parser.add_argument("--texts", nargs="*", default=theme.TEXT_SIZES[:1])
    given = parser.parse_args(words_given)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ui.app import make_app

    qInstallMessageHandler(_say)
    app = make_app()  # the object must live as long as its windows
    given.out.mkdir(parents=True, exist_ok=True)
    if given.data is None:
        shoot_kit(app, given.out)
        return 0
    shell = open_window(given.data, given.login)
    wish = Wish(tuple(given.only), tuple(given.themes), tuple(given.texts))
    narrow = shoot(app, shell, given.out, wish)
    if "today" in wish.places:
        narrow += shoot_first_run(app, given.out, wish)
    shell.close()
    shoot_faces(given.data, given.out)
    sys.stderr.write("".join(line + "\n" for line in narrow))
    return 1 if narrow else 0


def _say(_kind: object, _context: object, text: str | None) -> None:
    """What Qt has to say, but not its remark that a screen nobody looks at keeps no window sizes, once a window."""
    if text and "propagateSizeHints" not in text:
        sys.stderr.write(text + "\n")


def open_window(data: Path, login: str) -> Shell:
    """The desk over a practice station, opened and filled."""
    from app.settings import SeatPreferences, load
    from ui.desk.start import LatePort, Wanted
    from ui.desk.window import DeskWindow

    settings = load(data)

    def opener(phrase: str | None) -> object:
        return importlib.import_module("ui.desk.live").open_station(settings, Wanted(login), phrase)

    shell = DeskWindow(LatePort(SeatPreferences(settings)), opener)  # type: ignore[arg-type]
    shell.show()
    shell.activateWindow()
    shell.begin()
    rest(shell)
    if shell.station is None:
        raise SystemExit(shell.stop_page.sentence.text())
    return shell


if __name__ == "__main__":
    raise SystemExit(main())
