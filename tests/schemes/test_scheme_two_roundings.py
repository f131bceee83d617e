"""A rate may be rounded in another way for named units, to imitate a page on which two roundings are in use."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from hotline_analysis.errors import InputError
from hotline_analysis.metrics import exact_unit_table
from hotline_analysis.schemes import Scores, item_scores, load_scheme
from hotline_analysis.tabular import read_text_table

TABLE = "unit,revisited,satisfied\na,3,2\nb,3,2\nc,3,2\n"
RULE = "{kind: rate, metric: satisfaction_rate}"
Scoring = Callable[..., dict[str, Fraction | None]]


def test_named_units_are_scored_in_their_own_way(rule_scores: Scoring) -> None:
    more = """\
metrics:
  satisfaction_rate:
    scored_on: {decimals: 1}
    scored_on_for:
      - {units: [b], scored_on: exact}
      - {units: [c], scored_on: {decimals: 0, mode: truncate}}
"""
    # 2 of 3 is 66.666... %: 66.7, exact, 66
    assert rule_scores(RULE, TABLE, marks=20, more=more) == {
        "a": Fraction("13.34"),
        "b": Fraction(40, 3),
        "c": Fraction("13.2"),
    }


def test_printed_rates_stay_as_they_are(scored: Callable[..., Scores]) -> None:
    body = f"""\
full_marks: 20
metrics: {{satisfaction_rate: {{scored_on_for: [{{units: [b], scored_on: exact}}]}}}}
dimensions: {{d: {{zh: 全, en: whole, marks: 20, items: {{x: {{zh: 项, en: x, marks: 20, rule: {RULE}}}}}}}}}
"""
    scores = scored(
        body, TABLE.replace("unit,", "unit,group,").replace("a,", "a,g,").replace("b,", "b,g,").replace("c,", "c,g,")
    )
    assert scores.context.printed_rates("satisfaction_rate") == [Fraction("66.67")] * 3
    assert scores.items["x"] == [Fraction("13.334"), Fraction(40, 3), Fraction("13.334")]


def test_a_unit_that_the_table_lacks_is_noted(scored: Callable[..., Scores]) -> None:
    body = f"""\
full_marks: 20
metrics: {{satisfaction_rate: {{scored_on_for: [{{units: [bb], scored_on: exact}}]}}}}
dimensions: {{d: {{zh: 全, en: whole, marks: 20, items: {{x: {{zh: 项, en: x, marks: 20, rule: {RULE}}}}}}}}}
"""
    notes = scored(body, TABLE).notes
    assert "satisfaction_rate: scored_on_for names units that the table does not have: bb" in notes


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("[{units: [b], scored_on: exact}, {units: [b], scored_on: printed}]", ["b stands twice"]),
        ("[{units: [b]}]", ["missing key scored_on"]),
        ("[{units: [b], scored_on: exactly}]", ["not valid", "'exactly'"]),
        ("[{unit: [b], scored_on: exact}]", ["unknown key", "units (nearest)"]),
        ("[{units: [], scored_on: exact}]", ["at least 1"]),
    ],
)
def test_mistakes(scheme_file: Callable[..., Path], entry: str, words: list[str]) -> None:
    file = scheme_file(f"metrics:\n  satisfaction_rate:\n    scored_on_for: {entry}\n")
    with pytest.raises(InputError) as error:
        load_scheme(file)
    assert all(word in str(error.value) for word in [file.name, *words]), str(error.value)


def test_nine_units_with_counts_have_their_printed_scores(sample: Callable[..., list[Path]]) -> None:
    low = read_text_table(sample("furong-2022-11", "low_resolution_units")[0])
    table = exact_unit_table(low[["unit", "revisited", "unresolved"]].assign(group="departments"))
    page = {
        unit: Fraction(cell)
        for file in sample("furong-2022-11", "streets", "departments")
        for unit, cell in read_text_table(file)[["unit", "problem_resolution"]].itertuples(index=False)
    }
    found = item_scores(table, load_scheme("furong-2022:as_printed"), "problem_resolution")
    assert found == [page[unit] for unit in table.frame["unit"]]
    assert len(found) == 9
