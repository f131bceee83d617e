"""Values that a condition asks for and no ticket has: most often a slip of the pen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from hotline_analysis.metrics.counting.choices import Counting
from hotline_analysis.metrics.counting.conditions import TicketCondition
from hotline_analysis.metrics.counting.engines.opening import Tickets
from hotline_analysis.metrics.counting.plan import Plan
from hotline_analysis.metrics.counting.shared import once
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.masking import mask
from hotline_analysis.tickets.near import nearest_first

if TYPE_CHECKING:
    from hotline_analysis.metrics.counting.engines.aggregate import Frame

Wanted = tuple[str, TicketCondition]  # who asks, and what
_FREQUENT, _SHOWN = 200, 5


def wanted_by(counting: Counting, plan: Plan) -> list[Wanted]:
    """Return the conditions of a jurisdiction's choices on which a count of the plan rests.

    What the dictionary asks for is left out: its columns have fixed values.
    """
    used = {condition for cell in plan.cells() for condition in cell.where}
    chosen = [("where", condition) for condition in counting.where]
    chosen += [(key, condition) for key, one in counting.counts.items() for condition in (*one.where, *one.decided)]
    return [(who, condition) for who, condition in chosen if condition in used]


def unseen_values(tickets: Tickets, wanted: Iterable[Wanted]) -> list[str]:
    """Return a note for every text that is asked for and that no ticket, of whatever period, has.

    Only the columns that are named are read, and none where no condition names a text.

    Parameters
    ----------
    tickets : Tickets
    wanted : iterable of (str, TicketCondition)
    """
    texts = [(who, one) for who, one in wanted if one.values and columns()[one.column].type == "text"]
    names = [name for name in dict.fromkeys(one.column for _, one in texts) if name in tickets.columns]
    if not names:
        return []
    return once(tickets, ("unseen", texts), lambda: _looked_for(tickets, names, texts))


def _looked_for(tickets: Tickets, names: list[str], texts: list[Wanted]) -> list[str]:
    notes: list[str] = []
    with tickets.opened(names) as frame:
        for name in names:
            notes += _of_column(frame, name, [(who, one) for who, one in texts if one.column == name])
    return notes


def _of_column(frame: Frame, name: str, wanted: list[Wanted]) -> Iterator[str]:
    missing = {str(value) for _, one in wanted for value in one.values}
    missing -= _present(frame, name, sorted(missing))
    frequent = _frequent(frame, name) if missing else []
    for who, one in wanted:
        for value in one.values:
            if value in missing:
                near = nearest_first(str(value), frequent)
                there = ", ".join(near[:_SHOWN]) + (" …" if len(near) > _SHOWN else "") or "none"
                yield f"{who}: no ticket has {name} {value}; values that there are: {there}"


def _present(frame: Frame, name: str, values: list[str]) -> set[str]:
    import narwhals as nw

    found = frame.filter(nw.col(name).is_in(values)).select(name).unique().collect()
    return {str(value) for value in found[name].to_list()}


def _frequent(frame: Frame, name: str) -> list[str]:
    """Return the most frequent values, the most frequent first."""
    import narwhals as nw

    known = frame.filter(~nw.col(name).is_null())
    counted = known.group_by(name).agg(nw.len().alias("_n")).sort("_n", name, descending=[True, False])
    return [mask(str(value))[0] for value in counted.head(_FREQUENT).collect()[name].to_list()]
