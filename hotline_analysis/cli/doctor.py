"""``hotline doctor``: what this machine lacks, and how to mend it."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from hotline_analysis.cli.app import app


class DoctorFormat(StrEnum):
    """How the findings are printed."""

    table = "table"
    json = "json"


@app.command()
def doctor(
    format_: Annotated[
        DoctorFormat, typer.Option("--format", help="How the findings are printed.")
    ] = DoctorFormat.table,
) -> None:
    """Say what is missing on this machine, what it is for, and the command that mends it; exit code 1 if needed."""
    from hotline_analysis.doctor import examine

    findings = examine()
    if format_ is DoctorFormat.json:
        typer.echo(json.dumps([one.as_json() for one in findings], ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(line for one in findings for line in one.lines()))
    missing = sum(one.state == "missing" for one in findings)
    optional = sum(one.state == "optional" for one in findings)
    needed = f"{missing} needed things are missing" if missing else "everything that is needed is there"
    typer.echo(f"{needed}; {optional} optional things are not there", err=True)
    if missing:
        raise typer.Exit(1)
