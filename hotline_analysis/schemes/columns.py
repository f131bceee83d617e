"""Which columns a scheme needs of a table, and what it takes when a table has scores instead of counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import pandas as pd

from hotline_analysis.errors import InputError
from hotline_analysis.metrics import UnitTable, counts, stacked
from hotline_analysis.metrics.dictionary import canonical_headers
from hotline_analysis.metrics.unit_table import with_identities
from hotline_analysis.schemes.context import Context
from hotline_analysis.schemes.model import Item, Scheme
from hotline_analysis.tabular import read_text_table
from hotline_analysis.validation import nearest

TOTAL = "total"
EARLIER = {"previous": "previous period", "year_before": "same period a year earlier"}


def check_columns(context: Context, scheme: Scheme) -> None:
    """Refuse a table without what the scheme needs, and an earlier table without what it is compared by.

    Raises
    ------
    InputError
        Naming the columns, the item, and the score that could replace them.
    """
    for _role, key, item in scheme.items():
        if not computable(context, item) and key not in context.table.figures:
            raise _missing(context, item, f"these counts, or a column {key} with the item's score")
        for which in item.rule.earlier():
            before = context.earlier(which)
            if before is not None and key not in context.table.figures and not computable(before, item):
                raise _missing(before, item, "the columns of the table that is scored")


def _missing(context: Context, item: Item, allowed: str) -> InputError:
    missing = [name for name in _needs(context, item) if not _has(context, name)]
    headers = context.table.figures
    hint = next((found for name in missing if (found := nearest(name, headers))), "")
    return InputError(
        f"missing column {', '.join(missing)}, needed for {item.en} ({item.zh}){hint}",
        file=_files(context),
        value=list(headers),
        allowed=allowed,
    )


def _files(context: Context) -> str:
    return ", ".join(dict.fromkeys(str(source).rpartition(", line ")[0] for source in context.table.frame["source"]))


def _needs(context: Context, item: Item) -> list[str]:
    """Return the columns an item reads; a metric whose own column is there needs nothing else."""
    needed = [*item.rule.counts()]
    for key in item.rule.metrics():
        metric = context.metrics[key]
        parts = (*metric.numerator.keys, *metric.denominator.keys)
        if key not in context.table.figures:
            needed.extend(parts)
    return list(dict.fromkeys(needed))


def computable(context: Context, item: Item) -> bool:
    """Whether the table has every column that an item's rule reads."""
    return all(_has(context, name) for name in _needs(context, item))


def _has(context: Context, key: str) -> bool:
    figures = context.table.figures
    if key in figures:
        return True
    known = counts().get(key)
    return (
        known is not None and known.identity is not None and key in with_identities(dict.fromkeys(figures, Fraction(0)))
    )


def column_notes(scheme: Scheme, context: Context, taken: Mapping[str, Sequence[bool]]) -> list[str]:
    """Say what was taken as printed, which printed rates differ from their counts, and what could not be compared."""
    whole = sorted(key for key, rows in taken.items() if all(rows))
    notes = [f"scores taken from the table, which has no counts for them: {', '.join(whole)}"] if whole else []
    for key, rows in taken.items():
        units = [unit for unit, own in zip(context.units, rows, strict=True) if own]
        if units and key not in whole:
            notes.append(f"{key} taken from the table for units without counts for it: {', '.join(units)}")
    for key in scheme.used_metrics():
        rates = context.full_rates(key)
        if any(rate.given for rate in rates) and scheme.given_rates == "fill":
            notes.append(f"{key} taken as printed where the table has no counts for it")
        if scheme.given_rates == "prefer" and key in context.table.figures:
            notes.extend(_differences(context, key))
    for _role, key, item in scheme.items():
        for which in dict.fromkeys(item.rule.earlier()):
            if context.earlier(which) is None:
                notes.append(f"{key} is a change, and no table of the {EARLIER[which]} was given")
    return [*notes, *_unknown_groups(scheme, context), *_unknown_units(scheme, context)]


def _unknown_units(scheme: Scheme, context: Context) -> list[str]:
    """Say which units a scheme rounds in a way of their own and the table does not have: one may be misspelt."""
    notes = []
    for key, own in scheme.metrics.items():
        missing = [unit for unit in own.units_scored_otherwise if unit not in context.units]
        if missing:
            notes.append(f"{key}: scored_on_for names units that the table does not have: {', '.join(missing)}")
    return notes


def _unknown_groups(scheme: Scheme, context: Context) -> list[str]:
    unknown = [group for group in dict.fromkeys(context.groups) if scheme.groups and group not in scheme.groups]
    return [f"{group} is not a group of the scheme, which has {', '.join(scheme.groups)}" for group in unknown]


def _differences(context: Context, key: str) -> list[str]:
    metric, notes = context.metrics[key], []
    for unit, source, row, given in zip(
        context.units, context.table.frame["source"], context.table.rows(), context.table.frame[key], strict=True
    ):
        exact = metric.rate(row).value
        if exact is not None and given is not None and metric.round(exact) != metric.round(given):
            notes.append(
                f"{source}: {unit}: {key} is printed as {metric.round(given)}, its counts give {metric.round(exact)}; "
                "the scheme scores the printed rate"
            )
    return notes


def read_units(paths: Sequence[str | Path | tuple[str | Path, str | None]], scheme: Scheme) -> UnitTable:
    """Read unit tables for a scheme: its items may stand in them as given scores, its own counts as counts.

    Raises
    ------
    InputError
        As `hotline_analysis.metrics.read_unit_table`.

    Examples
    --------
    >>> from hotline_analysis.cases import load_case
    >>> from hotline_analysis.schemes import load_scheme
    >>> table = read_units(load_case("furong-2022-11").unit_table_files, load_scheme("furong-2022"))
    >>> len(table.frame), table.sums("streets")["signed"]
    (50, Fraction(3100, 1))
    """
    split = [entry if isinstance(entry, tuple) else (entry, None) for entry in paths]
    return stack_units([(read_text_table(path), str(path), group or Path(path).stem) for path, group in split], scheme)


def stack_units(
    pieces: Sequence[tuple[pd.DataFrame, str, str]], scheme: Scheme, *, from_tickets: bool = False
) -> UnitTable:
    """Make a unit table for a scheme of tables that are already read, or counted from tickets.

    Raises
    ------
    InputError
        As `hotline_analysis.metrics.stacked`.

    Examples
    --------
    >>> from hotline_analysis.schemes import load_scheme
    >>> streets = pd.DataFrame({"单位": ["甲街道", "乙街道"], "应办理数": ["40", "25"], "办理数": ["40", "20"]})
    >>> stack_units([(streets, "streets.csv", "镇（街道）")], load_scheme("yunxi-2022")).figures
    ('assigned', 'closed')
    """
    scores = score_columns(scheme)
    if _gives_totals_only(pieces, scheme):
        scores = (*scores, TOTAL)
    return stacked(
        pieces, scores=scores, counted=tuple(scheme.own_counts), headers=_headers(scheme), from_tickets=from_tickets
    )


def _gives_totals_only(pieces: Sequence[tuple[pd.DataFrame, str, str]], scheme: Scheme) -> bool:
    """Whether tables hold totals, but neither a count nor an item's score to work them out from."""
    counted = {header for header, key in canonical_headers().items() if key in counts()}
    known = {*counted, *score_columns(scheme), *_headers(scheme)}
    return scheme.scores and all(TOTAL in raw and known.isdisjoint(raw.columns) for raw, _, _ in pieces)


def score_columns(scheme: Scheme) -> tuple[str, ...]:
    """Return the headers that a scheme reads beside counts and rates.

    Examples
    --------
    >>> from hotline_analysis.schemes import load_scheme
    >>> "knowledge_base" in score_columns(load_scheme("furong-2022"))
    True
    """
    given = [column for _, _, item in scheme.items() for column in item.rule.columns()]
    return tuple(dict.fromkeys([*(key for _, key, _ in scheme.items()), *given, *scheme.own_counts]))


def _headers(scheme: Scheme) -> dict[str, str]:
    """Return the Chinese names under which a table may head the scheme's own counts, rates and items."""
    names = {name.zh: key for key, name in scheme.own_counts.items()}
    names |= {own.zh: key for key, own in scheme.metrics.items() if own.zh}
    return {item.zh: key for _, key, item in scheme.items()} | names
