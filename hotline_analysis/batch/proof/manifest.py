"""``manifest.json``: what a report was made from, with what, and what it left."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field

from hotline_analysis.batch.plan.changes import VERSION
from hotline_analysis.batch.proof.dates import source_date
from hotline_analysis.batch.proof.origins import code, environment, packages, seeds, sha256
from hotline_analysis.batch.proof.places import place_of, portable
from hotline_analysis.documents import Document, Strict, validate
from hotline_analysis.errors import InputError

if TYPE_CHECKING:
    from hotline_analysis.batch.plan.inputs import Input
    from hotline_analysis.batch.plan.jobs import Job
    from hotline_analysis.rendering.pdf import Engine

NAME = "manifest.json"


def _file_name(value: str) -> str:
    if value in {"", ".", ".."} or "/" in value or "\\" in value:
        raise ValueError("not the name of a file beside the manifest")
    return value


Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class InputEntry(Strict):
    """A file, or another thing with bytes, that a report was made from."""

    role: str
    name: str
    sha256: Digest
    bytes: int

    def __str__(self) -> str:
        return f"{self.role} {self.name}"


class OutputEntry(Strict):
    """A file that a report left, beside its manifest."""

    name: Annotated[str, AfterValidator(_file_name)]
    sha256: Digest
    bytes: int


class Places(Strict):
    """Where the parameter file's folder and the notebook lie, seen from the report's folder; None: not to be said."""

    parameters: str | None
    notebook: str | None


class Code(Strict):
    """Versions of the package and of Python; the commit, and whether files differ from it, if there is one."""

    package: str = Field(alias="hotline-analysis")
    commit: str | None
    changed: bool | None
    python: str


class Font(Strict):
    """A font that pages and charts are set in."""

    name: str
    sha256: Digest


class Environment(Strict):
    """What of the machine might matter to how a report looks."""

    locale: str
    fonts: tuple[Font, ...]


class PdfEngine(Strict):
    """What laid out the PDF."""

    name: str
    version: str


class Manifest(Strict):
    """The content of a ``manifest.json``."""

    manifest: int
    report: str
    jurisdiction: str
    period: str
    district: str | None = None
    parameters: dict[str, Any]
    places: Places
    formats: tuple[str, ...]
    pdf_engine: PdfEngine | None = None
    inputs: tuple[InputEntry, ...]
    outputs: tuple[OutputEntry, ...]
    code: Code
    packages: dict[str, str]
    environment: Environment
    seed: dict[str, int]
    source_date_epoch: int
    seconds: float

    @property
    def key(self) -> str:
        """The report's name among all: ``furong/2022-11/bulletin``."""
        parts = (self.jurisdiction, self.period, self.district, self.report)
        return "/".join(part for part in parts if part)


def manifest(
    job: Job,
    inputs: Iterable[Input],
    files: Mapping[str, Path],
    *,
    folder: Path,
    seconds: float,
    pdf_engine: Engine | None = None,
) -> str:
    """Describe a report that was made.

    Parameters
    ----------
    job : Job
    inputs : iterable of Input
        What it was made from, as it was before it was made.
    files : mapping of str to path
        The files it left, by their format's name, wherever they lie now.
    folder : path
        The report's folder, from which relative paths start.
    seconds : float
        How long it took.
    pdf_engine : Engine, optional
        What laid out the PDF.

    Returns
    -------
    str
        JSON without any path of the machine, name of a user, or time of the clock.
    """
    report, base = job.report, job.beside
    names = {key: value for key in ("report", "jurisdiction", "period", "district") if (value := getattr(report, key))}
    entry: dict[str, Any] = {
        "manifest": VERSION,
        **names,
        "parameters": portable(report.model_dump(mode="json", exclude_none=True), base),
        "places": {"parameters": place_of(base, folder), "notebook": place_of(job.notebook, folder)},
        "formats": list(job.formats),
        **({"pdf_engine": {"name": pdf_engine.name, "version": pdf_engine.version}} if pdf_engine else {}),
        "inputs": [{"role": one.role, "name": one.name, "sha256": one.sha256, "bytes": one.bytes} for one in inputs],
        "outputs": [described(file) for file in dict.fromkeys(files.values())],
        "code": code(),
        "packages": packages(job.formats),
        "environment": environment(),
        "seed": seeds(),
        "source_date_epoch": source_date(report.period),
        "seconds": round(seconds, 3),
    }
    return json.dumps(entry, ensure_ascii=False, indent=1) + "\n"


def described(file: Path) -> dict[str, Any]:
    """Return name, SHA-256 and size of a file."""
    return {"name": file.name, "sha256": sha256(file), "bytes": file.stat().st_size}


def read_manifest(file: Path) -> Manifest:
    """Read a manifest.

    Raises
    ------
    InputError
        If it cannot be read, is no manifest, or was written by another version of this package.
    """
    content = _json(file)
    if not isinstance(content, Mapping) or "manifest" not in content:
        raise InputError("not a manifest of this version", file=file, where="key manifest", allowed=_MAKE_AGAIN)
    if content["manifest"] != VERSION:
        where, value = "key manifest", content["manifest"]
        raise InputError("a manifest of another version", file=file, where=where, value=value, allowed=_MAKE_AGAIN)
    return validate(Manifest, Document(file, content, {}))


_MAKE_AGAIN = f"{VERSION}; make the report again"


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", file=file) from None
    except (ValueError, RecursionError):
        raise InputError("not JSON", file=file, allowed="a manifest as hotline run leaves it") from None


def manifests_in(folder: Path) -> list[Path]:
    """Return the manifests of the reports in a folder and below it, in the order of their paths.

    Raises
    ------
    InputError
        If there is no such folder, or none in it.
    """
    if not folder.is_dir():
        raise InputError("no such folder", file=folder, allowed="a folder with reports")
    found = [file for file in sorted(folder.rglob(f"*{NAME}")) if _is_manifest(file.relative_to(folder))]
    if not found:
        raise InputError(f"no {NAME} here or below", file=folder, allowed="a folder with reports")
    return found


def _is_manifest(file: Path) -> bool:
    """Tell a report's manifest from other files, and from what a run that was broken off left in its own folder."""
    hidden = any(part.startswith(".") for part in file.parts)
    return not hidden and (file.name == NAME or file.name.endswith(f".{NAME}"))
