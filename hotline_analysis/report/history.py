"""Earlier periods that the tickets hold, for control charts: whole ones, without a gap, up to the one before."""

from __future__ import annotations

from hotline_analysis.cases import Case, earlier_cases
from hotline_analysis.metrics import counts
from hotline_analysis.report.params import NOT_COMPARED, Jurisdiction, Report
from hotline_analysis.report.periods import Totals, stacked
from hotline_analysis.report.sections.overview import OverviewSection
from hotline_analysis.report.whole_periods import whole_periods
from hotline_analysis.schemes import Scheme

RECEIVED = "received"  # so that every unit with tickets has a row, whatever else is counted


def signal_counts(one: Jurisdiction, scheme: Scheme) -> frozenset[str]:
    """Return the counts that signals are made of; none where no section asks for signals."""
    found = set[str]()
    for section in (part for chapter in one.chapters for part in chapter.parts):
        if isinstance(section, OverviewSection) and section.signals:
            found |= {line.count for line in section.counts if line.count}
            for metric in map(scheme.metric, section.rates):
                found |= {*metric.numerator.keys, *metric.denominator.keys}
    identities = [counts()[key].identity for key in found if key in counts()]
    return frozenset(found).union(*(one.keys for one in identities if one is not None))


def earlier_periods(now: Case, report: Report, one: Jurisdiction, scheme: Scheme) -> dict[str, Totals]:
    """Count the periods before the report's, the earliest first; none where the data are not tickets.

    The first gap ends them, and the first period with less than a fourth of this one's tickets: a rest of a period
    that the tickets do not hold as a whole. A report with ``previous: none`` compares with nothing.

    Raises
    ------
    InputError
        As `earlier_cases`.
    """
    wanted = signal_counts(one, scheme)
    if now.tickets is None or report.previous == NOT_COMPARED or not wanted:
        return {}
    labels = whole_periods(now.tickets, report.period)
    names_on = now.tickets.last_day(report.period)
    cases = earlier_cases(now, labels, counts={*wanted, RECEIVED}, counting=scheme.counting, names_on=names_on)
    return {
        label: Totals.of(case, stacked(case, scheme), scheme.own_counts, one.totals) for label, case in cases.items()
    }
