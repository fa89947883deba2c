"""Reads the bytes of a receipt printer back: what a visitor holds in the hand. Unknown commands are an error: rubbish on paper."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PLAIN = {b"\x1b@": "", b"\x1c&": "", b"\x1dVB\x00": "[cut]\n"}
_QR_SETTING = re.compile(rb"\x1d\(k(?:\x04\x001A2\x00|\x03\x001C.|\x03\x001E.)", re.S)


@dataclass
class Slip:
    """The slip read so far, the sizes used, and the payload waiting to be drawn."""

    text: str = ""
    times: int = 1
    payload: str = ""


def read(data: bytes) -> str:
    """The slip as text: a line printed n times as large begins with ``n×``, the code stands as ``[qr …]``."""
    if not data.startswith(b"\x1b@\x1c&"):
        raise ValueError("a slip begins with initialise and Chinese on")
    slip, at = Slip(), 0
    while at < len(data):
        at += _step(slip, data[at:])
    return slip.text


def _step(slip: Slip, rest: bytes) -> int:
    for command, shown in _PLAIN.items():
        if rest.startswith(command):
            slip.text += shown
            return len(command)
    if rest[0] in b"\x1b\x1d":
        return _command(slip, rest)
    return _text(slip, rest)


def _command(slip: Slip, rest: bytes) -> int:
    if rest.startswith(b"\x1ba"):
        return 3
    if rest.startswith(b"\x1bd"):
        slip.text += "\n" * rest[2]
        return 3
    if rest.startswith(b"\x1d!"):
        wide, tall = (rest[2] >> 4) + 1, (rest[2] & 15) + 1
        assert wide == tall
        slip.times = wide
        return 3
    if setting := _QR_SETTING.match(rest):
        return setting.end()
    if not rest.startswith(b"\x1d(k"):
        raise ValueError(f"no command of a slip: {rest[:8]!r}")
    return _code(slip, rest)


def _code(slip: Slip, rest: bytes) -> int:
    length = int.from_bytes(rest[3:5], "little")
    body = rest[5 : 5 + length]
    if body[:3] == b"1P0":
        slip.payload = body[3:].decode("ascii")
    else:
        assert body == b"1Q0"
        slip.text += f"[qr {slip.payload}]"
    return 5 + length


def _text(slip: Slip, rest: bytes) -> int:
    """One character: one byte, two, or four where the second is a figure."""
    length = 1 if rest[0] < 0x80 else 4 if 0x30 <= rest[1] <= 0x39 else 2
    char = rest[:length].decode("gb18030")
    if char != "\n" and slip.times > 1 and (not slip.text or slip.text[-1] == "\n"):
        slip.text += f"{slip.times}×"
    slip.text += char
    return length


def widest(data: bytes) -> int:
    """Columns of the widest line, a large letter counted as often as it is large."""
    lines = [re.fullmatch(r"(?:(\d)×)?(.*)", line) for line in read(data).split("\n") if not line.startswith("[qr")]
    return max(int(found[1] or 1) * sum(1 if char.isascii() else 2 for char in found[2]) for found in lines if found)
