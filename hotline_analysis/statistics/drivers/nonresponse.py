"""Who answers the call-back, and what would change if all had: inverse-probability and raked weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hotline_analysis.errors import UsageError
from hotline_analysis.statistics.drivers.fit import fit_logit
from hotline_analysis.statistics.drivers.fitted import DriverFit
from hotline_analysis.statistics.drivers.levels import OTHERS
from hotline_analysis.statistics.drivers.patterns import Patterns
from hotline_analysis.statistics.drivers.pooling import without_uniform_levels
from hotline_analysis.statistics.drivers.problems import SeparationError
from hotline_analysis.statistics.drivers.response_weights import (
    UPPER,
    Weights,
    inverse_probability_weights,
    raked_weights,
    row_counts,
    weighted_rate,
)

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Nonresponse:
    """Estimates with and without weights for those who did not answer.

    Attributes
    ----------
    response : DriverFit
        Who answers.
    rates : DataFrame
        One row a method (``as answered`` first): ``method``, ``rate``, ``se``, ``low``, ``high`` (0 to 1), ``df``,
        ``answers``, ``effective_size``, ``design_effect``, ``trimmed``, ``largest`` weight.
    effects : DataFrame
        One row a term: ``term``, ``estimate``, ``se`` without weights, ``weighted``, ``weighted_se``, ``change`` and
        ``change_in_se`` (in units of the standard error without weights); log odds.
    called, answered : int
    notes : tuple of str
    """

    response: DriverFit
    rates: pd.DataFrame
    effects: pd.DataFrame
    called: int
    answered: int
    notes: tuple[str, ...]


def nonresponse(
    fit: DriverFit,
    called: Patterns,
    *,
    formula: str | None = None,
    rake_by: Sequence[str] = (),
    upper: float = UPPER,
) -> Nonresponse:
    """Compare estimates with and without weights for those who did not answer.

    Parameters
    ----------
    fit : DriverFit
        The model of the outcome among those who answered.
    called : Patterns
        Of all who were called back, with the outcome ``answered``.
    formula : str, optional
        Of who answers; otherwise all factors of ``called`` that the answers have too and that do not decide it without
        exception (noted).
    rake_by : sequence of str
        Flags and categories to rake by, besides; those that decide who answers are left out.
    upper : float
        Greatest weight, in units of the mean.

    Raises
    ------
    ModelError
        If there is no estimate of who answers, as where all answered.
    UsageError
        If no factor is left, or a column cannot be raked by.
    InputError
        If nobody answered of a level that is raked by.

    Notes
    -----
    Weights help only as far as those who do not answer are like those who do in the factors of the model: what is
    not in the data is not mended.
    """
    shared = [name for name in called.factors if name in fit.patterns.frame and called.frame[name].nunique() > 1]
    if not shared:
        raise UsageError("who answers shares no factor that varies with the answers")
    answers, called = with_same_levels(fit.patterns, without_uniform_levels(called))
    response, deciding = (fit_logit(called, formula), {}) if formula else _response(called, shared)
    made = [inverse_probability_weights(response, answers, upper=upper)]
    if margins := [name for name in rake_by if name not in deciding]:
        made.append(raked_weights(answers, called, margins, upper=upper))
    weighted = fit_logit(fit.patterns.weighted(made[0].values), fit.formula)
    return Nonresponse(
        response=response,
        rates=_rates(fit.patterns, made),
        effects=_effects(fit, weighted),
        called=int(called.frame["trials"].sum()),
        answered=int(called.frame["successes"].sum()),
        notes=(*deciding.values(), *_notes(made, fit)),
    )


def _response(called: Patterns, factors: Sequence[str]) -> tuple[DriverFit, dict[str, str]]:
    """Model who answers, without factors that decide it; return these with what is said about them.

    A rare flag of which all seven tickets were answered has no finite effect, and is no reason to have no weights.
    """
    rest, deciding = list(factors), dict[str, str]()
    while True:
        try:
            return fit_logit(called, " + ".join(rest)), deciding
        except SeparationError as error:
            found = [name for name in rest if any(_is_of(column, name) for column in error.columns)]
            if not found or len(found) == len(rest):
                raise
            why = f"{error.problem.removeprefix('separation: ')} ({error.value})"
            said = "who answers: {} left out, which decides it without exception: {}"
            deciding |= {name: said.format(name, why) for name in found}
            rest = [name for name in rest if name not in found]


def _is_of(column: str, factor: str) -> bool:
    return column == factor or column.startswith(f"{factor}[")


def with_same_levels(answers: Patterns, called: Patterns) -> tuple[Patterns, Patterns]:
    """Return both patterns with the same levels of every category: a level that one of them lacks joins the rest."""
    import pandas as pd

    frames = [answers.frame.copy(), called.frame.copy()]
    for name in called.factors:
        if name not in answers.factors or called.kind(name) != "category" or answers.kind(name) != "category":
            continue
        own = [set(frame[name].astype(object)) for frame in frames]
        common = [level for level in called.frame[name].cat.categories if level in own[0] & own[1]]
        apart = (own[0] ^ own[1]) - {OTHERS}
        levels = common if not apart or OTHERS in common else [*common, OTHERS]
        for frame in frames:
            texts = frame[name].astype(object)
            frame[name] = pd.Categorical(texts.where(texts.isin(common), OTHERS), categories=levels)
    return replace(answers, frame=frames[0]), replace(called, frame=frames[1])


def _rates(patterns: Patterns, made: Sequence[Weights]) -> pd.DataFrame:
    import pandas as pd

    equal = Weights(np.ones(len(patterns.frame)), "as answered", float(row_counts(patterns).sum()), 0, 1.0)
    return pd.DataFrame([weighted_rate(patterns, weights) for weights in (equal, *made)])


def _effects(fit: DriverFit, weighted: DriverFit) -> pd.DataFrame:
    import pandas as pd

    change = weighted.params - fit.params
    return pd.DataFrame(
        {
            "term": fit.terms,
            "estimate": fit.params,
            "se": fit.standard_errors,
            "weighted": weighted.params,
            "weighted_se": weighted.standard_errors,
            "change": change,
            "change_in_se": change / fit.standard_errors,
        }
    )


def _notes(made: Sequence[Weights], fit: DriverFit) -> tuple[str, ...]:
    notes = ["weights mend only what the factors tell of those who did not answer"]
    for one in made:
        if one.trimmed:
            notes.append(f"{one.method}: the weight of {one.trimmed} answers was cut at the limit")
    if fit.n_clusters < 2:
        notes.append("one unit only: the rate's standard error takes rows as independent")
    return tuple(notes)
