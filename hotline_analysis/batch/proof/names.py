"""Names that libraries draw at random get numbers instead, in the order in which they first stand in a notebook."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nbformat import NotebookNode

# what pandas calls the elements of a Styler; ids that matplotlib gives clips, markers and hatches of an SVG
_STYLER = re.compile(r"\bT_[0-9a-f]{5}(?=_|\b)")
_SVG_DECLARED = re.compile(r'\bid="([a-zA-Z][0-9a-f]{10})"')
_ADDRESS = re.compile(r"\bat 0x[0-9a-f]{6,16}\b")
# what great_tables calls a table that has no id of its own
_TABLE = re.compile(r'<div id="(?P<id>[a-z]{10})"[^>]*>\s*<style>\s*#(?P=id) table')
# the file that the kernel says a cell's code stands in: its folder has the number of the process
_CELL_FILE = re.compile(r"(?<!\S)\S*/ipykernel_[0-9]+/(?P<cell>[0-9]+\.py)")


def steady(outputs: Iterable[NotebookNode], code: str = "") -> None:
    """Replace random names in the outputs of a notebook's cells, in place.

    Addresses of objects, the names of a pandas ``Styler`` and of a table of great_tables, the ids inside an SVG picture
    of matplotlib, and the temporary file that a warning says it comes from are drawn anew in every process.

    Parameters
    ----------
    outputs : iterable of NotebookNode
    code : str
        The notebook's own code: a table's id that stands in it was not drawn at random.
    """
    stylers: dict[str, str] = {}
    tables: dict[str, str] = {}
    for output in outputs:
        if output.output_type == "stream":
            output.text = _plain(output.text)
        for kind, value in output.get("data", {}).items():
            if kind == "image/svg+xml":
                output.data[kind] = _svg(value)
            elif kind == "text/html":
                output.data[kind] = _tables(_numbered(_STYLER, _plain(value), stylers), tables, code)
            elif kind == "text/plain":
                output.data[kind] = _plain(value)


def _plain(text: str) -> str:
    # which objects share an address, one after another, is chance too, so addresses are not told apart
    text = _ADDRESS.sub("at 0x000000000000", text)
    if "/ipykernel_" not in text:  # a page with pictures is megabytes of text without a blank
        return text
    return _CELL_FILE.sub(lambda match: f"ipykernel/{match['cell']}", text)


def _tables(text: str, names: dict[str, str], code: str) -> str:
    """Replace the random ids of tables, and what refers to them."""
    found = [name for name in _TABLE.findall(text) if name not in code]
    for name in found:
        names.setdefault(name, _letters(len(names) + 1))
    refers = re.compile(rf'(?P<before>\bid="|#)(?P<id>{"|".join(found)})(?![\w-])')
    return refers.sub(lambda match: match["before"] + names[match["id"]], text) if found else text


def _letters(number: int) -> str:
    """Write a number in ten letters, as great_tables draws them."""
    digits = ""
    for _ in range(10):
        number, digit = divmod(number, 26)
        digits = chr(ord("a") + digit) + digits
    return digits


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
