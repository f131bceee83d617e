"""Scores and limits of rates around a center: exact where few successes or few failures are expected."""

from __future__ import annotations

import numpy as np
from scipy import special

from hotline_analysis.statistics.fair.counts import Floats

FEW, MANY = 10, 40  # expected successes or failures: exact below, on the arcsine scale above, passing over between
STEPS = 50  # of bisection, to the last digits of a rate
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(31)


def exact_share(trials: Floats, center: float) -> Floats:
    """Say how much exact chances count at these volumes: 1 below ten expected successes or failures, 0 from forty on.

    Examples
    --------
    >>> exact_share(np.array([10.0, 20, 50, 80, 100]), 0.5).tolist()
    [1.0, 1.0, 0.5, 0.0, 0.0]
    """
    expected = trials * min(center, 1 - center)
    return np.asarray(np.where(trials > 0, np.clip((MANY - expected) / (MANY - FEW), 0, 1), 0.0))


def upper_tail(successes: Floats, trials: Floats, center: float, between: Floats) -> Floats:
    """Return the chance of so many successes or more.

    Parameters
    ----------
    successes, trials : arrays, shape (units,)
        Need not be whole; between whole numbers the chance is that of the incomplete beta function.
    center : float
        The rate of all.
    between : array, shape (units,)
        Variance of underlying rates beside chance, on the scale of arcsin(sqrt(rate)); 0 for chance alone.

    Returns
    -------
    array of float, shape (units,)
        Binomial tails, averaged over underlying rates whose arcsin(sqrt(rate)) is normal around the center.

    Examples
    --------
    >>> tail = upper_tail(np.array([10.0]), np.array([10.0]), 0.856, np.array([0.0]))
    >>> round(float(tail[0]), 4), round(0.856**10, 4)
    (0.2112, 0.2112)
    """
    angles = np.arcsin(np.sqrt(center)) + np.sqrt(between)[:, None] * NODES
    rates = np.square(np.sin(np.clip(angles, 0, np.pi / 2)))
    some = successes > 0
    first = np.where(some, successes, 1.0)[:, None]
    chances = special.betainc(first, trials[:, None] - first + 1, rates) @ (WEIGHTS / WEIGHTS.sum())
    return np.where(some, np.minimum(chances, 1.0), 1.0)


def tail_scores(successes: Floats, trials: Floats, center: float, between: Floats) -> Floats:
    """Return the normal score of every tail: beyond z of a level where so extreme a rate is rarer than the level.

    Examples
    --------
    >>> one = np.array([1.0])
    >>> tail_scores(one, one, 0.975, 0 * one).tolist(), round(float(tail_scores(0 * one, one, 0.975, 0 * one)[0]), 6)
    ([0.0], -1.959964)
    """
    above = successes >= trials * center
    upper = upper_tail(successes, trials, center, between)
    lower = upper_tail(trials - successes, trials, 1 - center, between)
    scores = -special.ndtri(np.clip(np.where(above, upper, lower), 1e-300, 0.5))
    return np.asarray(np.where(above, scores, -scores) + 0.0)  # no -0.0


def blended_scores(successes: Floats, trials: Floats, center: float, between: Floats) -> Floats:
    """Return normal scores: exact where few cases are expected, on the arcsine scale where many are.

    Parameters
    ----------
    successes, trials : arrays, shape (units,)
        Trials above 0.
    center : float
    between : array, shape (units,)
        As `upper_tail`.
    """
    distance = np.arcsin(np.sqrt(successes / trials)) - np.arcsin(np.sqrt(center))
    scores = distance / np.sqrt(1 / (4 * trials) + between)
    share = exact_share(trials, center)
    few = share > 0
    exact = tail_scores(successes[few], trials[few], center, between[few])
    scores[few] = share[few] * exact + (1 - share[few]) * scores[few]
    return np.asarray(scores)


def blended_limits(trials: Floats, center: float, between: Floats, z: float) -> tuple[Floats, Floats]:
    """Return the rates beyond which a score is farther out than z; 0 and 1 where even these are not.

    Examples
    --------
    >>> low, high = blended_limits(np.array([10.0]), 0.856, np.array([0.0]), 1.959964)
    >>> round(float(low[0]), 3), float(high[0])
    (0.564, 1.0)
    """
    return 1 - _upper_limit(trials, 1 - center, between, z), _upper_limit(trials, center, between, z)


def _upper_limit(trials: Floats, center: float, between: Floats, z: float) -> Floats:
    inside, outside = trials * center, np.array(trials)
    every = blended_scores(trials, trials, center, between) <= z
    for _ in range(STEPS):
        middle = (inside + outside) / 2
        within = blended_scores(middle, trials, center, between) <= z
        inside, outside = np.where(within, middle, inside), np.where(within, outside, middle)
    return np.where(every, 1.0, inside / trials)
