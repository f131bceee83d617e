"""The command line: ``hotline``."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hotline_analysis.errors import HotlineError, UsageError

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


class AuditFormat(StrEnum):
    """How an audit is printed."""

    table = "table"
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
    _print(pd.DataFrame(rows, dtype=object), format_)


@app.command()
def audit(
    case: Annotated[str, typer.Argument(help="A packaged case (see: hotline samples) or a case folder.")],
    format_: Annotated[AuditFormat, typer.Option("--format", help="How the findings are printed.")] = AuditFormat.table,
) -> None:
    """Set printed figures against what their own counts imply; exit code 1 if anything differs."""
    from hotline_analysis.audit import audit_case
    from hotline_analysis.cases import load_case

    found = audit_case(load_case(case))
    typer.echo(found.to_json() if format_ is AuditFormat.json else found.to_text())
    raise typer.Exit(found.exit_code)


Formats = Annotated[str, typer.Option("--to", help="Formats, separated by commas: html, pdf.")]
Outputs = Annotated[Path, typer.Option(help="The folder that takes the reports.")]


@app.command()
def run(
    notebook: Annotated[Path, typer.Argument(help="A notebook with a cell tagged parameters.")],
    params: Annotated[Path, typer.Option(help="The report's parameter file.")],
    change: Annotated[
        list[str] | None, typer.Option("-p", help="key=value that replaces the file's; repeatable.")
    ] = None,
    to: Formats = "html,pdf",
    outputs: Outputs = Path("outputs"),
) -> None:
    """Run one notebook for one report."""
    from hotline_analysis.batch import run_report

    with _interruptible():
        made = run_report(notebook, params, changes=_changes(change or []), formats=_formats(to), outputs=outputs)
    for file in made.files.values():
        typer.echo(str(file))


@app.command()
def batch(
    params: Annotated[list[Path] | None, typer.Argument(help="Report files, or folders of them.")] = None,
    samples_: Annotated[bool, typer.Option("--samples", help="Make the packaged bulletins.")] = False,
    to: Formats = "html,pdf",
    workers: Annotated[int, typer.Option("-j", min=1, help="Reports made at the same time.")] = 1,
    outputs: Outputs = Path("outputs"),
) -> None:
    """Make many bulletins; one that fails does not stop the others."""
    from hotline_analysis.batch import report_files, run_many, sample_reports

    files = [*report_files(params or []), *(sample_reports() if samples_ else [])]
    if not files:
        raise UsageError("nothing to make; name report files, or give --samples")
    codes = []
    with _interruptible():
        for outcome in run_many(files, formats=_formats(to), outputs=outputs, workers=workers):
            if outcome.error is not None:
                codes.append(outcome.error.exit_code)
                typer.echo(f"failed: {outcome.params}: {outcome.error}", err=True)
                continue
            for file in outcome.made.files.values() if outcome.made else ():
                typer.echo(str(file))
    typer.echo(f"{len(files) - len(codes)} of {len(files)} reports made, in {outputs}", err=True)
    if codes:
        raise typer.Exit(codes[0] if len(set(codes)) == 1 else 1)


def _formats(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _changes(pairs: list[str]) -> dict[str, str]:
    split = [pair.partition("=") for pair in pairs]
    wrong = next((pair for pair, (key, sign, _) in zip(pairs, split, strict=True) if not (key and sign)), None)
    if wrong is not None:
        raise UsageError(f"-p takes key=value, not {wrong!r}")
    return {key: value for key, _, value in split}


@contextmanager
def _interruptible() -> Iterator[None]:
    """Turn Ctrl-C, or the signal of a scheduler that stops its job, into one line."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        # what the libraries below say about a kernel that was stopped is of no use to anybody
        logging.disable(logging.CRITICAL)
        raise InterruptedRunError("interrupted; finished reports are kept, nothing half-written is left") from None
    finally:
        signal.signal(signal.SIGTERM, before or signal.SIG_DFL)


class InterruptedRunError(HotlineError):
    """The user stopped the command (exit code 130, as shells have it)."""

    exit_code = 130


def main() -> None:
    """Run the command line; a user's mistake ends in one line and the exit code of its kind."""
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
