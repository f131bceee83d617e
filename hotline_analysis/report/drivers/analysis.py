"""From a report's parameters to the analysis: of tickets, or of one row a unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hotline_analysis.cases import Case
from hotline_analysis.documents import Document
from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.metrics import Counting
from hotline_analysis.report.data_sources import CaseOpener
from hotline_analysis.report.drivers.evidence import Evidence
from hotline_analysis.report.drivers.unit_rows import UnitRows, unit_rows
from hotline_analysis.report.drivers.what_ifs import Asked as WrittenChange
from hotline_analysis.report.drivers.what_ifs import Wish, read_what_ifs, wishes_of
from hotline_analysis.report.params import Jurisdiction, Report, as_given, load_jurisdiction
from hotline_analysis.statistics.drivers.analysing import analyse, analyse_unit_table
from hotline_analysis.statistics.drivers.factors import factors as catalogue
from hotline_analysis.statistics.drivers.frames import from_unit_table
from hotline_analysis.statistics.drivers.patterns import Patterns
from hotline_analysis.statistics.drivers.problems import ModelError
from hotline_analysis.statistics.drivers.report import DriverReport
from hotline_analysis.statistics.drivers.tickets_patterns import from_tickets
from hotline_analysis.statistics.drivers.what_if import WhatIf
from hotline_analysis.statistics.drivers.wishes import WISHES, predicted_changes
from hotline_analysis.tickets.store import TicketFiles

FROM_TICKETS = "工单明细"
FROM_TABLE = "附表各单位合计"
RAKE_BY = "channel"


@dataclass(frozen=True)
class _Asked:
    """What a report asks for, and how to work it out from its data."""

    outcome: str
    source: str
    group: Callable[[], Patterns]
    work: Callable[[], DriverReport]
    wished: Sequence[Wish]


def analysed(report: Report, document: Document) -> Evidence:
    """Work out what a report asks for.

    Returns
    -------
    Evidence
        Without an analysis, and with the reason, where the data allow no estimate.

    Raises
    ------
    InputError
        If a parameter or the data is not valid.
    """
    one, _ = load_jurisdiction(report.jurisdiction, beside=document.file.parent)
    try:
        case = CaseOpener(report, document, Counting(), {}).opened("data", report.period)
        what_ifs = read_what_ifs(report, document)
        asked = _of_units(report, document, case) if case.tickets is None else _of_tickets(report, case.tickets.files)
        evidence = replace(_worked_out(report, one, asked), files=tuple(case.paths()))
        return evidence if evidence.found is None else _foreseen(evidence, evidence.found, asked, what_ifs, document)
    except UsageError as error:
        raise _named_key(report, document, error) from None


def _named_key(report: Report, document: Document, error: UsageError) -> InputError:
    """Say which key asks for what cannot be."""
    key = next((key for key in ("formula", "factors", "outcome") if getattr(report, key) is not None), "data")
    return document.error(str(error), (key,), value=as_given(report, key))


def _worked_out(report: Report, one: Jurisdiction, asked: _Asked) -> Evidence:
    """Analyse, or say why not."""
    try:
        found = asked.work()
    except ModelError as error:
        return Evidence(report, one, asked.outcome, asked.source, asked.group(), None, error)
    return Evidence(report, one, asked.outcome, asked.source, found.fit.patterns, found)


def _foreseen(
    evidence: Evidence, found: DriverReport, asked: _Asked, wanted: Sequence[Sequence[WrittenChange]] | None,
    document: Document,
) -> Evidence:  # fmt: skip
    """Predict what was asked for, or what is taken otherwise; what is about a factor left out is only named."""
    wishes = asked.wished if wanted is None else wishes_of(wanted, found.fit.patterns, document)
    made: dict[str, WhatIf] = {}
    for one in (one for one in wishes if set(one.factors) <= set(found.fit.factors)):
        try:
            made |= predicted_changes(found.fit, {one.name: one.changes})
        except UsageError as error:  # a formula need not be defined everywhere
            if wanted is not None:
                raise document.error(str(error), ("what_if",), value=one.name) from None
    wished = {one.name: one.factors for one in wishes if one.name in made}
    unmade = () if wanted is None else tuple(one.name for one in wishes if one.name not in made)
    return replace(evidence, found=replace(found, what_ifs=made), wished=wished, unmade=unmade)


def _of_tickets(report: Report, files: TicketFiles) -> _Asked:
    outcome: Any = report.outcome or "satisfied"
    where: Mapping[str, Any] = {"period": report.period, "district": report.district}
    factors = report.factors or _named(report.formula)

    def work() -> DriverReport:
        rake_by = (RAKE_BY,) if RAKE_BY in files.columns and (factors is None or RAKE_BY in factors) else ()
        return analyse(
            files, outcome=outcome, factors=factors, formula=report.formula, rake_by=rake_by, what_ifs={},
            **where,
        )  # fmt: skip

    def group() -> Patterns:
        return from_tickets(files, outcome=outcome, factors=factors, **where)

    wished = [Wish(name, (change,)) for name, change in WISHES.items()]
    return _Asked(outcome, FROM_TICKETS, group, work, wished)


def _named(formula: str | None) -> list[str] | None:
    """Return the factors of the catalogue that a formula names; None if there is no formula, or it names none."""
    names = re.findall(r"[A-Za-z_]\w*", formula or "")
    return [name for name in dict.fromkeys(names) if name in catalogue()] or None


def _of_units(report: Report, document: Document, case: Case) -> _Asked:
    rows: UnitRows = unit_rows(report, document, case)

    def work() -> DriverReport:
        return analyse_unit_table(
            rows.frame, successes=rows.outcome, trials=rows.trials, factors=rows.factors, per=rows.per,
            formula=report.formula, labels=rows.labels, steps=rows.steps, what_ifs={},
        )  # fmt: skip

    def group() -> Patterns:
        return from_unit_table(
            rows.frame, successes=rows.outcome, trials=rows.trials, factors=rows.factors, per=rows.per
        )

    wished = [Wish(name, (change,)) for name, change in rows.changes.items()]
    return _Asked(rows.outcome, FROM_TABLE, group, work, wished)
