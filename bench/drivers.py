"""Drivers at size: patterns against rows, in one run: ``python bench/drivers.py [--tickets MILLIONS] [--rows N]``.

Every ticket of the file is closed, called back and answered, so that all of them are analysed. Our whole analysis
(reading, sample flow, patterns, model, errors clustered by unit, average marginal effects) and statsmodels on rows run
in processes of their own, so that each peak of memory is its own. Rows for statsmodels are as many as fit the memory
that is free, unless a number is given.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from timing import own_peak

MILLION = 1_000_000
GB_A_MILLION = 2.7  # that statsmodels takes for a million tickets with these factors: 7.5 million took 20.1 GB
RESERVE = 0.1  # of the free memory, for everything else
FACTORS = (
    "waiting_days", "overdue", "extension", "returned", "reworked", "told_citizen", "supervised", "channel",
    "request_type", "category", "holiday", "repeat_caller",
)  # fmt: skip

# 40 units of different size, two years, waits with a long tail, effects planted in the log odds of satisfaction
TICKETS = """
COPY (
  WITH drawn AS (
    SELECT i, hash(i) AS a, hash(i + 1000000007) AS b, hash(i + 2000000011) AS c, hash(i + 3000000019) AS d,
           (hash(i + 4000000007) % 1000003) / 1000003.0 AS u
    FROM range({rows}) AS numbers(i)),
  made AS (
    SELECT *, TIMESTAMP '2021-01-01' + to_seconds((i * 63072000.0 / {rows})::BIGINT) AS received,
           0.25 - 4.0 * ln(1 - (a % 99991) / 100000.0) AS waited, floor(sqrt(b % 1600))::INTEGER AS unit_number,
           c % 20 = 0 AS extension, (c // 20) % 25 = 0 AS is_returned, (c // 500) % 30 = 0 AS is_reworked,
           (c // 15000) % 10 > 0 AS told, (c // 150000) % 40 = 0 AS is_supervised, (c // 6000000) % 15 = 0 AS again,
           floor(sqrt(d % 36))::INTEGER AS channel_number, (d // 36) % 4 AS type_number,
           floor(sqrt((d // 144) % 144))::INTEGER AS category_number
    FROM drawn)
  SELECT 'T' || lpad(i::VARCHAR, 9, '0') AS id, received, received + to_seconds((waited * 86400)::BIGINT) AS closed,
         received + INTERVAL 10 DAY AS due, extension, is_returned::INTEGER AS returned,
         is_reworked::INTEGER AS reworked, is_supervised::INTEGER AS supervised_by_phone,
         0 AS supervised_in_writing, '渠道' || channel_number AS channel, '类型' || type_number AS request_type,
         '分类' || category_number AS category, '单位' || lpad(unit_number::VARCHAR, 2, '0') AS unit,
         'revisited' AS revisit, told AS told_citizen, again AS repeat_caller,
         CASE WHEN u < 1 / (1 + exp(-(1.2 - 0.05 * waited - 0.6 * (waited > 10)::INTEGER + 0.9 * told::INTEGER
              - 0.3 * is_returned::INTEGER - 0.4 * again::INTEGER + 0.1 * channel_number - 0.05 * category_number
              + 0.8 * ((unit_number * 37 % 40) / 40.0 - 0.5)))) THEN 'yes' ELSE 'no' END AS satisfied
  FROM made)
TO '{file}' (FORMAT parquet, ROW_GROUP_SIZE 122880)
"""


def generate(rows: int, file: Path) -> None:
    """Write so many tickets."""
    import duckdb

    duckdb.connect(config={"memory_limit": "4GB"}).execute(TICKETS.format(rows=rows, file=file))


def ours(file: Path, small_clusters: Any = "auto") -> dict[str, Any]:
    """Analyse all tickets; return estimates, errors, and how long each stage took.

    With 40 units errors are bias-reduced unless ``t`` is asked for, which is what statsmodels gives.
    """
    from hotline_analysis.statistics.drivers import average_marginal_effects, fit_logit, from_tickets

    times = [time.perf_counter()]
    patterns = from_tickets(file, factors=FACTORS)
    times.append(time.perf_counter())
    fit = fit_logit(patterns, small_clusters=small_clusters)
    times.append(time.perf_counter())
    effects = average_marginal_effects(fit)
    times.append(time.perf_counter())
    stages = [after - before for before, after in pairwise(times)]
    assert len(effects) > len(FACTORS)
    return {
        "terms": list(fit.terms), "params": fit.params.tolist(), "errors": fit.standard_errors.tolist(),
        "patterns": len(patterns.frame), "stages": stages,
    }  # fmt: skip


def rows(file: Path) -> dict[str, Any]:
    """Fit the same model by statsmodels on tickets one by one."""
    import numpy as np
    import pandas as pd
    import statsmodels.api as sm
    import statsmodels.formula.api as smf

    from hotline_analysis.statistics.drivers import from_tickets
    from hotline_analysis.statistics.drivers.holidays import holiday_dates

    levels = from_tickets(file, factors=["channel", "request_type", "category"]).frame.dtypes
    begin = time.perf_counter()
    tickets = pd.read_parquet(file)
    wait = (tickets["closed"] - tickets["received"]).dt.total_seconds() / 86400
    days = set(holiday_dates("CN", 2021, 2023))
    made = pd.DataFrame(
        {
            "y": (tickets["satisfied"] == "yes").astype(float), "waiting_days": np.floor(wait * 2 + 0.5) / 2,
            "overdue": tickets["closed"] > tickets["due"], "extension": tickets["extension"],
            "returned": tickets["returned"] > 0, "reworked": tickets["reworked"] > 0,
            "told_citizen": tickets["told_citizen"], "supervised": tickets["supervised_by_phone"] > 0,
            "holiday": tickets["received"].dt.date.isin(days), "repeat_caller": tickets["repeat_caller"],
            **{name: pd.Categorical(tickets[name], categories=levels[name].categories)
               for name in ("channel", "request_type", "category")},
        }
    )  # fmt: skip
    model = smf.glm("y ~ " + " + ".join(FACTORS), made, family=sm.families.Binomial())
    fit = model.fit(cov_type="cluster", cov_kwds={"groups": pd.factorize(tickets["unit"])[0]}, tol=1e-12)
    taken = time.perf_counter() - begin
    estimates = {"terms": list(fit.params.index), "params": fit.params.tolist(), "errors": fit.bse.tolist()}
    return {**estimates, "stages": [taken]}


def fresh(way: str, file: Path) -> dict[str, Any]:
    """Run one way in a new process; return what it found, its seconds and its peak memory in GB."""
    begin = time.perf_counter()
    command = [sys.executable, __file__, "--one", way, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise SystemExit(done.stderr)
    return {**json.loads(done.stdout), "seconds": time.perf_counter() - begin}


def one(way: str, file: Path) -> None:
    """Run one way in this process and print what it found."""
    found = rows(file) if way == "rows" else ours(file, "auto" if way == "ours" else "t")
    print(json.dumps({**found, "peak": own_peak()}))


def line(what: str, tickets: int, found: dict[str, Any], goal: str = "") -> None:
    """Print one line of the table."""
    patterns = f"{found['patterns']:,}" if "patterns" in found else "(rows)"
    print(f"{what:26} {tickets:>11,} {patterns:>11} {found['seconds']:>9.1f} {found['peak']:>8.2f}  {goal}", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", nargs=2, metavar=("WAY", "FILE"), help="run once and print what was found")
    parser.add_argument("--tickets", type=float, default=10, help="millions for our own analysis")
    parser.add_argument("--rows", type=float, help="millions that statsmodels gets; as many as fit, otherwise")
    given = parser.parse_args()
    if given.one:
        one(given.one[0], Path(given.one[1]))
        return
    fitting, said = (given.rows, "as asked") if given.rows else that_fit(given.tickets)
    print(f"statsmodels on rows gets {fitting:g} million tickets: {said}")
    print(f"{len(FACTORS)} factors\n{'':26} {'tickets':>11} {'patterns':>11} {'seconds':>9} {'peak GB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tickets.parquet"
        few, many = int(fitting * MILLION), int(given.tickets * MILLION)
        generate(few, file)
        theirs, same = fresh("rows", file), fresh("ours as rows", file)
        line("statsmodels on rows", few, theirs)
        line("ours, the same tickets", few, same, f"{theirs['seconds'] / same['seconds']:.1f} × faster")
        agree(theirs, same)
        generate(many, file)
        all_of_them = fresh("ours", file)
        line("ours", many, all_of_them, "goal: 20 s, 2 GB")
        said = zip(("patterns", "model", "effects"), all_of_them["stages"], strict=True)
        print("of which " + ", ".join(f"{name} {taken:.1f} s" for name, taken in said))


def that_fit(tickets: float) -> tuple[float, str]:
    """Return how many million tickets statsmodels can take one by one, at most all, and why."""
    line = next(one for one in Path("/proc/meminfo").read_text().splitlines() if one.startswith("MemAvailable"))
    free = int(line.split()[1]) / 1024**2
    most = max(int(10 * free * (1 - RESERVE) / GB_A_MILLION), 1) / 10
    if most >= tickets:
        return tickets, "all of them fit"
    return most, f"as many as fit {free:.1f} GB of free memory at {GB_A_MILLION} GB a million"


def agree(theirs: dict[str, Any], own: dict[str, Any]) -> None:
    """Print how far estimates and clustered errors are apart."""
    places = [own["terms"].index(term) for term in theirs["terms"]]
    for name in ("params", "errors"):
        apart = max(abs(theirs[name][i] - own[name][place]) for i, place in enumerate(places))
        print(f"largest difference of {'estimates' if name == 'params' else 'clustered errors':16} {apart:.1e}")


if __name__ == "__main__":
    main()
