"""Results of the call-backs: satisfaction, lists above and below thresholds, citizens who were not told."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from markupsafe import Markup
from pydantic import Field

from hotline_analysis.metrics import metrics
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.references import Reference, references
from hotline_analysis.report.sections.base import (
    Section,
    figure_fact,
    leading,
    named,
    sentence,
    whole_rate,
    with_counts,
)
from hotline_analysis.report.small_numbers import nameable
from hotline_analysis.schemes import NamedList, select


class RevisitsSection(Section):
    """Attempts, answers and satisfaction over all units; units above ``above`` and below ``below``."""

    section: Literal["revisits"]
    metric: str = "satisfaction_rate"
    attempts: bool = False
    above: Decimal | None = None
    below: Decimal | None = None
    show: bool = True
    not_told_top: int | None = Field(default=None, gt=0)

    def references(self) -> list[Reference]:
        """Return the names it uses."""
        return references("metric", "metric", [self.metric])

    def blocks(self, data: ReportData, key: str) -> list[Block]:
        """Make the section's blocks."""
        found: list[Block] = [self._results(data, key)]
        if self.above is not None:
            found.append(self._list(data, key, "above", "高于", self.above))
        if self.below is not None:
            found.append(self._list(data, key, "below", "低于", self.below))
        if self.not_told_top:
            found.append(self._not_told(data, key))
        return found

    def _results(self, data: ReportData, key: str) -> Block:
        writer, totals = data.writer(key), data.now.totals

        def number(name: str) -> Markup:
            fact = writer.count(
                name, f"{data.place}{data.count_label(name)}", totals.get(name), source=data.now.source_of(name)
            )
            return Markup("{}").format(fact)

        parts = []
        if self.attempts:
            answer = metrics()["revisit_answer_rate"]
            fact = whole_rate(data, key, "answer", answer)
            tried = (totals.get("revisited"), totals.get("revisit_unanswered"))
            both = None if None in tried else sum((n or Fraction(0) for n in tried), Fraction(0))
            attempts = writer.count(
                "attempts", "回访工单", both, source=data.now.source_of("revisited", "revisit_unanswered")
            )
            parts.append(
                Markup("共回访工单{}，市民未接听、拒接或不愿评价{}，应答率{}").format(
                    attempts, number("revisit_unanswered"), with_counts(fact)
                )
            )
        metric = data.metric(self.metric)
        rate = whole_rate(data, key, "rate", metric)
        parts.append(
            Markup("有效回访{}，满意{}，不满意{}，{}{}").format(
                number("revisited"), number("satisfied"), number("dissatisfied"), metric.zh, with_counts(rate)
            )
        )
        return sentence("{parts}。", parts=Markup("；").join(parts))

    def _list(self, data: ReportData, key: str, side: str, word: str, bound: Decimal) -> Block:
        order = f"-{self.metric}" if side == "above" else self.metric
        wanted = NamedList.model_validate({"zh": "", "en": "", "by": self.metric, side: bound, "order": order})
        rows, metric = select(data.scores, wanted), data.metric(self.metric)
        if not rows:
            return sentence("{name}{word}{bound}%的单位：无。", name=metric.zh, word=word, bound=bound)
        kept, small = nameable(data, key, rows, key=side)
        facts = [figure_fact(data, key, data.scores, self.metric, i) for i in kept] if self.show else None
        listed = named([data.scores.units[i] for i in kept], facts)
        number = data.writer(key).whole(
            f"{side}.units", f"{metric.zh}{word}{bound}%的单位数", len(rows), source="附表", unit="个"
        )
        return sentence(
            "{name}{word}{bound}%的单位共{number}：{units}。",
            name=metric.zh,
            word=word,
            bound=bound,
            number=number,
            units=Markup("，").join(part for part in (listed, small) if part),
        )

    def _not_told(self, data: ReportData, key: str) -> Block:
        count = "unanswered_to_citizen"
        units = leading(data, key, count, self.not_told_top or 1)
        total = data.writer(key).count(
            count, f"{data.place}未答复当事人", data.now.totals.get(count), source=data.now.source_of(count)
        )
        more = Markup("，数量{}").format(units) if units else ""
        return sentence("承办单位未将办理结果答复当事人的工单{total}{more}。", total=total, more=more)
