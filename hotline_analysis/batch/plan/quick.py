"""Import nbformat without what takes longer than all the rest of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

# the grammar of international web addresses; where JupyterLab is installed, checking schemas builds it at import, and
# nothing in a notebook is checked against it
_GRAMMAR = "rfc3987_syntax"


@contextmanager
def quick_imports() -> Iterator[None]:
    """Pass over the grammar of web addresses in imports."""
    if _GRAMMAR in sys.modules:
        yield
        return
    sys.modules[_GRAMMAR] = None  # type: ignore[assignment]  # Python's own way to say that there is no such module
    try:
        yield
    finally:
        del sys.modules[_GRAMMAR]
