"""The table of readings that names are searched by, made at set-up (`installer/build_pinyin.py`)."""

from __future__ import annotations

import zlib
from functools import cache
from importlib import resources


@cache
def load_readings() -> dict[str, tuple[str, ...]]:
    """The readings of each character, common ones first; read once a process."""
    text = zlib.decompress(resources.files("app").joinpath("data/pinyin.bin").read_bytes()).decode()
    table: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        found, _, chars = line.partition("\t")
        table.update(dict.fromkeys(chars, tuple(found.split(" "))))
    return table
