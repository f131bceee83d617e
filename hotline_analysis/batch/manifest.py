"""``manifest.json``: what a report was made from, and what it left."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from hotline_analysis import __version__
from hotline_analysis.report import Report

PACKAGES = ("great-tables", "matplotlib", "nbconvert", "pandas", "papermill", "seaborn", "weasyprint")


def described(files: Iterable[Path]) -> list[dict[str, Any]]:
    """Return name, SHA-256 and size of every file; names only, no path of the machine."""
    return [_described(file) for file in dict.fromkeys(files)]


def manifest(
    report: Report, inputs: Sequence[Mapping[str, Any]], formats: Sequence[str], files: Mapping[str, Path]
) -> str:
    """Describe a report: parameters, inputs and outputs with their SHA-256, versions."""
    entry: dict[str, Any] = {
        "report": report.report,
        "jurisdiction": report.jurisdiction,
        "period": report.period,
        "parameters": report.model_dump(exclude_none=True),
        "formats": list(formats),
        "inputs": list(inputs),
        "outputs": described(files.values()),
        "code": {"hotline-analysis": __version__, "python": platform.python_version()},
        "packages": {name: version(name) for name in PACKAGES},
    }
    return json.dumps(entry, ensure_ascii=False, indent=1) + "\n"


def _described(file: Path) -> dict[str, Any]:
    content = file.read_bytes()
    return {"name": file.name, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
