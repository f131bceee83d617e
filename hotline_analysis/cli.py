"""The command line: ``hotline``."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hotline_analysis.errors import HotlineError

if TYPE_CHECKING:
    import pandas as pd

    from hotline_analysis.metrics import UnitTable
    from hotline_analysis.schemes import Scheme

app = typer.Typer(
    name="hotline",
    help="Bulletins and analysis for 12345 hotlines: score, audit, run, batch.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class TableFormat(StrEnum):
    """How a table is printed."""

    table = "table"
    csv = "csv"
    json = "json"


Tables = Annotated[list[Path], typer.Argument(help="Unit tables: CSV, TSV or Excel; the file's name is the group.")]
Format = Annotated[TableFormat, typer.Option("--format", help="How the result is printed.")]


@app.command()
def score(
    tables: Tables,
    scheme: Annotated[str, typer.Option(help="A built-in scheme (NAME or NAME:VARIANT) or a YAML file.")],
    format_: Format = TableFormat.table,
    previous: Annotated[
        list[Path] | None, typer.Option(help="Unit table of the previous period; may be given more than once.")
    ] = None,
    year_before: Annotated[
        list[Path] | None, typer.Option(help="Unit table of the same period a year earlier; may be repeated.")
    ] = None,
) -> None:
    """Score, rank and grade the units of a table under a scheme."""
    from hotline_analysis.schemes import load_scheme, scores_frame
    from hotline_analysis.schemes import score as score_units

    rules = load_scheme(scheme)
    now, before, year = (_units(paths, rules) for paths in (tables, previous, year_before))
    assert now is not None
    scores = score_units(now, rules, previous=before, year_before=year)
    earlier = None if before is None else score_units(before, rules)
    for note in scores.notes:
        typer.echo(f"note: {note}", err=True)
    _print(scores_frame(scores, previous=earlier), format_)


def _units(paths: list[Path] | None, rules: Scheme) -> UnitTable | None:
    from hotline_analysis.schemes import read_units

    return read_units(paths, rules) if paths else None


def _print(frame: pd.DataFrame, format_: TableFormat) -> None:
    from hotline_analysis.textual import aligned

    if format_ is TableFormat.csv:
        typer.echo(frame.to_csv(index=False, lineterminator="\n"), nl=False)
    elif format_ is TableFormat.json:
        typer.echo(frame.to_json(orient="records", force_ascii=False, indent=2))
    else:
        typer.echo(aligned(frame))


@app.command()
def schemes(format_: Format = TableFormat.table) -> None:
    """List the built-in schemes and their variants."""
    import pandas as pd

    from hotline_analysis.schemes import load_scheme, scheme_names

    loaded = [load_scheme(name) for name in scheme_names()]
    rows = [
        {
            "scheme": one.scheme,
            "title": one.title.en,
            "from": str(one.valid.from_ or ""),
            "until": str(one.valid.until or ""),
            "variants": ", ".join(one.variants),
            "source": one.source,
        }
        for one in loaded
    ]
    _print(pd.DataFrame(rows, dtype=object), format_)


def main() -> None:
    """Run the command line; a user's mistake ends in one line and the exit code of its kind."""
    try:
        app()
    except HotlineError as error:
        typer.echo(f"hotline: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # the reader of a pipe, such as head, has gone: nothing is left to say
        sys.stderr.close()
