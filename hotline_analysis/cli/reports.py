"""``hotline run`` and ``hotline batch``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hotline_analysis.cli.app import app
from hotline_analysis.cli.interrupts import FINISHED_KEPT, InterruptedRunError, interruptible
from hotline_analysis.errors import HotlineError, InputError, UsageError

if TYPE_CHECKING:
    from hotline_analysis.batch.night import Night

Formats = Annotated[str, typer.Option("--to", help="Formats, separated by commas: html, pdf, docx, xlsx.")]
EngineHelp = "What lays out the PDF: auto, weasyprint or chromium, which is an installed Chrome, Chromium or Edge."
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
    pdf_engine: Annotated[str, typer.Option(help=EngineHelp)] = "auto",
    outputs: Outputs = Path("outputs"),
) -> None:
    """Run one notebook for one report."""
    from hotline_analysis.batch import run_report

    with interruptible():
        source = _packaged(notebook)
        with _listed(outputs):
            made = run_report(
                source,
                params,
                changes=_changes(change or []),
                formats=_formats(to),
                pdf_engine=pdf_engine,
                outputs=outputs,
            )
    if made.pdf_engine is not None:
        typer.echo(f"PDF by {made.pdf_engine}", err=True)
    for file in made.files.values():
        typer.echo(str(file))


@contextmanager
def _listed(outputs: Path) -> Iterator[None]:
    """Write the index of the outputs after a report was made, or has failed; a wrong call leaves nothing."""
    from hotline_analysis.batch.index import write_index

    try:
        yield
    except (UsageError, InputError):
        raise
    except HotlineError:
        write_index(outputs)  # why the report failed is worth more than that its index cannot be written
        raise
    problem = write_index(outputs)
    if problem:
        typer.echo(f"hotline: {problem}", err=True)


@app.command()
def batch(
    params: Annotated[
        list[Path] | None, typer.Argument(help="Report files, grids of reports, or folders of them.")
    ] = None,
    samples_: Annotated[bool, typer.Option("--samples", help="Make the packaged bulletins.")] = False,
    only: Annotated[list[str] | None, typer.Option(help="Only these reports: 'furong/2022-1*'; repeatable.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be made, and why; make nothing.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Make also reports of which nothing has changed.")] = False,
    workers: Annotated[
        int | None, typer.Option("-j", min=1, help="Reports made at the same time; by default one a core.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="A dask.distributed scheduler, tcp://host:8786, whose workers make the reports.")
    ] = None,
    timeout: Annotated[
        float | None, typer.Option(min=1, help="Seconds that a report may take, its pages included.")
    ] = None,
    retries: Annotated[int, typer.Option(min=0, help="How often a report that failed is tried again.")] = 0,
    on_failure: Annotated[
        str | None, typer.Option(help="A command run at the end if a report failed; it reads the summary as JSON.")
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", help="Formats, separated by commas: html, pdf, docx, xlsx; by default the first two."),
    ] = None,
    pdf_engine: Annotated[str | None, typer.Option(help=EngineHelp)] = None,
    outputs: Outputs = Path("outputs"),
) -> None:
    """Make the reports of which something has changed; one that fails does not stop the others."""
    from hotline_analysis.batch.many import sample_reports
    from hotline_analysis.batch.night import progress, run_night
    from hotline_analysis.batch.plan import load_plan, plan_lines

    if scheduler is not None and workers is not None:
        raise UsageError("-j is for workers of this machine; those of --scheduler are started with dask worker")
    files = [*(params or []), *(sample_reports() if samples_ else [])]
    if not files:
        raise UsageError("nothing to make; name report files, or give --samples")
    with interruptible():
        formats = None if to is None else _formats(to)
        plan = load_plan(files, formats=formats, only=only or [], pdf_engine=pdf_engine)
        if not plan.jobs:
            raise UsageError("nothing to make" + "".join(f"; {one.name}: {one.reason}" for one in plan.left_out[:5]))
        if dry_run:
            typer.echo("\n".join(plan_lines(plan, outputs, force=force)))
            return
        night = run_night(
            plan,
            outputs,
            workers=workers,
            scheduler=scheduler,
            timeout=timeout,
            retries=retries,
            force=force,
            show=progress,
        )
    _ended(night, on_failure)


@app.command()
def warm(at: Annotated[Path, typer.Option(help="A new folder for its sockets, with a short name.")]) -> None:
    """Keep a warm parent of kernels for other programs, until it is stopped."""
    import time

    from hotline_analysis.batch.engine import WarmKernels
    from hotline_analysis.batch.engine.warm import LONGEST

    folder = at.absolute()
    if len(str(folder).encode()) > LONGEST:
        raise UsageError(f"--at {at}: the name is too long for sockets; allowed: {LONGEST} bytes from the root")
    if folder.exists():
        raise UsageError(f"--at {at}: exists already; name a new folder, or stop the warm parent that made it")
    with interruptible("stopped"), WarmKernels(folder=folder) as kernels:
        typer.echo(f"HOTLINE_WARM_KERNELS={kernels.address}")
        while kernels.why_not is None:
            time.sleep(1)
        raise HotlineError(kernels.why_not)


def _ended(night: Night, on_failure: str | None) -> None:
    """Say what came of a batch, call the user's command if a report failed, and end with the exit code."""
    from hotline_analysis.batch.night import call_hook, summary

    if night.interrupted:
        raise InterruptedRunError(FINISHED_KEPT)
    typer.echo(summary(night), err=True)
    for problem in night.problems:
        typer.echo(f"hotline: {problem}", err=True)
    if night.failed and on_failure is not None:
        trouble = call_hook(on_failure, night.to_json(), night.file)
        if trouble:
            typer.echo(f"hotline: {trouble}", err=True)
    if night.exit_code:
        raise typer.Exit(night.exit_code)


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
