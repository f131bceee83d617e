"""Assessment schemes (考核办法) as data: the language, its evaluation, the built-in schemes."""

from hotline_analysis.schemes.changing import Knob, changed_scheme, scheme_changes, scheme_knobs
from hotline_analysis.schemes.columns import read_units, score_columns, stack_units
from hotline_analysis.schemes.lists import select
from hotline_analysis.schemes.loading import load_scheme, scheme_files, scheme_names
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
