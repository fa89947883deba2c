"""The public screen as one painted widget: one call at a time, the last five, who waits, and notices and jobs page by page."""

from __future__ import annotations

from datetime import datetime

from PyQt6.QtCore import QMargins, QPoint, QRect, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QWidget

from app.domain.board import RECENT, Board, BoardCall, BoardLine, BoardPage, PageKind, page_at
from app.domain.clock import station_time
from app.texts import t
from app.texts.faces import hall_words
from ui.display.sheet import CENTRE, LEFT, RIGHT, Run, Sheet
from ui.kit.days import weekday
from ui.theme_tokens import BOARD, PUBLIC

TAGS = {PageKind.NOTICE: t("通知"), PageKind.JOB: t("招聘"), PageKind.POLICY: t("政策")}
COLUMNS = 6


class PublicScreen(QWidget):
    """Shows a ``Board`` at a moment; ``trouble`` is one sentence while the station cannot be reached, the last state stays."""

    def __init__(self) -> None:
        super().__init__()
        self.board: Board | None = None
        self.trouble = ""
        self.moment: datetime | None = None
        self.setWindowTitle(t("大屏"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_board(self, board: Board | None, moment: datetime, trouble: str = "") -> bool:
        """Take a state; painted only when something visible is another one, which the answer tells."""
        before = self._visible()
        self.board, self.moment, self.trouble = board, moment, trouble
        if self._visible() == before:
            return False
        self.setAccessibleName(spoken(board))
        self.update()
        return True

    def _visible(self) -> object:
        """Everything the picture depends on: the state, the minute and the page that stands at the foot."""
        if self.moment is None:
            return None
        page = page_at(self.board.pages, self.moment) if self.board else 0
        return self.board, self.trouble, f"{self.moment:%Y%m%d%H%M}", page

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = Sheet(painter, self.size())
        sheet.fill(self.rect(), PUBLIC.ground)
        if self.moment is not None:
            _Picture(sheet, self.rect(), self.board, station_time(self.moment), self.trouble).paint()
        painter.end()


def spoken(board: Board | None) -> str:
    """The state in words, for a screen reader."""
    if board is None or not board.calls:
        return t("大屏，还没有叫号")
    return t("请 {ticket} 到 {counter} 号窗口").format(ticket=board.calls[0].ticket, counter=board.calls[0].counter)


class _Picture:
    """One painting: where everything stands, by the shape of the screen."""

    def __init__(self, sheet: Sheet, room: QRect, board: Board | None, now: datetime, trouble: str) -> None:
        self.sheet, self.room, self.board, self.now, self.trouble = sheet, room, board, now, trouble
        px = sheet.px
        self.head = QRect(room.left(), room.top(), room.width(), px(BOARD.bar))
        self.tall = room.height() > room.width()
        floor = px(BOARD.floor) * (2 if self.tall else 1)
        self.foot = QRect(room.left(), room.bottom() + 1 - floor, room.width(), floor)
        middle = QRect(room.left(), self.head.bottom() + 1, room.width(), self.foot.top() - self.head.bottom() - 1)
        if self.tall:
            side = px(BOARD.label + BOARD.inner * 2 + BOARD.row * (RECENT + 1))
            self.main = middle.adjusted(0, 0, 0, -side)
            self.side = QRect(middle.left(), self.main.bottom() + 1, middle.width(), side)
        else:
            self.main = middle.adjusted(0, 0, -px(BOARD.side), 0)
            self.side = QRect(self.main.right() + 1, middle.top(), px(BOARD.side), middle.height())

    def paint(self) -> None:
        self._paint_head()
        self._paint_foot()
        self._rule(self.side.topLeft(), self.side.topRight() if self.tall else self.side.bottomLeft())
        if self.board is None:
            self._paint_quiet(self._card(self.main.height()), t("正在准备"), t("请稍候，或直接到窗口"))
            return
        counts = self.sheet.px(BOARD.counts) * -(-len(self.board.lines) // COLUMNS)
        self._paint_call(self._card(self.main.height() - counts))
        self._paint_counts(QRect(self.main.left(), self.main.bottom() + 1 - counts, self.main.width(), counts), self.board.lines)
        self._paint_recent(self.board.calls[1 : RECENT + 1])

    def _rule(self, start: QPoint, end: QPoint) -> None:
        self.sheet.painter.setPen(QPen(QColor(PUBLIC.card_frame).darker(), self.sheet.px(BOARD.line)))
        self.sheet.painter.drawLine(start, end)

    # -- head and foot

    def _paint_head(self) -> None:
        px = self.sheet.px
        inside = self.head.adjusted(px(BOARD.edge), 0, -px(BOARD.edge), 0)
        date_words = t("{month} 月 {day} 日 {weekday} ").format(month=self.now.month, day=self.now.day, weekday=weekday(self.now.date()))
        runs = [Run(date_words, BOARD.label, PUBLIC.second), Run(f"{self.now:%H:%M}", BOARD.time, PUBLIC.text, bold=True)]
        if self.tall:  # the date gives way to the station's name
            runs = runs[1:]
        right = inside.adjusted(inside.width() - sum(map(self.sheet.width, runs)) - px(BOARD.gap), 0, 0, 0)
        self.sheet.line_of(right, runs, RIGHT)
        if self.board is not None:
            mark = t("【练习】") if self.board.practice else ""
            left = inside.adjusted(0, 0, -right.width(), 0)
            self.sheet.words(left, Run(mark + self.board.station, BOARD.title, PUBLIC.text, bold=True))
        self._rule(self.head.bottomLeft(), self.head.bottomRight())

    def _paint_foot(self) -> None:
        px = self.sheet.px
        self.sheet.fill(self.foot, PUBLIC.foot)
        inside = self.foot.adjusted(px(BOARD.edge), 0, -px(BOARD.edge), 0)
        rolling = self._paint_state(inside)
        pages = self.board.pages if self.board else ()
        if self.trouble or not pages:
            words = self.trouble or t("欢迎，请先取号，听到叫号再到窗口")
            self.sheet.words(rolling, Run(words, BOARD.foot, PUBLIC.text))
            return
        place = page_at(pages, self.now)
        at = rolling.adjusted(rolling.width() - px(BOARD.row), 0, 0, 0)
        self.sheet.words(at, Run(f"{place + 1} / {len(pages)}", BOARD.smallest, PUBLIC.second), RIGHT)
        self._paint_page(rolling.adjusted(0, 0, -at.width() - px(BOARD.gap), 0), pages[place])

    def _paint_state(self, inside: QRect) -> QRect:
        """The opening state: at the right edge, on a tall screen in a line of its own; the answer is the room that is left."""
        if self.board is None:
            return inside
        px = self.sheet.px
        run = Run(hall_words(self.board, self.now), BOARD.label, PUBLIC.text)
        if self.tall:
            upper, lower = inside.adjusted(0, 0, 0, -inside.height() // 2), inside.adjusted(0, inside.height() // 2, 0, 0)
            self.sheet.words(lower, run)
            self._rule(lower.topLeft(), lower.topRight())
            return upper
        taken = self.sheet.words(inside.adjusted(inside.width() // 2, 0, 0, 0), run, RIGHT)
        edge = taken.left() - px(BOARD.gap)
        self._rule(QPoint(edge, inside.center().y() - px(BOARD.gap)), QPoint(edge, inside.center().y() + px(BOARD.gap)))
        return inside.adjusted(0, 0, edge - px(BOARD.gap) - inside.right(), 0)

    def _paint_page(self, place: QRect, page: BoardPage) -> None:
        """Large where it fits, else in two smaller lines."""
        px = self.sheet.px
        chip = QRect(place.left(), place.center().y() - px(BOARD.label) * 2 // 3, px(BOARD.row), px(BOARD.label) * 4 // 3)
        self._rounded(chip, PUBLIC.card)
        self.sheet.words(chip, Run(TAGS[page.kind], BOARD.smallest, PUBLIC.card_text, bold=True), CENTRE)
        room, run = place.adjusted(chip.width() + px(BOARD.gap), 0, 0, 0), Run(page.text, BOARD.foot, PUBLIC.text)
        if self.sheet.width(run) <= room.width():
            self.sheet.words(room, run)
        else:
            self.sheet.paragraph(room, Run(page.text, BOARD.smallest, PUBLIC.text), middle=True)

    def _rounded(self, place: QRect, ground: str, frame: str = "") -> None:
        painter, width = self.sheet.painter, self.sheet.px(BOARD.frame)
        painter.setPen(QPen(QColor(frame), width) if frame else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(place, width, width)

    # -- the call

    def _card(self, height: int) -> QRect:
        edge, gap = self.sheet.px(BOARD.edge), self.sheet.px(BOARD.gap)
        return QRect(self.main.left(), self.main.top(), self.main.width(), height).marginsRemoved(QMargins(edge, gap, edge, gap))

    def _paint_call(self, card: QRect) -> None:
        assert self.board is not None
        if not self.board.calls:
            self._paint_quiet(card, t("请先取号"), t("听到叫号再到窗口"))
            return
        call = self.board.calls[0]
        self._rounded(card, PUBLIC.card, PUBLIC.card_frame)
        px = self.sheet.px
        inside = card.adjusted(px(BOARD.gap), px(BOARD.inner), -px(BOARD.gap), -px(BOARD.gap))
        low = QRect(inside.left(), inside.bottom() + 1 - px(BOARD.counter), inside.width(), px(BOARD.counter))
        number = inside.adjusted(0, 0, 0, -low.height())
        please = number.height() >= px(BOARD.call)  # on a low card the number needs the room
        if please:
            top = QRect(number.left(), number.top(), number.width(), px(BOARD.say))
            self.sheet.words(top, Run(t("请"), BOARD.title, PUBLIC.card_text), CENTRE)
            number = number.adjusted(0, top.height(), 0, 0)
        self.sheet.words(number, Run(call.ticket, BOARD.call, PUBLIC.number, bold=True), CENTRE)
        self.sheet.line_of(low, self._to_counter(call, t("到 ") if please else t("请到 ")), CENTRE)

    def _to_counter(self, call: BoardCall, to: str) -> list[Run]:
        assert self.board is not None
        sign = t("（党员先锋岗）") if call.counter in self.board.vanguard else ""
        return [
            Run(to, BOARD.say, PUBLIC.card_text),
            Run(str(call.counter), BOARD.counter, PUBLIC.card_text, bold=True),
            Run(t(" 号窗口"), BOARD.say, PUBLIC.card_text),
            *([Run(sign, BOARD.label, PUBLIC.card_text)] if sign else []),
        ]

    def _paint_quiet(self, card: QRect, words: str, then: str) -> None:
        """Nobody is called: the card says what to do, in the colours of the screen."""
        half = card.height() // 2
        self.sheet.words(
            card.adjusted(0, 0, 0, -half), Run(words, BOARD.quiet, PUBLIC.text, bold=True), CENTRE | Qt.AlignmentFlag.AlignBottom
        )
        self.sheet.words(card.adjusted(0, half, 0, 0), Run(then, BOARD.title, PUBLIC.second), CENTRE)

    # -- who waits, who was called

    def _paint_counts(self, place: QRect, lines: tuple[BoardLine, ...]) -> None:
        px, across = self.sheet.px, min(len(lines), COLUMNS)
        for at, line in enumerate(lines):
            width = (place.width() - 2 * px(BOARD.edge)) // across
            left = place.left() + px(BOARD.edge) + width * (at % COLUMNS)
            cell = QRect(left, place.top() + px(BOARD.counts) * (at // COLUMNS), width, px(BOARD.counts))
            if at % COLUMNS:
                self._rule(cell.topLeft(), cell.topLeft() + QPoint(0, cell.height() - px(BOARD.gap)))
            self._paint_count(cell.adjusted(px(BOARD.gap), 0, -px(BOARD.inner), -px(BOARD.gap)), line)

    def _paint_count(self, cell: QRect, line: BoardLine) -> None:
        half = cell.height() * 2 // 5
        self.sheet.words(cell.adjusted(0, 0, 0, half - cell.height()), Run(f"{line.name} {line.letter}", BOARD.smallest, PUBLIC.second))
        runs = [
            Run(t("等候 "), BOARD.smallest, PUBLIC.second),
            Run(str(line.waiting), BOARD.waiting, PUBLIC.text, bold=True),
            Run(t(" 人"), BOARD.smallest, PUBLIC.second),
        ]
        self.sheet.line_of(cell.adjusted(0, half, 0, 0), runs)

    def _paint_recent(self, calls: tuple[BoardCall, ...]) -> None:
        px = self.sheet.px
        inside = self.side.adjusted(px(BOARD.edge), px(BOARD.inner), -px(BOARD.edge), -px(BOARD.inner))
        head = QRect(inside.left(), inside.top(), inside.width(), px(BOARD.row) * 2 // 3)
        self.sheet.words(head, Run(t("刚才叫过"), BOARD.label, PUBLIC.second))
        for at, call in enumerate(calls):
            line = QRect(inside.left(), head.bottom() + px(BOARD.row) * at, inside.width(), px(BOARD.row))
            self._paint_earlier(line, call)
        last = QRect(inside.left(), head.bottom() + px(BOARD.row) * RECENT + px(BOARD.inner), inside.width(), px(BOARD.row))
        assert self.board is not None
        words = t("过号请到窗口说一声，排在 {n} 人后面再叫您。").format(n=self.board.restore_behind)
        self.sheet.paragraph(last, Run(words, BOARD.smallest, PUBLIC.second))

    def _paint_earlier(self, line: QRect, call: BoardCall) -> None:
        half = line.width() // 2
        self.sheet.words(line.adjusted(0, 0, -half, 0), Run(call.ticket, BOARD.recent, PUBLIC.text, bold=True), LEFT)
        runs = [Run(str(call.counter), BOARD.title, PUBLIC.text, bold=True), Run(t(" 号窗口"), BOARD.label, PUBLIC.second)]
        self.sheet.line_of(line.adjusted(half, 0, 0, 0), runs, RIGHT)
        self._rule(line.bottomLeft(), line.bottomRight())
