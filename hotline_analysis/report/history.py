"""Earlier periods that the tickets hold, for control charts: whole ones, without a gap, up to the one before."""

from __future__ import annotations

from datetime import date

from hotline_analysis.cases import Case, earlier_case, received_by_month, ticket_case
from hotline_analysis.report.data_sources import is_whole
from hotline_analysis.report.params import NOT_COMPARED, Jurisdiction, Report
from hotline_analysis.report.periods import Period, stacked
from hotline_analysis.report.phrases import previous_period
from hotline_analysis.report.sections.base import without_items
from hotline_analysis.report.sections.overview import OverviewSection
from hotline_analysis.schemes import Scheme, score

MOST = 23  # two years of months with the report's own


def wants_history(one: Jurisdiction) -> bool:
    """Tell whether a section asks for signals."""
    parts = [section for chapter in one.chapters for section in chapter.parts]
    return any(isinstance(section, OverviewSection) and section.signals for section in parts)


def earlier_periods(now: Case, report: Report, one: Jurisdiction, scheme: Scheme) -> dict[str, Period]:
    """Count the periods before the report's, the earliest first; none where the data are not tickets.

    The first gap ends them, and the first period with less than a fourth of this one's tickets: a rest of a period
    that the tickets do not hold as a whole. A report with ``previous: none`` compares with nothing.

    Raises
    ------
    InputError
        As `ticket_case`.
    """
    if now.tickets is None or report.previous == NOT_COMPARED or not wants_history(one):
        return {}
    received = received_by_month(now.tickets.files)
    names_on, found, label = now.tickets.last_day(report.period), dict[str, Period](), report.period
    for _ in range(MOST):
        label = previous_period(label)
        if not is_whole(received, label, report.period):
            break
        found[label] = _counted(_case(now, label, scheme, names_on), one, scheme)
    return dict(reversed(found.items()))


def _case(now: Case, period: str, scheme: Scheme, names_on: date) -> Case:
    assert now.tickets is not None
    if now.tickets.described:
        return earlier_case(now, period=period, counting=scheme.counting, names_on=names_on, only=())
    path = now.tickets.files.path
    return ticket_case(path, period=period, tables={}, counting=scheme.counting, names_on=names_on)


def _counted(case: Case, one: Jurisdiction, scheme: Scheme) -> Period:
    """Look at a period through the scheme's definitions; places and marks of long ago are not needed."""
    table = stacked(case, scheme)
    return Period(case, table, score(table, without_items(scheme)), one.totals)
