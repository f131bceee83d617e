"""Pages of a Word file: upright and landscape ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element, SubElement

from hotline_analysis.rendering.docx.footers import BELOW, FOOTERS, NUMBER
from hotline_analysis.rendering.docx.units import LINE, R, twips, w
from hotline_analysis.rendering.sheets import Kind, Sheet

_LATIN_FOOT = 11.0  # millimetres from the foot of the page to that of the number: 8 mm below the type area


@dataclass(frozen=True)
class Section:
    """Pages of one kind; `start` says on which page they begin."""

    kind: Kind
    start: Literal["nextPage", "evenPage"] = "nextPage"


def section_properties(section: Section, sheet: Sheet) -> Element:
    """Return the element that ends a section."""
    found = Element(w("sectPr"))
    for when in ("default", "even"):
        SubElement(found, w("footerReference"), {w("type"): when, f"{{{R}}}id": FOOTERS[section.kind, when][0]})
    SubElement(found, w("type"), {w("val"): section.start})
    wide = section.kind == "wide"
    across, down = (sheet.height, sheet.width) if wide else (sheet.width, sheet.height)
    turned = {w("orient"): "landscape"} if wide else {}
    SubElement(found, w("pgSz"), {w("w"): str(twips(across)), w("h"): str(twips(down)), **turned})
    SubElement(found, w("pgMar"), {w(name): str(value) for name, value in _margins(section, sheet).items()})
    SubElement(found, w("docGrid"), {w("type"): "default", w("linePitch"): str(LINE)})
    return found


def _margins(section: Section, sheet: Sheet) -> dict[str, int]:
    free = sheet.wide if section.kind == "wide" else sheet.upright
    foot = free.bottom - BELOW - NUMBER if sheet.official else _LATIN_FOOT
    sides = {name: twips(getattr(free, name)) for name in ("top", "right", "bottom", "left")}
    return {**sides, "header": twips(15), "footer": twips(foot), "gutter": 0}
