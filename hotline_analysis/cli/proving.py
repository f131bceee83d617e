"""``hotline verify``, ``compare``, ``index`` and ``crate``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hotline_analysis.cli.app import Format, TableFormat, app, print_frame
from hotline_analysis.cli.interrupts import interruptible
from hotline_analysis.errors import HotlineError, InputError

if TYPE_CHECKING:
    from jupyter_client.manager import KernelManager

    from hotline_analysis.batch.plan.jobs import Job

UNCHANGED = "interrupted; verifying changes nothing"
Reports = Annotated[Path, typer.Argument(help="A folder with reports, or with folders of them.")]


@app.command()
def verify(
    folder: Reports,
    inputs: Annotated[
        Path | None, typer.Option(help="The parameter file's folder, if it is not where it was any more.")
    ] = None,
    no_rebuild: Annotated[bool, typer.Option("--no-rebuild", help="Only check the files; make nothing again.")] = False,
) -> None:
    """Check reports against their manifests, make them again, compare; exit code 1 if anything differs."""
    from hotline_analysis.batch.proof.manifest import manifests_in
    from hotline_analysis.batch.proof.verify import verify as verify_one

    if inputs is not None and not inputs.is_dir():
        raise InputError("no such folder", file=inputs, allowed="the folder of the parameter file")
    codes, files = [], manifests_in(folder)
    with interruptible(UNCHANGED), _kernels(0 if no_rebuild else len(files)) as kernels:
        maker = None if no_rebuild else partial(_folder_made, kernels=kernels)
        for file in files:
            try:
                verdict = verify_one(file, make=maker, inputs=inputs)
            except HotlineError as error:
                typer.echo(f"hotline: {error}", err=True)
                codes.append(error.exit_code)
                continue
            for line in verdict.differences or ("equal",):
                typer.echo(f"{verdict.key}: {line}")
            codes.append(1 if verdict.differences else 0)
    typer.echo(f"{codes.count(0)} of {len(codes)} reports are equal to what their manifests say", err=True)
    if any(codes):
        raise typer.Exit(1 if 1 in codes else max(codes))


@contextmanager
def _kernels(reports: int) -> Iterator[type[KernelManager] | None]:
    """Keep libraries warm for the kernels of several reports; one is not worth it."""
    if reports < 2:
        yield None
        return
    from hotline_analysis.batch.engine import WarmKernels
    from hotline_analysis.batch.proof.arithmetic import one_thread

    with one_thread(), WarmKernels() as warm:
        yield warm.manager_class


def _folder_made(job: Job, outputs: Path, *, kernels: type[KernelManager] | None) -> Path:
    from hotline_analysis.batch.run import make

    return make(job, outputs=outputs, kernels=kernels).folder


@app.command()
def compare(
    old: Annotated[Path, typer.Argument(help="A report's folder, a folder of reports, or a facts.json.")],
    new: Annotated[Path, typer.Argument(help="The same of another version or period.")],
    format_: Format = TableFormat.table,
) -> None:
    """Set the facts of two versions or periods of a report side by side; exit code 1 if they differ."""
    import pandas as pd

    from hotline_analysis.batch.proof.compare import compare as compare_facts

    found = compare_facts(old, new)
    columns = ["fact", "old", "new", "change", "key"]
    rows = [(report, one.label, one.old, one.new, one.change, one.key) for report, one in found.rows]
    frame = pd.DataFrame(rows, columns=["report", *columns], dtype=object)
    shown = frame if len(found.reports) > 1 else frame[columns]
    if format_ is not TableFormat.json:
        shown = shown.where(shown.notna(), "")
    if rows or format_ is not TableFormat.table:
        print_frame(shown, format_)
    for side, names in ((old, found.only_old), (new, found.only_new)):
        for name in names:
            typer.echo(f"only in {side}: {name}", err=True)
    typer.echo(f"{len(rows)} facts differ; {found.facts} facts in {len(found.reports)} reports compared", err=True)
    if not found.same:
        raise typer.Exit(1)


@app.command()
def index(
    outputs: Annotated[Path, typer.Argument(help="A folder with reports, or with folders of them.")] = Path("outputs"),
) -> None:
    """Write index.html, the list of all reports in a folder and below it; batch and run write it too."""
    from hotline_analysis.batch.index import NAME, write_index

    if not outputs.is_dir():
        raise InputError("no such folder", file=outputs, allowed="a folder with reports")
    problem = write_index(outputs)
    if problem:
        raise HotlineError(problem)
    typer.echo(str(outputs / NAME))


@app.command()
def crate(
    folder: Reports,
    license_: Annotated[
        str | None, typer.Option("--license", help="How the reports may be used: an address, or words.")
    ] = None,
) -> None:
    """Describe reports as an RO-Crate: writes ro-crate-metadata.json into their folder."""
    from hotline_analysis.batch.proof.crate import LICENSE, write_crate
    from hotline_analysis.batch.proof.manifest import manifests_in, read_manifest

    reports = [(file, read_manifest(file)) for file in manifests_in(folder)]
    typer.echo(str(write_crate(folder, reports, license_=license_ or LICENSE)))
