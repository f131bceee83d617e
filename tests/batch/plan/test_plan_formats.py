"""Formats and PDF engines in a plan: on the command line, in a grid, and against what was made before."""

from __future__ import annotations

from dataclasses import replace
from importlib import util
from pathlib import Path

import pytest
from making import small_office
from planning import leave, planned, refused

from hotline_analysis.batch.plan.changes import why

ENGINE = {"name": "chromium", "version": "Chromium 131.0.6778.85"}


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return small_office(tmp_path).report_file


def _grid(folder: Path, *lines: str) -> Path:
    file = folder / "grid.yaml"
    text = ["jurisdictions: office", "periods: 2024-05", "parameters: {data: now, date: 2024-06-05}", *lines]
    file.write_text("\n".join(text), encoding="utf-8")
    return file


def test_usually_html_and_pdf_by_whatever_engine_works(report: Path) -> None:
    (job,) = planned(report).jobs
    assert (job.formats, job.pdf_engine) == (("html", "pdf"), "auto")


def test_the_command_line_goes_before_the_grid(report: Path, tmp_path: Path) -> None:
    grid = _grid(tmp_path, "formats: [docx, xlsx]", "pdf_engine: chromium")
    (job,) = planned(grid).jobs
    assert (job.formats, job.pdf_engine) == (("docx", "xlsx"), "chromium")
    (job,) = planned(grid, formats=["pdf"], pdf_engine="weasyprint").jobs
    assert (job.formats, job.pdf_engine) == (("pdf",), "weasyprint")


def test_an_unknown_engine_is_refused_with_what_is_allowed(report: Path, tmp_path: Path) -> None:
    assert refused(report, pdf_engine="word") == "unknown PDF engine 'word'; allowed: auto, weasyprint, chromium"
    said = refused(_grid(tmp_path, "pdf_engine: word"))
    assert "grid.yaml, line 4, key pdf_engine" in said
    assert "'auto', 'weasyprint' or 'chromium'" in said


def test_word_without_pandoc_is_refused_before_anything_runs(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(util, "find_spec", lambda name: None)
    assert "pip install 'hotline-analysis[docx]'" in refused(report, formats=["docx"])


def test_a_pdf_by_another_engine_than_the_named_one_is_made_again(report: Path, tmp_path: Path) -> None:
    (job,) = planned(report).jobs
    leave(job, tmp_path / "out", {"pdf_engine": ENGINE})
    assert why(job, tmp_path / "out") is None
    assert why(replace(job, pdf_engine="chromium"), tmp_path / "out") is None
    again = why(replace(job, pdf_engine="weasyprint"), tmp_path / "out")
    assert again == "the PDF engine changed: chromium → weasyprint"


def test_the_engine_matters_to_pdf_files_only(report: Path, tmp_path: Path) -> None:
    (job,) = planned(report, formats=["html"], pdf_engine="weasyprint").jobs
    leave(job, tmp_path / "out", {"pdf_engine": ENGINE})
    assert why(job, tmp_path / "out") is None
