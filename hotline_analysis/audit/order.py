"""The order of rows inside a tie: an office that sorts ties by volume should do so everywhere."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby, pairwise

from hotline_analysis.audit.findings import Where
from hotline_analysis.audit.ledger import Ledger
from hotline_analysis.audit.reading import RANK_HEADERS, AuditTable, Setting

RULE = "order-in-ties"
VOLUMES = ("assigned", "signed", "received")
# Below this share of falling pairs the page does not sort its ties by volume at all.
SORTED = Fraction(3, 4)


def check_order(setting: Setting, ledger: Ledger) -> None:
    """Find the rows of a tie that stand below a row with fewer tickets."""
    for table in setting.tables:
        rank = table.first(RANK_HEADERS)
        volume = next((key for key in VOLUMES if key in table.columns), None)
        if rank is not None and volume is not None:
            _check_table(table, rank, volume, ledger)


def _check_table(table: AuditTable, rank: str, volume: str, ledger: Ledger) -> None:
    pairs = []
    for place, tied in groupby(table.units, key=lambda row: row.printed[rank]):
        rows = list(tied)
        pairs += [(first, second, place) for first, second in pairwise(rows) if place]
    known = [(a, b) for a, b, _ in pairs if a.figures[volume] is not None and b.figures[volume] is not None]
    breaks = [(a, b) for a, b in known if (b.figures[volume] or 0) > (a.figures[volume] or 0)]
    if not known or Fraction(len(known) - len(breaks), len(known)) < SORTED:
        return
    if not breaks:
        ledger.agree(RULE, "order", Where(table.source.label, "", rank), f"{len(known)} pairs")
        return
    ledger.find(
        RULE,
        "order",
        "soft",
        Where(table.source.label, "、".join(b.name for _, b in breaks), rank),
        printed="; ".join(f"{a.name} ({a.figures[volume]}) before {b.name} ({b.figures[volume]})" for a, b in breaks),
        implied=f"by {volume}, largest first",
        why="all other ties of this table run by the number of tickets",
        why_zh="同分单位其余均按工单量降序排列",
    )
