"""Tables with great-tables: grouped headers, captions, row headers, facts in the cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING
from warnings import catch_warnings, filterwarnings

import pyarrow as pa
from markupsafe import Markup, escape

from hotline_analysis.report.blocks import Table
from hotline_analysis.report.facts import Fact

if TYPE_CHECKING:
    from great_tables import GT
    from great_tables._text import Html

Cell = Fact | str

_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_TABLE = re.compile(r"<table .*?</table>", re.DOTALL)
_HEADERS = re.compile(r' headers="[^"]*"')
_STUB_IDS = re.compile(r' id="[^"]*-stub-\d+"')


@dataclass(frozen=True)
class Column:
    """A column: its header, the header above a group of columns, and its cells from top to bottom."""

    label: str
    cells: Sequence[Cell]
    span: str | None = None
    align: str = "right"


@dataclass(frozen=True)
class TableSpec:
    """A table before it is drawn.

    Attributes
    ----------
    key : str
        Fixed id, unique within the report; empty for the numbers of a chart, which need none.
    caption : str
    stub_label : str
        Header of the first column.
    stub : sequence of str
        The first column: what each row is about; these cells head their rows.
    total_rows : set of int
        Positions of total rows.
    """

    key: str
    caption: str
    stub_label: str
    stub: Sequence[str]
    columns: Sequence[Column]
    total_rows: frozenset[int] = field(default_factory=frozenset)


def draw(spec: TableSpec) -> Table:
    """Draw a table; texts are escaped, facts keep their definition and counts."""
    names = [f"c{i}" for i in range(len(spec.columns))]
    table = (
        _great_table(_frame(names, spec), spec.key or "numbers")
        .tab_stubhead(_plain(spec.stub_label))
        .cols_label({name: _plain(column.label) for name, column in zip(names, spec.columns, strict=True)})
        .fmt(fns=str, columns=names)
    )
    for align in ("left", "center", "right"):
        chosen = [name for name, column in zip(names, spec.columns, strict=True) if column.align == align]
        if chosen:
            table = table.cols_align(align, columns=chosen)
    for span, run in groupby(zip(names, spec.columns, strict=True), key=lambda pair: pair[1].span):
        members = [name for name, _ in run]
        if span:
            table = table.tab_spanner(_plain(span), columns=members, id=f"span-{members[0]}")
    return Table(_ours(table.as_raw_html(), spec))


def _frame(names: Sequence[str], spec: TableSpec) -> pa.Table:
    """Return the cells as text in Arrow: great-tables sets them one by one, which takes far longer in pandas."""
    columns = {"stub": list(spec.stub)} | {
        name: [_cell(cell) for cell in column.cells] for name, column in zip(names, spec.columns, strict=True)
    }
    return pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})


def _great_table(frame: pa.Table, key: str) -> GT:
    from great_tables import GT

    with catch_warnings():
        filterwarnings("ignore", "PyArrow Table support is currently experimental", UserWarning)
        return GT(frame, rowname_col="stub", id=key)


def _plain(label: str) -> Html:
    """Escape a header ourselves: great-tables reads ``{{…}}`` as a unit of measure, and then escapes nothing."""
    from great_tables import html

    return html(str(escape(label)).replace("{", "&#123;"))


def _cell(value: Cell) -> str:
    return str(value.html(with_unit=False)) if isinstance(value, Fact) else str(escape(value))


def _ours(html: str, spec: TableSpec) -> Markup:
    """Keep the table alone: the page styles it; scopes say which header a cell has, so ids are not needed."""
    found = _TABLE.search(_STYLE.sub("", html))
    assert found is not None, "great-tables made no table"
    table = _STUB_IDS.sub("", _HEADERS.sub("", found.group()))
    table = re.sub(r' data-quarto-[a-z-]+="[^"]*"', "", table)
    table = re.sub(r'(<th [^>]*?) id="[^"]*"', r"\1", table)
    own = Markup(' id="{}"').format(spec.key) if spec.key else Markup("")
    head = Markup('<table class="gt_table"{}><caption>{}</caption>').format(own, spec.caption)
    table = re.sub(r'<table class="gt_table"[^>]*>', lambda _: str(head), table, count=1)
    return Markup(_mark_totals(table, spec.total_rows))  # noqa: S704 - great-tables escaped every text


def _mark_totals(table: str, rows: frozenset[int]) -> str:
    if not rows:
        return table
    head, body, tail = re.split(r"(?<=<tbody class=\"gt_table_body\">)|(?=</tbody>)", table)
    pieces = body.split("<tr>")
    marked = [
        piece if i == 0 else ('<tr class="total">' if i - 1 in rows else "<tr>") + piece
        for i, piece in enumerate(pieces)
    ]
    return head + "".join(marked) + tail
