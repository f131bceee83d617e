"""Tickets whose units, topics and texts try everything: from an export through the import to counts and a page."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from command import Hotline
from hostile import NAMES, SHOWN
from test_personal_data import OFFICE, REPORT, SCHEME

from hotline_analysis.rendering.reader import reader_script

MAPPING = (
    "columns: {id: 工单编号, received: 受理时间, closed: 办结时间, unit: 责任单位, topic: 热点事项, text: 诉求内容}\n"
)
CASE = """\
period: 2024-05
scheme: ../small.yaml
tickets: ../store
tables: {topics: {tickets: {by: topic}, name: 事项, count: 件数}}
"""
LONG_TOPIC = "u" * 5000


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hotline: Hotline) -> Path:
    monkeypatch.chdir(tmp_path)
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["工单编号", "受理时间", "办结时间", "责任单位", "热点事项", "诉求内容"])
    for place, name in enumerate((*NAMES, LONG_TOPIC)):
        when = f"2024-05-{1 + place:02} 09:00:00", f"2024-05-{2 + place:02} 09:00:00"
        rows.writerow([f"T{place:03}", *when, name[:500], name, name])
    files = {"export.csv": text.getvalue(), "mapping.yaml": MAPPING, "office.yaml": OFFICE, "small.yaml": SCHEME}
    for name, content in {**files, "now/case.yaml": CASE, "report.yaml": REPORT}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8", newline="")
    done = hotline("import", "export.csv", "--mapping", "mapping.yaml", "--out", "store")
    assert done.code == 0, done.err
    return tmp_path


def plain(name: str) -> str:
    return " ".join(SHOWN.get(name, name).split())


@pytest.mark.usefixtures("folder")
class TestCounts:
    def test_a_terminal_gets_no_control_characters(self, hotline: Hotline) -> None:
        done = hotline("metrics", "store", "--by", "unit")
        assert done.code == 0
        assert not {char for char in done.out + done.err if ord(char) < 32 and char != "\n"}
        assert "丙[U+0008][U+001B][31m丁" in done.out
        assert "\u202e" not in done.out

    def test_a_spreadsheet_gets_no_formula(self, hotline: Hotline) -> None:
        out = hotline("metrics", "store", "--by", "unit,topic", "--format", "csv").out
        cells = [cell for row in csv.reader(io.StringIO(out, newline="")) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert '\'=HYPERLINK("http://evil.example/d","click")' in cells

    def test_json_has_a_long_topic_cut(self, hotline: Hotline) -> None:
        rows = json.loads(hotline("metrics", "store", "--by", "topic", "--format", "json").out)
        (longest,) = [row["topic"] for row in rows if row["topic"].startswith("uuu")]
        assert longest == "u" * 199 + "…"


def test_a_page_shows_them_as_text(folder: Path, hotline: Hotline) -> None:
    done = hotline("run", "bulletin", "--params", "report.yaml", "--to", "html", "--outputs", "outputs")
    assert done.code == 0, done.err
    page = (folder / "outputs/office/2024-05/bulletin.html").read_text(encoding="utf-8")
    soup = BeautifulSoup(page, "html.parser")
    assert [script.string for script in soup.find_all("script")] == [reader_script()]
    assert soup.find_all(["iframe", "svg", "b", "i", "object"]) == []
    stubs = {" ".join(cell.get_text().split()) for cell in soup.select("th[scope=row]")}
    short = {plain(name) for name in NAMES if len(name) < 150}
    assert short <= stubs
