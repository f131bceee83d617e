"""Case mix: observed against expected, by hand, against published figures and against statsmodels."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.statistics.fair.case_mix import Method, case_mix, standardise
from hotline_analysis.statistics.fair.expected import OTHER, logistic, model_rates, strata

METHODS: tuple[Method, ...] = ("strata", "model")

# Admissions to Berkeley, autumn 1973: R's data set UCBAdmissions (Bickel, Hammel, O'Connell, Science 1975).
# (admitted, applied) of the departments A to F
MEN = [(512, 825), (353, 560), (120, 325), (138, 417), (53, 191), (22, 373)]
WOMEN = [(89, 108), (17, 25), (202, 593), (131, 375), (94, 393), (24, 341)]


def rows(unit: str, counts: list[tuple[int, int]]) -> list[tuple[str, str, int, int]]:
    return [(unit, kind, trials, good) for kind, (good, trials) in zip("ABCDEF", counts, strict=False)]


def cells(*parts: tuple[str, list[tuple[int, int]]]) -> pd.DataFrame:
    made = [row for unit, counts in parts for row in rows(unit, counts)]
    return pd.DataFrame(made, columns=["unit", "category", "trials", "successes"])


@pytest.fixture
def berkeley() -> pd.DataFrame:
    return cells(("men", MEN), ("women", WOMEN))


@pytest.mark.parametrize("method", METHODS)
def test_expected_of_berkeley_gives_the_published_mantel_haenszel_statistic(
    berkeley: pd.DataFrame, method: Method
) -> None:
    """R, mantelhaen.test(UCBAdmissions): X-squared = 1.4269, with continuity correction.

    Its expected admissions of one sex are those of indirect standardisation by department.
    """
    found = standardise(berkeley, ["category"], method=method).frame.set_index("unit")
    distance = abs(found.loc["men", "observed"] - found.loc["men", "expected"])
    variance = sum(
        m * w * (a + b) * (m + w - a - b) / ((m + w) ** 2 * (m + w - 1))
        for (a, m), (b, w) in zip(MEN, WOMEN, strict=True)
    )
    assert (distance - 0.5) ** 2 / variance == pytest.approx(1.4269, abs=5e-5)


@pytest.mark.parametrize("method", METHODS)
def test_the_adjusted_rates_of_berkeley_turn_the_order_round(berkeley: pd.DataFrame, method: Method) -> None:
    """1,198 of 2,691 men and 557 of 1,835 women were admitted; department by department, women are not behind."""
    found = standardise(berkeley, ["category"], method=method).frame.set_index("unit")
    assert found["rate"].round(2).tolist() == [0.45, 0.30]
    assert found.loc["women", "ratio"] > 1 > found.loc["men", "ratio"]
    assert found.loc["women", "adjusted"] > found.loc["men", "adjusted"]
    assert set(found["label"]) == {"as expected"}


def test_by_hand() -> None:
    # roads: 50 of 100 satisfied over both units, water: 90 of 100
    data = cells(("a", [(45, 80), (19, 20)]), ("b", [(5, 20), (71, 80)]))
    found = standardise(data, ["category"]).frame.set_index("unit")
    assert found["expected"].tolist() == pytest.approx([80 * 0.5 + 20 * 0.9, 20 * 0.5 + 80 * 0.9])
    assert found["ratio"].tolist() == pytest.approx([64 / 58, 76 / 82])
    assert found["ratio_against"].tolist() == pytest.approx([36 / 42, 24 / 18])
    odds = (140 / 60) * (64 / 36) / (58 / 42)
    assert found.loc["a", "adjusted"] == pytest.approx(odds / (1 + odds))
    assert found.loc["a", "z"] == pytest.approx(6 / np.sqrt(80 * 0.25 + 20 * 0.09))
    # the reference of a is 80 % its own on roads, 20 % on water
    assert found.loc["a", "own_share"] == pytest.approx(0.8 * 0.8 + 0.2 * 0.2)


def test_the_interval_is_wilsons_over_the_expected_rate() -> None:
    # Newcombe 1998, table I: 81 of 263 -> .2553, .3662
    data = cells(("a", [(81, 263)]), ("b", [(445, 737)]))
    found = standardise(data.assign(category=["x", "x"]), ["category"]).frame.set_index("unit")
    share = 526 / 1000
    assert found.loc["a", "ratio_low"] * share == pytest.approx(0.2553, abs=5e-5)
    assert found.loc["a", "ratio_high"] * share == pytest.approx(0.3662, abs=5e-5)


@pytest.mark.parametrize("method", METHODS)
def test_without_a_difference_in_mix_nothing_changes(method: Method) -> None:
    data = cells(("a", [(30, 50), (45, 50)]), ("b", [(20, 50), (40, 50)]))
    found = standardise(data, ["category"], method=method)
    assert found.frame["expected"].tolist() == pytest.approx([67.5, 67.5])
    assert (found.frame["rate"] > found.overall).tolist() == (found.frame["adjusted"] > found.overall).tolist()


def three_factors(seed: int = 12345) -> pd.DataFrame:
    """Eight units with mixes of their own; roads and complaints are harder, units do not differ."""
    rng = np.random.default_rng(seed)
    size = 6000
    unit = rng.integers(0, 8, size)
    kind = (rng.random((size, 3)) < 0.2 + 0.08 * unit[:, None]).astype(int)
    chance = 1 / (1 + np.exp(-(1.5 - 1.2 * kind[:, 0] - 0.7 * kind[:, 1] + 0.3 * kind[:, 2])))
    frame = pd.DataFrame(
        {
            "unit": [f"u{one}" for one in unit],
            "category": np.where(kind[:, 0], "roads", "water"),
            "request_type": np.where(kind[:, 1], "complaint", "question"),
            "channel": np.where(kind[:, 2], "phone", "web"),
            "trials": 1,
            "successes": (rng.random(size) < chance).astype(int),
        }
    )
    return frame.groupby(["unit", "category", "request_type", "channel"], as_index=False).sum()


FACTORS = ["category", "request_type", "channel"]


@pytest.mark.parametrize("method", METHODS)
def test_expected_adds_up_to_observed(method: Method) -> None:
    found = standardise(three_factors(), FACTORS, method=method).frame
    assert found["expected"].sum() == pytest.approx(found["observed"].sum(), rel=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_a_mix_explains_differences_that_are_nothing_but_mix(method: Method) -> None:
    """Raw rates differ by far more than chance, the adjusted ones do not: on average z² is 1."""
    found = standardise(three_factors(), FACTORS, method=method, overdispersion="none").frame
    share = found["observed"].sum() / found["trials"].sum()
    raw = (found["rate"] - share) / np.sqrt(share * (1 - share) / found["trials"])
    assert (raw**2).mean() > 4
    assert (found["z"] ** 2).mean() < 2


def test_the_model_is_that_of_statsmodels() -> None:
    import statsmodels.api as sm

    data = three_factors()
    dummies = pd.get_dummies(data[FACTORS], drop_first=True).astype(float)
    design = sm.add_constant(dummies).to_numpy()
    outcome = np.column_stack([data["successes"], data["trials"] - data["successes"]])
    fitted = sm.GLM(outcome, design, family=sm.families.Binomial()).fit(tol=1e-14, maxiter=100).fittedvalues
    assert model_rates(data, data[FACTORS]) == pytest.approx(np.asarray(fitted), abs=1e-9)


def test_a_separated_level_has_the_rate_of_its_edge() -> None:
    design = np.array([[1, 0], [1, 1]], dtype=float)
    assert logistic(design, np.array([30.0, 20.0]), np.array([60.0, 20.0])) == pytest.approx([0.5, 1.0], abs=1e-8)
    assert logistic(design, np.array([30.0, 0.0]), np.array([60.0, 20.0])) == pytest.approx([0.5, 0.0], abs=1e-8)


def test_small_strata_are_put_together_and_still_add_up() -> None:
    made = pd.DataFrame(
        [("a", "x", "p", 50), ("a", "x", "q", 3), ("b", "x", "r", 4), ("b", "y", "p", 2), ("b", "y", "q", 1)],
        columns=["unit", "category", "channel", "trials"],
    )
    keys, pooled = strata(made, ["category", "channel"], 7)
    # x/q and x/r make seven together; y has three, which nothing is left to be put together with
    assert keys.apply(tuple, axis=1).tolist() == [
        ("x", "p"),
        ("x", OTHER),
        ("x", OTHER),
        (OTHER, OTHER),
        (OTHER, OTHER),
    ]
    assert pooled == 10


def test_a_category_with_one_ticket() -> None:
    data = pd.concat([three_factors(), pd.DataFrame([("u0", "noise", "complaint", "web", 1, 0)], columns=COLUMNS)])
    for method in METHODS:
        found = standardise(data, FACTORS, method=method)
        assert any("put together" in note for note in found.notes)
        assert found.frame["adjusted"].between(0, 1).all()


COLUMNS = ["unit", *FACTORS, "trials", "successes"]


@pytest.mark.parametrize("method", METHODS)
def test_all_satisfied(method: Method) -> None:
    found = standardise(cells(("a", [(20, 20), (10, 10)]), ("b", [(5, 5), (40, 40)])), ["category"], method=method)
    assert any("nothing to adjust" in note for note in found.notes)
    assert found.frame["adjusted"].tolist() == [1, 1]
    assert found.frame["ratio"].tolist() == [1, 1]
    assert set(found.frame["label"]) == {"as expected"}


@pytest.mark.parametrize("method", METHODS)
def test_a_unit_whose_kinds_satisfy_everybody_is_not_judged(method: Method) -> None:
    data = cells(("a", [(50, 50)]), ("b", [(40, 40), (30, 60)]), ("c", [(30, 30), (20, 60)]))
    found = standardise(data, ["category"], method=method).frame.set_index("unit").loc["a"]
    assert found["adjusted"] == pytest.approx(170 / 240, abs=1e-6)
    assert np.isnan(found["adjusted_low"])
    assert found["ratio"] == pytest.approx(1)
    assert np.isnan(found["ratio_against"])


def test_a_factor_with_one_level_is_named() -> None:
    data = three_factors().assign(channel="web")
    found = standardise(data, FACTORS)
    assert found.factors == ("category", "request_type")
    assert "one level only, so not adjusted for: channel" in found.notes


def test_a_unit_compared_with_itself_is_named() -> None:
    data = cells(("a", [(20, 40)]), ("b", [(0, 0), (30, 60)]), ("c", [(0, 0), (40, 60)]))
    found = standardise(data, ["category"])
    assert any("compared mostly with themselves" in note and note.endswith(": a") for note in found.notes)


def test_a_unit_without_answers_is_named() -> None:
    found = standardise(cells(("a", [(2, 40)]), ("b", [(30, 60)]), ("c", [(0, 0)])), ["category"])
    assert "nothing to compare: no trials of c" in found.notes
    assert found.frame["unit"].tolist() == ["a", "b"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda f: f[f["unit"] == "men"], ["compares units", "1"]),
        (lambda f: f.drop(columns="category"), ["no such column", "'category'"]),
        (lambda f: f.assign(successes=f["successes"] + 0.5), ["not a whole number", "men, A"]),
        (lambda f: f.assign(successes=f["trials"] + 1), ["more successes than trials", "men, A", "at most 825"]),
        (lambda f: f.assign(successes=[None, *f["successes"][1:]]), ["missing", "men, A"]),
        (lambda f: f.assign(category=[None, *f["category"][1:]]), ["a missing category", "men"]),
    ],
)
def test_mistakes(berkeley: pd.DataFrame, change: object, words: list[str]) -> None:
    with pytest.raises(InputError) as error:
        standardise(change(berkeley), ["category"])  # type: ignore[operator]
    assert all(word in str(error.value) for word in words), str(error.value)


def test_unknown_choices(berkeley: pd.DataFrame) -> None:
    with pytest.raises(UsageError, match="strata, model"):
        standardise(berkeley, ["category"], method="magic")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="1 or more"):
        standardise(berkeley, ["category"], min_stratum=0)


def tickets() -> pd.DataFrame:
    """Tickets of two units, one row each, as `test_by_hand` counts them; one of them has no unit."""
    made = []
    for unit, kind, trials, good in rows("a", [(45, 80), (19, 20)]) + rows("b", [(5, 20), (71, 80)]):
        for number in range(trials):
            answer = "yes" if number < good else "no"
            made.append({"unit": unit, "category": kind, "revisit": "revisited", "satisfied": answer})
    made.append({"unit": None, "category": "A", "revisit": "revisited", "satisfied": "no"})
    made.append({"unit": "a", "category": "A", "revisit": "unanswered", "satisfied": None})
    frame = pd.DataFrame(made)
    time = pd.Timestamp("2022-11-03")
    return frame.assign(received=time, revisit_time=time, id=[f"T{n}" for n in range(len(frame))])


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
def test_tickets_are_counted_first(engine: str) -> None:
    found = case_mix(tickets(), engine=engine)
    assert found.factors == ("category",)
    assert found.frame.set_index("unit")["expected"].to_dict() == pytest.approx({"a": 58, "b": 82})
    assert found.frame.set_index("unit")["trials"].to_dict() == {"a": 100, "b": 100}
    assert found.notes[0] == "1 tickets without a unit are neither compared nor a reference"


def test_tickets_without_anything_to_adjust_for() -> None:
    with pytest.raises(InputError, match="nothing to adjust for"):
        case_mix(tickets().drop(columns="category"))
    with pytest.raises(InputError, match="channel"):
        case_mix(tickets(), factors=["channel"])
