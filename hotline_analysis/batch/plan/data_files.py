"""The files of the data that a report names: of a sample, of a case folder, of tickets; nothing is counted."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import cache
from glob import glob, has_magic
from pathlib import Path
from typing import Any

import hotline_analysis
from hotline_analysis.batch.machine import homes_among
from hotline_analysis.batch.plan.hashes import Hashes
from hotline_analysis.documents import Document, load_document
from hotline_analysis.errors import InputError
from hotline_analysis.report.report_file import NOT_COMPARED, SAMPLE, TICKET_SUFFIXES, Report
from hotline_analysis.tickets.calendar import Period
from hotline_analysis.tickets.store import MANIFEST
from hotline_analysis.validation import nearest_first

KEYS = ("data", "previous", "year_before")
SAMPLES = Path(hotline_analysis.__file__).parent / "samples"
_LONGEST_NAME = 200


def check_data(report: Report, document: Document) -> None:
    """Refuse data that is not there; what it holds is found out when the report is made.

    Raises
    ------
    InputError
        With file, line, key and what is allowed.
    """
    for key, name in _named(report):
        if name.startswith(SAMPLE):
            _check_sample(name.removeprefix(SAMPLE), key, document)
        elif not _there(document.file.parent / name):
            allowed = "sample:NAME, or a folder or tickets beside this file"
            raise document.error("no such data", (key,), value=name, allowed=allowed)


def _named(report: Report) -> Iterator[tuple[str, str]]:
    """Yield the keys of a report that name data, and what they name."""
    for key in KEYS:
        name = getattr(report, key)
        if name is not None and (key == "data" or name != NOT_COMPARED):
            yield key, name


def _check_sample(name: str, key: str, document: Document) -> None:
    known = sorted(file.parent.name for file in SAMPLES.glob("*/case.yaml"))
    if name not in known:
        raise document.error("no such sample", (key,), value=name, allowed=nearest_first(name, known))


def check_periods_of_samples(report: Report, document: Document) -> None:
    """Refuse a sample of another period, which is known before it is opened.

    Raises
    ------
    InputError
        With file, line, key and what is allowed.
    """
    for key, name in _named(report):
        if not name.startswith(SAMPLE):
            continue
        asked, held = _period_under(key, report), _period_of(name.removeprefix(SAMPLE))
        problem = "the data is of another period"
        if asked != held and key == "data":
            raise document.error(problem, ("period",), value=asked, allowed=f"{held}, as {name} has it")
        if asked != held:
            raise document.error(problem, (key,), value=held, allowed=asked)


def _period_under(key: str, report: Report) -> str:
    """Return the period that data under a key is of."""
    period = Period.parse(report.period)
    return {"data": period, "previous": period.previous, "year_before": period.year_before}[key].label


@cache
def _period_of(sample: str) -> str:
    return str(load_document(SAMPLES / sample / "case.yaml").data["period"])


def _there(path: Path) -> bool:
    if has_magic(str(path)):
        return bool(glob(str(path), recursive=True))  # noqa: PTH207 - as the tickets are found
    return path.is_dir() or (path.suffix.lower() in TICKET_SUFFIXES and path.is_file())


def data_files(report: Report, beside: Path, hashes: Hashes) -> Iterator[tuple[str, Path]]:
    """Yield the files of a report's data with the names by which a manifest speaks of them.

    A name is relative to the report's folder. A packaged sample's begins with ``sample:``. What lies at an absolute
    place is named from there on, so that no path of the machine is told.
    """
    for key, name in _named(report):
        away = Path(name).is_absolute()
        base = Path(name).parent if away else beside
        for file in _of_data(name, beside, hashes):
            yield label(file, base, f"{key}:" if away else ""), file


def _of_data(name: str, beside: Path, hashes: Hashes) -> Iterator[Path]:
    if name.startswith(SAMPLE):
        return _of_case(SAMPLES / name.removeprefix(SAMPLE), hashes)
    path = beside / name
    if (path / MANIFEST).is_file() or path.suffix.lower() in TICKET_SUFFIXES or has_magic(name):
        return _of_tickets(path, hashes)
    return _of_case(path, hashes) if path.is_dir() else iter(())


def label(file: Path, base: Path, before: str = "") -> str:
    """Name a file as it is found from a folder, without a path of the machine."""
    if file.is_relative_to(SAMPLES):
        return f"{SAMPLE}{file.relative_to(SAMPLES).as_posix()}"
    relative = Path(os.path.relpath(file, base))
    climbed = sum(part == ".." for part in relative.parts)
    if climbed and climbed >= len(base.absolute().parts) - 1:
        return f"{before}{file.parent.name}/{file.name}"  # it shares nothing with the report's place
    return f"{before}{_without_user(relative, base, climbed).as_posix()}"


def _without_user(relative: Path, base: Path, climbed: int) -> Path:
    """Leave the user's name out of a way that leads through the folder of all homes."""
    start = Path(os.path.abspath(base))  # noqa: PTH100 - as relpath does: links are not followed
    top = start.parents[climbed - 1] if climbed else start
    return Path(*relative.parts[climbed + 1 :]) if homes_among(top) else relative


def _of_tickets(path: Path, hashes: Hashes) -> Iterator[Path]:
    """Yield all files of the tickets: which of them a count needs is not known before it is made."""
    manifest = path / MANIFEST
    if manifest.is_file():
        yield manifest
        inside = hashes.read("store", manifest, _stored)
        yield from (file for name in [*inside, "quality.json"] if (file := path / name).is_file())
    elif has_magic(str(path)):
        yield from (file for one in sorted(glob(str(path), recursive=True)) if (file := Path(one)).is_file())  # noqa: PTH207
    elif path.is_file():
        yield path
        yield from (file for file in [path.with_name(path.name + ".quality.json")] if file.is_file())


def _stored(manifest: Path) -> list[str]:
    """Return the files that a store names; none if it is damaged, which is found out when it is opened."""
    try:
        entries = json.loads(manifest.read_bytes())["files"].values()
        return sorted(str(entry["file"]) for entry in entries)
    except (ValueError, LookupError, TypeError, AttributeError):
        return []


def _of_case(folder: Path, hashes: Hashes) -> Iterator[Path]:
    """Yield the files of a case folder that its case file names, and that file; also those of its tickets."""
    described = folder if (folder / "case.yaml").is_file() else SAMPLES / folder.resolve().name
    case = described / "case.yaml"
    if not case.is_file():
        return
    tickets, names = hashes.read("case", case, _case_names)
    files = [case, folder / "facts.yaml", *(root / name for name in names for root in {folder, described})]
    yield from dict.fromkeys(file for file in sorted(files) if file.is_file())
    if tickets:
        yield from _of_tickets(folder / tickets, hashes)


def _case_names(case: Path) -> tuple[str, list[str]]:
    """Return the tickets that a case names, and whatever else in it may be the name of a file in its folder."""
    try:
        data = load_document(case).data
    except InputError:
        return "", []  # found out when the report is made
    tickets = data.get("tickets")
    found = {text for text in _texts(data) if len(text) <= _LONGEST_NAME and _plain(text)}
    return tickets if isinstance(tickets, str) else "", sorted(found)


def _plain(text: str) -> bool:
    """Tell whether a text may name a file: it has a suffix, and does not lead out of the folder."""
    path = Path(text)
    return bool(path.suffix) and "\n" not in text and not path.is_absolute() and ".." not in path.parts


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
