"""Units that the text and the tables call by different names."""

from __future__ import annotations

from collections.abc import Iterator

from hotline_analysis.audit.findings import Where
from hotline_analysis.audit.ledger import Ledger
from hotline_analysis.audit.reading import Setting
from hotline_analysis.cases import Case

RULE = "two-names"


def check_names(setting: Setting, ledger: Ledger) -> None:
    """Report every alias of the case that is really printed, once."""
    places: dict[str, Where] = {}
    for name, where in _printed_names(setting.case):
        places.setdefault(name, where)
    for alias, name in setting.case.aliases.items():
        if alias in places:
            ledger.find(
                RULE,
                "naming",
                "soft",
                places[alias],
                printed=alias,
                implied=name,
                why="the unit table has another name for this unit",
                why_zh="与附表所用单位名称不一致",
            )


def _printed_names(case: Case) -> Iterator[tuple[str, Where]]:
    for key, fact in case.facts.items():
        if fact.unit_name is not None:
            yield fact.unit_name, Where(fact=key)
    for key, names in case.lists.items():
        yield from ((name, Where(fact=key)) for name in names)
    for source in (source for source in case.sources if not source.derived):
        yield from ((str(name), Where(source.label, str(name))) for name in source.frame[source.name])
