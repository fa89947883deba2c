"""What the two front pages say is so: their figures, commands and links are held against the program."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from installer.run import PAST
from tests.e2e.test_cli_page import WORDS

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "README.zh-CN.md")


@cache
def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def anchors(page: str) -> set[str]:
    return {head.strip().lower().replace(" ", "-") for head in re.findall(r"^#+ (.*)$", read(page), re.MULTILINE)}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere_and_the_pages_lead_to_each_other(page):
    links = re.findall(r"\]\(([^)#]+)(?:#([^)]+))?\)", read(page))
    assert all((ROOT / path).exists() and (not anchor or anchor in anchors(path)) for path, anchor in links), links
    assert set(PAGES) - {page} <= {path for path, _ in links}


@pytest.mark.parametrize("page", PAGES)
def test_every_command_on_the_page_exists(page):
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    assert set(re.findall(r"make ([a-z]+)", read(page))) <= targets
    for first, second in re.findall(r"`stationdesk ([a-z]+)(?: ([a-z]+))?", read(page)):
        assert first in ("display", "kiosk") or (first, second) in WORDS or (first,) in WORDS


@pytest.mark.parametrize("page", PAGES)
def test_every_figure_on_the_page_is_the_programs(page):
    """Names hold figures too (Debian 12 and 13, 附件1); what counts something is counted here."""
    said = read(page).replace(",000", "000")
    option = dict(zip(PAST[::2], PAST[1::2], strict=True))
    rows = re.findall(r"^\| [A-N]\d+ \|", read("docs/obligations.md"), re.MULTILINE)
    assert f"{len(rows)} " in said
    for number, what in ((option["--people"], "made-up persons|名虚构人员"), (option["--months"], "months of work|个月的业务")):
        assert re.search(rf"\b{number} ({what})", said)
    known = {str(len(rows)), option["--people"], option["--months"], "12", "13", "24", "04", "3", "0"}
    assert set(re.findall(r"(?<![\w=-])\d+(?![\w-])", said)) <= known
    assert "| works |" in read("docs/obligations.md")
