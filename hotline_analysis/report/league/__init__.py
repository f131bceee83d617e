"""Fair league tables as a page: the official places beside what the data can bear."""

from __future__ import annotations

from typing import Any

from hotline_analysis.report.chinese_only import refuse_other_languages
from hotline_analysis.report.league.page import LeaguePage
from hotline_analysis.report.league.reading import Reading
from hotline_analysis.report.opening import USES, open_bulletin
from hotline_analysis.report.params import load_jurisdiction, report_of
from hotline_analysis.schemes import load_scheme
from hotline_analysis.statistics.fair.small import SmallNumbers

__all__ = ["LeaguePage", "Reading", "open_league"]


def open_league(**parameters: Any) -> LeaguePage:
    """Open the league table of the period that a report's parameters name.

    Parameters
    ----------
    **parameters
        The keys of a report's file; one that is None counts as not given. Units with fewer cases than the
        jurisdiction's ``small_numbers`` says, or than 10 where it says nothing, are shown, and neither ranked nor
        named.

    Raises
    ------
    InputError
        If a parameter, the jurisdiction, the scheme or the data is not valid.

    Examples
    --------
    >>> open_league(jurisdiction="yunxi", period="2022-Q3", data="sample:yunxi-2022-Q3", date="2022-10-20",
    ...             report="league-table")
    <LeaguePage yunxi 2022-Q3>
    """
    report, document = report_of({key: value for key, value in parameters.items() if value is not None}, uses=USES)
    refuse_other_languages(report, document)
    bulletin = open_bulletin(**parameters)
    one, rules = load_jurisdiction(report.jurisdiction, beside=document.file.parent)
    name, folder = (one.scheme, rules.file.parent) if report.scheme is None else (report.scheme, document.file.parent)
    own = bulletin.data.scheme.variants
    base, _, chosen = name.rpartition(":")
    stem = base if chosen in own else name
    names = {other: bulletin.data.scheme.variant_name(other).zh for other in own if other != chosen}
    variants = {name: load_scheme(f"{stem}:{other}", beside=folder) for other, name in names.items()}
    small = SmallNumbers() if one.small_numbers is None else SmallNumbers(one.small_numbers.below)
    return LeaguePage(report, Reading(bulletin.data, small), variants)
