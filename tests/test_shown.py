"""Objects show themselves: short in a terminal, as a table or a picture in a notebook; what is in them stays text."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from hotline_analysis.audit import audit_case, open_case
from hotline_analysis.cases import load_case
from hotline_analysis.metrics import exact_unit_table
from hotline_analysis.report import Fact, FactBook
from hotline_analysis.schemes import load_scheme, score
from hotline_analysis.shown import MOST_ROWS, cell_text, frame_html
from hotline_analysis.statistics.fair import case_table, compare_schemes, score_rank_sets, shrink
from hotline_analysis.statistics.fair.funnel import funnel
from hotline_analysis.tickets.quality import QualityReport

HOSTILE = '<script>alert(1)</script>"&'
LONGEST = 1000  # characters of a terminal


def table() -> Any:
    return case_table(load_case("furong-2020-03"), load_scheme("furong-2020"))


def a_fact() -> Fact:
    return Fact("a.b", HOSTILE, Fraction(1), "1", "件", 0, HOSTILE)


def facts() -> FactBook:
    book = FactBook()
    book.add(a_fact())
    return book


SHOWN: dict[str, Callable[[], Any]] = {
    "unit table": table,
    "scores": lambda: score(table(), load_scheme("furong-2020")),
    "fact": a_fact,
    "facts": facts,
    "funnel": lambda: funnel([9, 8, 0], [10, 9, 0], ["甲", HOSTILE, "丙"]),
    "audit": lambda: audit_case(open_case("yunxi-2022-Q3")),
    "scheme": lambda: load_scheme("furong-2022"),
    "case": lambda: load_case("furong-2022-11"),
    "rank sets": lambda: score_rank_sets(load_case("furong-2020-03"), load_scheme("furong-2020"), draws=100),
    "sensitivity": lambda: compare_schemes(load_case("yunxi-2022-Q3"), ["yunxi-2022", "yunxi-2022:as_printed"]),
    "shrunken": lambda: shrink([9, 8], [10, 9]),
    "quality": lambda: QualityReport(10, 10, 0),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_terminal_shows_a_few_lines(name: str) -> None:
    said = repr(SHOWN[name]())
    assert said.startswith("<")
    assert len(said) < LONGEST
    assert len(said.splitlines()) <= 9


@pytest.mark.parametrize("name", SHOWN)
def test_a_notebook_shows_html_in_which_texts_are_texts(name: str) -> None:
    html = SHOWN[name]()._repr_html_()
    soup = BeautifulSoup(html, "html.parser")
    assert soup.find("script") is None
    assert soup.get_text(strip=True)
    for shown in soup.find_all("table"):
        assert shown.find("th", scope="col") is not None


def test_the_table_of_units_names_figures_in_chinese_with_their_keys() -> None:
    soup = BeautifulSoup(table()._repr_html_(), "html.parser")
    (head,) = [one for one in soup.find_all("th", scope="col") if one.get_text() == "办结数"]
    assert head["title"] == "closed"
    assert len(soup.select("tbody tr")) == 43
    assert "定王台街道" in repr(table())


def test_scores_are_those_of_the_page() -> None:
    soup = BeautifulSoup(SHOWN["scores"]()._repr_html_(), "html.parser")
    rows = {
        row.find("th").get_text(): [one.get_text() for one in row.find_all("td")] for row in soup.select("tbody tr")
    }
    assert rows["马坡岭街道"][0] == "街道"
    assert rows["马坡岭街道"][-2:] == ["69.4", "10"]


def test_a_funnel_is_a_picture_that_tells_who_is_where() -> None:
    made = funnel([4184, 2429, 22], [4226, 2584, 22], ["甲", "乙", "丙"], overdispersion="none")
    soup = BeautifulSoup(made._repr_html_(), "html.parser")
    said = [point.find("title").get_text() for point in soup.find_all("circle")]
    assert said[0] == "甲: 99.01 % (4184/4226), higher"
    assert soup.find("svg")["aria-label"] == made._said()
    assert "甲" in soup.find("svg").find_all("text")[-2].get_text() + soup.find("svg").find_all("text")[-1].get_text()


def test_a_funnel_of_one_rate_can_be_drawn() -> None:
    assert funnel([10, 5], [10, 5], ["甲", "乙"])._repr_html_().count("<circle") == 2
    assert funnel([0, 0], [10, 5], ["甲", "乙"])._repr_html_().count("<circle") == 2
    assert funnel([1, 1], [1, 1], ["甲", "乙"])._repr_html_().count("<circle") == 2


def test_a_long_frame_is_cut_and_says_so() -> None:
    soup = BeautifulSoup(frame_html(pd.DataFrame({"n": range(MOST_ROWS + 1)}), caption="Numbers"), "html.parser")
    assert len(soup.select("tbody tr")) == MOST_ROWS
    assert soup.find("caption").get_text() == "Numbers (the first 200 of 201 rows)"


def test_an_empty_frame_has_its_headers() -> None:
    soup = BeautifulSoup(frame_html(pd.DataFrame(columns=["a", "b"]), caption="None"), "html.parser")
    assert [one.get_text() for one in soup.find_all("th")] == ["a", "b"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(pd.NA, ""), (pd.NaT, ""), (True, "True"), (1234567.891, "1234567.9"), (0.000012345, "1.234e-05"), (-0.5, "-0.5")],
)
def test_cells_are_short(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_a_small_table_shows_all_of_it_in_a_terminal() -> None:
    text = pd.DataFrame({"unit": ["甲"], "group": ["街道"], "closed": ["9"]})
    assert "…" not in repr(exact_unit_table(text))
