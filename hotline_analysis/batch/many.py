"""Make many reports from Python: each by itself, so that one that fails does not stop the others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hotline_analysis.batch.night import Night, run_night
from hotline_analysis.batch.plan import load_plan
from hotline_analysis.resources import shared_folder


def sample_reports() -> list[Path]:
    """Return the parameter files of the packaged bulletins."""
    return sorted((shared_folder("params") / "reports").glob("*.yaml"))


def run_many(
    params: Sequence[Path],
    *,
    notebook: Path | None = None,
    formats: Sequence[str] | None = None,
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
    formats : sequence of {"html", "pdf"}, optional
        By default both, or what a grid says.
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
    """
    plan = load_plan(params, notebook=notebook, formats=formats)
    return run_night(plan, outputs, workers=workers, force=force)
