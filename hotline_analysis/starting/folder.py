"""Make a working folder: written beside its place first, so that nothing half-written ever has its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.starting import example
from hotline_analysis.starting.contents import Contents, contents_of
from hotline_analysis.starting.filling import jurisdiction_text, readme_text, report_text, scheme_text
from hotline_analysis.starting.names import NEW, check_folder, jurisdiction_of, place_of
from hotline_analysis.starting.notebook import FILE as NOTEBOOK
from hotline_analysis.starting.notebook import notebook_text
from hotline_analysis.starting.rules import FILE as SCHEME
from hotline_analysis.starting.rules import GROUPS, copied, groups_of, loaded
from hotline_analysis.starting.steps import Step, seen_from, steps


@dataclass(frozen=True)
class Started:
    """A new folder.

    Attributes
    ----------
    folder : Path
    files : tuple of str
        What lies in it.
    steps : tuple of Step
        What to type in it, to have a first bulletin.
    notes : tuple of str
        What to look at before.

    Examples
    --------
    >>> Started(Path("my-district"), ("README.md",), ()).folder.name
    'my-district'
    """

    folder: Path
    files: tuple[str, ...]
    steps: tuple[Step, ...]
    notes: tuple[str, ...] = ()


def start_folder(
    folder: str | Path, *, name: str | None = None, scheme: str | None = None, export: str | Path | None = None
) -> Started:
    """Make a folder from which a first bulletin is three commands away.

    Parameters
    ----------
    folder : path
        A new one, or one that is empty.
    name : str, optional
        Of the place, as bulletins print it; a Chinese name of the folder, otherwise.
    scheme : str, optional
        A built-in scheme to copy; a simple one, otherwise.
    export : path, optional
        An export of tickets, for which mapping, chapters, scheme and period are made; otherwise an invented one is
        laid into the folder.

    Raises
    ------
    UsageError
        For a name that cannot be used, or a scheme that is none.
    InputError
        If the folder is not empty, cannot be written, or the export cannot be read.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as work:
    ...     made = start_folder(Path(work) / "my-district")
    >>> made.files[:4], made.steps[2].command
    (('README.md', 'explore.ipynb', 'export.xlsx', 'mapping.yaml'), 'hotline run bulletin --params report.yaml')
    """
    from hotline_analysis.batch.private import private_folder

    target = check_folder(Path(folder))
    place = place_of(target.name, name)
    if export is not None and not Path(export).is_file():
        raise InputError("no such file", file=export, allowed="an export of tickets: .xlsx, .xls, .csv, .tsv, .parquet")
    if scheme is not None:
        copied(scheme, "checked")  # before any work
    with private_folder(target.parent) as work:
        # a private folder may be entered by its user only; the one in it has the usual rights
        made = work / "folder"
        made.mkdir()
        started = _filled(made, target, place, scheme, None if export is None else Path(export))
        _moved(made, target)
    return started


def _filled(made: Path, target: Path, place: str, scheme: str | None, export: Path | None) -> Started:
    jurisdiction = jurisdiction_of(target.name)
    contents, file = _contents(made, target, scheme, export)
    period = contents.period or example.PERIOD
    todo = steps(file, period)
    _write(made, SCHEME, _scheme(jurisdiction, place, scheme, contents))
    rules = loaded(made)
    _write(made, "mapping.yaml", contents.mapping)
    _write(made, f"{jurisdiction}.yaml", jurisdiction_text(jurisdiction, place, contents, rules))
    _write(made, "report.yaml", report_text(jurisdiction, period))
    _write(made, NOTEBOOK, notebook_text())
    _write(made, "README.md", readme_text(place, jurisdiction, period, file, todo, example=export is None))
    return Started(target, tuple(sorted(one.name for one in made.iterdir())), todo, contents.notes)


def _contents(made: Path, target: Path, scheme: str | None, export: Path | None) -> tuple[Contents, str]:
    """Return what the export holds, and its name as seen from the folder; without one, write the example."""
    if export is not None:
        file = seen_from(target, export)
        found = contents_of(export)
        return _renamed(found, str(export), file), file
    if scheme is None:
        groups = GROUPS
    else:
        _write(made, SCHEME, copied(scheme, "checked"))
        groups = groups_of(loaded(made))
    example.write_example(made / example.FILE, groups)
    found = contents_of(made / example.FILE)
    return Contents(_renamed(found, str(made / example.FILE), example.FILE).mapping, found.columns, found.counts), (
        example.FILE
    )


def _renamed(found: Contents, said: str, file: str) -> Contents:
    """Let the mapping's first lines name the export as it is seen from the folder."""
    return Contents(found.mapping.replace(said, file), found.columns, found.counts, found.period, found.notes)


def _scheme(jurisdiction: str, place: str, scheme: str | None, contents: Contents) -> str:
    if scheme is not None:
        return copied(scheme, jurisdiction)
    return scheme_text(jurisdiction, place, contents, grouped="group" in contents.columns)


def _write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _moved(made: Path, target: Path) -> None:
    """Give the folder its name; an empty one that stands there makes way."""
    try:
        if target.is_dir():
            if target.resolve() == Path.cwd().resolve():
                raise UsageError(f"{target}: the folder you are in; allowed: {NEW}")
            target.rmdir()
        made.rename(target)
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror or error})", file=target, allowed=NEW) from None
