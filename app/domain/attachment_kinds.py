"""What a kept file must be: a scan, a photo or a document that is what its name says, and never a program."""

from __future__ import annotations

from app.domain.errors import Refused

_BEGINS: dict[str, tuple[bytes, ...]] = {
    "application/pdf": (b"%PDF-",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/bmp": (b"BM",),
    "image/x-ms-bmp": (b"BM",),
    "image/tiff": (b"II*\x00", b"MM\x00*"),
    "image/webp": (b"RIFF",),
    "application/zip": (b"PK",),
}
"""How a file of a kind begins; of other kinds nothing is known."""
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
_AT_MOST_IN = 1024
"""A PDF may have a little before its mark."""


def check_content(media_type: str, data: bytes) -> None:
    """Refuse a program under any name, and a picture or PDF that is none."""
    if data.startswith(_PROGRAMS):
        raise Refused("attachment.program", field="data")
    begins = _BEGINS.get(media_type, ())
    found = media_type == "application/pdf" and _BEGINS[media_type][0] in data[:_AT_MOST_IN]
    if begins and not found and not data.startswith(begins):
        raise Refused("attachment.not_what_it_says", field="data", kind=media_type)
