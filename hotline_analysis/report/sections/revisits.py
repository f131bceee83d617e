"""Results of the call-backs: satisfaction, lists above and below thresholds, citizens who were not told."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import Field

from hotline_analysis.metrics import metrics
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.references import Reference, references
from hotline_analysis.report.sections.base import (
    Section,
    figure_fact,
    leading,
    named,
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
            found.append(self._list(data, key, "above", self.above))
        if self.below is not None:
            found.append(self._list(data, key, "below", self.below))
        if self.not_told_top:
            found.append(self._not_told(data, key))
        return found

    def _results(self, data: ReportData, key: str) -> Block:
        writer, totals = data.writer(key), data.now.totals

        def number(name: str) -> Fact:
            label = data.label("{place}{label}", place=data.place, label=data.count_label(name))
            return writer.count(name, label, totals.get(name), source=data.now.source_of(name))

        parts = []
        if self.attempts:
            answer = metrics()["revisit_answer_rate"]
            fact = whole_rate(data, key, "answer", answer)
            tried = (totals.get("revisited"), totals.get("revisit_unanswered"))
            both = None if None in tried else sum((n or Fraction(0) for n in tried), Fraction(0))
            source = data.now.source_of("revisited", "revisit_unanswered")
            attempts = writer.count("attempts", data.label("回访工单"), both, source=source)
            unanswered = number("revisit_unanswered")
            parts.append(
                data.say("revisits.attempts", attempts=attempts, unanswered=unanswered, rate=with_counts(fact))
            )
        metric = data.metric(self.metric)
        rate = whole_rate(data, key, "rate", metric)
        parts.append(
            data.say(
                "revisits.results",
                revisited=number("revisited"),
                satisfied=number("satisfied"),
                dissatisfied=number("dissatisfied"),
                name=data.metric_name(metric),
                rate=with_counts(rate),
            )
        )
        return data.sentence("revisits.lead", parts=data.language.points(parts))

    def _list(self, data: ReportData, key: str, side: Literal["above", "below"], bound: Decimal) -> Block:
        order = f"-{self.metric}" if side == "above" else self.metric
        wanted = NamedList.model_validate({"zh": "", "en": "", "by": self.metric, side: bound, "order": order})
        rows, name = select(data.scores, wanted), data.metric_name(data.metric(self.metric))
        if not rows:
            return data.sentence(f"revisits.{side}_none", name=name, bound=bound)
        kept, small = nameable(data, key, rows, key=side)
        facts = [figure_fact(data, key, data.scores, self.metric, i) for i in kept] if self.show else None
        listed = named(data.language, [data.scores.units[i] for i in kept], facts)
        label = data.language.text(f"revisits.{side}_label", name=name, bound=bound)
        number = data.writer(key).whole(f"{side}.units", label, len(rows), source=data.label("附表"), unit="个")
        units = data.language.clauses(part for part in (listed, small) if part)
        return data.sentence(f"revisits.{side}", name=name, bound=bound, number=number, units=units)

    def _not_told(self, data: ReportData, key: str) -> Block:
        count = "unanswered_to_citizen"
        units = leading(data, key, count, self.not_told_top or 1)
        label = data.label("{place}未答复当事人", place=data.place)
        total = data.writer(key).count(count, label, data.now.totals.get(count), source=data.now.source_of(count))
        more = data.say("revisits.not_told_units", units=units) if units else ""
        return data.sentence("revisits.not_told", total=total, more=more)
