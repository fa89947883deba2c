"""Line breaking, tables, blocks and the code, below the papers."""

from __future__ import annotations

from dataclasses import replace

import segno
from hypothesis import given
from hypothesis import strategies as st

from app.domain.documents import HeadCell, NarrativePart
from app.domain.documents_office import OfficePaper, OfficeSheet
from printing import render
from printing.blocks import CutLine, Gap, Heading, Keep, Place, Signatures, Text, ToWrite, cut_blocks
from printing.frame import Sheet, render_sheet
from printing.grid import Cell, Grid, table
from printing.parts import Spread
from printing.pen import Pen
from printing.text import BODY, MM, balanced, width_of, wrap
from tests.printing import reading, sample_returns, samples

_TEXTS = st.text("就业服务站，。（）“”A0-9 \n𬍛", max_size=80)


def _said(lines: object) -> str:
    return "".join(piece for line in lines for _face, piece in line.runs)  # type: ignore[attr-defined]


@given(_TEXTS, st.floats(30, 300))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, width: float) -> None:
    lines = wrap(text, BODY, width)
    assert _said(lines).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    assert all(line.width <= width + 0.02 for line in lines)


@given(st.text("就业服务站，。、（“”", min_size=20, max_size=80))
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(text: str) -> None:
    apart = "".join(f"业{mark}业" for mark in text)
    lines = [_said([line]) for line in wrap(apart, BODY, 100)]
    assert not [line for line in lines[1:] if line[0] in "，。、”"]
    assert not [line for line in lines[:-1] if line[-1] in "（“"]


def test_a_number_is_not_broken_while_a_line_can_hold_it() -> None:
    lines = [_said([line]) for line in wrap("请拨打电话 0457-0000002 咨询", BODY, 100)]
    assert len(lines) > 1
    assert any("0457-0000002" in line for line in lines)


def test_a_number_wider_than_the_line_is_broken_and_not_lost() -> None:
    lines = wrap("110101199003070038", BODY, 40)
    assert len(lines) > 1
    assert _said(lines) == "110101199003070038"


def test_centred_titles_break_into_lines_of_like_length() -> None:
    text = "漠河市西林吉镇光明社区就业服务站"
    lines = balanced(text, BODY, width_of(text, BODY) - 5)
    assert len(lines) == 2
    assert abs(lines[0].width - lines[1].width) <= 2 * BODY.size


def test_a_heading_never_stays_alone_at_the_end_of_a_page() -> None:
    blocks = (Text("第一段"), Heading("标题"), Keep((Gap(50), Text("第二段"))))
    placed, rest = cut_blocks(blocks, 300, 60, fresh=True)
    assert isinstance(placed, Keep)
    assert [type(block) for block in placed.blocks] == [Text]
    assert isinstance(rest, Keep)
    assert isinstance(rest.blocks[0], Heading)


def test_a_place_to_sign_takes_the_last_row_along_to_a_new_page() -> None:
    rows = [(Cell(str(n)), Cell("材料")) for n in range(10)]
    grid = table((1, 1), ("序号", "名称"), rows)
    placed, rest = cut_blocks((grid, Signatures((Place("签字"),))), 300, grid.height(300) + 20, fresh=True)
    assert isinstance(placed, Keep)
    assert isinstance(rest, Keep)
    assert [len(block.rows) for block in (*placed.blocks, rest.blocks[0]) if isinstance(block, Grid)] == [9, 1]


def test_a_table_of_a_few_rows_is_not_parted_for_the_place_to_sign_but_goes_along_with_its_heading() -> None:
    few = table((1, 1), ("序号", "名称"), [(Cell(str(n)), Cell("材料")) for n in range(2)])
    above = Text("前文")
    room = above.height(300) + Heading("批准").height(300) + few.height(300) + 20
    placed, rest = cut_blocks((above, Heading("批准"), few, Signatures((Place("签字"),))), 300, room, fresh=True)
    assert isinstance(placed, Keep)
    assert isinstance(rest, Keep)
    assert [type(block) for block in placed.blocks] == [Text]
    assert [type(block) for block in rest.blocks] == [Heading, Grid, Signatures]


def test_a_small_table_goes_to_the_next_page_whole() -> None:
    small = table((1, 1), ("清单", "条数"), [(Cell(name), Cell("2")) for name in ("岗位", "政策", "培训")])
    assert small.cut(300, small.height(300) - 5, fresh=False) == (None, small)
    assert small.height(300) <= 60 * MM


def test_a_table_cut_in_two_keeps_every_row_and_its_head() -> None:
    grid = table((1, 1), ("序号", "名称"), [(Cell(str(n)), Cell("材料")) for n in range(30)])
    upper, lower = grid.cut(400, 300, fresh=False)
    assert isinstance(upper, Grid)
    assert isinstance(lower, Grid)
    assert len(upper.rows) + len(lower.rows) == 30
    assert upper.head == lower.head
    assert upper.height(400) <= 300


def test_a_head_of_three_levels_stands_over_its_columns() -> None:
    head = (HeadCell("甲", 0, 0, rows=3), HeadCell("乙", 0, 1, columns=2), HeadCell("丙", 1, 1, rows=2), HeadCell("丁", 2, 2))
    grid = Grid((1, 1, 1), ((Cell("1"), Cell("2"), Cell("3")),), head)
    drawn = render_sheet(Sheet(samples.head(), "表", [grid]))
    assert drawn.pages == 1
    assert all(word in reading.solid(drawn.pdf) for word in "甲乙丙丁123")


def test_a_long_station_name_moves_the_number_to_a_line_of_its_own() -> None:
    name = samples.STATION * 3
    head = samples.d.PaperHead(name, "王敏", samples.PRINTED, "大漠就受〔2026〕1204号", practice=True)
    text = reading.solid(render_sheet(Sheet(head, "表", [Gap()])).pdf)
    assert name in text
    assert "大漠就受〔2026〕1204号" in text


def test_the_code_on_paper_is_the_code_of_its_payload() -> None:
    payload, side = "SD1:C:2026-001204", 60 * MM
    pen = Pen("", "")
    pen.page(80 * MM, 80 * MM)
    pen.qr(payload, 10 * MM, 10 * MM, side)
    width, rows = reading.pixels(pen.finish(), 300)
    matrix = [bytes(row) for row in segno.make(payload, error="m", micro=False).matrix]
    scale, unit = width / (80 * MM), side / (len(matrix) + 4)
    at = [round((10 * MM + (n + 2.5) * unit) * scale) for n in range(len(matrix))]
    assert [[rows[y][x] < 128 for x in at] for y in at] == [[bool(cell) for cell in row] for row in matrix]


@given(st.text("就业服务站，。、（“”", min_size=1, max_size=80), st.floats(60, 200))
def test_no_single_character_ends_a_paragraph_where_the_line_above_can_spare_one(text: str, width: float) -> None:
    lines = [_said([line]) for line in wrap(text, BODY, width)]
    before = lines[-2] if len(lines) > 1 else ""
    can_spare = len(before) > 2 and not set(before[-2:]) & set("，。、（“”")
    assert not (can_spare and len(lines[-1]) == 1)


def test_a_head_of_a_column_leaves_no_character_alone() -> None:
    texts = ["全日制", "高校毕业生", "社区公共服务", "建立援助档案数", "好差评满意率"]
    assert [lonely for lonely in texts if len(_said([balanced(lonely, BODY, 3 * BODY.size)[-1]])) == 1] == []


def test_a_sheet_for_the_wall_has_the_largest_type_that_stays_on_one_page() -> None:
    short = OfficeSheet("首问负责制", paragraphs=("最先接待的工作人员是首问责任人。",) * 6, wall=True)
    long = OfficeSheet("首问负责制", paragraphs=("最先接待的工作人员是首问责任人。" * 3,) * 8, wall=True)
    plain = OfficeSheet("工作交接清单", paragraphs=("最先接待的工作人员是首问责任人。",))
    drawn = [render(OfficePaper(samples.head(), (one,))) for one in (short, long, plain)]
    tall = [reading.tallest(one.pdf, "最先接待") for one in drawn]
    assert [one.pages for one in drawn] == [1, 1, 1]
    assert tall[0] > tall[1] > 1.2 * tall[2]


def test_a_narrative_that_was_not_typed_leaves_lines_to_write_on() -> None:
    paper = replace(sample_returns.quarterly(), narrative=(NarrativePart("主要做法", ""), NarrativePart("下步打算", "多走访。")))
    drawn = render(paper)
    assert drawn.pages == 2
    assert reading.solid(drawn.pdf).rstrip().count("未填写") == 0
    assert ToWrite(4).height(300) >= 4 * 8 * MM  # a hand needs eight millimetres a line


def test_words_side_by_side_stand_in_one_line_where_they_fit() -> None:
    """The day of a return was broken over two lines, since each word had the same share of the width."""
    words = ("单位负责人：陈立国", "填表人：陈立国", "联系电话：0457-0000000", "报出日期：　　　年　　月　　日", "（盖章）")
    assert Spread(words).height(700) == BODY.line
    assert Spread(words).height(300) > BODY.line


def test_two_slips_that_come_on_two_pages_have_nothing_to_cut_between_them() -> None:
    slip = Keep((Gap(150), Text("回执")))
    placed, rest = cut_blocks((slip, CutLine(), slip), 300, 200, fresh=True)
    assert isinstance(placed, Keep) and placed.blocks == (slip,)
    assert isinstance(rest, Keep) and rest.blocks == (slip,)
    placed, rest = cut_blocks((slip, CutLine(), slip), 300, slip.height(300) + 5, fresh=True)
    assert isinstance(rest, Keep) and rest.blocks == (slip,)


def test_a_place_to_sign_takes_the_words_above_it_along() -> None:
    facts = Grid((1, 1), ((Cell("事项"), Cell("失业登记")),))
    signed, words = Signatures((Place("申请人（签字）"),)), Text("期限从受理的次日起数。")
    placed, rest = cut_blocks((facts, words, Gap(4), signed), 300, facts.height(300) + words.height(300) + 10, fresh=True)
    assert isinstance(placed, Keep) and placed.blocks == (facts,)
    assert isinstance(rest, Keep) and rest.blocks == (words, Gap(4), signed)


def test_a_receipt_with_long_names_keeps_each_half_on_a_page_of_its_own() -> None:
    long = replace(samples.material_receipt(), matter="单位招用就业困难人员社会保险补贴和岗位补贴申领" * 3, materials=samples.MATERIALS * 2)
    pages = reading.pages(render(long).pdf)
    assert [page.count("收件回执") for page in pages] == [1, 1]
    assert all("收件人（签字）" in page and "沿虚线剪开" not in page for page in pages)
