"""Measures of a page in the units of Word files, and the names of their XML."""

from __future__ import annotations

from xml.etree import ElementTree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = {
    "w": W,
    "r": R,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "o": "urn:schemas-microsoft-com:office:office",
    "v": "urn:schemas-microsoft-com:vml",
    "w10": "urn:schemas-microsoft-com:office:word",
}
for _prefix, _uri in NAMESPACES.items():
    ElementTree.register_namespace(_prefix, _uri)

# GB/T 9704-2012: one line is 225/22 mm, a hair less so that 22 of them always fit
LINE = 579
EMU_A_MM = 36000


def twips(mm: float) -> int:
    """Return millimetres as twentieths of a point.

    Examples
    --------
    >>> twips(25.4)
    1440
    """
    return round(mm * 1440 / 25.4)


def points(mm: float) -> float:
    """Return millimetres as points."""
    return mm * 72 / 25.4


def w(name: str) -> str:
    """Return the full name of an element or attribute of a Word file."""
    return f"{{{W}}}{name}"
