"""The bytes of a slip: beside their golden files, read back to text, never wider than the roll, no word of a name a command."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.queueing import ticket_code
from printing import escpos
from tests.printing import receipts, samples

GOLDEN = Path(__file__).parent / "golden"
SLIPS = {
    "ticket-58": (samples.ticket(), 58),
    "ticket-80": (samples.ticket(), 80),
    "ticket-practice-80": (samples.ticket(practice=True), 80),
    "ticket-again-58": (replace(samples.ticket(), again=True), 58),
    "appointment-58": (samples.appointment(), 58),
    "appointment-80": (samples.appointment(practice=True), 80),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_byte_for_byte_its_golden_file(name):
    paper, width = SLIPS[name]
    data = escpos.encode(paper, width)
    if os.environ.get("REWRITE_GOLDEN"):
        (GOLDEN / f"{name}.escpos").write_bytes(data)
        (GOLDEN / f"{name}.escpos.txt").write_text(receipts.read(data), encoding="utf-8")
    assert data == (GOLDEN / f"{name}.escpos").read_bytes()
    assert receipts.read(data) == (GOLDEN / f"{name}.escpos.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [58, 80])
def test_a_slip_shows_number_line_people_ahead_time_and_code(width):
    shown = receipts.read(escpos.encode(samples.ticket(), width))
    for part in ("6×A012", "2×失业登记", "2×前方等待 3 人", "取号时间 2026-09-29 14:05", "[qr SD1:T:2026-09-29:A012]", "[cut]"):
        assert part in shown
    assert shown.index("A012") < shown.index("取号时间") < shown.index("[cut]")
    assert "补打" not in shown


@pytest.mark.parametrize("width", [58, 80])
def test_a_second_slip_says_so_at_its_head_and_when(width):
    shown = receipts.read(escpos.encode(replace(samples.ticket(), again=True), width))
    assert shown.startswith("2×补打\n")
    assert "补打时间 2026-09-29 14:05" in shown


@pytest.mark.parametrize("width", [58, 80])
def test_the_slip_of_an_appointment_shows_when_and_for_what_and_never_who(width):
    paper = samples.appointment()
    shown = receipts.read(escpos.encode(paper, width))
    for part in ("2×预约单", "5×14:00", "2×登记认定", "[qr YY20261012-001]", "YY20261012-001", "过时未签到记为爽约", "[cut]"):
        assert part in shown
    assert shown.index("14:00") < shown.index("[qr") < shown.index("请带材料")
    assert receipts.widest(escpos.encode(paper, width)) <= escpos.COLUMNS[width]
    assert escpos.encode(replace(paper, again=True), width) != escpos.encode(paper, width)
    assert receipts.read(escpos.encode(replace(paper, again=True), width)).startswith("2×补打\n")


def test_rare_characters_take_four_bytes_and_come_back():
    data = escpos.encode(replace(samples.ticket(), line=samples.RARE))
    assert "㛃".encode("gb18030") in data
    assert len("㛃".encode("gb18030")) == 4
    assert "".join(receipts.read(data).split()).count(samples.RARE) == 1


@given(st.text(max_size=60), st.sampled_from([58, 80]), st.integers(1, 99_999))
def test_whatever_stands_in_a_name_nothing_commands_the_printer_and_nothing_is_wider_than_the_roll(name, width, number):
    name = name.encode("utf-8", "ignore").decode()
    code = ticket_code("Z", number)
    data = escpos.encode(replace(samples.ticket(), line=name, number=code), width)
    assert f"×{code}\n" in receipts.read(data)  # the reader raises at any command that is not one of a slip
    assert data.count(b"\x1dV") == 1
    long_words = any(len(word) > 16 for word in name.split())
    assert long_words or receipts.widest(data) <= escpos.COLUMNS[width]


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("办理窗口 1号、2号窗口", 16, ["办理窗口 1号、2", "号窗口"]),
        ("请备好身份证。", 12, ["请备好身份", "证。"]),
        ("A1000", 4, ["A1000"]),
        ("", 8, []),
        (" 窗口\x1b\x07 ", 8, ["窗口"]),
    ],
)
def test_lines_break_between_characters_and_never_before_a_stop(text, columns, lines):
    assert escpos.wrap(text, columns) == lines
