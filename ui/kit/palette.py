"""The search palette: a scrim and a card over the window, not a window of its own (some window managers steal its focus).

Results come while typing; what an input method is still composing is not searched until it is committed. Groups stand in a fixed order,
Tab widens the group one stands in, ``>`` first limits to commands, Enter opens, Ctrl+Enter begins a case for the person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QRect, QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QFrame, QLineEdit, QListView, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.texts import t
from ui import theme
from ui.kit.icons import paint_icon
from ui.kit.rows import paint_row
from ui.kit.runs import Run, Runs, paint_runs, plain
from ui.kit.status import paint_tag, tag_size
from ui.kit.text import IconLabel, KeyCap, column, holder, key_size, keys_row, label, paint_key, row

if TYPE_CHECKING:
    from ui.desk.ports import Answer, Hit, HitGroup

COMMANDS = "commands"


class _Results(QAbstractListModel):
    """Group heads and hits in one list; heads cannot be chosen."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[Any] = []

    def set_answer(self, answer: Answer) -> None:
        """Show another answer."""
        self.beginResetModel()
        self.entries = [entry for group in answer.groups if group.hits for entry in (group, *group.hits)]
        self.endResetModel()

    def is_hit(self, number: int) -> bool:
        """Whether a row can be chosen."""
        return 0 <= number < len(self.entries) and hasattr(self.entries[number], "ref")

    def group_of(self, number: int) -> HitGroup | None:
        """The group a hit stands in."""
        heads = [entry for entry in self.entries[: number + 1] if not hasattr(entry, "ref")]
        return heads[-1] if heads else None

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.entries)

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        chosen = Qt.ItemFlag.ItemIsSelectable if self.is_hit(index.row()) else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | chosen

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{entry.title} {getattr(entry, 'second', '')} {getattr(entry, 'right', '')}".strip()
        return None


def marked(text: str, marks: tuple[tuple[int, int], ...], tone: str, *, heavy: bool = False) -> Runs:
    """``text`` with the matched ranges bold, blue and underlined."""
    runs: list[Run] = []
    at = 0
    for start, end in marks:
        runs += [Run(text[at:start], heavy, tone), Run(text[start:end], True, "accent", mark=True)]
        at = end
    return tuple(run for run in (*runs, Run(text[at:], heavy, tone)) if run.text)


def hit_title(hit: Hit) -> Runs:
    """The bold title and, where there is one, the reading beside it with what matched."""
    if not hit.reading:
        return marked(hit.title, hit.marks, "fg_text", heavy=True)
    return (Run(f"{hit.title} ", True), *marked(hit.reading, hit.marks, "fg_secondary"))


class _HitDelegate(QStyledItemDelegate):
    """Draws heads and hits."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self._palette = palette

    def paint(self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        assert painter is not None
        entry = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        if hasattr(entry, "ref"):
            paint_row(painter, option, first=True)
            self._hit(painter, option, entry)
        else:
            self._head(painter, option.rect, entry)
        painter.restore()

    def _head(self, painter: QPainter, rect: QRect, group: HitGroup) -> None:
        painter.fillRect(rect, theme.colour("bg_canvas"))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), theme.SPACE.hair), theme.colour("line_hair"))
        box = rect.adjusted(theme.SPACE.group, 0, -theme.SPACE.group, 0)
        paint_runs(painter, box, (Run(f"{group.title} {len(group.hits)}", True, "fg_secondary", "caption"),))
        hint = self._hint(group)
        if hint:
            paint_runs(painter, box, plain(hint, "fg_secondary", "caption"), right=True)

    def _hint(self, group: HitGroup) -> str:
        """What Tab does, at the head of the group one stands in."""
        palette = self._palette
        here = palette.results.group_of(palette.list.currentIndex().row())
        if here is not group:
            return ""
        return t("Tab 看全部") if palette.only else t("Tab 只看{group}").format(group=group.title)

    def _hit(self, painter: QPainter, option: QStyleOptionViewItem, hit: Hit) -> None:
        space, size, box = theme.SPACE, theme.sizes(), option.rect.adjusted(theme.SPACE.group, 0, -theme.SPACE.group, 0)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        paint_icon(painter, QRect(box.x(), box.y(), size.icon, box.height()), hit.icon, "fg_secondary")
        left = box.x() + space.wide
        right = self._right(painter, box, hit, selected)
        middle = box.x() + round(box.width() * 0.41)
        title = QRect(left, box.y(), middle - left - space.gap, box.height())
        paint_runs(painter, title, hit_title(hit), selected=selected)
        paint_runs(
            painter, QRect(middle, box.y(), right - middle - space.gap, box.height()), plain(hit.second, "fg_secondary"), selected=selected
        )

    def _right(self, painter: QPainter, box: QRect, hit: Hit, selected: bool) -> int:
        """What stands at the right edge; gives where it begins."""
        edge = box.right() + 1
        cap = t("Enter 打开") if selected else hit.key
        if cap:
            wanted = key_size(cap)
            frame = QRect(edge - wanted.width(), box.center().y() - wanted.height() // 2, wanted.width(), wanted.height())
            paint_key(painter, frame, cap)
            edge = frame.x() - theme.SPACE.inner
        if hit.tag is not None:
            wide = tag_size(hit.tag).width()
            paint_tag(painter, QRect(edge - wide, box.y(), wide, box.height()), hit.tag, selected=selected)
            return edge - wide
        wide = theme.text_width(hit.right)
        paint_runs(painter, QRect(edge - wide, box.y(), wide, box.height()), plain(hit.right))
        return edge - wide

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        size, is_hit = theme.sizes(), hasattr(index.data(Qt.ItemDataRole.UserRole), "ref")
        return QSize(theme.SPACE.card, size.row_compact - 1 if is_hit else size.statusbar)


class _SearchLine(QLineEdit):
    """The input: arrows move in the list, Tab widens, Enter opens."""

    moved = pyqtSignal(int)
    widened = pyqtSignal()
    entered = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.composing = False

    def event(self, event: QEvent | None) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab:
            self.widened.emit()
            return True
        return super().event(event)

    def inputMethodEvent(self, event: Any) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -5, Qt.Key.Key_PageDown: 5}
        if event.key() in steps:
            self.moved.emit(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class _Card(QFrame):
    """The card itself, framed in the accent."""

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("bg_surface"))
        painter.setPen(QPen(theme.colour("accent"), theme.SPACE.ring))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()


class Palette(QWidget):
    """Scrim and card. ``asked(text, only)`` wants an answer (give it to ``show_answer``); ``chosen(hit)``, ``case_asked(hit)``."""

    asked = pyqtSignal(str, str)
    chosen = pyqtSignal(object)
    case_asked = pyqtSignal(object)
    closed = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.only = ""
        self._before: QWidget | None = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(theme.TIMING.search)
        self._wait.timeout.connect(self._ask)
        self._build()
        self.hide()

    def _build(self) -> None:
        self.card = _Card(self)
        self.line = _SearchLine()
        self.line.setProperty("bare", "true")
        self.line.setProperty("role", "queue_name")
        self.line.setAccessibleName(t("搜索"))
        self.count = label("", tone="secondary")
        self.results = _Results(self)
        self.list = QListView()
        self.list.setModel(self.results)
        self.list.setItemDelegate(_HitDelegate(self))
        self.list.setProperty("bare", "true")
        self.list.setProperty("shown_focused", True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(lambda index: self._choose(index.row()))
        self.nothing = label("", tone="secondary", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._wire()
        space = theme.SPACE
        head = row(
            IconLabel("magnify", "accent", role="queue_name"),
            self.line,
            self.count,
            KeyCap("Esc"),
            margins=(space.group,) * 4,
            gap=space.inner,
        )
        head.setStretch(1, 1)
        self.hint = label(t("可输：姓名、拼音、证件或电话后四位、号票、办件编号、命令"), "caption", "secondary")
        keys = keys_row(("↑", ""), ("↓", t("选择")), ("Enter", t("打开")), ("Ctrl+Enter", t("为此人新办件")))
        foot = holder(row(keys, None, self.hint, margins=(space.group, space.half, space.group, space.half)), "sunken")
        foot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._edges = (head, foot)
        self.card.setLayout(column(head, self.list, self.nothing, foot, gap=0, margins=(space.ring,) * 4))

    def _wire(self) -> None:
        self.line.textChanged.connect(self._typed)
        self.line.moved.connect(self.move_by)
        self.line.widened.connect(self.widen)
        self.line.entered.connect(lambda: self._choose(self.list.currentIndex().row()))

    def start(self, text: str = "") -> None:
        """Open over the window with an empty line (or ``text``)."""
        window = self.window()
        self._before = window.focusWidget() if window is not None else None
        self.only = ""
        self.line.setText(text)
        self._ask()
        self.fit()
        self.show()
        self.raise_()
        self.line.setFocus()

    def stop(self) -> None:
        """Close and give the focus back; the words typed elsewhere are untouched."""
        if self.isHidden():
            return
        self._wait.stop()
        self.hide()
        if self._before is not None:
            self._before.setFocus()
        self.closed.emit()

    def show_answer(self, answer: Answer) -> None:
        """Show hits and stand on the first one."""
        self.results.set_answer(answer)
        self.count.setText(t("{n} 条").format(n=answer.count) if self.line.text() else "")
        empty = not answer.count
        self.list.setVisible(not empty)
        self.nothing.setVisible(empty)
        words = self.line.text().strip()
        self.nothing.setText(
            t("没有找到“{words}”。换几个字，或输证件、电话的后四位。").format(words=words) if words else t("输几个字就会出结果。")
        )
        self.move_by(1)
        self.fit()

    def move_by(self, step: int) -> None:
        """Go to the next hit in a direction, over the heads."""
        at, way = self.list.currentIndex().row(), 1 if step > 0 else -1
        for _ in range(abs(step)):
            target = at + way
            while 0 <= target < len(self.results.entries) and not self.results.is_hit(target):
                target += way
            if not self.results.is_hit(target):
                break
            at = target
        if self.results.is_hit(at):
            self.list.setCurrentIndex(self.results.index(at))
            port = self.list.viewport()
            assert port is not None
            port.update()

    def widen(self) -> None:
        """Limit to the group one stands in, or take the limit away."""
        group = self.results.group_of(self.list.currentIndex().row())
        self.only = "" if self.only or group is None else group.code
        self._ask()

    def current(self) -> Hit | None:
        """The hit one stands on."""
        number = self.list.currentIndex().row()
        return self.results.entries[number] if self.results.is_hit(number) else None

    def begin_case(self) -> None:
        """Ctrl+Enter: a new case for the person one stands on."""
        hit = self.current()
        if hit is not None and hit.person_id is not None:
            self.stop()
            self.case_asked.emit(hit)

    def _typed(self, _text: str) -> None:
        if not self.line.composing and not self.isHidden():
            self._wait.start()

    def _ask(self) -> None:
        text = self.line.text().strip()
        only = COMMANDS if text.startswith(">") else self.only
        self.asked.emit(text.removeprefix(">").strip(), only)

    def _choose(self, number: int) -> None:
        if self.results.is_hit(number):
            hit = self.results.entries[number]
            self.stop()
            self.chosen.emit(hit)

    def fit(self) -> None:
        """Fill the window, the card below the top bar and as high as its hits need."""
        parent = self.parentWidget()
        assert parent is not None
        self.setGeometry(parent.rect())
        size, space = theme.sizes(), theme.SPACE
        rows = sum(self.list.sizeHintForRow(n) for n in range(len(self.results.entries))) or 3 * size.row_compact
        frame = sum(part.sizeHint().height() for part in self._edges) + 2 * space.ring
        width = min(round(space.palette * size.body / theme.SIZES["standard"].body), self.width() - 2 * space.group)
        self.hint.show()
        self.hint.setVisible(self._edges[1].sizeHint().width() <= width - 2 * space.ring)
        height = min(rows + frame, self.height() - size.topbar - space.wide)
        self.card.setGeometry((self.width() - width) // 2, size.topbar - space.half, width, height)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and not self.card.geometry().contains(event.position().toPoint()):
            self.stop()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.scrim())
        painter.end()
