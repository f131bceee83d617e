"""Take away the notebooks of failures that are over."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from hotline_analysis.batch.plan.jobs import Job


def forget_failures(outputs: Path, unchanged: Iterable[Job]) -> None:
    """Take away the notebook of a failed run beside each report that is as it should be.

    Such a report failed for a while, with data that was broken and is as it was again; a good run, which takes the
    notebook of the failure away, was not needed.

    Parameters
    ----------
    outputs : path
    unchanged : iterable of Job
    """
    for job in unchanged:
        with suppress(OSError):  # it may stay where nothing can be taken away; the report is good
            (outputs / job.report.folder / job.failed).unlink(missing_ok=True)
