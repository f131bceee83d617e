"""Reading a laid-out page: WeasyPrint keeps it as a tree of boxes, measured in CSS pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Area:
    """The type area of a page: what the margins leave free."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """The height of the type area."""
        return self.bottom - self.top


def type_area(page: Any) -> Area:
    """Return the type area of a page."""
    box = page._page_box
    left, top = box.content_box_x(), box.content_box_y()
    return Area(left, top, left + box.width, top + box.height)


def boxes(page: Any) -> Iterator[Any]:
    """Return the boxes of a page, parents first."""
    yield from page._page_box.descendants()


def boxes_of_class(page: Any, name: str) -> Iterator[Any]:
    """Return the boxes whose element has a class."""
    for box in boxes(page):
        element = box.element
        if hasattr(element, "get") and name in (element.get("class") or "").split():
            yield box
