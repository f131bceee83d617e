"""Names that libraries draw at random get numbers instead, in the order in which they first stand in a notebook."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nbformat import NotebookNode

# what pandas calls the elements of a Styler; ids that matplotlib gives clips, markers and hatches of an SVG
_STYLER = re.compile(r"\bT_[0-9a-f]{5}(?=_|\b)")
_SVG_DECLARED = re.compile(r'\bid="([a-zA-Z][0-9a-f]{10})"')
_ADDRESS = re.compile(r"\bat 0x[0-9a-f]{6,16}\b")
# the file that the kernel says a cell's code stands in: its folder has the number of the process
_CELL_FILE = re.compile(r"(?<!\S)\S*/ipykernel_[0-9]+/(?P<cell>[0-9]+\.py)")


def steady(outputs: Iterable[NotebookNode]) -> None:
    """Replace random names in the outputs of a notebook's cells, in place.

    Addresses of objects, the names of a pandas ``Styler``, the ids inside an SVG picture of matplotlib, and the
    temporary file that a warning says it comes from are drawn anew in every process.
    """
    stylers: dict[str, str] = {}
    for output in outputs:
        if output.output_type == "stream":
            output.text = _plain(output.text)
        for kind, value in output.get("data", {}).items():
            if kind == "image/svg+xml":
                output.data[kind] = _svg(value)
            elif kind == "text/html":
                output.data[kind] = _numbered(_STYLER, _plain(value), stylers)
            elif kind == "text/plain":
                output.data[kind] = _plain(value)


def _plain(text: str) -> str:
    # which objects share an address, one after another, is chance too, so addresses are not told apart
    text = _ADDRESS.sub("at 0x000000000000", text)
    if "/ipykernel_" not in text:  # a page with pictures is megabytes of text without a blank
        return text
    return _CELL_FILE.sub(lambda match: f"ipykernel/{match['cell']}", text)


def _svg(text: str) -> str:
    """Replace the ids that a picture declares, and what refers to them."""
    names: dict[str, str] = {}
    declared = "|".join(re.escape(name) for name in dict.fromkeys(_SVG_DECLARED.findall(text)))
    return _numbered(re.compile(rf"\b(?:{declared})\b"), text, names) if declared else text


def _numbered(pattern: re.Pattern[str], text: str, names: dict[str, str]) -> str:
    """Give each name that is found a number, in a form of the same length."""

    def name(match: re.Match[str]) -> str:
        digits = re.search(r"[0-9a-f]+$", match[0])
        assert digits is not None
        return names.setdefault(match[0], f"{match[0][: digits.start()]}{len(names) + 1:0{len(digits[0])}x}")

    return pattern.sub(name, text)
