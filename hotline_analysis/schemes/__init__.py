"""Assessment schemes (考核办法) as data: the language, its evaluation, the built-in schemes.

The names are looked up when they are first asked for: to find a scheme's file, nothing is read or scored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_analysis.lazy import names_on_demand, public_names

if TYPE_CHECKING:
    from hotline_analysis.schemes.changing import Knob, changed_scheme, scheme_changes, scheme_knobs
    from hotline_analysis.schemes.columns import read_units, score_columns, stack_units
    from hotline_analysis.schemes.finding import scheme_files, scheme_names
    from hotline_analysis.schemes.lists import select
    from hotline_analysis.schemes.loading import load_scheme
    from hotline_analysis.schemes.model import Name, NamedList, Scheme
    from hotline_analysis.schemes.output import figure, ranking_order, scores_frame
    from hotline_analysis.schemes.scoring import Scores, item_scores, make_context, score

__all__ = [
    "Knob",
    "Name",
    "NamedList",
    "Scheme",
    "Scores",
    "changed_scheme",
    "figure",
    "item_scores",
    "load_scheme",
    "make_context",
    "ranking_order",
    "read_units",
    "scheme_changes",
    "scheme_files",
    "scheme_knobs",
    "scheme_names",
    "score",
    "score_columns",
    "scores_frame",
    "select",
    "stack_units",
]

_MODULES = {
    "changing": (
        "Knob",
        "changed_scheme",
        "scheme_changes",
        "scheme_knobs",
    ),
    "columns": (
        "read_units",
        "score_columns",
        "stack_units",
    ),
    "lists": ("select",),
    "finding": (
        "scheme_files",
        "scheme_names",
    ),
    "loading": ("load_scheme",),
    "model": (
        "Name",
        "NamedList",
        "Scheme",
    ),
    "output": (
        "figure",
        "ranking_order",
        "scores_frame",
    ),
    "scoring": (
        "Scores",
        "item_scores",
        "make_context",
        "score",
    ),
}

__getattr__ = names_on_demand(__name__, _MODULES)
__dir__ = public_names(__name__)
