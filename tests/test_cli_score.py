"""``hotline score`` as a user calls it: results on stdout, notes and errors on stderr, an exit code, no traceback."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from command import Hotline, Result

SCHEME = """\
scheme: made-up
title: {zh: 测试, en: made up}
source: made up for a test
full_marks: 10
dimensions:
  d:
    zh: 维
    en: d
    marks: 10
    items:
      signing:
        zh: 签收
        en: signing
        marks: 10
        rule: {kind: per_case, cases: [{count: late_signed, off: 0.1}]}
participation: [{count: closed, at_least: 1, reason: {zh: 无办结, en: none closed}}]
grades: [{grade: 优秀, at_least: 9}, {grade: 合格}]
"""
TABLE = "unit,group,late_signed,closed\n甲,x,5,3\n乙,x,20,4\n丙,x,0,0\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "units.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "scheme.yaml").write_text(SCHEME, encoding="utf-8")
    return tmp_path / "units.csv", tmp_path / "scheme.yaml"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


class TestResult:
    def test_csv(self, hotline: Hotline, files: tuple[Path, Path]) -> None:
        found = hotline("score", files[0], "--scheme", files[1], "--format", "csv")
        assert found.code == 0
        assert found.out == (
            "unit,group,signing,total,rank,grade,not_ranked\n"
            "甲,x,9.5,9.5,1,优秀,\n"
            "乙,x,8,8,2,合格,\n"
            "丙,x,10,10,,,none closed\n"
        )

    def test_json(self, hotline: Hotline, files: tuple[Path, Path]) -> None:
        found = json.loads(hotline("score", files[0], "--scheme", files[1], "--format", "json").out)
        assert [row["unit"] for row in found] == ["甲", "乙", "丙"]
        assert found[0] == {
            "unit": "甲",
            "group": "x",
            "signing": "9.5",
            "total": "9.5",
            "rank": "1",
            "grade": "优秀",
            "not_ranked": "",
        }

    def test_table(self, hotline: Hotline, files: tuple[Path, Path]) -> None:
        head, rule, *lines = hotline("score", files[0], "--scheme", files[1]).out.splitlines()
        assert head.split() == ["unit", "group", "signing", "total", "rank", "grade", "not_ranked"]
        assert set(rule) == {"-", " "}
        assert lines[0].split() == ["甲", "x", "9.5", "9.5", "1", "优秀"]
        assert len(lines) == 3

    def test_bonus_and_subtotals(self, hotline: Hotline, sample: Callable[..., list[Path]]) -> None:
        found = rows(
            hotline("score", *sample("furong-2022-11", "streets"), "--scheme", "furong-2022", "--format", "csv").out
        )
        fourth = found[3]
        assert [fourth[key] for key in ("unit", "group", "before_bonus", "bonus", "total", "rank")] == [
            "东屯渡街道办事处", "streets", "97.83", "0.5", "98.33", "4",
        ]  # fmt: skip
        assert (fourth["response_subtotal"], fourth["resolution_subtotal"]) == ("30", "32.83")
        assert list(fourth)[-4:] == ["total", "rank", "grade", "not_ranked"]

    def test_several_tables_and_a_variant(self, hotline: Hotline, sample: Callable[..., list[Path]]) -> None:
        paths = sample("yunxi-2022-Q3", "towns", "departments", "resident_units", "no_ticket_units")
        found = rows(hotline("score", *paths, "--scheme", "yunxi-2022:as_printed", "--format", "csv").out)
        assert len(found) == 55
        assert sum(row["total"] == "40" for row in found) == 18
        assert list(dict.fromkeys(row["group"] for row in found)) == [
            "towns",
            "departments",
            "resident_units",
            "no_ticket_units",
        ]

    def test_previous(self, hotline: Hotline, files: tuple[Path, Path], tmp_path: Path) -> None:
        before = tmp_path / "before.csv"
        before.write_text(TABLE.replace("甲,x,5", "甲,x,50"), encoding="utf-8")
        found = rows(hotline("score", files[0], "--scheme", files[1], "--previous", before, "--format", "csv").out)
        assert [(row["rank"], row["rank_before"], row["places_gained"], row["grade_before"]) for row in found] == [
            ("1", "2", "1", "合格"),
            ("2", "1", "-1", "合格"),
            ("", "", "", ""),
        ]

    def test_year_before(self, hotline: Hotline, files: tuple[Path, Path], tmp_path: Path) -> None:
        rule = "{kind: change, count: closed, measure: difference, on: year_before, gain: 1}"
        text = SCHEME.replace("{kind: per_case, cases: [{count: late_signed, off: 0.1}]}", rule)
        files[1].write_text(text, encoding="utf-8")
        before = tmp_path / "before.csv"
        before.write_text("unit,closed\n甲,1\n乙,4\n丙,0\n", encoding="utf-8")
        found = rows(hotline("score", files[0], "--scheme", files[1], "--year-before", before, "--format", "csv").out)
        assert {row["unit"]: row["signing"] for row in found} == {"甲": "12", "乙": "10", "丙": "10"}

    def test_notes_go_to_stderr(self, hotline: Hotline, sample: Callable[..., list[Path]]) -> None:
        found = hotline("score", *sample("furong-2022-11", "streets"), "--scheme", "furong-2022", "--format", "csv")
        assert "note:" not in found.out
        assert all(line.startswith("note: ") for line in found.err.splitlines())
        assert "scores taken from the table" in found.err

    def test_schemes(self, hotline: Hotline) -> None:
        found = rows(hotline("schemes", "--format", "csv").out)
        assert [row["scheme"] for row in found] == [
            "furong-2020",
            "furong-2022",
            "xiangtan-2019",
            "yueyang-2017",
            "yunxi-2022",
        ]


class TestMistakes:
    @staticmethod
    def assert_one_message(found: Result, code: int, *parts: str) -> None:
        assert found.code == code
        assert found.out == ""
        assert "Traceback" not in found.err
        for part in parts:
            assert part in found.err
        if code == 3:
            assert found.err.startswith("hotline: ")
            assert found.err.count("\n") == 1

    @pytest.mark.parametrize(
        "arguments",
        [
            ("score",),
            ("score", "x.csv"),
            ("score", "x.csv", "--scheme", "furong-2020", "--format", "xml"),
            ("score", "x.csv", "--schema", "furong-2020"),
            ("scores",),
        ],
    )
    def test_usage(self, hotline: Hotline, arguments: Sequence[str]) -> None:
        self.assert_one_message(hotline(*arguments), 2)

    @pytest.mark.parametrize(
        ("text", "part"),
        [
            ("", "units.csv: the table is empty"),
            ("unit,late_signed,closed\n", "no unit in the table"),
            ("late_signed,closed\n1,1\n", "no column names the unit"),
            ("unit,closed\n甲,1\n", "missing column late_signed"),
            ("unit,late_signed,closed\n甲,many,1\n", "line 2, unit 甲, column late_signed: not a number; found 'many'"),
            ("unit,late_signed,closed\n甲,-1,1\n", "a negative count; found '-1'"),
            ("unit,late_signed,closed\n甲,1.5,1\n", "not a whole number; found '1.5'"),
            ("unit,late_signed,closed,revisited,satisfied\n甲,1,1,3,4\n", "satisfied exceeds revisited; found 4"),
            ("unit,late_signed,closed\n甲,1,1\n甲,1,1\n", "a unit stands twice; found '甲'"),
            ("unit,late_signed,late_signed\n甲,1,1\n", "a header stands twice"),
            ("unit,late_signed,closed\n甲,1\n", "line 2: the row has 2 cells under 3 headers"),
            ("unit,late_signed,closed\n甲,1,1,1\n", "line 2: the row has 4 cells under 3 headers"),
            ('unit,late_signed,closed\n"甲,1,1\n', "unreadable CSV"),
            ("\x00\x01\x02", "unreadable text"),
        ],
    )
    def test_tables(self, hotline: Hotline, files: tuple[Path, Path], text: str, part: str) -> None:
        files[0].write_text(text, encoding="utf-8")
        for option in ((), ("--previous", files[0])):
            self.assert_one_message(hotline("score", files[0], "--scheme", files[1], *option), 3, "units.csv", part)

    @pytest.mark.parametrize(
        ("text", "part"),
        [
            ("", "the file is empty"),
            ("- a\n", "line 1: not a mapping"),
            ("scheme: [a\n", "not valid YAML"),
            (
                SCHEME.replace("off: 0.1", "of: 0.1"),
                "line 15, key dimensions.d.items.signing.rule.cases #1.of: unknown key",
            ),
            (SCHEME.replace("late_signed", "late_sign"), "unknown count (did you mean late_signed?)"),
            (SCHEME.replace("full_marks: 10", "full_marks: 100"), "line 4, key full_marks: marks do not add up"),
            (SCHEME + "grades: []\n", "a key stands twice"),
        ],
    )
    def test_schemes(self, hotline: Hotline, files: tuple[Path, Path], text: str, part: str) -> None:
        files[1].write_text(text, encoding="utf-8")
        self.assert_one_message(hotline("score", files[0], "--scheme", files[1]), 3, "scheme.yaml", part)

    def test_places_that_are_not_what_they_should_be(
        self, hotline: Hotline, files: tuple[Path, Path], tmp_path: Path
    ) -> None:
        table, scheme = files
        (tmp_path / "d.csv").mkdir()
        (tmp_path / "d.yaml").mkdir()
        for wrong, part in (
            (tmp_path, "not a table"),
            (tmp_path / "d.csv", "cannot be read"),
            (tmp_path / "none.csv", "No such file"),
            (tmp_path / "none.xlsx", "No such file"),
            (scheme, "not a table; found '.yaml'"),
        ):
            self.assert_one_message(hotline("score", wrong, "--scheme", scheme), 3, str(wrong), part)
            self.assert_one_message(
                hotline("score", table, "--scheme", scheme, "--previous", wrong), 3, str(wrong), part
            )
        for wrong, part in (
            (tmp_path, "no such scheme"),
            (tmp_path / "d.yaml", "cannot be read"),
            (tmp_path / "none.yaml", "No such file"),
            (table, "no such scheme"),
            ("furong-2021", "did you mean"),
            ("", "no such scheme"),
            ("furong-2020:none", "no such variant"),
        ):
            self.assert_one_message(hotline("score", table, "--scheme", wrong), 3, part)


@pytest.mark.parametrize(("scheme", "code"), [("furong-2022", 0), ("furong-2021", 3)])
def test_as_a_program(sample: Callable[..., list[Path]], scheme: str, code: int) -> None:
    program = "from hotline_analysis.cli import main; main()"
    command = [sys.executable, "-c", program, "score", *sample("furong-2022-11", "streets")]
    done = subprocess.run([*map(str, command), "--scheme", scheme, "--format", "csv"], capture_output=True, check=False)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert len(done.stdout.decode("utf-8").splitlines()) == (14 if code == 0 else 0)
