"""The lines of the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One measured thing: what it took, what the bare tool took, the ratio, and what it should stay under."""

    name: str
    ours: str
    bare: str
    ratio: str
    target: str
    holds: bool | None


def ratio_line(name: str, ours_ms: float, bare_ms: float, most: float) -> Line:
    """A line of two times in milliseconds."""
    ratio = ours_ms / bare_ms
    return Line(name, f"{ours_ms:.1f} ms", f"{bare_ms:.1f} ms", f"{ratio:.2f} ×", f"≤ {most:g} ×", ratio <= most)


def limit_line(name: str, value: float, unit: str, most: float) -> Line:
    """A line of one figure."""
    return Line(name, f"{value:.1f} {unit}", "—", "—", f"≤ {most:g} {unit}", value <= most)


def missing(name: str, why: str) -> Line:
    """A line of what cannot be measured here."""
    return Line(name, "—", "—", "—", why, None)


def table(lines: Sequence[Line]) -> str:
    """All lines as a Markdown table."""
    head = "| what | here | bare | ratio | target | |\n|---|---:|---:|---:|---|---|"
    marks = {True: "holds", False: "**does not hold**", None: "not measured"}
    return "\n".join([head, *(f"| {x.name} | {x.ours} | {x.bare} | {x.ratio} | {x.target} | {marks[x.holds]} |" for x in lines)])
