"""pandoc, which comes with the extra ``docx``."""

from __future__ import annotations

import os
import subprocess
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from hotline_analysis.errors import RenderError

INSTALL = "pip install 'hotline-analysis[docx]'"
_SECONDS = 300


def pandoc_missing() -> str | None:
    """Say what must be installed for Word files, or None; nothing is imported."""
    return None if find_spec("pypandoc") else f"Word files need pandoc, which is not installed: {INSTALL}"


def converted(html: str, reference: bytes) -> bytes:
    """Return a Word file of an HTML text.

    Parameters
    ----------
    html : str
        Pictures inside; pandoc reads nothing else, whatever the text names.
    reference : bytes
        The Word file whose styles it takes.

    Raises
    ------
    RenderError
        If pandoc is not there, or cannot read the text.
    """
    with tempfile.TemporaryDirectory(prefix="hotline-docx-") as folder:
        style, target = Path(folder) / "reference.docx", Path(folder) / "text.docx"
        style.write_bytes(reference)
        command = [_program(), "--sandbox", "--from=html+east_asian_line_breaks", "--to=docx", "--quiet"]
        command += [f"--reference-doc={style}", f"--output={target}"]
        try:
            done = subprocess.run(  # noqa: S603 - our own words, no shell
                command, input=html.encode(), capture_output=True, timeout=_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            raise RenderError(f"the Word file is not complete: pandoc took longer than {_SECONDS} s") from None
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().replace(folder, "…")
            raise RenderError(f"the Word file is not complete: pandoc: {said[:300]}")
        return target.read_bytes()


def _program() -> str:
    missing = pandoc_missing()
    if missing is not None:
        raise RenderError(missing)
    pypandoc = import_module("pypandoc")  # without types

    bundled = Path(str(pypandoc.__file__)).parent / "files" / ("pandoc.exe" if os.name == "nt" else "pandoc")
    if bundled.is_file():
        return str(bundled)  # rather than another version that the machine may have: the same bytes everywhere
    try:
        return str(pypandoc.get_pandoc_path())
    except OSError:
        raise RenderError(f"pypandoc is installed without pandoc: {INSTALL}") from None
