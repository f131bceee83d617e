"""The commands as a user calls them: results on stdout, progress on stderr, exit codes, never a traceback."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command import Hotline
from office import ANNEX, PARTS, Office

from hotline_analysis.batch import Made, Outcome
from hotline_analysis.errors import HotlineError, InputError, RenderError
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

        def give(*results: HotlineError | Made) -> None:
            def pretend(files: list[Path], **options: object) -> list[Outcome]:
                kept = zip(files, results, strict=True)
                return [Outcome(f, error=r) if isinstance(r, HotlineError) else Outcome(f, made=r) for f, r in kept]

            monkeypatch.setattr("hotline_analysis.batch.run_many", pretend)

        return give

    GOOD = Made(Path("outputs/a/2024"), {"html": Path("outputs/a/2024/bulletin.html")})

    def test_all_made(self, hotline: Hotline, office: Office, outcomes: Callable[..., None]) -> None:
        outcomes(self.GOOD)
        done = hotline("batch", "report.yaml")
        assert (done.code, done.out) == (0, "outputs/a/2024/bulletin.html\n")
        assert done.err == "1 of 1 reports made, in outputs\n"

    @pytest.mark.parametrize(
        ("errors", "code"),
        [
            ([RenderError("no glyph")], 1),
            ([InputError("bad"), InputError("worse")], 3),
            ([InputError("bad"), RenderError("no glyph")], 1),
        ],
    )
    def test_some_failed(
        self,
        hotline: Hotline,
        office: Office,
        outcomes: Callable[..., None],
        errors: list[HotlineError],
        code: int,
    ) -> None:
        outcomes(self.GOOD, *errors)
        files = [office.write(f"r{i}.yaml", "x: 1") for i in range(len(errors) + 1)]
        done = hotline("batch", *files)
        assert done.code == code
        assert done.out == "outputs/a/2024/bulletin.html\n"
        assert done.err.splitlines()[-1] == f"1 of {len(files)} reports made, in outputs"
        assert [line for line in done.err.splitlines() if line.startswith("failed: ")] == [
            f"failed: {file}: {error}" for file, error in zip(files[1:], errors, strict=True)
        ]

    def test_real_reports_one_of_them_wrong(self, hotline: Hotline, office: Office) -> None:
        text = office.report_file.read_text(encoding="utf-8")
        office.write("reports/a.yaml", text.replace("data: now", "data: gone").replace("2024-05", "2024-04"))
        office.write("reports/b.yaml", text.replace("data: now", "data: ../now"))
        done = hotline("batch", "reports", "--to", "html", "--outputs", "made")
        assert done.code == 3
        assert "failed: reports/a.yaml: reports/a.yaml, line 3, key data: no such folder; found 'gone'" in done.err
        assert sorted(path.name for path in Path("made/office/2024-05").iterdir()) == [
            "bulletin.html",
            "bulletin.ipynb",
            "facts.json",
            "manifest.json",
        ]

    @pytest.mark.parametrize(
        ("arguments", "code", "message"),
        [
            ([], 2, "hotline: nothing to make; name report files, or give --samples"),
            (
                ["gone.yaml"],
                3,
                "hotline: gone.yaml: no report file; allowed: a report's YAML file",
            ),
            (["now"], 3, "failed: now/case.yaml: now/case.yaml, line 1, key tables: unknown key"),
            (["report.yaml", "--to", "docs"], 2, "hotline: unknown format 'docs'"),
            (["report.yaml", "-j", "0"], 2, "Invalid value for '-j'"),
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
