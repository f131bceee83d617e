"""Data for tests of drivers: answers drawn with a fixed seed, and two small published tables."""

from __future__ import annotations

from importlib import resources

import numpy as np
import pandas as pd


def mtcars() -> pd.DataFrame:
    """Miles per gallon, cylinders, shape of the engine and transmission of 32 cars.

    Henderson & Velleman 1981 (Biometrics 37:391-411); R's ``mtcars``.
    """
    mpg = "21 21 22.8 21.4 18.7 18.1 14.3 24.4 22.8 19.2 17.8 16.4 17.3 15.2 10.4 10.4 "
    mpg += "14.7 32.4 30.4 33.9 21.5 15.5 15.2 13.3 19.2 27.3 26 30.4 15.8 19.7 15 21.4"
    digits = {
        "cyl": "66468684466888888444488884448684",
        "vs": "00110101111000000111100001010001",
        "am": "11100000000000000111000001111111",
    }
    columns = {name: [float(one) for one in cars] for name, cars in digits.items()}
    return pd.DataFrame({"mpg": [float(one) for one in mpg.split()], **columns})


# cases of size, herd by herd, in up to four periods
HERDS = """2/14 3/12 4/9 0/5; 3/22 1/18 1/21; 8/22 2/16 0/16 2/20; 2/10 0/10 2/9 0/6; 5/18 0/25 0/24 1/4;
3/17 0/17 0/18 1/20; 8/16 1/10 3/9 0/5; 12/34; 2/9 0/6 0/8 0/6; 1/22 1/22 0/18 2/22; 0/25 5/27 3/22 1/22;
2/10 1/8 0/6 0/5; 1/21 2/24 0/19 0/23; 11/19 0/2 0/3 0/2; 1/19 1/15 1/15 0/15"""


def cbpp() -> pd.DataFrame:
    """Contagious bovine pleuropneumonia in 15 herds: Lesnoff et al. 2004 (Vet Res 35:379-398); lme4's ``cbpp``."""
    rows = [
        (f"herd {herd}", str(period), *map(int, cell.split("/")))
        for herd, cells in enumerate(HERDS.split(";"), 1)
        for period, cell in enumerate(cells.split(), 1)
    ]
    return pd.DataFrame(rows, columns=["herd", "period", "incidence", "size"])


def gee_logistic() -> pd.DataFrame:
    """405 simulated answers in 100 clusters, as statsmodels ships them for its tests against R."""
    file = resources.files("statsmodels") / "genmod" / "tests" / "results" / "gee_logistic_1.csv"
    with file.open("rb") as opened:
        return pd.read_csv(opened, header=None, names=["cluster", "y", "x1", "x2", "x3"])


def vaso_constriction() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Finney 1947 (Biometrika 34:320-334), as in Pregibon 1981, and SAS's diagnostics, as statsmodels ships both."""
    folder = resources.files("statsmodels") / "stats" / "tests" / "results"
    names = ("binary_constrict.csv", "results_influence_logit.csv")
    data, diagnostics = (pd.read_csv(str(folder / name), index_col=0) for name in names)
    return data, diagnostics


def answers(tickets: int = 4000, units: int = 24, seed: int = 7) -> pd.DataFrame:
    """Tickets with a wait in half days, a flag, a channel, a unit, and whether the citizen was satisfied."""
    draw = np.random.default_rng(seed)
    unit = draw.integers(0, units, tickets)
    frame = pd.DataFrame(
        {
            "unit": [f"U{one:02}" for one in unit],
            "waiting_days": draw.integers(0, 40, tickets) / 2,
            "overdue": draw.random(tickets) < 0.25,
            "channel": draw.choice(["phone", "web", "letter"], tickets, p=[0.6, 0.3, 0.1]),
        }
    )
    line = 1.2 - 0.06 * frame["waiting_days"] - 0.7 * frame["overdue"] + 0.3 * (frame["channel"] == "web")
    line += np.random.default_rng(seed + 1).normal(0, 0.5, units)[unit]
    frame["satisfied"] = (draw.random(tickets) < 1 / (1 + np.exp(-line))).astype(int)
    return frame
