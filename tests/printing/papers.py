"""Writes every sample paper as PDF and PNG, to look at: ``python -m tests.printing.papers [DIR]``."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

from app.domain.documents import Paper
from printing import Rendered, render
from tests.printing import sample_returns, samples

PAPERS: dict[str, Paper] = {
    "ticket": samples.ticket(),
    "ticket-practice": samples.ticket(practice=True),
    "appointment": samples.appointment(),
    "appointment-practice": samples.appointment(practice=True),
    "inquiry": samples.inquiry(),
    "one-time-notice": samples.notice(),
    "one-time-notice-second": samples.notice(2),
    "acceptance": samples.acceptance(),
    "acceptance-practice": samples.acceptance(practice=True),
    "assistance-file": samples.assistance_file(),
    "assistance-file-long": samples.assistance_file(40),
    "service-lists": samples.service_lists(),
    "service-lists-full": samples.service_lists(samples.COURSES),
    "rating-slip": samples.rating_slip(),
    "rating-slip-single": samples.rating_slip(1),
    "approval-slip": samples.approval_slip(),
    "chaser-before": samples.chaser("before"),
    "chaser-after": samples.chaser("after"),
    "extension-notice": samples.extension_notice(),
    "extension-notice-told": samples.extension_notice("已于2026年9月29日告知申请人"),
    "case-sheet": samples.case_sheet(),
    "case-sheet-long": samples.case_sheet(40),
    "case-sheet-empty": samples.case_sheet(0),
    "inquiry-register": samples.inquiry_register(),
    "material-receipt": samples.material_receipt(),
    **{kind.value: samples.proxy(kind) for kind in samples.PROXY_PAPERS},
    "desk-list": samples.desk_list(),
    "wall": samples.wall(),
    "recovery-sheet": samples.recovery_sheet(),
    "return": sample_returns.quarterly(),
    "return-too-wide": sample_returns.too_wide(),
}


@cache
def drawn(name: str) -> Rendered:
    """A sample paper, drawn once."""
    return render(PAPERS[name])


def write(folder: Path) -> list[Path]:
    """Every paper into ``folder``; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in PAPERS:
        target = folder / f"{name}.pdf"
        target.write_bytes(drawn(name).pdf)
        subprocess.run(["pdftoppm", "-png", "-r", "80", str(target), str(folder / name)], check=True)
    return sorted(folder.glob("*.p*"))


if __name__ == "__main__":
    for path in write(Path(sys.argv[1] if len(sys.argv) > 1 else "out/papers")):
        sys.stdout.write(f"{path}\n")
