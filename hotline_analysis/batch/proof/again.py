"""The job that a manifest describes, to be done again: its parameters, its notebook, where its files are looked for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import combinations
from os.path import normpath
from pathlib import Path
from typing import Any

from hotline_analysis.batch.plan.inputs import canonical
from hotline_analysis.batch.plan.jobs import Job
from hotline_analysis.batch.proof.manifest import Manifest
from hotline_analysis.batch.proof.places import FILES, found_at
from hotline_analysis.documents import Document, validate
from hotline_analysis.errors import InputError
from hotline_analysis.report.report_file import Report
from hotline_analysis.resources import shared_folder

NAMED = "the folder of the parameter file, named with --inputs"


def job_again(manifest: Manifest, file: Path, *, inputs: Path | None = None) -> Job:
    """Return the job that made a report.

    Parameters
    ----------
    manifest : Manifest
    file : path
        Where it stands; relative places start there.
    inputs : path, optional
        The parameter file's folder. Without it, the folder that the manifest names, or else the current one: what was
        made of packaged samples needs none.

    Raises
    ------
    InputError
        If the parameters are not valid, or the notebook is not found.
    """
    beside = _beside(manifest, file, inputs)
    document = Document(beside / file.name, manifest.parameters, {})
    report = _as_given(manifest, document)
    engine = "auto" if manifest.pdf_engine is None else manifest.pdf_engine.name
    return Job(report, document, _notebook(manifest, file, beside), manifest.formats, engine)


def _beside(manifest: Manifest, file: Path, inputs: Path | None) -> Path:
    if inputs is not None:
        return inputs
    place = manifest.places.parameters
    recorded = None if place is None else found_at(place, file.parent)
    return recorded if recorded is not None and recorded.is_dir() else Path.cwd()


def _notebook(manifest: Manifest, file: Path, beside: Path) -> Path:
    """Find the notebook: where the manifest says, beside the parameter file, or among the packaged ones."""
    place = manifest.places.notebook
    names = [one.name for one in manifest.inputs if one.role == "notebook"]
    candidates = [] if place is None else [found_at(place, file.parent)]
    candidates += [folder / name for name in names for folder in (beside, shared_folder("notebooks"))]
    for candidate in candidates:
        if candidate.is_file():
            return candidate
    raise InputError("the notebook is not found", file=file, value=", ".join(names), allowed=NAMED)


def _as_given(manifest: Manifest, document: Document) -> Report:
    """Check the parameters; those that were given as paths of the machine become such paths again.

    The manifest shows them relative; which they were tells the SHA-256 of all parameters.
    """
    known = {one.sha256 for one in manifest.inputs if one.role == "parameters"}
    reports = (validate(Report, Document(document.file, data, {})) for data in _versions(document))
    first = next(reports)
    if hashlib.sha256(canonical(first)).hexdigest() in known:
        return first
    return next((one for one in reports if hashlib.sha256(canonical(one)).hexdigest() in known), first)


def _versions(document: Document) -> Iterator[dict[str, Any]]:
    """Yield the parameters with none, some and all of the files at absolute places."""
    beside = document.file.parent.resolve()
    files = {key: normpath(beside / value) for key in FILES if isinstance(value := document.data.get(key), str)}
    for number in range(len(files) + 1):
        for some in combinations(files, number):
            yield document.data | {key: files[key] for key in some}
