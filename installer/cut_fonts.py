"""Cut the faces that papers and windows use: `python -m installer.cut_fonts`.

The font package brings CFF outlines; reportlab takes TrueType outlines only. So the characters are drawn once more as
quadratic curves, without layout tables, into printing/faces/. No font file is committed.
"""

import importlib.util
import multiprocessing
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from installer.stamps import changed, digest_of, remember

FACES = Path(__file__).resolve().parent.parent / "printing" / "faces"
PACKAGE = "pylopdf_fonts_zh_cn"
SOURCES = {"serif": "NotoSerifSC-Regular.otf", "sans": "NotoSansSC-Regular.otf"}  # the longer one first

MAX_ERROR = 1.5
"""How far a curve may leave the original, in thousandths of the em: 0.018 pt at 12 pt."""

BLOCKS = (
    range(0x20, 0x250),
    range(0x2B0, 0x460),
    range(0x1E00, 0x3400),
    range(0xF900, 0xFB00),
    range(0xFE10, 0xFE70),
    range(0xFF00, 0xFFF0),
)
"""Letters, punctuation, signs, box drawing, numbers in circles, full-width forms."""

SUPPLEMENT = range(0x20000, 0x32000)
"""Of these planes the package has little more than the 通用规范汉字表 needs: all of it is kept."""

EXTENSION_A = (
    "㑇㑊㑮㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠"
    "䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮"
)
"""The characters of this block that the 通用规范汉字表 uses; the other 6,500 would make the faces a quarter larger."""

BOX, TICK = 0x25A1, 0x2713
BALLOT_BOX, TICKED_BOX = 0x2610, 0x2611
"""The package has □ and ✓ but neither ☐ nor ☑, which forms are full of: they are put together."""

AS_IS = (1, 0, 0, 1, 0, 0)
INSIDE = (0.7, 0, 0, 0.7, 262, 98)
"""Where the tick goes, so that it stands in the middle of the box, which is 800 units a side."""


def wanted(code: int) -> bool:
    """Tell whether a code point is kept: the ideographs of GBK, which identity cards print any of, the rare ones above and the signs."""
    if 0x4E00 <= code < 0xA000:
        return len(chr(code).encode("gb18030")) == 2
    return code in SUPPLEMENT or chr(code) in EXTENSION_A or any(code in block for block in BLOCKS)


def outline(glyphs: Any, *parts: tuple[str, tuple[float, ...]]) -> Any:
    """Draw one glyph as quadratic curves; each part is a source glyph and where it goes (an affine map)."""
    pen = TTGlyphPen(None)
    curves = Cu2QuPen(pen, MAX_ERROR, reverse_direction=True)
    for name, where in parts:
        glyphs[name].draw(TransformPen(curves, where))
    return pen.glyph()


def drawn(font: TTFont, codes: list[int]) -> Iterator[tuple[int | None, Any, int]]:
    """Yield code point (None for the missing-glyph box), outline and advance of every glyph of the new face."""
    glyphs, names, widths = font.getGlyphSet(), font.getBestCmap(), font["hmtx"]
    yield None, outline(glyphs, (".notdef", AS_IS)), widths[".notdef"][0]
    for code in codes:
        yield code, outline(glyphs, (names[code], AS_IS)), widths[names[code]][0]
    box, tick = (names[BOX], AS_IS), (names[TICK], INSIDE)
    yield BALLOT_BOX, outline(glyphs, box), widths[box[0]][0]
    yield TICKED_BOX, outline(glyphs, box, tick), widths[box[0]][0]


def cut(source: Path, target: Path) -> None:
    """Write the cut face of one source font; it appears whole or not at all."""
    font = TTFont(source)
    codes = [code for code in sorted(font.getBestCmap()) if wanted(code) and code not in (BALLOT_BOX, TICKED_BOX)]
    order, mapping, outlines, advances = [], {}, {}, {}
    for code, glyph, advance in drawn(font, codes):
        name = ".notdef" if code is None else f"u{code:04X}"
        order.append(name)
        outlines[name], advances[name] = glyph, advance
        if code is not None:
            mapping[code] = name
    part = target.with_suffix(".part")
    assembled(font, order, mapping, outlines, advances).save(part)
    part.replace(target)


def assembled(font: TTFont, order: list[str], mapping: dict[int, str], outlines: dict[str, Any], advances: dict[str, int]) -> FontBuilder:
    """Put the new outlines into a TrueType font that keeps the names, licence and line heights of the old one."""
    builder = FontBuilder(font["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(mapping)
    builder.setupGlyf(outlines)
    table = builder.font["glyf"]
    builder.setupHorizontalMetrics({name: (advances[name], getattr(table[name], "xMin", 0)) for name in order})
    builder.setupHorizontalHeader(ascent=font["hhea"].ascent, descent=font["hhea"].descent, lineGap=font["hhea"].lineGap)
    builder.setupPost(keepGlyphNames=False)
    for tag in ("name", "OS/2"):
        builder.font[tag] = font[tag]
    builder.font["head"].macStyle = font["head"].macStyle
    return builder


def package_folder() -> Path:
    """Return the folder of the font package."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit(f"The package {PACKAGE} is missing: run `make setup`.")
    return Path(spec.origin).parent


def main() -> int:
    """Cut what is missing or was cut from other sources or by other rules; two faces at a time."""
    FACES.mkdir(parents=True, exist_ok=True)
    folder = package_folder()
    jobs = [(folder / name, FACES / f"{face}.ttf") for face, name in SOURCES.items()]
    jobs = [(source, target) for source, target in jobs if changed(target, digest_of(source, Path(__file__)))]
    if jobs:
        print("Cutting faces: " + ", ".join(target.name for _, target in jobs), flush=True)
        with multiprocessing.Pool(2) as pool:
            pool.starmap(cut, jobs)
    for source, target in jobs:
        remember(target, digest_of(source, Path(__file__)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
