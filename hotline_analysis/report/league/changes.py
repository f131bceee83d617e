"""How far a ranking is the scheme's own doing: other variants and roundings, and an item less, in turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.report.league.reading import Reading
from hotline_analysis.schemes import Scheme
from hotline_analysis.statistics.fair.scheme_changes import elements, rounding_variants, without
from hotline_analysis.statistics.fair.scored_items import item_table, scored_elements
from hotline_analysis.statistics.fair.sensitivity import Sensitivity, compare_schemes

NOW = "now"
COLUMNS = ["group", "units", "moved", "furthest", "tau_b"]
MODES = {"half_up": "四舍五入", "half_even": "四舍六入五成双", "truncate": "尾数舍去"}
ROUNDINGS = {
    "one decimal more": "得分多保留一位小数",
    "one decimal less": "得分少保留一位小数",
    "exact rates": "比率不作取舍",
}


@dataclass(frozen=True)
class Change:
    """What a change of the scheme does to the places of one league."""

    words: str
    group: str
    units: int
    moved: int
    furthest: int
    tau: float


@dataclass(frozen=True)
class Changes:
    """The changes that were tried.

    Attributes
    ----------
    rows : tuple of Change
        One a change and league.
    same : tuple of str
        Items on which every ranked unit has full marks, as the official table has them.
    items : int
        How many items there are, bonus items aside.
    """

    rows: tuple[Change, ...] = ()
    same: tuple[str, ...] = ()
    items: int = 0

    @property
    def tried(self) -> int:
        """How many changes were tried."""
        return len(dict.fromkeys(row.words for row in self.rows))

    @property
    def moving(self) -> list[Change]:
        """The changes that move somebody, the one that agrees least first."""
        return sorted((row for row in self.rows if row.moved), key=lambda row: row.tau)


def changes_of(reading: Reading, variants: Mapping[str, Scheme]) -> Changes:
    """Rank the units with cases enough under every change of the scheme.

    Parameters
    ----------
    reading : Reading
    variants : mapping of str to Scheme
        The scheme's own variants, by their Chinese names.
    """
    scheme, scores = reading.data.scheme, reading.data.scores
    if scheme.ranking is None or not any(rank is not None for rank in scores.placing.ranks):
        return Changes()
    table = item_table(scores)
    table = table[table["role"] != "bonus"]
    # of a part of an index its own name
    same = tuple(str(name).rpartition("：")[2] for name in table.loc[table["all_full"], "zh"])
    if sum(reading.enough) < 2:
        return Changes(same=same, items=len(table))
    tried = dict(_tried(reading, variants))
    return Changes(tuple(_rows(reading, tried)), same, len(table))


def _tried(reading: Reading, variants: Mapping[str, Scheme]) -> Iterator[tuple[str, Scheme]]:
    scheme = reading.data.scheme
    for name, variant in variants.items():
        yield f"办法的另一口径（{name}）", variant
    if not scheme.scores:
        return
    for name, changed in list(rounding_variants(scheme).items())[1:]:
        yield f"取舍改为{MODES[name]}" if name in MODES else ROUNDINGS[name], changed
    names = {element.key: element.zh for element in scored_elements(reading.data.scores)}
    keys = elements(scheme)
    for key in keys if len(keys) > 1 else ():
        yield f"不计“{names.get(key, key).rpartition('：')[2]}”", without(scheme, key)


def _rows(reading: Reading, tried: Mapping[str, Scheme]) -> Iterator[Change]:
    base = reading.taking_part(reading.data.scheme)
    for words, changed in tried.items():
        found = _compared(reading, base, reading.taking_part(changed), words)
        if found is None:
            continue
        for group, units, moved, furthest, tau in found.agreement[COLUMNS].itertuples(index=False, name=None):
            if units > 1:
                # with every unit at one place there is no order to agree on, and none that changes
                yield Change(words, reading.group(group or "all"), units, moved, furthest, 1.0 if tau != tau else tau)


def _compared(reading: Reading, base: Scheme, changed: Scheme, words: str) -> Sensitivity | None:
    """Rank under both; None where the table lacks what the change needs."""
    try:
        return compare_schemes(reading.table, {NOW: base, words: changed})
    except (InputError, UsageError):
        return None
