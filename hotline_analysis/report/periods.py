"""One period of a report: its case, its unit table, its scores, its totals, and where each number comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from hotline_analysis.cases import Case, SourceTable
from hotline_analysis.errors import InputError
from hotline_analysis.metrics import Metric, Rate, UnitTable, counts
from hotline_analysis.metrics.unit_table import with_identities
from hotline_analysis.report.language import CHINESE, Language, msgid
from hotline_analysis.schemes import Scheme, Scores, score, stack_units

UNGROUPED = msgid("未分组")
NO_GROUPS = "units"  # the group of all units where nothing names any; no reader is to see it


@dataclass(frozen=True)
class Totals:
    """The counts of a whole jurisdiction in one period, and the rates that follow from them."""

    counts: Mapping[str, Fraction | None]

    @classmethod
    def of(cls, case: Case, table: UnitTable, own: Iterable[str], figures: Mapping[str, str]) -> Totals:
        """Sum counts over all units; what no unit has is taken from the case's figures.

        Parameters
        ----------
        case : Case
        table : UnitTable
        own : iterable of str
            The scheme's own counts, beside those of the dictionary.
        figures : mapping of str to str
            Count → the figure of the case that gives it.
        """
        found = sums(table, own)
        for key, figure in figures.items():
            if found.get(key) is None and figure in case.facts:
                found[key] = case.figure(figure)
        return cls(with_identities(found))

    def rate(self, metric: Metric) -> Rate:
        """Work a rate out."""
        return metric.rate(self.counts)


@dataclass(frozen=True)
class Period:
    """One period of a jurisdiction: its case, its unit table and its scores; sources are named in a language."""

    case: Case
    table: UnitTable
    scores: Scores
    figures: Mapping[str, str]
    language: Language = CHINESE

    @classmethod
    def of(
        cls,
        case: Case,
        scheme: Scheme,
        figures: Mapping[str, str],
        earlier: Mapping[str, Period] | None = None,
        *,
        language: Language = CHINESE,
    ) -> Period:
        """Score a case, with its documented misprints corrected."""
        table = stacked(case, scheme, language)
        before = {which: period.table for which, period in (earlier or {}).items()}
        try:
            return cls(case, table, score(table, scheme, **before), figures, language)
        except InputError as error:
            raise _with_missing_columns(error, case) from None

    @cached_property
    def totals(self) -> Mapping[str, Fraction | None]:
        """Every count of the whole."""
        return self.whole.counts

    @cached_property
    def whole(self) -> Totals:
        """The counts of all units together."""
        return Totals.of(self.case, self.table, self.scores.scheme.own_counts, self.figures)

    @cached_property
    def group_totals(self) -> Mapping[str, Mapping[str, Fraction | None]]:
        """Every count over the units of each group."""
        return {group: self._group_total(group) for group in dict.fromkeys(self.scores.groups)}

    def _group_total(self, group: str) -> dict[str, Fraction | None]:
        rows = [i for i, own in enumerate(self.scores.groups) if own == group]
        part = UnitTable(self.table.frame.iloc[rows], self.table.totals, self.table.text)
        return sums(part, self.scores.scheme.own_counts)

    @cached_property
    def _summed(self) -> Mapping[str, Fraction | None]:
        return sums(self.table, self.scores.scheme.own_counts)

    def rate(self, metric: Metric) -> Rate:
        """Work a rate of the whole jurisdiction out from its counts."""
        return self.whole.rate(metric)

    def source_of(self, *keys: str) -> str:
        """Say whether totals were summed over the units or taken from the case's figures, or both."""
        parts = list(dict.fromkeys(part for key in keys for part in self._parts(key)))
        counted = [self.words[part] for part in parts if part in self.words]
        other = dict.fromkeys(self._source(part) for part in parts if part not in self.words)
        return self.language.text("join.sources").join([*([self._from_tickets(counted)] if counted else []), *other])

    def source_of_rate(self, metric: Metric) -> str:
        """Say where the counts of a rate of the whole come from."""
        return self.source_of(*metric.numerator.keys, *metric.denominator.keys)

    def _parts(self, key: str) -> tuple[str, ...]:
        """Return the counts that a count was made of: itself, where it has a column or a figure of its own."""
        identity = counts()[key].identity if key in counts() else None
        if identity is None or key in self.figures or self._summed.get(key) is not None:
            return (key,)
        return tuple(identity.keys)

    def _source(self, key: str) -> str:
        summed = self._summed.get(key) is not None
        return self.language.label("附表各单位合计") if summed else self.source_of_figure(self.figures.get(key, key))

    def _from_tickets(self, words: Iterable[str]) -> str:
        said = self.language.text("join.definitions").join(dict.fromkeys(words))
        return self.language.text("source.tickets", words=said)

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Counts of the units that were counted from tickets, and in words, which tickets they count."""
        sources = self.case.files("units")
        return {key: words[self.language.key] for source in sources for key, words in source.words.items()}

    def source_of_unit(self, scores: Scores, i: int, *keys: str) -> str:
        """Say where a unit's figure that is made of these counts comes from."""
        counted = [key for key in keys if key in self.words]
        if scores is self.scores and counted and len(counted) == len(keys):
            return self.source_of(*keys)
        return str(scores.context.table.frame["source"].iloc[i])

    def source_of_table(self, key: str | None) -> str:
        """Say where the numbers of a table come from."""
        found = [source for source in self.case.sources if source.key == key]
        words = dict.fromkeys(text[self.language.key] for source in found for text in source.words.values())
        return self._from_tickets(words) if words else self.language.label("本期数据 {key}", key=key)

    def source_name(self, source: SourceTable) -> str:
        """Name a table of the case."""
        return _name(source, self.language)

    def source_of_figure(self, key: str | None) -> str:
        """Say where a figure of the case comes from."""
        counted = {} if self.case.tickets is None else self.case.tickets.figures
        words = counted.get(key or "")
        if words is None:
            return self.language.label("本期数据 {key}", key=key)
        return self._from_tickets([words[self.language.key]])


def sums(table: UnitTable, own: Iterable[str]) -> dict[str, Fraction | None]:
    """Sum the dictionary's counts over the units of a table, and a scheme's own."""
    found = table.sums()
    for key in own:
        known = [value for value in table.frame[key] if value is not None] if key in table.frame else []
        found[key] = sum(known, Fraction(0)) if known else None
    return found


def stacked(case: Case, scheme: Scheme, language: Language = CHINESE) -> UnitTable:
    """Put the units of a case into one table, with its documented misprints corrected."""
    pieces = [
        (case.corrected(source), f"{case.name}/{_name(source, language)}", source.group or _group(source))
        for key in ("units", "no_ticket_units")
        if key in case.table_keys
        for source in case.files(key)
    ]
    counted = any(source.words for source in case.files("units"))
    return stack_units(pieces, scheme, from_tickets=counted)


def _name(source: SourceTable, language: Language) -> str:
    return language.label("工单明细统计 {table}", table=source.key) if source.words else source.label


def _group(source: SourceTable) -> str:
    """Name the group of units that have none: the file's name, as everywhere; tickets have no file of units."""
    if source.words:
        return UNGROUPED if "group" in source.frame else NO_GROUPS
    return source.label.rpartition(".")[0] or source.label


def _with_missing_columns(error: InputError, case: Case) -> InputError:
    """Say which columns the tickets lack, where a scheme needs counts that they cannot give."""
    absent = {} if case.tickets is None else case.tickets.absent
    lacking = [
        f"{key} needs {', '.join(names)}" for key, names in absent.items() if key in re.findall(r"\w+", error.problem)
    ]
    if not lacking:
        return error
    allowed = f"tickets with these columns ({'; '.join(lacking)}), or {error.allowed}"
    return InputError(error.problem, file=error.file, where=error.where, allowed=allowed)
