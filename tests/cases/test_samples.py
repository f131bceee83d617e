"""The packaged figures: complete, and the same as the published ones where those are at hand."""

import csv
from pathlib import Path

import pytest
import yaml

from hotline_analysis.cases import load_case, sample_names, samples_folder

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "published"
NAMES = ["furong-2020-03", "furong-2022-11", "xiangtan-2019-11", "yueyang-2017-Q2", "yunxi-2022-Q3"]
# rows of each table, as the list of files that came with the bulletins states them
ROWS = {
    ("furong-2022-11", "city_ranking"): 5,
    ("furong-2022-11", "low_resolution_units"): 9,
    ("furong-2022-11", "hot_topics"): 6,
    ("furong-2022-11", "efficiency_tickets"): 2,
    ("furong-2022-11", "efficiency_ticket_units"): 11,
    ("furong-2022-11", "units"): 13 + 37,
    ("furong-2020-03", "city_ranking"): 5,
    ("furong-2020-03", "dissatisfied_units"): 4,
    ("furong-2020-03", "low_satisfaction_units"): 4,
    ("furong-2020-03", "hot_topics"): 6,
    ("furong-2020-03", "efficiency_tickets"): 1,
    ("furong-2020-03", "efficiency_ticket_units"): 3,
    ("furong-2020-03", "epidemic_topics"): 5,
    ("furong-2020-03", "units"): 14 + 29,
    ("yunxi-2022-Q3", "case_submissions"): 7,
    ("yunxi-2022-Q3", "units"): 5 + 23 + 10,
    ("yunxi-2022-Q3", "no_ticket_units"): 18,
    ("yunxi-2022-Q3", "letters"): 22,
    ("yunxi-2022-Q3", "proposals"): 12,
    ("yueyang-2017-Q2", "units"): 72 + 4 + 6,
    ("yueyang-2017-Q2", "no_ticket_units"): 8,
    ("xiangtan-2019-11", "units"): 55,
}
# sums of a column over the units, stated in the notes to the bulletins
SUMS = [
    ("furong-2022-11", "signed", 8306),
    ("furong-2020-03", "signed", 2172),
    ("furong-2020-03", "closed", 2050),
    ("yunxi-2022-Q3", "due", 1325),
    ("yunxi-2022-Q3", "reworked", 124),
    ("yueyang-2017-Q2", "due", 38742),
    ("yueyang-2017-Q2", "handled", 38695),
    ("xiangtan-2019-11", "assigned", 2 * 3297),  # the units and the total row
]


def test_the_five_samples_are_there() -> None:
    assert sample_names() == NAMES


@pytest.mark.parametrize(("case", "table"), ROWS)
def test_tables_have_all_their_rows(case: str, table: str) -> None:
    assert len(load_case(case).table(table)) == ROWS[case, table]


@pytest.mark.parametrize(("case", "column", "total"), SUMS)
def test_columns_add_up_to_the_known_totals(case: str, column: str, total: int) -> None:
    assert load_case(case).table("units")[column].replace("", "0").astype(int).sum() == total


@pytest.mark.parametrize(
    ("case", "facts"),
    list(zip(NAMES, [14, 13, 71, 61, 43], strict=True)),
)
def test_every_figure_of_the_text_is_there(case: str, facts: int) -> None:
    document = yaml.safe_load((samples_folder() / case / "facts.yaml").read_text(encoding="utf-8"))
    assert len(document["facts"]) == facts
    assert set(document["facts"]) <= set(load_case(case).facts)


@pytest.mark.parametrize("case", NAMES)
def test_samples_hold_no_sentence(case: str) -> None:
    facts = yaml.safe_load((samples_folder() / case / "facts.yaml").read_text(encoding="utf-8"))
    for part in ("facts", "thresholds", "lists"):
        assert all(set(entry) <= {"value", "unit", "unit_name", "units"} for entry in facts[part].values())
    assert "。" not in (samples_folder() / case / "facts.yaml").read_text(encoding="utf-8")


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published figures are not beside this checkout")
@pytest.mark.parametrize("case", NAMES)
def test_only_derived_tables_are_more_than_the_bulletins_hold(case: str) -> None:
    printed = {file.name for file in (PUBLISHED / case).glob("*.csv")}
    ours = {file.name for file in (samples_folder() / case).glob("*.csv")}
    derived = {source.label for source in load_case(case).sources if source.derived}
    assert ours - printed == derived


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published figures are not beside this checkout")
@pytest.mark.parametrize("case", NAMES)
def test_samples_equal_the_published_figures(case: str) -> None:
    for file in sorted((PUBLISHED / case).glob("*.csv")):
        with (
            file.open(encoding="utf-8", newline="") as theirs,
            (samples_folder() / case / file.name).open(encoding="utf-8", newline="") as ours,
        ):
            assert list(csv.reader(ours)) == list(csv.reader(theirs)), file.name
    theirs_facts = yaml.safe_load((PUBLISHED / case / "facts.yaml").read_text(encoding="utf-8"))
    ours_facts = yaml.safe_load((samples_folder() / case / "facts.yaml").read_text(encoding="utf-8"))
    for part in ("facts", "thresholds", "lists"):
        assert set(ours_facts[part]) == set(theirs_facts[part])
        for key, entry in theirs_facts[part].items():
            kept = {name: entry[name] for name in ("value", "unit", "unit_name", "units") if name in entry}
            assert ours_facts[part][key] == kept
