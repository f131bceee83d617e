"""The audit of the five bulletins against the list of what is known to be wrong, and right, in them.

``inconsistencies.csv`` holds figures only: which finding of the audit is which of the 114 known inconsistencies.
``agreeing.csv`` holds the places of the figures that are known to agree.
"""

import csv
from pathlib import Path

import pytest

from hotline_analysis.audit import Audit, audit_case
from hotline_analysis.cases import load_case, sample_names

HERE = Path(__file__).parent
PUBLISHED = HERE.parents[2] / "shared" / "published"
# what is computable and found of the 55 soft ones; docs/audit.md says why the other 13 are not
SOFT_FOUND = [*range(11, 18), 19, 21, 22, *range(27, 33), 35, 36, 37, *range(57, 64), 67, 93, 94]
SOFT_FOUND += [*range(100, 110), 111, 112, 114]


def read(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


KNOWN, AGREEING = read("inconsistencies.csv"), read("agreeing.csv")


@pytest.fixture(scope="module")
def audits() -> dict[str, Audit]:
    return {name: audit_case(load_case(name)) for name in sample_names()}


def places(audit: Audit, severity: str) -> list[tuple[str, ...]]:
    return sorted(
        (f.where.file, f.where.row, f.where.column, f.where.fact, f.printed, f.implied)
        for f in audit.findings
        if f.severity == severity
    )


@pytest.mark.parametrize("severity", ["hard", "soft"])
@pytest.mark.parametrize("case", sample_names())
def test_findings_are_the_known_ones(audits: dict[str, Audit], case: str, severity: str) -> None:
    expected = [
        tuple(row[key] for key in ("file", "row", "column", "fact", "printed", "implied"))
        for row in KNOWN
        if row["case"] == case and row["severity"] == severity
    ]
    assert places(audits[case], severity) == sorted(expected)


def test_all_59_hard_inconsistencies_are_found_and_nothing_else_is_hard() -> None:
    hard = [int(row["id"]) for row in KNOWN if row["severity"] == "hard"]
    assert len(hard) == 59
    assert len(set(hard)) == 59


def test_the_soft_ones_that_are_found() -> None:
    found = {int(row["id"]) for row in KNOWN if row["severity"] == "soft" and row["id"]}
    assert found == set(SOFT_FOUND)


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the list of inconsistencies is not beside this checkout")
def test_numbers_and_severities_are_those_of_the_list() -> None:
    with (PUBLISHED / "inconsistencies.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["id"]: row for row in csv.DictReader(file)}
    assert {row["id"] for row in KNOWN if row["severity"] == "hard"} == {
        key for key, row in listed.items() if row["severity"] == "hard"
    }
    for row in KNOWN:
        if row["id"]:
            assert (listed[row["id"]]["bulletin"], listed[row["id"]]["severity"]) == (row["case"], row["severity"])


@pytest.mark.parametrize("row", AGREEING, ids=lambda row: f"{row['case']} {row['file'] or row['fact']} {row['column']}")
def test_figures_known_to_agree_are_checked_and_agree(audits: dict[str, Audit], row: dict[str, str]) -> None:
    audit = audits[row["case"]]
    agreed = [
        found
        for found in audit.agreements
        if (found.where.file, found.where.column, found.where.fact) == (row["file"], row["column"], row["fact"])
    ]
    assert len(agreed) == int(row["count"])


# figures that agree with one figure and contradict another; the contradiction is a known inconsistency
TWO_SIDED = {"transferred_total", "unresolved_deduction", "letters_satisfaction_rate", "fell_a_to_c", "returns_total"}


def test_no_agreeing_figure_is_accused(audits: dict[str, Audit]) -> None:
    facts = {(row["case"], row["fact"]) for row in AGREEING if row["fact"]}
    accused = {
        finding.where.fact
        for case, audit in audits.items()
        for finding in audit.findings
        if finding.kind != "naming" and (case, finding.where.fact) in facts
    }
    assert accused == TWO_SIDED


def test_every_printed_rate_score_place_and_total_is_checked(audits: dict[str, Audit]) -> None:
    """The counts are those of the formulas worked out from the pages (rows reproduced)."""
    counted = {
        (case, column): sum(
            agreement.where.column == column and agreement.rule in ("scheme", "rate-vs-counts", "total-row")
            for agreement in audit.agreements
        )
        for case, audit in audits.items()
        for column in {agreement.where.column for agreement in audit.agreements}
    }
    assert counted["furong-2022-11", "rank"] == 55
    assert counted["furong-2022-11", "total"] == 55
    assert counted["furong-2022-11", "response_subtotal"] == 55
    assert counted["furong-2020-03", "total"] == 43
    assert counted["furong-2020-03", "rank"] == 43
    assert counted["furong-2020-03", "on_time_closure_rate"] == 43 - 3  # three rows only cut off
    assert counted["furong-2020-03", "satisfaction_rate"] == 43 + 4  # and the four of an extract
    assert counted["yunxi-2022-Q3", "composite_index"] == 37
    assert counted["yunxi-2022-Q3", "rework_rate"] == 37
    assert counted["yueyang-2017-Q2", "composite_index"] == 82
    assert counted["yueyang-2017-Q2", "grade"] == 82
    assert counted["yueyang-2017-Q2", "on_time_closure_rate"] == 80
    assert counted["xiangtan-2019-11", "on_time_closure_rate"] == 55
    assert counted["xiangtan-2019-11", "satisfaction_rate"] == 52
    totals = [a for a in audits["xiangtan-2019-11"].agreements if a.rule == "total-row"]
    assert len(totals) == 12


def test_implied_call_backs_are_whole_numbers(audits: dict[str, Audit]) -> None:
    """22 of 22 units in Yunxi, 22 of 23 in Yueyang."""
    found = [
        sum(agreement.rule == "implied-denominator" for agreement in audits[case].agreements)
        for case in ("yunxi-2022-Q3", "yueyang-2017-Q2")
    ]
    assert found == [22, 22]


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published folder is not beside this checkout")
@pytest.mark.parametrize("case", sample_names())
def test_the_published_folder_gives_the_same_audit(audits: dict[str, Audit], case: str) -> None:
    assert audit_case(load_case(PUBLISHED / case)).findings == audits[case].findings


def test_the_counts_in_the_docs_are_those_of_the_audit(audits: dict[str, Audit]) -> None:
    text = (HERE.parents[1] / "docs" / "audit.md").read_text(encoding="utf-8")
    for case, audit in audits.items():
        hard, soft = len(audit.hard), len(audit.soft)
        row = f"| {case} | {audit.checked} | {len(audit.agreements)} | {hard} of {hard} | {soft} |"
        assert row in text, row
