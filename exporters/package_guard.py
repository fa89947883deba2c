"""A look into a workbook's package before a reader opens it: nothing that is no workbook, and nothing that would fill the memory."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from app.domain.errors import Damaged, Refused

_MOST_UNPACKED = 512 * 1024 * 1024
_MOST_CELLS = 20_000_000
_REFERENCE = re.compile(rb"""\sr=["']([A-Za-z]{1,3})([0-9]{1,9})["']""")


def require_workbook(data: bytes, name: str) -> None:
    """Refuse what is no workbook (``Damaged``), what unpacks endlessly, and a sheet with one cell a million rows away (``Refused``).

    Readers hold a sheet as one block from the first cell to the last, so a far cell costs as much as all between.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            _look(package, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise Damaged("workbook.not_a_workbook", field="file", path=name) from error


def _look(package: zipfile.ZipFile, name: str) -> None:
    members = package.infolist()
    if "xl/workbook.xml" not in package.namelist():
        raise Damaged("workbook.not_a_workbook", field="file", path=name)
    if sum(member.file_size for member in members) > _MOST_UNPACKED:
        raise Refused("workbook.too_large", field="file", path=name)
    if package.testzip() is not None:
        raise Damaged("workbook.not_a_workbook", field="file", path=name)
    for member in members:
        if member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml"):
            _look_at_sheet(package.read(member), name)


def _look_at_sheet(xml: bytes, name: str) -> None:
    across = down = 1
    for letters, row in _REFERENCE.findall(xml):
        across, down = max(across, _column(letters)), max(down, int(row))
    if across * down > _MOST_CELLS:
        raise Refused("workbook.too_large", field="file", path=name)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
