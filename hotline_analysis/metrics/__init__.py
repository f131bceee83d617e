"""The metric dictionary, unit tables, counting tickets, and what follows from counts: rates, totals, changes."""

# first: a module that is loaded later would take the place of the function of its name
from hotline_analysis.metrics.unit_table import UnitTable, exact_unit_table

# isort: split
from hotline_analysis.metrics.changes import Change, change
from hotline_analysis.metrics.counting.choices import Counting, load_counting
from hotline_analysis.metrics.counting.comparing import compare
from hotline_analysis.metrics.counting.table import unit_table
from hotline_analysis.metrics.counting.topics import hot_topics
from hotline_analysis.metrics.dictionary import Count, Metric, Rate, counts, metrics
from hotline_analysis.metrics.expressions import CountExpression
from hotline_analysis.metrics.reading import read_unit_table, stacked

__all__ = [
    "Change",
    "Count",
    "CountExpression",
    "Counting",
    "Metric",
    "Rate",
    "UnitTable",
    "change",
    "compare",
    "counts",
    "exact_unit_table",
    "hot_topics",
    "load_counting",
    "metrics",
    "read_unit_table",
    "stacked",
    "unit_table",
]
