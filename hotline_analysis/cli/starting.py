"""``hotline new``: a working folder of one's own."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hotline_analysis.cli.app import app
from hotline_analysis.cli.interrupts import interruptible
from hotline_analysis.textual import visible

if TYPE_CHECKING:
    from hotline_analysis.starting import Started

NOTHING_LEFT = "interrupted; no folder was made"


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is not there yet.")],
    export: Annotated[
        Path | None, typer.Option(help="Your export of tickets; otherwise the folder holds an invented one.")
    ] = None,
    scheme: Annotated[
        str | None, typer.Option(help="A built-in scheme to copy (see: hotline schemes); otherwise a simple one.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="The name of the place, as bulletins print it.")] = None,
) -> None:
    """Make a working folder for a jurisdiction, and say the three steps to its first bulletin."""
    from hotline_analysis.starting import start_folder

    with interruptible(NOTHING_LEFT):
        started = start_folder(folder, name=name, scheme=scheme, export=export)
    for line in _said(started):
        typer.echo(line)
    for note in started.notes:
        typer.echo(f"note: {visible(note)}", err=True)


def _said(started: Started) -> list[str]:
    from hotline_analysis.starting.steps import quoted

    lines = [f"{started.folder}: {', '.join(started.files)}", "", "Next:", "", f"    cd {quoted(str(started.folder))}"]
    for number, step in enumerate(started.steps, start=1):
        lines += ["", f"{number}. {step.en}", f"   {step.zh}", "", f"    {step.command}"]
    if "export.xlsx" in started.files:
        lines += ["", "export.xlsx is an invented example: README.md says how to put your own export in its place."]
    if shutil.which("hotline") is None:
        scripts = Path(sys.executable).parent
        lines += ["", f"`hotline` is not on the path of this terminal; it lies in {scripts}"]
    return lines
