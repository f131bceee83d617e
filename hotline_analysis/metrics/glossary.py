"""The metric dictionary as a page: ``docs/metrics.md`` is what this module prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hotline_analysis.metrics.dictionary import Count, Metric, counts, metrics

_DIRECTIONS = {"up": "more is better", "down": "less is better", "none": "neither"}

_INTRODUCTION = """\
# Metrics and counts

This page is made from the metric dictionary by `hotline_analysis.metrics.glossary`; a test compares the two.

A rate is `100 × numerator ÷ denominator`, in per cent, worked out exactly and rounded once. Without a denominator a
rate is missing: it is neither 0 nor 100. Rates of groups and totals come from sums of counts, never from rates. A
scheme may state its jurisdiction's own numerator, denominator, name and rounding
(see [the scheme language](scheme-language.md)).
"""

_RATES = """\
## Rates

*Decimals* is how the rate is printed and, unless a scheme says `scored_on: exact`, scored. Rounding is half up.
"""

_COUNTS = """\
## Counts

A table may head a column with the key, the Chinese name, or any of the other headers. A count that is missing is worked
out where another count gives it. A count that is *part of* another can never be larger.
"""


def glossary_markdown() -> str:
    """Render the dictionary of rates and counts as Markdown tables."""
    rates = _table(
        ("key", "中文", "English", "numerator", "denominator", "direction", "decimals", "other headers", "source"),
        map(_rate, metrics().values()),
    )
    columns = _table(
        ("key", "中文", "English", "other headers", "follows from", "part of"), map(_count, counts().values())
    )
    return "\n".join([_INTRODUCTION, _RATES, rates, _COUNTS, columns])


def _rate(metric: Metric) -> tuple[str, ...]:
    return (
        f"`{metric.key}`",
        metric.zh,
        metric.en,
        f"`{metric.numerator}`",
        f"`{metric.denominator}`",
        _DIRECTIONS[metric.direction],
        str(metric.decimals),
        "、".join(metric.aliases),
        metric.source,
    )


def _count(count: Count) -> tuple[str, ...]:
    return (
        f"`{count.key}`",
        count.zh,
        count.en,
        "、".join(count.aliases),
        f"`{count.identity}`" if count.identity else "",
        ", ".join(f"`{whole}`" for whole in count.within),
    )


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)
