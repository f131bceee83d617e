"""The printed figures that stand in no table: ``facts.yaml``."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from pydantic import Field, field_validator, model_validator

from hotline_analysis.documents import Document, Strict, validate
from hotline_analysis.exact import to_fraction

# What a transcription may keep beside a figure for its own use; it says nothing about the figure.
_IGNORED = frozenset({"text", "note", "seed", "notes", "tables", "section_headings"})


class _Lenient(Strict):
    """A part that may carry the fragment it was taken from."""

    @model_validator(mode="before")
    @classmethod
    def _without_fragments(cls, data: Any) -> Any:
        if isinstance(data, dict):
            return {key: value for key, value in data.items() if key not in _IGNORED}
        return data


class Fact(_Lenient):
    """One printed figure.

    Attributes
    ----------
    value : str
        As printed, so that its precision is known: ``"86.4"``.
    unit : str or None
        ``percent``, ``date``, or a counting word.
    unit_name : str or None
        The unit (责任单位) that the figure is about.

    Examples
    --------
    >>> Fact(value="86.4", unit="percent").number, Fact(value="2022-11-30", unit="date").number
    (Fraction(432, 5), None)
    """

    value: str
    unit: str | None = None
    unit_name: str | None = None

    @field_validator("value", mode="before")
    @classmethod
    def _as_text(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value

    @property
    def number(self) -> Fraction | None:
        """The exact value, or None for a date or a word."""
        try:
            return to_fraction(self.value)
        except ValueError:
            return None


class UnitList(_Lenient):
    """A printed list of units."""

    units: list[str]


class Facts(_Lenient):
    """The whole of ``facts.yaml``.

    Examples
    --------
    >>> Facts.model_validate({"facts": {"closed_total": {"value": "2034", "unit": "件"}}}).facts["closed_total"].number
    Fraction(2034, 1)
    """

    bulletin: dict[str, Any] = Field(default_factory=dict)
    facts: dict[str, Fact] = Field(default_factory=dict)
    thresholds: dict[str, Fact] = Field(default_factory=dict)
    lists: dict[str, UnitList] = Field(default_factory=dict)


class Figures(Strict):
    """A file of plain figures: ``figures: figures.yaml``."""

    figures: dict[str, Fact]


def read_facts(document: Document) -> Facts:
    """Check a ``facts.yaml``."""
    return validate(Facts, document)


def read_figures(document: Document) -> dict[str, Fact]:
    """Check a file that holds nothing but ``key: number`` lines."""
    wrapped = {key: item if isinstance(item, dict) else {"value": item} for key, item in document.data.items()}
    return validate(Figures, document, {"figures": wrapped}).figures
