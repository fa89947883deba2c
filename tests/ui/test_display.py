"""The public screen: what is painted, measured on the picture; what is spoken; that it goes on without its station."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PyQt6.QtGui import QColor, QImage

from app.domain.board import Board, BoardCall, BoardLine, BoardPage, PageKind
from app.domain.clock import parse_moment
from app.services.faces import Seen
from app.services.said import Claim
from app.texts.faces import opening_words
from ui.display.screen import PublicScreen
from ui.display.window import Display
from ui.monitors import chosen
from ui.theme_tokens import PUBLIC

NOW = parse_moment("2026-10-09T14:05:10")
CALLS = tuple(BoardCall(ticket, counter, 1, NOW) for ticket, counter in (("A027", 1), ("B010", 2), ("A026", 1), ("C008", 3)))
LINES = tuple(BoardLine(letter, "综合服务", waiting) for letter, waiting in (("A", 3), ("B", 0), ("C", 12)))
HOURS = tuple((date(2026, 10, day), "08:30", "17:00") for day in (8, 9, 12, 13))
BOARD = Board("松涛社区“家门口”就业服务站", False, CALLS, LINES, (BoardPage(PageKind.NOTICE, "下午照常办理"),), HOURS, 3)


def picture(screen: PublicScreen, size: tuple[int, int]) -> QImage:
    screen.resize(*size)
    return screen.grab().toImage()


def tall_of(image: QImage, colour: str) -> float:
    """The share of the picture's height between the highest and the lowest pixel of a colour."""
    wanted = QColor(colour).rgb()
    rows = [y for y in range(image.height()) if any(image.pixel(x, y) == wanted for x in range(0, image.width(), 2))]
    return (rows[-1] - rows[0] + 1) / image.height()


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768), (1024, 768), (1280, 1024), (1080, 1920)])
@pytest.mark.parametrize("ticket", ["A027", "A1002"])
def test_the_digits_take_an_eighth_of_the_height_at_least(qtbot, size, ticket):
    screen = PublicScreen()
    qtbot.addWidget(screen)
    screen.show_board(replace(BOARD, calls=(replace(CALLS[0], ticket=ticket), *CALLS[1:])), NOW)
    assert tall_of(picture(screen, size), PUBLIC.number) >= 0.12


def test_six_lines_leave_the_number_its_height(qtbot):
    screen = PublicScreen()
    qtbot.addWidget(screen)
    screen.show_board(replace(BOARD, lines=LINES * 3), NOW)
    assert tall_of(picture(screen, (1920, 1080)), PUBLIC.number) >= 0.12


def test_it_is_painted_again_only_when_something_visible_changed(qtbot):
    screen = PublicScreen()
    qtbot.addWidget(screen)
    assert screen.show_board(BOARD, NOW)
    assert not screen.show_board(BOARD, NOW + timedelta(seconds=1))
    assert screen.show_board(BOARD, NOW + timedelta(minutes=1))
    assert screen.show_board(replace(BOARD, calls=CALLS[1:]), NOW + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-10-09T08:00", "今天 08:30 开始办"),
        ("2026-10-09T14:05", "今天办到 17:00"),
        ("2026-10-09T18:00", "今天已办完，周一 08:30 再开"),
        ("2026-10-11T09:00", "今天不办，明天 08:30 再开"),
    ],
)
def test_the_opening_state_is_said_in_plain_words(now, words):
    from app.domain.board import opening

    moment = parse_moment(now)
    assert opening_words(opening(HOURS, moment), moment) == words


def display(qtbot, answers):
    """A display that is shown one answer after the other; what it says is kept."""
    said: list[str] = []
    made = Display(lambda: answers[0], lambda call: said.append(call.ticket))
    made.take(Seen(None, NOW, speaks=True))
    qtbot.addWidget(made)
    return made, said


def test_calls_and_recalls_are_spoken_once_and_nothing_old_at_the_first_look(qtbot):
    made, said = display(qtbot, [])
    made.take(Seen(BOARD, NOW + timedelta(seconds=31), speaks=True))
    assert said == []
    again, new = replace(CALLS[1], calls=2, at=NOW + timedelta(seconds=9)), replace(CALLS[0], ticket="A028", at=NOW + timedelta(seconds=5))
    later = (again, new, *CALLS)
    for _ in range(2):
        made.take(Seen(replace(BOARD, calls=later), NOW + timedelta(seconds=31), speaks=True))
    assert said == ["A028", "B010"]


class Claims:
    """Whose each call is, as the station would answer; asked from a pool thread."""

    def __init__(self, *said: str) -> None:
        self.whose = dict.fromkeys(said, Claim.SAID)

    def __call__(self, call):
        return self.whose.get(call.ticket, Claim.MINE)


def test_what_the_voice_before_left_unsaid_is_said_and_what_may_be_given_back_is_asked_for_again(qtbot):
    said, claims = [], Claims("A027")
    made = Display(lambda: None, lambda call: said.append(call.ticket), claims)
    qtbot.addWidget(made)
    claims.whose["B010"] = Claim.TAKEN
    for _ in range(2):
        made.take(Seen(BOARD, NOW + timedelta(seconds=20), speaks=True))
        qtbot.waitUntil(lambda: not made.jobs.busy)
    assert said == ["C008"], "of counter 1 the newest call was said by somebody, and the one before it is over"
    claims.whose["B010"] = Claim.MINE
    made.take(Seen(BOARD, NOW + timedelta(seconds=21), speaks=True))
    qtbot.waitUntil(lambda: not made.jobs.busy)
    assert said[-1] == "B010"


def test_a_screen_says_nothing_while_another_one_is_the_voice(qtbot):
    made, said = display(qtbot, [])
    made.take(Seen(None, NOW))
    called = [replace(CALLS[0], ticket=ticket, at=NOW + timedelta(seconds=n)) for n, ticket in enumerate(("A028", "A029", "A030", "A031"))]
    for n, speaks in enumerate((False, False, True, True)):
        made.take(Seen(replace(BOARD, calls=tuple(reversed(called[: n + 1]))), NOW, speaks=speaks))
    assert said == ["A030", "A031"]


def test_without_its_station_the_last_state_stays_with_a_sentence(qtbot):
    made, said = display(qtbot, [])
    made.take(Seen(BOARD, NOW))
    made.take(Seen(BOARD, NOW, "正在重新连接，请留意窗口叫号"))
    assert made.board == BOARD
    assert made.trouble
    made.take(Seen(BOARD, NOW))
    assert (made.trouble, said) == ("", [])


def test_a_sentence_for_the_officers_stands_at_the_foot_and_goes_by_itself(qtbot, monkeypatch):
    monkeypatch.setattr("ui.display.window.PAGE_SECONDS", 0)
    made, _said = display(qtbot, [])
    made.tell("这台电脑没有声音设备，叫号只显示不播音。")
    made.take(Seen(BOARD, NOW))
    assert made.trouble == "这台电脑没有声音设备，叫号只显示不播音。"
    qtbot.waitUntil(lambda: not made._told)
    made.take(Seen(BOARD, NOW))
    assert made.trouble == ""


def test_it_looks_by_itself_and_shows_what_it_sees(qtbot):
    made, _said = display(qtbot, [Seen(BOARD, NOW)])
    made.begin()
    qtbot.waitUntil(lambda: made.board == BOARD)
    assert made.accessibleName() == "请 A027 到 1 号窗口"


def test_the_monitor_is_chosen_by_number_or_name_and_a_missing_one_does_not_keep_the_screen_dark(qapp):
    first = qapp.primaryScreen()
    assert chosen("1") is first
    assert chosen("7") is first
    assert chosen(first.name()) is first
    assert chosen("none") is first  # the only one here
