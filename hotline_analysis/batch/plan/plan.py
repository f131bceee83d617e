"""The plan of a batch: every report of the files and grids that were named, each once, all of them checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from hotline_analysis.batch.plan.checks import check_job
from hotline_analysis.batch.plan.data_files import check_periods_of_samples
from hotline_analysis.batch.plan.formats import USUAL, check_formats
from hotline_analysis.batch.plan.grid import GridReader
from hotline_analysis.batch.plan.jobs import Job
from hotline_analysis.batch.plan.kinds import Kind, kind_of, yaml_files
from hotline_analysis.batch.plan.notebooks import PACKAGED, compares_periods, packaged_notebook, taken
from hotline_analysis.batch.plan.select import check_only, matches
from hotline_analysis.documents import Document, load_document
from hotline_analysis.errors import HotlineError, InputError
from hotline_analysis.rendering.pdf.engines import check_engine
from hotline_analysis.report.report_file import BULLETIN, read_report


@dataclass(frozen=True)
class LeftOut:
    """Something that was named and is not made: a report by its key or a file by its name, and why.

    Examples
    --------
    >>> LeftOut("yunxi/2022-Q3/bulletin", "not among --only").reason
    'not among --only'
    """

    name: str
    reason: str


@dataclass(frozen=True)
class Plan:
    """What a batch is to make.

    Attributes
    ----------
    jobs : tuple of Job
        In the order of the files and grids.
    left_out : tuple of LeftOut

    Examples
    --------
    >>> from hotline_analysis.batch import sample_reports
    >>> [job.key for job in load_plan(sample_reports()).jobs][:2]
    ['furong-2020/2020-03/bulletin', 'furong/2022-11/bulletin']
    """

    jobs: tuple[Job, ...]
    left_out: tuple[LeftOut, ...] = ()


class InvalidPlanError(InputError):
    """Several things are wrong with the files of a plan; each has a line of its own (exit code 3).

    Attributes
    ----------
    errors : tuple of HotlineError

    Examples
    --------
    >>> errors = [InputError("no such case", value="x"), InputError("no such sample", value="y")]
    >>> str(InvalidPlanError(errors)).splitlines()
    ["no such case; found 'x'", "no such sample; found 'y'"]
    """

    def __init__(self, errors: Sequence[HotlineError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(str(error) for error in errors))


@dataclass(frozen=True)
class _Candidate:
    """A report that may be made: its key, where it was named, and how its job is made."""

    key: str
    source: str
    job: Callable[[], Job]
    excluded_by: str | None = None


def load_plan(
    paths: Sequence[Path],
    *,
    notebook: Path | None = None,
    formats: Sequence[str] | None = None,
    only: Sequence[str] = (),
    pdf_engine: str | None = None,
) -> Plan:
    """Read report files, grids and folders of them, and check every report that is to be made.

    Parameters
    ----------
    paths : sequence of Path
        A report's file, a grid file, or a folder of them.
    notebook : Path, optional
        Makes all reports; by default the packaged one of every report, or what a grid names.
    formats : sequence of str, optional
        By default what a grid says, and HTML and PDF.
    only : sequence of str
        Patterns of reports: see `select.matches`.
    pdf_engine : {"auto", "weasyprint", "chromium"}, optional
        By default what a grid says, and ``auto``.

    Raises
    ------
    InputError
        If a file or a report is not valid; `InvalidPlanError` if several are: all of them are told.
    UsageError
        For an unknown format or PDF engine, and for a pattern that matches nothing.

    Examples
    --------
    >>> from hotline_analysis.batch import sample_reports
    >>> plan = load_plan(sample_reports(), only=["yunxi"], formats=["html"])
    >>> [(job.key, job.formats) for job in plan.jobs], len(plan.left_out)
    ([('yunxi/2022-Q3/bulletin', ('html',))], 4)
    """
    if formats is not None:
        check_formats(formats)
    if pdf_engine is not None:
        check_engine(pdf_engine)
    reader = _Reader(notebook, formats, pdf_engine)
    for path in paths:
        reader.read(path)
    errors = [*reader.errors, *_twice(reader.found)]
    if not errors:
        check_only([one.key for one in reader.found], only)
    left_out, jobs = list(reader.left_out), list[Job]()
    for one in reader.found:
        reason = _left_out(one, only)
        if reason is not None:
            left_out.append(LeftOut(one.key, reason))
            continue
        try:
            job = one.job()
            check_job(job)
            if compares_periods(job.notebook):
                check_periods_of_samples(job.report, job.document)
            jobs.append(job)
        except HotlineError as error:
            errors.append(error)
    refuse(errors)
    return Plan(tuple(jobs), tuple(left_out))


def refuse(errors: Iterable[HotlineError]) -> None:
    """Raise what was found wrong, all of it at once; the same mistake is told once.

    Raises
    ------
    InputError
    """
    distinct = {str(error): error for error in errors}
    if len(distinct) == 1:
        raise next(iter(distinct.values()))
    if distinct:
        raise InvalidPlanError(list(distinct.values()))


def _left_out(one: _Candidate, only: Sequence[str]) -> str | None:
    if one.excluded_by is not None:
        return f"excluded by {one.excluded_by}"
    return None if not only or any(matches(one.key, pattern) for pattern in only) else "not among --only"


def _twice(found: Sequence[_Candidate]) -> Iterator[InputError]:
    """Yield an error for every report that two files would leave."""
    seen: dict[str, str] = {}
    for one in found:
        if one.key in seen and one.excluded_by is None:
            yield InputError(
                "another file makes the same report", file=one.source, value=one.key, allowed=seen[one.key]
            )
        elif one.excluded_by is None:
            seen[one.key] = one.source


class _Reader:
    """Reads files; what is wrong with one does not keep it from reading the others."""

    def __init__(self, notebook: Path | None, formats: Sequence[str] | None, pdf_engine: str | None) -> None:
        self.notebook, self.formats, self.pdf_engine = notebook, formats, pdf_engine
        self.found: list[_Candidate] = []
        self.left_out: list[LeftOut] = []
        self.errors: list[HotlineError] = []
        self._files: set[Path] = set()

    def read(self, path: Path) -> None:
        """Read a file, or the files of a folder; a file that is named twice is read once."""
        try:
            files = yaml_files(path)
        except InputError as error:
            self.errors.append(error)
            return
        for file in files:
            if file.resolve() in self._files:
                continue
            self._files.add(file.resolve())
            try:
                self._read_file(file, named=not path.is_dir())
            except HotlineError as error:
                self.errors.append(error)

    def _read_file(self, file: Path, *, named: bool) -> None:
        document = load_document(file)
        kind = kind_of(document)
        if kind is Kind.grid:
            self._read_grid(document)
        elif kind is Kind.report or (named and kind is Kind.unknown):
            job = self._report(document)
            self.found.append(_Candidate(job.key, str(file), lambda: job))
        elif named:
            raise InputError(f"{kind.value}, not a report", file=file, allowed="a report's file, a grid, or a folder")
        else:
            self.left_out.append(LeftOut(file.name, f"{kind.value}, neither a report nor a grid"))

    def _read_grid(self, document: Document) -> None:
        reader = GridReader.load(document)
        for cell in reader.cells():
            make = partial(reader.job, cell, notebook=self.notebook, formats=self.formats, pdf_engine=self.pdf_engine)
            self.found.append(_Candidate(cell.key, str(document.file), make, reader.excluded_by(cell)))

    def _report(self, document: Document) -> Job:
        changes = {}
        if self.notebook is not None and "report" not in document.data:
            own = taken(self.notebook).report
            changes = {} if own is None else {"report": own}
        report = read_report(document, changes)
        known = report.report if report.report in PACKAGED else BULLETIN
        notebook = self.notebook or packaged_notebook(known)
        return Job(report, document, notebook, tuple(self.formats or USUAL), self.pdf_engine or "auto")
