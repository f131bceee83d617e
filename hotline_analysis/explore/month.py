"""One period of one office, as an analyst looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from hotline_analysis.explore.month_profiles import MonthProfiles
from hotline_analysis.explore.month_ranks import MonthRanks
from hotline_analysis.shown import Shown, notes_html

_NEXT = (
    ("quality_report()", "what looks wrong in the tickets"),
    ("counts_by_unit(), rates_by_topic(), counts_over_time() …", "tables"),
    ('funnel_by_unit("satisfaction_rate")', "who differs from all by more than chance"),
    ("profile_of_unit(…), profile_of_topic(…)", "one of them in detail"),
    (
        "ranks_now(), ranks_possible(), ranks_under(…)",
        "places: as they are, as chance could have given them, under other rules",
    ),
)


@dataclass(frozen=True, repr=False, eq=False)
class Month(Shown, MonthProfiles, MonthRanks):
    """One period of one office; `load_month` makes one.

    Attributes
    ----------
    name : str
        Of the office or the data.
    data : ReportData
        What a bulletin of the month works from.
    report : Path or None
        The report's file; None for bare tickets or a case folder.
    sample : str or None
        The sample that it is.

    Examples
    --------
    >>> from hotline_analysis.explore import load_month
    >>> month = load_month("yunxi-2022-Q3")
    >>> month.units[:2], month.topics()[:1], month.scheme_numbers[0]
    (('长岭街道办事处', '陆城镇政府'), ['占道经营'], Knob(composite_index.marks = 100))
    """

    def _said(self) -> str:
        number = self.data.now.totals.get("signed") or self.data.now.totals.get("assigned")
        tickets = "" if number is None else f", {int(number)} tickets signed for"
        return f"{self.name} {self.data.period}, {len(self.units)} units{tickets}, scheme {self.data.scheme.scheme}"

    def _repr_html_(self) -> str:
        lines = "".join(f"<li><code>month.{name}</code> {escape(words)}</li>" for name, words in _NEXT)
        opened = f"<details><summary>{len(self.data.notes)} notes</summary>{notes_html(self.data.notes)}</details>"
        return f"<p><strong>{escape(self._said())}</strong></p><ul>{lines}</ul>{opened}"
