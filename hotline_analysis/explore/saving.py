"""Keep what was seen: a view as a section of the month's bulletin, changed numbers as a scheme of one's own."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline_analysis.errors import HotlineError, InputError, UsageError
from hotline_analysis.explore.yaml_text import as_yaml, with_part
from hotline_analysis.report.opening import open_rules
from hotline_analysis.report.params import load_report
from hotline_analysis.report.report_file import find_jurisdiction
from hotline_analysis.schemes import Scheme, changed_scheme, scheme_changes
from hotline_analysis.shown import Shown

if TYPE_CHECKING:
    from hotline_analysis.explore.view import View

CHAPTER = {"zh": "专题分析", "en": "In focus"}


@dataclass(frozen=True, repr=False)
class Saved(Shown):
    """Where a section was written.

    Attributes
    ----------
    title : str
        Of the section.
    jurisdiction, report : Path
        The file that has the section now, and the report that is made with it.

    Examples
    --------
    >>> Saved("甲街道情况", Path("my-report/yunxi.yaml"), Path("my-report/report.yaml")).command
    'hotline run bulletin --params my-report/report.yaml'
    """

    title: str
    jurisdiction: Path
    report: Path

    def _said(self) -> str:
        return f"{self.title}, in {_here(self.jurisdiction)}; {self.command}"

    def _repr_html_(self) -> str:
        said = f"{escape(self.title)} → <code>{escape(_here(self.jurisdiction))}</code>"
        return f"<p>{said}</p><pre>{escape(self.command)}</pre>"

    @property
    def command(self) -> str:
        """The command that makes the bulletin."""
        return f"hotline run bulletin --params {_here(self.report)}"


def save_section(
    view: View, folder: str | Path | None = None, *, title: str | None = None, chapter: str | None = None
) -> Saved:
    """Make a view a section of the month's bulletin; a section of that title in the chapter is replaced.

    The section is written into the file of the report's jurisdiction, where nothing else changes. A packaged
    jurisdiction is copied beside the report first. Every bulletin that is made with it works the section out anew.

    Parameters
    ----------
    view : View
    folder : path, optional
        For a sample only, and needed there: a folder of one's own that takes the sample's files.
    title : str, optional
        Of the section; what the view is about, otherwise.
    chapter : str, optional
        The last chapter of the bulletin, 专题分析, otherwise.

    Raises
    ------
    UsageError
        For a sample without a folder, a folder for what is no sample, or a month that no report names.
    InputError
        If the jurisdiction's file cannot take the section.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from hotline_analysis.explore import load_month
    >>> view = load_month("yunxi-2022-Q3").profile_of_unit("云溪街道办事处")
    >>> with TemporaryDirectory() as folder:
    ...     saved = save_section(view, folder, title="云溪街道办事处情况")
    ...     saved.jurisdiction.read_text(encoding="utf-8").count("title: 云溪街道办事处情况")
    1
    """
    report = _report(view, folder)
    found, document = load_report(report)
    rules = find_jurisdiction(found.jurisdiction, beside=report.parent)
    own = _own(rules, report)
    language = view.month.data.language.key
    head = title or view.section.title or str(next(iter(_about(view).values()), view.spec["section"]))
    part = {"section": view.spec["section"], "title": head, **_about(view)}
    before = own.read_text(encoding="utf-8")
    own.write_text(with_part(own, chapter or CHAPTER[language], part), encoding="utf-8")
    try:
        open_rules(found, document)
    except HotlineError:
        own.write_text(before, encoding="utf-8")
        raise
    return Saved(head, own, report)


def _about(view: View) -> dict[str, Any]:
    spec = view.section.model_dump(exclude_defaults=True)
    return {key: value for key, value in spec.items() if key not in ("section", "title")}


def _report(view: View, folder: str | Path | None) -> Path:
    """Return the report's file; the files of a sample are copied first."""
    month = view.month
    if month.report is None:
        raise UsageError("no report names this month; allowed: load_month('report.yaml'), with a report's own file")
    if month.sample is None:
        if folder is not None:
            raise UsageError(f"the section goes into the jurisdiction of {_here(month.report)}; leave folder out")
        return month.report
    if folder is None:
        raise UsageError("a sample is not yours to change; allowed: save_section('my-report'), a folder of your own")
    place = Path(folder)
    if not (place / "report.yaml").is_file():
        if place.exists() and (not place.is_dir() or any(place.iterdir())):
            raise InputError("the folder is not empty, and has no report.yaml", file=place, allowed="another folder")
        shutil.copytree(month.report.parent, place, dirs_exist_ok=True)
    return place / "report.yaml"


def _own(rules: Path, report: Path) -> Path:
    """Return the jurisdiction's file, if it is the user's; else a copy of it beside the report."""
    if rules.resolve().is_relative_to(report.parent.resolve().parent):
        return rules
    return Path(shutil.copyfile(rules, report.parent / rules.name))


def save_scheme(scheme: Scheme, file: Path, changes: Mapping[str, object]) -> Path:
    """Write a scheme that extends another one with other numbers.

    Parameters
    ----------
    scheme : Scheme
        A built-in one.
    file : path
        A ``.yaml`` file that is not there yet.
    changes : mapping of str to number
        As of `schemes.scheme_changes`.

    Raises
    ------
    InputError
        If the file is there, or the scheme would not be valid.
    UsageError
        For a file of another kind, or a number that the scheme does not state.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from hotline_analysis.schemes import load_scheme
    >>> with TemporaryDirectory() as folder:
    ...     print(save_scheme(load_scheme("furong-2020"), Path(folder) / "mine.yaml", {"lateness.off": 3}).read_text())
    scheme: mine
    extends: furong-2020
    deductions:
      items:
        lateness:
          rule:
            off: 3
    <BLANKLINE>
    """
    if file.suffix not in (".yaml", ".yml"):
        raise UsageError(f"a scheme is a .yaml file, not {file.name!r}")
    if file.exists():
        raise InputError("the file is there", file=file, allowed="another name")
    changed_scheme(scheme, changes)
    layer = scheme_changes(scheme, changes)
    file.write_text(as_yaml({"scheme": file.stem, "extends": scheme.scheme, **layer}), encoding="utf-8")
    return file


def _here(path: Path) -> str:
    """Name a file as seen from the current folder."""
    try:
        return Path(relpath(path)).as_posix()
    except ValueError:  # another drive
        return path.name
