"""How soon the public screen shows a call: on the machine of the station, and on another one with a role of its own."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.children import Child
from tests.bench.namespaces import NoNamespaces, inside, pair
from tests.bench.places import make
from tests.bench.report import Line, limit_line, missing

CALLS = 60
LATE_MS = 20
"""What the wire between the two machines takes, each way."""


def measure(folder: Path) -> Iterator[Line]:
    """Same machine, then the other one; where none can be made the line says why."""
    yield from _lines("same machine", _same(folder / "same"), 300)
    try:
        yield from _lines(f"another machine, wire of {LATE_MS} ms each way", _other(folder / "other"), 2500)
    except NoNamespaces as why:
        yield missing("the public screen on another machine", f"no network namespaces here: {why}")


def _lines(where: str, times: list[float], most: float) -> Iterator[Line]:
    yield limit_line(f"the public screen shows a call after its commit, {where}, p95 of {len(times)}", _p95(times), "ms", most)
    yield limit_line("the same, the longest", max(times), "ms", most)


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[18]


def _same(folder: Path) -> list[float]:
    """An embedded station; two processes open its file."""
    make(folder).close()
    return _times(Child(_words("screen", str(folder))), Child(_words("write", str(folder), str(CALLS))))


def _other(folder: Path) -> list[float]:
    """The server and who calls in one namespace, the screen in the other: its folder holds the file of its role and nothing else."""
    there = folder / "screen"
    there.mkdir(parents=True)
    with pair() as places:
        writer = Child(inside(places.first, _words("serve", str(there), str(CALLS), str(LATE_MS))))
        writer.await_ready()  # the role's file lies there now
        return _times(Child(inside(places.second, _words("screen", str(there)))), writer, served=True)


def _words(*words: str) -> list[str]:
    return [sys.executable, "-m", "tests.bench.screen_child", *words]


def _times(screen: Child, writer: Child, *, served: bool = False) -> list[float]:
    """Milliseconds from each commit to the end of the paint that shows it; both read the one clock of the kernel."""
    screen.await_ready()
    if not served:
        writer.await_ready()
    committed = writer.told("go")
    painted = screen.told("end")
    times = [(painted[ticket] - at) * 1000 for ticket, at in committed.items() if ticket in painted]
    assert len(times) == len(committed) == CALLS, "calls were never shown"
    return times
