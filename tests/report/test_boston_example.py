"""The files of docs/examples/boston-311, run on a small CSV with the headers of the city's open data."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from boston import FILE
from bs4 import BeautifulSoup
from english_samples import CHINESE
from office import soup_of, table
from typer.testing import CliRunner

from hotline_analysis.cli import app
from hotline_analysis.report import Bulletin, open_bulletin

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "examples" / "boston-311"
HEADER = [
    "case_enquiry_id",
    "open_dt",
    "sla_target_dt",
    "closed_dt",
    "on_time",
    "case_status",
    "subject",
    "reason",
    "type",
    "queue",
    "department",
    "source",
    "neighborhood",
    "ward",
]
DEAD, BUGS, OTHER = "Pick up Dead Animal", "Bed Bugs", "Animal Generic Request"
# how many, department, opened, target, closed, channel, type
ROWS = (
    (12, "PWDx", "2019-11-02 08:00:00", "2019-11-04 08:00:00", "2019-11-03 09:00:00", "Constituent Call", DEAD),
    (3, "ISD", "2019-11-05 08:00:00", "2019-11-06 08:00:00", "2019-11-20 09:00:00", "Citizens Connect App", BUGS),
    (8, "ISD", "2019-11-05 08:00:00", "2019-11-09 08:00:00", "2019-11-07 09:00:00", "Constituent Call", BUGS),
    (5, "INFO", "2019-11-06 08:00:00", "", "", "Self Service", OTHER),
    (14, "PWDx", "2019-10-02 08:00:00", "2019-10-04 08:00:00", "2019-10-03 09:00:00", "Constituent Call", DEAD),
)


def export() -> str:
    """A file with the headers of the city's."""
    requests = [row for many, *row in ROWS for _ in range(many)]
    rows = [
        (f"1010{n:08}", opened, due, closed, "ONTIME", "", "", "Animals", kind, "", unit, source, "Roxbury", "Ward 8")
        for n, (unit, opened, due, closed, source, kind) in enumerate(requests)
    ]
    return table([HEADER, *rows])


@pytest.fixture(scope="module")
def bulletin(tmp_path_factory: pytest.TempPathFactory) -> Bulletin:
    folder = tmp_path_factory.mktemp("boston")
    for file in EXAMPLE.iterdir():
        shutil.copy(file, folder)
    (folder / "311.csv").write_text(export(), encoding="utf-8")
    imported(folder, "311.csv", "2019-12-02")
    return open_bulletin(folder / "report.yaml")


def imported(folder: Path, file: str, day: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        asked = ["import", file, "--mapping", "mapping.yaml", "--out", "tickets", "--as-of", day]
        found = CliRunner().invoke(app, asked)
    assert found.exit_code == 0, found.output


@pytest.fixture(scope="module")
def soup(bulletin: Bulletin) -> BeautifulSoup:
    return soup_of(bulletin)


def sentences(soup: BeautifulSoup) -> list[str]:
    return [part.get_text() for part in soup.select(".doc-section p")]


def test_the_letterhead(soup: BeautifulSoup) -> None:
    head = soup.select_one("header.doc-head")
    assert head is not None
    assert (head["data-lang"], head["data-paper"], head["data-title"]) == (
        "en", "letter", "Animal and housing requests November 2019"
    )  # fmt: skip


def test_the_numbers_of_the_month(soup: BeautifulSoup) -> None:
    """28 requests of November: 23 closed, 3 of them late; 14 of October, all closed on time."""
    first, rate, *_ = sentences(soup)
    assert first == (
        "In November 2019, the city recorded 28 requests received, 14 more than in the previous month (up 100.0%); "
        "23 requests closed, 9 more than in the previous month (up 64.3%); and 3 requests closed late, 3 more than in "
        "the previous month."
    )
    assert rate == (
        "In November, the on-time rate was 87.0% (20 of 23), 13.0 percentage points lower than in the previous month."
    )


def test_who_is_slower_than_the_city(soup: BeautifulSoup) -> None:
    assert "Units whose on-time rate is below the 87.0% (20 of 23) of the city (1): Inspectional Services (72.7%)." in (
        sentences(soup)
    )


def test_a_department_without_target_dates_has_no_rate_and_no_place(soup: BeautifulSoup) -> None:
    annex = soup.select_one(".doc-annex table")
    assert annex is not None
    rows = {row.th.get_text(): [cell.get_text() for cell in row.select("td")] for row in annex.select("tbody tr")}
    assert rows["Mayor's 24-Hour Service*"][4:] == ["-", "", "-", "fewer than 10 closed requests with a target date"]
    assert rows["Public Works"][4] == "100.0"


def test_nothing_is_chinese(soup: BeautifulSoup, bulletin: Bulletin) -> None:
    assert CHINESE.findall(str(soup)) == []
    for fact in bulletin.data.book:
        assert CHINESE.findall(str(fact.as_json())) == []


def test_what_the_page_quotes_is_what_the_real_data_say(tmp_path: Path) -> None:
    """On the whole file of the README of the data, where it is at hand."""
    if not FILE.is_file():
        pytest.skip("the Boston 311 tickets are not part of the project and are not at hand")
    for file in EXAMPLE.iterdir():
        shutil.copy(file, tmp_path)
    shutil.copy(FILE, tmp_path / "311.csv.gz")
    imported(tmp_path, "311.csv.gz", "2022-09-16")
    said = " ".join(sentences(soup_of(open_bulletin(tmp_path / "report.yaml"))))
    page = (EXAMPLE.parents[1] / "boston-311.md").read_text(encoding="utf-8")
    quoted = [
        " ".join(part.split()) for part in re.sub(r"^> ?", "", page[page.index("\n> ") :], flags=re.M).split("\n\n")
    ]
    quoted = [part for part in quoted[:3] if part]
    assert len(quoted) == 3
    assert [part for part in quoted if part not in said] == []
