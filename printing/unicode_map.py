"""The map from glyph codes back to characters that a PDF carries, so that text can be copied and searched.

reportlab writes the code point of a supplementary-plane character as it is; the format wants UTF-16BE, so copying a rare
character of a name gave another one.
"""

from __future__ import annotations

from collections.abc import Sequence

_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo
<< /Registry ({name})
/Ordering ({name})
/Supplement 0
>> def
/CMapName /{name} def
/CMapType 2 def
1 begincodespacerange
<00> <{last:02X}>
endcodespacerange
"""
_FOOT = """endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
_BLOCK = 100  # the format allows no more entries in one bfchar section


def to_unicode_map(name: str, subset: Sequence[int]) -> str:
    """The ToUnicode map of one embedded subset: position in the subset → character in UTF-16BE."""
    entries = [f"<{code:02X}> <{_utf16(point)}>" for code, point in enumerate(subset)]
    blocks = [entries[start : start + _BLOCK] for start in range(0, len(entries), _BLOCK)]
    body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return _HEAD.format(name=name, last=len(subset) - 1) + body + _FOOT


def _utf16(point: int) -> str:
    return chr(point).encode("utf-16-be").hex().upper()
