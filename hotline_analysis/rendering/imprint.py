"""The imprint (版记) closes a document: at the foot of its last page, which has an even number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hotline_analysis.rendering.boxes import boxes_of_class, type_area

_CLASS = "doc-imprint"


@dataclass(frozen=True)
class _Place:
    box: Any
    page: int
    above: float  # what of the type area lies above the imprint, in CSS px
    below: float


def settle_imprint(document: Any, lay_out: Callable[[], Any]) -> Any:
    """Return a layout whose imprint stands at the foot of the last, even page.

    The imprint is laid out as the last block of the text, so its room is taken and it can cover nothing. Then
    it is moved: to the next even page if it came to lie on an odd one, and down to the foot.

    Parameters
    ----------
    document : weasyprint.Document
        A layout; returned as it is when it has no imprint.
    lay_out : callable
        Lays the document out again, after its elements were changed.
    """
    place = _find(document)
    if place is not None and place.page % 2:
        # A blank page must follow a full one on the left; the standard leaves it and the imprint unnumbered.
        name = ";page:unnumbered" if place.above < 1 else ""
        place.box.element.set("style", f"break-before:left;margin-top:0{name}")
        document = lay_out()
        place = _find(document)
    if place is not None:
        place.box.translate(0, place.below)
    return document


def _find(document: Any) -> _Place | None:
    for number, page in enumerate(document.pages, start=1):
        for box in boxes_of_class(page, _CLASS):
            area = type_area(page)
            top = box.position_y + box.margin_top
            return _Place(box, number, above=box.position_y - area.top, below=area.bottom - top - box.border_height())
    return None
