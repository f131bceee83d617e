"""The reports that the package makes, opened in a browser: closed, small, accessible, as wide as a phone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from browsing import Opened, chromium
from stored_tickets import Ticket, ticket, write_store

from hotline_analysis.resources import shared_folder

AUDIT = "furong/2022-11/audit"
PAGES = (
    "furong-2020/2020-03/bulletin",
    "furong/2022-11/bulletin",
    "xiangtan/2019-11/bulletin",
    "yueyang/2017-Q2/bulletin",
    "yunxi/2022-Q3/bulletin",
    "furong/2022-11/league-table",
    AUDIT,
    "furong/2024-05/drivers",
    "furong/2024-05/quality",
)
ENGLISH = "furong-en/2022-11/bulletin"
HERE = Path(__file__).resolve().parent
DAY = "2024-05-06T09:00"


def _tickets() -> list[Ticket]:
    """Twelve units with 20 answers each: of those told eight or nine in ten are satisfied, else five or six."""
    made: list[Ticket] = []
    for unit in range(12):
        for place in range(20):
            start, told = datetime.fromisoformat(DAY) + timedelta(minutes=place), place % 2 == 0
            good = "yes" if place // 2 < (8 if told else 5) + unit % 2 else "no"
            own: dict[str, Any] = {"revisit": "revisited", "told_citizen": told, "satisfied": good}
            own |= {"closed": start + timedelta(days=2), "channel": "网站" if (place + unit) % 3 == 0 else "电话"}
            made.append(ticket(len(made), start.isoformat(), f"单位{unit:02}", **own))
    return made


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All reports, made once by commands of their own: an event loop runs in this process."""
    chromium()  # without it nothing is made for tests that are left out
    work = tmp_path_factory.mktemp("reports")
    write_store(work / "store", _tickets())
    text = "jurisdiction: furong\nperiod: 2024-05\ndata: store\ndate: '2024-06-05'\n"
    (work / "report.yaml").write_text(text, encoding="utf-8")
    english = HERE.parent / "english" / "reports" / "furong-2022-11.yaml"
    furong = shared_folder("params") / "reports" / "furong-2022-11.yaml"
    for command in (
        ("batch", "--samples", "--to", "html"),
        ("run", "bulletin", "--params", english, "--to", "html"),
        ("run", "league_table", "--params", furong, "--to", "html"),
        ("run", "audit", "--params", furong, "--to", "html"),
        ("run", "drivers", "--params", "report.yaml", "--to", "html"),
        ("run", "quality", "--params", "report.yaml", "--to", "html"),
    ):
        _run(*map(str, command), "--outputs", "outputs", folder=work)
    return work / "outputs"


def _run(*command: str, folder: Path) -> None:
    words = [sys.executable, "-m", "hotline_analysis", *command]
    done = subprocess.run(words, cwd=folder, env=_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _environment() -> Mapping[str, str]:
    return {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}


@pytest.fixture(params=[*PAGES, ENGLISH])
def file(request: pytest.FixtureRequest, outputs: Path) -> Path:
    return outputs / f"{request.param}.html"


@pytest.fixture(params=PAGES)
def chinese(request: pytest.FixtureRequest, outputs: Path) -> Path:
    return outputs / f"{request.param}.html"


def test_one_small_file_that_asks_for_nothing(file: Path, open_page: Callable[..., Opened]) -> None:
    assert file.stat().st_size < 1_000_000
    opened = open_page(file)
    page = opened.page
    for details in page.locator("details.chart-data summary").all():
        details.click()
    for button in page.locator("th .sort:visible").all()[:6]:
        button.click()
    page.locator("main data.fact:visible").first.hover()
    assert opened.requests[0] == file.as_uri()
    assert (opened.outside, opened.errors, opened.dialogs) == ([], [], [])


@pytest.mark.parametrize(
    ("name", "width"), [*((name, 1280) for name in (*PAGES, ENGLISH)), ("yunxi/2022-Q3/bulletin", 390), (AUDIT, 390)]
)
def test_axe_finds_nothing(outputs: Path, open_page: Callable[..., Opened], name: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(outputs / f"{name}.html", width=width).page
    for details in page.locator("details.chart-data summary").all():
        details.click()
    page.locator("main data.fact:visible").first.focus()
    assert page.get_by_role("tooltip").is_visible()
    found = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}})
    problems = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found.response["violations"]]
    assert problems == []
    assert len(found.response["passes"]) > 15


@pytest.mark.parametrize("width", [390, 320])
def test_a_phone_shows_it_at_its_width_and_breaks_no_short_cell(
    file: Path, open_page: Callable[..., Opened], width: int
) -> None:
    page = open_page(file, width=width, height=844, touch=True, is_mobile=True).page
    assert page.evaluate("document.documentElement.scrollWidth") == width
    broken = page.evaluate(
        """() => [...document.querySelectorAll("tbody td")].filter(cell => {
            const text = cell.textContent.trim(), range = document.createRange();
            range.selectNodeContents(cell);
            const tops = new Set([...range.getClientRects()].map(box => Math.round(box.top / 8)));
            return text.length <= 8 && tops.size > 1;
        }).map(cell => cell.textContent)"""
    )
    assert broken == []


def test_every_figure_says_where_it_is_from(chinese: Path, open_page: Callable[..., Opened]) -> None:
    page = open_page(chinese).page
    said = page.locator("main data.fact").evaluate_all("all => all.map(one => one.title)")
    assert said
    lines = [text.split("\n") for text in said]
    assert all(line[-1].startswith("来源：") for line in lines)
    assert all(line[1].startswith("分子") and "，分母" in line[1] for line in lines if len(line) == 3)
    assert {len(line) for line in lines} <= {2, 3}


def test_every_chart_has_a_text_and_its_numbers(file: Path, open_page: Callable[..., Opened]) -> None:
    page = open_page(file).page
    charts = page.locator("figure.doc-chart")
    for chart in charts.all():
        assert len(chart.locator("img").get_attribute("alt") or "") > 20
    assert page.locator("figure.doc-chart + details.chart-data table").count() == charts.count()


def test_the_last_line_names_data_code_time_and_how_to_verify(chinese: Path, open_page: Callable[..., Opened]) -> None:
    said = open_page(chinese).page.locator(".made-from").inner_text()
    period, name = chinese.parent.name, chinese.parent.parent.name
    ends = {"2020-03": "2020-03-31", "2022-11": "2022-11-30", "2019-11": "2019-11-30", "2024-05": "2024-05-31"}
    day = {**ends, "2017-Q2": "2017-06-30", "2022-Q3": "2022-09-30"}[period]
    assert f"数据时点：{day} 23:59:59 UTC" in said
    assert "hotline-analysis " in said
    assert f"hotline verify {name}/{period}" in said
    sample = f"{name.removesuffix('-2020')}-{period}"
    assert ("数据：store" if period == "2024-05" else f"数据：sample:{sample}") in said
    assert str(Path.home()) not in said


def test_an_english_page_speaks_english_to_its_reader(outputs: Path, open_page: Callable[..., Opened]) -> None:
    page = open_page(outputs / f"{ENGLISH}.html").page
    rate = page.locator("p data.fact", has_text="86.43%").first
    rate.focus()
    lines = page.get_by_role("tooltip").locator("p").all_inner_texts()
    assert lines[1:2] == ["numerator 6,923, denominator 8,010"]
    assert lines[2].startswith("source: ")
    assert page.get_by_label("Find: Unit").count() == 2
    assert page.locator(".made-from").inner_text().startswith("Data: sample:furong-2022-11 (SHA-256 ")


def test_without_a_script_everything_can_be_read(file: Path, open_page: Callable[..., Opened]) -> None:
    scripted = open_page(file).page
    scripted.add_style_tag(content=".find { display: none }")  # what the script adds
    plain = open_page(file, script=False).page
    with_script, without = ("".join(page.locator("main").inner_text().split()) for page in (scripted, plain))
    assert without == with_script
