"""The catalogue of factors: what may move the outcome, and how it is derived from a ticket (``factors.yaml``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from hotline_analysis.documents import Strict, load_document
from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.validation import nearest

Kind = Literal["number", "flag", "category"]


class Derivation(Strict):
    """One way to derive a factor: the columns it needs, and DuckDB's SQL over them."""

    needs: tuple[str, ...]
    sql: str


class Factor(Strict):
    """One factor.

    Attributes
    ----------
    kind : {"number", "flag", "category"}
    zh, en : str
        Its names.
    ways : tuple of Derivation
        The first whose columns the tickets have is taken.
    rounding : float
        A number is rounded to multiples of it (days, tickets); 0 leaves it as it is.
    default : bool
        Whether it is taken when no factors are asked for.
    asked : bool
        Whether it is known only of citizens who answered the call-back.

    Examples
    --------
    >>> waiting = factors()["waiting_days"]
    >>> waiting.kind, waiting.way(["received", "closed"]) is not None, waiting.way(["received"])
    ('number', True, None)
    """

    kind: Kind
    zh: str
    en: str
    ways: tuple[Derivation, ...]
    rounding: float = 0.0
    default: bool = False
    asked: bool = False

    def way(self, columns: Iterable[str]) -> Derivation | None:
        """Return how it is derived from tickets with these columns, if it can be."""
        there = set(columns)
        return next((way for way in self.ways if there.issuperset(way.needs)), None)


@cache
def factors() -> Mapping[str, Factor]:
    """Every factor that tickets can give, by key.

    Examples
    --------
    >>> factors()["waiting_days"].zh
    '办理天数'
    """
    file = Path(str(resources.files("hotline_analysis.statistics.drivers") / "factors.yaml"))
    return TypeAdapter(dict[str, Factor]).validate_python(load_document(file).data)


def factor_names(key: str) -> tuple[str, str]:
    """Return the Chinese and the English name of a factor, or its key where it is not in the catalogue."""
    known = factors().get(key)
    return (known.zh, known.en) if known else (key, key)


def chosen_factors(
    asked: Iterable[str] | None, columns: Iterable[str], *, before_answer: bool
) -> tuple[dict[str, Derivation], list[str]]:
    """Return the factors to derive and what is said about those left out.

    Parameters
    ----------
    asked : iterable of str or None
        Keys; None for those taken by default that the tickets can give.
    columns : iterable of str
        Canonical columns that the tickets have.
    before_answer : bool
        Whether the outcome is who answers: then factors known only of those who did are no factors.

    Raises
    ------
    UsageError
        For a key that is not in the catalogue, or one known only of those who answered.
    InputError
        If the tickets lack the columns of a factor that was asked for.
    """
    there = list(columns)
    keys = list(dict.fromkeys(asked)) if asked is not None else [key for key, one in factors().items() if one.default]
    chosen, notes = {}, []
    for key in keys:
        if key not in factors():
            raise UsageError(f"no factor {key!r}{nearest(key, factors())}; allowed: {', '.join(factors())}")
        factor = factors()[key]
        way = factor.way(there)
        if factor.asked and before_answer:
            if asked is not None:
                raise UsageError(f"{key} is known only of citizens who answered; it cannot explain who answers")
        elif way is not None:
            chosen[key] = way
        elif asked is not None:
            raise InputError("the tickets lack columns", where=f"factor {key}", allowed=_needs(factor))
        else:
            notes.append(f"factor {key} is left out: the tickets lack {_needs(factor)}")
    if not chosen:
        raise InputError("no factor can be derived from these tickets", value=there, allowed=", ".join(factors()))
    return chosen, notes


def _needs(factor: Factor) -> str:
    return ", or ".join(" and ".join(way.needs) for way in factor.ways)
