"""``hotline compare``."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from command import Hotline
from printed_facts import fact, written


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Two outputs with two reports each, of which one differs."""
    for name, rate in (("old", "94.53"), ("new", "97.37")):
        written(tmp_path / name / "furong/2022-11/facts.json", [fact("a.rate", rate, "办结率", "%")])
        written(tmp_path / name / "furong/2022-11/audit.facts.json", [fact("b", "3"), fact("c", "4")])
    return tmp_path / "old", tmp_path / "new"


def test_reports_of_two_folders(hotline: Hotline, folders: tuple[Path, Path]) -> None:
    done = hotline("compare", *folders, "--format", "csv")
    assert done.code == 1
    (row,) = csv.DictReader(io.StringIO(done.out))
    assert row == {
        "report": "furong/2022-11/facts.json",
        "fact": "办结率",
        "old": "94.53%",
        "new": "97.37%",
        # a text that a spreadsheet would take for a formula is marked as text
        "change": row["change"],
        "key": "a.rate",
    }
    assert row["change"].lstrip("'") == "+2.84个百分点"
    assert done.err == "1 facts differ; 3 facts in 2 reports compared\n"


def test_two_files_as_json(hotline: Hotline, folders: tuple[Path, Path]) -> None:
    old, new = (folder / "furong/2022-11/facts.json" for folder in folders)
    done = hotline("compare", old, new, "--format", "json")
    expected = {"fact": "办结率", "old": "94.53%", "new": "97.37%", "change": "+2.84个百分点", "key": "a.rate"}
    assert (done.code, json.loads(done.out)) == (1, [expected])


def test_a_table_for_people(hotline: Hotline, folders: tuple[Path, Path]) -> None:
    done = hotline("compare", *(folder / "furong/2022-11/facts.json" for folder in folders))
    head, rule, line = done.out.splitlines()
    assert (head.split(), line.split()) == (
        ["fact", "old", "new", "change", "key"],
        ["办结率", "94.53%", "97.37%", "+2.84个百分点", "a.rate"],
    )
    assert set(rule) == {"-", " "}


@pytest.mark.parametrize(("format_", "out"), [("table", ""), ("json", "[]"), ("csv", "report,fact,old,new,change,key")])
def test_the_same_facts(hotline: Hotline, folders: tuple[Path, Path], format_: str, out: str) -> None:
    done = hotline("compare", folders[0], folders[0], "--format", format_)
    assert (done.code, "".join(done.out.split())) == (0, out)
    assert done.err == "0 facts differ; 3 facts in 2 reports compared\n"


def test_two_periods_of_a_report(hotline: Hotline, tmp_path: Path) -> None:
    for period, value in (("2022-10", "8"), ("2022-11", "5")):
        written(tmp_path / period / "facts.json", [fact("s.甲.closed", value, "甲办结")])
    done = hotline("compare", tmp_path / "2022-10", tmp_path / "2022-11", "--format", "json")
    assert [(row["old"], row["new"], row["change"]) for row in json.loads(done.out)] == [("8件", "5件", "-3件")]


def test_a_fact_and_a_report_that_only_one_has(hotline: Hotline, folders: tuple[Path, Path]) -> None:
    old, new = folders
    written(new / "furong/2022-11/audit.facts.json", [fact("b", "3")])
    written(new / "furong/2022-11/facts.json", [fact("a.rate", "94.53", "办结率", "%")])
    written(new / "yunxi/2022-Q3/facts.json", [fact("b", "3")])
    done = hotline("compare", old, new, "--format", "json")
    (row,) = json.loads(done.out)
    assert (done.code, row["key"], row["old"], row["new"], row["change"]) == (1, "c", "4件", None, None)
    assert f"only in {new}: yunxi/2022-Q3/facts.json" in done.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        ("{", "not JSON"),
        ('{"a": 1}', "not a list of facts"),
        ('[{"key": "a"}]', "facts #1: missing key label"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_what_are_no_facts(hotline: Hotline, tmp_path: Path, content: str | None, said: str) -> None:
    good = written(tmp_path / "good.json", [fact("a", "1")])
    bad = tmp_path / "bad.json"
    if content is not None:
        bad.write_text(content, encoding="utf-8")
    done = hotline("compare", good, bad)
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith(f"hotline: {bad}")
    assert said in done.err
    assert len(done.err.splitlines()) == 1


def test_a_value_that_is_no_number(hotline: Hotline, tmp_path: Path) -> None:
    file = written(tmp_path / "facts.json", [fact("a", "1")])
    file.write_text(file.read_text(encoding="utf-8").replace('"value": "1"', '"value": "NaN"'), encoding="utf-8")
    assert "not a number in plain digits" in hotline("compare", file, file).err


def test_folders_that_share_no_report(hotline: Hotline, folders: tuple[Path, Path], tmp_path: Path) -> None:
    done = hotline("compare", folders[0], folders[1] / "furong")
    assert (done.code, len(done.err.splitlines())) == (3, 1)
    assert "no report is on both sides" in done.err
    (tmp_path / "empty").mkdir()
    assert "no facts.json here or below" in hotline("compare", folders[0], tmp_path / "empty").err
