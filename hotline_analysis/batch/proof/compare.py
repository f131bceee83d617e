"""Back-test: the facts of two versions, or two periods, of the same reports side by side."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hotline_analysis.batch.proof.fact_changes import FactChange, fact_changes
from hotline_analysis.batch.proof.facts_file import NAME, read_facts_file
from hotline_analysis.errors import InputError

Row = tuple[str, FactChange]


@dataclass(frozen=True)
class Comparison:
    """What differs between the facts of reports.

    Attributes
    ----------
    reports : tuple of str
        The reports that both sides have, by the path of their facts.
    rows : tuple of (str, FactChange)
        Each with its report.
    only_old, only_new : tuple of str
        Reports that one side has.
    facts : int
        How many facts the new side has in the compared reports.
    """

    reports: tuple[str, ...]
    rows: tuple[Row, ...]
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]
    facts: int

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not (self.rows or self.only_old or self.only_new)


def compare(old: Path, new: Path) -> Comparison:
    """Compare the facts of two reports, or of all reports of two folders.

    Parameters
    ----------
    old, new : path
        Each a ``facts.json``, or a folder with reports or with folders of reports: those that lie at the same place
        below the two folders belong together.

    Raises
    ------
    InputError
        If there are no facts, none at the same place, or a file is not valid.
    """
    before, after = _files(old, new), _files(new, old)
    reports = [name for name in after if name in before]
    if not reports:
        allowed = f"folders or files with facts of the same reports; {old} has {', '.join(before)}"
        raise InputError("no report is on both sides", file=new, value=", ".join(after), allowed=allowed)
    rows: list[Row] = []
    count = 0
    for name in reports:
        now = read_facts_file(after[name])
        count += len(now)
        rows += [(name, change) for change in fact_changes(read_facts_file(before[name]), now)]
    only_old, only_new = (tuple(n for n in one if n not in two) for one, two in ((before, after), (after, before)))
    return Comparison(tuple(reports), tuple(rows), only_old, only_new, count)


def _files(path: Path, other: Path) -> dict[str, Path]:
    """Return the files with facts by their place; of a folder set against a file, the one with that file's name."""
    if not path.is_dir():
        return {path.name if other.is_dir() else NAME: path}
    if other.is_file():
        return {other.name: path / other.name}
    found = {file.relative_to(path).as_posix(): file for file in sorted(path.rglob(f"*{NAME}")) if _plain(file, path)}
    if not found:
        raise InputError(f"no {NAME} here or below", file=path, allowed="a report's folder, or its facts.json")
    return found


def _plain(file: Path, path: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
    return not hidden and (file.name == NAME or file.name.endswith(f".{NAME}"))
