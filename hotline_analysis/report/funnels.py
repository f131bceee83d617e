"""Units that differ from the whole by more than chance, instead of a bare list of those below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup

from hotline_analysis.errors import InputError
from hotline_analysis.metrics import Metric, Rate
from hotline_analysis.metrics.dictionary import count_names
from hotline_analysis.report.blocks import Block, Note
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.sections.base import figure_fact, named, sentence, whole_rate
from hotline_analysis.report.small_numbers import nameable, small_rows

if TYPE_CHECKING:
    from hotline_analysis.statistics.fair import Funnel

FEW_UNITS = 10  # phi of fewer is a rough estimate
METHOD = "漏斗图（Spiegelhalter 2005）"
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
        busy, name = sum(bool(n) for n in volumes), self.metric.zh
        whole = whole_rate(self.data, self.key, "whole", self.metric)
        if busy < 2:
            number = self._number("busy", f"有{self._volume()}的单位数", busy)
            return sentence(
                "{place}{name}{whole}；有{volume}的单位仅{number}，不作单位间比较。",
                place=self.data.place, name=name, whole=whole, volume=self._volume(), number=number,
            )  # fmt: skip
        if part in (0, many):
            return sentence("各单位{name}均为{whole}，没有差异，不作单位间比较。", name=name, whole=whole)
        return None

    def _sentence(
        self, rows: Sequence[int], lead: Markup, beyond: list[int], kept: list[int], small: Markup, show: str
    ) -> Block:
        if not rows:
            return sentence("{lead}的单位：无。", lead=lead)
        number = self._number("units", "单位数", len(rows))
        level = self._levels()[LEVELS[0]]
        if not beyond:
            return sentence(
                "{lead}的单位共{number}，均未超出{level}界限，与总体的差距未超出随机波动范围，不点名。",
                lead=lead, number=number, level=level,
            )  # fmt: skip
        facts = [figure_fact(self.data, self.key, self.data.scores, show, i) for i in kept]
        units = named([self.data.scores.units[i] for i in kept], facts)
        listed = Markup("，").join(part for part in (units, small) if part)
        rest = len(rows) - len(beyond)
        others = Markup("")
        if rest:
            others = Markup("；其他{}与总体的差距未超出随机波动范围，不点名").format(
                self._number("rest", "未超出界限的单位数", rest)
            )
        return sentence(
            "{lead}的单位共{number}，其中超出{level}界限的{beyond}：{listed}{others}。",
            lead=lead, number=number, level=level, listed=listed, others=others,
            beyond=self._number("beyond", "超出界限的单位数", len(beyond)),
        )  # fmt: skip

    def _chart(self) -> Block:
        from hotline_analysis.report.charts.funnel import FunnelLabels, funnel_chart

        small, rule = small_rows(self.data), self.data.small_numbers
        words = {"higher": "高于上限", "lower": "低于下限"}
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
            FunnelLabels(f"各单位{self.metric.zh}漏斗图", self._volume(), self.metric.zh, rule.below if rule else 0),
        )

    def _note(self) -> Block:
        text = Markup(
            "虚线、实线分别为{}、{}界限，按各单位{}计算，已计入单位之间的离散程度（离散系数φ为{}，越大则单位之间超出随机波动的差异越大）；"
            "仅对界限外的单位标注名称"
        ).format(*self._levels().values(), self._volume(), self._phi())
        if self.funnel.dispersion.units < FEW_UNITS:
            number = self._number("dispersion.units", "估计离散系数的单位数", self.funnel.dispersion.units)
            text += Markup("；φ由{}单位估计，仅供参考").format(number)
        return Note(text + Markup("。"))

    def _levels(self) -> dict[float, Fact]:
        writer = self.data.writer(self.key)
        return {
            level: writer.estimate(
                f"limit.{level}", "界限的置信水平", 100 * level, source=METHOD,
                unit="%", decimals=0 if level == LEVELS[0] else 1,
            )
            for level in LEVELS
        }  # fmt: skip

    def _phi(self) -> Fact:
        writer, label = self.data.writer(self.key), f"{self.metric.zh}离散系数φ"
        return writer.estimate("phi", label, self.funnel.phi, source=METHOD, decimals=2)

    def _number(self, name: str, label: str, value: int) -> Fact:
        return self.data.writer(self.key).whole(name, label, value, source="附表", unit="个")

    def _volume(self) -> str:
        return count_names(self.metric.denominator).strip("（）")
