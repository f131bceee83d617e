"""What the model predicts if a factor were changed: "if waits over 5 days were halved"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from hotline_analysis.errors import UsageError
from hotline_analysis.shown import Shown
from hotline_analysis.statistics.drivers.averages import Changed
from hotline_analysis.statistics.drivers.fitted import DriverFit, interval

if TYPE_CHECKING:
    import pandas as pd

CAUTION = "association is not cause: this is what tickets with such values show, not what a change would bring about"


@dataclass(frozen=True)
class Change:
    """A change of one factor, as data.

    Attributes
    ----------
    factor : str
    above, below : float or None
        Only tickets whose number is greater, or less, than this; all otherwise.
    times, add : float or None
        A number is multiplied, then added to.
    to : object
        What the factor becomes instead: a number, True or False, or a level.

    Examples
    --------
    If waits over 5 days were halved, and if nothing were overdue:

    >>> halved, on_time = Change("waiting_days", above=5, times=0.5), Change("overdue", to=False)
    >>> import pandas as pd
    >>> halved.applied(pd.Series([2.0, 8.0])).tolist()
    [2.0, 4.0]
    """

    factor: str
    above: float | None = None
    below: float | None = None
    times: float | None = None
    add: float | None = None
    to: Any = None

    def __post_init__(self) -> None:
        arithmetic = self.times is not None or self.add is not None
        if arithmetic == (self.to is not None):
            raise UsageError(f"a change of {self.factor} says either times and add, or to")

    def applied(self, values: pd.Series[Any]) -> pd.Series[Any]:
        """Return the factor's values after the change."""
        import pandas as pd

        meant = pd.Series(True, index=values.index)
        if self.above is not None:
            meant &= values > self.above
        if self.below is not None:
            meant &= values < self.below
        if self.to is not None:
            return values.where(~meant, self.to)
        factor = 1.0 if self.times is None else self.times
        return values.where(~meant, values * factor + (self.add or 0.0))

    def check(self, fit: DriverFit) -> None:
        """Refuse what cannot be done to the factor.

        Raises
        ------
        UsageError

        Examples
        --------
        >>> import pandas as pd
        >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
        >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
        >>> rows["good"] = [5] * 10 + [8] * 10
        >>> fit = fit_logit(from_frame(rows, outcome="good", trials="of", factors=["late"]))
        >>> Change("late", to=False).check(fit)
        """
        if self.factor not in fit.factors:
            raise UsageError(f"no factor {self.factor!r} in the model; allowed: {', '.join(fit.factors)}")
        kind, values = fit.patterns.kind(self.factor), fit.patterns.frame[self.factor]
        if kind != "number" and (self.to is None or self.above is not None or self.below is not None):
            raise UsageError(f"{self.factor} is a {kind}; only `to` can change it")
        possible = [True, False] if kind == "flag" else list(getattr(values.dtype, "categories", []))
        if kind != "number" and self.to not in possible:
            raise UsageError(f"{self.factor} cannot become {self.to!r}; allowed: {', '.join(map(str, possible))}")
        number = isinstance(self.to, int | float) and not isinstance(self.to, bool)
        if kind == "number" and self.to is not None and not number:
            raise UsageError(f"{self.factor} cannot become {self.to!r}; allowed: a number")


@dataclass(frozen=True, repr=False)
class WhatIf(Shown):
    """A predicted change.

    Attributes
    ----------
    now, then : float
        Mean probability of success as things are, and after the change.
    change_pp, se, low, high : float
        Percentage points.
    p, df : float
    affected : float
        Share of the tickets that the change touches, 0 to 1.
    notes : tuple of str
        That association is not cause, and where the change leaves what was observed.

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
    >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
    >>> rows["good"] = [5, 6, 4, 5, 6] * 2 + [8, 7, 9, 8, 8] * 2
    >>> fit = fit_logit(from_frame(rows, outcome="good", trials="of", factors=["late"]))
    >>> found = predict_change(fit, Change("late", to=False))
    >>> found
    <WhatIf: +14.0 percentage points (+9.0 to +19.0), from 66.0 to 80.0 %>
    """

    now: float
    then: float
    change_pp: float
    se: float
    low: float
    high: float
    p: float
    df: float
    affected: float
    notes: tuple[str, ...]

    def _said(self) -> str:
        points = f"{self.change_pp:+.1f} percentage points ({self.low:+.1f} to {self.high:+.1f})"
        return f"{points}, from {100 * self.now:.1f} to {100 * self.then:.1f} %"


def predict_change(fit: DriverFit, changes: Change | Iterable[Change], *, level: float = 0.95) -> WhatIf:
    """Predict the mean outcome of the same tickets after a change, with an interval by the delta method.

    Parameters
    ----------
    fit : DriverFit
    changes : Change or iterable of Change
        In this order.
    level : float
        Of confidence.

    Raises
    ------
    UsageError
        For a change that cannot be made, or leaves what the model knows.

    Examples
    --------
    >>> import pandas as pd
    >>> from hotline_analysis.statistics.drivers import fit_logit, from_frame
    >>> rows = pd.DataFrame({"unit": [*"ABCDEFGHIJ"] * 2, "late": [True] * 10 + [False] * 10, "of": 10})
    >>> rows["good"] = [5, 6, 4, 5, 6] * 2 + [8, 7, 9, 8, 8] * 2
    >>> fit = fit_logit(from_frame(rows, outcome="good", trials="of", factors=["late"]))
    >>> predict_change(fit, Change("late", to=False))
    <WhatIf: +14.0 percentage points (+9.0 to +19.0), from 66.0 to 80.0 %>
    """
    wanted = [changes] if isinstance(changes, Change) else list(changes)
    if not wanted:
        raise UsageError("no change is asked for")
    for one in wanted:
        one.check(fit)
    changed = Changed(fit, list(dict.fromkeys(one.factor for one in wanted)), by_value=True)
    made = reduce(_apply, wanted, changed.cases)
    touched = (made.astype(object) != changed.cases.astype(object)).any(axis=1).to_numpy()
    now, then = changed.mean(changed.rows(lambda cases: cases)), changed.mean(changed.rows(lambda _: made))
    difference = then.minus(now)
    found = interval(fit, difference.value, difference.gradient, level)
    points = {name: 100 * found[name] for name in ("se", "low", "high")}
    affected = float(changed.weights @ touched[changed.case])
    return WhatIf(
        now=now.value, then=then.value, change_pp=100 * difference.value, **points, p=found["p"], df=found["df"],
        affected=affected, notes=(CAUTION, *_beyond(fit, made)),
    )  # fmt: skip


def _apply(cases: pd.DataFrame, change: Change) -> pd.DataFrame:
    return cases.assign(**{change.factor: change.applied(cases[change.factor])})


def _beyond(fit: DriverFit, made: pd.DataFrame) -> list[str]:
    notes = []
    for name in (name for name in made.columns if fit.patterns.kind(name) == "number"):
        seen = fit.patterns.frame[name]
        if made[name].min() < seen.min() or made[name].max() > seen.max():
            notes.append(f"{name} leaves what was observed ({seen.min():g} to {seen.max():g}): the model extrapolates")
    return notes
