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
from hotline_analysis.report import Report, open_bulletin

PACKAGES = ("great-tables", "matplotlib", "nbconvert", "pandas", "papermill", "seaborn", "weasyprint")


def manifest(report: Report, params: Path, notebook: Path, formats: Sequence[str], files: Mapping[str, Path]) -> str:
    """Describe a report: parameters, scheme, inputs and outputs with their SHA-256, versions.

    File names only, no path of the machine.
    """
    bulletin = open_bulletin(params)
    case = bulletin.data.case
    inputs = [params, notebook, case.document.file]
    inputs += [source.path for source in case.sources if source.path is not None]
    entry: dict[str, Any] = {
        "report": report.report,
        "jurisdiction": report.jurisdiction,
        "period": report.period,
        "parameters": report.model_dump(exclude_none=True),
        "scheme": bulletin.data.scheme.scheme,
        "formats": list(formats),
        "inputs": [_described(file) for file in dict.fromkeys(inputs)],
        "outputs": [_described(file) for file in files.values()],
        "code": {"hotline-analysis": __version__, "python": platform.python_version()},
        "packages": {name: version(name) for name in PACKAGES},
    }
    return json.dumps(entry, ensure_ascii=False, indent=1) + "\n"


def _described(file: Path) -> dict[str, Any]:
    content = file.read_bytes()
    return {"name": file.name, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
