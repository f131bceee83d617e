"""The claim language: small expressions that say what a printed figure or list should be."""

from hotline_analysis.audit.language.evaluate import Evaluator, Scope
from hotline_analysis.audit.language.parse import LanguageError, parse
from hotline_analysis.audit.language.rows import Row, Rows, rows_of
from hotline_analysis.audit.language.values import (
    Alternatives,
    Among,
    Missing,
    Names,
    NotInTable,
    Number,
    Ranked,
    Sequence,
    SomeShare,
    Text,
    Truth,
    Value,
)

__all__ = [
    "Alternatives",
    "Among",
    "Evaluator",
    "LanguageError",
    "Missing",
    "Names",
    "NotInTable",
    "Number",
    "Ranked",
    "Row",
    "Rows",
    "Scope",
    "Sequence",
    "SomeShare",
    "Text",
    "Truth",
    "Value",
    "parse",
    "rows_of",
]
