"""Which program lays out a PDF: WeasyPrint where it works, else a browser that is installed."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from hotline_analysis.errors import RenderError, UsageError

ENGINES = ("auto", "weasyprint", "chromium")
_PANGO = "Pango (Debian: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)"
_BROWSER = "Chrome, Chromium or Edge"


@dataclass(frozen=True)
class Engine:
    """A program that makes PDF files.

    Attributes
    ----------
    name : {"weasyprint", "chromium"}
    version : str
        ``70.0``, ``Chromium 131.0.6778.85``.
    export : callable
        Makes the PDF of a page.

    Examples
    --------
    >>> str(Engine("weasyprint", "70.0", lambda html: b""))
    'weasyprint (70.0)'
    """

    name: str
    version: str
    export: Callable[[str], bytes]

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"


def check_engine(name: str) -> None:
    """Refuse a name that is no engine's.

    Raises
    ------
    UsageError
        Naming it and what is allowed.
    """
    if name not in ENGINES:
        raise UsageError(f"unknown PDF engine {name!r}; allowed: {', '.join(ENGINES)}")


def choose_engine(name: str = "auto") -> Engine:
    """Return the engine of a name; ``auto`` is WeasyPrint if it can be loaded, else an installed browser.

    Raises
    ------
    UsageError
        For an unknown name.
    RenderError
        If the engine is not there; the message names what to install.

    Examples
    --------
    >>> choose_engine("auto").name in ("weasyprint", "chromium")
    True
    """
    from hotline_analysis.rendering.chart_numbers import on_paper

    check_engine(name)
    if name != "chromium":
        reason = weasyprint_missing()
        if reason is None:
            from hotline_analysis.rendering.pdf.weasy import export_with_weasyprint, version

            return Engine("weasyprint", version(), lambda html: export_with_weasyprint(on_paper(html)))
        if name == "weasyprint":
            raise RenderError(f"no PDF by WeasyPrint: {reason}; install {_PANGO}, or take --pdf-engine chromium")
    from hotline_analysis.rendering.pdf.browsers import find_browser
    from hotline_analysis.rendering.pdf.chromium import export_with

    browser = find_browser()
    if browser is None:
        lacking = (
            f"WeasyPrint lacks {_PANGO}, and there is no {_BROWSER}" if name == "auto" else f"there is no {_BROWSER}"
        )
        raise RenderError(f"no PDF can be made: {lacking}; install one of them, or leave pdf out of --to")
    return Engine("chromium", browser.version, lambda html: export_with(browser, on_paper(html)))


def check_engine_there(name: str) -> None:
    """Refuse an engine that this machine does not have, as `choose_engine` does, but loading nothing if all is well.

    Raises
    ------
    RenderError
        Saying what to install.
    """
    if name != "chromium" and find_spec("weasyprint") is not None:
        with suppress(OSError):
            ctypes.CDLL("libpango-1.0.so.0")
            return
    choose_engine(name)


def weasyprint_missing() -> str | None:
    """Say why WeasyPrint cannot be loaded, or None; what it prints about that is not shown."""
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            import_module("weasyprint")
    except (ImportError, OSError) as error:
        return " ".join(str(error).split())[:160]
    return None


def export_pdf(html: str, *, engine: str = "auto") -> bytes:
    """Return the PDF of a page made by `export_html`.

    Parameters
    ----------
    html : str
        The page, with its print style sheet and pictures inside.
    engine : {"auto", "weasyprint", "chromium"}

    Returns
    -------
    bytes
        A tagged PDF with embedded fonts, bookmarks, title, language and issuer; the same bytes for the same page, the
        same engine and the same fonts.

    Raises
    ------
    RenderError
        A table does not fit its page, a picture is broken, a character has no glyph, the page refers to something
        outside itself, or the engine is not there.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook, new_output
    >>> shown = new_output("display_data", data={"text/html": "<h1>通报</h1><p>办结工单2034件。</p>"})
    >>> from hotline_analysis.rendering import export_html
    >>> page = export_html(new_notebook(cells=[new_code_cell("…", outputs=[shown])]), name="note")
    >>> export_pdf(page)[:5]
    b'%PDF-'
    """
    return choose_engine(engine).export(html)
