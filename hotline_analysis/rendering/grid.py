"""A table of a page as rows and columns, with every cell at its place."""

from __future__ import annotations

from dataclasses import dataclass

from bs4 import Tag

from hotline_analysis.rendering.outline import text_of


@dataclass(frozen=True)
class GridCell:
    """A cell of a table.

    Attributes
    ----------
    row, column : int
        Where it begins.
    rows, columns : int
        How far it reaches.
    tag : Tag
        The element.
    head : bool
        Whether it stands in the head of the table.
    """

    row: int
    column: int
    rows: int
    columns: int
    tag: Tag
    head: bool

    @property
    def text(self) -> str:
        """Its text on one line."""
        return text_of(self.tag)

    @property
    def align(self) -> str:
        """``left``, ``center`` or ``right``; heads of columns are centred."""
        return "center" if self.head else self.own_align

    @property
    def own_align(self) -> str:
        """``left``, ``center`` or ``right``, as its column."""
        classes = list(self.tag.get("class") or ())
        if "gt_center" in classes:
            return "center"
        return "right" if "gt_right" in classes or self._of_a_frame() else "left"

    def _of_a_frame(self) -> bool:
        """Tell whether it is a cell of a table that pandas drew, where only names of rows are to the left."""
        return self.tag.name == "td" and self.tag.find_parent("table", class_="dataframe") is not None


@dataclass(frozen=True)
class Grid:
    """A table.

    Attributes
    ----------
    caption : str
    cells : tuple of GridCell
        From left to right, row by row.
    rows, columns, head_rows : int
    """

    caption: str
    cells: tuple[GridCell, ...]
    rows: int
    columns: int
    head_rows: int


def grid_of(table: Tag) -> Grid:
    """Return the cells of a table at their places; a cell that reaches over several leaves them free of others."""
    taken: set[tuple[int, int]] = set()
    cells: list[GridCell] = []
    rows = table.find_all("tr")
    for number, row in enumerate(rows):
        column = 0
        for tag in row.find_all(["td", "th"], recursive=False):
            while (number, column) in taken:
                column += 1
            high, wide = _span(tag, "rowspan"), _span(tag, "colspan")
            taken |= {(number + i, column + j) for i in range(high) for j in range(wide)}
            cells.append(GridCell(number, column, high, wide, tag, head=row.find_parent("thead") is not None))
            column += wide
    caption = table.find("caption")
    return Grid(
        caption=text_of(caption) if caption else "",
        cells=tuple(cells),
        rows=len(rows),
        columns=max((column + 1 for _, column in taken), default=0),
        head_rows=sum(row.find_parent("thead") is not None for row in rows),
    )


def _span(tag: Tag, name: str) -> int:
    return max(1, int(str(tag.get(name, "1"))))
