"""What docs/synthetic.md says is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from making_tickets import CASES, fact, made, units, within

from hotline_analysis.errors import InputError
from hotline_analysis.synthetic import planted_effects, published, synthesize
from hotline_analysis.synthetic.settings import case_settings

PAGE = (Path(__file__).parents[2] / "docs" / "synthetic.md").read_text(encoding="utf-8")


def test_the_table_of_drivers() -> None:
    effects = planted_effects("furong-2022-11")
    rows = dict(re.findall(r"^\| (each day|reworked|the outcome)[^|]*\| ([+−][0-9.]+) \|$", PAGE, re.M))
    shown = [float(rows[key].replace("−", "-")) for key in ("each day", "reworked", "the outcome")]
    assert shown == [effects.waiting_per_day, effects.reworked, effects.told_citizen]
    assert (min(effects.categories.values()), max(effects.categories.values())) == (-0.4, 0.4)
    assert "| category | −0.4 to +0.4 |" in PAGE


def test_the_example_in_python() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    names: dict[str, object] = {}
    exec(block, names)
    assert made("yunxi-2022-Q3").solved["revisited"]["区市场监督管理局"] == 205


def test_the_table_of_what_grows() -> None:
    rows = re.findall(r"^\| (\S+) \| (\S+) \| ([0-9.]+) \|$", PAGE, re.M)
    assert rows == [(case, name, str(by)) for case in CASES for name, by in case_settings(case).grown.items()]


def test_what_cannot_add_up() -> None:
    solved = published("furong-2022-11").solved
    unresolved = sum(solved["revisited"].values()) - sum(solved["resolved"].values())
    assert f"the tickets have {unresolved}." in PAGE
    assert fact("furong-2022-11", "unresolved_total") == 1087
    received = within(made("yueyang-2017-Q2").frame, "yueyang-2017-Q2", "received")
    assert f"{received['request_type'].isna().sum()} requests have no type" in PAGE
    assert units("furong-2022-11")["signed"].astype(int).sum() == 8306


def test_a_seed_is_not_negative() -> None:
    with pytest.raises(InputError, match="not a seed; found -1; allowed: 0 or more"):
        synthesize("yunxi-2022-Q3", seed=-1)
