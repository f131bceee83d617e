"""What was looked at: a section of a bulletin that shows itself, and that a bulletin can take."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline_analysis.explore.words import word
from hotline_analysis.report.blocks import joined
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.facts import FactBook
from hotline_analysis.report.sections import Section
from hotline_analysis.shown import Shown

if TYPE_CHECKING:
    from hotline_analysis.explore.month_data import MonthData
    from hotline_analysis.explore.saving import Saved

KEY = "view"
_NUMBERS = re.compile(r'<details class="chart-data"[^>]*>(?!\s*<summary)')
_STYLE = """<style>
.hotline-view {max-width: 56em; line-height: 1.6}
.hotline-view table {border-collapse: collapse; margin: .8em 0; font-variant-numeric: tabular-nums}
.hotline-view caption {text-align: left; font-weight: 600; padding: .3em 0}
.hotline-view th, .hotline-view td {padding: .15em .7em; text-align: right; border-bottom: 1px solid #d7dade}
.hotline-view th[scope=row], .hotline-view .gt_left, .hotline-view thead th:first-child {text-align: left}
.hotline-view img {max-width: 42em; width: 100%; background: #fff}
.hotline-view figure {margin: .6em 0}
.hotline-view data[title] {text-decoration: underline dotted 1px; text-underline-offset: .2em}
.hotline-view th[scope=row] {white-space: nowrap}
</style>"""


@dataclass(frozen=True, repr=False)
class View(Shown):
    """A section of a bulletin, made of a month.

    Attributes
    ----------
    month : Month
    section : Section
        As a jurisdiction's file would name it.

    Examples
    --------
    >>> from hotline_analysis.explore import load_month
    >>> view = load_month("yunxi-2022-Q3").profile_of_unit("云溪街道办事处")
    >>> view
    <View: unit_profile 云溪街道办事处>
    >>> [fact.label for fact in view.facts][:1], view.spec["unit"]
    (['云溪街道办事处应办理数'], '云溪街道办事处')
    """

    month: MonthData
    section: Section

    def _said(self) -> str:
        about = next((one for key, one in self.spec.items() if key not in ("section", "title", "by")), "")
        changes = ", ".join(f"{key}={one}" for key, one in about.items()) if isinstance(about, dict) else str(about)
        return f"{self.spec['section']} {changes}"

    def _repr_html_(self) -> str:
        return f'{_STYLE}<div class="hotline-view" lang="{self.month.data.language.code}">{self.html}</div>'

    @property
    def html(self) -> str:
        """What a bulletin would show, as HTML."""
        made = str(joined(self.section.blocks(fresh(self.month.data), KEY)))
        # a page's own script heads the numbers of a chart; a notebook has none
        summary = f"<summary>{escape(word('numbers', self.month))}</summary>"
        return _NUMBERS.sub(lambda found: found.group() + summary, made)

    @property
    def facts(self) -> FactBook:
        """Every number of the view."""
        data = fresh(self.month.data)
        self.section.blocks(data, KEY)
        return data.book

    @property
    def spec(self) -> dict[str, Any]:
        """The section as a jurisdiction's file has it."""
        return self.section.model_dump(mode="json", exclude_defaults=True)

    def save_section(self, folder: str | Path | None = None, *, title: str | None = None) -> Saved:
        """Make the view a section of the month's bulletin; see `explore.save_section`.

        Examples
        --------
        >>> from tempfile import TemporaryDirectory
        >>> from hotline_analysis.explore import load_month
        >>> view = load_month("yunxi-2022-Q3").profile_of_unit("云溪街道办事处")
        >>> with TemporaryDirectory() as folder:
        ...     saved = view.save_section(folder, title="云溪街道办事处情况")
        >>> saved.jurisdiction.name
        'yunxi.yaml'
        """
        from hotline_analysis.explore.saving import save_section

        return save_section(self, folder, title=title)


def fresh(data: ReportData) -> ReportData:
    """Return the data of a report with an empty book of facts, and with what is known of chance so far.

    Examples
    --------
    >>> from hotline_analysis.explore import load_month
    >>> len(fresh(load_month("yunxi-2022-Q3").data).book)
    0
    """
    new = replace(data, book=FactBook())
    new.__dict__["rank_places"] = data.rank_places  # half a second's work, the same for every view
    return new
