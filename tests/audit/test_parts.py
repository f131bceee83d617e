"""The pieces of the audit that are arithmetic, text or layout."""

import csv
import json
from fractions import Fraction
from pathlib import Path

import pytest

from hotline_analysis.audit import Audit, Finding, Where, audit_case
from hotline_analysis.audit.ledger import Figure, Ledger, usual_mode
from hotline_analysis.audit.titles import _fits, _named
from hotline_analysis.audit.whole_numbers import whole_denominators
from hotline_analysis.cases import load_case
from hotline_analysis.textual import width

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "published"


@pytest.mark.parametrize(
    ("part", "rate", "complement", "whole"),
    [
        (5, "9.8", False, [51]),  # 长岭街道办事处
        (26, "20.63", False, [126]),  # 云溪街道办事处
        (2, "3.13", False, [64]),  # 2/64 = 3.125, half up
        (1, "98.80", True, [83]),  # 君山区政府
        (4, "97.34", True, []),  # 市城管局: no whole number
        (1, "33.33", False, [3]),
        (3, "100", False, [3]),
        (3, "0", True, [3]),
        (1, "101", True, []),
    ],
)
def test_whole_numbers_behind_a_rate(part: int, rate: str, complement: bool, whole: list[int]) -> None:
    assert list(whole_denominators(part, Fraction(rate), decimals=2, complement=complement)) == whole


def test_a_rate_that_rounds_to_nothing_has_many_wholes() -> None:
    found = whole_denominators(1, Fraction(0), decimals=2)
    assert found.start == 20001  # 1/20000 is 0.005 %, which rounds up
    assert found.stop == 1_000_001


@pytest.mark.skipif(
    not (PUBLISHED / "implied_denominators.csv").is_file(), reason="the list is not beside this checkout"
)
def test_implied_call_backs_are_those_of_the_list() -> None:
    with (PUBLISHED / "implied_denominators.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yueyang = row["bulletin"].startswith("yueyang")
            rate, part = Fraction(row["printed_rate"]), int(row["dissatisfied"])
            own = whole_denominators(part, 100 - rate if yueyang else rate, decimals=2)
            assert list(own) == ([int(row["implied_revisited"])] if row["implied_revisited"] else []), row["unit"]


def figure(printed: str, exact: Fraction, decimals: int = 2) -> Figure:
    return Figure("r", "percent vs counts", Where(fact=printed), printed, Fraction(printed), (exact,), decimals)


def test_the_usual_rounding_is_that_of_most_figures() -> None:
    cut = [figure("97.29", Fraction(3600, 37)), figure("66.66", Fraction(200, 3)), figure("50.00", Fraction(50))]
    assert usual_mode(cut) == "truncate"
    assert usual_mode([*cut, *[figure("3.13", Fraction(200, 64))] * 3]) == "half_up"
    assert usual_mode([]) == "half_up"


def test_a_page_that_always_cuts_off_is_not_accused() -> None:
    ledger = Ledger(figures=[figure("97.29", Fraction(3600, 37)), figure("66.66", Fraction(200, 3))])
    assert ledger.settle() == "truncate"
    assert ledger.findings == []


@pytest.mark.parametrize(
    ("title", "period", "fits"),
    [
        ("2022年三季度12345办理情况", "2022-Q3", True),
        ("2022年二季度微建议办理情况", "2022-Q3", False),
        ("2022年第三季度", "2022-Q3", True),
        ("芙蓉区 12345 政务热线十一月份情况通报", "2022-11", True),
        ("十月份情况通报", "2022-11", False),
        ("2019年11月", "2020-11", False),
        ("2022年8月通报", "2022-Q3", True),
        ("2022年12月通报", "2022-Q3", False),
        ("12345热线", "2022-Q3", True),
        ("2022年通报", "2022", True),
    ],
)
def test_periods_in_titles(title: str, period: str, fits: bool) -> None:
    assert all(_fits(value, period) for _, value in _named(title)) == fits


@pytest.fixture(scope="module")
def audit() -> Audit:
    return audit_case(load_case("xiangtan-2019-11"))


def test_the_frame_has_a_row_a_finding(audit: Audit) -> None:
    frame = audit.to_frame()
    assert len(frame) == len(audit.findings) == len(audit.hard) + len(audit.soft)
    assert list(frame["severity"]) == sorted(frame["severity"])
    assert frame.map(lambda cell: isinstance(cell, str)).all().all()


def test_json_holds_everything(audit: Audit) -> None:
    content = json.loads(audit.to_json())
    assert content["checked"] == content["agreed"] + content["hard"] + content["soft"] == audit.checked
    assert len(content["findings"]) == content["hard"] + content["soft"]
    assert {"printed", "implied", "why", "why_zh", "where", "rule", "kind", "severity"} <= set(content["findings"][0])


def test_text_is_aligned_although_chinese_is_wide(audit: Audit) -> None:
    lines = audit.to_text().splitlines()
    header = next(line for line in lines if line.startswith("severity"))
    column = header.index("implied")
    for line in lines[lines.index(header) + 2 :]:
        cut = 0
        while width(line[:cut]) < column:
            cut += 1
        assert width(line[:cut]) == column
        assert line[cut - 2 : cut] == "  "


def test_html_escapes_what_data_may_contain() -> None:
    where = Where(file="units.csv", row="<script>alert(1)</script>")
    finding = Finding("r", "naming", "soft", where, "<b>", "&", "why", "说明")
    html = Audit("x", (finding,), (), "half_up")._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "存疑" in html


def test_exit_code_and_summary(audit: Audit) -> None:
    assert audit.exit_code == 1
    assert Audit("x", (), (), "half_up").exit_code == 0
    assert (
        audit.summary()
        == f"xiangtan-2019-11: {audit.checked} checks, {len(audit.agreements)} agree, 3 hard and 14 soft findings"
    )
    assert "矛盾3项" in audit.summary(language="zh")


def test_what_was_not_checked_is_said(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("unit,closed\n甲,1\n", encoding="utf-8")
    (tmp_path / "case.yaml").write_text("tables: {units: units.csv}\nfigures: {calls: 3}\n", encoding="utf-8")
    audit = audit_case(load_case(tmp_path))
    assert audit.findings == ()
    assert len(audit.notes) == 3
