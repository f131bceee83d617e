from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import duckdb
import pytest
from bs4 import BeautifulSoup
from checked_rows import GOOD, NOW, REGISTRY, checked

from hotline_analysis.errors import InputError
from hotline_analysis.tickets.quality import RULES, QualityReport
from hotline_analysis.tickets.quality.glossary import rules_markdown
from hotline_analysis.tickets.quality.stored import examine_stored, report_of_import
from hotline_analysis.tickets.store import TicketFiles, TicketMeta


@pytest.fixture
def report() -> QualityReport:
    rows: list[dict[str, Any]] = [{"id": f"GD{number}"} for number in range(10)]
    rows[3] |= {"id": "GD2"}  # repeats row 2
    rows[4] |= {"closed": datetime(2022, 11, 1), "assigned": None}
    rows[5] |= {"unit": '<script>alert("x")</script>', "group": None}
    rows[6] |= {"returned": 0}  # less than late_returned and return_rejected
    found = checked(*rows, severities={"unknown_unit": "warning"}, without=["extension_asked"])
    return QualityReport.of(
        found,
        masked={"text": {"phone": 7, "id_card": 1}},
        dropped=("来电人姓名", "<b>"),
        formats={"received": {"%Y/%m/%d": 9, "Excel serial number": 1}},
        files={"十一月.xlsx": 10},
        now=NOW,
    )


def test_counts_before_and_after_add_up(report: QualityReport) -> None:
    assert (report.read, report.stored, report.set_aside) == (10, 9, 1)
    for numbers in ((10, 9, 2), (10, 11, -1), (-1, 0, -1)):
        with pytest.raises(ValueError, match="rows read are not"):
            QualityReport(*numbers)
    with pytest.raises(ValueError, match="of the files"):
        QualityReport(2, 2, 0, files={"a": 1})


def test_json_there_and_back(report: QualityReport) -> None:
    text = report.to_json()
    assert QualityReport.from_json(text) == report
    content = json.loads(text)
    assert content["rows"] == {"read": 10, "stored": 9, "set_aside": 1}
    assert content["not_run"] == {"extension_not_asked": ["extension_asked"]}
    assert [check["rule"] for check in content["checks"]] == [key for key in RULES if key != "extension_not_asked"]
    (closed,) = [one for one in content["checks"] if one["rule"] == "closed_before_received"]
    assert closed["rows"] == 1
    assert closed["examples"] == [
        {"id": "GD4", "file": "导出.csv", "row": 6, "column": "closed", "value": "2022-11-01 00:00:00", "rows": 1}
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"format": "hotline-quality", "version": 2}',
        '{"format": "hotline-quality", "version": 1}',
    ],
)
def test_json_that_is_none(text: str) -> None:
    with pytest.raises(InputError, match=r"q\.json: not a readable quality report"):
        QualityReport.from_json(text, file="q.json")


def test_json_that_does_not_add_up(report: QualityReport) -> None:
    content = json.loads(report.to_json())
    content["rows"]["stored"] = 10
    with pytest.raises(InputError, match="10 rows read are not 10 stored and 1 set aside"):
        QualityReport.from_json(json.dumps(content))


def test_json_of_an_unknown_check(report: QualityReport) -> None:
    content = json.loads(report.to_json())
    content["checks"][0]["rule"] = "unheard_of"
    with pytest.raises(InputError, match="no check unheard_of"):
        QualityReport.from_json(json.dumps(content))


def test_text(report: QualityReport) -> None:
    lines = str(report).splitlines()
    assert lines[0] == "10 rows read: 9 stored, 1 set aside"
    assert "  set_aside: repeated_row (同一行重复出现): 1" in lines
    assert "  warning: closed_before_received (办结早于受理): 1" in lines
    assert "  not checked, because columns are missing: extension_not_asked" in lines
    assert "  masked in text: phone 7, id_card 1" in lines
    assert "  not stored: 来电人姓名, <b>" in lines


def test_html_is_a_table_that_a_screen_reader_can_read(report: QualityReport) -> None:
    soup = BeautifulSoup(report._repr_html_(), "html.parser")
    assert [table["id"] for table in soup.select("table")] == ["quality-rules", "quality-masked", "quality-formats"]
    for table in soup.select("table"):
        assert table.caption is not None
        assert table.caption.get_text()
        assert all(cell["scope"] == "col" for cell in table.select("thead th"))
        assert all(row.th is not None and row.th["scope"] == "row" for row in table.select("tbody tr"))
    assert soup.select_one("script, b") is None
    assert '<script>alert("x")</script>' in soup.get_text()


def test_html_says_what_was_found(report: QualityReport) -> None:
    soup = BeautifulSoup(report._repr_html_(), "html.parser")
    text = soup.get_text()
    assert "读入10行，入库9行，剔除1行。数据截至2022-12-01 00:00。" in text
    rows = {
        row.select("code")[0].get_text(): [cell.get_text("|") for cell in row.select("td")]
        for row in soup.select("#quality-rules tbody tr")
    }
    assert rows["closed_before_received"] == [
        "警告|warning",
        "1",
        "",
        "导出.csv第6行，工单GD4：办结时间“2022-11-01 00:00:00”",
    ]
    assert rows["part_exceeds_whole"][1:3] == ["1", "未及时退回次数1处、退单驳回次数1处"]
    assert "批准了未申请的延期（缺是否申请延期）" in text
    assert "未入库的列：来电人姓名；<b>。" in text
    assert [cell.get_text() for cell in soup.select("#quality-masked td")] == ["电话号码", "7", "身份证号", "1"]
    assert "Excel日期序号" in text


def test_pages_name_files_without_their_folders() -> None:
    for path in ("/home/office/十一月.xlsx", r"C:\office\十一月.xlsx", "十一月.xlsx"):
        page = QualityReport.of(checked({"due": None, "_file": path}))._repr_html_()
        assert "<td>十一月.xlsx第2行，工单GD1" in page


def test_html_without_findings() -> None:
    report = QualityReport.of(checked({}))
    assert "各项检查均未发现问题" in report._repr_html_()
    assert "<table" not in report._repr_html_()


def test_the_rules_table_has_every_rule() -> None:
    text = rules_markdown()
    assert text.count("\n") == len(RULES) + 2
    for key, rule in RULES.items():
        assert f"| `{key}` | {rule.zh} | {rule.en} | {rule.severity}" in text


def stored(tmp_path: Any, name: str, change: str = "") -> TicketFiles:
    file = tmp_path / name
    known = "'GD' || i AS id, TIMESTAMP '2022-11-03 09:05:00' AS received, 'yes' AS satisfied"
    rows = f"SELECT {known} {change} FROM range(3) r(i)"
    path = str(file).replace("'", "''")
    duckdb.execute(f"COPY ({rows}) TO '{path}'")
    names = duckdb.execute(f"DESCRIBE ({rows})").fetchall()
    meta = TicketMeta(registry=REGISTRY, as_of=NOW)
    return TicketFiles(file, (file,), meta, tuple(name for name, *_ in names))


@pytest.mark.parametrize("name", ["a.parquet", "b.csv", "it's.csv"])
def test_stored_rows_are_checked_as_they_lie(tmp_path: Any, name: str) -> None:
    files = stored(tmp_path, name, ", CASE i WHEN 1 THEN '丁' ELSE '甲街道' END AS unit")
    report = examine_stored(files, datetime(2000, 1, 1))
    assert (report.read, report.stored, report.set_aside, report.now) == (3, 3, 0, NOW)
    assert {one.key: (one.rows, one.severity) for one in report.broken} == {"unknown_unit": (1, "warning")}
    assert report_of_import(files) is None


def test_cells_of_a_text_file_that_cannot_be_read(tmp_path: Any) -> None:
    files = stored(tmp_path, "c.csv", ", ['1', '很多', '2'][i + 1] AS returned, ['是', 'true', ''][i + 1] AS urgent")
    report = examine_stored(files, NOW)
    assert {one.key: one.rows for one in report.broken} == {"unreadable_count": 1, "unreadable_flag": 1}
    assert [one.examples[0].value for one in report.broken] == ["很多", "是"]


def test_the_report_of_an_import_is_found(tmp_path: Any, report: QualityReport) -> None:
    files = stored(tmp_path, "a.parquet")
    (tmp_path / "a.parquet.quality.json").write_text(report.to_json(), encoding="utf-8")
    assert report_of_import(files) == report
    (tmp_path / "quality.json").write_text("damaged", encoding="utf-8")
    store = TicketFiles(tmp_path, files.files, files.meta, files.columns)
    with pytest.raises(InputError, match=r"quality\.json: not a readable quality report"):
        report_of_import(store)


def test_a_good_ticket_has_a_value_that_every_rule_reads() -> None:
    """So that the rules are really tried by the rows of these tests."""
    read = {column for rule in RULES.values() for case in rule.cases for column in case.needs if column[0] != "_"}
    assert read <= set(GOOD)
