"""The planted drivers of satisfaction are found again by a logistic regression."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from making_tickets import CASES, made
from numpy.typing import NDArray

from hotline_analysis.synthetic import planted_effects

Floats = NDArray[np.float64]


def fitted(design: Floats, outcome: Floats) -> tuple[Floats, Floats]:
    """Logistic regression by iteratively reweighted least squares: coefficients and their covariance."""
    beta = np.zeros(design.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-design @ beta))
        information = (design * (chance * (1 - chance))[:, None]).T @ design
        step = np.linalg.solve(information, design.T @ (outcome - chance))
        beta = beta + step
        if np.abs(step).max() < 1e-10:
            break
    return beta, np.linalg.inv(information)


def off_the_mean(off: Floats, covariance: Floats, block: slice) -> Floats:
    """How far each of several effects is off, against the mean of them all, in its standard errors.

    The first has no coefficient of its own: all others are told against it, so one unlucky first would spoil them all.
    """
    many = len(off[block]) + 1
    against = (np.eye(many) - 1 / many)[:, 1:]
    found: Floats = against @ off[block] / np.sqrt(np.diag(against @ covariance[block, block] @ against.T))
    return found


def free_answers(case: str) -> pd.DataFrame:
    """Answers to call-backs before the published period, of units with enough of them for an effect of their own."""
    tickets = made(case)
    frame = tickets.frame
    frame = frame[(frame["revisit"] == "revisited") & (frame["revisit_time"] < CASES[case][0])]
    present = tickets.registry.mapped(frame["unit"].unique(), pd.Timestamp(CASES[case][1]).date())
    frame = frame.assign(unit=frame["unit"].map(present))
    # in smaller units everybody may have been satisfied, and no coefficient exists
    bad = frame[frame["satisfied"] == "no"]["unit"].value_counts()
    good = frame[frame["satisfied"] != "no"]["unit"].value_counts()
    enough = bad.index[(bad >= 10) & (good.reindex(bad.index, fill_value=0) >= 10)]
    return frame[frame["unit"].isin(enough)]


@pytest.mark.parametrize("case", ["furong-2022-11", "xiangtan-2019-11", "yueyang-2017-Q2"])
def test_a_logistic_regression_finds_the_planted_effects(case: str) -> None:
    frame, effects = free_answers(case), planted_effects(case)
    units, categories = sorted(frame["unit"].unique()), sorted(effects.categories)
    days = (frame["closed"] - frame["received"]) / pd.Timedelta(days=1)
    columns = [
        np.ones(len(frame)),
        days.to_numpy(),
        (frame["reworked"] > 0).to_numpy(dtype=float),
        frame["told_citizen"].to_numpy(dtype=float),
        *((frame["category"] == name).to_numpy(dtype=float) for name in categories[1:]),
        *((frame["unit"] == name).to_numpy(dtype=float) for name in units[1:]),
    ]
    beta, covariance = fitted(np.column_stack(columns), (frame["satisfied"] != "no").to_numpy(dtype=float))
    planted = [
        effects.intercept + effects.categories[categories[0]] + effects.units[units[0]],
        effects.waiting_per_day,
        effects.reworked,
        effects.told_citizen,
        *(effects.categories[name] - effects.categories[categories[0]] for name in categories[1:]),
        *(effects.units[name] - effects.units[units[0]] for name in units[1:]),
    ]
    off, error = beta - np.array(planted), np.sqrt(np.diag(covariance))
    first_unit = 3 + len(categories)
    course = off[1:4] / error[1:4]
    others = [off_the_mean(off, covariance, block) for block in (slice(4, first_unit), slice(first_unit, None))]
    # the three drivers of a ticket's course within three standard errors, all others within four
    assert np.abs(course).max() < 3
    assert np.abs(np.concatenate(others)).max() < 4
    assert error[1] < 0.04
    assert error[3] < 0.12
    assert 0.6 < np.sqrt(np.mean(np.concatenate([course, *others]) ** 2)) < 1.4


def test_the_effects_of_units_and_categories_differ() -> None:
    effects = planted_effects("furong-2022-11")
    assert len(set(effects.units.values())) == 50
    assert min(effects.units.values()) == -0.5
    assert max(effects.units.values()) == 0.5
    assert len(set(effects.categories.values())) > 5


def test_the_published_period_leans_the_same_way() -> None:
    frame = made("xiangtan-2019-11").frame
    frame = frame[(frame["revisit"] == "revisited") & (frame["revisit_time"] >= CASES["xiangtan-2019-11"][0])]
    satisfied = frame["satisfied"] != "no"
    assert satisfied[frame["told_citizen"]].mean() > satisfied[~frame["told_citizen"]].mean() + 0.1
