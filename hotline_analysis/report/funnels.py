"""Units that differ from the whole by more than chance, instead of a bare list of those below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup

from hotline_analysis.errors import InputError
from hotline_analysis.metrics import Metric, Rate
from hotline_analysis.metrics.dictionary import count_names
from hotline_analysis.report.blocks import Block, Table
from hotline_analysis.report.charts.numbers import numbers_table
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.language import msgid
from hotline_analysis.report.sections.base import figure_fact, named, whole_rate
from hotline_analysis.report.small_numbers import nameable, small_rows
from hotline_analysis.report.tables import Column

if TYPE_CHECKING:
    from hotline_analysis.statistics.fair import Funnel

FEW_UNITS = 10  # phi of fewer is a rough estimate
METHOD = msgid("漏斗图（Spiegelhalter 2005）")
LEVELS = (0.95, 0.998)


@dataclass(frozen=True)
class FunnelPart:
    """One funnel of a section.

    Attributes
    ----------
    metric : Metric
    side : {"below", "above"}
        Which units the sentence names.
    """

    data: ReportData
    key: str
    metric: Metric
    side: Literal["below", "above"]

    def blocks(self, rows: Sequence[int], lead: Markup, show: str | None) -> tuple[list[Block], list[int]]:
        """Make sentence, chart and note; return also the units that are named.

        Parameters
        ----------
        rows : sequence of int
            The units below (or above) the whole by their printed rates.
        lead : Markup
            How the sentence begins: 满意率低于全区89.03%.
        show : str or None
            The figure behind every name; by default the rate.

        Raises
        ------
        InputError
            If no unit has the counts of the rate, or one has more cases than the whole of them.
        """
        few = self._nothing_to_compare()
        if few is not None:
            return [few], []
        label = "lower" if self.side == "below" else "higher"
        labels = dict(zip(self.known, self.funnel.labels, strict=True))
        beyond = [i for i in rows if labels.get(i) == label]
        kept, small = nameable(self.data, self.key, beyond)
        said = self._sentence(rows, lead, beyond, kept, small, show or self.metric.key)
        return [said, self._chart(), self._note()], kept

    @cached_property
    def known(self) -> list[int]:
        """The units that have counts of the rate."""
        return [i for i, rate in enumerate(self._rates) if rate.numerator is not None and rate.denominator is not None]

    @cached_property
    def _rates(self) -> list[Rate]:
        """The rates by counts, also where the scheme takes the rates that were given."""
        return [self.metric.rate(row) for row in self.data.now.table.rows()]

    @cached_property
    def funnel(self) -> Funnel:
        """Units against limits around the rate of all."""
        from hotline_analysis.statistics.fair import funnel

        x, n = zip(*((self._rates[i].numerator, self._rates[i].denominator) for i in self.known), strict=True)
        names = [self.data.scores.units[i] for i in self.known]
        try:
            return funnel([*map(int, x)], [*map(int, n)], names, levels=LEVELS)
        except InputError as error:
            problem, where = f"no funnel of {self.metric.key}: {error.problem}", f"section unit_list, {error.where}"
            allowed = "counts of which one is a part of the other; or leave funnel out"
            raise InputError(problem, where=where, value=error.value, allowed=allowed) from None

    def _nothing_to_compare(self) -> Block | None:
        """Say so where there is one unit alone, or no difference between units at all."""
        if not self.known:
            counts = ", ".join([*self.metric.numerator.keys, *self.metric.denominator.keys])
            raise InputError(
                "no unit has the counts that a funnel needs",
                where="section unit_list, key funnel",
                value=self.metric.key,
                allowed=f"counts {counts} of every unit; or leave funnel out",
            )
        volumes = [self._rates[i].denominator for i in self.known]
        part, many = sum(self._rates[i].numerator or 0 for i in self.known), sum(volumes, 0)  # type: ignore[arg-type]
        busy, name = sum(bool(n) for n in volumes), self._name
        whole = whole_rate(self.data, self.key, "whole", self.metric)
        if busy < 2:
            label = self.data.label("有{volume}的单位数", volume=self._volume())
            return self.data.sentence(
                "funnel.few",
                place=self.data.place,
                name=name,
                whole=whole,
                volume=self._volume(),
                number=self._number("busy", label, busy),
            )
        if part in (0, many):
            return self.data.sentence("funnel.same", name=name, whole=whole)
        return None

    def _sentence(
        self, rows: Sequence[int], lead: Markup, beyond: list[int], kept: list[int], small: Markup, show: str
    ) -> Block:
        data = self.data
        if not rows:
            return data.sentence("unit_list.none", lead=lead)
        number = self._number("units", data.label("单位数"), len(rows))
        level = self._levels()[LEVELS[0]]
        if not beyond:
            return data.sentence("funnel.within", lead=lead, number=number, level=level)
        facts = [figure_fact(data, self.key, data.scores, show, i) for i in kept]
        units = named(data.language, [data.scores.units[i] for i in kept], facts)
        listed = data.language.clauses(part for part in (units, small) if part)
        rest = len(rows) - len(beyond)
        others = Markup("")
        if rest:
            others = data.say("funnel.others", rest=self._number("rest", data.label("未超出界限的单位数"), rest))
        return data.sentence(
            "funnel.beyond",
            lead=lead,
            number=number,
            level=level,
            listed=listed,
            others=others,
            beyond=self._number("beyond", data.label("超出界限的单位数"), len(beyond)),
        )

    def _chart(self) -> Block:
        from hotline_analysis.report.charts.funnel import FunnelLabels, funnel_chart

        small, rule = small_rows(self.data), self.data.small_numbers
        words = {"higher": self.data.label("高于上限"), "lower": self.data.label("低于下限")}
        differing = {
            name: words[label]
            for i, name, label in zip(self.known, self.funnel.names, self.funnel.labels, strict=True)
            if label in words and i not in small
        }
        # the chart's axis is the denominator: units are small on it only where the rule counts the same
        same = rule is not None and self.metric.denominator.keys == (rule.of,)
        return funnel_chart(
            self.funnel,
            whole_rate(self.data, self.key, "whole", self.metric),
            differing,
            [not same or i not in small for i in self.known],
            FunnelLabels(
                self._caption,
                self._volume(),
                self._name,
                rule.below if rule else 0,
            ),
            self._table(words),
        )

    def _table(self, words: Mapping[str, str]) -> Table:
        data, writer = self.data, self.data.writer(f"{self.key}.funnel")
        names, keys = list(self.funnel.names), (*self.metric.numerator.keys, *self.metric.denominator.keys)
        sources = [data.now.source_of_unit(data.scores, i, *keys) for i in self.known]
        cases = [
            writer.count(f"{name}.cases", data.label("{unit}{figure}", unit=name, figure=self._volume()),
                         self._rates[i].denominator, source=source)
            for i, name, source in zip(self.known, names, sources, strict=True)
        ]  # fmt: skip
        rates = [
            writer.rate(f"{name}.rate", self.metric, self._rates[i], subject=name, source=source)
            for i, name, source in zip(self.known, names, sources, strict=True)
        ]
        judged = [words.get(label, "") for label in self.funnel.labels]
        columns = [
            Column(data.language.header(self._volume()), [*cases, ""]),
            Column(data.language.header(self._name, "%"), [*rates, whole_rate(data, self.key, "whole", self.metric)]),
            Column(data.label("与界限比"), [*judged, ""], align="left"),
        ]
        rows = [*names, data.label("总体")]
        return numbers_table(
            data.label("单位"), rows, columns, caption=self._caption, whole=True, language=data.language
        )

    @property
    def _caption(self) -> str:
        return self.data.label("各单位{name}漏斗图", name=self._name)

    def _note(self) -> Block:
        inner, outer = self._levels().values()
        said = [
            self.data.say("funnel.lines", inner=inner, outer=outer, volume=self._volume(), phi=self._phi()),
            self.data.say("funnel.names"),
        ]
        if self.funnel.dispersion.units < FEW_UNITS:
            label = self.data.label("估计离散系数的单位数")
            number = self._number("dispersion.units", label, self.funnel.dispersion.units)
            said.append(self.data.say("funnel.rough", number=number))
        return self.data.note("funnel.note", parts=self.data.language.points(said))

    def _levels(self) -> dict[float, Fact]:
        writer, label, source = self.data.writer(self.key), self.data.label("界限的置信水平"), self.data.label(METHOD)
        return {
            level: writer.estimate(
                f"limit.{level}", label, 100 * level, source=source, unit="%", decimals=0 if level == LEVELS[0] else 1
            )
            for level in LEVELS
        }

    def _phi(self) -> Fact:
        writer, label = self.data.writer(self.key), self.data.label("{name}离散系数φ", name=self._name)
        return writer.estimate("phi", label, self.funnel.phi, source=self.data.label(METHOD), decimals=2)

    def _number(self, name: str, label: str, value: int) -> Fact:
        return self.data.writer(self.key).whole(name, label, value, source=self.data.label("附表"), unit="个")

    @property
    def _name(self) -> str:
        return self.data.metric_name(self.metric)

    def _volume(self) -> str:
        return count_names(self.metric.denominator, self.data.language.key).strip("（）()")
