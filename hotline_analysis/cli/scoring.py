"""``hotline score``, ``schemes``, ``samples`` and ``audit``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hotline_analysis.cli.app import Format, TableFormat, app, print_frame

if TYPE_CHECKING:
    from hotline_analysis.metrics import UnitTable
    from hotline_analysis.schemes import Scheme


class AuditFormat(StrEnum):
    """How an audit is printed."""

    table = "table"
    json = "json"


Tables = Annotated[list[Path], typer.Argument(help="Unit tables: CSV, TSV or Excel; the file's name is the group.")]


@app.command()
def score(
    tables: Tables,
    scheme: Annotated[str, typer.Option(help="A built-in scheme (NAME or NAME:VARIANT) or a YAML file.")],
    format_: Format = TableFormat.table,
    previous: Annotated[
        list[Path] | None,
        typer.Option(help="Unit table of the previous period: adds the place and grade before; repeatable."),
    ] = None,
    year_before: Annotated[
        list[Path] | None, typer.Option(help="Unit table of the same period a year earlier; repeatable.")
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
    print_frame(scores_frame(scores, previous=earlier), format_)


def _units(paths: list[Path] | None, rules: Scheme) -> UnitTable | None:
    from hotline_analysis.schemes import read_units

    return read_units(paths, rules) if paths else None


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
    print_frame(pd.DataFrame(rows, dtype=object), format_)


@app.command()
def samples(format_: Format = TableFormat.table) -> None:
    """List the packaged cases: five published bulletins' figures."""
    import pandas as pd

    from hotline_analysis.cases import load_case, sample_names

    cases = [load_case(name) for name in sample_names()]
    rows = [
        {"case": one.name, "period": one.period, "scheme": one.scheme, "title": str(one.source.get("title", ""))}
        for one in cases
    ]
    print_frame(pd.DataFrame(rows, dtype=object), format_)


@app.command()
def audit(
    case: Annotated[str, typer.Argument(help="A packaged case (see: hotline samples) or a case folder.")],
    format_: Annotated[AuditFormat, typer.Option("--format", help="How the findings are printed.")] = AuditFormat.table,
) -> None:
    """Set printed figures against what their own counts imply; exit code 1 if anything differs."""
    from hotline_analysis.audit import audit_case, open_case

    found = audit_case(open_case(case))
    typer.echo(found.to_json() if format_ is AuditFormat.json else found.to_text())
    raise typer.Exit(found.exit_code)
