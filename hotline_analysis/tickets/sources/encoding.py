"""The encoding of text files: UTF-8, with or without BOM, or GB18030; and copies in UTF-8."""

from __future__ import annotations

import codecs
import gzip
from pathlib import Path
from typing import IO, BinaryIO, cast

from hotline_analysis.errors import InputError

ALLOWED = "UTF-8 or GB18030"
_HEAD = 1 << 20
_CHUNK = 1 << 22


def is_packed(file: Path) -> bool:
    """Tell whether a file is compressed by gzip, as its name says."""
    return file.suffix.lower() == ".gz"


def open_bytes(file: Path) -> BinaryIO:
    """Open a file, unpacked.

    Raises
    ------
    InputError
        If it cannot be opened.
    """
    try:
        return cast(BinaryIO, gzip.open(file, "rb")) if is_packed(file) else file.open("rb")
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", file=file) from None


def open_text(file: Path, encoding: str) -> IO[str]:
    """Open a file as text whose line ends are kept as they are."""
    import io

    return io.TextIOWrapper(open_bytes(file), encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="")


def count_lines(file: Path) -> int:
    """Count the lines of a file, also the last one where nothing ends it."""
    number, last = 0, b"\n"
    with open_bytes(file) as content:
        while block := content.read(1 << 20):
            number, last = number + block.count(b"\n"), block[-1:]
    return number + (last != b"\n")


def head_encoding(file: Path) -> str:
    """Return the encoding in which the first megabyte of a file reads.

    Raises
    ------
    InputError
        If it is neither UTF-8 nor GB18030, or no text.
    """
    try:
        with open_bytes(file) as lines:
            head = lines.read(_HEAD)
    except (OSError, EOFError) as error:
        raise InputError(f"cannot be read ({error})", file=file) from None
    if not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and b"\x00" not in head:
        for encoding in ("utf-8", "gb18030"):
            try:
                codecs.getincrementaldecoder(encoding)().decode(head)
            except UnicodeDecodeError:
                continue
            return encoding
    raise InputError("unreadable text", file=file, allowed=ALLOWED)


def copy_as_utf8(file: Path, copy: Path, encoding: str) -> None:
    """Write a copy in UTF-8 with plain line ends, a piece at a time.

    Raises
    ------
    InputError
        If the file is not in that encoding throughout: the line is named.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with open_bytes(file) as source, copy.open("w", encoding="utf-8", newline="") as target:
        while True:
            piece = source.read(_CHUNK)
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                line += error.object[: error.start].count(b"\n")
                raise InputError(f"not {encoding.upper()} throughout", file=file, where=f"line {line}") from None
            line += piece.count(b"\n")
            target.write(text.replace("\r\n", "\n").removeprefix("\ufeff"))
            if not piece:
                return
