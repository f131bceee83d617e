"""The page that notebooks/quality.ipynb shows, of a store that stands beside a report."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import nbformat
import pytest
from bs4 import BeautifulSoup
from checked_rows import GOOD, NOW, REGISTRY, made
from office import ANNEX, PARTS, Office

from hotline_analysis.batch import run_report
from hotline_analysis.errors import InputError
from hotline_analysis.report.quality_page import QUALITY_TYPE, QualityPage, open_quality
from hotline_analysis.resources import shared_folder
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.quality import QualityReport, check
from hotline_analysis.tickets.store import TicketMeta

NOTEBOOK = shared_folder("notebooks") / "quality.ipynb"
PARAMETERS = {"jurisdiction": "office", "period": "2022-11", "data": "store", "date": "2022-12-05"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office with a store of ten tickets, one of which was set aside, and the report of the import."""
    small = Office(tmp_path)
    small.jurisdiction(PARTS, ANNEX)
    store = tmp_path / "store"
    store.mkdir()
    con = duckdb.connect()
    rows = [{**GOOD, "id": f"GD{number}"} for number in range(10)]
    rows[4] |= {"id": None}
    rows[5] |= {"unit": "<b>丁&</b>", "group": None}
    rows[6] |= {"due": None}
    made(con, rows)
    found = check(con, "converted", registry=REGISTRY, now=NOW, severities={"unknown_unit": "warning"})
    names = ", ".join(f'"{key}"' for key in columns())
    con.execute(f"COPY (SELECT {names} FROM ({found.kept_sql()})) TO '{store / 'a.parquet'}'")
    files = {"2022-11": {"file": "a.parquet", "rows": found.stored}}
    content = {**TicketMeta(registry=REGISTRY, as_of=NOW).as_json(), "files": files, "imports": []}
    small.write("store/store.json", json.dumps(content, ensure_ascii=False))
    report = QualityReport.of(found, masked={"text": {"phone": 3}}, now=NOW, files={"十一月.csv": 10})
    small.write("store/quality.json", report.to_json())
    return small


def opened(office: Office, monkeypatch: pytest.MonkeyPatch, **changes: str) -> QualityPage:
    monkeypatch.chdir(office.folder)
    return open_quality(**{**PARAMETERS, "report": "quality", **changes})


def test_the_page_shows_the_report_of_the_import(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(office, monkeypatch)
    soup = BeautifulSoup(str(page.body().markup), "html.parser")
    assert soup.select("p")[0].get_text() == "最近一次导入读入10行，入库9行，剔除1行。数据截至2022-12-01 00:00。"
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in soup.select("#quality-rules tbody tr")]
    assert rows == [
        ["缺少工单编号", "剔除", "1", "导出.csv第6行：工单编号为空"],
        ["责任单位不在单位名录中", "警告", "1", "责任单位“<b>丁&</b>”：1行，首见于导出.csv第7行"],
        ["没有办结时限", "警告", "1", "导出.csv第8行，工单GD6：办结时限为空"],
        ["已办结而没有办结时限", "警告", "1", "导出.csv第8行，工单GD6：办结时限为空"],
    ]
    assert [cell.get_text() for cell in soup.select("#quality-masked tbody td")] == ["3"]
    facts = {fact.key: fact.value for fact in page.book}
    assert facts["quality.read"] == facts["quality.stored"] + facts["quality.set_aside"]  # type: ignore[operator]
    assert facts["quality.rule.unknown_unit"] == 1
    assert facts["quality.masked.text.phone"] == 3


def test_without_a_report_the_stored_rows_are_checked(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    (office.folder / "store" / "quality.json").unlink()
    page = opened(office, monkeypatch)
    assert "没有导入时的报告，检查的是已入库的工单，共" in page.body().markup
    assert (page.quality.read, page.quality.set_aside) == (9, 0)
    assert {one.key for one in page.quality.broken} == {"unknown_unit", "due_missing", "closed_without_due"}


def test_data_that_is_no_tickets(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="the data is not tickets; found 'sample:xiangtan-2019-11'"):
        opened(office, monkeypatch, data="sample:xiangtan-2019-11", period="2019-11")


def test_a_damaged_report_is_named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.write("store/quality.json", "{")
    with pytest.raises(InputError, match=r"quality\.json: not a readable quality report"):
        opened(office, monkeypatch)


def test_a_run_leaves_the_page_its_facts_and_the_whole_report(office: Office) -> None:
    file = office.report(**PARAMETERS)
    run = run_report(NOTEBOOK, file, formats=("html",), outputs=office.folder / "out")
    assert run.folder == office.folder / "out" / "office" / "2022-11"
    page = run.files["html"].read_text(encoding="utf-8")
    assert run.files["html"].name == "quality.html"
    soup = BeautifulSoup(page, "html.parser")
    assert [table["id"] for table in soup.select("table")] == ["quality-rules", "quality-masked"]
    shown = {fact["key"]: fact["value"] for fact in json.loads(run.files["facts"].read_text(encoding="utf-8"))}
    assert shown["quality.read"] == "10"
    notebook = nbformat.read(run.files["ipynb"], as_version=4)
    (kept,) = [
        output["data"][QUALITY_TYPE]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if QUALITY_TYPE in output.get("data", {})
    ]
    assert kept == json.loads((office.folder / "store" / "quality.json").read_text(encoding="utf-8"))
