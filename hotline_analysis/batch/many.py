"""Make many reports from Python: each by itself, so that one that fails does not stop the others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hotline_analysis.batch.night import Night, run_night
from hotline_analysis.batch.plan import load_plan
from hotline_analysis.resources import shared_folder


def sample_reports() -> list[Path]:
    """Return the parameter files of the packaged bulletins.

    Examples
    --------
    >>> [file.stem for file in sample_reports()][:2]
    ['furong-2020-03', 'furong-2022-11']
    """
    return sorted((shared_folder("params") / "reports").glob("*.yaml"))


def run_many(
    params: Sequence[Path],
    *,
    notebook: Path | None = None,
    formats: Sequence[str] | None = None,
    pdf_engine: str | None = None,
    outputs: Path = Path("outputs"),
    workers: int | None = None,
    force: bool = False,
) -> Night:
    """Make the reports of parameter files and grids that are not there as they should be.

    Parameters
    ----------
    params : sequence of path
        Report files, grids, or folders of them.
    notebook : path, optional
        Makes all reports; by default the packaged one of every report.
    formats : sequence of {"html", "pdf", "docx", "xlsx"}, optional
        By default HTML and PDF, or what a grid says.
    pdf_engine : {"auto", "weasyprint", "chromium"}, optional
        By default ``auto``, or what a grid says.
    outputs : path
    workers : int, optional
        Reports made at the same time; by default as many as there are cores.
    force : bool
        Make also reports of which nothing has changed.

    Raises
    ------
    InputError
        If a file is not valid, or two make the same report; then nothing is made.
    UsageError
        For a format that nobody can make, or if another batch is at work on these outputs.

    Examples
    --------
    >>> from hotline_analysis.errors import UsageError
    >>> try:
    ...     run_many(sample_reports(), formats=["html", "odt"])
    ... except UsageError as error:
    ...     print(error)
    unknown format 'odt'; allowed: html, pdf, docx, xlsx
    """
    plan = load_plan(params, notebook=notebook, formats=formats, pdf_engine=pdf_engine)
    return run_night(plan, outputs, workers=workers, force=force)
