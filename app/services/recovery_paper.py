"""The recovery sheet on paper: drawn when a station is made, while the code is still known; neither code nor sheet is kept or recorded."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from app.domain.documents import PaperHead
from app.domain.documents import RecoverySheet as SheetPaper
from app.domain.errors import Surroundings
from app.services.recovery import RecoverySheet
from app.services.stations import StationFacts


def draw(station: StationFacts, sheet: RecoverySheet, now: datetime, officer: str = "") -> bytes:
    """The sheet as a PDF, for the printer or for a file that the caller looks after."""
    from printing import render

    head = PaperHead(station.name, officer, now, practice=station.practice)
    return render(SheetPaper(head, sheet.groups, sheet.key_id, sheet.made_on)).pdf


def write(station: StationFacts, sheet: RecoverySheet, now: datetime, out: Path, officer: str = "") -> Path:
    """The sheet as a file, whole or not at all."""
    from exporters.files import write_whole

    try:
        write_whole(out, draw(station, sheet, now, officer))
    except Surroundings as error:
        raise Surroundings("print.not_writable", field="out", path=str(out)) from error
    return out
