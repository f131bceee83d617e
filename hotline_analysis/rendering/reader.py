"""The page's own script: small, inside the page, and the only one that its policy lets run."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files

PARTS = ("contents.js", "tables.js", "figures.js", "arrows.js")


@lru_cache(maxsize=1)
def reader_script() -> str:
    """Return the script; the page can be read without it."""
    folder = files("hotline_analysis.rendering") / "templates"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in PARTS)


@lru_cache(maxsize=1)
def script_source() -> str:
    """Return what a Content-Security-Policy allows: this script by its SHA-256, and nothing else."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(reader_script().encode()).digest()).decode()}'"
