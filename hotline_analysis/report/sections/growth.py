"""Which topics grew since an earlier period, with a guard: from one ticket to three is no growth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from hotline_analysis.metrics import change
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import Period, ReportData
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.sections.counted import Row, counted_rows, leading_rows


@dataclass(frozen=True)
class Growth:
    """Topics of two periods.

    Attributes
    ----------
    table : str
    min_base : int
        Only topics with at least so many tickets in both periods are said to have grown; one without any in the
        earlier period is new if it has so many now.
    """

    data: ReportData
    key: str
    table: str
    min_base: int

    def blocks(self, rows: Sequence[Row], most: int) -> list[Block]:
        """Name the topics that grew most, and those that are new; nothing where no earlier period has the table."""
        found = self._before()
        if found is None or not found[2] or not most:
            return []
        words, period, before = found
        grown = [(name, now / then) for name, now in rows if (then := self._base(before, name)) and now > then]
        grown = [row for row in grown if dict(rows)[row[0]] >= self.min_base]
        names = [name for name, _ in leading_rows(sorted(grown, key=lambda row: -row[1]), most)]
        said = [self._said(name, dict(rows)[name], before[name]) for name in names]
        blocks: list[Block] = [self._grown(words, said)]
        # a table of another kind may have been cut: what stands in no row of it may have been there all the same
        fresh = [row for row in rows if row[0] not in before and row[1] >= self.min_base] if period.case.tickets else []
        if fresh:
            numbers = self.data.language.listed(
                self.data.say("growth.number", name=name, number=self._number(name, value))
                for name, value in leading_rows(fresh, most)
            )
            blocks.append(self.data.sentence("growth.fresh", before=words, numbers=numbers))
        return [*blocks, self._note()]

    def _before(self) -> tuple[str, Period, dict[str, Fraction]] | None:
        year_before = self.data.label("上年同期")
        periods = ((self.data.previous_name, self.data.previous), (year_before, self.data.year_before))
        for words, period in periods:
            if period is not None and self.table in period.case.table_keys:
                return words, period, dict(counted_rows(self.data, self.table, period=period))
        return None

    def _base(self, before: dict[str, Fraction], name: str) -> Fraction | None:
        value = before.get(name)
        return value if value is not None and value >= self.min_base else None

    def _grown(self, words: str, said: Sequence[Markup]) -> Block:
        if not said:
            return self.data.sentence("growth.none", before=words)
        return self.data.sentence("growth.grown", before=words, said=self.data.language.points(said))

    def _said(self, name: str, now: Fraction, then: Fraction) -> Markup:
        writer, source = self.data.writer(self.key), self.data.label("与上一可比期比较")
        before = writer.count(f"before.{name}", self.data.label("{name}（上一可比期）", name=name), then, source=source)
        label = self.data.label("{name}增长幅度", name=name)
        grew = writer.change(f"growth.{name}", label, change(now, then, "percent"), source=source)
        return self.data.say("growth.topic", name=name, before=before, now=self._number(name, now), grew=grew)

    def _number(self, name: str, value: Fraction) -> Fact:
        source = self.data.now.source_of_table(self.table)
        return self.data.writer(self.key).count(f"part.{name}", name, value, source=source)

    def _note(self) -> Block:
        label, source = self.data.label("比较增长的最少件数"), self.data.label("报告参数")
        least = self.data.writer(self.key).whole("min_base", label, self.min_base, source=source, unit="件")
        return self.data.note("growth.note", least=least)
