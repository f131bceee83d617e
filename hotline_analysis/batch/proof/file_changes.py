"""What differs between a file of a report and the same file made again."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from hotline_analysis.batch.proof.fact_changes import fact_changes
from hotline_analysis.batch.proof.facts_file import NAME as FACTS
from hotline_analysis.batch.proof.facts_file import PrintedFact, read_facts_file
from hotline_analysis.batch.proof.office_changes import word_changes, workbook_changes
from hotline_analysis.batch.proof.pages import page_changes
from hotline_analysis.errors import InputError


def file_changes(old: Path, new: Path, facts: Sequence[PrintedFact]) -> list[str]:
    """Say what differs, in the terms of the file's kind: facts, pieces of a page, cells.

    Parameters
    ----------
    old, new : path
        Two files whose bytes differ.
    facts : sequence of PrintedFact
        Of the new report.

    Returns
    -------
    list of str
        One line a difference; a general one for formats that are not read, such as PDF.
    """
    try:
        return _comparison(new)(old, new, facts)
    except (InputError, UnicodeDecodeError, ValueError, KeyError, TypeError, AttributeError):
        return ["it cannot be read any more as what it was"]


def _comparison(file: Path) -> Callable[[Path, Path, Sequence[PrintedFact]], list[str]]:
    if file.name == FACTS or file.name.endswith(f".{FACTS}"):
        return _facts
    kinds = {".html": _pages, ".ipynb": _notebooks, ".docx": _word, ".xlsx": _workbooks}
    return kinds.get(file.suffix, _bytes)


def _facts(old: Path, new: Path, facts: Sequence[PrintedFact]) -> list[str]:
    changes = [str(change) for change in fact_changes(read_facts_file(old), read_facts_file(new))]
    return changes or ["the facts are the same, but written otherwise"]


def _pages(old: Path, new: Path, facts: Sequence[PrintedFact]) -> list[str]:
    return page_changes(old.read_text(encoding="utf-8"), new.read_text(encoding="utf-8"), facts)


def _notebooks(old: Path, new: Path, facts: Sequence[PrintedFact]) -> list[str]:
    before, after = (json.loads(file.read_text(encoding="utf-8")) for file in (old, new))
    lines = [
        f"cell {number} ({(two or one)['id']}): {_cell_change(one, two)}"
        for number, (one, two) in enumerate(zip_longest(before["cells"], after["cells"]), start=1)
        if one != two
    ]
    return lines or ["its cells are the same, but its metadata is not"]


def _cell_change(old: dict[str, Any] | None, new: dict[str, Any] | None) -> str:
    if old is None or new is None:
        return "only in the one made again" if old is None else "only in the one that is here"
    parts = [key for key in sorted(old.keys() | new.keys()) if old.get(key) != new.get(key)]
    return f"other {', '.join(parts)}"


def _word(old: Path, new: Path, facts: Sequence[PrintedFact]) -> list[str]:
    return word_changes(old, new)


def _workbooks(old: Path, new: Path, facts: Sequence[PrintedFact]) -> list[str]:
    return workbook_changes(old, new)


def _bytes(old: Path, new: Path, facts: Sequence[PrintedFact]) -> list[str]:
    before, after = old.read_bytes(), new.read_bytes()
    places = (place for place, (one, two) in enumerate(zip(before, after, strict=False)) if one != two)
    first = next(places, min(len(before), len(after)))
    return [f"other bytes from {first} on ({len(before)} bytes here, {len(after)} made again)"]
