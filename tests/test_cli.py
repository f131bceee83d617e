"""The commands as a user calls them: results on stdout, progress on stderr, exit codes, never a traceback."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command import Hotline
from office import ANNEX, PARTS, Office

from hotline_analysis.batch import Night, Plan
from hotline_analysis.batch.night import Entry, Failure
from hotline_analysis.resources import shared_folder

FIVE = ["furong-2020-03", "furong-2022-11", "xiangtan-2019-11", "yueyang-2017-Q2", "yunxi-2022-Q3"]
BULLETIN, AUDIT = (shared_folder("notebooks") / name for name in ("bulletin.ipynb", "audit.ipynb"))


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    made = Office(tmp_path)
    made.jurisdiction(PARTS, ANNEX)
    monkeypatch.chdir(tmp_path)
    return made


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


class TestLists:
    def test_samples(self, hotline: Hotline) -> None:
        found = rows(hotline("samples", "--format", "csv").out)
        assert [row["case"] for row in found] == FIVE
        assert [row["period"] for row in found] == ["2020-03", "2022-11", "2019-11", "2017-Q2", "2022-Q3"]

    def test_schemes(self, hotline: Hotline) -> None:
        found = json.loads(hotline("schemes", "--format", "json").out)
        assert {row["scheme"] for row in found} == {
            "furong-2020",
            "furong-2022",
            "xiangtan-2019",
            "yueyang-2017",
            "yunxi-2022",
        }

    @pytest.mark.parametrize("command", ["samples", "schemes"])
    def test_tables_are_for_people(self, hotline: Hotline, command: str) -> None:
        lines = hotline(command).out.splitlines()
        assert set(lines[1]) == {"-", " "}
        assert len(lines) == 2 + 5

    def test_without_a_command_there_is_help(self, hotline: Hotline) -> None:
        done = hotline("--help")
        assert done.code == 0
        assert all(name in done.out for name in ("score", "audit", "run", "batch", "samples", "schemes"))


class TestAudit:
    def test_a_bulletin_with_contradictions(self, hotline: Hotline) -> None:
        done = hotline("audit", "furong-2020-03", "--format", "json")
        assert done.code == 1
        assert json.loads(done.out)

    def test_a_table_for_people(self, hotline: Hotline) -> None:
        done = hotline("audit", "xiangtan-2019-11")
        assert done.code == 1
        assert "市人防办" in done.out  # 4 of 5 is not above 80 %

    def test_a_case_that_agrees(self, hotline: Hotline, office: Office) -> None:
        office.case("now", figures={"total": 169}, claims={"total": "sum(units.assigned)"})
        assert hotline("audit", "now").code == 0

    def test_a_case_that_is_none(self, hotline: Hotline, office: Office) -> None:
        done = hotline("audit", "furong-2022")
        assert (done.code, done.out) == (3, "")
        assert done.err.startswith(
            "hotline: no such case; found 'furong-2022'; allowed: a folder, or furong-2022-11 (n"
        )
        assert len(done.err.splitlines()) == 1


class TestRun:
    def test_files_are_named_on_stdout(self, hotline: Hotline, office: Office) -> None:
        done = hotline("run", BULLETIN, "--params", "report.yaml", "--to", "html", "-p", "number=第1期")
        assert (done.code, done.err) == (0, "")
        names = ("bulletin.ipynb", "facts.json", "bulletin.html", "manifest.json")
        assert done.out.splitlines() == [f"outputs/office/2024-05/{name}" for name in names]
        assert "第1期" in (office.folder / "outputs/office/2024-05/bulletin.html").read_text(encoding="utf-8")

    def test_an_audit_beside_it(self, hotline: Hotline, office: Office) -> None:
        office.case("now", figures={"total": 170}, claims={"total": "sum(units.assigned)"})
        done = hotline("run", AUDIT, "--params", "report.yaml", "--to", "html", "-p", "report=audit")
        assert done.code == 0
        assert {Path(line).name for line in done.out.splitlines()} == {
            "audit.ipynb",
            "audit.html",
            "audit.facts.json",
            "audit.manifest.json",
        }

    @pytest.mark.parametrize(
        ("arguments", "code", "message"),
        [
            (["--params", "gone.yaml"], 3, "hotline: gone.yaml: cannot be read (No such file or directory)"),
            (["--params", "report.yaml", "-p", "period=2022-13"], 3, "hotline: report.yaml, key period: not a"),
            (["--params", "report.yaml", "-p", "jurisdiction=../../x"], 3, "key jurisdiction: not a name"),
            (
                ["--params", "report.yaml", "-p", "perod=2022"],
                3,
                "unknown key; found 'perod'; allowed: period (nearest)",
            ),
            (["--params", "report.yaml", "-p", "period"], 2, "hotline: -p takes key=value, not 'period'"),
            (["--params", "report.yaml", "-p", "=x"], 2, "hotline: -p takes key=value, not '=x'"),
            (["--params", "report.yaml", "--to", "html,docs"], 2, "hotline: unknown format 'docs'; allowed: html, pdf"),
            (["--params", "report.yaml", "--to", ","], 2, "hotline: unknown format ''; allowed: html, pdf"),
            (
                ["--params", "report.yaml", "--outputs", "report.yaml"],
                2,
                "report.yaml: cannot write there (File exists)",
            ),
            ([], 2, "Missing option '--params'"),
        ],
    )
    def test_mistakes(self, hotline: Hotline, office: Office, arguments: list[str], code: int, message: str) -> None:
        done = hotline("run", BULLETIN, *arguments)
        assert (done.code, done.out) == (code, "")
        assert message in done.err
        assert not (office.folder / "outputs").exists()

    def test_a_notebook_that_is_none(self, hotline: Hotline, office: Office) -> None:
        done = hotline("run", "report.yaml", "--params", "report.yaml")
        assert done.code == 3
        assert done.err.startswith("hotline: report.yaml: not a notebook")


class TestBatch:
    @pytest.fixture
    def outcomes(self, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
        """Let the batch have these outcomes without making any report."""

        def give(*failures: Failure | None) -> None:
            def pretend(plan: Plan, outputs: Path, **options: object) -> Night:
                entries = [
                    Entry(job.key, "never made", "failed" if failure else "made", 1, 1.0, failure=failure)
                    for job, failure in zip(plan.jobs, failures, strict=True)
                ]
                return Night(outputs, entries, [], datetime.now(UTC), 2.0)

            monkeypatch.setattr("hotline_analysis.batch.night.run_night", pretend)

        return give

    def test_all_made(self, hotline: Hotline, office: Office, outcomes: Callable[..., None]) -> None:
        outcomes(None)
        done = hotline("batch", "report.yaml", "--on-failure", "touch told")
        assert (done.code, done.out) == (0, "")
        assert done.err.splitlines() == ["made  unchanged  failed  seconds", "   1          0       0      2.0"]
        assert not Path("told").exists()

    @pytest.mark.parametrize(("codes", "code"), [([1], 1), ([3, 3], 3), ([3, 1], 1)])
    def test_some_failed(
        self, hotline: Hotline, office: Office, outcomes: Callable[..., None], codes: list[int], code: int
    ) -> None:
        outcomes(None, *(Failure("no glyph\nat all", "no glyph", 5, exit_code=code) for code in codes))
        text = office.report_file.read_text(encoding="utf-8")
        files = [office.write(f"r{i}.yaml", text.replace("2024-05", f"2024-0{i}")) for i in range(1, len(codes) + 2)]
        done = hotline("batch", *files, "--on-failure", "cat > told")
        assert done.code == code
        assert done.err.splitlines()[3:] == [
            "failed                   cell    error",
            *(f"office/2024-0{i}/bulletin  In [5]  no glyph" for i in range(2, len(codes) + 2)),
        ]
        assert json.loads(Path("told").read_text(encoding="utf-8"))["failed"] == len(codes)

    def test_what_is_wrong_is_told_before_anything_is_made(self, hotline: Hotline, office: Office) -> None:
        text = office.report_file.read_text(encoding="utf-8")
        office.write("reports/a.yaml", text.replace("data: now", "data: gone").replace("2024-05", "2024-04"))
        office.write("reports/b.yaml", text.replace("data: now", "data: ../now"))
        done = hotline("batch", "reports", "--to", "html", "--outputs", "made")
        assert (done.code, done.out) == (3, "")
        assert done.err.startswith("hotline: reports/a.yaml, line 3, key data: no such data; found 'gone'")
        assert not Path("made").exists()

    def test_a_dry_run_makes_nothing(self, hotline: Hotline, office: Office) -> None:
        done = hotline("batch", "report.yaml", "--dry-run")
        assert (done.code, done.out, done.err) == (0, "make       office/2024-05/bulletin  never made\n", "")
        assert not Path("outputs").exists()

    @pytest.mark.parametrize(
        ("arguments", "code", "message"),
        [
            ([], 2, "hotline: nothing to make; name report files, or give --samples"),
            (["gone.yaml"], 3, "hotline: gone.yaml: "),
            (["now"], 2, "hotline: nothing to make; case.yaml: "),
            (["report.yaml", "--to", "docs"], 2, "hotline: unknown format 'docs'"),
            (["report.yaml", "-j", "0"], 2, "Invalid value for '-j'"),
            (["report.yaml", "-j", "2", "--scheduler", "tcp://x:1"], 2, "hotline: -j is for workers of this machine"),
            (["report.yaml", "--only", "furong"], 2, "hotline: --only 'furong' matches no report"),
            (
                ["report.yaml", "twin.yaml"],
                3,
                "hotline: twin.yaml: another file makes the same report; found",
            ),
        ],
    )
    def test_mistakes(self, hotline: Hotline, office: Office, arguments: list[str], code: int, message: str) -> None:
        office.write("twin.yaml", office.report_file.read_text(encoding="utf-8"))
        done = hotline("batch", *arguments)
        assert (done.code, done.out) == (code, "")
        assert message in done.err
        assert not (office.folder / "outputs").exists()


def test_the_installed_command_ends_in_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hotline_analysis", "run", str(BULLETIN), "--params", "gone.yaml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "hotline: gone.yaml: cannot be read (No such file or directory)\n"
