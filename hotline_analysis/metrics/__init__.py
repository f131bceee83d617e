"""The metric dictionary, unit tables, and what follows from counts: rates, totals, changes."""

from hotline_analysis.metrics.changes import Change, change
from hotline_analysis.metrics.dictionary import Count, Metric, Rate, counts, metrics
from hotline_analysis.metrics.expressions import CountExpression
from hotline_analysis.metrics.reading import read_unit_table, stacked
from hotline_analysis.metrics.unit_table import UnitTable, unit_table

__all__ = [
    "Change",
    "Count",
    "CountExpression",
    "Metric",
    "Rate",
    "UnitTable",
    "change",
    "counts",
    "metrics",
    "read_unit_table",
    "stacked",
    "unit_table",
]
