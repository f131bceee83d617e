"""Run every check over one case."""

from __future__ import annotations

from hotline_analysis.audit.bounds import check_bounds
from hotline_analysis.audit.claims import check_claims
from hotline_analysis.audit.denominators import check_denominators
from hotline_analysis.audit.ledger import Ledger
from hotline_analysis.audit.naming import check_names
from hotline_analysis.audit.order import check_order
from hotline_analysis.audit.rates import check_rates
from hotline_analysis.audit.reading import Setting, read_tables
from hotline_analysis.audit.result import Audit
from hotline_analysis.audit.scores import check_scores
from hotline_analysis.audit.shares import check_shares
from hotline_analysis.audit.titles import check_titles
from hotline_analysis.audit.totals import check_totals
from hotline_analysis.audit.twice import check_twice
from hotline_analysis.cases import Case
from hotline_analysis.schemes import load_scheme

CHECKS = (
    check_rates,
    check_denominators,
    check_totals,
    check_scores,
    check_twice,
    check_bounds,
    check_order,
    check_titles,
    check_names,
)


def audit_case(case: Case) -> Audit:
    """Set the printed figures of a case against what its own figures imply.

    Parameters
    ----------
    case : Case

    Raises
    ------
    InputError
        If a table holds something that is not a figure, or a claim of the case file cannot be worked out.

    Examples
    --------
    >>> from hotline_analysis.audit import open_case
    >>> audit = audit_case(open_case("yunxi-2022-Q3"))
    >>> audit.checked == len(audit.agreements) + len(audit.findings), audit.exit_code
    (True, 1)
    """
    scheme = None if case.scheme is None else load_scheme(case.scheme, beside=case.folder)
    setting = Setting(case, scheme, read_tables(case, scheme))
    ledger = Ledger()
    for check in CHECKS:
        check(setting, ledger)
    check_claims(case, ledger)
    check_shares(case, ledger)
    rounding = ledger.settle()
    findings = sorted(ledger.findings, key=lambda finding: finding.severity)
    return Audit(case.name, tuple(findings), tuple(ledger.agreements), rounding, _notes(case))


def _notes(case: Case) -> tuple[str, ...]:
    notes = []
    if case.scheme is None:
        notes.append("the case names no scheme: scores, places and grades were not checked")
    if case.facts and not (case.claims or case.shares):
        notes.append(f"the case states no claims: its {len(case.facts)} figures outside tables were not checked")
    if case.tickets is not None:
        notes.append(f"made of tickets, so that nothing printed was checked: {', '.join(case.tickets.tables)}")
    if case.period is None:
        notes.append("the case names no period: titles were not checked")
    return tuple(notes)
