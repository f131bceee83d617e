"""One run: what it refuses, what it keeps when it fails, and that a good report is never harmed."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
import pytest
from making import contents, small_notebook, small_office
from office import PARTS, UNITS, Office

from hotline_analysis.batch import Made, load_plan, run_many, run_report
from hotline_analysis.batch.execute import FailedNotebookError
from hotline_analysis.batch.plan import why
from hotline_analysis.batch.plan.jobs import Job
from hotline_analysis.batch.plan.notebooks import packaged_notebook
from hotline_analysis.batch.run import make
from hotline_analysis.errors import HotlineError, InputError, UsageError
from hotline_analysis.report.report_file import load_report

Write = Callable[..., Path]
SHOW = "from IPython.display import HTML\nHTML('<h1>好</h1>')"
HTML_ONLY: dict[str, Any] = {"formats": ["html"]}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return small_office(tmp_path)


@pytest.fixture
def notebook(tmp_path: Path) -> Write:
    return partial(small_notebook, tmp_path)


def made(office: Office, source: Path, **options: Any) -> Made:
    return run_report(source, office.report_file, outputs=office.folder / "out", **{**HTML_ONLY, **options})


class TestSmallNotebook:
    """Notebooks of one's own go the same way."""

    def test_any_notebook_may_be_run(self, office: Office, notebook: Write) -> None:
        left = made(office, notebook(SHOW), changes={"report": "own"})
        assert sorted(file.name for file in left.folder.iterdir()) == ["own.html", "own.ipynb", "own.manifest.json"]

    def test_changes_go_before_the_file(self, office: Office, notebook: Write) -> None:
        office.case("now", period="2023-Q2")
        left = made(office, notebook("assert period == '2023-Q2', period", SHOW), changes={"period": "2023-Q2"})
        assert left.folder.name == "2023-Q2"
        manifest = json.loads(left.files["manifest"].read_text(encoding="utf-8"))
        assert manifest["parameters"]["period"] == "2023-Q2"

    def test_paths_with_braces_are_paths(self, office: Office, notebook: Write) -> None:
        source = notebook(SHOW, name="a{period}b{}.ipynb")
        left = run_report(source, office.report_file, outputs=office.folder / "out{x}", formats=["html"])
        assert left.folder == office.folder / "out{x}" / "office" / "2024-05"

    def test_a_report_without_a_notebook_of_facts_has_no_facts(self, office: Office, notebook: Write) -> None:
        assert set(made(office, notebook(SHOW)).files) == {"ipynb", "html", "manifest"}


class TestFailure:
    def test_the_earlier_report_stays_and_the_failed_notebook_is_kept(self, office: Office, notebook: Write) -> None:
        good = made(office, notebook(SHOW))
        before = contents(good.folder)
        bad = notebook(SHOW, "1 / 0", "print('never')", name="bad.ipynb")
        with pytest.raises(
            HotlineError, match=r"^office 2024-05: the notebook failed: ZeroDivisionError: division by zero; see "
        ) as raised:
            made(office, bad)
        assert raised.value.exit_code == 1
        after = contents(good.folder)
        failed = after.pop("bulletin.failed.ipynb")
        assert after == before
        assert b"ZeroDivisionError" in failed
        assert str(good.folder / "bulletin.failed.ipynb") in str(raised.value)
        assert not list((office.folder / "out").glob(".making-*"))

    def test_a_later_success_takes_the_failed_notebook_away(self, office: Office, notebook: Write) -> None:
        with pytest.raises(HotlineError, match="division by zero"):
            made(office, notebook("1 / 0", name="bad.ipynb"))
        left = made(office, notebook(SHOW))
        assert sorted(file.name for file in left.folder.iterdir()) == [
            "bulletin.html",
            "bulletin.ipynb",
            "manifest.json",
        ]

    def test_an_error_with_many_lines_is_one_line(self, office: Office, notebook: Write) -> None:
        with pytest.raises(HotlineError, match=r"failed: ValueError: first; see .*\.failed\.ipynb$"):
            made(office, notebook("raise ValueError('first\\nsecond')"))

    def test_a_silent_error_has_at_least_its_name(self, office: Office, notebook: Write) -> None:
        with pytest.raises(HotlineError, match="failed: AssertionError; see"):
            made(office, notebook("assert False"))

    def test_a_notebook_that_ends_itself(self, office: Office, notebook: Write) -> None:
        """Papermill takes that for a good end, but the report is not whole."""
        with pytest.raises(FailedNotebookError, match=r"ended itself \(SystemExit\)") as raised:
            made(office, notebook(SHOW, "raise SystemExit", SHOW))
        assert raised.value.cell == 4  # the parameters and those given come first
        assert raised.value.kept is not None
        cells = json.loads(raised.value.kept.read_text(encoding="utf-8"))["cells"]
        failed = [cell for cell in cells if cell["metadata"].get("papermill", {}).get("status") == "failed"]
        assert ["".join(cell["source"]) for cell in failed] == ["raise SystemExit"]

    def test_pages_that_take_too_long(self, office: Office, notebook: Write, monkeypatch: pytest.MonkeyPatch) -> None:
        def never(*_: object) -> dict[str, Path]:
            while True:
                time.sleep(0.01)

        monkeypatch.setattr("hotline_analysis.batch.run.exported", never)
        _, document = load_report(office.report_file)
        job = Job(load_report(office.report_file)[0], document, notebook(SHOW), ("html",))
        with pytest.raises(
            FailedNotebookError, match=r"longer than the 8 seconds.*its pages were being made"
        ) as raised:
            make(job, outputs=office.folder / "out", timeout=8)
        assert raised.value.kept is not None
        assert raised.value.kept.is_file()

    def test_a_date_that_is_none(self, office: Office, notebook: Write, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
        with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH is not a number of seconds: 'today'"):
            made(office, notebook(SHOW))

    def test_a_kernel_that_dies(self, office: Office, notebook: Write) -> None:
        with pytest.raises(HotlineError, match=r"the notebook failed: .*[Kk]ernel died"):
            made(office, notebook("import os\nos._exit(1)"))

    def test_a_kernel_that_nobody_has(self, office: Office, notebook: Write) -> None:
        with pytest.raises(HotlineError, match="the notebook failed: No such kernel named nix"):
            made(office, notebook(SHOW, kernel="nix"))

    def test_a_character_without_a_glyph(self, office: Office) -> None:
        """Nothing may appear under a final name."""
        office.case("now", [("甲\ue000街道", *UNITS[0][1:]), *UNITS[1:]])
        with pytest.raises(HotlineError, match="U\\+E000"):
            made(office, packaged_notebook("bulletin"))
        assert not [file for file in (office.folder / "out").rglob("*") if file.is_file() and "failed" not in file.name]
        assert not list((office.folder / "out").glob(".making-*"))


class TestInvalid:
    def test_data_that_the_notebook_finds_wrong_is_exit_code_3(self, office: Office) -> None:
        office.case("now", [("甲", 9, 9, 9, 4, 5)])
        with pytest.raises(HotlineError, match=r"units\.csv, line 2, unit 甲: satisfied exceeds revisited") as raised:
            made(office, packaged_notebook("bulletin"))
        assert raised.value.exit_code == 3
        left = [file for file in (office.folder / "out").rglob("*") if file.is_file()]
        assert [file.name for file in left] == ["bulletin.failed.ipynb"]

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"period": "2022-13"}, "report.yaml, key period: not a period"),
            ({"jurisdiction": "../../x"}, "report.yaml, key jurisdiction: not a name"),
            ({"data": "gone"}, "report.yaml, line 3, key data: no such folder; found 'gone'"),
            ({"perid": "2024-05"}, "key perid: unknown key; found 'perid'; allowed: period (nearest)"),
        ],
    )
    def test_parameters_are_refused_before_anything_is_written(
        self, office: Office, changes: dict[str, str], expected: str
    ) -> None:
        with pytest.raises(InputError, match=re.escape(expected)):
            made(office, packaged_notebook("bulletin"), changes=changes)
        assert not (office.folder / "out").exists()

    def test_a_name_the_dictionary_lacks_is_found_before_the_notebook_runs(self, office: Office) -> None:
        office.jurisdiction(PARTS.replace("on_time_closure_rate", "on_time_rate"))
        with pytest.raises(InputError, match=r"office\.yaml, line 6, .*rates: unknown metric; found 'on_time_rate'"):
            made(office, packaged_notebook("bulletin"))
        assert not (office.folder / "out").exists()

    @pytest.mark.parametrize("text", ["", "{", "[]", "no notebook", '{"cells": 3}'])
    def test_a_file_that_is_no_notebook(self, office: Office, text: str) -> None:
        with pytest.raises(InputError, match=r"small\.ipynb: not a notebook"):
            made(office, office.write("small.ipynb", text))

    def test_a_notebook_that_is_not_there(self, office: Office) -> None:
        with pytest.raises(InputError, match=r"gone\.ipynb: cannot be read \(No such file"):
            made(office, office.folder / "gone.ipynb")

    @pytest.mark.parametrize("formats", [["html", "docs"], ["HTML"], []])
    def test_unknown_formats(self, office: Office, formats: list[str]) -> None:
        with pytest.raises(UsageError, match=r"unknown format .*allowed: html, pdf"):
            made(office, packaged_notebook("bulletin"), formats=formats)

    def test_outputs_that_are_a_file(self, office: Office) -> None:
        office.write("out", "")
        with pytest.raises(UsageError, match=r"out: cannot write there \(File exists\)"):
            made(office, packaged_notebook("bulletin"))

    def test_a_report_folder_that_is_a_file(self, office: Office, notebook: Write) -> None:
        office.write("out/office", "")
        with pytest.raises(HotlineError, match=r"out/office.*: cannot write there \(.+\)"):
            made(office, notebook(SHOW))
        assert sorted(path.name for path in (office.folder / "out").iterdir()) == ["office"]


class TestMoved:
    """Files get their final names one by one, the manifest last."""

    def test_killed_between_two_moves(self, office: Office, notebook: Write, monkeypatch: pytest.MonkeyPatch) -> None:
        source, outputs = notebook(SHOW), office.folder / "out"
        folder = made(office, source).folder
        notebook(SHOW.replace("好", "更好"))
        (job,) = load_plan([office.report_file], notebook=source, formats=["html"]).jobs
        moves: list[str] = []
        replace = Path.replace

        def cut_short(file: Path, target: Path) -> Path:
            if ".making-" in str(file):
                moves.append(file.name)
                if len(moves) == 2:
                    raise KeyboardInterrupt
            return replace(file, target)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", cut_short)
            with pytest.raises(KeyboardInterrupt):
                made(office, source)
        assert moves == ["bulletin.ipynb", "bulletin.html"]
        assert why(job, outputs) is not None
        made(office, source)
        assert why(job, outputs) is None
        assert "更好" in (folder / "bulletin.html").read_text(encoding="utf-8")

    def test_the_manifest_is_the_last(self, office: Office, notebook: Write, monkeypatch: pytest.MonkeyPatch) -> None:
        moves: list[str] = []
        replace = Path.replace
        monkeypatch.setattr(Path, "replace", lambda file, target: moves.append(file.name) or replace(file, target))
        made(office, notebook(SHOW))
        assert moves == ["bulletin.ipynb", "bulletin.html", "manifest.json"]

    def test_formats_that_are_not_asked_for_any_more_go(self, office: Office, notebook: Write) -> None:
        source = notebook(SHOW)
        left = made(office, source, formats=["html", "pdf"])
        (left.folder / "of-somebody.txt").write_text("")
        names = {file.name for file in made(office, source, formats=["pdf"]).folder.iterdir()}
        assert names == {"bulletin.ipynb", "bulletin.pdf", "manifest.json", "of-somebody.txt"}


class TestMany:
    def test_one_that_fails_does_not_stop_the_others(self, office: Office, notebook: Write) -> None:
        other = office.write("b.yaml", office.report_file.read_text(encoding="utf-8").replace("2024-05", "2024-04"))
        source = notebook("assert period != '2024-05', 'not in May'", SHOW)
        night = run_many([office.report_file, other], notebook=source, outputs=office.folder / "out", formats=["html"])
        assert [(entry.key, entry.result) for entry in night.entries] == [
            ("office/2024-05/bulletin", "failed"),
            ("office/2024-04/bulletin", "made"),
        ]
        assert night.exit_code == 1
        (failed,) = night.failed
        assert failed.failure is not None
        assert (failed.failure.cause, failed.failure.cell) == ("AssertionError: not in May", 3)
        again = run_many([other], notebook=source, outputs=office.folder / "out", formats=["html"])
        assert [entry.result for entry in again.entries] == ["unchanged"]

    def test_two_files_for_one_report_are_refused(self, office: Office) -> None:
        twin = office.write("twin.yaml", office.report_file.read_text(encoding="utf-8"))
        with pytest.raises(InputError, match=r"twin\.yaml: another file makes the same report; found 'office/2024-05/"):
            run_many([office.report_file, twin])

    def test_formats_are_checked_before_anything_else(self, office: Office) -> None:
        with pytest.raises(UsageError, match="unknown format 'docs'"):
            run_many([office.report_file], formats=["docs"])


def test_the_failed_notebook_can_be_opened(office: Office, notebook: Write) -> None:
    with pytest.raises(HotlineError, match="division by zero"):
        made(office, notebook("x = 1", "x / 0"))
    failed = nbformat.read(office.folder / "out/office/2024-05/bulletin.failed.ipynb", as_version=4)
    assert any(output.output_type == "error" for cell in failed.cells for output in cell.get("outputs", []))
