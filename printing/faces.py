"""The type faces: a chain searched character by character, because reportlab draws a missing character as a blank, silently.

The cut faces lie in the package (``printing/faces/*.ttf``, made at set-up); on Windows and Linux the system's own faces stand behind
them for rare characters. A face is read once a process and only when a character needs it: the Kai face alone is 15 MB.
"""

from __future__ import annotations

import os
import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from app.domain.documents import Paper, texts_of
from app.domain.errors import Refused, Surroundings
from app.texts import printing as words

SERIF, SANS = "serif", "sans"
_OWN = ("serif", "sans", "kai")
_WINDOWS = ("simsun.ttc", "simhei.ttf", "simkai.ttf", "simfang.ttf", "simsunb.ttf")
_LINUX = (
    "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf",
    "/usr/share/fonts/truetype/hanazono/HanaMinA.ttf",
    "/usr/share/fonts/truetype/hanazono/HanaMinB.ttf",
)
_REGISTERING = threading.Lock()

Run = tuple[str, str]


@dataclass
class Face:
    """One font file under the name reportlab knows it by; read when first asked for."""

    name: str
    path: Path
    _font: Any = field(default=None, repr=False)

    def font(self) -> Any:
        """The registered reportlab font."""
        with _REGISTERING:
            if self._font is None:
                self._font = _register(self.name, self.path)
        return self._font

    def covers(self, character: str) -> bool:
        """Whether the face has a glyph for ``character``."""
        return ord(character) in self.font().face.charToGlyph

    def width(self, character: str) -> float:
        """The advance of one character in thousandths of the type size."""
        return float(self.font().face.getCharWidth(ord(character)))


def _register(name: str, path: Path) -> Any:
    """Read a face and make it known to reportlab, with the repaired map for copying text."""
    from reportlab.pdfbase import pdfmetrics, ttfonts

    from printing.unicode_map import to_unicode_map

    ttfonts.makeToUnicodeCMap = to_unicode_map
    try:
        font = ttfonts.TTFont(name, str(path), shapable=False)
    except (ttfonts.TTFError, OSError) as error:
        raise Surroundings("print.face_unreadable", face=path.name) from error
    pdfmetrics.registerFont(font)
    return font


@cache
def all_faces() -> dict[str, Face]:
    """Every face this machine has, by name: the package's own first, then the system's. Refuses when the cut faces are not there."""
    folder = Path(str(files("printing").joinpath("faces")))
    own = [Face(name, folder / f"{name}.ttf") for name in _OWN]
    found = {face.name: face for face in [*own, *system_faces()] if face.path.is_file()}
    if SERIF not in found or SANS not in found:
        raise Surroundings("print.faces_missing")
    return found


def system_faces(windows: str = os.environ.get("SYSTEMROOT", ""), linux: Iterable[str] = _LINUX) -> list[Face]:
    """The faces of the operating system that have rare characters, where they exist."""
    paths = [Path(windows, "Fonts", name) for name in _WINDOWS] if windows else []
    paths += [Path(path) for path in linux]
    return [Face(path.stem, path) for path in paths if path.is_file()]


@cache
def chain(first: str) -> tuple[Face, ...]:
    """The faces in the order in which a character is looked for, beginning with ``first``."""
    faces = all_faces()
    return (faces[first], *(face for name, face in faces.items() if name != first))


def clean(text: str) -> str:
    """Text as it is drawn: composed, tabs as spaces, without marks that have no shape of their own (variation selectors, joiners)."""
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\t", " ").replace("\u00a0", " ")
    return "".join(c for c in composed if not _shapeless(c))


def _shapeless(character: str) -> bool:
    code = ord(character)
    return 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF or unicodedata.category(character) == "Cf"


@cache
def face_of(character: str, first: str) -> Face | None:
    """The first face of the chain with a glyph for ``character``."""
    return next((face for face in chain(first) if face.covers(character)), None)


def split_runs(text: str, first: str = SERIF) -> list[Run]:
    """``text`` cut into (face name, piece), each piece covered by its face. ValueError for a character no face has: check before."""
    runs: list[Run] = []
    for character in text:
        face = face_of(character, first)
        if face is None:
            raise ValueError(f"no face has U+{ord(character):04X}")
        if runs and runs[-1][0] == face.name:
            runs[-1] = (face.name, runs[-1][1] + character)
        else:
            runs.append((face.name, character))
    return runs


def missing(text: str) -> list[str]:
    """The characters of ``text`` that no face has, each once, in order."""
    wanted = dict.fromkeys(c for c in clean(text) if c != "\n")
    return [c for c in wanted if face_of(c, SERIF) is None]


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """Characters that cannot be printed and the field they stand in."""

    field: str
    label: str
    characters: tuple[str, ...]

    def named(self) -> str:
        """The characters with their code points, as the sentence shows them."""
        return "、".join(f"“{c}”（U+{ord(c):04X}）" for c in self.characters)


def missing_in(paper: Paper) -> list[MissingGlyph]:
    """Every field of ``paper`` with characters no face has; empty when the paper can be printed."""
    lacking = ((name, tuple(missing(text))) for name, text in texts_of(paper))
    return [MissingGlyph(name, words.label(name), found) for name, found in lacking if found]


def demand_glyphs(paper: Paper) -> None:
    """Refuse a paper with a character no face has, naming it, before anything is drawn."""
    lacking = missing_in(paper)
    if lacking:
        named = "；".join(f"{one.label}：{one.named()}" for one in lacking)
        raise Refused("print.missing_glyph", field=lacking[0].field, characters=named)
