"""`python -m tests.bench --out out`: measure, print and write out/bench.md.

Each part is measured in a process of its own, and what it left on the disk is gone and written before the next one begins: neither the
memory of a million cases nor the pages of their file slow what comes after them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import asdict
from functools import partial
from pathlib import Path

from tests.bench import counter, desk, hall, many_cases, past, recount, returns
from tests.bench.report import Line, missing, table

Measure = Callable[[Path], Iterable[Line]]
HEAD = """# Benchmark

Ratios against the bare tools underneath, measured in one run on this machine; not a timed test.
`docs/benchmarks.md` says what each line is.

{machine}

"""


def parts(*, quick: bool) -> list[tuple[str, Measure]]:
    """What is measured, in order."""
    found: list[tuple[str, Measure]] = [
        *(("desk", desk.measure), ("counter", counter.measure), ("hall", hall.measure), ("returns", returns.measure)),
        ("recount", recount.measure),
        ("small past", partial(past.measure, people=300, months=6, most=6)),
    ]
    large: list[tuple[str, Measure]] = [
        ("many cases", many_cases.measure),
        ("large past", partial(past.measure, people=50_000, months=36, most=90)),
    ]
    return found if quick else found + large


def main() -> int:
    """Measure all; a part that fails is named and does not keep the others from the report."""
    words = argparse.ArgumentParser(prog="python -m tests.bench", description="ratios against the bare tools underneath")
    words.add_argument("--out", type=Path, default=Path("out"))
    words.add_argument("--quick", action="store_true", help="leave the large past and the million cases out")
    words.add_argument(
        "--only", default="", help="one part: desk, counter, hall, returns, recount, 'small past', 'many cases', 'large past'"
    )
    words.add_argument("--lines", type=Path, help=argparse.SUPPRESS)
    args = words.parse_args()
    lines: list[Line] = []
    for name, measure in parts(quick=args.quick):
        if args.lines and args.only == name:
            args.lines.write_text(json.dumps([asdict(line) for line in _tried(name, measure)]), encoding="utf-8")
            return 0
        if args.only in ("", name):
            sys.stderr.write(f"measuring: {name}\n")
            lines += _alone(name)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}"
    text = HEAD.format(machine=machine) + table(lines) + "\n"
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "bench.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 0 if all(line.holds is not None for line in lines) else 1


def _alone(name: str) -> list[Line]:
    """One part in a process of its own; the disk is quiet before it begins."""
    if hasattr(os, "sync"):
        os.sync()
    with tempfile.TemporaryDirectory(prefix="stationdesk-bench-", ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "lines.json"
        command = [sys.executable, "-m", "tests.bench", "--only", name, "--lines", str(file)]
        code = subprocess.run(command, check=False, env=os.environ | {"TMPDIR": folder}).returncode
        if not file.exists():
            return [missing(name, f"its process ended with {code}")]
        return [Line(**line) for line in json.loads(file.read_text(encoding="utf-8"))]


def _tried(name: str, measure: Measure) -> list[Line]:
    try:
        with tempfile.TemporaryDirectory(prefix="part-") as folder:
            return list(measure(Path(folder)))
    except Exception as error:  # noqa: BLE001 - the report says what could not be measured, and the exit code says that there was such a thing
        return [missing(name, f"{type(error).__name__}: {error}".splitlines()[0])]


if __name__ == "__main__":
    sys.exit(main())
