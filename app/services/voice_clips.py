"""The voice: recorded pieces joined into one sound, in the format that they all share. Knows no window and no network.

A station may lay pieces of its own into ``voice`` in the data folder, under the same names; one that is missing there or cannot be used
falls back to ours.
"""

from __future__ import annotations

import io
import wave
from array import array
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from pathlib import Path

from app.domain.errors import Damaged
from app.domain.voice import PIECES

RATE = 22_050
"""Samples a second of the joined sound: 16 bits, one channel."""
QUIET = 300
"""A sample below this (of 32767) at either end of a piece is silence and cut off."""
GAP, PAUSE = 0.06, 0.8
"""Seconds of silence between two pieces, and before the call is repeated."""
LONGEST, LARGEST = 5.0, 4_000_000  # seconds of a piece and bytes of its file: nobody records a song by mistake
_CALLS_KEPT = 64


class Clips:
    """The pieces of this machine; each is read once, and a joined call is kept for its recall."""

    def __init__(self, own: Path | None = None) -> None:
        self._own = own
        self._pieces: dict[str, array[int]] = {}
        self.call = lru_cache(maxsize=_CALLS_KEPT)(self._call)

    def _call(self, pieces: tuple[str, ...], repeat: int = 1) -> bytes:
        """One WAV of the pieces one after the other, said ``repeat`` times; ``Damaged`` when set-up left no pieces."""
        once = _joined((self._piece(name) for name in pieces), GAP)
        return packed(_joined([once] * repeat, PAUSE))

    def _piece(self, name: str) -> array[int]:
        if name not in self._pieces:
            self._pieces[name] = self._read(name)
        return self._pieces[name]

    def _read(self, name: str) -> array[int]:
        own = self._own / f"{name}.wav" if self._own is not None else None
        try:
            if own is not None and own.is_file():
                return _sound(own)
        except (OSError, ValueError):
            pass  # said by the doctor; a call must not wait for it
        return _ours(name)


def unusable(own: Path) -> tuple[str, ...]:
    """The station's own files that are not played: no piece of that name, or not in a form that can be read."""
    found = sorted(own.glob("*")) if own.is_dir() else []
    return tuple(path.name for path in found if path.suffix != ".wav" or path.stem not in PIECES or not _usable(path))


def _usable(path: Path) -> bool:
    try:
        return bool(_sound(path))
    except (OSError, ValueError):
        return False


def _ours(name: str) -> array[int]:
    source = resources.files("app").joinpath(f"data/voice/{name}.wav")
    try:
        return _samples(source.read_bytes())
    except (OSError, ValueError) as error:
        raise Damaged("voice.no_pieces", name=name) from error


def _sound(path: Path) -> array[int]:
    """A recording of the station's, brought to our rate and cut; ValueError when it cannot be used."""
    if path.stat().st_size > LARGEST:
        raise ValueError("too large")
    found = trimmed(_samples(path.read_bytes()))
    if not found or len(found) > LONGEST * RATE:
        raise ValueError("silent or too long")
    return found


def _samples(data: bytes) -> array[int]:
    """The samples of a WAV of 16 bits, one or two channels, at our rate; ValueError for another kind."""
    try:
        with wave.open(io.BytesIO(data)) as source:
            channels, width, rate, frames = source.getparams()[:4]
            raw = source.readframes(frames)
    except (wave.Error, EOFError) as error:
        raise ValueError(str(error)) from error
    if width != 2 or channels not in (1, 2) or not 8_000 <= rate <= 48_000 or not raw:
        raise ValueError("not 16 bits, one or two channels, 8 to 48 kHz")
    samples = array("h", raw[: len(raw) // (2 * channels) * 2 * channels])
    return at_rate(samples[::channels], rate)


def at_rate(samples: array[int], rate: int) -> array[int]:
    """The same sound at our rate, between two samples in a straight line; good enough for a spoken word."""
    if rate == RATE or not samples:
        return samples
    last, made = len(samples) - 1, array("h")
    for place in range(len(samples) * RATE // rate):
        at, part = divmod(place * rate, RATE)
        here, there = samples[min(at, last)], samples[min(at + 1, last)]
        made.append(here + (there - here) * part // RATE)
    return made


def trimmed(samples: array[int]) -> array[int]:
    """Without the silence at both ends."""
    loud = [place for place, sample in enumerate(samples) if abs(sample) > QUIET]
    return samples[loud[0] : loud[-1] + 1] if loud else array("h")


def _joined(sounds: Iterable[array[int]], gap: float) -> array[int]:
    silence, made = array("h", bytes(2 * round(gap * RATE))), array("h")
    for sound in sounds:
        made.extend(silence if made else ())
        made.extend(sound)
    return made


def packed(samples: array[int]) -> bytes:
    """The samples as a WAV file."""
    target = io.BytesIO()
    with wave.open(target, "wb") as made:
        made.setparams((1, 2, RATE, len(samples), "NONE", ""))
        made.writeframes(samples.tobytes())
    return target.getvalue()


def seconds(wav: bytes) -> float:
    """How long a WAV of ours plays."""
    with wave.open(io.BytesIO(wav)) as source:
        return float(source.getnframes() / source.getframerate())
