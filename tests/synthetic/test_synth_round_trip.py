"""From the export through import, counting and scheme to the printed totals, scores and places of all five cases."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from io import StringIO
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd
import pytest
from command import Hotline
from making_tickets import CASES, made, units

from hotline_analysis.exact import to_fraction
from hotline_analysis.metrics import counts, unit_table
from hotline_analysis.schemes import Scores, load_scheme, score, stack_units
from hotline_analysis.synthetic import write_tickets
from hotline_analysis.tickets.importing.run import import_tickets
from hotline_analysis.tickets.mapping.mapping import load_mapping

PERIODS = {case: case.split("-", 1)[1] for case in CASES}
SCHEMES = {
    "furong-2022-11": "furong-2022:as_printed",
    "furong-2020-03": "furong-2020",
    "xiangtan-2019-11": "xiangtan-2019",
    "yueyang-2017-Q2": "yueyang-2017",
    "yunxi-2022-Q3": "yunxi-2022",
}
ENTERED = ("instant_answer", "knowledge_base", "bonus")


@cache
def imported(case: str, suffix: str = ".csv") -> Path:
    """Write an export and import it."""
    folder = Path(mkdtemp())
    export, mapping = write_tickets(case, folder / f"export{suffix}")
    import_tickets([str(export)], load_mapping(mapping), folder / "tickets")
    return folder / "tickets"


@cache
def scored(case: str, suffix: str = ".csv") -> Scores:
    """Count what was imported, and score it."""
    scheme = load_scheme(SCHEMES[case])
    table = unit_table(imported(case, suffix), by=["unit", "group"], period=PERIODS[case], counting=scheme.counting)
    page = units(case)
    table = table[table["unit"].isin(page.index)]
    text = table[["unit", "group", *(key for key in table if key in counts())]].astype(object)
    text = text.where(text.notna(), "").astype(str)
    for column in ENTERED:
        if column in page:
            text[column] = page[column].reindex(text["unit"]).tolist()
    return score(stack_units([(text, "tickets", "units")], scheme, from_tickets=True), scheme)


def by_unit(scores: Scores, column: list[object]) -> dict[str, object]:
    return dict(zip(scores.units, column, strict=True))


def printed(case: str, column: str) -> dict[str, Fraction]:
    return {str(unit): to_fraction(cell) for unit, cell in units(case)[column].items() if cell}


def rate(above: object, below: object, rounding: str = ROUND_HALF_UP) -> Decimal:
    exact = Fraction(above) * 100 / Fraction(below)  # type: ignore[arg-type]
    return (Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.01"), rounding)


class TestFurong202211:
    case = "furong-2022-11"

    def test_totals_with_the_bonus(self) -> None:
        scores, page = scored(self.case), units(self.case)
        totals = {u: v + to_fraction(page.loc[u, "bonus"] or "0") for u, v in printed(self.case, "total").items()}
        assert by_unit(scores, list(scores.totals)) == totals
        assert len(totals) == 50

    def test_places(self) -> None:
        scores = scored(self.case)
        assert by_unit(scores, list(scores.placing.ranks)) == printed(self.case, "rank")

    @pytest.mark.parametrize("item", ["on_time_signing", "timely_contact", "on_time_closure", "extended_closure",
                                      "ticket_rejection", "problem_resolution", "key_supervision", "repeat_assignment",
                                      "sent_back_rework", "revisit_evaluation"])  # fmt: skip
    def test_every_item_s_score(self, item: str) -> None:
        scores = scored(self.case)
        assert by_unit(scores, list(scores.items[item])) == printed(self.case, item)


class TestFurong202003:
    case = "furong-2020-03"

    def test_totals_and_places(self) -> None:
        scores = scored(self.case)
        assert by_unit(scores, list(scores.totals)) == printed(self.case, "total")
        assert by_unit(scores, list(scores.placing.ranks)) == printed(self.case, "rank")

    def test_rates(self) -> None:
        scores, page = scored(self.case), units(self.case)
        for unit, row in zip(scores.units, scores.context.table.rows(), strict=True):
            late = row["late_closed"] or 0
            on_time = rate((row["closed"] or 0) - late, row["closed"], ROUND_DOWN)
            assert on_time == Decimal(page.loc[unit, "on_time_closure_rate"])
            assert rate(row["satisfied"], row["revisited"]) == Decimal(page.loc[unit, "satisfaction_rate"])


class TestXiangtan:
    case = "xiangtan-2019-11"

    @pytest.mark.parametrize("metric", ["on_time_closure_rate", "revisit_rate", "satisfaction_rate"])
    def test_rates(self, metric: str) -> None:
        scores = scored(self.case)
        found = by_unit(scores, list(scores.context.printed_rates(metric)))
        expected = printed(self.case, metric)
        assert {unit: found[unit] for unit in expected} == expected

    def test_returned_tickets_are_counted_once(self) -> None:
        scores = scored(self.case)
        assert by_unit(scores, list(scores.context.column("returned"))) == printed(self.case, "returned")


@pytest.mark.parametrize("case", ["yueyang-2017-Q2", "yunxi-2022-Q3"])
def test_indices(case: str) -> None:
    scores, expected = scored(case), printed(case, "composite_index")
    found = by_unit(scores, list(scores.totals))
    assert {unit: found[unit] for unit in expected} == expected
    assert len(expected) == {"yueyang-2017-Q2": 82, "yunxi-2022-Q3": 37}[case]


def test_grades_of_yueyang() -> None:
    scores = scored("yueyang-2017-Q2")
    assert by_unit(scores, list(scores.placing.grades)) == units("yueyang-2017-Q2")["grade"].to_dict()


def test_a_workbook_gives_the_same_scores() -> None:
    case = "yunxi-2022-Q3"
    one, two = scored(case), scored(case, ".xlsx")
    assert by_unit(one, list(one.totals)) == by_unit(two, list(two.totals))


@pytest.mark.parametrize("case", CASES)
def test_counts_of_the_published_period_stay_when_the_names_of_units_vary(case: str) -> None:
    scores, page = scored(case), units(case)
    column = next(name for name in ("signed", "assigned", "due") if name in page)
    found = by_unit(scores, list(scores.context.column("signed")))
    assert {unit: found.get(str(unit), 0) or 0 for unit in page.index} == pd.to_numeric(page[column]).to_dict()


def metrics(hotline: Hotline, *options: str) -> pd.DataFrame:
    """What ``hotline metrics`` prints of signed tickets by unit."""
    asked = ("--by", "unit", "--counts", "signed", "--format", "csv", *options)
    result = hotline("metrics", str(imported("furong-2022-11")), *asked)
    assert result.code == 0, result.err
    return pd.read_csv(StringIO(result.out)).set_index("unit")


def test_a_merged_unit_is_compared_with_the_two_that_it_was(hotline: Hotline) -> None:
    old, new = ["行政审批局", "政务服务中心"], "行政审批服务局"
    compared = metrics(hotline, "--period", "2022-11", "--compare", "year_before")
    before = metrics(hotline, "--period", "2021-11")
    frame = made("furong-2022-11").frame
    signed = frame[frame["signed"].between("2021-11-01", "2021-12-01", inclusive="left")]["unit"].value_counts()
    # the year before they were two
    assert before["signed"][old].to_dict() == signed[old].to_dict()
    assert min(signed[old]) > 10
    assert new not in before.index
    assert not set(old) & set(compared.index)
    assert compared.loc[new, "signed"] == 104
    assert compared.loc[new, "signed_year_before"] == signed[old].sum()
    assert compared.loc[new, "signed_year_before_change"] == 104 - signed[old].sum()
    assert compared["signed_year_before"].sum() == before["signed"].sum() == signed.sum()


def test_a_renamed_unit_is_compared_with_its_former_name(hotline: Hotline) -> None:
    compared = metrics(hotline, "--period", "2022-11", "--compare", "year_before")
    before = metrics(hotline, "--period", "2021-11")
    assert compared.loc["城建投资公司", "signed_year_before"] == before.loc["城建投公司", "signed"] > 0
    assert "城建投公司" not in compared.index
