"""Check that what a jurisdiction switches on can be made with its scheme, before anything is counted."""

from __future__ import annotations

from hotline_analysis.documents import Document
from hotline_analysis.report.annexes import UnitsAnnex
from hotline_analysis.report.params import Jurisdiction
from hotline_analysis.schemes import Scheme


def check_switches(one: Jurisdiction, rules: Document, scheme: Scheme) -> None:
    """Refuse a switch that could never show anything.

    Raises
    ------
    InputError
        With file, line, key, value and what is allowed.
    """
    for number, annex in enumerate(one.annexes):
        if not isinstance(annex, UnitsAnnex):
            continue
        place = ("annexes", number)
        if annex.intervals and not any(name in scheme.all_metrics() for name in annex.names()):
            raise rules.error(
                "no column is a rate, and only rates have intervals",
                (*place, "intervals"),
                value="true",
                allowed="a rate among columns, such as satisfaction_rate; or leave intervals out",
            )
        if annex.rank_sets and not _places(scheme):
            raise rules.error(
                "the scheme gives no places",
                (*place, "rank_sets"),
                value=scheme.scheme,
                allowed="a scheme with scores, or with ranking.by; or leave rank_sets out",
            )


def _places(scheme: Scheme) -> bool:
    return scheme.ranking is not None and (bool(scheme.scores) or scheme.ranking.by != "total")
