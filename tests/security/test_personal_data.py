"""Personal data that lie in tickets reach no report, no list, no log, no message and no notebook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from command import Hotline, Result
from personal import HEADER, MAPPING, NAME, NUMBERS, PHONE, STREET, export, rows, texts_of, told

pytest.importorskip("pypandoc", reason="Word files need pandoc: pip install 'hotline-analysis[docx]'")
OFFICE = """\
jurisdiction: office
name: 小区
title: "{period}通报"
issuing_body: 小区热线办
scheme: small.yaml
chapters:
  - title: 第一章
    parts:
      - {section: overview, counts: [{count: received, label: 工单}]}
      - {section: hot_topics, table: topics}
annexes: [{annex: units, title: 附表, columns: [received, closed, total, rank]}]
"""
CASE = """\
period: 2024-05
scheme: ../small.yaml
tickets: ../%s
tables: {topics: {tickets: {by: topic}, name: 事项, count: 件数}}
"""
SCHEME = """\
scheme: small
title: {zh: 小办法, en: small}
source: made up for a test
full_marks: 100
dimensions:
  whole:
    zh: 全部
    en: whole
    marks: 100
    items: {speed: {zh: 办结, en: closing, marks: 100, rule: {kind: rate, metric: closure_rate}}}
ranking: {within: all}
"""
REPORT = "jurisdiction: office\nperiod: 2024-05\ndata: now\ndate: '2024-06-03'\n"
# as tickets are named inside, for files that were never imported
CANONICAL = ("id", "received", "closed", "unit", "topic", "district", "caller", "phone", "card", "address", "text")
Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    monkeypatch.chdir(tmp_path)

    def call(name: str, text: str) -> Path:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    call("mapping.yaml", MAPPING)
    return call


def said(done: Result) -> str:
    return done.out + done.err


def made_of(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def office(write: Write, tickets: str) -> None:
    write("office.yaml", OFFICE)
    write("small.yaml", SCHEME)
    write("now/case.yaml", CASE % tickets)
    write("report.yaml", REPORT)


class TestReports:
    @pytest.mark.parametrize("tickets", ["store", "tickets.csv"])
    def test_nothing_reaches_a_file_or_a_message(
        self, write: Write, hotline: Hotline, tmp_path: Path, tickets: str
    ) -> None:
        """From a store, and from a file of tickets that no import has masked."""
        write("export.csv", export())
        write("tickets.csv", export(CANONICAL))
        done = hotline("import", "export.csv", "--mapping", "mapping.yaml", "--out", "store")
        assert (done.code, told(said(done))) == (0, [])
        office(write, tickets)
        made = hotline("batch", "report.yaml", "--to", "html,pdf,docx,xlsx", "--outputs", "outputs")
        assert (made.code, told(said(made))) == (0, [])
        files = made_of(tmp_path / "outputs")
        assert {file.suffix for file in files} >= {".html", ".pdf", ".docx", ".xlsx", ".ipynb", ".json", ".jsonl"}
        assert {file.name: told(texts_of(file)) for file in files} == {file.name: [] for file in files}
        page = (tmp_path / "outputs/office/2024-05/bulletin.html").read_text(encoding="utf-8")
        assert "回电［手机号］" in page
        for file in files:
            assert str(tmp_path) not in texts_of(file), file
            assert str(Path.home()) + "/" not in texts_of(file), file

    def test_quality_shows_none(self, write: Write, hotline: Hotline, tmp_path: Path) -> None:
        broken = [(*one[:2], PHONE if place % 3 else "2024-04-01 08:00", *one[3:]) for place, one in enumerate(rows())]
        write("export.csv", export(content=broken))
        done = hotline("import", "export.csv", "--mapping", "mapping.yaml", "--out", "store")
        assert told(said(done)) == []
        if done.code == 0:
            write("furong.yaml", "jurisdiction: furong\nperiod: 2024-05\ndata: store\ndate: '2024-06-05'\n")
            made = hotline("run", "quality", "--params", "furong.yaml", "--outputs", "outputs", "--to", "html")
            assert (made.code, told(said(made))) == (0, [])
            for file in made_of(tmp_path / "outputs"):
                assert told(texts_of(file)) == [], file


class TestCounts:
    @pytest.mark.parametrize("tickets", ["store", "tickets.csv"])
    @pytest.mark.parametrize("engine", ["duckdb", "pandas"])
    @pytest.mark.parametrize("format_", ["table", "json", "csv"])
    def test_topics_and_units(self, write: Write, hotline: Hotline, tickets: str, engine: str, format_: str) -> None:
        write("export.csv", export())
        write("tickets.csv", export(CANONICAL))
        hotline("import", "export.csv", "--mapping", "mapping.yaml", "--out", "store")
        for command in (("metrics", tickets, "--by", "unit,topic"), ("topics", tickets, "--period", "2024-05")):
            done = hotline(*command, "--engine", engine, "--format", format_)
            assert (done.code, told(said(done))) == (0, [])
            assert "路灯" in done.out


BROKEN = {
    "a cell too many": export().replace("芙蓉区", "芙蓉区,,", 1),
    "a row too short": export() + f"T9,2024-05-03,{NAME},{PHONE}\n",
    "a stray quote": export() + f'T9,2024-05-03,2024-05-04,甲街道,"路灯,芙蓉区,{NAME},{PHONE},x,{STREET},y\n',
    "cells moved to the right": export(content=[(one[0], one[7], one[1], *one[3:]) for one in rows()]),
    "no header": export().partition("\n")[2],
    "a header that is a row": export(header=rows()[0]),
    "another header": export().replace("受理时间", "受理日", 1),
    "a ticket twice": export(content=[*rows(), (rows()[0][0], *rows()[1][1:])]),
    "not text": export() + "\x00" + PHONE,
}


class TestErrors:
    @pytest.mark.parametrize("kind", BROKEN)
    def test_of_an_import(self, write: Write, hotline: Hotline, tmp_path: Path, kind: str) -> None:
        write("export.csv", BROKEN[kind])
        done = hotline("import", "export.csv", "--mapping", "mapping.yaml", "--out", "store")
        assert told(said(done)) == []
        assert "export.csv" in said(done) or done.code == 0
        for file in (tmp_path / "store").rglob("*.json"):
            assert told(texts_of(file)) == [], file

    @pytest.mark.parametrize("kind", BROKEN)
    def test_of_a_first_mapping(self, write: Write, hotline: Hotline, kind: str) -> None:
        write("export.csv", BROKEN[kind])
        assert told(said(hotline("import", "--suggest", "export.csv"))) == []

    @pytest.mark.parametrize("kind", BROKEN)
    def test_of_counting_and_of_reports(self, write: Write, hotline: Hotline, tmp_path: Path, kind: str) -> None:
        text = BROKEN[kind]
        for old, new in zip(HEADER, CANONICAL, strict=True):
            text = text.replace(old, new, 1)
        write("tickets.csv", text)
        office(write, "tickets.csv")
        for command in (
            ("metrics", "tickets.csv", "--by", "unit"),
            ("metrics", "tickets.csv", "--by", "unit", "--engine", "pandas"),
            ("run", "bulletin", "--params", "report.yaml", "--to", "html", "--outputs", "outputs"),
            ("batch", "report.yaml", "--to", "html", "--outputs", "outputs"),
        ):
            done = hotline(*command)
            assert told(said(done)) == [], command
        for file in made_of(tmp_path / "outputs"):
            assert told(texts_of(file)) == [], file

    def test_digits_of_a_phone_are_no_moment(self, write: Write, hotline: Hotline) -> None:
        write("tickets.csv", f"id,received,unit\nT1,{PHONE},甲街道\n")
        for engine in ("duckdb", "pandas"):
            done = hotline("metrics", "tickets.csv", "--by", "unit", "--engine", engine)
            assert done.code == 3
            assert "tickets.csv, row 1, column received (受理时间): not readable; found '［手机号］'" in done.err

    def test_of_a_frame(self) -> None:
        import pandas as pd

        from hotline_analysis.errors import InputError
        from hotline_analysis.tickets.schema import canonical

        frame = pd.DataFrame({"id": ["1"], "received": [f"电话{NUMBERS[0]}"]})
        with pytest.raises(InputError, match="row 1, column received") as error:
            canonical(frame)
        assert told(str(error.value)) == []
