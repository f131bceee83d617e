"""Find out what each export is, and which tables it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.tickets.mapping.mapping import TicketMapping
from hotline_analysis.tickets.sources import columnar, delimited, workbook
from hotline_analysis.tickets.sources.database import is_url, open_query
from hotline_analysis.tickets.sources.part import Part

ALLOWED = ".xlsx, .xls, .csv, .tsv (also packed: .csv.gz), .parquet, or the address of a database"


@dataclass(frozen=True)
class Opened:
    """The tables of an import.

    Attributes
    ----------
    parts : tuple of Part
    passed : tuple of str
        Sheets that hold no header of the mapping.
    """

    parts: tuple[Part, ...]
    passed: tuple[str, ...]


def open_exports(exports: Sequence[str], mapping: TicketMapping, sheets: Sequence[str]) -> Opened:
    """Open every export and find its header; no ticket is read.

    Raises
    ------
    InputError
        If an export is missing, of no known kind, damaged, or lacks a mapped column, or the mapping names sheets and
        no export has any.
    UsageError
        If ``sheets`` are named and no export has any.
    """
    refuse_sheets(exports, mapping.sheets, sheets)
    parts: list[Part] = []
    passed: list[str] = []
    for export in dict.fromkeys(exports):
        if is_url(export):
            parts.append(open_query(export, mapping))
            continue
        path = Path(export)
        kind = kind_of(path)
        if kind == "workbook":
            found, without = workbook.open_workbook(path, mapping, sheets)
            parts += found
            passed += [f"{path}, sheet {name}" for name in without]
        elif kind == "delimited":
            parts.append(delimited.open_delimited(path, mapping))
        else:
            parts.append(columnar.open_columnar(path, mapping))
    return Opened(tuple(parts), tuple(passed))


def refuse_sheets(exports: Sequence[str], named: Sequence[str], option: Sequence[str]) -> None:
    """Refuse sheets where there is none.

    Parameters
    ----------
    exports : sequence of str
    named : sequence of str
        The sheets that a mapping names.
    option : sequence of str
        Those that the command names.

    Raises
    ------
    InputError
        If the mapping names sheets, and no export is a workbook.
    UsageError
        If the command does.
    """
    if not (named or option):
        return
    if any(not is_url(export) and kind_of(Path(export)) == "workbook" for export in exports):
        return
    if option:
        raise UsageError("--sheet is for workbooks; no export is one")
    if named:
        names = ", ".join(named)
        allowed = "a workbook, or a mapping without `sheets:`"
        raise InputError("the mapping names sheets, and no export is a workbook", value=names, allowed=allowed)


def kind_of(path: Path) -> str:
    """Tell by its name what an export is: workbook, delimited or columnar.

    Raises
    ------
    InputError
        If it does not exist, or its name ends in nothing that can be read.
    """
    suffix = Path(path.name.lower().removesuffix(".gz")).suffix
    packed = path.suffix.lower() == ".gz"
    if not path.is_file():
        raise InputError("no such export", file=path, allowed="a file, or the address of a database")
    if suffix in workbook.SUFFIXES and not packed:
        return "workbook"
    if suffix in delimited.SUFFIXES:
        return "delimited"
    if suffix in columnar.SUFFIXES and not packed:
        return "columnar"
    raise InputError("not an export", file=path, value=path.suffix, allowed=ALLOWED)
