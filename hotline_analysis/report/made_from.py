"""What a page was made from, and how to verify it: for the line at its end. No word of the machine, none of today."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from markupsafe import Markup

import hotline_analysis
from hotline_analysis.metrics.counting.shared import read_once
from hotline_analysis.report.report_file import SAMPLE, Report
from hotline_analysis.report.settled_date import source_date

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DIGITS = 12  # of a SHA-256, as messages show it


def made_from(report: Report, data: Iterable[Path], scheme: str | None = None) -> Markup:
    """Return attributes for the head of a document; the page makes a line of them.

    Parameters
    ----------
    report : Report
    data : iterable of Path
        The files of the period's data.
    scheme : str, optional
        The scheme's name, or its file.

    Returns
    -------
    Markup
        ``data-made-from``, ``data-scheme``, ``data-code``, ``data-time`` and ``data-verify``.
    """
    said = {
        "data-made-from": f"{_name(report.data)}{_digest(data)}",
        "data-scheme": "" if scheme is None else _name(scheme),
        "data-code": f"hotline-analysis {hotline_analysis.__version__}",
        "data-time": f"{(_EPOCH + timedelta(seconds=source_date(report.period))):%Y-%m-%d %H:%M:%S} UTC",
        "data-verify": f"hotline verify {report.folder}",
    }
    return Markup("").join(Markup(' {}="{}"').format(name, text) for name, text in said.items() if text)


def _name(given: str) -> str:
    """Name a sample or a built-in scheme as it is; of a path its last part, which is no secret of the machine."""
    return given if given.startswith(SAMPLE) else Path(given).name


def _digest(data: Iterable[Path]) -> str:
    """Return the beginning of one SHA-256 over those of all files, in the order of their names."""
    files = sorted(data, key=lambda file: (file.name, str(file)))
    return f" (SHA-256 {read_once(files, 'digest', lambda: _sha256(files))[:DIGITS]}…)" if files else ""


def _sha256(files: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for file in files:
        with file.open("rb") as opened:
            whole.update(hashlib.file_digest(opened, "sha256").digest())
    return whole.hexdigest()
