"""The likelihood of a random intercept by unit, on patterns, with its gradient."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hotline_analysis.statistics.drivers.climbing import gram

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass
class Likelihood:
    """Minus the log-likelihood of (params, σ), binomial coefficients left out.

    A unit's intercept is σ u with u standard normal. Its integral is taken around the mode of u, scaled by the
    curvature there. One point is Laplace's approximation.

    Attributes
    ----------
    design : array (rows, k)
    successes, trials : arrays (rows,)
    clusters : array (rows,)
    count : int
        Units.
    points : int
    """

    design: Array
    successes: Array
    trials: Array
    clusters: NDArray[np.intp]
    count: int
    points: int
    _start: Array = field(init=False)

    def __post_init__(self) -> None:
        import numpy as np

        self._start = np.zeros(self.count)

    def __call__(self, place: Array) -> tuple[float, Array]:
        """Return the value and its gradient (k + 1,)."""
        return self._laplace(place) if self.points == 1 else self._quadrature(place)

    def scaling(self, place: Array) -> Array:
        """Return a rough information (k + 1, k + 1), to scale steps by."""
        import numpy as np
        from scipy.special import expit

        p = expit(self.design @ place[:-1])
        whole = np.diag(np.full(len(place), float(self.count)))
        whole[:-1, :-1] = gram(self.design, self.trials * p * (1 - p))
        return whole

    def modes(self, place: Array) -> tuple[Array, Array]:
        """Return every unit's most likely u and the curvature there (minus the second derivative), shapes (units,)."""
        import numpy as np
        from scipy.special import expit

        base, sigma, u = self.design @ place[:-1], place[-1], self._start
        for _ in range(100):
            p = expit(base + sigma * u[self.clusters])
            slope = sigma * self._sums(self.successes - self.trials * p) - u
            curvature = 1 + sigma**2 * self._sums(self.trials * p * (1 - p))
            step = slope / curvature
            u = u + np.clip(step, -2, 2)
            if np.abs(step).max() < 1e-10:
                break
        self._start = u
        return u, curvature

    def _laplace(self, place: Array) -> tuple[float, Array]:
        import numpy as np
        from scipy.special import expit

        sigma, base = place[-1], self.design @ place[:-1]
        u, curvature = self.modes(place)
        eta = base + sigma * u[self.clusters]
        p = expit(eta)
        v = self.trials * p * (1 - p)
        bend = v * (1 - 2 * p)
        residual = self.successes - self.trials * p
        value = self._log(eta) - float((u**2).sum()) / 2 - float(np.log(curvature).sum()) / 2
        # the determinant moves with the params, with σ, and with the modes, which move with both
        along = sigma**3 * self._sums(bend) / curvature
        weight = residual - (sigma**2 * bend - sigma * v * along[self.clusters]) / (2 * curvature)[self.clusters]
        by_sigma = u * self._sums(residual)
        moved = (self._sums(residual) - sigma * u * self._sums(v)) * along
        turned = 2 * sigma * self._sums(v) + sigma**2 * u * self._sums(bend) + moved
        return -value, -np.append(self.design.T @ weight, (by_sigma - turned / (2 * curvature)).sum())

    def _quadrature(self, place: Array) -> tuple[float, Array]:
        """Integrate unit by unit; the gradient is the mean, over the nodes, of that at the nodes."""
        import numpy as np
        from scipy.special import expit, logsumexp

        sigma, base = place[-1], self.design @ place[:-1]
        u, curvature = self.modes(place)
        nodes, weights = np.polynomial.hermite.hermgauss(self.points)
        wide = np.sqrt(2 / curvature)
        places = u[:, None] + wide[:, None] * nodes
        heights = np.empty_like(places)
        for number in range(self.points):
            eta = base + sigma * places[self.clusters, number]
            inner = self._sums(self.successes * eta - self.trials * np.logaddexp(0, eta))
            heights[:, number] = inner - places[:, number] ** 2 / 2 + np.log(weights[number]) + nodes[number] ** 2
        total = logsumexp(heights, axis=1)
        value = float((total + np.log(wide) - np.log(2 * np.pi) / 2).sum())
        shares = np.exp(heights - total[:, None])
        gradient = np.zeros(len(place))
        for number in range(self.points):
            at = places[:, number]
            residual = self.successes - self.trials * expit(base + sigma * at[self.clusters])
            residual *= shares[self.clusters, number]
            gradient[:-1] += self.design.T @ residual
            gradient[-1] += float((self._sums(residual) * at).sum())
        return -value, -gradient

    def _sums(self, values: Array) -> Array:
        import numpy as np

        return np.asarray(np.bincount(self.clusters, weights=values, minlength=self.count), dtype=float)

    def _log(self, eta: Array) -> float:
        import numpy as np

        return float((self.successes * eta - self.trials * np.logaddexp(0, eta)).sum())
