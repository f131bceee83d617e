"""Is a report still what was made, and would it be made so again? If not: what differs, down to the fact."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hotline_analysis.batch.plan.inputs import inputs_of
from hotline_analysis.batch.plan.jobs import Job
from hotline_analysis.batch.proof.again import NAMED, job_again
from hotline_analysis.batch.proof.causes import code_changes, input_changes, package_changes
from hotline_analysis.batch.proof.dates import dated
from hotline_analysis.batch.proof.facts_file import NAME as FACTS
from hotline_analysis.batch.proof.facts_file import PrintedFact, read_facts_file
from hotline_analysis.batch.proof.file_changes import file_changes
from hotline_analysis.batch.proof.manifest import Manifest, OutputEntry, described, read_manifest
from hotline_analysis.batch.proof.pages import strange_facts
from hotline_analysis.errors import HotlineError, InputError

MOST_LINES = 20
# makes the report of a job somewhere below a folder, and returns the report's own folder
Maker = Callable[[Job, Path], Path]


@dataclass(frozen=True)
class Verdict:
    """What was found about one report.

    Attributes
    ----------
    key : str
        ``furong/2022-11/bulletin``.
    differences : tuple of str
        One line each; empty if all is equal.
    """

    key: str
    differences: tuple[str, ...]


def verify(file: Path, *, make: Maker | None, inputs: Path | None = None) -> Verdict:
    """Check the files of a report against its manifest, make it again, and compare.

    Parameters
    ----------
    file : path
        The manifest.
    make : callable or None
        Makes a report; None only checks the files.
    inputs : path, optional
        The folder of the parameter file, where it is no longer where the manifest says.

    Raises
    ------
    InputError
        If the manifest is not valid.
    """
    manifest = read_manifest(file)
    folder = file.parent
    touched = {one.name for one in manifest.outputs if not _whole(folder / one.name, one)}
    lines = [_touched(folder / name) for name in sorted(touched)]
    if make is None:
        lines += _inside(manifest, folder) if touched else []
    else:
        lines += _made_again(manifest, file, make, inputs)
    return Verdict(manifest.key, tuple(lines))


def _whole(file: Path, entry: OutputEntry) -> bool:
    return file.is_file() and described(file) == entry.model_dump()


def _touched(file: Path) -> str:
    return f"{file.name} is not what was made" if file.is_file() else f"{file.name} is missing"


def _inside(manifest: Manifest, folder: Path) -> Iterator[str]:
    """Without another copy: figures of the page that are no facts of ``facts.json``."""
    facts = _facts(manifest, folder)
    for entry in manifest.outputs:
        page = folder / entry.name
        if facts is not None and page.suffix == ".html" and page.is_file():
            text = page.read_text(encoding="utf-8", errors="replace")
            yield from _at_most(f"{page.name}: {line}" for line in strange_facts(text, facts))


def _facts(manifest: Manifest, folder: Path) -> tuple[PrintedFact, ...] | None:
    names = [one.name for one in manifest.outputs if one.name == FACTS or one.name.endswith(f".{FACTS}")]
    try:
        return read_facts_file(folder / names[0]) if names else None
    except InputError:
        return None


def _made_again(manifest: Manifest, file: Path, make: Maker, inputs: Path | None) -> Iterator[str]:
    """Yield what has changed since, and what is other in the report made again."""
    yield from package_changes(manifest)
    try:
        job = job_again(manifest, file, inputs=inputs)
        now = inputs_of(job)
    except InputError as error:
        yield f"it cannot be made again: {error}; data is looked for in {NAMED}"
        return
    yield from input_changes(manifest.inputs, now)
    yield from code_changes(manifest, now)
    with tempfile.TemporaryDirectory(prefix="hotline-verify-") as place, dated(manifest.source_date_epoch):
        try:
            again = make(job, Path(place))
        except HotlineError as error:
            yield f"it cannot be made again: {str(error).replace(place, '')}"
            return
        yield from _compared(manifest, file.parent, again)


def _compared(manifest: Manifest, here: Path, again: Path) -> Iterator[str]:
    """Compare every file that is here with the one made again; where one was touched, facts tell which is right."""
    facts = _facts(manifest, again) or ()
    for entry in manifest.outputs:
        old, new = here / entry.name, again / entry.name
        if not new.is_file():
            yield f"{entry.name} was not made again"
            continue
        if not _whole(new, entry):
            yield f"{entry.name} made again is not what was made then"
        if old.is_file() and old.read_bytes() != new.read_bytes():
            yield from _at_most(f"{entry.name}: {line}" for line in file_changes(old, new, facts))


def _at_most(lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    yield from found[:MOST_LINES]
    if len(found) > MOST_LINES:
        yield f"… and {len(found) - MOST_LINES} more"
