"""Rank sets at size: 100 units and 10,000 draws, against the same work done one table at a time, in one run."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from timing import seconds

from hotline_analysis.metrics import UnitTable
from hotline_analysis.schemes import Scheme, load_scheme, read_units, score
from hotline_analysis.statistics.fair.rank_sets import rank_sets
from hotline_analysis.statistics.fair.rate_sets import rank_sets_of_rates
from hotline_analysis.statistics.fair.score_sets import score_rank_sets

UNITS, DRAWS = 100, 10_000
COLUMNS = (
    "unit,group,signed,late_signed,late_returned,return_rejected,"
    "closed,late_closed,reworked,revisited,satisfied,extension"
)


def office(folder: Path, scheme: Scheme) -> UnitTable:
    """Make up a table of 100 units of very different size."""
    random = np.random.default_rng(1)
    lines = [COLUMNS]
    for i in range(UNITS):
        signed = int(random.integers(1, 4000))
        revisited = int(random.binomial(signed, 0.7))
        parts = [random.binomial(signed, share) for share in (0.01, 0.005, 0.005)]
        late, again = random.binomial(signed, 0.02), random.binomial(signed, 0.01)
        row = [
            signed,
            *parts,
            signed,
            late,
            again,
            revisited,
            random.binomial(revisited, 0.95),
            random.binomial(signed, 0.05),
        ]
        lines.append(",".join([f"unit {i}", "streets", *map(str, map(int, row))]))
    file = folder / "units.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_units([(file, "streets")], scheme)


def main() -> None:
    """Time estimates, rates and scores, and print them with the time of the exact scorer for as many tables."""
    random = np.random.default_rng(2)
    estimates, errors = random.normal(0, 1, UNITS), random.uniform(0.1, 0.6, UNITS)
    trials = random.integers(1, 3000, UNITS)
    successes = random.binomial(trials, random.beta(20, 2, UNITS))
    scheme = load_scheme("furong-2020")
    with tempfile.TemporaryDirectory() as folder:
        table = office(Path(folder), scheme)
    once = seconds(lambda: score(table, scheme))
    rows = {
        "estimates with standard errors": seconds(lambda: rank_sets(estimates, errors, draws=DRAWS)),
        "rates, from counts": seconds(lambda: rank_sets_of_rates(successes, trials, draws=DRAWS)),
        "scores of furong-2020, tickets redrawn": seconds(lambda: score_rank_sets(table, scheme, draws=DRAWS)),
    }
    print(f"{UNITS} units, {DRAWS:,} draws; marginal and simultaneous sets and chances; goal: 2 seconds")
    print(f"{'rank sets of':42} {'seconds':>8}")
    for name, taken in rows.items():
        print(f"{name:42} {taken:8.2f}")
    many = once * DRAWS
    ratio = many / rows["scores of furong-2020, tickets redrawn"]
    print(f"the exact scorer alone would take {many:.0f} s for these tables, {ratio:.0f} times as long")


if __name__ == "__main__":
    main()
