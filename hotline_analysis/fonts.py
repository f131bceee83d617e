"""The packaged Chinese fonts: where they are, what they can show, and how style sheets and charts name them.

Two fonts carry every report: Noto Sans CJK SC and Noto Serif CJK SC. A reader's machine that has the fonts
of official documents uses those; the packaged ones stand last in every list, so that no character is ever
shown as an empty box.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from hotline_analysis.errors import RenderError

hb: Any = import_module("uharfbuzz")  # a compiled module without types

Face = Literal["sans", "serif"]

FAMILIES: dict[Face, str] = {"sans": "Noto Sans CJK SC", "serif": "Noto Serif CJK SC"}
_FILES: dict[Face, str] = {"sans": "NotoSansCJKsc-Regular.otf", "serif": "NotoSerifCJKsc-Regular.otf"}

_SERIF_END = (FAMILIES["serif"], FAMILIES["sans"], "serif")
_SANS_END = (FAMILIES["sans"], "sans-serif")

# 小标宋 is heavy by itself. Under a name of its own and declared bold, a browser does not thicken it again.
TITLE_FAMILY = "Hotline Title"
LOCAL_TITLES = ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK", "STZhongsong")

# The packaged fonts have one weight. The PDF writer makes heavier copies for headings, see rendering/weights.py.
SERIF_HEAVY, SERIF_MEDIUM, SANS_MEDIUM = "Hotline Title Serif", "Hotline Strong Serif", "Hotline Strong Sans"

# The wanted font first, its names on Windows, WPS and macOS next, the packaged one last.
STACKS: dict[str, tuple[str, ...]] = {
    "fangsong": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", *_SERIF_END),
    "hei": ("SimHei", "黑体", "Heiti SC", "STHeiti", *_SANS_END),
    "heading": ("SimHei", "黑体", "Heiti SC", "STHeiti", SANS_MEDIUM, *_SANS_END),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "Kaiti SC", "STKaiti", SERIF_MEDIUM, *_SERIF_END),
    "title": (TITLE_FAMILY, *LOCAL_TITLES, SERIF_HEAVY, *_SERIF_END),
    "song": ("SimSun", "宋体", "Songti SC", "STSong", *_SERIF_END),
    "screen": ("PingFang SC", "Microsoft YaHei", "微软雅黑", *_SANS_END),
}
_GENERIC = {"serif", "sans-serif"}
# A page in Latin letters has one face: that of the reader's machine, else the Latin letters of the packaged one.
_LATIN_END = (FAMILIES["sans"], "sans-serif")
_LATIN_FIRST = ("Segoe UI", "Helvetica Neue")
_HEADINGS = {"heading", "kai", "title", "hei"}
LATIN_STACKS = {role: (*_LATIN_FIRST, *((SANS_MEDIUM,) if role in _HEADINGS else ()), *_LATIN_END) for role in STACKS}


def css_stack(role: str, *, latin: bool = False) -> str:
    """Return a ``font-family`` value for one role of an official document.

    Parameters
    ----------
    role : str
        ``fangsong`` (body), ``heading`` and ``kai`` (first and second heading level), ``title`` (小标宋),
        ``hei`` (captions), ``song`` (page numbers, tables in print) or ``screen`` (tables on a screen).
    latin : bool
        Whether the page is in Latin letters.

    Examples
    --------
    >>> css_stack("hei")
    '"SimHei", "黑体", "Heiti SC", "STHeiti", "Noto Sans CJK SC", sans-serif'
    """
    return ", ".join(name if name in _GENERIC else f'"{name}"' for name in (LATIN_STACKS if latin else STACKS)[role])


@lru_cache(maxsize=2)
def font_path(face: Face = "sans") -> Path:
    """Return the file of a packaged font, without importing the package that carries it."""
    spec = find_spec("mplfonts")
    folders = [] if spec is None else list(spec.submodule_search_locations or [])
    for folder in folders:
        path = Path(folder) / "fonts" / _FILES[face]
        if path.is_file():
            return path
    raise RenderError(f"font {_FILES[face]} not found: install the package mplfonts, which carries it")


@lru_cache(maxsize=2)
def harfbuzz_face(face: Face) -> Any:
    """Return a packaged font opened for reading its outlines; opened once a process."""
    return hb.Face(hb.Blob.from_file_path(str(font_path(face))))


@lru_cache(maxsize=2)
def characters(face: Face) -> frozenset[int]:
    """Return the code points a packaged font has a glyph for."""
    return frozenset(harfbuzz_face(face).unicodes)


def _needs_no_glyph(char: str) -> bool:
    """Line breaks, tabs, joiners, variation selectors and the like leave no mark on paper."""
    if unicodedata.category(char) in {"Cf", "Zl", "Zp"}:
        return True
    return char in "\t\n\r\f" or 0xFE00 <= ord(char) <= 0xFE0F or 0xE0100 <= ord(char) <= 0xE01EF


def missing_glyphs(text: str, face: Face = "sans") -> dict[str, str]:
    """Return the characters that a packaged font cannot show, each with its code point.

    Parameters
    ----------
    text : str
        Any text; characters that leave no mark (line breaks, joiners) are passed over.
    face : {'sans', 'serif'}
        The font to ask.

    Returns
    -------
    dict of str to str
        Character to code point, in the order of the code points; empty when all is well.

    Examples
    --------
    >>> missing_glyphs("市长热线 12345")
    {}
    >>> missing_glyphs("好评😀")
    {'😀': 'U+1F600'}
    """
    known = characters(face)
    lacking = sorted(char for char in set(text) if ord(char) not in known and not _needs_no_glyph(char))
    return {char: f"U+{ord(char):04X}" for char in lacking}


def register_matplotlib() -> str:
    """Make the packaged sans font known to matplotlib and return its family name; twice does no harm."""
    from matplotlib import font_manager

    path = str(font_path("sans"))
    if not any(entry.fname == path for entry in font_manager.fontManager.ttflist):
        font_manager.fontManager.addfont(path)
    return FAMILIES["sans"]
