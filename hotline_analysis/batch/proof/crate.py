"""Reports as an RO-Crate: what was made, from what, by which program, in the words of other people's tools.

RO-Crate 1.2, https://w3id.org/ro/crate/1.2; ``sha256`` is a term of the Workflow Run RO-Crate vocabulary.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from hotline_analysis.batch.proof.manifest import InputEntry, Manifest, OutputEntry

NAME = "ro-crate-metadata.json"
CONTEXT = ["https://w3id.org/ro/crate/1.2/context", {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"}]
LICENSE = "No licence is stated. Ask the issuing office before using this elsewhere."
PROGRAM = "#hotline-analysis"
_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {".ipynb": "application/x-ipynb+json", ".html": "text/html", ".json": "application/json", ".csv": "text/csv"}
TYPES |= {".docx": f"{_OFFICE}.wordprocessingml.document", ".xlsx": f"{_OFFICE}.spreadsheetml.sheet"}

Entity = dict[str, Any]


def crate(reports: Iterable[tuple[str, Manifest]], *, license_: str = LICENSE) -> str:
    """Describe reports as the content of ``ro-crate-metadata.json``.

    Parameters
    ----------
    reports : iterable of (str, Manifest)
        Each with the path of its manifest below the folder of the crate, with ``/``.
    license_ : str
        How the reports may be used: an address, or words.

    Returns
    -------
    str
        JSON-LD; the same text for the same manifests.
    """
    known = list(reports)
    entities: dict[str, Entity] = {}
    for place, manifest in known:
        for entity in _report(place, manifest):
            entities.setdefault(entity["@id"], entity)
    files = [entity["@id"] for entity in entities.values() if entity["@type"] == "File" and entity["@id"][0] != "#"]
    graph = [_descriptor(), _root(known, files, license_), *_license(license_), *entities.values()]
    return json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


def _descriptor() -> Entity:
    return {
        "@id": NAME,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.2"},
    }


def _root(reports: Sequence[tuple[str, Manifest]], files: Sequence[str], license_: str) -> Entity:
    keys = [manifest.key for _, manifest in reports]
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": f"12345 hotline reports: {', '.join(keys[:3])}{' …' if len(keys) > 3 else ''}",
        "description": f"{len(keys)} reports with their facts, and what is needed to make them again.",
        "datePublished": max(str(manifest.parameters["date"]) for _, manifest in reports),
        "license": {"@id": license_} if _is_address(license_) else license_,
        "hasPart": _references(files),
        "mentions": _references(f"#{key}" for key in keys),
    }


def _license(license_: str) -> list[Entity]:
    entity = {"@id": license_, "@type": "CreativeWork", "name": license_, "description": "How the reports may be used."}
    return [entity] if _is_address(license_) else []


def _is_address(text: str) -> bool:
    return text.startswith(("https://", "http://")) and " " not in text


def _report(place: str, manifest: Manifest) -> list[Entity]:
    folder = PurePosixPath(place).parent
    results = [_output(folder, one, manifest) for one in manifest.outputs]
    objects = [_input(one) for one in manifest.inputs]
    programs = _programs(manifest)
    action = {
        "@id": f"#{manifest.key}",
        "@type": "CreateAction",
        "name": f"Making {manifest.key}",
        "description": f"Parameters: {json.dumps(manifest.parameters, ensure_ascii=False, sort_keys=True)}",
        "instrument": {"@id": programs[0]["@id"]},
        "object": _references(one["@id"] for one in objects),
        "result": _references(one["@id"] for one in results),
        "actionStatus": {"@id": "http://schema.org/CompletedActionStatus"},
    }
    own = _file(_path(PurePosixPath(place)), PurePosixPath(place).name, f"Manifest of {manifest.key}")
    return [*results, own, action, *programs, *objects]


def _output(folder: PurePosixPath, one: OutputEntry, manifest: Manifest) -> Entity:
    described = _file(_path(folder / one.name), one.name, f"Result of {manifest.key}")
    return described | {"contentSize": str(one.bytes), "sha256": one.sha256}


def _input(one: InputEntry) -> Entity:
    """Describe an input; it is not in the crate, so its name is a local one, told apart by its content."""
    described = _file(f"#input-{one.sha256}", one.name, f"Input: {one.role}")
    return described | {"contentSize": str(one.bytes), "sha256": one.sha256}


def _file(identifier: str, name: str, description: str) -> Entity:
    suffix = PurePosixPath(name).suffix
    kind = TYPES.get(suffix) or mimetypes.types_map.get(suffix) or "application/octet-stream"
    return {"@id": identifier, "@type": "File", "name": name, "description": description, "encodingFormat": kind}


def _programs(manifest: Manifest) -> list[Entity]:
    """Describe this program, which is the instrument, and what it rests on."""
    code = manifest.code
    needed = {"Python": code.python, **manifest.packages}
    if manifest.pdf_engine is not None:
        needed[manifest.pdf_engine.name] = manifest.pdf_engine.version
    rests = [_program(f"#{name}-{version}", name, version) for name, version in needed.items()]
    version = code.package + (f", commit {code.commit}" if code.commit else "")
    version += ", with uncommitted changes" if code.changed else ""
    digest = next((one.sha256 for one in manifest.inputs if one.role == "code"), "")
    own = _program(f"{PROGRAM}-{code.package}-{digest[:12]}", "hotline-analysis", version)
    return [own | {"softwareRequirements": _references(one["@id"] for one in rests)}, *rests]


def _program(identifier: str, name: str, version: str) -> Entity:
    return {"@id": identifier, "@type": "SoftwareApplication", "name": name, "version": version}


def _path(path: PurePosixPath) -> str:
    """Return a path as part of an address; Chinese characters stay."""
    return "".join(char if ord(char) > 127 else quote(char, safe="/") for char in str(path))


def _references(identifiers: Iterable[str]) -> list[Entity]:
    return [{"@id": identifier} for identifier in dict.fromkeys(identifiers)]


def write_crate(folder: Path, reports: Sequence[tuple[Path, Manifest]], *, license_: str = LICENSE) -> Path:
    """Write ``ro-crate-metadata.json`` into the folder that holds the reports, whole or not at all."""
    text = crate([(file.relative_to(folder).as_posix(), one) for file, one in reports], license_=license_)
    target = folder / NAME
    unfinished = folder / f".{NAME}.new"
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(target)
    return target
