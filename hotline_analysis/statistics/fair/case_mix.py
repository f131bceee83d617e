"""Case mix: a unit's satisfied citizens against what all units do with tickets of the same kinds.

Indirect standardisation: expected is what the unit would have had, if its own tickets had been answered as tickets
of their category, type and channel are answered over all units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.shown import Shown, listed
from hotline_analysis.statistics.fair.counts import at_least_two, column
from hotline_analysis.statistics.fair.dispersion import Overdispersion
from hotline_analysis.statistics.fair.expected import model_rates, strata, stratum_rates
from hotline_analysis.statistics.fair.funnel import Funnel, funnel
from hotline_analysis.statistics.fair.observed_expected import set_against

if TYPE_CHECKING:
    from hotline_analysis.metrics.counting.table import AnyTickets

FACTORS = ("category", "request_type", "channel")
OWN = 0.5
Method = Literal["strata", "model"]


@dataclass(frozen=True, repr=False)
class CaseMix(Shown):
    """Observed against expected.

    Attributes
    ----------
    frame : DataFrame
        One row a unit: ``unit``, ``trials``, ``observed``, ``expected`` (counts), ``rate``, ``ratio`` (observed over
        expected) with ``ratio_low`` and ``ratio_high``, ``ratio_against`` (the same of those who were not satisfied),
        ``adjusted`` with ``adjusted_low`` and ``adjusted_high`` (shares), ``z`` (distance from expected in standard
        deviations of chance), ``own_share`` (the part of its reference that a unit's own tickets make up), ``label``
        (of the funnel).
    overall : float
        The rate over all units.
    funnel : Funnel
        Of the adjusted rates; its phi is printed below every picture of it.
    method : {"strata", "model"}
    factors : tuple of str
        What was adjusted for.
    notes : tuple of str

    Examples
    --------
    >>> rows = [["A", "roads", 80, 40], ["A", "water", 20, 18], ["B", "roads", 20, 10], ["B", "water", 80, 72]]
    >>> standardise(pd.DataFrame(rows, columns=["unit", "category", "trials", "successes"]), ["category"])
    <CaseMix: 2 units adjusted for category by strata>
    """

    frame: pd.DataFrame
    overall: float
    funnel: Funnel
    method: Method
    factors: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def _said(self) -> str:
        return f"{len(self.frame)} units adjusted for {listed(self.factors)} by {self.method}"


def case_mix(
    tickets: AnyTickets,
    *,
    successes: str = "satisfied",
    trials: str = "revisited",
    factors: Sequence[str] | None = None,
    method: Method = "strata",
    **options: Any,
) -> CaseMix:
    """Adjust every unit's rate for the kinds of tickets that it has.

    Tickets are counted by unit and kind first, in whichever engine holds them, so that any number will do.

    Parameters
    ----------
    tickets
        As `hotline_analysis.metrics.unit_table` takes them.
    successes, trials : str
        Keys of counts; ``satisfied`` of ``revisited`` is the satisfaction rate of the dictionary.
    factors : sequence of str, optional
        Columns by which tickets can be counted, the most important first; of category, request_type and channel
        those that the tickets have, if nothing is said.
    method : {"strata", "model"}
        See `standardise`.
    **options
        ``period``, ``counting``, ``engine``, ``registry`` ... of `unit_table`; ``min_stratum``, ``level``,
        ``overdispersion`` of `standardise`.

    Raises
    ------
    InputError
        If the tickets lack a column; as `standardise`.

    Examples
    --------
    >>> from hotline_analysis.synthetic import synthesize
    >>> found = case_mix(synthesize("yunxi-2022-Q3").frame, factors=["request_type"], period="2022-Q3")
    >>> found.factors, bool(abs(found.overall - 0.8346) < 0.00005)
    (('request_type',), True)
    """
    from hotline_analysis.metrics import unit_table
    from hotline_analysis.metrics.counting.dimensions import BLANK
    from hotline_analysis.metrics.counting.engines.opening import open_tickets

    own = {key: options.pop(key) for key in ("min_stratum", "level", "overdispersion") if key in options}
    if factors is None:
        present = open_tickets(tickets, options.get("engine", "auto")).columns
        factors = [name for name in FACTORS if name in present]
    if not factors:
        raise InputError("the tickets have nothing to adjust for", value="no factor", allowed=", ".join(FACTORS))
    table = unit_table(tickets, by=["unit", *factors], counts=[successes, trials], **options)
    known = table[table["unit"] != BLANK].dropna(subset=[successes, trials])
    cells = known.rename(columns={successes: "successes", trials: "trials"})
    found = standardise(cells, factors, method=method, **own)
    lost = int(table.loc[table["unit"] == BLANK, trials].sum())
    notes = (f"{lost} tickets without a unit are neither compared nor a reference",) if lost else ()
    return CaseMix(found.frame, found.overall, found.funnel, method, found.factors, (*notes, *found.notes))


def standardise(
    cells: pd.DataFrame,
    factors: Sequence[str],
    *,
    method: Method = "strata",
    min_stratum: int = 10,
    level: float = 0.95,
    overdispersion: Overdispersion = "additive",
) -> CaseMix:
    """Standardise counts by unit and kind of ticket.

    Parameters
    ----------
    cells : DataFrame
        ``unit``, the factors, ``trials`` and ``successes``; a unit may have several rows of a kind.
    factors : sequence of str
        The most important first: small strata are put together from the last factor on.
    method : {"strata", "model"}
        Expected rates are those of strata of all factors, or of a logistic regression on their main effects, which
        borrows strength between strata and supposes that factors do not interact. Neither knows the units.
    min_stratum : int
        Strata, or levels of a model's factors, with fewer trials are put together.
    level : float
    overdispersion : {"additive", "multiplicative", "none"}

    Returns
    -------
    CaseMix
        ``ratio`` = O / E, its interval that of Wilson for O / n over E / n; ``adjusted`` has the odds of the rate of
        all units times (O / (n - O)) / (E / (n - E)), so that it stays between 0 and 1 where O / E times the overall
        rate would not. Intervals take the expected rates as known.

    Raises
    ------
    InputError
        For a missing column, a count that is not whole, more successes than trials, or fewer than two units.
    UsageError
        For an unknown method, or a smallest stratum below 1.

    References
    ----------
    Breslow and Day, Statistical Methods in Cancer Research II, 1987, section 2.3; Spiegelhalter, Statistics in
    Medicine 24 (2005) 1185-1202, section 2.2.

    Examples
    --------
    >>> rows = [["A", "roads", 80, 40], ["A", "water", 20, 18], ["B", "roads", 20, 10], ["B", "water", 80, 72]]
    >>> found = standardise(pd.DataFrame(rows, columns=["unit", "category", "trials", "successes"]), ["category"])
    >>> found.frame[["unit", "rate", "expected", "ratio"]].round(2).values.tolist()
    [['A', 0.58, 58.0, 1.0], ['B', 0.82, 82.0, 1.0]]
    """
    if method not in ("strata", "model"):
        raise UsageError(f"method is {method!r}; allowed: strata, model")
    if min_stratum < 1:
        raise UsageError(f"the smallest stratum has {min_stratum} trials; allowed: 1 or more")
    cells, factors, notes = _checked(cells, factors)
    at_least_two(cells["unit"].nunique(), "an adjustment for case mix")
    overall = float(cells["successes"].sum() / cells["trials"].sum())
    keys, pooled = strata(cells, factors, min_stratum)
    if pooled:
        notes.append(f"{pooled} trials in kinds with fewer than {min_stratum} were put together with others")
    if overall in (0.0, 1.0):
        notes.append(f"every rate is {100 * overall:g} %: there is nothing to adjust")
    # without any difference a model would have nothing to fit
    rates = stratum_rates(cells, keys) if method == "strata" or overall in (0.0, 1.0) else model_rates(cells, keys)
    frame = set_against(cells, keys, rates, overall, level)
    own = [unit for unit, share in zip(frame["unit"], frame["own_share"], strict=True) if share > OWN]
    if own:
        notes.append(f"compared mostly with themselves, so that little can be said of them: {', '.join(own)}")
    adjusted = np.clip(frame["adjusted"] * frame["trials"], 0, frame["trials"])
    limits = funnel(adjusted, frame["trials"], list(frame["unit"]), overdispersion=overdispersion, weighted=True)
    frame["label"] = limits.labels
    return CaseMix(frame, overall, limits, method, tuple(factors), (*notes, *limits.notes))


def _checked(cells: pd.DataFrame, factors: Sequence[str]) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Check counts, leave out what has no trials and factors with one level; say so."""
    for name in ("unit", *factors, "trials", "successes"):
        if name not in cells:
            raise InputError("no such column", value=name, allowed=", ".join(map(str, cells.columns)))
    names = [", ".join(map(str, row)) for row in cells[["unit", *factors]].itertuples(index=False, name=None)]
    for name in ("unit", *factors):
        blank = np.flatnonzero(cells[name].isna().to_numpy())
        if blank.size:
            raise InputError(f"a missing {name}", where=names[int(blank[0])], allowed="a word, such as 未注明")
    found = cells[["unit", *factors]].astype(str)
    found["successes"] = column(cells["successes"].to_numpy(), "successes", names)
    found["trials"] = column(cells["trials"].to_numpy(), "trials", names)
    over = np.flatnonzero(found["successes"] > found["trials"])
    if over.size:
        at, most = int(over[0]), found["trials"].iloc[over[0]]
        value = int(found["successes"].iloc[at])
        raise InputError("more successes than trials", where=names[at], value=value, allowed=f"at most {most:g}")
    answered = found[found["trials"] > 0].reset_index(drop=True)
    notes = []
    silent = sorted(set(found["unit"]) - set(answered["unit"]))
    if silent:
        notes.append(f"nothing to compare: no trials of {', '.join(silent)}")
    kept = [name for name in factors if answered[name].nunique() > 1]
    if len(kept) < len(factors):
        notes.append(f"one level only, so not adjusted for: {', '.join(name for name in factors if name not in kept)}")
    return answered, kept, notes
