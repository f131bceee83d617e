"""Who answers the call-back, and what would change if all had: inverse-probability and raked weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.shown import Shown
from hotline_analysis.statistics.drivers.deciding import LeftOut, fit_without_deciding
from hotline_analysis.statistics.drivers.fit import fit_logit
from hotline_analysis.statistics.drivers.fitted import DriverFit
from hotline_analysis.statistics.drivers.levels import OTHERS
from hotline_analysis.statistics.drivers.patterns import Patterns
from hotline_analysis.statistics.drivers.pooling import without_uniform_levels
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


@dataclass(frozen=True, repr=False)
class Nonresponse(Shown):
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
        ``change_in_se`` (in units of the standard error without weights; 0 where that is 0); log odds.
    called, answered : int
    notes : tuple of str

    Examples
    --------
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_tickets
    >>> from hotline_analysis.synthetic import synthesize
    >>> tickets = synthesize("yunxi-2022-Q3").frame
    >>> fit = fit_logit(from_tickets(tickets, outcome="satisfied", factors=["waiting_days"], period="2022-Q3"))
    >>> called = from_tickets(tickets, outcome="answered", factors=["waiting_days"], period="2022-Q3")
    >>> nonresponse(fit, called)
    <Nonresponse: 1050 of 1177 answered>
    """

    _shows: ClassVar[str] = "rates"

    response: DriverFit
    rates: pd.DataFrame
    effects: pd.DataFrame
    called: int
    answered: int
    notes: tuple[str, ...]

    def _said(self) -> str:
        return f"{self.answered} of {self.called} answered"


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

    Notes
    -----
    Where nobody answered of a level that is raked by, or the margins cannot all be met, raking is left out (noted).
    Weights help only as far as those who do not answer are like those who do in the factors of the model: what is
    not in the data is not mended.

    Examples
    --------
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_tickets
    >>> from hotline_analysis.synthetic import synthesize
    >>> tickets = synthesize("yunxi-2022-Q3").frame
    >>> fit = fit_logit(from_tickets(tickets, outcome="satisfied", factors=["waiting_days"], period="2022-Q3"))
    >>> called = from_tickets(tickets, outcome="answered", factors=["waiting_days"], period="2022-Q3")
    >>> nonresponse(fit, called).rates["method"].tolist()
    ['as answered', 'inverse probability']
    """
    shared = [name for name in called.factors if name in fit.patterns.frame and called.frame[name].nunique() > 1]
    if not shared:
        raise UsageError("who answers shares no factor that varies with the answers")
    answers, called = with_same_levels(fit.patterns, without_uniform_levels(called))
    response, left_out = (fit_logit(called, formula), ()) if formula else fit_without_deciding(called, shared)
    notes, deciding = _left_out_notes(left_out), [one.factor for one in left_out]
    made = [inverse_probability_weights(response, answers, upper=upper)]
    if margins := [name for name in rake_by if name not in deciding]:
        made += _raked(answers, called, margins, upper, notes)
    weighted = fit_logit(fit.patterns.weighted(made[0].values), fit.formula)
    return Nonresponse(
        response=response,
        rates=_rates(fit.patterns, made),
        effects=_effects(fit, weighted),
        called=int(called.frame["trials"].sum()),
        answered=int(called.frame["successes"].sum()),
        notes=(*notes, *_notes(made, fit)),
    )


def _left_out_notes(left_out: Sequence[LeftOut]) -> list[str]:
    said = "who answers: {} left out, which decides it without exception: {}"
    return [said.format(one.factor, one.why) for one in left_out]


def _raked(
    answers: Patterns, called: Patterns, margins: Sequence[str], upper: float, notes: list[str]
) -> list[Weights]:
    """Return raked weights; none, with a note, where the data cannot be raked."""
    try:
        return [raked_weights(answers, called, margins, upper=upper)]
    except InputError as error:
        about = f" ({error.where} = {error.value})" if error.where else ""
        notes.append(f"raking left out: {error.problem}{about}")
        return []


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

    change, errors = weighted.params - fit.params, fit.standard_errors
    return pd.DataFrame(
        {
            "term": fit.terms,
            "estimate": fit.params,
            "se": errors,
            "weighted": weighted.params,
            "weighted_se": weighted.standard_errors,
            "change": change,
            "change_in_se": np.divide(change, errors, out=np.zeros_like(change), where=errors > 0),
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
