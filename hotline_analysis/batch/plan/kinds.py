"""Tell files apart by their keys: a report's, a grid, a jurisdiction's."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from hotline_analysis.documents import Document
from hotline_analysis.errors import InputError

_GRID = {"jurisdictions", "periods", "districts", "reports", "exclude", "parameters"}
_JURISDICTION = {"chapters", "issuing_body", "masthead", "imprint"}
_REPORT = {"period", "data", "date"}


class Kind(Enum):
    """What a file describes, in words."""

    grid = "a grid"
    report = "a report's file"
    jurisdiction = "a jurisdiction's file"
    unknown = "another file"


def kind_of(document: Document) -> Kind:
    """Tell what a file describes."""
    keys = set(document.data)
    for kind, typical in ((Kind.jurisdiction, _JURISDICTION), (Kind.grid, _GRID), (Kind.report, _REPORT)):
        if keys & typical:
            return kind
    return Kind.unknown


def yaml_files(path: Path) -> list[Path]:
    """Return a file itself, or the YAML files of a folder in the order of their names.

    Raises
    ------
    InputError
        If the path does not exist, or a folder holds no YAML file.
    """
    inside = sorted({*path.glob("*.yaml"), *path.glob("*.yml")}) if path.is_dir() else [path]
    if not inside or not (path.is_dir() or path.is_file()):
        raise InputError("no report file", file=path, allowed="a report's YAML file, a grid, or a folder of them")
    return inside
