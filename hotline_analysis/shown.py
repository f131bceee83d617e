"""How objects show themselves: a line or a few in a terminal, a table in a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar

from hotline_analysis.exact import printed, rounded

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 200  # what a page of a notebook bears
_TEXT = ' style="text-align:left;white-space:nowrap"'
_FIGURE = ' style="text-align:right;font-variant-numeric:tabular-nums"'


class Shown:
    """An object that says in a terminal what it is, and shows its ``frame`` as a table in a notebook.

    A class says what it is with `_said`, and with ``_shows`` which of its frames it shows, if that is another one.
    Where it is a dataclass, ``repr=False`` leaves these words in force.

    Examples
    --------
    >>> class Basket(Shown):
    ...     def _said(self) -> str:
    ...         return "3 apples"
    >>> Basket()
    <Basket: 3 apples>
    >>> Basket()._repr_html_()
    '<p>Basket: 3 apples</p>'
    """

    _shows: ClassVar[str] = "frame"

    def _said(self) -> str:
        """Say in one line what it holds."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self._said()}>"

    def _repr_html_(self) -> str:
        head = f"{type(self).__name__}: {self._said()}"
        found, notes = getattr(self, self._shows, None), getattr(self, "notes", ())
        frame = found() if callable(found) else found
        shown = f"<p>{escape(head)}</p>" if frame is None else frame_html(frame, caption=head)
        return shown + notes_html(notes)


def frame_html(frame: pd.DataFrame, *, caption: str, titles: dict[str, str] | None = None) -> str:
    """Return a frame as a table; the first column heads the rows, figures stand to the right.

    Parameters
    ----------
    frame : DataFrame
        Of a long one the first 200 rows are shown, and the caption says how many there are.
    caption : str
    titles : dict of str to str, optional
        Column → what pointing at its header says.

    Examples
    --------
    >>> import pandas as pd
    >>> frame_html(pd.DataFrame({"unit": ["<A>"], "closed": [3]}), caption="Closed").count("&lt;A&gt;")
    1
    """
    shown = frame.head(MOST_ROWS)
    more = f" (the first {len(shown)} of {len(frame)} rows)" if len(shown) < len(frame) else ""
    rows = [[cell_text(cell) for cell in row] for row in shown.itertuples(index=False, name=None)]
    right = [_is_figure(column) for column in zip(*rows, strict=True)] or [False] * len(frame.columns)
    said = titles or {}
    head = "".join(
        f'<th scope="col"{_FIGURE if figure else _TEXT}{_title(said.get(str(name)))}>{escape(str(name))}</th>'
        for name, figure in zip(frame.columns, right, strict=True)
    )
    body = "".join(f"<tr>{_row(row, right)}</tr>" for row in rows)
    return (
        '<div style="max-height:32em;overflow:auto" tabindex="0"><table>'
        f'<caption style="text-align:left">{escape(caption + more)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _title(text: str | None) -> str:
    return f' title="{escape(text)}"' if text else ""


def _row(cells: Sequence[str], right: Sequence[bool]) -> str:
    first, *others = cells
    data = "".join(
        f"<td{_FIGURE if figure else _TEXT}>{escape(cell)}</td>" for cell, figure in zip(others, right[1:], strict=True)
    )
    return f'<th scope="row"{_FIGURE if right[0] else _TEXT}>{escape(first)}</th>{data}'


def _is_figure(cells: Iterable[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(cell.strip("-+").replace(".", "", 1).isdigit() for cell in filled)


def notes_html(notes: Iterable[str]) -> str:
    """Return notes as a list; nothing where there are none.

    Examples
    --------
    >>> notes_html(["2 < 3"]), notes_html([])
    ('<ul><li>2 &lt; 3</li></ul>', '')
    """
    lines = "".join(f"<li>{escape(note)}</li>" for note in notes)
    return f"<ul>{lines}</ul>" if lines else ""


def cell_text(value: Any) -> str:
    """Print a cell for people: fractions and floats with a few digits, nothing where there is nothing.

    Examples
    --------
    >>> [cell_text(value) for value in (Fraction(2, 3), 0.12345678, Fraction(7), None, float("nan"), "街道")]
    ['0.6667', '0.1235', '7', '', '', '街道']
    """
    if value is None or type(value).__name__ == "NAType" or value != value:
        return ""
    if isinstance(value, Fraction | Decimal):
        return printed(rounded(value, 4), trim=True)
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1000 else f"{value:.1f}"
    return str(value)


def listed(names: Sequence[str], *, most: int = 5) -> str:
    """Name the first few and say how many more there are.

    Examples
    --------
    >>> listed(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")
