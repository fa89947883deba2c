"""Reads papers back with poppler's tools: text as laid out, text in the order of drawing, fonts, pixels."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest


def _run(*command: str, pdf: bytes) -> bytes:
    if not shutil.which(command[0]):
        pytest.skip("poppler cannot start here: poppler-utils is not installed")
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout


def layout(pdf: bytes) -> str:
    """The text as it stands on the page, runs of spaces shortened to two, empty lines dropped."""
    text = _run("pdftotext", "-layout", "-", "-", pdf=pdf).decode()
    lines = (re.sub(r" {2,}", "  ", line).strip() for line in text.replace("\f", "\n").split("\n"))
    return "\n".join(line for line in lines if line) + "\n"


def solid(pdf: bytes) -> str:
    """The text in the order in which it was drawn, without any white space: a wrapped value is whole again."""
    return "".join(_run("pdftotext", "-raw", "-", "-", pdf=pdf).decode().split())


def pages(pdf: bytes) -> list[str]:
    """The text of each page."""
    return _run("pdftotext", "-layout", "-", "-", pdf=pdf).decode().rstrip("\f").split("\f")


def tallest(pdf: bytes, word: str) -> float:
    """The height of the tallest line in which ``word`` stands, in points."""
    boxes = re.findall(r'yMin="([0-9.]+)" xMax="[0-9.]+" yMax="([0-9.]+)">([^<]*)<', _run("pdftotext", "-bbox", "-", "-", pdf=pdf).decode())
    return max(float(below) - float(above) for above, below, text in boxes if word in text)


def fonts(pdf: bytes, folder: Path) -> list[tuple[str, str, str]]:
    """Each font of the file: name, whether embedded, whether a subset."""
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    listed = _run("pdffonts", str(file), pdf=b"").decode().splitlines()[2:]
    return [(row.split()[0], *row.split()[-5:-3]) for row in listed]  # type: ignore[misc]


def pixels(pdf: bytes, dots: int) -> tuple[int, list[bytes]]:
    """The first page in grey: its width and its rows."""
    image = _run("pdftoppm", "-gray", "-singlefile", "-r", str(dots), "-", pdf=pdf)
    _magic, size, _top, body = image.split(b"\n", 3)
    width = int(size.split()[0])
    return width, [body[start : start + width] for start in range(0, len(body), width)]
