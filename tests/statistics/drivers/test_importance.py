import numpy as np
import pandas as pd
import pytest
from driver_data import mtcars

from hotline_analysis.errors import UsageError
from hotline_analysis.statistics.drivers.fit import fit_logit
from hotline_analysis.statistics.drivers.frames import from_frame
from hotline_analysis.statistics.drivers.importance import importance
from hotline_analysis.statistics.drivers.shapley import shapley

# relaimpo::calc.relimp(lm(mpg ~ am + vs + cyl, mtcars), type = "lmg") and domir::domin of the same model, as printed in
# jluchman/domir README.md (sections on relaimpo, on domin, and on McFadden's R2 of the linear model)
NAMES = ["am", "vs", "cyl"]
LMG = [0.1774892, 0.2027032, 0.3817849]
CONDITIONAL = [
    [0.3597989, 0.1389842, 0.033684441],
    [0.4409477, 0.1641982, 0.002963748],
    [0.7261800, 0.3432799, 0.075894823],
]
MCFADDEN = [0.04848726, 0.04970277, 0.12613826]
MCFADDEN_CONDITIONAL = [
    [0.06969842, 0.05507782, 0.020685547],
    [0.09088103, 0.05629333, 0.001933959],
    [0.20243215, 0.13272881, 0.043253806],
]


def linear_r2(columns, response):
    """R² of least squares with an intercept, as a function of a subset of columns: bit j of the mask is column j."""

    def value(mask):
        chosen = [column for j, column in enumerate(columns) if mask >> j & 1]
        design = np.column_stack([np.ones(len(response)), *chosen])
        residuals = response - design @ np.linalg.lstsq(design, response, rcond=None)[0]
        return 1 - residuals.var() / response.var()

    return value


CARS = mtcars()


@pytest.fixture
def r2():
    return linear_r2([CARS[name].to_numpy() for name in NAMES], CARS["mpg"].to_numpy())


def test_lmg_of_relaimpo_and_domir(r2):
    found = shapley(r2, NAMES)
    assert found.shares == pytest.approx(LMG, abs=5e-8)
    assert found.total == pytest.approx(0.7619773, abs=5e-8)
    assert found.conditional.to_numpy() == pytest.approx(np.array(CONDITIONAL), abs=5e-8)


def test_mcfadden_of_domir(r2):
    size, spread = len(CARS), CARS["mpg"].var(ddof=0)
    null = -size / 2 * (np.log(2 * np.pi * spread) + 1)
    found = shapley(lambda mask: size / 2 * np.log(1 - r2(mask)) / null, NAMES)
    assert found.shares == pytest.approx(MCFADDEN, abs=5e-9)
    assert found.total == pytest.approx(0.2243283, abs=5e-8)
    assert found.conditional.to_numpy() == pytest.approx(np.array(MCFADDEN_CONDITIONAL), abs=5e-9)


def test_drawn_orders_come_near_and_add_up(r2):
    found = shapley(r2, NAMES, exact_up_to=2, permutations=2000, seed=1)
    assert found.orders == 2000
    assert (np.abs(found.shares - LMG) < 4 * found.errors).all()
    assert found.shares.sum() == pytest.approx(0.7619773, abs=5e-8)
    again = shapley(r2, NAMES, exact_up_to=2, permutations=2000, seed=1)
    assert again.shares.tolist() == found.shares.tolist()


def test_too_few_orders_are_refused(r2):
    with pytest.raises(UsageError, match="4 or more"):
        shapley(r2, NAMES, exact_up_to=2, permutations=2)


@pytest.fixture
def rows():
    rng = np.random.default_rng(3)
    size = 3000
    rows = pd.DataFrame(
        {
            "unit": rng.choice(list("ABCDEFGHIJKL"), size),
            "days": rng.integers(0, 10, size).astype(float),
            "late": rng.random(size) < 0.2,
            "channel": rng.choice(["phone", "web", "letter"], size),
        }
    )
    line = 1 - 0.2 * rows["days"] - 0.8 * rows["late"] + 0.5 * (rows["channel"] == "web")
    return rows.assign(satisfied=(rng.random(size) < 1 / (1 + np.exp(-line))).astype(int))


def _fitted(rows, formula=None):
    return fit_logit(from_frame(rows, outcome="satisfied", factors=["days", "late", "channel"]), formula)


def test_every_subset_is_the_model_fitted_by_itself(rows):
    # mcfadden of separate fits, shared by the general function
    fit = _fitted(rows)
    parts = ["days", "late", "channel"]

    def mcfadden(mask):
        kept = [name for j, name in enumerate(parts) if mask >> j & 1]
        return _fitted(rows, " + ".join(kept)).mcfadden if kept else 0.0

    wanted = shapley(mcfadden, parts)
    found = importance(fit)
    assert found.method == "exact"
    table = found.table.set_index("group").loc[parts]
    assert table["share"].to_numpy() == pytest.approx(wanted.shares, abs=1e-10)
    assert found.table["share"].sum() == pytest.approx(fit.mcfadden, abs=1e-10)
    assert found.table["percent"].sum() == pytest.approx(100)
    assert len(table.loc["channel", "terms"]) == 2


def test_drawn_orders_of_a_model(rows):
    fit = _fitted(rows)
    exact, drawn = importance(fit), importance(fit, exact_up_to=2, permutations=400)
    assert drawn.method == "sampled"
    assert drawn.table["share"].sum() == pytest.approx(fit.mcfadden, abs=1e-9)
    wanted, found = (one.table.set_index("group").sort_index() for one in (exact, drawn))
    assert (np.abs(wanted["share"] - found["share"]) <= 4 * found["mc_error"] + 1e-9).all()
    assert "400 orders" in drawn.notes[1]


def test_interactions_and_splines_are_one_group(rows):
    joined = importance(_fitted(rows, "days * late + channel"))
    assert sorted(joined.table["group"]) == ["channel", "days × late"]
    spline = importance(_fitted(rows, "bs(days, df=4) + late + channel"))
    assert len(spline.table.set_index("group").loc["days", "terms"]) == 4


def test_factors_taken_together(rows):
    found = importance(_fitted(rows), together=[("late", "channel")])
    assert sorted(found.table["group"]) == ["days", "late × channel"]
    with pytest.raises(UsageError, match="colour"):
        importance(_fitted(rows), together=[("late", "colour")])


def test_twelve_groups_are_shared_exactly():
    rng = np.random.default_rng(5)
    rows = pd.DataFrame(rng.random((1500, 12)) < 0.5, columns=[f"f{j}" for j in range(12)])
    rows["unit"] = rng.choice(list("ABCDEFGHIJKLMNO"), len(rows))
    rows["satisfied"] = (rng.random(len(rows)) < np.where(rows["f3"], 0.8, 0.5)).astype(int)
    fit = fit_logit(from_frame(rows, outcome="satisfied", factors=[f"f{j}" for j in range(12)]))
    found = importance(fit)
    assert found.method == "exact"
    assert found.table["group"].iloc[0] == "f3"
    assert found.table["share"].sum() == pytest.approx(fit.mcfadden, abs=1e-10)
