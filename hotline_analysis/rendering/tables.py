"""Wide annex tables must fit their page: the type gets smaller in steps, never the table cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from hotline_analysis.errors import RenderError
from hotline_analysis.rendering.boxes import boxes, type_area

# Points, and whether names may take two lines; below the last a table is not legible on paper.
STEPS = ((9.0, False), (8.0, False), (7.5, False), (8.0, True), (7.5, True), (7.0, True), (6.5, True))


def fit_tables(document: Any, lay_out: Callable[[], Any]) -> Any:
    """Return a layout in which every table is as wide as its page at most.

    Parameters
    ----------
    document : weasyprint.Document
        The first layout.
    lay_out : callable
        Lays the document out again, after its elements were changed.

    Raises
    ------
    RenderError
        A table is too wide even in the smallest type; the message names it.
    """
    for size, folded in STEPS:
        wide = {id(element): element for element in _too_wide(document)}
        if not wide:
            return document
        for element in wide.values():
            element.set("style", f"font-size:{size}pt")
            if folded:
                element.set("class", f"{element.get('class') or ''} folded")
        document = lay_out()
    for element in _too_wide(document):
        raise RenderError(
            f"table {_name(element)!r} is too wide for its page even at {STEPS[-1][0]} pt; "
            "leave out columns or divide it"
        )
    return document


def _too_wide(document: Any) -> Iterator[Any]:
    for page in document.pages:
        edge = type_area(page).right + 0.5
        for box in boxes(page):
            if box.element_tag == "table" and box.position_x + box.margin_width() > edge:
                yield box.element


def _name(table: Any) -> str:
    caption = table.find(".//caption")
    source = caption if caption is not None else table
    return " ".join("".join(source.itertext()).split())[:40]
