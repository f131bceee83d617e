"""Heavier copies of the packaged fonts for headings.

小标宋, 黑体 and a bold 楷体 are heavier than the regular faces of the package, and a PDF writer does not
thicken a face by itself. So the outlines of the few characters that headings need are thickened here.
"""

from __future__ import annotations

import io
from functools import lru_cache
from importlib import import_module
from string import printable
from typing import Any
from unicodedata import east_asian_width

from fontTools.pens.t2CharStringPen import T2CharStringPen

from hotline_analysis.fonts import SANS_MEDIUM, SERIF_HEAVY, SERIF_MEDIUM, Face, characters, harfbuzz_face

# Both come without types.
hb: Any = import_module("uharfbuzz")
font_builder: Any = import_module("fontTools.fontBuilder")

_QUOTES = range(0x2018, 0x2020)

# Family to the face it is made from and the growth of its strokes, as a share of the em.
WEIGHTS: dict[str, tuple[Face, float]] = {
    SERIF_HEAVY: ("serif", 0.034),
    SERIF_MEDIUM: ("serif", 0.016),
    SANS_MEDIUM: ("sans", 0.024),
}


def heavier(text: str, family: str) -> bytes:
    """Return an OpenType font with the characters of a text, heavier than the packaged face.

    Parameters
    ----------
    text : str
        The characters to include; those the packaged face lacks are left out.
    family : str
        One of `WEIGHTS`; also the family name of the font.

    Returns
    -------
    bytes
        The same bytes for the same characters, always.
    """
    latin = _latin(text)
    return _font(family, frozenset(text + printable.strip() if latin else text), latin)


@lru_cache(maxsize=3 * len(WEIGHTS))
def _font(family: str, chars: frozenset[str], latin: bool) -> bytes:
    face, growth = WEIGHTS[family]
    font = hb.Font(harfbuzz_face(face))
    codes = sorted({ord(char) for char in chars} & characters(face))
    glyphs = {f"u{code:05X}": _glyph(font, code, latin) for code in codes}
    advances = {name: round(font.get_glyph_h_advance(glyph)) for name, glyph in glyphs.items()}
    font.synthetic_bold = (growth, growth, True)
    outlines: dict[str, Any] = {".notdef": T2CharStringPen(1000, None).getCharString()}
    for name, glyph in glyphs.items():
        pen = T2CharStringPen(advances[name], None)
        font.draw_glyph_with_pen(glyph, pen)
        outlines[name] = pen.getCharString()
    cmap = {code: f"u{code:05X}" for code in codes}
    return _build(family, face, cmap, outlines, {".notdef": 1000} | advances)


def _latin(text: str) -> bool:
    """Tell whether a page is in Latin letters, by its headings; its captions are set in the heavier face too."""
    wide = sum(east_asian_width(char) in "WF" for char in text)
    return sum(char.isascii() and char.isalpha() for char in text) > wide


def _glyph(font: Any, code: int, latin: bool) -> int:
    """Return the glyph of a character; among Latin letters quotation marks are narrow."""
    if not latin or code not in _QUOTES:
        return font.get_nominal_glyph(code) or 0
    buffer = hb.Buffer()
    buffer.add_codepoints([code])
    buffer.guess_segment_properties()
    hb.shape(font, buffer, {"pwid": True})
    return int(buffer.glyph_infos[0].codepoint)


def _build(family: str, face: Face, cmap: dict[int, str], outlines: dict[str, Any], advances: dict[str, int]) -> bytes:
    extents = hb.Font(harfbuzz_face(face)).get_font_extents("ltr")
    builder = font_builder.FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(list(outlines))
    builder.setupCharacterMap(cmap)
    builder.setupCFF(family.replace(" ", ""), {}, outlines, {})
    builder.setupHorizontalMetrics({name: (width, 0) for name, width in advances.items()})
    builder.setupHorizontalHeader(ascent=round(extents.ascender), descent=round(extents.descender))
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120)
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    target = io.BytesIO()
    builder.font.save(target)
    return target.getvalue()
