"""Five round trips: a published page, tickets, an export, an import, and a bulletin with the scores of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from office import soup_of

from hotline_analysis.cases import load_case
from hotline_analysis.metrics.dictionary import canonical_headers
from hotline_analysis.report import Bulletin, open_bulletin
from hotline_analysis.report.facts import Fact
from hotline_analysis.synthetic import write_tickets
from hotline_analysis.tickets.importing.run import import_tickets
from hotline_analysis.tickets.mapping.mapping import load_mapping

FIVE = ("furong-2020-03", "furong-2022-11", "xiangtan-2019-11", "yueyang-2017-Q2", "yunxi-2022-Q3")
# what tickets cannot say: a rate that the page gives without counts has no denominator for a unit without tickets
BLANK = ("", "-", "—")
# columns of the pages that no annex prints, or that stand beside the total
BESIDE = ("unit", "group", "bonus", "row_type", "printed_part", "grade")

# What no tickets can give, because the page contradicts itself; see docs/synthetic.md.
UNREACHABLE = {
    # 4 of no whole number is 2.66 %, and 1 of 32 is 3.125 %; indices and grades agree
    "yueyang-2017-Q2": {"a1-1.市城管局.satisfaction_rate", "a1-1.市教育体育局.satisfaction_rate"},
    # the units' scores imply 1151 tickets that were not resolved, the text says 1087
    "furong-2022-11": {"s1-1.resolution_rate", "s2-1.cause.problem_resolution", "s2-4.whole", "s2-4.units"},
}


class Trips:
    """Every case once: its folder, made and imported, and its bulletin."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cache  # noqa: B019 - lives as long as the module's tests
    def imported(self, case: str) -> Path:
        folder = self.folder / case
        write_tickets(case, folder)
        import_tickets([str(folder / "export.csv")], load_mapping(folder / "mapping.yaml"), folder / "tickets")
        return folder

    @cache  # noqa: B019
    def bulletin(self, case: str) -> tuple[Bulletin, Mapping[str, Fact]]:
        one = open_bulletin(self.imported(case) / "report.yaml", previous="none", year_before="none")
        soup_of(one)
        return one, {fact.key: fact for fact in one.facts.book}


@pytest.fixture(scope="module")
def trips(tmp_path_factory: pytest.TempPathFactory) -> Trips:
    return Trips(tmp_path_factory.mktemp("trips"))


@pytest.fixture(params=FIVE)
def case(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def printed(case: str) -> Iterator[tuple[str, str, str]]:
    """Unit, figure and printed cell of everything that the page's unit table has."""
    keys = {**canonical_headers(), "composite_index": "total"}
    table = load_case(case).table("units", corrected=True)
    for row in table.to_dict("records"):
        if row.get("row_type") == "total":
            continue
        for header, cell in row.items():
            name = keys.get(str(header), str(header)).removesuffix("_subtotal")
            if header not in BESIDE:
                bonus = row.get("bonus") if name == "total" else None
                yield row["unit"], name, str(Fraction(cell) + Fraction(bonus)) if bonus else cell


def test_every_figure_of_the_page_is_in_the_annex(trips: Trips, case: str) -> None:
    one, facts = trips.bulletin(case)
    found = {key.partition(".")[2]: fact for key, fact in facts.items() if key.startswith("a1-")}
    shown = {key.partition(".")[2] for key in found}
    checked: set[str] = set()
    for unit, name, cell in printed(case):
        unit = one.data.case.canonical(unit)
        if name not in shown or f"a1-1.{unit}.{name}" in UNREACHABLE.get(case, ()):
            continue
        fact = found.get(f"{unit}.{name}")
        checked.add(name)
        if fact is None or fact.value is None:
            assert cell in (*BLANK, "0", "0.00"), (unit, name, cell)
        elif cell in BLANK:
            assert fact.value == 0, (unit, name, fact.text)
        else:
            assert Fraction(fact.text) == Fraction(cell), (unit, name, cell, fact.text)
    assert len(checked) >= 9, checked
    assert checked & {"total", "satisfaction_rate"}


def test_grades_are_those_of_the_page(trips: Trips, case: str) -> None:
    table = load_case(case).table("units", corrected=True)
    if "grade" not in table:
        pytest.skip("the page gives no grades")
    scores = trips.bulletin(case)[0].data.scores
    grades = dict(zip(scores.units, scores.placing.grades, strict=True))
    assert {unit: grades[unit] for unit in table["unit"]} == dict(zip(table["unit"], table["grade"], strict=True))


def test_the_bulletin_says_what_that_of_the_page_says(trips: Trips, case: str) -> None:
    """Every fact that both give: from the page's own tables, and from the tickets."""
    one, facts = trips.bulletin(case)
    given = one.report.model_dump(exclude_none=True)
    page = open_bulletin(**{**given, "data": f"sample:{case}"})
    soup_of(page)
    both = [(fact, facts[fact.key]) for fact in page.facts.book if fact.key in facts]
    assert len(both) > 0.98 * len(page.facts.book)
    other = [
        (a.key, a.text, b.text) for a, b in both if a.text != b.text and a.value is not None and b.value is not None
    ]
    assert {key for key, _, _ in other} <= UNREACHABLE.get(case, set()), other


def test_figures_are_counted_and_not_copied(trips: Trips, case: str) -> None:
    facts = trips.bulletin(case)[1]
    sources = [fact.source for key, fact in facts.items() if key.startswith(("s1-1.", "a1-"))]
    counted = sum(source.startswith("工单明细统计") for source in sources)
    assert counted > 50


def test_the_months_before_are_compared(trips: Trips, case: str) -> None:
    one = open_bulletin(trips.imported(case) / "report.yaml")
    assert one.data.previous is not None
    assert one.data.year_before is not None
    text = soup_of(one).get_text()
    assert "较上" in text
    assert "同比" in text
