"""Open a bulletin: read the report, its jurisdiction, the scheme and the data, and check them against each other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hotline_analysis.cases import Case
from hotline_analysis.documents import Document
from hotline_analysis.errors import InputError
from hotline_analysis.report.bulletin import Bulletin
from hotline_analysis.report.chinese_only import CHINESE_ONLY, refuse_other_languages
from hotline_analysis.report.data import Period, ReportData
from hotline_analysis.report.data_sources import CaseOpener
from hotline_analysis.report.district import counted_in, named_after, of_district
from hotline_analysis.report.history import earlier_periods
from hotline_analysis.report.language import language_of
from hotline_analysis.report.needs import check_needs, compared_names, standard_tables
from hotline_analysis.report.params import (
    BULLETIN,
    Jurisdiction,
    Report,
    load_jurisdiction,
    load_report,
    refuse_unused,
    report_of,
)
from hotline_analysis.report.references import check_reference, nearest_of
from hotline_analysis.report.small_numbers import check_rule
from hotline_analysis.report.switches import check_switches
from hotline_analysis.schemes import Scheme, load_scheme, scheme_files

USES = ("district",)


@dataclass(frozen=True)
class Sources:
    """All that a report is made from, read and checked; nothing is worked out yet.

    Attributes
    ----------
    rules : Document
        The jurisdiction's file.
    scheme : Scheme
        The report's, or else the jurisdiction's.
    scheme_paths : tuple of Path
        The files of the scheme.
    cases : mapping of str to Case
        ``data``, and ``previous`` and ``year_before`` where the report names them or the tickets hold them.
    notes : tuple of str
        What the analyst should know about how they were found.

    Examples
    --------
    >>> from hotline_analysis.resources import shared_folder
    >>> sources = open_sources(*load_report(shared_folder("params") / "reports" / "furong-2022-11.yaml"))
    >>> list(sources.cases), [path.name for path in sources.paths()][:2]
    (['data'], ['furong.yaml', 'furong-2022.yaml'])
    """

    jurisdiction: Jurisdiction
    rules: Document
    scheme: Scheme
    scheme_paths: tuple[Path, ...]
    cases: dict[str, Case]
    notes: tuple[str, ...] = ()

    def paths(self) -> list[Path]:
        """Return every file that was read, each once."""
        data = [path for case in self.cases.values() for path in case.paths()]
        return list(dict.fromkeys([self.rules.file, *self.scheme_paths, *data]))


def open_sources(report: Report, document: Document) -> Sources:
    """Read what a report names.

    Raises
    ------
    InputError
        If a file is missing or not valid, a name in the jurisdiction's file is unknown, no section shows a text that
        the report gives, the data is of another period, or a section needs what tickets cannot give.

    Examples
    --------
    >>> from hotline_analysis.resources import shared_folder
    >>> open_sources(*load_report(shared_folder("params") / "reports" / "furong-2022-11.yaml")).scheme
    <Scheme furong-2022: 13 items, full marks 100; variants exact_rate, as_printed>
    """
    one, rules, scheme, scheme_paths = open_rules(report, document)
    district = report.district
    if district is not None:
        one, scheme = (
            named_after(one, district),
            scheme.model_copy(update={"counting": counted_in(scheme.counting, district)}),
        )
    opener = CaseOpener(report, document, scheme.counting, standard_tables(one), compared_names(one))
    cases, notes = opener.cases()
    if district is not None:
        cases = {key: of_district(case, district, document) for key, case in cases.items()}
        if not len(cases["data"].table("units")):
            raise document.error(f"the district has no ticket in {report.period}", ("district",), value=district)
    if report.report == BULLETIN:
        # a page on the quality of the tickets is wanted all the more when they are too poor for a bulletin
        check_needs(one, rules, cases["data"])
    return Sources(one, rules, scheme, scheme_paths, cases, notes)


def open_rules(report: Report, document: Document) -> tuple[Jurisdiction, Document, Scheme, tuple[Path, ...]]:
    """Read the jurisdiction and the scheme of a report, and check them against each other; no data is opened.

    Returns
    -------
    tuple
        The jurisdiction, its file, the scheme and the files of that.

    Raises
    ------
    InputError
        As `open_sources`, for everything but the data.
    """
    if report.report in CHINESE_ONLY:
        refuse_other_languages(report, document)
    one, rules = load_jurisdiction(report.jurisdiction, beside=document.file.parent)
    scheme, scheme_paths = _scheme(report, document, one, rules)
    for path, reference in one.references():
        check_reference(reference, scheme, rules, path)
    check_switches(one, rules, scheme)
    for text in report.texts:
        if text not in one.texts():
            raise document.error(
                "no section shows this text", ("texts", text), value=text, allowed=nearest_of(text, one.texts())
            )
    return one, rules, scheme, scheme_paths


def _scheme(report: Report, document: Document, one: Jurisdiction, rules: Document) -> tuple[Scheme, tuple[Path, ...]]:
    """Load the scheme that the report names, or else the jurisdiction; each is looked for beside the file naming it."""
    name, named_in = (one.scheme, rules) if report.scheme is None else (report.scheme, document)
    folder = named_in.file.parent
    try:
        return load_scheme(name, beside=folder), tuple(scheme_files(name, beside=folder))
    except InputError as error:
        if error.file is not None and Path(error.file).is_file():
            raise
        raise named_in.error(error.problem, ("scheme",), value=name, allowed=error.allowed) from None


def open_bulletin(file: str | Path | None = None, **parameters: Any) -> Bulletin:
    """Open a bulletin from a report's parameter file, or from the parameters themselves.

    Parameters
    ----------
    file : path, optional
        A report's YAML file.
    **parameters
        The keys of such a file (``jurisdiction``, ``period``, ``data``, ``date`` …); they go before the file's.
        ``district`` makes a bulletin of the tickets of one district.
        A parameter that is None counts as not given.

    Raises
    ------
    InputError
        If a parameter, the jurisdiction, the scheme or the data is not valid.

    Examples
    --------
    >>> open_bulletin(jurisdiction="xiangtan", period="2019-11", data="sample:xiangtan-2019-11", date="2019-12-26")
    <Bulletin xiangtan 2019-11>
    """
    given = {key: value for key, value in parameters.items() if value is not None}
    report, document = load_report(file, given) if file is not None else report_of(given, uses=USES)
    refuse_unused(report, document, USES)
    sources = open_sources(report, document)
    return Bulletin(sources.jurisdiction, report, _data(report, sources))


def _data(report: Report, sources: Sources) -> ReportData:
    one, scheme = sources.jurisdiction, sources.scheme
    language = language_of(one.language)
    earlier = {
        key: Period.of(case, scheme, one.totals, language=language)
        for key, case in sources.cases.items()
        if key != "data"
    }
    now = Period.of(sources.cases["data"], scheme, one.totals, earlier, language=language)
    check_rule(one.small_numbers, now.scores, sources.rules)
    return ReportData(
        now=now,
        scheme=scheme,
        formats=one.numbers,
        name=one.name,
        place=language.label(one.place),
        ours=language.label(one.ours),
        period=report.period,
        texts=report.texts,
        previous=earlier.get("previous"),
        year_before=earlier.get("year_before"),
        opened=sources.notes,
        small_numbers=one.small_numbers,
        history=earlier_periods(sources.cases["data"], report, one, scheme),
        language=language,
    )
