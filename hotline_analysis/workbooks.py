"""Workbooks from outside, opened with care: a small file may unpack to terabytes, and XML may refer to other files."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

from hotline_analysis.errors import InputError

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

LARGEST = 2 * 1024**3  # bytes of all that a workbook unpacks to: a full sheet of 30 columns takes half of it
MOST_CELLS = 100_000_000  # from A1 to the last cell of a sheet; all of them take room, also those that are empty
_PACKED_FROM, _MOST_PACKED = 64 * 1024**2, 150  # tables of tickets pack to a tenth, hardly ever to a hundredth
_PIECE, _OVERLAP = 1024**2, 64
_DECLARES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
# a name of a cell with two letters or more, or in a row of seven digits or more; a number of a row
_FAR = re.compile(rb"""\sr\s*=\s*["'](?:([A-Z]{2,3})([0-9]+)|([A-Z])([0-9]{7,})|([0-9]+))["']""")


def open_workbook(path: Path) -> CalamineWorkbook:
    """Open a workbook of any kind that the program reads.

    Parameters
    ----------
    path : Path
        ``.xlsx`` and its kin are searched as a whole before anything is read from them.

    Raises
    ------
    InputError
        If the file is missing, no workbook or damaged, unpacks to more than 2 GB or to more than 150 times its size,
        declares a document type (and with it entities), or has a sheet of more than 100 million cells.
    """
    from python_calamine import CalamineWorkbook

    if not path.is_file():
        raise InputError("cannot be read (No such file or directory)", file=path)
    if zipfile.is_zipfile(path):
        _search(path)
    try:
        return CalamineWorkbook.from_path(str(path))
    except Exception as error:  # calamine's errors share no useful base class
        raise InputError(f"not a workbook, or a damaged one ({error})", file=path) from None


def _search(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _refuse_large(path, sum(one.file_size for one in members), sum(one.compress_size for one in members))
            for one in members:
                if one.filename.lower().endswith((".xml", ".rels", ".bin")):
                    with archive.open(one) as content:
                        _search_member(path, one.filename, content)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        # RuntimeError: a password
        raise InputError(f"not a workbook, or a damaged one ({error})", file=path) from None


def _refuse_large(path: Path, unpacked: int, packed: int) -> None:
    if unpacked > LARGEST or (unpacked > _PACKED_FROM and unpacked > _MOST_PACKED * max(1, packed)):
        allowed = f"at most {LARGEST // 1024**3} GB, and {_MOST_PACKED} times what it takes on the disk"
        raise InputError(f"the workbook unpacks to {unpacked:,} bytes", file=path, allowed=allowed)


def _search_member(path: Path, name: str, content: IO[bytes]) -> None:
    """Read a member to its end, which finds one that is longer than it says, and look for what no workbook needs."""
    width, height = 26, 0
    sheet = "/worksheets/" in name
    for piece in _pieces(content):
        if any(mark in piece for mark in _DECLARES):
            raise InputError("the workbook declares a document type", file=path, where=name, allowed="no <!DOCTYPE …>")
        for found in _FAR.finditer(piece) if sheet else ():
            letters, row, _, high, number = found.groups()
            width = max(width, _column(letters or b"A"))
            height = max(height, int(row or high or number))
    if width * height > MOST_CELLS:
        problem = f"the sheet reaches over {height:,} rows and {width:,} columns"
        raise InputError(problem, file=path, where=name, allowed=f"{MOST_CELLS:,} cells")


def _pieces(content: IO[bytes]) -> Iterator[bytes]:
    """Yield a member piece by piece; each begins with the end of the one before, where a word may be cut."""
    before = b""
    while piece := content.read(_PIECE):
        yield before + piece
        before = piece[-_OVERLAP:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
