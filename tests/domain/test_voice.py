"""What is said when a number is called: every ticket and counter there can be, and the words a station may choose."""

from __future__ import annotations

from string import ascii_uppercase

import pytest

from app.domain.errors import Refused, Usage
from app.domain.queueing import ticket_code
from app.domain.voice import PIECES, call_pieces, call_text, counter_pieces, parts_of
from app.texts import sentence

COUNTERS = {1: "一", 2: "二", 9: "九", 10: "十", 11: "十一", 12: "十二", 19: "十九", 20: "二十", 21: "二十一", 30: "三十", 99: "九十九"}


def test_the_call_of_the_example_reads_as_it_should():
    pieces = call_pieces("A012", 1)
    assert [PIECES[piece] for piece in pieces] == ["请", "A", "零", "一", "二", "号", "到", "一", "号", "窗口"]
    assert call_text("A012", 21) == "请A零一二号到二十一号窗口"


def test_every_ticket_is_read_figure_by_figure():
    for letter in ascii_uppercase:
        for number in range(1, 1000):
            code = ticket_code(letter, number)
            assert call_pieces(code, 1)[1:5] == tuple(code)
            assert call_pieces(code, 1)[5] == "hao"


@pytest.mark.parametrize("code", ["A1000", "Z12345"])
def test_a_long_day_is_read_to_its_last_figure(code):
    assert call_pieces(code, 20)[1 : len(code) + 1] == tuple(code)


@pytest.mark.parametrize(("number", "read"), COUNTERS.items())
def test_a_counter_is_read_as_a_number(number, read):
    assert "".join(PIECES[piece] for piece in counter_pieces(number)) == read


def test_counters_up_to_ninety_nine_are_all_read_differently_and_the_hundredth_by_its_figures():
    assert len({counter_pieces(number) for number in range(1, 100)}) == 99
    assert counter_pieces(120) == ("1", "2", "0")


def test_every_piece_of_every_call_is_one_that_is_spoken():
    used = {piece for letter in ascii_uppercase for n in (1, 234, 567, 890) for piece in call_pieces(ticket_code(letter, n), 11)}
    assert used <= set(PIECES)
    assert all(name.isascii() for name in PIECES)


@pytest.mark.parametrize("wording", ["请 {ticket} 到 {counter} 号 专窗", "{ticket}号请到{counter}号柜台办理"])
def test_a_station_words_it_out_of_the_words_there_are(wording):
    assert call_text("B007", 2, wording) == "".join(wording.split()).replace("{ticket}", "B零零七").replace("{counter}", "二")


@pytest.mark.parametrize("wording", ["请{ticket}号旅客到{counter}号窗口", "请{ticket}号", "请到{counter}号窗口", "{ticket}{counter}{name}"])
def test_other_words_are_refused_with_those_there_are(wording):
    with pytest.raises(Refused) as refusal:
        parts_of(wording)
    assert "专窗" in sentence(refusal.value)
    assert "{ticket}" in sentence(refusal.value)


def test_what_is_no_ticket_is_no_call():
    with pytest.raises(Usage):
        call_pieces("甲12", 1)
