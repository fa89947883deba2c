"""`python -m tests.bench --out out`: measure, print and write out/bench.md."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench import counter, desk, hall, many_cases, past, recount, returns
from tests.bench.report import Line, missing, table

HEAD = """# Benchmark

Ratios against the bare tools underneath, measured in one run on this machine; not a timed test.
`docs/benchmarks.md` says what each line is.

{machine}

"""


def parts(folder: Path, *, quick: bool) -> list[tuple[str, Callable[[], list[Line]]]]:
    """What is measured, in order."""
    found: list[tuple[str, Callable[[], list[Line]]]] = [
        ("desk", lambda: desk.measure(folder / "desk")),
        ("counter", lambda: counter.measure(folder / "counter")),
        ("hall", lambda: hall.measure(folder / "hall")),
        ("returns", lambda: returns.measure(folder / "returns")),
        ("recount", lambda: recount.measure(folder / "recount")),
        ("small past", lambda: past.measure(folder / "small", people=300, months=6, most=6)),
    ]
    if not quick:
        found.append(("many cases", lambda: many_cases.measure(folder / "many")))
        found.append(("large past", lambda: past.measure(folder / "large", people=50_000, months=36, most=90)))
    return found


def main() -> int:
    """Measure all; a part that fails is named and does not keep the others from the report."""
    words = argparse.ArgumentParser(prog="python -m tests.bench", description="ratios against the bare tools underneath")
    words.add_argument("--out", type=Path, default=Path("out"))
    words.add_argument("--quick", action="store_true", help="leave the large past and the million cases out")
    words.add_argument(
        "--only", default="", help="one part: desk, counter, hall, returns, recount, 'small past', 'many cases', 'large past'"
    )
    args = words.parse_args()
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="stationdesk-bench-") as folder:
        for name, measure in parts(Path(folder), quick=args.quick):
            if args.only in ("", name):
                sys.stderr.write(f"measuring: {name}\n")
                lines += _tried(name, measure)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}"
    text = HEAD.format(machine=machine) + table(lines) + "\n"
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "bench.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 0 if all(line.holds is not None for line in lines) else 1


def _tried(name: str, measure: Callable[[], list[Line]]) -> list[Line]:
    try:
        return measure()
    except Exception as error:  # noqa: BLE001 - the report says what could not be measured, and the exit code says that there was such a thing
        return [missing(name, f"{type(error).__name__}: {error}".splitlines()[0])]


if __name__ == "__main__":
    sys.exit(main())
