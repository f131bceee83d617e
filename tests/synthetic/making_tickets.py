"""Tickets of the five cases, made once for all tests, and what the pages print, read here by hand."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import pandas as pd
import yaml

import hotline_analysis
from hotline_analysis.synthetic import SyntheticTickets, synthesize

SAMPLES = Path(hotline_analysis.__file__).parent / "samples"
CASES = {
    "furong-2022-11": ("2022-11-01", "2022-12-01"),
    "furong-2020-03": ("2020-03-01", "2020-04-01"),
    "xiangtan-2019-11": ("2019-11-01", "2019-12-01"),
    "yueyang-2017-Q2": ("2017-04-01", "2017-07-01"),
    "yunxi-2022-Q3": ("2022-07-01", "2022-10-01"),
}
UNIT_FILES = {
    "furong-2022-11": ["streets", "departments"],
    "furong-2020-03": ["streets", "departments"],
    "xiangtan-2019-11": ["units"],
    "yueyang-2017-Q2": ["grade_a_units", "grade_b_units", "grade_c_and_below_units"],
    "yunxi-2022-Q3": ["towns", "departments", "resident_units"],
}


@cache
def made(case: str, seed: int = 1) -> SyntheticTickets:
    """The tickets of a case."""
    return synthesize(case, seed=seed)


def table(case: str, name: str) -> pd.DataFrame:
    """A printed table, every cell as text."""
    return pd.read_csv(SAMPLES / case / f"{name}.csv", dtype=str, keep_default_na=False)


def units(case: str) -> pd.DataFrame:
    """The printed unit table, without its total row; the two documented misprints of yueyang corrected."""
    page = pd.concat([table(case, name) for name in UNIT_FILES[case]], ignore_index=True).fillna("")
    if "row_type" in page:
        page = page[page["row_type"] != "total"]
    page = page.set_index("unit")
    if case.startswith("yueyang"):
        page.loc["华容县政府", "overdue"] = "44"
        page.loc["市长江修防处", "overdue"] = "1"
    return page


@cache
def fact(case: str, key: str) -> Decimal:
    """A figure printed in the text of a page."""
    facts = yaml.safe_load((SAMPLES / case / "facts.yaml").read_text(encoding="utf-8"))["facts"]
    return Decimal(str(facts[key]["value"]))


def within(frame: pd.DataFrame, case: str, column: str) -> pd.DataFrame:
    """The tickets whose moment lies in the published period."""
    first, after = CASES[case]
    return frame[(frame[column] >= first) & (frame[column] < after)]


def per_unit(chosen: pd.DataFrame, page: pd.DataFrame) -> list[int]:
    """Tickets of every printed unit, in the page's order."""
    return chosen["unit"].value_counts().reindex(page.index, fill_value=0).astype(int).tolist()


def numbers(page: pd.DataFrame, column: str) -> list[int]:
    """A printed column of counts; a blank cell is 0."""
    return [int(cell) if cell else 0 for cell in page[column]]
