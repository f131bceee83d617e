"""Whether a report must be made again, and why: its manifest against what it would be made of now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from hotline_analysis.batch.plan.hashes import Hashes
from hotline_analysis.batch.plan.inputs import Input, inputs_of
from hotline_analysis.batch.plan.jobs import Job

VERSION = 2
NEVER = "never made"
_MOST_NAMED = 3
# what an input of a role is called; the data, which has many, is called by its files' names
_ROLES = {
    "notebook": "the notebook",
    "parameters": "the parameters",
    "jurisdiction": "the jurisdiction's file",
    "scheme": "the scheme",
    "data": "the data",
    "template": "the page's template",
    "code": "the code",
}


def why(job: Job, outputs: Path, hashes: Hashes | None = None) -> str | None:
    """Say why a report must be made again.

    Parameters
    ----------
    job : Job
    outputs : Path
    hashes : Hashes, optional
        Remembers files that are the same as before.

    Returns
    -------
    str or None
        One clause; None if all that is wanted is there, whole, and made of what it would be made of now.

    Raises
    ------
    InputError
        As `inputs_of`.

    Examples
    --------
    >>> from hotline_analysis.batch import load_plan, sample_reports
    >>> why(load_plan(sample_reports()[:1]).jobs[0], Path("no-such-folder"))
    'never made'
    """
    known = hashes or Hashes()
    folder = outputs / job.report.folder
    made = _manifest(folder / job.manifest)
    if not isinstance(made, Mapping):
        return made
    lacking = [name for name in job.formats if name not in made["formats"]]
    return (
        (f"not yet made as {', '.join(lacking)}" if lacking else None)
        or _other_engine(made, job)
        or _changed(made, inputs_of(job, known), job)
        or next((text for entry in made["outputs"] if (text := _damage(folder, entry, known))), None)
    )


def _other_engine(made: Mapping[str, Any], job: Job) -> str | None:
    """Say that another program than the wanted one laid out the PDF; ``auto`` wants none in particular."""
    own = made.get("pdf_engine")
    if job.pdf_engine == "auto" or "pdf" not in job.formats or not isinstance(own, dict):
        return None
    return (
        None if own.get("name") == job.pdf_engine else f"the PDF engine changed: {own.get('name')} → {job.pdf_engine}"
    )


def _manifest(file: Path) -> Mapping[str, Any] | str:
    """Read a manifest, or say why the report counts as not made."""
    try:
        content = json.loads(file.read_bytes())
    except FileNotFoundError:
        return NEVER
    except (OSError, ValueError):
        return f"{file.name} cannot be read"
    if not isinstance(content, dict) or content.get("manifest") != VERSION:
        return f"{file.name} is of another version of the program"
    return content if _complete(content) else f"{file.name} is not complete"


def _complete(content: Mapping[str, Any]) -> bool:
    lists = [content.get(key) for key in ("formats", "inputs", "outputs")]
    if not all(isinstance(one, list) for one in lists) or not isinstance(content.get("parameters"), dict):
        return False
    return all(isinstance(one, dict) and {"name", "sha256", "bytes"} <= set(one) for one in (*lists[1], *lists[2]))  # type: ignore[misc]


def _damage(folder: Path, entry: Mapping[str, Any], hashes: Hashes) -> str | None:
    """Say what became of an output that is not as it was left."""
    name = str(entry["name"])
    try:
        found = hashes.sha256(folder / name)
    except FileNotFoundError:
        return f"{name} is missing"
    except OSError:
        return f"{name} cannot be read"
    return None if found == (entry["sha256"], entry["bytes"]) else f"{name} was altered"


def _changed(made: Mapping[str, Any], inputs: Sequence[Input], job: Job) -> str | None:
    """Name the first kind of input that is not what it was, and which of them."""
    for role, old, new in changed_inputs(made["inputs"], inputs):
        return f"{_ROLES[role]} changed" + _named(role, old, new, made["parameters"], job)
    return None


def changed_inputs(
    made: Iterable[Mapping[str, Any]], inputs: Iterable[Input]
) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    """Yield the roles whose inputs are not what they were, with their names and hashes before and now.

    Parameters
    ----------
    made : iterable of mapping
        The inputs as a manifest lists them.
    inputs : iterable of Input
        Those of now.

    Examples
    --------
    >>> was = {"role": "data", "name": "units.csv", "sha256": "0" * 64}
    >>> [role for role, old, new in changed_inputs([was], [Input("data", "units.csv", "1" * 64, 9)])]
    ['data']
    """
    before = {(str(one.get("role")), str(one["name"])): one["sha256"] for one in made}
    now = {(one.role, one.name): one.sha256 for one in inputs}
    for role in _ROLES:
        old, new = ({name: sha for (own, name), sha in some.items() if own == role} for some in (before, now))
        if old != new:
            yield role, old, new


def _named(role: str, old: Mapping[str, str], new: Mapping[str, str], parameters: Mapping[str, Any], job: Job) -> str:
    if role == "parameters":
        now = job.report.model_dump(mode="json", exclude_none=True)
        return _listed(key for key in sorted({*now, *parameters}) if now.get(key) != parameters.get(key))
    if role in ("notebook", "jurisdiction", "code") and len(old) == len(new) == 1:
        (one,), (other,) = old, new
        return "" if role == "code" and one == other else _listed([other])
    gone = [f"{name} is gone" for name in old if name not in new]
    added = [f"{name} is new" for name in new if name not in old]
    return _listed([*(name for name in new if name in old and new[name] != old[name]), *added, *gone])


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    more = len(found) - _MOST_NAMED
    return (": " + ", ".join(found[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")) if found else ""
