"""Splines and means over tickets rather than over patterns: patsy's own, told how many tickets a row stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


def weighted_quantiles(values: Array, counts: Array, shares: Sequence[float]) -> Array:
    """Return the quantiles that `numpy.quantile` gives when every value is repeated as often as its count says.

    Parameters
    ----------
    values, counts : arrays (rows,)
    shares : sequence of float
        0 to 1.

    Examples
    --------
    >>> import numpy as np
    >>> weighted_quantiles(np.array([5.0, 1.0]), np.array([1.0, 3.0]), [0.5, 0.9])
    array([1. , 3.8])
    """
    import numpy as np

    order = np.argsort(values, kind="stable")
    ordered, reached = values[order], np.cumsum(counts[order])
    places = np.asarray(shares) * (reached[-1] - 1)
    below = np.floor(places)
    low = ordered[np.searchsorted(reached, below, side="right")]
    high = ordered[np.searchsorted(reached, np.minimum(below + 1, reached[-1] - 1), side="right")]
    quantiles: Array = low + (high - low) * (places - below)
    return quantiles


def weighted_transforms(counts: Array) -> Mapping[str, Callable[..., Any]]:
    """Return ``bs``, ``cr``, ``cc``, ``center`` and ``standardize`` for rows that stand for so many tickets each.

    They memorise on the rows themselves; on other data they only transform.
    """
    import patsy

    return {
        "bs": patsy.stateful_transform(_splines(counts)),
        "cr": patsy.stateful_transform(_regression_splines(counts, cyclic=False)),
        "cc": patsy.stateful_transform(_regression_splines(counts, cyclic=True)),
        "center": patsy.stateful_transform(_moments(counts, spread=False)),
        "standardize": patsy.stateful_transform(_moments(counts, spread=True)),
    }


def _splines(counts: Array) -> type:
    import numpy as np
    from patsy.splines import BS

    class WeightedSplines(BS):  # type: ignore[misc]
        """B-splines with inner knots at quantiles of the tickets."""

        def memorize_chunk(
            self, x: Any, df: int | None = None, knots: Any = None, degree: int = 3, include_intercept: bool = False,
            lower_bound: float | None = None, upper_bound: float | None = None,
        ) -> None:  # fmt: skip
            values = np.asarray(x, dtype=float)
            if df is not None and knots is None:
                inner = df - degree - (1 if include_intercept else 0)
                if inner < 0:
                    raise ValueError(f"bs: df={df} is too few for degree {degree}; at least {df - inner}")
                knots, df = weighted_quantiles(values, counts, np.linspace(0, 1, inner + 2)[1:-1].tolist()), None
            super().memorize_chunk(
                np.unique(values), df=df, knots=knots, degree=degree, include_intercept=include_intercept,
                lower_bound=lower_bound, upper_bound=upper_bound,
            )  # fmt: skip

    return WeightedSplines


def _regression_splines(counts: Array, *, cyclic: bool) -> type:
    import numpy as np
    from patsy.mgcv_cubic_splines import CC, CR

    plain = CC if cyclic else CR

    class WeightedRegressionSplines(plain):  # type: ignore[misc,valid-type]
        """Cubic regression splines, centred over the tickets; their knots follow from the distinct values."""

        def memorize_chunk(
            self, x: Any, df: int | None = None, knots: Any = None, lower_bound: float | None = None,
            upper_bound: float | None = None, constraints: Any = None,
        ) -> None:  # fmt: skip
            values, bounds = np.asarray(x, dtype=float), {"lower_bound": lower_bound, "upper_bound": upper_bound}
            if isinstance(constraints, str) and constraints == "center":
                free = plain()
                free.memorize_chunk(values, df=None if df is None else df + 1, knots=knots, **bounds)
                free.memorize_finish()
                constraints = np.average(free.transform(values), axis=0, weights=counts)[None, :]
            super().memorize_chunk(values, df=df, knots=knots, constraints=constraints, **bounds)

    return WeightedRegressionSplines


def _moments(counts: Array, *, spread: bool) -> type:
    import numpy as np

    class WeightedMoments:
        """Minus the mean of the tickets, and over their standard deviation (with n below the line)."""

        mean, scale = 0.0, 1.0

        def memorize_chunk(self, x: Any) -> None:
            values = np.asarray(x, dtype=float)
            self.mean = float(np.average(values, weights=counts))
            if spread:
                self.scale = float(np.sqrt(np.average((values - self.mean) ** 2, weights=counts)))

        def memorize_finish(self) -> None: ...

        def transform(self, x: Any) -> Any:
            return (np.asarray(x, dtype=float) - self.mean) / self.scale

    return WeightedMoments
