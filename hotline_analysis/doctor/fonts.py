"""The packaged Chinese fonts, and those of official documents that a machine may have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from hotline_analysis.doctor.finding import Finding
from hotline_analysis.doctor.mending import copy_fonts, pip
from hotline_analysis.errors import RenderError

# role in `fonts.STACKS`: name, use, files under which the fonts are sold or come with Windows
OFFICIAL = {
    "title": ("小标宋", "titles", "FZXBSJW.TTF"),
    "hei": ("黑体", "headings of the first level", "simhei.ttf"),
    "kai": ("楷体", "headings of the second level", "simkai.ttf"),
    "fangsong": ("仿宋", "the body", "simfang.ttf"),
}
_FAMILY_NAMES = (1, 4, 16)


def check_packaged() -> Finding:
    """Tell whether the fonts that come with the package are there and whole."""
    part, use = "packaged Chinese fonts", "every page, picture and PDF"
    try:
        from hotline_analysis.fonts import FAMILIES, characters

        lacking = [family for face, family in FAMILIES.items() if ord("市") not in characters(face)]
    except (RenderError, OSError) as error:
        return Finding(part, "missing", str(error), use, pip(["mplfonts>=0.0.11"]))
    if lacking:
        said = f"without Chinese characters: {', '.join(lacking)}"
        return Finding(part, "missing", said, use, f"{pip(['mplfonts>=0.0.11'])} --force-reinstall")
    return Finding(part, "ok", ", ".join(FAMILIES.values()), use)


def check_official() -> list[Finding]:
    """Tell which fonts of official documents the system has."""
    from matplotlib.font_manager import findSystemFonts

    known = families(map(Path, findSystemFonts()))
    return [_official(role, known) for role in OFFICIAL]


def _official(role: str, known: set[str]) -> Finding:
    from hotline_analysis.fonts import FAMILIES, STACKS

    zh, where, files = OFFICIAL[role]
    part, use = f"font {zh}", f"{where} in Word and PDF as official documents have it; a packaged font stands in for it"
    wanted = [name for name in STACKS[role] if name not in FAMILIES.values() and not name.startswith("Hotline")]
    found = next((name for name in wanted if name in known), None)
    if found is None:
        return Finding(part, "optional", "not on this machine", use, copy_fonts(files))
    return Finding(part, "ok", found, use)


def families(files: Iterable[Path]) -> set[str]:
    """Return the names, in all languages, of fonts in files; a file that is no font has none.

    Examples
    --------
    >>> from hotline_analysis.fonts import font_path
    >>> "Noto Sans CJK SC" in families([font_path("sans")])
    True
    """
    return {name for file in files for name in _names_in(file)}


def _names_in(file: Path) -> list[str]:
    from fontTools.ttLib import TTFont, TTLibError
    from fontTools.ttLib.ttCollection import TTCollection

    try:
        with file.open("rb") as stream:
            if file.suffix.lower() in (".ttc", ".otc"):
                several: Any = TTCollection(stream, lazy=True)  # type: ignore[no-untyped-call]
                return [name for font in several.fonts for name in _names(font)]
            return list(_names(TTFont(stream, lazy=True)))
    except (OSError, TTLibError):
        return []


def _names(font: Any) -> Iterator[str]:
    for record in font["name"].names if "name" in font else ():
        if record.nameID in _FAMILY_NAMES:
            yield record.toUnicode(errors="replace")
