"""Which columns a scheme needs of a table, and what it takes when a table has scores instead of counts."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from hotline_analysis.errors import InputError
from hotline_analysis.metrics import UnitTable, counts, read_unit_table
from hotline_analysis.metrics.unit_table import nearest, with_identities
from hotline_analysis.schemes.context import Context
from hotline_analysis.schemes.model import Item, Scheme
from hotline_analysis.schemes.rules import GivenRule


def check_columns(context: Context, scheme: Scheme) -> set[str]:
    """Refuse a table without what the scheme needs; return the items whose scores are taken from the table."""
    taken = set[str]()
    for _role, key, item in scheme.items():
        if computable(context, item):
            continue
        if key in context.table.figures:
            taken.add(key)
        elif not isinstance(item.rule, GivenRule):
            missing = [name for name in _needs(context, item) if not _has(context, name)]
            headers = context.table.figures
            hint = next((found for name in missing if (found := nearest(name, headers))), "")
            raise InputError(
                f"missing column {', '.join(missing)}, needed for {item.en} ({item.zh}){hint}",
                file=_files(context),
                value=list(headers),
                allowed=f"these counts, or a column {key} with the item's score",
            )
    return taken


def _files(context: Context) -> str:
    return ", ".join(dict.fromkeys(str(source).rpartition(", line ")[0] for source in context.table.frame["source"]))


def _needs(context: Context, item: Item) -> list[str]:
    """Return the columns an item reads; a metric whose own column is there needs nothing else."""
    needed = list(item.rule.counts())
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


def column_notes(scheme: Scheme, context: Context, taken: set[str]) -> list[str]:
    """Say which items and rates were taken as printed, and which printed rates differ from their counts."""
    notes = []
    if taken:
        notes.append(f"scores taken from the table, which has no counts for them: {', '.join(sorted(taken))}")
    for key in scheme.used_metrics():
        rates = context.full_rates(key)
        if any(rate.given for rate in rates) and scheme.given_rates == "fill":
            notes.append(f"{key} taken as printed where the table has no counts for it")
        if scheme.given_rates == "prefer" and key in context.table.figures:
            notes.extend(_differences(context, key))
    return notes


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
    """Read unit tables for a scheme: its items may stand in them as given scores.

    Raises
    ------
    InputError
        As `hotline_analysis.metrics.read_unit_table`.
    """
    return read_unit_table(paths, scores=score_columns(scheme))


def score_columns(scheme: Scheme) -> tuple[str, ...]:
    """Return the headers that a scheme reads beside counts and rates."""
    given = [item.rule.column for _, _, item in scheme.items() if isinstance(item.rule, GivenRule)]
    return tuple(dict.fromkeys([*(key for _, key, _ in scheme.items()), *given, *scheme.counts]))
