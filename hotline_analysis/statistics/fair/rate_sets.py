"""Rank sets of rates, from counts: also where a unit has one answer, and that is a good one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from hotline_analysis.errors import InputError
from hotline_analysis.statistics.fair.beta_binomial import MOST_PRECISE, fit
from hotline_analysis.statistics.fair.counts import Floats, at_least_two, parts_of_wholes
from hotline_analysis.statistics.fair.intervals import normal_quantile
from hotline_analysis.statistics.fair.rank_sets import DRAWS, Direction, Options, RankSets, Side, assembled
from hotline_analysis.statistics.fair.stepdown import Differences, Noise
from hotline_analysis.statistics.seeds import LEAGUE

JEFFREYS = (0.5, 0.5)


def rate_differences(successes: Floats, trials: Floats, level: float, noise: Noise, *, high: bool) -> Differences:
    """Return differences of rates with errors that are not 0 where every answer was the same.

    Parameters
    ----------
    successes, trials : arrays, shape (units,)
        Trials above 0.
    level : float
        z squared trials of this level are added, half of them successes.
    noise : array of float32, shape (units, draws)
        Standard normal.
    high : bool
        Whether a high rate is good.

    Notes
    -----
    Agresti, A. and Caffo, B. (2000), The American Statistician 54:280-288. The plain error of 1 of 1 is 0, and a rank
    set made with it would call that unit certainly first. Of the differences with and without the added trials the
    smaller one is tested, and none where they disagree in sign, so that a set always holds the unit's place.
    """
    added = normal_quantile(level) ** 2
    middle = (successes + added / 2) / (trials + added)
    errors = np.sqrt(middle * (1 - middle) / (trials + added))
    sign = 1 if high else -1
    plain = sign * np.subtract.outer(successes / trials, successes / trials)
    added_to = sign * np.subtract.outer(middle, middle)
    smaller = np.sign(plain) * np.minimum(np.abs(plain), np.abs(added_to))
    distance = np.where(plain * added_to > 0, smaller, 0.0)
    spread = np.sqrt(np.add.outer(np.square(errors), np.square(errors)))
    return Differences(sign * successes / trials, distance, noise * errors.astype(np.float32)[:, None], spread)


def rank_sets_of_rates(
    successes: ArrayLike,
    trials: ArrayLike,
    names: Sequence[str] | None = None,
    *,
    level: float = 0.95,
    side: Side = "both",
    best: Direction = "high",
    draws: int = DRAWS,
    seed: int = LEAGUE,
) -> RankSets:
    """Give every unit its place by its rate, and the places that its counts do not rule out.

    Parameters
    ----------
    successes, trials : array_like of whole numbers, shape (units,)
        A unit without trials has no rate and no place; a note names it.
    names : sequence of str, optional
    level, side, best, draws, seed
        As `rank_sets`.

    Raises
    ------
    InputError
        For a wrong count, naming the unit, or fewer than two units with trials.
    UsageError
        As `rank_sets`.

    Notes
    -----
    Sets as `rank_sets`, with the differences and errors of `rate_differences`. The chances of being first or last are
    those of underlying rates, drawn from their posterior given the spread between all units (`shrink`): a unit with
    two answers may be placed first on the page and still have little chance to be the best.

    Examples
    --------
    >>> found = rank_sets_of_rates([22, 4184, 2429], [22, 4226, 2584], ["High-tech", "Dawa", "Shuangtaizi"])
    >>> found.rank.tolist(), found.simultaneous_low.tolist(), found.simultaneous_high.tolist()
    ([1, 2, 3], [1, 1, 2], [3, 2, 3])
    """
    options = Options(level, side, best, draws, seed)
    x, n, units = parts_of_wholes(successes, trials, names)
    some = n > 0
    at_least_two(int(some.sum()), "a ranking")
    ranked = tuple(unit for unit, own in zip(units, some, strict=True) if own)
    empty = [unit for unit, own in zip(units, some, strict=True) if not own]
    x, n = x[some], n[some]
    notes = [f"no trials, so no rate and no place: {', '.join(empty)}"] if empty else []
    noise = options.generator().standard_normal((len(n), draws), dtype=np.float32)
    apart = rate_differences(x, n, level, noise, high=best == "high")
    drawn, note = posterior_draws(x, n, draws=draws, seed=seed)
    notes += [note] if note else []
    towards = drawn if best == "high" else -drawn
    return assembled(ranked, x / n, apart, towards, options, tuple(notes))


def posterior_draws(successes: Floats, trials: Floats, *, draws: int, seed: int) -> tuple[Floats, str | None]:
    """Draw underlying rates of units, given the spread between all of them.

    Returns
    -------
    rates : array, shape (units, draws)
    note : str or None
        Where the spread could not be estimated, what was taken instead.

    Raises
    ------
    UsageError
        For fewer than 100 draws.
    """
    random = Options(draws=draws, seed=seed).generator()
    (a, b), note = _prior(successes, trials)
    shape = (len(trials), draws)
    rates = random.beta((successes + a)[:, None], (trials - successes + b)[:, None], size=shape)
    return rates, note


def _prior(successes: Floats, trials: Floats) -> tuple[tuple[float, float], str | None]:
    try:
        prior = fit(successes, trials)
    except InputError as problem:
        return JEFFREYS, f"chances from Beta(x + 1/2, n - x + 1/2) for each unit by itself: {problem.problem}"
    if np.isnan(prior.log_precision_error) and np.isfinite(prior.precision):
        return JEFFREYS, "chances from Beta(x + 1/2, n - x + 1/2) for each unit by itself: every rate is 0 or 100 %"
    if np.isinf(prior.precision):
        note = "units differ by no more than chance: which of them is first is about as likely for each"
        return (prior.mean * MOST_PRECISE, (1 - prior.mean) * MOST_PRECISE), note
    return (prior.a, prior.b), None
