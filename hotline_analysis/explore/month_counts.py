"""Counts and rates of a month, as frames to go on working with, and what is wrong in its tickets."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from hotline_analysis.explore.month_data import MonthData
from hotline_analysis.explore.tables import (
    COUNTS,
    chosen,
    chosen_rates,
    counted_table,
    over_time_table,
    table_of_units,
)
from hotline_analysis.metrics.counting.dimensions import BLANK
from hotline_analysis.report.sections.topic_profile import By

if TYPE_CHECKING:
    import pandas as pd

    from hotline_analysis.tickets.quality import QualityReport


class MonthCounts(MonthData):
    """Tables of a month; see `Month`."""

    def topics(self, by: By = "topic") -> list[str]:
        """Return the topics (categories, channels …) of the month's tickets, the largest first.

        Parameters
        ----------
        by : {"topic", "category", "subcategory", "channel", "area", "request_type"}

        Examples
        --------
        >>> from hotline_analysis.explore import load_month
        >>> load_month("yunxi-2022-Q3").topics("request_type")[:2]
        ['求助', '投诉']
        """
        if self.data.case.tickets is None or by not in self.tickets.files.columns:
            return []
        names = counted_table(self.data, self.tickets, [by], ["received"])[by]
        return [name for name in names if name != BLANK]

    def quality_report(self) -> QualityReport:
        """Return what an import found in the tickets, or, where it left no report, what they look like now.

        Examples
        --------
        >>> from hotline_analysis.explore import load_month
        >>> load_month("yunxi-2022-Q3").quality_report()
        <QualityReport: 6351 rows read, 0 set aside, 2 checks broken>
        """
        from hotline_analysis.tickets.quality.stored import examine_stored, report_of_import

        files, last = self.tickets.files, self.tickets.last_day(self.data.period)
        found = report_of_import(files)
        return found or examine_stored(files, datetime.combine(last, time()) + timedelta(days=1))

    def counts_by_unit(self, *counts: str) -> pd.DataFrame:
        """Count by unit; without names the usual counts.

        Examples
        --------
        >>> from hotline_analysis.explore import load_month
        >>> load_month("yunxi-2022-Q3").counts_by_unit("closed", "overdue").head(2)
               unit  closed  overdue
        0  区市场监督管理局     205        0
        1   云溪街道办事处     122        0
        """
        if self.data.case.tickets is None:
            return table_of_units(self.data, counts, COUNTS)
        return self._counted("unit", counts)

    def counts_by_group(self, *counts: str) -> pd.DataFrame:
        """Count by group of units.

        Examples
        --------
        >>> from hotline_analysis.explore import load_month
        >>> int(load_month("yunxi-2022-Q3").counts_by_group("received")["received"].sum())
        1351
        """
        return self._counted("group", counts)

    def counts_by_topic(self, *counts: str, by: By = "topic") -> pd.DataFrame:
        """Count by topic, or by category, channel and the like.

        Examples
        --------
        >>> from hotline_analysis.explore import load_month
        >>> load_month("yunxi-2022-Q3").counts_by_topic("received", by="request_type").head(1)
          request_type  received
        0           求助       713
        """
        return self._counted(by, counts)

    def counts_over_time(self, *counts: str, by: str | None = None, periods: int = 13) -> pd.DataFrame:
        """Count every whole period that the tickets hold, all of them or by unit, topic ….

        Examples
        --------
        >>> from hotline_analysis.explore import load_month
        >>> load_month("yunxi-2022-Q3").counts_over_time("closed")["period"].tolist()
        ['2021-Q3', '2021-Q4', '2022-Q1', '2022-Q2', '2022-Q3']
        """
        names = chosen(self.tickets, counts, COUNTS)
        return over_time_table(self.data, self.tickets, [by] if by else [], names, periods=periods)

    def rates_by_unit(self, *rates: str) -> pd.DataFrame:
        """Work rates out by unit; without names those of the scheme and the usual ones.

        Examples
        --------
        >>> from hotline_analysis.explore import load_month
        >>> load_month("yunxi-2022-Q3").rates_by_unit("satisfaction_rate").columns.tolist()
        ['unit', 'satisfaction_rate']
        """
        return self._rated("unit", rates)

    def rates_by_group(self, *rates: str) -> pd.DataFrame:
        """Work rates out by group of units.

        Examples
        --------
        >>> from hotline_analysis.explore import load_month
        >>> load_month("yunxi-2022-Q3").rates_by_group("closure_rate")["group"].tolist()[:3]
        ['区直单位', '镇（街道）', '驻区单位']
        """
        return self._rated("group", rates)

    def rates_by_topic(self, *rates: str, by: By = "topic") -> pd.DataFrame:
        """Work rates out by topic, or by category, channel and the like.

        Examples
        --------
        >>> from hotline_analysis.explore import load_month
        >>> load_month("yunxi-2022-Q3").rates_by_topic("satisfaction_rate", by="channel").columns.tolist()
        ['channel', 'satisfaction_rate']
        """
        return self._rated(by, rates)

    def rates_over_time(self, *rates: str, by: str | None = None, periods: int = 13) -> pd.DataFrame:
        """Work rates out of every whole period that the tickets hold.

        Examples
        --------
        >>> from hotline_analysis.explore import load_month
        >>> load_month("yunxi-2022-Q3").rates_over_time("satisfaction_rate").tail(1).values.tolist()
        [['2022-Q3', Decimal('83.46')]]
        """
        names = chosen_rates(self.data, self.tickets, rates)
        return over_time_table(self.data, self.tickets, [by] if by else [], names, periods=periods)

    def _counted(self, by: str, counts: tuple[str, ...]) -> pd.DataFrame:
        return counted_table(self.data, self.tickets, [by], chosen(self.tickets, counts, COUNTS))

    def _rated(self, by: str, rates: tuple[str, ...]) -> pd.DataFrame:
        return counted_table(self.data, self.tickets, [by], chosen_rates(self.data, self.tickets, rates))
