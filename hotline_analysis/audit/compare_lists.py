"""A printed list of units against the units it should hold."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hotline_analysis.audit.findings import Where
from hotline_analysis.audit.language import Among, LanguageError, Names, Ranked, Value
from hotline_analysis.audit.ledger import Ledger, show
from hotline_analysis.cases import Claim
from hotline_analysis.ranking import top

RULE = "claim"
KIND = "list vs threshold"


def check(where: Where, printed: tuple[str, ...], value: Value, claim: Claim, ledger: Ledger) -> None:
    """Compare a list with a set (every missing and every extra name is a finding), a wider set, or a ranking."""
    if isinstance(value, Names):
        problems = [*_extra(printed, value), *_missing(printed, value)]
    elif isinstance(value, Among):
        problems = _extra(printed, value.names)
    elif isinstance(value, Ranked):
        problems = _out_of_order(printed, value)
    else:
        raise LanguageError("not a set of units", allowed="select(...), among(...), top(...) or names(...)")
    problems += [
        (name, "once", "listed twice", "重复列出") for name in sorted({n for n in printed if printed.count(n) > 1})
    ]
    for said, implied, why, why_zh in problems:
        ledger.find(
            RULE,
            claim.kind or "list vs threshold",
            claim.severity,
            where,
            printed=said,
            implied=implied,
            why=claim.why or why,
            why_zh=claim.why_zh or why_zh,
        )
    if not problems:
        ledger.agree(RULE, claim.kind or "list vs threshold", where, f"{len(printed)} names")


Problem = tuple[str, str, str, str]


def _extra(printed: tuple[str, ...], wanted: Names) -> list[Problem]:
    return [
        (name, "not listed", "listed, but does not meet the condition", "不符合所列条件却列入名单")
        for name in dict.fromkeys(printed)
        if name not in wanted.names
    ]


def _missing(printed: tuple[str, ...], wanted: Names) -> list[Problem]:
    return [
        ("not listed", wanted.describe(name), "meets the condition, but is not listed", "符合所列条件而未列入名单")
        for name in wanted.names
        if name not in printed
    ]


def _out_of_order(printed: tuple[str, ...], wanted: Ranked) -> list[Problem]:
    """Return one problem for a list whose names or order are not those of the ranking; ties may stand in any order."""
    values = dict(wanted.values)
    first = [wanted.values[i] for i in top([value for _, value in wanted.values], wanted.length)]
    bound = first[-1][1] if first else Fraction(0)
    surely = {name for name, value in first if value > bound}
    listed = [values.get(name) for name in printed]
    right = (
        set(printed) <= {name for name, _ in first}
        and surely <= set(printed)
        and len(printed) in (min(wanted.length, len(first)), len(first))
        and all(a is not None and b is not None and a >= b for a, b in pairwise(listed))
    )
    if right:
        return []
    said = "、".join(f"{name} ({'-' if values.get(name) is None else show(values[name])})" for name in printed)
    implied = "、".join(f"{name} ({show(value)})" for name, value in first)
    return [(said, implied, "names or order differ from the table", "名单或次序与附表不符")]
