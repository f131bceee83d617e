import numpy as np
import pandas as pd
import pytest

from hotline_analysis.errors import InputError
from hotline_analysis.statistics.drivers.fit import fit_logit
from hotline_analysis.statistics.drivers.frames import from_frame
from hotline_analysis.statistics.drivers.unit_effects import unit_effects

# hard tickets are satisfied at 50 %, easy ones at 90 %, whatever the unit: A has the hard ones, B the easy ones
COUNTS = [
    ("A", True, 90, 45),
    ("A", False, 10, 9),
    ("B", True, 10, 5),
    ("B", False, 90, 81),
    ("C", True, 50, 25),
    ("C", False, 50, 45),
]


def _fitted(counts):
    rows = pd.DataFrame(counts, columns=["unit", "hard", "tickets", "satisfied"])
    return fit_logit(from_frame(rows, outcome="satisfied", factors=["hard"], trials="tickets"))


def test_what_the_tickets_explain_is_no_merit_of_the_unit():
    found = unit_effects(_fitted(COUNTS)).table.set_index("unit")
    assert found["expected"].to_dict() == pytest.approx({"A": 54, "B": 86, "C": 70})
    assert found["difference_pp"].abs().max() < 1e-6
    assert set(found["label"]) == {"as expected"}


def test_a_unit_below_what_is_expected():
    plain = [
        (f"U{number}", hard, 100, satisfied) for number in range(9) for hard, satisfied in ((True, 50), (False, 90))
    ]
    found = unit_effects(_fitted([*plain, ("Z", True, 100, 20), ("Z", False, 100, 70), ("few", True, 5, 0)]))
    table = found.table.set_index("unit")
    assert table.loc["Z", "label"] == "much lower"
    assert table.loc["Z", "high"] < 0
    assert table.loc["few", "label"] == "few"
    assert table["observed"].sum() == pytest.approx(table["expected"].sum())
    # z without the spread is the difference over the binomial error
    row, n = table.loc["Z"], 200
    p = _fitted([*plain, ("Z", True, 100, 20), ("Z", False, 100, 70), ("few", True, 5, 0)]).fitted
    assert row["difference_pp"] == pytest.approx(100 * (90 - row["expected"]) / n)
    assert 0 < p.min() < p.max() < 1


def test_spread_between_units_widens_the_limits():
    rng = np.random.default_rng(1)
    counts = [
        (f"U{n:02d}", hard, 500, int(500 * rate))
        for n, rate in enumerate(rng.uniform(0.5, 0.9, 30))
        for hard in (True, False)
    ]
    rows = pd.DataFrame(counts, columns=["unit", "hard", "tickets", "satisfied"])
    rows["satisfied"] -= rows["hard"] * 20
    found = unit_effects(fit_logit(from_frame(rows, outcome="satisfied", factors=["hard"], trials="tickets")))
    assert found.phi > 10
    # rates spread evenly over 40 points have a standard deviation of 11.5
    assert found.tau == pytest.approx(11.5, abs=3)
    assert (found.table["label"] == "as expected").mean() > 0.8
    assert (found.table["z"].abs() > 3).mean() > 0.6


def test_one_unit_has_nothing_to_be_compared_with():
    with pytest.raises(InputError, match="2 or more"):
        unit_effects(_fitted(COUNTS[:2]))


def test_no_unit_is_judged_by_a_single_ticket():
    """One failure in 4,000: whichever unit has it, its z is beyond all limits, and one ticket is no verdict."""
    place = np.arange(4000)
    rows = pd.DataFrame({"unit": [f"u{one:02}" for one in place // 100], "days": (place % 7).astype(float)})
    rows["satisfied"] = (place != 10).astype(int)
    table = unit_effects(fit_logit(from_frame(rows, outcome="satisfied", factors=["days"]))).table
    assert table["z_adjusted"].min() < -3
    assert set(table["label"]) == {"as expected"}
