"""Everything that a report is made of, by content: what a manifest names, and what decides whether to remake it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import hotline_analysis
from hotline_analysis.batch.plan.data_files import data_files, label
from hotline_analysis.batch.plan.hashes import Hashes
from hotline_analysis.batch.plan.jobs import Job
from hotline_analysis.documents import load_document
from hotline_analysis.errors import InputError
from hotline_analysis.report.report_file import Report, find_jurisdiction
from hotline_analysis.schemes.finding import builtin_folder, extended_by, scheme_files

PACKAGE = Path(hotline_analysis.__file__).parent
TEMPLATES = PACKAGE / "rendering" / "templates"
# what a report is made of besides code is an input of its own
_NOT_CODE = ("samples", "share", "schemes/builtin", "rendering/templates")
_SUFFIXES = {".py", ".yaml", ".json", ".j2", ".css", ".html", ".csv", ".ttf", ".otf", ".woff2"}


@dataclass(frozen=True)
class Input:
    """One thing that a report is made of.

    Attributes
    ----------
    role : str
        ``notebook``, ``parameters``, ``jurisdiction``, ``scheme``, ``data``, ``template`` or ``code``.
    name : str
        Relative to the report's folder, or a label; never a path of the machine.
    sha256 : str
    bytes : int

    Examples
    --------
    >>> Input("parameters", "parameters", hashlib.sha256(b"{}").hexdigest(), 2).role
    'parameters'
    """

    role: str
    name: str
    sha256: str
    bytes: int


def inputs_of(job: Job, hashes: Hashes | None = None) -> tuple[Input, ...]:
    """Return everything that a report is made of.

    Parameters
    ----------
    job : Job
    hashes : Hashes, optional
        Remembers files that are the same as before.

    Raises
    ------
    InputError
        If a file is missing, cannot be read, or is no YAML where it should be.

    Examples
    --------
    >>> from hotline_analysis.batch import load_plan, sample_reports
    >>> roles = [one.role for one in inputs_of(load_plan(sample_reports()[:1]).jobs[0])]
    >>> list(dict.fromkeys(roles))
    ['notebook', 'parameters', 'jurisdiction', 'scheme', 'data', 'template', 'code']
    """
    known = hashes or Hashes()
    try:
        rules = list(_rules(job, known))
        data = [("data", name, file) for name, file in data_files(job.report, job.beside, known)]
        templates = [("template", file.relative_to(TEMPLATES).as_posix(), file) for file in _templates()]
        files = [("notebook", job.notebook.name, job.notebook), *rules, *data, *templates]
        found = [Input(role, name, *known.sha256(file)) for role, name, file in files]
        return tuple(dict.fromkeys([found[0], _parameters(job.report), *found[1:], _code(known)]))
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", file=error.filename) from None


def rules_digest(job: Job, hashes: Hashes) -> str:
    """Return one hash over all that the check of a report's rules reads: code, jurisdiction, scheme, names of texts.

    Raises
    ------
    InputError
        As `inputs_of`.
    """
    try:
        rules = [(role, name, hashes.sha256(file)[0]) for role, name, file in _rules(job, hashes)]
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", file=error.filename) from None
    report = job.report
    content = [_code(hashes).sha256, rules, report.jurisdiction, report.scheme, sorted(report.texts)]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def canonical(report: Report) -> bytes:
    """Return a report's parameters as JSON in one fixed form."""
    content = report.model_dump(mode="json", exclude_none=True)
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _parameters(report: Report) -> Input:
    content = canonical(report)
    return Input("parameters", "parameters", hashlib.sha256(content).hexdigest(), len(content))


def _rules(job: Job, hashes: Hashes) -> Iterator[tuple[str, str, Path]]:
    """Yield the jurisdiction's file and those of the scheme, which is looked for beside the file that names it."""
    file = find_jurisdiction(job.report.jurisdiction, beside=job.beside)
    yield "jurisdiction", file.name, file
    own = job.report.scheme
    name, beside = (hashes.read("scheme", file, _scheme_named), file.parent) if own is None else (own, job.beside)
    if name:
        for one in scheme_files(name, beside=beside, extended=lambda other: hashes.read("extends", other, extended_by)):
            builtin = one.parent == builtin_folder()
            yield "scheme", f"builtin:{one.name}" if builtin else label(one, job.beside), one


def _scheme_named(file: Path) -> str:
    """Return the scheme that a jurisdiction's file names; empty if it names none."""
    name = load_document(file).data.get("scheme")
    return name if isinstance(name, str) else ""


def _templates() -> list[Path]:
    return sorted(file for file in TEMPLATES.rglob("*") if file.is_file())


def _code(hashes: Hashes) -> Input:
    """Return one hash over the package's own files, and its version."""

    def hashed() -> Input:
        digest, size = hashlib.sha256(hotline_analysis.__version__.encode()), 0
        for name, file in _code_files():
            found, length = hashes.sha256(file)
            digest.update(f"\n{name} {found}".encode())
            size += length
        return Input("code", f"hotline-analysis {hotline_analysis.__version__}", digest.hexdigest(), size)

    return hashes.once("code", hashed)


def _code_files() -> list[tuple[str, Path]]:
    """Return the files of the package that a report may be made with, by their names below it."""
    found = []
    for file in PACKAGE.rglob("*"):
        name = file.relative_to(PACKAGE).as_posix()
        if file.suffix in _SUFFIXES and not name.startswith(tuple(f"{one}/" for one in _NOT_CODE)):
            found.append((name, file))
    return sorted(found)
