"""The numbers of a chart as a table, made of the chart's own facts."""

from __future__ import annotations

from collections.abc import Sequence

from hotline_analysis.report.blocks import Table
from hotline_analysis.report.language import CHINESE, Language
from hotline_analysis.report.tables import Column, TableSpec, draw


def numbers_table(
    head: str,
    names: Sequence[str],
    columns: Sequence[Column],
    *,
    caption: str,
    whole: bool = False,
    language: Language = CHINESE,
) -> Table:
    """Draw the table that stands below a chart.

    Parameters
    ----------
    head : str
        Header of the first column.
    names : sequence of str
        What each row is about.
    columns : sequence of Column
    caption : str
        The chart's.
    whole : bool
        Whether the last row is that of the whole.
    language : Language
    """
    last = frozenset({len(names) - 1}) if whole else frozenset[int]()
    return draw(TableSpec("", language.label("{caption}（数据）", caption=caption), head, names, columns, last))
