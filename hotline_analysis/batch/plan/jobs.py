"""One report to be made: its parameters, the notebook that makes it, and the formats that are wanted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hotline_analysis.documents import Document
from hotline_analysis.report.report_file import Report


@dataclass(frozen=True)
class Job:
    """One report to be made.

    Attributes
    ----------
    report : Report
        Its parameters.
    document : Document
        The file that they come from, a report's or a grid; the files they name are looked for beside it.
    notebook : Path
    formats : tuple of str
    pdf_engine : {"auto", "weasyprint", "chromium"}

    Examples
    --------
    >>> from hotline_analysis.batch import load_plan, sample_reports
    >>> job = load_plan(sample_reports()[:1]).jobs[0]
    >>> job.key, job.manifest, job.formats
    ('furong-2020/2020-03/bulletin', 'manifest.json', ('html', 'pdf'))
    """

    report: Report
    document: Document
    notebook: Path
    formats: tuple[str, ...]
    pdf_engine: str = "auto"

    @property
    def key(self) -> str:
        """The report's name among all: ``furong/2022-11/bulletin``, ``furong/2022-11/010101/bulletin``."""
        return f"{self.report.folder}/{self.report.report}"

    @property
    def beside(self) -> Path:
        """The folder beside which the report's files are looked for, and in which its notebook runs."""
        return self.document.file.parent

    @property
    def manifest(self) -> str:
        """The name of the report's manifest."""
        return self.report.file_name("manifest.json")

    @property
    def failed(self) -> str:
        """The name of the notebook that a failed run leaves for whoever looks into it."""
        return f"{self.report.report}.failed.ipynb"
