"""Assessment schemes (考核办法) as data: the language, its evaluation, the built-in schemes."""

from hotline_analysis.schemes.loading import load_scheme, scheme_names
from hotline_analysis.schemes.model import Name, Scheme
from hotline_analysis.schemes.scoring import Scores, item_scores, make_context, score

__all__ = ["Name", "Scheme", "Scores", "item_scores", "load_scheme", "make_context", "scheme_names", "score"]
