"""One unit or one topic of a month in detail, and all units against the limits of chance."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.explore.month_counts import MonthCounts
from hotline_analysis.explore.view import View
from hotline_analysis.metrics import metrics
from hotline_analysis.report.references import nearest_of
from hotline_analysis.report.sections.topic_profile import By, TopicProfileSection
from hotline_analysis.report.sections.unit_profile import UnitProfileSection
from hotline_analysis.statistics.fair import Funnel
from hotline_analysis.statistics.fair.funnel import funnel
from hotline_analysis.validation import nearest


class MonthProfiles(MonthCounts):
    """Profiles of a month; see `Month`."""

    def funnel_by_unit(self, rate: str = "satisfaction_rate") -> Funnel:
        """Set every unit's rate against the rate of all, with the limits of chance.

        Raises
        ------
        UsageError
            For what is no rate.
        InputError
            If the units have no counts for it.

        Examples
        --------
        >>> from hotline_analysis.explore import load_month
        >>> load_month("yunxi-2022-Q3").funnel_by_unit("satisfaction_rate").label
        '满意率'
        """
        if rate not in metrics():
            raise UsageError(f"no rate {rate!r}{nearest(rate, metrics())}; allowed: {', '.join(metrics())}")
        every = self.data.scores.context.full_rates(rate)
        known = [(unit, one) for unit, one in zip(self.units, every, strict=True) if one.denominator]
        parts = [(int(one.numerator or 0), int(one.denominator or 0)) for _, one in known]
        found = funnel([n for n, _ in parts], [of for _, of in parts], [unit for unit, _ in known])
        return replace(found, label=self.data.metric_name(self.data.metric(rate)))

    def profile_of_unit(self, unit: str, **options: Any) -> View:
        """Look at one unit: its tickets over time, its items, its peers, the places that chance could have given it.

        Parameters
        ----------
        unit : str
        **options
            ``counts``, ``rates``, ``peers``, ``periods``: the keys of the section ``unit_profile``.

        Raises
        ------
        InputError
            If there is no such unit.

        Examples
        --------
        >>> from hotline_analysis.explore import load_month
        >>> "名次区间" in load_month("yunxi-2022-Q3").profile_of_unit("云溪街道办事处", periods=0).html
        True
        """
        if unit not in self.units:
            raise InputError("no such unit", value=unit, allowed=nearest_of(unit, self.units))
        return View(self, UnitProfileSection(section="unit_profile", unit=unit, **options))

    def profile_of_topic(self, topic: str, by: By = "topic", **options: Any) -> View:
        """Look at one topic (category, channel …): how many tickets, over time, of which units, how they ended.

        Parameters
        ----------
        topic : str
        by : str
            The column of tickets in which it stands.
        **options
            ``count``, ``rates``, ``units``, ``periods``: the keys of the section ``topic_profile``.

        Raises
        ------
        InputError
            If no ticket of the month has it.

        Examples
        --------
        >>> from hotline_analysis.explore import load_month
        >>> view = load_month("yunxi-2022-Q3").profile_of_topic("投诉", by="request_type", periods=0)
        >>> view.facts.__len__() > 3
        True
        """
        known = self.topics(by)
        if topic not in known:
            raise InputError(f"no ticket has this {by}", value=topic, allowed=nearest_of(topic, known))
        return View(self, TopicProfileSection(section="topic_profile", topic=topic, by=by, **options))

    def __getitem__(self, name: str) -> View:
        """Return the profile of a unit, or else of a topic; a tab after ``month["`` lists them."""
        return self.profile_of_unit(name) if name in self.units else self.profile_of_topic(name)

    def _ipython_key_completions_(self) -> list[str]:
        return [*self.units, *self.topics()]
