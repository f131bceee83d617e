"""Who answers the call-back, where a rare flag kept the library from saying it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.report.drivers.evidence import deciding_flags
from hotline_analysis.statistics.drivers.factors import factors as catalogue
from hotline_analysis.statistics.drivers.nonresponse import nonresponse
from hotline_analysis.statistics.drivers.pooling import without_uniform_levels
from hotline_analysis.statistics.drivers.report import DriverReport
from hotline_analysis.statistics.drivers.tickets_patterns import from_tickets
from hotline_analysis.tickets.store import TicketFiles

LEFT_OUT = "non-response left out"


def with_answering(
    found: DriverReport, files: TicketFiles, where: Mapping[str, Any], rake_by: Sequence[str]
) -> DriverReport:
    """Return the report with the comparison of those who answered, without flags that decide it without exception.

    A report that has the comparison, or of which those flags are not the reason, stays as it is: its notes say why.
    """
    known = [name for name in found.fit.factors if not catalogue()[name].asked]
    if found.nonresponse is not None or not known:
        return found
    try:
        called = without_uniform_levels(from_tickets(files, outcome="answered", factors=known, **where))
        flags = {flag.factor for flag in deciding_flags(called)}
        called = replace(called, factors=tuple(name for name in called.factors if name not in flags))
        made = nonresponse(found.fit, called, rake_by=[name for name in rake_by if name in called.factors])
    except (InputError, UsageError):
        return found
    if not flags:
        return replace(found, nonresponse=made)
    left = f"who answers: {', '.join(sorted(flags))} left out, which decide it without exception"
    notes = (left, *(note for note in found.notes if not note.startswith(LEFT_OUT)))
    return replace(found, nonresponse=made, notes=notes)
