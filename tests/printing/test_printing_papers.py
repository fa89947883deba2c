"""Every paper beside its golden text; nothing cut off, everything embedded, the same value the same bytes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain import documents as d
from app.domain.documents import texts_of
from app.domain.errors import Refused
from app.domain.masks import MASKS, Number, Shown
from app.texts import sentence
from printing import render
from tests.printing import reading, sample_returns, samples
from tests.printing.papers import PAPERS, drawn

GOLDEN = Path(__file__).parent / "golden"
# Kept off the paper on purpose: the code's payload is drawn as a code, a ticket names no officer and has no number of its own.
_NOT_SHOWN = {"qr"}
_NOT_ON_TICKETS = {"officer"}


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_reads_as_its_golden_text(name: str) -> None:
    text = reading.layout(drawn(name).pdf)
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("REWRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAPERS)
def test_no_value_of_a_paper_is_cut_off(name: str) -> None:
    paper = PAPERS[name]
    shown = reading.solid(drawn(name).pdf)
    hidden = _NOT_SHOWN | (_NOT_ON_TICKETS if isinstance(paper, d.TicketPaper) else set())
    wanted = [text for field, text in texts_of(paper) if text and field not in hidden]
    assert [text for text in wanted if "".join(text.split()) not in shown] == []


@pytest.mark.parametrize("name", PAPERS)
def test_every_font_of_a_paper_is_embedded_as_a_subset(name: str, tmp_path: Path) -> None:
    listed = reading.fonts(drawn(name).pdf, tmp_path)
    assert listed
    assert {(embedded, subset) for _name, embedded, subset in listed} == {("yes", "yes")}


@pytest.mark.parametrize("name", PAPERS)
def test_the_pages_counted_are_the_pages_drawn_and_numbered(name: str) -> None:
    pages = reading.pages(drawn(name).pdf)
    assert len(pages) == drawn(name).pages
    if not name.startswith(("ticket", "appointment")):
        feet = [f"第{n}页共{len(pages)}页" for n in range(1, len(pages) + 1)]
        assert [foot in "".join(page.split()) for foot, page in zip(feet, pages, strict=True)] == [True] * len(pages)


def test_the_same_value_gives_the_same_bytes_in_another_process() -> None:
    script = (
        "import hashlib; from printing import render; from tests.printing.papers import PAPERS, drawn;"
        "print(hashlib.sha256(b''.join(render(p).pdf for p in PAPERS.values())).hexdigest())"
    )
    there = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True).stdout.strip()
    assert there == hashlib.sha256(b"".join(drawn(name).pdf for name in PAPERS)).hexdigest()


@pytest.mark.parametrize(
    ("name", "pages"), [("acceptance", 1), ("appointment", 1), ("inquiry", 1), ("rating-slip", 1), ("service-lists", 1), ("ticket", 1)]
)
def test_a_paper_for_the_hand_fits_one_sheet(name: str, pages: int) -> None:
    assert drawn(name).pages == pages


def test_a_file_with_many_services_goes_on_over_pages_with_its_head_repeated() -> None:
    pages = reading.pages(render(samples.assistance_file(120)).pdf)
    assert len(pages) >= 4
    assert all("就业援助档案" in page and samples.STATION in page for page in pages)
    assert all("日期" in page and "经办人" in page for page in pages[1:-1])


def test_a_cell_taller_than_a_page_goes_on_over_the_page() -> None:
    long = "".join(f"第{n:04d}句，" for n in range(700))
    drawn = render(replace(samples.inquiry(), outcome=long))
    text = reading.solid(drawn.pdf)
    assert drawn.pages > 2
    assert [n for n in range(700) if f"{n:04d}" not in text] == []


def test_a_very_long_name_and_address_wrap_whole() -> None:
    name = "阿卜杜拉·" * 12 + "尼亚孜"
    paper = replace(samples.acceptance(), applicant=name, address="幸福路" * 60)
    text = reading.solid(render(paper).pdf)
    assert text.count(name) == 2
    assert "幸福路" * 60 in text


def test_a_paper_with_nothing_but_its_duties_prints_too() -> None:
    head, day = samples.head(), samples.PRINTED.date()
    bare = (
        d.TicketPaper(head, "A1", "咨询", 0, samples.PRINTED),
        d.InquiryPaper(head, "王", "咨询", samples.PRINTED, "甲", "乙"),
        d.OneTimeNoticePaper(head, "王", "登记", day, day, "乙", ()),
        d.AcceptancePaper(head, "登记", "王", "", "", samples.PRINTED, day, "乙", day),
        d.AssistanceFilePaper(head, "王", "", None, "", "", "", "", day, "乙", (), samples.STAGES, ()),
        d.ServiceListsPaper(head, "王", "乙", day),
        d.RatingSlipPaper(head, "登记", day, "乙"),
        d.ReturnPaper(head, "表", "2026年", "站", (d.HeadCell("名称", 0, 0),), (), default_form=False),
    )
    assert [render(paper).pages for paper in bare] == [1] * len(bare)
    assert "—" in reading.solid(render(bare[3]).pdf)


def test_a_closed_file_and_a_deputy_are_named() -> None:
    assert "已稳定就业" in reading.solid(render(replace(samples.assistance_file(), closing="已稳定就业，2026年12月1日结案")).pdf)
    deputy = replace(samples.acceptance(), agent="赵代办", agent_phone="0457-0000041", ground="未在期限内告知，自收到之日起即为受理")
    assert "赵代办" in reading.solid(render(deputy).pdf)
    assert "材料齐全" not in reading.solid(render(deputy).pdf)


def test_an_empty_list_says_so_and_three_lists_always_show() -> None:
    empty = replace(samples.service_lists(), jobs=(), policies=(), training=())
    text = reading.layout(render(empty).pdf)
    assert text.count("暂无") == 3
    assert all(title in text for title in ("就业岗位信息清单", "就业政策信息清单", "就业培训信息清单"))


def test_a_practice_station_marks_every_page() -> None:
    practice = replace(samples.assistance_file(40), head=samples.head(practice=True))
    assert all(page.count("练") >= 2 for page in reading.pages(render(practice).pdf))
    assert "练习" not in reading.solid(render(samples.assistance_file()).pdf)


def test_a_second_notice_names_its_reason_and_who_approved_it() -> None:
    first, second = (reading.layout(render(samples.notice(n)).pdf) for n in (1, 2))
    assert "第 2 次告知" in second
    assert "赵站长" in second
    assert "再次告知" not in first


def test_a_return_says_that_it_is_the_default_and_not_the_official_form() -> None:
    assert "本表式为软件默认模板，非附件2原表" in reading.solid(render(sample_returns.quarterly()).pdf)
    official = replace(sample_returns.quarterly(), default_form=False)
    assert "默认模板" not in reading.solid(render(official).pdf)


def test_a_return_too_wide_for_a_sheet_repeats_its_first_column() -> None:
    text = reading.solid(render(sample_returns.too_wide(rows=3)).pdf)
    assert text.count("站点名称") == 3
    assert all(f"指标{n}" in text for n in range(1, 60))


def test_a_public_paper_with_an_id_number_is_refused() -> None:
    paper = replace(sample_returns.quarterly(), remarks=("见 110101199003070038",))
    with pytest.raises(Refused) as refusal:
        render(paper)
    assert refusal.value.code == "print.id_on_public_paper"
    assert "说明" in sentence(refusal.value)


def test_the_own_forms_show_numbers_in_full_and_the_others_none() -> None:
    full = {type(paper).__name__ for paper in PAPERS.values() if MASKS[paper.PLACE][Number.ID] is Shown.FULL}
    assert full == {"InquiryPaper", "OneTimeNoticePaper", "AcceptancePaper", "AssistanceFilePaper", "MaterialReceiptPaper", "ProxyPaper"}


def test_the_injected_advertising_word_stands_on_no_paper() -> None:
    word = "".join(map(chr, (0x798F, 0x9E7F, 0x4F1A)))
    assert all(word not in reading.solid(drawn(name).pdf) for name in PAPERS)


def test_the_recovery_sheet_shows_every_group_under_its_number_and_no_code_to_scan() -> None:
    sheet = samples.recovery_sheet()
    text = reading.solid(render(sheet).pdf)
    assert all(group in text for group in sheet.groups)
    assert all(f"第{number}组" in text for number in range(1, 9))
    assert sheet.head.qr == ""
    assert render(sheet).pages == 1


def test_a_qr_payload_is_ascii_only() -> None:
    with pytest.raises(ValueError, match="ASCII"):
        samples.head(qr="办件")


def test_asking_for_the_printing_room_loads_no_heavy_library() -> None:
    script = "import sys, printing; assert not {'reportlab', 'segno', 'fontTools'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)
