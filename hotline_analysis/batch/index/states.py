"""How every report stands: made, failed, made from what has changed since."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from hotline_analysis.batch.index.folder import Name, OnDisk, digests, named
from hotline_analysis.batch.machine import without_paths
from hotline_analysis.batch.plan.changes import changed_inputs
from hotline_analysis.batch.plan.hashes import Hashes
from hotline_analysis.batch.plan.inputs import inputs_of
from hotline_analysis.batch.proof.again import job_again
from hotline_analysis.batch.proof.manifest import Manifest
from hotline_analysis.batch.proof.places import found_at
from hotline_analysis.errors import InputError, first_line, said_by
from hotline_analysis.textual import one_line

Kind = Literal["made", "failed", "stale", "altered", "older", "unknown", "not-made"]
BATCH = "batch.json"
_LONGEST = 300
# what an office changes, the most telling first; the rest of what a report is made from is the program
_OF_THE_OFFICE = ("data", "scheme", "jurisdiction", "parameters")


@dataclass(frozen=True)
class State:
    """How a report stands.

    Attributes
    ----------
    kind : str
        ``older`` where only the program is another one than that which made it, ``unknown`` where what it was made
        from is not there to be compared.
    about : str
        The first line of the error; the role of what has changed, ``gone`` for data that is no longer there,
        ``not reached`` where a batch was to make it again; the files that are not what was made.
    """

    kind: Kind
    about: str = ""


class States:
    """Tells how reports stand, at the moment when it is asked.

    Parameters
    ----------
    outputs : path
    hashes : Hashes
        Remembers files that are the same as before.
    entries : sequence of mapping, optional
        What the batch that ends now says of its reports, as in ``batch.json``; by default what an earlier one left.
    """

    def __init__(self, outputs: Path, hashes: Hashes, entries: Sequence[Mapping[str, Any]] | None = None) -> None:
        self.outputs, self.hashes, self.now = outputs, hashes, entries is not None
        found = last_entries(outputs) if entries is None else entries
        self.entries = {str(one.get("report")): one for one in found if isinstance(one, Mapping)}

    def without_files(self, known: Sequence[OnDisk]) -> list[OnDisk]:
        """Return the reports that a batch was to make, and of which nothing is there."""
        there = {one.name for one in known}
        names = (_name(key) for key, one in self.entries.items() if one.get("result") in ("failed", "not reached"))
        return [OnDisk(name, name.key.rpartition("/")[0]) for name in names if name is not None and name not in there]

    def of(self, one: OnDisk) -> State:
        """Tell how a report stands."""
        entry = self.entries.get(one.name.key, {})
        if one.failed or (entry.get("result") == "failed" and not self._made_later(one)):
            return State("failed", self._error(one, entry))
        if one.manifest is None:
            return State("not-made")
        if self.now and entry.get("result") == "unchanged":
            return State("made")
        return self._altered(one) or self._changed(one, one.manifest, entry) or State("made")

    def _made_later(self, one: OnDisk) -> bool:
        """Tell whether a report was made by itself after the batch in which it failed."""
        if self.now or one.manifest is None:
            return False
        try:
            made = (self.outputs / one.folder / one.files[-1]).stat().st_mtime_ns
            return made > (self.outputs / BATCH).stat().st_mtime_ns
        except OSError:
            return False

    def _error(self, one: OnDisk, entry: Mapping[str, Any]) -> str:
        from hotline_analysis.personal import mask

        said = entry.get("error") if entry.get("result") == "failed" else None
        if not isinstance(said, str) and one.failed:
            said = _error_in(self.outputs / one.folder / one.failed)
        text = mask(one_line(without_paths(first_line(said or ""))))[0]
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"

    def _altered(self, one: OnDisk) -> State | None:
        """Tell which files are missing or are not what the manifest says."""
        wrong = []
        for name, wanted in digests(one).items():
            try:
                if self.hashes.sha256(self.outputs / one.folder / name) != wanted:
                    wrong.append(name)
            except OSError:
                wrong.append(name)
        return State("altered", ", ".join(wrong)) if wrong else None

    def _changed(self, one: OnDisk, manifest: Manifest, entry: Mapping[str, Any]) -> State | None:
        """Tell what of that which a report was made from is not what it was."""
        file = self.outputs / one.folder / one.files[-1]
        place = manifest.places.parameters
        if place is None or not _has_parameters(found_at(place, file.parent)):
            return State("unknown")
        try:
            job = job_again(manifest, file)
            old = [entry.model_dump() for entry in manifest.inputs]
            changed = {role: set(was) - set(now) for role, was, now in changed_inputs(old, inputs_of(job, self.hashes))}
        except (InputError, OSError, ValueError):
            return State("stale", "gone")
        role = next((role for role in _OF_THE_OFFICE if role in changed), None)
        if role is not None:
            return State("stale", "gone" if role == "data" and changed[role] else role)
        if entry.get("result") == "not reached":
            return State("stale", "not reached")
        return State("older") if changed else None


def _has_parameters(folder: Path) -> bool:
    """Tell whether a folder may be that of a parameter file: beside outputs that were moved lies something else."""
    try:
        return any(file.suffix in (".yaml", ".yml") for file in folder.iterdir())
    except OSError:
        return False


def last_entries(outputs: Path) -> Sequence[Mapping[str, Any]]:
    """Return what the last batch said of its reports; nothing where it cannot be read."""
    try:
        content = json.loads((outputs / BATCH).read_bytes())
        reports = content["reports"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return []
    return reports if isinstance(reports, list) else []


def _name(key: str) -> Name | None:
    """Return the name of a report of a batch; None for what is none."""
    parts = key.split("/")
    if len(parts) not in (3, 4):
        return None
    try:
        return named(parts[0], parts[1], parts[2] if len(parts) == 4 else "", parts[-1])
    except ValueError:
        return None


def _error_in(notebook: Path) -> str | None:
    """Return the error of a notebook that failed; None where it shows none."""
    try:
        cells = json.loads(notebook.read_bytes())["cells"]
        outputs = [output for cell in cells for output in cell.get("outputs", ())]
        errors = [one for one in outputs if one.get("output_type") == "error"]
        shown = [said_by(str(one["ename"]), first_line(str(one["evalue"]))) for one in errors]
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return shown[-1] if shown else None
