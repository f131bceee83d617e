"""The text files of a new folder, from their templates."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hotline_analysis.schemes import Scheme
from hotline_analysis.starting.contents import Contents
from hotline_analysis.starting.steps import Step
from hotline_analysis.tickets.calendar import Calendar, Period

_DAYS_LATER = 5  # after the end of its period a bulletin is dated
_RATES = ("on_time_of_closed_rate", "satisfaction_rate")
_ANNEX = ("received", "closed", "on_time_of_closed_rate", "revisited", "satisfied", "satisfaction_rate")
_TOPICS = {"topic": "hot_topics", "subcategory": "subcategories", "category": "categories"}


def scheme_text(jurisdiction: str, place: str, contents: Contents, *, grouped: bool) -> str:
    """Return a simple scheme of what the tickets can be scored by."""
    return _filled(
        "scheme.yaml",
        contents,
        jurisdiction=jurisdiction,
        place=place,
        scored=any(contents.has(rate) for rate in _RATES),
        grouped=grouped,
    )


def jurisdiction_text(jurisdiction: str, place: str, contents: Contents, scheme: Scheme) -> str:
    """Return the jurisdiction's file: chapters of what the tickets and the scheme can give."""
    places = ["total", "rank"] if scheme.scores else []
    annex = [one for one in _ANNEX if contents.has(one)] + places + (["grade"] if scheme.grades else [])
    topics = next((table for column, table in _TOPICS.items() if column in contents.columns), None)
    return _filled(
        "jurisdiction.yaml",
        contents,
        jurisdiction=jurisdiction,
        place=place,
        scheme=scheme,
        annex=annex,
        topics=topics,
    )


def report_text(jurisdiction: str, period: str) -> str:
    """Return the report's file.

    Examples
    --------
    >>> [line for line in report_text("my-district", "2025-05").splitlines() if line.startswith(("period", "date"))]
    ['period: 2025-05', 'date: "2025-06-05"']
    """
    return _rendered("report.yaml", jurisdiction=jurisdiction, period=period, date=dated(period))


def readme_text(
    title: str, jurisdiction: str, period: str, export: str, steps: Sequence[Step], *, example: bool
) -> str:
    """Return what stands in ``README.md``."""
    return _rendered(
        "README.md",
        title=title,
        jurisdiction=jurisdiction,
        outputs=f"outputs/{jurisdiction}/{period}",
        export=export,
        steps=steps,
        example=example,
    )


def dated(period: str) -> str:
    """Return the day on which the bulletin of a period may be dated.

    Examples
    --------
    >>> dated("2024-12"), dated("2024-Q1")
    ('2025-01-05', '2024-04-05')
    """
    return str(Calendar().last_day(Period.parse(period)) + timedelta(days=_DAYS_LATER))


def _filled(name: str, contents: Contents, **values: Any) -> str:
    rates = [rate for rate in _RATES if contents.has(rate)]
    known = {"has": contents.has, "columns": contents.columns, "rates": rates, "answers": contents.has(_RATES[1])}
    return _rendered(name, **known, **values)


def _rendered(name: str, **values: Any) -> str:
    return str(_environment().get_template(f"{name}.j2").render(**values))


@cache
def _environment() -> Environment:
    found = Environment(  # noqa: S701 - YAML and Markdown; names are quoted, see _text
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.filters["text"] = _text
    return found


def _text(value: str) -> str:
    """Write a text as YAML takes it, whatever stands in it."""
    return json.dumps(value, ensure_ascii=False)
