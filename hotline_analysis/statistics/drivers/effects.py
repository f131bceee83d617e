"""Average marginal effects: how many percentage points a factor goes with, all others as they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from hotline_analysis.statistics.drivers.averages import Average, Changed
from hotline_analysis.statistics.drivers.factors import factor_names
from hotline_analysis.statistics.drivers.fitted import DriverFit, interval

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

STEP = 1e-4  # of a number's range: far above rounding, far below any bend
COLUMNS = ["factor", "level", "reference", "zh", "en", "kind", "effect_pp", "se", "low", "high", "p", "df"]


def average_marginal_effects(fit: DriverFit, *, level: float = 0.95) -> pd.DataFrame:
    """Return every factor's effect on the probability, averaged over the tickets, in percentage points.

    A flag and a level of a category are a discrete change: all tickets with it, minus all tickets without it (with the
    reference level), everything else as it is. A number is a derivative: per unit (day, ticket). Predictions are made
    over changed data, so interactions and splines are taken along. Standard errors by the delta method from the
    model's covariance (Bartus 2005, Stata Journal 5:309-329).

    Parameters
    ----------
    fit : DriverFit
    level : float
        Of confidence.

    Returns
    -------
    DataFrame
        One row a number, a flag, or a level other than the reference: ``factor, level, reference, zh, en, kind``
        (discrete, continuous), ``effect_pp, se, low, high`` (percentage points), ``p, df``.

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
    >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
    >>> rows["good"] = [5] * 10 + [8] * 10
    >>> fit = fit_logit(from_frame(rows, outcome="good", trials="of", factors=["late"]))
    >>> average_marginal_effects(fit)["effect_pp"].round(6).tolist()
    [-30.0]
    """
    import pandas as pd

    rows = [row for factor in fit.factors for row in _effects(fit, factor, level)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _effects(fit: DriverFit, factor: str, level: float) -> Iterator[dict[str, Any]]:
    zh, en = factor_names(factor)
    kind = fit.patterns.kind(factor)
    if kind == "number":
        yield _row(fit, _slope(fit, factor), level, factor=factor, zh=zh, en=en, kind="continuous")
        return
    changed = Changed(fit, [factor], by_value=False)
    values = [False, True] if kind == "flag" else list(fit.patterns.frame[factor].cat.categories)
    reference = changed.mean(_set(changed, factor, values[0]))
    for value in values[1:]:
        difference = changed.mean(_set(changed, factor, value)).minus(reference)
        of = {} if kind == "flag" else {"level": value, "reference": values[0]}
        yield _row(fit, difference, level, factor=factor, zh=zh, en=en, kind="discrete", **of)


def _row(fit: DriverFit, effect: Average, confidence: float, **about: Any) -> dict[str, Any]:
    found = interval(fit, effect.value, effect.gradient, confidence)
    points = {name: 100 * found[name] for name in ("se", "low", "high")}
    tested = {"p": found["p"], "df": found["df"]}
    return {"level": None, "reference": None, **about, "effect_pp": 100 * effect.value, **points, **tested}


def _set(changed: Changed, factor: str, value: Any) -> Array:
    import pandas as pd

    def change(cases: pd.DataFrame) -> pd.DataFrame:
        same = pd.Series([value] * len(cases), index=cases.index, dtype=cases[factor].dtype)
        return cases.assign(**{factor: same})

    return changed.rows(change)


def _slope(fit: DriverFit, factor: str) -> Average:
    """Take the columns' derivative as a central difference that does not leave the observed range."""
    import numpy as np

    changed = Changed(fit, [factor], by_value=True)
    values = changed.cases[factor].to_numpy()
    least, most = values.min(), values.max()
    step = STEP * (most - least)
    low, high = np.maximum(values - step, least), np.minimum(values + step, most)
    above = changed.rows(lambda cases: cases.assign(**{factor: high}))
    below = changed.rows(lambda cases: cases.assign(**{factor: low}))
    return changed.slope((above - below) / (high - low)[:, None])
