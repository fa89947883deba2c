"""Workbooks for the tests, and ways to change one: by a library, by another program, inside the package."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import python_calamine

from app.domain.clock import at_station
from app.domain.documents import NarrativePart
from app.domain.periods import parse_period
from app.domain.returns_compute import compute
from app.domain.returns_layout import LineageLabel, ReturnStation, WorkbookValue
from tests.domain.returns_samples import PLAN, PREVIOUS, QSR, figures

GOLDEN = Path(__file__).parent / "golden"
SOFFICE = shutil.which("soffice")
STATION = ReturnStation("232721001", "光明社区“家门口”就业服务站", head="站长甲", filled_by="柜员乙", phone="0457-0000000")
NARRATIVE = (
    NarrativePart("主要做法", "入户走访，逐一登记。\n每周三到零工市场推介岗位。"),
    NarrativePart("存在问题", "=SUM(A1) 这样开头的文字不是公式"),
    NarrativePart("主要做法", "与残联共享信息。"),
)


def quarter() -> WorkbookValue:
    """A frozen quarter with narrative, reason and lineage."""
    result = compute(QSR, parse_period("2026Q3"), figures(), {"r1.c35": "+86 不是公式"}, PREVIOUS)
    visits = tuple(LineageLabel("visit_person", f"ZF2026-{number:05}") for number in range(1, 6))
    jobs = (LineageLabel("job", "GW0007", 60), LineageLabel("job", "GW0011", 4))
    closed = (LineageLabel("case", "BJ0001"), LineageLabel("case", "BJ0001", None, divisor=True))
    return WorkbookValue(
        definition=QSR,
        result=result,
        station=STATION,
        cut_off=at_station(date(2026, 10, 1)),
        made_at=at_station(date(2026, 10, 1), 9, 30),
        narrative=NARRATIVE,
        lineage=(("r1.c9", visits), ("r1.c13", jobs), ("r1.c33", closed)),
        version=1,
        frozen=True,
        reason="上季为集中走访",
        reported_on=date(2026, 10, 1),
    )


def plan() -> WorkbookValue:
    """A draft of the plan table."""
    result = compute(PLAN, parse_period("2026"), figures(definition=PLAN), {"r1.c3": 20, "r1.c4": 7, "r1.c9": 50})
    early = at_station(date(2026, 10, 1), 8)
    return WorkbookValue(PLAN, result, replace(STATION, practice=True), early, early)


def dump(path: Path) -> str:
    """Every visible cell of a workbook as text."""
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    lines = []
    for sheet in book.sheet_names[:-1]:
        for row, values in enumerate(book.get_sheet_by_name(sheet).to_python(skip_empty_area=False), 1):
            for column, value in enumerate(values, 1):
                if value != "":
                    lines.append(f"{sheet}!{openpyxl.utils.get_column_letter(column)}{row}\t{value!r}")
    return "\n".join(lines) + "\n"


def golden(name: str, text: str) -> str:
    """The reference text of that name; ``REWRITE_GOLDEN=1`` writes it anew."""
    path = GOLDEN / name
    if os.environ.get("REWRITE_GOLDEN"):
        path.write_text(text, "utf-8")
    return path.read_text("utf-8")


def edited(source: Path, target: Path, change: Callable[[openpyxl.Workbook], None]) -> Path:
    """The workbook changed and saved by another library."""
    book = openpyxl.load_workbook(source)
    change(book)
    book.save(target)
    return target


def converted(source: Path, folder: Path, kind: str = "xlsx") -> Path:
    """The workbook opened and saved by LibreOffice, with a profile of its own."""
    assert SOFFICE is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    out = folder / kind
    done = subprocess.run(
        [SOFFICE, profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(source)],
        capture_output=True,
        check=True,
        timeout=180,
    )
    assert b"Error" not in done.stderr + done.stdout
    return out / f"{source.stem}.{kind}"


def repacked(source: Path, target: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The workbook with the parts of its package changed, as no office program would."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return target
