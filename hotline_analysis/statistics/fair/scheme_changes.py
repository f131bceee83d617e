"""Schemes a little changed, to see what of a ranking depends on the change: an item less, another rounding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hotline_analysis.errors import UsageError
from hotline_analysis.exact import Rounding as Mode
from hotline_analysis.metrics import metrics
from hotline_analysis.ranking import Best
from hotline_analysis.schemes import Scheme
from hotline_analysis.schemes.model import ADJUSTMENTS, Item, MetricChange, Ranking, Rounding, Roundings, ScoredOn
from hotline_analysis.schemes.rules.mean_of import MeanOfRule
from hotline_analysis.schemes.rules.weighted_index import WeightedIndexRule

MODES: tuple[Mode, ...] = ("half_up", "half_even", "truncate")


def elements(scheme: Scheme) -> tuple[str, ...]:
    """Return what a scheme adds up: its items, and for a weighted index or a mean the parts, as ``item/part``."""
    found: list[str] = []
    for _, key, item in scheme.items():
        parts = _parts(item)
        found += [f"{key}/{part}" for part in parts] if len(parts) > 1 else [key]
    return tuple(found)


def _parts(item: Item) -> tuple[str, ...]:
    if isinstance(item.rule, WeightedIndexRule):
        return tuple(term.metric for term in item.rule.terms)
    return tuple(item.rule.of) if isinstance(item.rule, MeanOfRule) else ()


def without(scheme: Scheme, element: str) -> Scheme:
    """Return a scheme without an item, or an item without a part; its marks no longer add up to the full marks.

    Without a part, a weighted index keeps the weights of the others, and a mean is that of the others.

    Raises
    ------
    UsageError
        If the scheme has no such element.
    """
    if element not in (*elements(scheme), *(key for _, key, _ in scheme.items())):
        raise UsageError(f"no item {element!r}; allowed: {', '.join(elements(scheme))}")
    key, _, part = element.partition("/")
    return _with_items(scheme, {key: _without_part(scheme, key, part) if part else None})


def _without_part(scheme: Scheme, key: str, part: str) -> Item:
    item = next(item for _, own, item in scheme.items() if own == key)
    rule = item.rule
    if isinstance(rule, WeightedIndexRule):
        less: Any = {"terms": tuple(term for term in rule.terms if term.metric != part)}
    else:
        assert isinstance(rule, MeanOfRule)
        less = {"of": {name: sub for name, sub in rule.of.items() if name != part}}
    return item.model_copy(update={"rule": rule.model_copy(update=less)})


def _with_items(scheme: Scheme, changed: Mapping[str, Item | None]) -> Scheme:
    """Replace items, or take them away; copies are not checked again, for their marks do not add up on purpose."""

    def items(own: Mapping[str, Item]) -> dict[str, Item]:
        laid = {key: changed.get(key, item) for key, item in own.items()}
        return {key: item for key, item in laid.items() if item is not None}

    update: dict[str, Any] = {
        name: getattr(scheme, name).model_copy(update={"items": items(getattr(scheme, name).items)})
        for name in ADJUSTMENTS
    }
    update["dimensions"] = {
        name: one.model_copy(update={"items": items(one.items)}) for name, one in scheme.dimensions.items()
    }
    return scheme.model_copy(update=update)


def with_rounding(scheme: Scheme, *, mode: Mode | None = None, decimals: int = 0, exact_rates: bool = False) -> Scheme:
    """Return a scheme that rounds in another way.

    Parameters
    ----------
    scheme : Scheme
    mode : {"half_up", "half_even", "truncate", "up"}, optional
        Of every rate, item and total; without it, as the scheme says.
    decimals : int
        Added to the decimals of items and totals.
    exact_rates : bool
        Whether rates are scored as they are, and not as they are printed.
    """
    total = _rounded_otherwise(scheme.rounding.total, mode, decimals)
    item = scheme.rounding.item and _rounded_otherwise(scheme.rounding.item, mode, decimals)
    own = dict(scheme.metrics)
    if exact_rates or mode:
        own |= {key: _scored_otherwise(own.get(key, MetricChange()), mode, exact_rates) for key in metrics()}
    return scheme.model_copy(update={"rounding": Roundings(item=item, total=total), "metrics": own})


def _rounded_otherwise(own: Rounding, mode: Mode | None, decimals: int) -> Rounding:
    return Rounding(decimals=max(own.decimals + decimals, 0), mode=mode or own.mode)


def _scored_otherwise(own: MetricChange, mode: Mode | None, exact: bool) -> MetricChange:
    if exact:
        return own.model_copy(update={"scored_on": "exact", "scored_on_for": ()})
    every = tuple(one.model_copy(update={"scored_on": _with_mode(one.scored_on, mode)}) for one in own.scored_on_for)
    update = {"rounding": mode, "scored_on": _with_mode(own.scored_on, mode), "scored_on_for": every}
    return own.model_copy(update=update)


def _with_mode(how: ScoredOn, mode: Mode | None) -> ScoredOn:
    return _rounded_otherwise(how, mode, 0) if isinstance(how, Rounding) else how


def rounding_variants(scheme: Scheme) -> dict[str, Scheme]:
    """Return a scheme under the roundings that offices use: by name, the scheme itself first.

    Examples
    --------
    >>> from hotline_analysis.schemes import load_scheme
    >>> list(rounding_variants(load_scheme("furong-2022")))
    ['as it is', 'half_even', 'truncate', 'one decimal more', 'one decimal less', 'exact rates']
    """
    now = scheme.rounding.total.mode
    found = {"as it is": scheme}
    found |= {mode: with_rounding(scheme, mode=mode) for mode in MODES if mode != now}
    found["one decimal more"] = with_rounding(scheme, decimals=1)
    found["one decimal less"] = with_rounding(scheme, decimals=-1)
    found["exact rates"] = with_rounding(scheme, exact_rates=True)
    return found


def ranked_by(scheme: Scheme, figure: str, *, best: Best = "highest") -> Scheme:
    """Return a scheme that ranks all units by a rate or a count, for one that gives no scores.

    Raises
    ------
    UsageError
        For a figure that is neither a rate nor a count that the scheme knows.

    Examples
    --------
    >>> from hotline_analysis.schemes import load_scheme
    >>> ranked_by(load_scheme("xiangtan-2019"), "satisfaction_rate").ranking.by
    'satisfaction_rate'
    """
    known = {*metrics(), *scheme.known_counts(), "total"}
    if figure not in known:
        raise UsageError(f"cannot rank by {figure!r}; allowed: {', '.join(sorted(known))}")
    return scheme.model_copy(update={"ranking": Ranking(within="all", by=figure, best=best)})
