"""Printed shares of one whole, judged together."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from hotline_analysis.audit.findings import Where
from hotline_analysis.audit.ledger import Figure, Ledger, decimals_of, show
from hotline_analysis.cases import Case, SharesClaim

RULE = "shares"


def check_shares(case: Case, ledger: Ledger) -> None:
    """Check every list of shares: each share against its count, and the counts against the whole."""
    for key, claim in case.shares.items():
        _check(case, key, claim, ledger)


def _check(case: Case, key: str, claim: SharesClaim, ledger: Ledger) -> None:
    whole = case.figure(claim.of)
    if whole:
        ledger.figures.extend(_figures(case, claim, whole))
    if not claim.complete:
        return
    counted = sum((case.figure(part) for part in claim.parts), Fraction(0))
    where = Where(fact=key)
    if counted == whole:
        ledger.agree(RULE, "prose vs prose", where, show(counted))
        return
    why, why_zh = "the parts do not add up to the whole", "各类之和与总数不符"
    said = f"sum {show(counted)}"
    ledger.find(RULE, "prose vs prose", "hard", where, printed=said, implied=show(whole), why=why, why_zh=why_zh)


def _figures(case: Case, claim: SharesClaim, whole: Fraction) -> Iterator[Figure]:
    decimals = max(decimals_of(case.facts[share].value) for share in claim.parts.values())
    closing = sum(case.figure(share) for share in claim.parts.values()) == 100
    for part, share in claim.parts.items():
        count = case.figure(part)
        quotient = f"{show(count)}÷{show(whole)}"
        yield Figure(
            RULE,
            "percent vs counts",
            Where(fact=share),
            case.facts[share].value,
            case.figure(share),
            (100 * count / whole,),
            decimals,
            why=f"{show(count)} of {show(whole)}",
            why_zh=f"按{quotient}计算不符",
            closing=closing,
        )
