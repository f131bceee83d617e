"""``hotline synth``: tickets that add up to a published case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hotline_analysis.cli.app import app
from hotline_analysis.cli.interrupts import interruptible
from hotline_analysis.errors import UsageError

NOTHING_LEFT = "interrupted; nothing half-written is left"


@app.command()
def synth(
    case: Annotated[str, typer.Argument(help="A packaged case (see: hotline samples).")],
    out: Annotated[
        Path, typer.Option(help="A .parquet file of tickets, a .csv or .xlsx export with its mapping, or a folder.")
    ],
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same tickets.")] = 1,
    tickets: Annotated[int | None, typer.Option(help="So many tickets, for benchmarks; .parquet only.")] = None,
) -> None:
    """Make tickets that add up to a published case, and the year before it."""
    from hotline_analysis.synthetic import write_many, write_tickets

    if tickets is not None and out.suffix.lower() != ".parquet":
        raise UsageError(f"--tickets writes a .parquet file, not {out.name!r}")
    with interruptible(NOTHING_LEFT):
        if tickets is None:
            made = write_tickets(case, out, seed=seed)
        else:
            rows, made = write_many(case, out, tickets=tickets, seed=seed), [out]
            typer.echo(f"{rows:,} tickets", err=True)
    for path in made:
        typer.echo(str(path))
