"""The kiosk by touch: three steps to a number, never under a finger's width, back to the start by itself."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from PyQt6.QtCore import QSize, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QLabel

from app.domain.board import BoardCall, Opening, OpeningState
from app.domain.clock import parse_moment
from app.domain.errors import Refused
from app.domain.kiosk import Choice, Guide, Home, Slip
from app.domain.queueing import PriorityClass
from app.domain.ratings import Level, shown_code
from app.services import board, queue, stations
from app.services.faces import Link
from tests.ui.conftest import quiet
from tests.ui.real_desk import lay_out
from ui.kiosk import pages
from ui.kiosk.leave import LeavePage
from ui.kiosk.live import StationKiosk
from ui.kiosk.parts import Big, scale_of
from ui.kiosk.window import Kiosk
from ui.screens import settle
from ui.theme_tokens import KIOSK

NOW = parse_moment("2026-10-09T14:05")
GUIDE = Guide(
    "B1",
    "失业登记",
    "B",
    "登记失业的人",
    "即时办结",
    ("身份证（原件）",),
    "不收费",
    "0457-0000002",
    "登记",
    "无业",
    "窗口",
    "即办件",
    "12333",
)
CHOICES = (Choice("A", "综合服务", "", 3, 12), Choice("B", "登记认定", "", 0, 0), Choice("C", "求职招聘", "", 0, 0, "现在不在服务时间"))


class Port:
    """A station that answers at once and remembers what was asked."""

    def __init__(self) -> None:
        self.at, self.asked, self.trouble = NOW, [], None

    def now(self):
        return self.at

    def home(self):
        call = BoardCall("A027", 1, 1, NOW)
        return Home("松涛社区", False, call, 3, OpeningState(Opening.ALWAYS), CHOICES, (GUIDE,), tuple(PriorityClass))

    def take(self, choice, guide, priority, request):
        if self.trouble:
            raise self.trouble
        self.asked.append((choice.letter, guide and guide.code, priority, request))
        return Slip(choice.letter + "031", choice.name, 3, 12, guide.bring if guide else ())

    def check_in(self, code, request):
        self.asked.append(code)
        return Slip("A032", "综合服务", 0, 0, ())

    def ratable(self, code):
        if self.trouble:
            raise self.trouble
        self.asked.append(code)
        return shown_code(code)

    def rate(self, code, level):
        if self.trouble:
            raise self.trouble
        self.asked.append((code, level))
        return level

    def print_again(self, slip):
        return slip

    def logins(self):
        return (("head", "陈立国"),)

    def may_leave(self, login, password):
        return password == "right"


@pytest.fixture
def kiosk(qtbot):
    made = Kiosk(Port())
    qtbot.addWidget(made)
    made.resize(1080, 1920)
    made.show()
    made.begin()
    rest(qtbot, made)
    return made


def rest(qtbot, kiosk):
    quiet(qtbot, kiosk)
    settle()


def touch(qtbot, kiosk, title):
    button = next(one for one in kiosk.page.findChildren(Big) if one.face.title == title)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    rest(qtbot, kiosk)


def test_a_line_an_item_a_number(qtbot, kiosk):
    touch(qtbot, kiosk, "登记认定")
    assert isinstance(kiosk.page, pages.ItemsPage)
    touch(qtbot, kiosk, "失业登记")
    assert isinstance(kiosk.page, pages.SlipPage)
    assert kiosk.port.asked[0][:3] == ("B", "B1", None)


def test_a_line_of_many_items_shows_them_page_by_page(qtbot, kiosk):
    many = tuple(replace(GUIDE, code=f"B{n}", name=f"事项{n}") for n in range(14))
    kiosk.home = replace(kiosk.home, guides=many)
    touch(qtbot, kiosk, "登记认定")
    for _ in range(2):
        touch(qtbot, kiosk, "下一页")
    shown = {one.face.title for one in kiosk.page.findChildren(Big)}
    assert shown == {"事项10", "事项11", "事项12", "事项13", "别的事，或者不清楚", "上一页"}
    touch(qtbot, kiosk, "事项13")
    assert kiosk.port.asked[0][:2] == ("B", "B13")


def test_a_line_without_items_gives_its_number_at_once(qtbot, kiosk):
    touch(qtbot, kiosk, "综合服务")
    assert isinstance(kiosk.page, pages.SlipPage)


def test_priority_is_a_class_a_line_a_number(qtbot, kiosk):
    touch(qtbot, kiosk, "优先取号")
    touch(qtbot, kiosk, "孕妇")
    touch(qtbot, kiosk, "登记认定")
    assert kiosk.port.asked[0][:3] == ("B", None, PriorityClass.PREGNANT)


def test_a_closed_line_says_why_and_cannot_be_pressed(kiosk):
    button = next(one for one in kiosk.page.findChildren(Big) if one.face.title == "求职招聘")
    assert not button.isEnabled()
    assert button.face.foot == "现在不在服务时间"


def test_an_appointment_needs_its_last_digits_only(qtbot, kiosk):
    touch(qtbot, kiosk, "我有预约")
    for key in ("0", "0", "7"):
        touch(qtbot, kiosk, key)
    touch(qtbot, kiosk, "签到")
    assert kiosk.port.asked == ["YY20261009-007"]


def walked(qtbot, kiosk):
    """Every page that touches lead to from the first one: its kind, and the way there."""
    ways, known = [()], {}
    while ways:
        way = ways.pop(0)
        kiosk.go("home")
        rest(qtbot, kiosk)
        for title in way:
            touch(qtbot, kiosk, title)
        kind = type(kiosk.page)
        if kind in known:
            continue
        known[kind] = way
        ways += [(*way, one.face.title) for one in kiosk.page.findChildren(Big) if one.isEnabled()]
    return known


def test_l1_touch_reaches_public_pages_only_and_from_each_it_returns_to_the_start_after_the_idle_time(qtbot, kiosk):
    known = walked(qtbot, kiosk)
    assert {pages.HomePage, pages.PriorityPage, pages.SlipPage, pages.CodePage, pages.GuidesPage, pages.GuidePage} <= known.keys()
    assert {kind.__module__ for kind in known} == {"ui.kiosk.pages"} and LeavePage not in known
    for way in known.values():
        kiosk.port.at = NOW
        kiosk.go("home")
        rest(qtbot, kiosk)
        for title in way:
            touch(qtbot, kiosk, title)
        kiosk.port.at = NOW + timedelta(seconds=KIOSK.seconds)
        kiosk.tick()
        rest(qtbot, kiosk)
        assert isinstance(kiosk.page, pages.HomePage), way


def test_l1_the_kiosk_s_process_knows_no_page_of_the_desk():
    told = subprocess.run(
        [sys.executable, "-c", "import sys, ui.kiosk.launch; print([name for name in sys.modules if name.startswith('ui.desk')])"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == "[]\n"


@pytest.mark.parametrize("way", [(), ("我有预约",), ("办事指南", "失业登记")])
def test_a_scanned_slip_checks_in_on_whatever_page_and_presses_no_button(qtbot, kiosk, way):
    """A scanner is a keyboard that types the code and Enter, to whatever has the focus."""
    for step in way:
        touch(qtbot, kiosk, step)
    button = kiosk.page.findChildren(Big)[0]
    button.setFocus()
    QTest.keyClicks(button, "yy20261009-012")
    QTest.keyClick(button, Qt.Key.Key_Return)
    rest(qtbot, kiosk)
    assert kiosk.port.asked == ["YY20261009-012"]
    assert isinstance(kiosk.page, pages.SlipPage)


def test_a_scan_that_is_no_slip_of_an_appointment_does_nothing(qtbot, kiosk):
    QTest.keyClicks(kiosk, "6901234567892")
    QTest.keyClick(kiosk, Qt.Key.Key_Return)
    rest(qtbot, kiosk)
    assert kiosk.port.asked == [] and isinstance(kiosk.page, pages.HomePage)


def test_a_guide_leads_to_a_number_of_its_line(qtbot, kiosk):
    touch(qtbot, kiosk, "办事指南")
    touch(qtbot, kiosk, "失业登记")
    assert isinstance(kiosk.page, pages.GuidePage)
    shown = {one.text() for one in kiosk.page.findChildren(QLabel)}
    assert {"服务对象", "服务内容", "办件类型", "办理时限", "办理条件", "受理材料", "办理途径", "查询途径", "投诉渠道"} <= shown
    touch(qtbot, kiosk, "取号办这件事")
    assert kiosk.port.asked[0][:2] == ("B", "B1")


def test_a_refusal_is_one_plain_sentence_and_a_way_back(qtbot, kiosk):
    kiosk.port.trouble = Refused("queue.line_closed", line="综合服务")
    touch(qtbot, kiosk, "综合服务")
    assert isinstance(kiosk.page, pages.SentencePage)
    kiosk.port.trouble = None
    touch(qtbot, kiosk, "回到开始")
    assert isinstance(kiosk.page, pages.HomePage)


def test_the_way_back_is_written_as_large_as_every_choice(qtbot, kiosk):
    touch(qtbot, kiosk, "评价服务")
    assert kiosk.back.width() >= kiosk.back.whole_width()


def test_while_a_number_is_being_taken_nothing_can_be_pressed(kiosk):
    page = kiosk.page
    kiosk.go("take", CHOICES[0])
    assert not page.isEnabled()


def test_after_a_minute_untouched_it_is_at_the_start_again(qtbot, kiosk):
    touch(qtbot, kiosk, "登记认定")
    kiosk.port.at = NOW + timedelta(seconds=59)
    kiosk.tick()
    assert isinstance(kiosk.page, pages.ItemsPage)
    kiosk.port.at = NOW + timedelta(seconds=60)
    kiosk.tick()
    rest(qtbot, kiosk)
    assert isinstance(kiosk.page, pages.HomePage)


@pytest.mark.parametrize(("password", "open_"), [("wrong", True), ("right", False)])
def test_leaving_asks_for_an_officers_password(qtbot, kiosk, password, open_):
    qtbot.keyClick(kiosk, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, kiosk)
    assert isinstance(kiosk.page, LeavePage)
    for key in password:
        kiosk.page.type(key)
    touch(qtbot, kiosk, "退出")
    assert kiosk.isVisible() is open_


@pytest.mark.parametrize("size", [(1080, 1920), (1280, 800), (1024, 600), (1920, 1080)])
@pytest.mark.parametrize("dots", [0.0, 92.0, 160.0])
def test_no_target_is_smaller_than_a_finger(qtbot, size, dots):
    made = Kiosk(Port(), dots)
    qtbot.addWidget(made)
    made.resize(*size)
    made.show()
    made.begin()
    rest(qtbot, made)
    least = 15 / 25.4 * dots if dots else 96
    smallest = min(min(one.width(), one.height()) for one in made.page.findChildren(Big))
    assert smallest >= least - 1
    assert made.size() == QSize(*size)


def test_the_finger_is_fifteen_millimetres_on_a_dense_screen():
    assert scale_of(QSize(1080, 1920), 300.0).finger == 177


def test_a_service_is_rated_by_its_number_in_two_steps_and_without_a_name(qtbot, kiosk):
    touch(qtbot, kiosk, "评价服务")
    assert isinstance(kiosk.page, pages.RateCodePage)
    for key in ("B", "0", "1", "3", "退一格", "2", "下一步"):
        touch(qtbot, kiosk, key)
    assert isinstance(kiosk.page, pages.RatePage)
    touch(qtbot, kiosk, "不满意")
    assert kiosk.port.asked[-1] == ("B012", Level.BAD)
    assert isinstance(kiosk.page, pages.ThanksPage)
    touch(qtbot, kiosk, "回到开始")
    assert isinstance(kiosk.page, pages.HomePage)


def test_a_number_that_cannot_be_rated_says_why(qtbot, kiosk):
    touch(qtbot, kiosk, "评价服务")
    kiosk.port.trouble = Refused("rating.twice")
    touch(qtbot, kiosk, "下一步")
    assert isinstance(kiosk.page, pages.SentencePage)
    kiosk.port.trouble = None
    touch(qtbot, kiosk, "回到开始")
    touch(qtbot, kiosk, "评价服务")
    touch(qtbot, kiosk, "下一步")
    kiosk.port.trouble = Refused("rating.twice")  # somebody else was quicker
    touch(qtbot, kiosk, "满意")
    assert isinstance(kiosk.page, pages.SentencePage)


@pytest.mark.parametrize("way", ["typed", "scanned"])
def test_a_case_is_rated_by_the_code_on_its_slip_and_nothing_else_of_it_is_shown(qtbot, kiosk, way):
    if way == "typed":
        for key in ("评价服务", "BJ", *"202610090017", "下一步"):
            touch(qtbot, kiosk, key)
    else:
        QTest.keyClicks(kiosk, "SD1:R:BJ20261009-0017")
        QTest.keyClick(kiosk, Qt.Key.Key_Return)
        rest(qtbot, kiosk)
    assert isinstance(kiosk.page, pages.RatePage)
    assert any("BJ20261009-0017 的服务" in one.text() for one in kiosk.page.findChildren(QLabel))
    touch(qtbot, kiosk, "非常满意")
    assert kiosk.port.asked[-1][0].removeprefix("SD1:R:") == "BJ20261009-0017"
    assert isinstance(kiosk.page, pages.ThanksPage)


def test_a_kiosk_whose_station_is_away_says_so_and_catches_up_by_itself(qtbot, sqlite_template, tmp_path):
    """The real services: the station is gone, somebody takes a number at the desk meanwhile, the station is back."""
    settings = lay_out(sqlite_template, tmp_path / "data")
    link = Link(settings, board.KIOSK, wanted=NOW)
    made = Kiosk(StationKiosk(link))
    qtbot.addWidget(made)
    made.resize(1080, 1920)
    made.begin()
    rest(qtbot, made)
    assert isinstance(made.page, pages.HomePage) and made.home.waiting == 0
    away = settings.database_path.with_suffix(".away")
    settings.database_path.rename(away)
    made.go("home")
    rest(qtbot, made)
    assert isinstance(made.page, pages.SentencePage)
    away.rename(settings.database_path)
    desk = stations.open_station(settings)
    queue.take(desk, stations.actors(desk)["clerk1"], made.port.now(), "A")
    desk.close()
    made.touched -= timedelta(seconds=KIOSK.seconds)
    made.tick()
    rest(qtbot, made)
    assert isinstance(made.page, pages.HomePage) and made.home.waiting == 1
    made.close()
    link.close()
