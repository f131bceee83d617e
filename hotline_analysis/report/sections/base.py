"""What all sections share: a title, and how to make blocks from the data of a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from hotline_analysis.documents import Strict
from hotline_analysis.metrics import Metric, UnitTable
from hotline_analysis.report.blocks import Block
from hotline_analysis.report.data import ReportData
from hotline_analysis.report.facts import Fact
from hotline_analysis.report.language import Language, Named
from hotline_analysis.report.references import FIGURES, Reference
from hotline_analysis.report.tables import Column, TableSpec
from hotline_analysis.schemes import NamedList, Scheme, Scores, figure, score, select


class Section(Strict):
    """A part of a bulletin; with a title it gets a heading of its own.

    Examples
    --------
    >>> from hotline_analysis.report import open_bulletin
    >>> bulletin = open_bulletin(jurisdiction="yunxi", period="2022-Q3", data="sample:yunxi-2022-Q3", date="2022-10-20")
    >>> section = bulletin.jurisdiction.chapters[0].parts[0]
    >>> len(section.references()) > 0, len(section.blocks(bulletin.data, "s")) > 0, section.remarks(bulletin.data)
    (True, True, [])
    """

    title: str | None = None

    def references(self) -> list[Reference]:
        """Return the names it uses, to be checked when the jurisdiction is loaded."""
        return []

    def blocks(self, data: ReportData, key: str) -> list[Block]:
        """Make the section's blocks.

        Parameters
        ----------
        data : ReportData
        key : str
            The section's name within the report; the keys of its facts begin with it.

        Raises
        ------
        InputError
            If the case lacks a table or a figure that the section needs.
        """
        raise NotImplementedError

    def remarks(self, data: ReportData) -> list[str]:
        """Return what the analyst should know of the section, and no reader sees."""
        return []


def with_counts(rate: Fact) -> Markup:
    """Print a rate with its numerator and denominator, where the source gives them.

    A rate that came without counts says so, so that nobody looks for a denominator that there is not.
    """
    language = rate.language
    if rate.value is None:
        return language.say("rate.no_denominator", rate=rate)
    if rate.numerator is None or rate.denominator is None:
        return language.say("rate.no_counts", rate=rate)
    part, whole = language.whole(rate.numerator), language.whole(rate.denominator)
    return language.say("rate.counts", rate=rate, part=part, whole=whole)


def whole_rate(data: ReportData, section: str, key: str, metric: Metric) -> Fact:
    """Make the fact of a rate of the whole jurisdiction."""
    rate, source = data.now.rate(metric), data.now.source_of_rate(metric)
    return data.writer(section).rate(key, metric, rate, subject=data.place, source=source)


def named(language: Language, units: Iterable[str], facts: Sequence[Fact] | None = None) -> Markup:
    """List units, each with its figure behind it."""
    if facts is None:
        return language.listed(units)
    pairs = zip(units, facts, strict=True)
    return language.listed(language.say("units.figure", unit=unit, fact=fact) for unit, fact in pairs)


def leading(data: ReportData, section: str, name: str, n: int) -> Markup | None:
    """Name the first units by a count; a tie at the end extends the list, and the text says so.

    None where no unit has any.
    """
    wanted = NamedList.model_validate({"zh": name, "en": name, "by": name, "top": n, "above": 0})
    rows = select(data.scores, wanted)
    if not rows:
        return None
    facts = [figure_fact(data, section, data.scores, name, i) for i in rows]
    tie = data.say("units.tie") if len(rows) > n else ""
    units, first = named(data.language, [data.scores.units[i] for i in rows], facts), min(n, len(rows))
    return data.say("units.leading" if first > 1 else "units.most", n=first, tie=tie, units=units)


def without_items(scheme: Scheme) -> Scheme:
    """Return a scheme that only defines rates, for tables that are not scored."""
    empty = {"dimensions": {}, "bonus": Scheme.model_fields["bonus"].default, "participation": (), "vetoes": ()}
    return scheme.model_copy(update={**empty, "deductions": Scheme.model_fields["deductions"].default, "ranking": None})


def rates_only(table: UnitTable, scheme: Scheme) -> Scores:
    """Look at a table through a scheme's definitions without scoring it."""
    return score(table, without_items(scheme))


def figure_label(data: ReportData, name: str) -> str:
    """Name any figure of a unit."""
    if name in FIGURES:
        return data.label(FIGURES[name])
    if name in data.scores.context.metrics:
        return data.metric_name(data.metric(name))
    own: dict[str, Named] = {**{key: item for _, key, item in data.scheme.items()}, **data.scheme.dimensions}
    return data.language.name(own[name]) if name in own else data.count_label(name)


def figure_fact(data: ReportData, section: str, scores: Scores, name: str, i: int) -> Fact:
    """Make the fact of one unit's figure, whatever kind of figure it is."""
    writer, unit = data.writer(section), scores.units[i]
    key, label = f"{unit}.{name}", data.label("{unit}{figure}", unit=unit, figure=figure_label(data, name))
    if name in scores.context.metrics:
        metric = scores.context.metrics[name]
        rate = scores.context.full_rates(name)[i]
        source = data.now.source_of_unit(scores, i, *metric.numerator.keys, *metric.denominator.keys)
        return writer.rate(key, metric, rate, subject=unit, source=source)
    if name == "rank":
        place = scores.placing.ranks[i]
        return writer.whole(key, label, place, source=_by(data, scores), unit="")
    value = figure(scores, name)[i]
    if name in FIGURES or name in scores.items or name in scores.subtotals:
        decimals = None if name in FIGURES else _item_decimals(scores.scheme)
        return writer.points(key, label, value, source=_by(data, scores), decimals=decimals)
    return writer.count(key, label, value, source=data.now.source_of_unit(scores, i, name))


def _by(data: ReportData, scores: Scores) -> str:
    return data.label("考核办法 {scheme}", scheme=scores.scheme.scheme)


def _item_decimals(scheme: Scheme) -> int:
    """Print items as they are rounded; exact ones with no fewer decimals than the total."""
    item = scheme.rounding.item
    return item.decimals if item is not None else max(scheme.rounding.total.decimals, 2)


def unit_columns(
    data: ReportData, section: str, scores: Scores, rows: Sequence[int], names: Sequence[str]
) -> list[Column]:
    """Make one column a figure for the units in these rows."""
    return [
        Column(_header(data, scores, name), [figure_fact(data, section, scores, name, i) for i in rows])
        for name in names
    ]


def _header(data: ReportData, scores: Scores, name: str) -> str:
    return data.language.header(figure_label(data, name), "%" if name in scores.context.metrics else "")


def unit_table(
    data: ReportData, section: str, scores: Scores, rows: Sequence[int], names: Sequence[str], caption: str
) -> TableSpec:
    """Lay out units and their figures."""
    columns = unit_columns(data, section, scores, rows, names)
    return TableSpec(section, caption, data.label("单位"), [scores.units[i] for i in rows], columns)
