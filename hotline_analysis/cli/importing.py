"""``hotline import``: an office's export becomes canonical tickets."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hotline_analysis.cli.app import app
from hotline_analysis.cli.interrupts import interruptible
from hotline_analysis.errors import UsageError

if TYPE_CHECKING:
    from hotline_analysis.tickets.importing.run import Imported

UNCHANGED = "interrupted; nothing was changed"


@app.command("import")
def import_(
    exports: Annotated[
        list[str], typer.Argument(metavar="EXPORT…", help="XLSX, XLS, CSV, TSV or parquet files, or a database's URL.")
    ],
    mapping: Annotated[
        Path | None,
        typer.Option(help="A YAML file that says what the export's headers and words mean; needed, but for --suggest."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="The store (a folder), or a .parquet file; needed, but for --suggest.")
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            help="Replace this period of the store, otherwise every period of the export; other tickets update theirs."
        ),
    ] = None,
    sheet: Annotated[list[str] | None, typer.Option(help="A sheet to read; may be repeated.")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="When the export was made: 2022-12-01, or 2022-12-01T08:00.")
    ] = None,
    suggest: Annotated[bool, typer.Option("--suggest", help="Print a first mapping for the export instead.")] = False,
) -> None:
    """Turn exports into canonical tickets, checked and without personal numbers."""
    if suggest:
        _suggest(exports, [mapping, out, period, as_of], tuple(sheet or ()))
        return
    if mapping is None or out is None:
        raise UsageError("--mapping and --out are needed; `hotline import --suggest EXPORT` prints a first mapping")
    from hotline_analysis.tickets.calendar import Period
    from hotline_analysis.tickets.importing.run import import_tickets
    from hotline_analysis.tickets.mapping.mapping import load_mapping

    with interruptible(UNCHANGED):
        done = import_tickets(
            exports,
            load_mapping(mapping),
            out,
            period=None if period is None else Period.parse(period),
            sheets=tuple(sheet or ()),
            as_of=_moment(as_of),
        )
    for line in _said(done):
        typer.echo(line, err=True)
    typer.echo(str(done.path))


def _suggest(exports: list[str], others: list[object], sheets: tuple[str, ...]) -> None:
    from hotline_analysis.tickets.suggesting.suggest import suggest_mapping

    if len(exports) != 1 or any(one is not None for one in others):
        raise UsageError("--suggest takes one export and, for a workbook, --sheet")
    found = suggest_mapping(exports[0], sheets=sheets)
    typer.echo(found.text, nl=False)
    for line in found.notes:
        typer.echo(line, err=True)


def _moment(text: str | None) -> datetime | None:
    try:
        moment = None if text is None else datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--as-of takes 2022-12-01 or 2022-12-01T08:00, not {text!r}") from None
    if moment is not None and moment.tzinfo is not None:
        raise UsageError("--as-of is the office's local time, without a zone")
    return moment


def _said(done: Imported) -> list[str]:
    """Say what was done in a few lines."""
    lines = [f"{month}: {how}, {before:,} -> {after:,} tickets" for month, how, before, after in done.changes]
    lines += [
        f"warning: {month} held {before:,} tickets and now holds {after:,}; if those of the export were only carried"
        " over, import again with --period"
        for month, how, before, after in done.changes
        if how == "replaced" and len(done.changes) > 1 and after * 2 < before
    ]
    lines += [f"not read, because it holds no header of the mapping: {name}" for name in done.passed]
    lines.append(str(done.quality))
    if done.set_aside is not None:
        lines.append(f"rows set aside are in {done.set_aside}")
    return [*lines, f"done in {done.seconds:.1f} s"]
