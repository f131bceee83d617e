"""Read printed tables as a unit table: whatever their headers are called, in one or several files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from hotline_analysis.errors import InputError
from hotline_analysis.metrics.dictionary import canonical_headers
from hotline_analysis.metrics.unit_table import GROUP_HEADERS, UNIT_HEADERS, UnitTable, exact_unit_table
from hotline_analysis.tabular import read_text_table

# attribute of a table that was joined from several files: column → index → file and line of the cell
PLACES = "places"


def read_unit_table(
    paths: Sequence[str | Path | tuple[str | Path, str | None]],
    *,
    scores: Iterable[str] = (),
    counted: Iterable[str] = (),
    headers: Mapping[str, str] | None = None,
) -> UnitTable:
    """Read one or more CSV or Excel files into one unit table.

    Parameters
    ----------
    paths : sequence of path or (path, group)
        The group of a row is its ``group`` column, else the group given here, else the file's name.
    scores : iterable of str
        Keys of a scheme's items: a column of that name is a given score, even where it is also the name of a count.
    counted : iterable of str
        Keys of counts beside those of the dictionary.
    headers : mapping of str to str, optional
        More headers, and the key each stands for; those of the dictionary go before them.

    Raises
    ------
    InputError
        For an unreadable file, no unit column, two columns of the same meaning, and as `exact_unit_table`.

    Examples
    --------
    >>> from hotline_analysis.cases import load_case
    >>> read_unit_table(load_case("furong-2020-03").unit_table_files).figures[:3]
    ('signed', 'late_signed', 'late_returned')
    """
    pieces = []
    for entry in paths:
        path, group = entry if isinstance(entry, tuple) else (entry, None)
        pieces.append((read_text_table(path), str(path), group or Path(path).stem))
    return stacked(pieces, scores=scores, counted=counted, headers=headers)


def stacked(
    pieces: Sequence[tuple[pd.DataFrame, str, str]],
    *,
    scores: Iterable[str] = (),
    counted: Iterable[str] = (),
    headers: Mapping[str, str] | None = None,
    from_tickets: bool = False,
) -> UnitTable:
    """Make one unit table of several printed ones.

    Parameters
    ----------
    pieces : sequence of (DataFrame of str, str, str)
        Table under its own headers, the file it came from, and the group of rows that name none.
    scores, counted, headers
        As `read_unit_table`.
    from_tickets
        As `exact_unit_table`.

    Raises
    ------
    InputError
        As `read_unit_table`.

    Examples
    --------
    >>> streets = pd.DataFrame({"单位": ["甲街道"], "办结数": ["40"]})
    >>> departments = pd.DataFrame({"部门名称": ["乙局"], "办结数": ["10"]})
    >>> table = stacked([(streets, "streets.csv", "街道"), (departments, "departments.csv", "区直部门")])
    >>> table.frame[["unit", "group"]].values.tolist(), table.sums()["closed"]
    ([['甲街道', '街道'], ['乙局', '区直部门']], Fraction(50, 1))
    """
    wanted, more = tuple(scores), tuple(counted)
    names = {**(headers or {}), **canonical_headers(), **{key: key for key in (*wanted, *more)}}
    known, notes = [], list[str]()
    for raw, file, group in pieces:
        frame, ignored = _canonical(raw, file, group, names)
        known.append(frame)
        if ignored:
            notes.append(f"{file}: columns not used: {', '.join(ignored)}")
    if not known:
        raise InputError("no table given", allowed="one or more CSV or Excel files")
    if all(frame.empty for frame in known):
        files = ", ".join(file for _, file, _ in pieces)
        raise InputError("no unit in the table", file=files, allowed="a row for every unit")
    text = pd.concat(known, ignore_index=True)
    return exact_unit_table(text, scores=wanted, counted=more, notes=notes, from_tickets=from_tickets)


def _canonical(raw: pd.DataFrame, file: str, group: str, names: Mapping[str, str]) -> tuple[pd.DataFrame, list[str]]:
    """Rename the columns of one table to their keys; return also the headers nobody knows."""
    unit = next((name for name in UNIT_HEADERS if name in raw), None)
    if unit is None:
        raise InputError(
            "no column names the unit", file=file, value=list(raw.columns), allowed=", ".join(UNIT_HEADERS)
        )
    groups = next((name for name in GROUP_HEADERS if name in raw), None)
    named = raw[groups].replace("", group) if groups else group
    frame = pd.DataFrame({"unit": raw[unit], "group": named}, index=raw.index, dtype=object)
    frame["source"] = [f"{file}, line {line}" for line in raw.index]
    places: Mapping[str, Mapping[int, str]] = raw.attrs.get(PLACES, {})
    ignored = []
    for header in raw.columns:
        key = names.get(header)
        if header in (unit, groups):
            continue
        if header == "row_type" or header.endswith("_reason"):
            frame[header] = raw[header]
        elif key is None:
            ignored.append(header)
        elif key in frame:
            raise InputError("two columns hold the same count", file=file, where=f"column {header}", value=key)
        else:
            frame[key] = raw[header]
            if header in places:
                frame[f"{key}_source"] = [places[header].get(line, "") for line in raw.index]
    return frame, ignored
