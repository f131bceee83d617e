"""``manifest.json``: what a report was made from, and what it left."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from hotline_analysis import __version__
from hotline_analysis.documents import Document
from hotline_analysis.report import Report, load_jurisdiction
from hotline_analysis.report.params import open_case
from hotline_analysis.schemes import scheme_files

PACKAGES = ("great-tables", "matplotlib", "nbconvert", "pandas", "papermill", "seaborn", "weasyprint")


def manifest(
    report: Report, document: Document, notebook: Path, formats: Sequence[str], files: Mapping[str, Path]
) -> str:
    """Describe a report: parameters, inputs and outputs with their SHA-256, versions.

    File names only, no path of the machine.
    """
    inputs = [document.file, notebook, *_parameter_files(report, document)]
    for key in ("data", "previous", "year_before"):
        name = getattr(report, key)
        if name is not None:
            inputs += open_case(name, key, document).paths()
    entry: dict[str, Any] = {
        "report": report.report,
        "jurisdiction": report.jurisdiction,
        "period": report.period,
        "parameters": report.model_dump(exclude_none=True),
        "formats": list(formats),
        "inputs": [_described(file) for file in dict.fromkeys(inputs)],
        "outputs": [_described(file) for file in files.values()],
        "code": {"hotline-analysis": __version__, "python": platform.python_version()},
        "packages": {name: version(name) for name in PACKAGES},
    }
    return json.dumps(entry, ensure_ascii=False, indent=1) + "\n"


def _parameter_files(report: Report, document: Document) -> list[Path]:
    """Return the jurisdiction's file and the scheme's, where the report has a jurisdiction."""
    one, rules = load_jurisdiction(report.jurisdiction, beside=document.file.parent)
    return [rules.file, *scheme_files(one.scheme, beside=rules.file.parent)]


def _described(file: Path) -> dict[str, Any]:
    content = file.read_bytes()
    return {"name": file.name, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
