"""Write the index of an output folder, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from hotline_analysis.batch.index.folder import look
from hotline_analysis.batch.index.page import index_page
from hotline_analysis.batch.index.shelves import shelves
from hotline_analysis.batch.index.states import States
from hotline_analysis.batch.plan.hashes import Hashes

NAME = "index.html"


def write_index(
    outputs: Path, *, hashes: Hashes | None = None, entries: Sequence[Mapping[str, Any]] | None = None
) -> str | None:
    """Write ``index.html`` of a folder with reports, or leave it if it is as it should be.

    Parameters
    ----------
    outputs : path
    hashes : Hashes, optional
        Remembers files that are the same as before; by default those beside the outputs, which are kept there.
    entries : sequence of mapping, optional
        What the batch that ends now says of its reports, as in ``batch.json``; by default what an earlier one left.

    Returns
    -------
    str or None
        What went wrong, in one line; None if nothing did.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     problem = write_index(Path(folder))
    ...     text = (Path(folder) / "index.html").read_text(encoding="utf-8")
    >>> problem, "这个文件夹里还没有报告" in text
    (None, True)
    """
    known = hashes or Hashes.beside(outputs)
    reports, broken = look(outputs)
    states = States(outputs, known, entries)
    page, with_font = index_page(shelves([*reports, *states.without_files(reports)], states, outputs, known), broken)
    file, digest = outputs / NAME, sha256(page.encode()).hexdigest()
    try:
        if not _as_it_was(file, digest, known):
            _replace(file, with_font().encode())
            known.approve(_approval(file, digest, known))
    except OSError as error:
        return f"{file}: cannot be written ({error.strerror or error})"
    if hashes is None:
        known.save()
    return None


def _as_it_was(file: Path, digest: str, hashes: Hashes) -> bool:
    """Tell whether the file is what was written for this same page: then the font need not be made again."""
    with suppress(FileNotFoundError):
        return hashes.approved(_approval(file, digest, hashes))
    return False


def _approval(file: Path, digest: str, hashes: Hashes) -> str:
    return f"index:{digest}:{hashes.sha256(file)[0]}"


def _replace(file: Path, content: bytes) -> None:
    if file.is_file() and file.read_bytes() == content:
        return
    new = file.with_name(f".{NAME}.{os.getpid()}")
    try:
        new.write_bytes(content)
        new.replace(file)
    except OSError:
        new.unlink(missing_ok=True)
        raise
