"""A sixth jurisdiction, invented and added in YAML and CSV alone, from its tables to its HTML and PDF.

The figures it must print are worked out here again, from the tables and the rules as a person reads them.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from hotline_analysis.batch import Made, run_report
from hotline_analysis.rendering.reader import reader_script
from hotline_analysis.resources import shared_folder
from hotline_analysis.schemes import load_scheme, read_units, score, scores_frame

SIXTH = Path(__file__).resolve().parent / "sixth"
GROUPS = ("streets", "departments", "resident_units")
HOSTILE = "青禾物业<script>alert(1)</script>"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return run_report(
        shared_folder("notebooks") / "bulletin.ipynb",
        SIXTH / "reports" / "2024-05.yaml",
        outputs=tmp_path_factory.mktemp("sixth"),
    )


@pytest.fixture(scope="module")
def page(made: Made) -> str:
    return made.files["html"].read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def soup(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "html.parser")


@pytest.fixture(scope="module")
def text(soup: BeautifulSoup) -> str:
    return plain(soup.select_one("main").get_text())


@pytest.fixture(scope="module")
def pdf(made: Made) -> str:
    return plain("".join(page.extract_text() for page in PdfReader(made.files["pdf"]).pages))


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def units(period: str) -> list[dict[str, str]]:
    rows = []
    for group in GROUPS:
        with (SIXTH / "data" / period / f"{group}.csv").open(encoding="utf-8") as file:
            rows += list(csv.DictReader(file))
    return rows


def total(period: str, column: str) -> int:
    return sum(int(row[column]) for row in units(period))


def two(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def rate(part: int, whole: int) -> Decimal:
    return two(Decimal(100 * part) / whole)


def trimmed(value: Decimal) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


def table(soup: BeautifulSoup, caption: str) -> dict[str, list[str]]:
    """The rows of the table with this caption, by their first cell."""
    found = [one for one in soup.find_all("table") if one.caption and one.caption.get_text(strip=True) == caption]
    assert len(found) == 1, caption
    rows = [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in found[0].tbody.find_all("tr")]
    return {row[0]: row[1:] for row in rows}


def test_it_is_made_of_yaml_and_csv_alone() -> None:
    assert {file.suffix for file in SIXTH.rglob("*") if file.is_file()} == {".yaml", ".csv"}


def test_all_files_are_there(made: Made) -> None:
    names = {file.name for file in made.folder.iterdir()}
    assert names == {"bulletin.html", "bulletin.pdf", "bulletin.ipynb", "facts.json", "manifest.json"}
    assert made.folder.parts[-2:] == ("qinghe", "2024-05")
    for kind in ("html", "pdf"):
        assert 10_000 < made.files[kind].stat().st_size < 1_000_000


def test_a_street_is_scored_as_a_person_would(soup: BeautifulSoup) -> None:
    # 禾东街道: 150 assigned and signed, none late; 149 closed, 2 late;
    # 76 of 80 satisfied, 70 of 75 in April; 74 resolved
    closing = two((20 * rate(149, 150) / 100 + (20 - (100 - rate(147, 150)))) / 2)
    satisfaction = 16 + (rate(76, 80) - 90) * Decimal("0.5")
    improvement = two(5 + (rate(76, 80) - rate(70, 75)) * Decimal("0.5"))
    resolving = two(10 * rate(74, 80) / 100)
    # 10 for signing, 10 for the largest volume of its group, 4 because 2 were late, 10 for the knowledge base
    before = 10 + closing + satisfaction + improvement + resolving + 10 + 4 + 10
    # 2 commendations of 0.5 each, 1 ticket supervised in writing
    whole = before + 1 - Decimal("0.5")
    row = table(soup, "2024年5月各单位综合考核情况（街道（镇））")["禾东街道"]
    quality = satisfaction + improvement + resolving
    wanted = [150, 10, closing, 10 + closing, satisfaction, improvement, resolving, quality, 10, 4, 10, whole]
    assert row[:12] == [trimmed(Decimal(value)) for value in wanted]
    assert row[12:] == ["2", "升1", "B", "B", ""]


def test_a_resident_unit_has_fewer_marks(soup: BeautifulSoup) -> None:
    # 青禾水厂: 1 of 32 signed late, which is below 100 % and above 95 %; 31 closed, 1 late;
    # 15 of 18 satisfied, 14 of 16 in April
    closing = two((10 * rate(31, 32) / 100 + (10 - (100 - rate(30, 32)))) / 2)
    satisfaction = 16 - (90 - rate(15, 18))
    improvement = two(5 - (rate(14, 16) - rate(15, 18)) * Decimal("0.5"))
    row = table(soup, "2024年5月各单位综合考核情况（驻区单位）")["青禾水厂"]
    assert row[:7] == [
        trimmed(Decimal(v))
        for v in (32, 5, closing, 5 + closing, satisfaction, improvement, two(10 * rate(14, 18) / 100))
    ]
    assert row[8:11] == [trimmed(Decimal(10 * 32) / 40), "4", "0"]  # volume against 供电所, a fault, no knowledge base


def test_places_are_dense_and_tie_at_one_decimal(soup: BeautifulSoup) -> None:
    rows = table(soup, "2024年5月各单位综合考核情况（区直部门）")
    # 86.42 and 86.41 are both 86.4; the one with more tickets stands first
    assert [(unit, row[11], row[12]) for unit, row in rows.items()][:3] == [
        ("区水务局", "86.42", "1"),
        ("区教育局", "86.41", "1"),
        ("区住建局", "73.49", "2"),
    ]


def test_a_veto_takes_the_last_place(soup: BeautifulSoup) -> None:
    rows = table(soup, "2024年5月各单位综合考核情况（街道（镇））")
    *_, last = rows
    assert last == "石桥镇"
    assert rows[last][12:] == ["5", "降4", "B", "A", "弄虚作假，一票否决"]
    assert Decimal(rows[last][11]) > Decimal(rows["云岭街道"][11])


def test_a_chart_names_the_lowest_total_though_a_veto_stands_last(soup: BeautifulSoup) -> None:
    (alt,) = [image["alt"] for image in soup.find_all("img") if image["alt"].startswith("各街道（镇）总分")]
    rows = table(soup, "2024年5月各单位综合考核情况（街道（镇））")
    lowest = min(rows, key=lambda unit: Decimal(rows[unit][11]))
    assert f"{lowest}最低，{rows[lowest][11]}分" in alt


def test_the_bonus_is_capped_and_named(text: str) -> None:
    # 麦浦街道 has 7 commendations of 0.5 each; the cap is 3
    assert "麦浦街道（3分）" in text


def test_a_unit_without_tickets_is_not_ranked(soup: BeautifulSoup) -> None:
    assert table(soup, "2024年5月不参加排名的单位") == {"区档案馆": ["本期无工单"]}
    assert "区档案馆" not in table(soup, "2024年5月各单位综合考核情况（区直部门）")
    assert table(soup, "2024年5月各单位办理数量")["区档案馆"] == ["0", "0", "—", "0", "0", "0", "—", "—"]


def test_totals_are_sums_and_rates_of_sums(soup: BeautifulSoup) -> None:
    row = table(soup, "2024年5月各单位办理数量")["合计"]
    counts = {
        column: total("2024-05", column) for column in ("交办数", "办结数", "返工数", "回访数", "满意数", "解决数")
    }
    on_time = counts["办结数"] - total("2024-05", "未按时办结数")
    assert row == [
        str(counts["交办数"]),
        str(counts["办结数"]),
        str(rate(on_time, counts["交办数"])),
        str(counts["返工数"]),
        str(counts["回访数"]),
        str(counts["满意数"]),
        str(rate(counts["满意数"], counts["回访数"])),
        str(rate(counts["解决数"], counts["回访数"])),
    ]


def test_the_previous_month_is_compared_with(text: str) -> None:
    now, before = total("2024-05", "交办数"), total("2024-04", "交办数")
    assert f"交办工单{now}件，较上月增加{now - before}件，增长{rate(now - before, before)}%" in text
    praised = total("2024-05", "表扬件数")
    assert f"表扬工单{praised}件，较上月增加{praised - total('2024-04', '表扬件数')}件" in text
    shares = [Decimal(100 * total(period, "满意数")) / total(period, "回访数") for period in ("2024-05", "2024-04")]
    assert f"满意率{two(shares[0])}%" in text
    assert f"较上月降低{two(shares[1] - shares[0])}个百分点" in text


def test_lists_hold_exactly_the_units_that_meet_their_condition(text: str) -> None:
    rates = {
        row["责任单位"]: rate(int(row["满意数"]), n) for row in units("2024-05") if (n := int(row["回访数"])) >= 10
    }
    low = sorted((unit for unit in rates if rates[unit] < 88), key=lambda unit: rates[unit])
    assert f"满意率低于88%、回访数10件及以上的单位共{len(low)}个：{'、'.join(low)}。" in text


def test_shares_are_of_the_whole_that_is_named(soup: BeautifulSoup) -> None:
    rows = table(soup, "交办工单按诉求类型分布")
    whole = total("2024-05", "交办数")
    assert rows["投诉"] == ["512", str((Decimal(51200) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP))]
    assert sum(int(row[0]) for name, row in rows.items() if name != "合计") == whole == int(rows["合计"][0])


def test_a_chapter_without_its_text_stays_out(soup: BeautifulSoup, text: str) -> None:
    assert "本期不写的一章" not in text
    chapters = [plain(heading.get_text()) for heading in soup.select(".doc-section > h2")]
    assert [chapter[0] for chapter in chapters] == list("一二三四五六七")


def test_a_hostile_name_is_text(page: str, soup: BeautifulSoup, text: str) -> None:
    (own,) = soup.find_all("script")  # the page's own, the only one that its policy lets run
    assert own.string == reader_script()
    assert page.count("<script") == 1
    assert HOSTILE in text
    assert HOSTILE in table(soup, "2024年5月各单位综合考核情况（驻区单位）")


def test_dollar_signs_in_a_topic_are_no_formula(text: str, soup: BeautifulSoup) -> None:
    assert "停车收费$5$每小时96件" in text
    assert any("停车收费$5$每小时96" in image["alt"] for image in soup.find_all("img"))


def test_every_fact_is_printed(made: Made, soup: BeautifulSoup) -> None:
    main = soup.select_one("main")
    shown = plain(main.get_text() + "".join(image["alt"] for image in main.find_all("img")))
    facts = json.loads(made.files["facts"].read_text(encoding="utf-8"))
    assert len(facts) > 300
    drawn = re.compile(r"\.lost$|^s2-9\.")  # the numbers beside the bars of a chart
    for fact in facts:
        bare = plain(fact["printed"].removesuffix(fact["unit"]))
        if not drawn.search(fact["key"]):
            assert bare in shown, fact


def test_facts_and_figures_of_the_page_are_the_same(made: Made, soup: BeautifulSoup) -> None:
    facts = json.loads(made.files["facts"].read_text(encoding="utf-8"))
    known = {(fact["value"], fact["printed"]) for fact in facts} | {
        (fact["value"], fact["printed"].removesuffix(fact["unit"])) for fact in facts
    }
    figures = soup.select("main data.fact")
    assert len(figures) > 400
    for figure in figures:
        assert (figure["value"], figure.get_text()) in known


def test_the_annex_and_the_score_command_agree(soup: BeautifulSoup) -> None:
    scheme = load_scheme(SIXTH / "qinghe-scheme.yaml")
    now, before = (
        read_units([SIXTH / "data" / period / f"{group}.csv" for group in GROUPS], scheme)
        for period in ("2024-05", "2024-04")
    )
    frame = scores_frame(score(now, scheme, previous=before))
    scored = {row["unit"]: row["total"] for _, row in frame.iterrows() if row["rank"]}
    printed: dict[str, str] = {}
    for name in ("街道（镇）", "区直部门", "驻区单位"):
        printed |= {unit: row[11] for unit, row in table(soup, f"2024年5月各单位综合考核情况（{name}）").items()}
    assert printed == scored


def test_the_pdf_has_title_units_and_imprint(pdf: str) -> None:
    assert "青禾区12345热线办理情况通报" in pdf
    for row in units("2024-05"):
        assert row["责任单位"] in pdf
    assert "青禾区12345热线办公室2024年6月7日印发" in pdf


def test_the_manifest_names_what_it_was_made_from(made: Made) -> None:
    manifest: Mapping[str, list[dict[str, str]]] = json.loads(made.files["manifest"].read_text(encoding="utf-8"))
    inputs = [(entry["role"], entry["name"]) for entry in manifest["inputs"]]
    expected = {
        ("notebook", "bulletin.ipynb"), ("parameters", "parameters"), ("jurisdiction", "qinghe.yaml"),
        ("scheme", "../qinghe-scheme.yaml"), ("data", "../data/2024-05/case.yaml"),
        ("data", "../data/2024-05/streets.csv"), ("data", "../data/2024-04/streets.csv"),
    }  # fmt: skip
    assert expected <= set(inputs)
    assert len(set(inputs)) == len(inputs)
    assert str(SIXTH) not in made.files["manifest"].read_text(encoding="utf-8")
