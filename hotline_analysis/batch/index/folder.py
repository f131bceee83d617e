"""What lies in a folder of outputs: reports by their manifests, failures by their notebooks, files that say nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hotline_analysis.batch.proof.manifest import NAME as MANIFEST
from hotline_analysis.batch.proof.manifest import Manifest, read_manifest
from hotline_analysis.errors import InputError
from hotline_analysis.report.report_file import BULLETIN, checked_district, checked_name, checked_period

FAILED = ".failed.ipynb"
# jurisdiction, period and district, and a few folders above them where reports were collected by hand
_DEEPEST = 6


@dataclass(frozen=True)
class Name:
    """What a report is called.

    Attributes
    ----------
    root : str
        The folder of the outputs that it lies in, below the one that is listed; empty mostly.
    jurisdiction, period : str
    district : str
        Empty for a report of the whole.
    report : str

    Examples
    --------
    >>> Name("", "furong", "2022-11", "", "bulletin").key
    'furong/2022-11/bulletin'
    """

    root: str
    jurisdiction: str
    period: str
    district: str
    report: str

    @property
    def key(self) -> str:
        """The name by which a batch speaks of it."""
        return "/".join(
            part for part in (self.root, self.jurisdiction, self.period, self.district, self.report) if part
        )


@dataclass(frozen=True)
class OnDisk:
    """A report as it lies there.

    Attributes
    ----------
    name : Name
    folder : str
        Below the listed folder, with ``/``.
    manifest : Manifest or None
        None for one that was never made.
    files : tuple of str
        The names of its files that are there.
    failed : str or None
        The name of the notebook that a failed run left.
    """

    name: Name
    folder: str
    manifest: Manifest | None = None
    files: tuple[str, ...] = ()
    failed: str | None = None


@dataclass(frozen=True)
class Broken:
    """A manifest that cannot be used, and the program's word for why."""

    path: str
    problem: str


def look(outputs: Path) -> tuple[list[OnDisk], list[Broken]]:
    """Return the reports below a folder, and the manifests that are none; hidden and linked folders are passed over.

    Parameters
    ----------
    outputs : path
        A folder that is not there holds nothing.
    """
    reports: list[OnDisk] = []
    broken: list[Broken] = []
    for folder, names in _folders(outputs, ""):
        for name in names:
            if name != MANIFEST and not name.endswith(f".{MANIFEST}"):
                continue
            one = _made(outputs, folder, name, names)
            if isinstance(one, Broken):
                broken.append(one)
            else:
                reports.append(one)
        known = {one.failed for one in reports if one.folder == folder}
        reports += [one for name in names if name not in known for one in _never_made(folder, name)]
    return reports, broken


def _folders(top: Path, below: str) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield folders by their path, each with the names of its files; one that cannot be read has none."""
    try:
        with os.scandir(top / below) as entries:
            found = sorted(entries, key=lambda one: one.name)
        files = [one.name for one in found if one.is_file()]
        folders = [one.name for one in found if one.is_dir(follow_symlinks=False) and not one.name.startswith(".")]
    except OSError:
        return
    yield below, files
    if below.count("/") + 1 < _DEEPEST:
        for name in folders:
            yield from _folders(top, f"{below}/{name}".lstrip("/"))


def _made(outputs: Path, folder: str, name: str, names: Sequence[str]) -> OnDisk | Broken:
    file = outputs / folder / name
    try:
        manifest = read_manifest(file)
        for check, value in (
            (checked_name, manifest.jurisdiction),
            (checked_name, manifest.report),
            (checked_period, manifest.period),
        ):
            check(value)
        district = "" if manifest.district is None else checked_district(manifest.district)
    except InputError as error:
        return Broken(f"{folder}/{name}".lstrip("/"), error.problem)
    except ValueError:
        return Broken(f"{folder}/{name}".lstrip("/"), "not a report's name")
    own = Name("", manifest.jurisdiction, manifest.period, district, manifest.report)
    there = [one.name for one in manifest.outputs if one.name in names]
    failed = f"{manifest.report}{FAILED}"
    files = tuple(dict.fromkeys([*there, name]))
    return OnDisk(_rooted(own, folder), folder, manifest, files, failed if failed in names else None)


def _rooted(name: Name, folder: str) -> Name:
    """Say which folder of outputs a report lies in: what stands before its own place, or all of a place of another."""
    own = name.key.rpartition("/")[0]
    root = folder.removesuffix(own).rstrip("/") if f"/{folder}".endswith(f"/{own}") else folder
    return Name(root, name.jurisdiction, name.period, name.district, name.report)


def _never_made(folder: str, file: str) -> Iterator[OnDisk]:
    """Yield the report whose failed notebook lies in a folder of reports."""
    if not file.endswith(FAILED):
        return
    report, parts = file.removesuffix(FAILED), folder.split("/")
    for last in (0, 1):  # without a district, and with one
        places = parts[: len(parts) - last]
        if len(places) < 2:
            continue
        try:
            name = named(places[-2], places[-1], parts[-1] if last else "", report, root="/".join(places[:-2]))
        except ValueError:
            continue
        yield OnDisk(name, folder, failed=file)
        return


def named(jurisdiction: str, period: str, district: str, report: str, *, root: str = "") -> Name:
    """Return a name whose parts may be those of a report.

    Raises
    ------
    ValueError
        If one may not.
    """
    checked_district(district or "0")
    return Name(root, checked_name(jurisdiction), checked_period(period), district, checked_name(report))


def file_of(one: OnDisk, ending: str) -> str | None:
    """Return the name of a report's file of a kind, if it is there: ``.html``, or ``facts.json``."""
    report = one.name.report
    plain = f"{report}{ending}" if ending.startswith(".") else ending
    own = plain if ending.startswith(".") or report == BULLETIN else f"{report}.{ending}"
    return own if own in one.files else None


def digests(one: OnDisk) -> Mapping[str, tuple[str, int]]:
    """Return what the manifest says of the files beside it."""
    return {} if one.manifest is None else {file.name: (file.sha256, file.bytes) for file in one.manifest.outputs}
