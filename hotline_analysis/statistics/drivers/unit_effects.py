"""Units after adjustment: satisfied against expected, and random intercepts with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from hotline_analysis.errors import InputError
from hotline_analysis.shown import Shown
from hotline_analysis.statistics.drivers.fitted import DriverFit
from hotline_analysis.statistics.drivers.sums import sums_by
from hotline_analysis.statistics.fair.dispersion import dispersion
from hotline_analysis.statistics.fair.intervals import normal_quantile

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

LIMITS = (normal_quantile(0.95), normal_quantile(0.998))
WINSORISED = 0.1


@dataclass(frozen=True, repr=False)
class UnitEffects(Shown):
    """Every unit's successes against those expected of its tickets.

    Attributes
    ----------
    table : DataFrame
        One row a unit, as they come: ``unit``, ``trials``, ``observed``, ``expected``, ``difference_pp`` (percentage
        points), ``low``, ``high`` (its 95 % interval by chance of its own tickets), ``adjusted_rate`` (the overall
        rate and the difference), ``z`` (binomial), ``z_adjusted`` (with the spread between units), ``label``:
        ``as expected``, ``higher``, ``much higher``, ``lower``, ``much lower`` (beyond 95 % and 99.8 %, even had one
        ticket gone otherwise) or ``few``.
    phi : float
        Winsorised over-dispersion of z.
    tau : float
        Spread between units beyond chance, in percentage points.
    notes : tuple of str

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
    >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
    >>> rows["good"] = [5, 6, 4, 5, 6] * 2 + [8, 7, 9, 8, 8] * 2
    >>> fit = fit_logit(from_frame(rows, outcome="good", trials="of", factors=["late"]))
    >>> unit_effects(fit)
    <UnitEffects: 10 units, phi 0.0391, spread 0 points>
    """

    _shows: ClassVar[str] = "table"

    table: pd.DataFrame
    phi: float
    tau: float
    notes: tuple[str, ...]

    def _said(self) -> str:
        return f"{len(self.table)} units, phi {self.phi:.3g}, spread {self.tau:.2g} points"


def unit_effects(fit: DriverFit, *, small: int = 10) -> UnitEffects:
    """Compare every unit's successes with what the model expects of its tickets.

    Parameters
    ----------
    fit : DriverFit
        A model without the unit among its factors.
    small : int, default 10
        Units with fewer tickets are shown, with the label ``few``, and are not judged.

    Raises
    ------
    InputError
        With one unit only.

    Notes
    -----
    Indirect standardisation with funnel limits; over-dispersion as an additive variance between units from the
    winsorised φ (Spiegelhalter 2005, Statistics in Medicine 24:1185-1202). The expected counts are taken as known,
    so limits are a little wide for units that make up much of the tickets.

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
    >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
    >>> rows["good"] = [5, 6, 4, 5, 6] * 2 + [8, 7, 9, 8, 8] * 2
    >>> fit = fit_logit(from_frame(rows, outcome="good", trials="of", factors=["late"]))
    >>> unit_effects(fit).table[["unit", "observed", "expected"]].round(1).head(2).values.tolist()
    [['A', 13.0, 13.2], ['B', 13.0, 13.2]]
    """
    codes, names = fit.patterns.clusters
    if len(names) < 2:
        raise InputError("units cannot be compared", where="unit", value=f"{len(names)} unit", allowed="2 or more")
    n = fit.patterns.trials
    trials = sums_by(codes, n)
    observed = sums_by(codes, fit.patterns.successes)
    expected = sums_by(codes, n * fit.fitted)
    error = np.sqrt(sums_by(codes, n * fit.fitted * (1 - fit.fitted))) / trials
    difference = (observed - expected) / trials
    judged = trials >= small
    phi, tau2 = _spread(difference[judged], error[judged])
    table = _table(names, trials, observed, expected, difference, error, tau2, fit.successes / fit.trials)
    table.loc[~judged, "label"] = "few"
    notes = (f"over-dispersion φ = {phi:.2f}; spread between units beyond chance τ = {100 * tau2**0.5:.2f} points",)
    return UnitEffects(table, phi, 100 * float(np.sqrt(tau2)), notes)


def _spread(difference: Floats, error: Floats) -> tuple[float, float]:
    """Return φ of winsorised z, and the variance between units that it implies (0 where φ is within chance)."""
    if len(difference) < 2:
        return float("nan"), 0.0
    found = dispersion(difference / error, error, outliers="winsorise", share=WINSORISED)
    return found.phi, found.tau2


def _table(
    names: tuple[str, ...], trials: Floats, observed: Floats, expected: Floats, difference: Floats, error: Floats,
    tau2: float, overall: float,
) -> pd.DataFrame:  # fmt: skip
    import pandas as pd

    wide = np.sqrt(error**2 + tau2)
    z = difference / wide
    but_one = np.sign(difference) * np.maximum(np.abs(difference) - 1 / trials, 0) / wide  # no verdict on one ticket
    return pd.DataFrame(
        {
            "unit": names, "trials": trials, "observed": observed, "expected": expected,
            "difference_pp": 100 * difference, "low": 100 * (difference - LIMITS[0] * error),
            "high": 100 * (difference + LIMITS[0] * error), "adjusted_rate": overall + difference,
            "z": difference / error, "z_adjusted": z, "label": [_label(one) for one in but_one],
        }
    )  # fmt: skip


def _label(z: float) -> str:
    if abs(z) <= LIMITS[0]:
        return "as expected"
    side = "higher" if z > 0 else "lower"
    return f"much {side}" if abs(z) > LIMITS[1] else side
