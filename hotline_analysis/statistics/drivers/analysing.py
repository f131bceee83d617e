"""From tickets, a unit table or patterns to a whole report on drivers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Unpack

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.metrics.unit_table import UnitTable
from hotline_analysis.statistics.drivers.factors import factors as catalogue
from hotline_analysis.statistics.drivers.frames import from_unit_table
from hotline_analysis.statistics.drivers.options import (
    AnalysisOptions,
    ReportOptions,
    TicketOptions,
    chosen,
    refuse_unknown,
)
from hotline_analysis.statistics.drivers.patterns import Patterns
from hotline_analysis.statistics.drivers.report import DriverReport, analyse_patterns
from hotline_analysis.statistics.drivers.tickets_patterns import Outcome, from_tickets

if TYPE_CHECKING:
    import pandas as pd

    from hotline_analysis.metrics.counting.table import AnyTickets


def analyse(
    tickets: AnyTickets,
    *,
    outcome: Outcome = "satisfied",
    factors: Sequence[str] | None = None,
    formula: str | None = None,
    period: Any = None,
    district: str | None = None,
    **options: Unpack[AnalysisOptions],
) -> DriverReport:
    """Work out what drives an outcome, from tickets.

    Parameters
    ----------
    tickets : path, TicketFiles, pandas.DataFrame or duckdb.DuckDBPyRelation
        As for `from_tickets`.
    outcome : {"satisfied", "resolved"}
    factors : sequence of str, optional
        Keys of the catalogue; those taken by default that the tickets can give, otherwise.
    formula : str, optional
        All factors added up, otherwise.
    period, district : optional
        Which tickets.
    **options
        ``what_ifs``, ``rake_by``, ``labels``, ``steps``, ``points``, ``seed``, ``when``: see `ReportOptions`.
        ``rounding``, ``country``, ``rather_counts``, ``registry``, ``calendar``, ``rare_below``: see `from_tickets`.

    Raises
    ------
    InputError
        If no ticket can be analysed, or there is no estimate (`ModelError`).
    UsageError
        For an outcome, a factor, a formula or an option that cannot be.

    Examples
    --------
    >>> from hotline_analysis.synthetic import synthesize
    >>> report = analyse(synthesize("yunxi-2022-Q3").frame, factors=["waiting_days"], period="2022-Q3")
    >>> report.effects["factor"].tolist()
    ['waiting_days']
    """
    refuse_unknown(options, AnalysisOptions)
    if outcome not in ("satisfied", "resolved"):
        raise UsageError(f"no report on the outcome {outcome!r}; allowed: satisfied, resolved")
    grouping = {"period": period, "district": district, **chosen(options, TicketOptions)}
    patterns = from_tickets(tickets, outcome=outcome, factors=factors, **grouping)
    called, note = _called(tickets, patterns, grouping)
    return analyse_patterns(_noted(patterns, note), formula, called=called, **chosen(options, ReportOptions))


def analyse_unit_table(
    table: UnitTable | pd.DataFrame,
    *,
    successes: str,
    trials: str,
    factors: Sequence[str],
    per: Mapping[str, str] | None = None,
    formula: str | None = None,
    **options: Unpack[ReportOptions],
) -> DriverReport:
    """Work out what goes with an outcome, from one row a unit.

    Parameters
    ----------
    table : UnitTable or DataFrame
    successes, trials, factors, per
        See `from_unit_table`.
    formula : str, optional
    **options
        See `ReportOptions`.

    Notes
    -----
    What holds of units need not hold of tickets (Robinson 1950, American Sociological Review 15:351-357); the report
    notes it.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"unit": [*"ABCDEFGH"], "satisfied": [9, 8, 16, 5, 7, 18, 6, 9]})
    >>> table = table.assign(revisited=[10, 10, 20, 10, 10, 20, 10, 10], overdue_share=[0.0, 10, 5, 40, 20, 5, 30, 0])
    >>> report = analyse_unit_table(table, successes="satisfied", trials="revisited", factors=["overdue_share"])
    >>> bool(report.effects["effect_pp"][0] < 0)
    True
    """
    patterns = from_unit_table(table, successes=successes, trials=trials, factors=factors, per=per)
    note = "one row a unit: what goes together in units need not go together in their tickets"
    if per:
        shares = dict.fromkeys(per, "1个百分点")
        options["steps"] = {**shares, **(options.get("steps") or {})}
    return analyse_patterns(_noted(patterns, note), formula, **options)


def _called(tickets: AnyTickets, patterns: Patterns, grouping: Mapping[str, Any]) -> tuple[Patterns | None, str]:
    """Group all who were called back by the same factors, as far as these are known before anybody answers."""
    known = [name for name in patterns.factors if not catalogue()[name].asked]
    if not known:
        return None, "non-response left out: no factor is known of those who did not answer"
    try:
        return from_tickets(tickets, outcome="answered", factors=known, **grouping), ""
    except InputError as error:
        return None, f"non-response left out: {error}"


def _noted(patterns: Patterns, note: str) -> Patterns:
    return replace(patterns, notes=(*patterns.notes, note)) if note else patterns
