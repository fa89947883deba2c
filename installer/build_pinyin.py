"""Build the table of readings that names are searched by: `python -m installer.build_pinyin`.

pypinyin takes 0.28 s and 51 MB to import, which no start of the program pays: its table is read once, here.
The file is compressed text, one line for each set of readings: `dan chan shan<TAB>单…`.
"""

import sys
import unicodedata
import zlib
from collections import defaultdict
from pathlib import Path

from app.domain.pinyin import SURNAMES
from installer.stamps import changed, digest_of, remember

TABLE = Path(__file__).resolve().parent.parent / "app" / "data" / "pinyin.bin"


def plain(reading: str) -> str:
    """Return a reading without its tone, ü as v: lǚ → lv, ń → n."""
    letters = unicodedata.normalize("NFD", reading).replace("u\N{COMBINING DIAERESIS}", "v")
    return "".join(letter for letter in letters if letter.isascii()).lower()


def readings() -> dict[str, tuple[str, ...]]:
    """Return the readings of every character, common ones first, with those it has as a surname."""
    from pypinyin.pinyin_dict import pinyin_dict

    table = {}
    for code, marked in pinyin_dict.items():
        as_surname = SURNAMES.get(chr(code), ())
        table[chr(code)] = tuple(dict.fromkeys([*map(plain, marked.split(",")), *as_surname]))
    return table


def packed(table: dict[str, tuple[str, ...]]) -> bytes:
    """Return the table as the file holds it."""
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for char, found in sorted(table.items()):
        groups[found].append(char)
    lines = [f"{' '.join(found)}\t{''.join(chars)}" for found, chars in sorted(groups.items())]
    return zlib.compress("\n".join(lines).encode(), 9)


def main() -> int:
    """Write the table unless it is already that of this pypinyin and these rules."""
    import pypinyin

    here = Path(__file__)
    sources = digest_of(here, here.parents[1] / "app/domain/pinyin.py") + pypinyin.__version__
    if changed(TABLE, sources):
        print(f"Building {TABLE.name}", flush=True)
        TABLE.parent.mkdir(parents=True, exist_ok=True)
        TABLE.write_bytes(packed(readings()))
        remember(TABLE, sources)
    return 0


if __name__ == "__main__":
    sys.exit(main())
