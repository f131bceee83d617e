"""The command line: ``hotline``."""

from __future__ import annotations

import sys
from io import TextIOWrapper

import typer

from hotline_analysis.cli import counting, doctor, importing, proving, reports, scoring, starting, synth  # noqa: F401  each adds commands
from hotline_analysis.cli.app import app
from hotline_analysis.cli.interrupts import InterruptedRunError
from hotline_analysis.errors import HotlineError

__all__ = ["InterruptedRunError", "app", "main"]


def main() -> None:
    """Run the command line; a user's mistake ends in one line and the exit code of its kind.

    Examples
    --------
    >>> from io import StringIO
    >>> from unittest.mock import patch
    >>> with patch("sys.argv", ["hotline", "no-such-command"]), patch("sys.stderr", StringIO()):
    ...     try:
    ...         main()
    ...     except SystemExit as end:
    ...         print(end.code)
    2
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Chinese must not end in a traceback on a terminal with another encoding
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(prog_name="hotline")
    except HotlineError as error:
        typer.echo(f"hotline: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # the reader of a pipe, such as head, has gone: nothing is left to say
        sys.stderr.close()
