"""``hotline run`` and ``hotline batch``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hotline_analysis.cli.app import app
from hotline_analysis.cli.interrupts import interruptible
from hotline_analysis.errors import UsageError

Formats = Annotated[str, typer.Option("--to", help="Formats, separated by commas: html, pdf.")]
Outputs = Annotated[Path, typer.Option(help="The folder that takes the reports.")]


@app.command()
def run(
    notebook: Annotated[
        Path,
        typer.Argument(
            help="A notebook with a cell tagged parameters; or bulletin, audit, quality, league_table or drivers."
        ),
    ],
    params: Annotated[Path, typer.Option(help="The report's parameter file.")],
    change: Annotated[
        list[str] | None, typer.Option("-p", help="key=value that replaces the file's; repeatable.")
    ] = None,
    to: Formats = "html,pdf",
    outputs: Outputs = Path("outputs"),
) -> None:
    """Run one notebook for one report."""
    from hotline_analysis.batch import run_report

    with interruptible():
        source = _packaged(notebook)
        made = run_report(source, params, changes=_changes(change or []), formats=_formats(to), outputs=outputs)
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
    with interruptible():
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


def _packaged(notebook: Path) -> Path:
    """Take the bare name of a packaged notebook for that one, where there is no such file."""
    from hotline_analysis.resources import shared_folder

    if notebook.exists() or notebook.name != str(notebook):
        return notebook
    found = shared_folder("notebooks") / f"{notebook.stem}.ipynb"
    return found if found.is_file() else notebook


def _formats(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _changes(pairs: list[str]) -> dict[str, str]:
    split = [pair.partition("=") for pair in pairs]
    wrong = next((pair for pair, (key, sign, _) in zip(pairs, split, strict=True) if not (key and sign)), None)
    if wrong is not None:
        raise UsageError(f"-p takes key=value, not {wrong!r}")
    return {key: value for key, _, value in split}
