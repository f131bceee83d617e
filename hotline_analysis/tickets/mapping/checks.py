"""Mistakes in a mapping that its models do not see: columns that are none, words that mean two things."""

from __future__ import annotations

from collections.abc import Iterator

from hotline_analysis.errors import InputError
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.mapping.headers import normalised
from hotline_analysis.tickets.mapping.mapping import NO_VALUE, TicketMapping
from hotline_analysis.tickets.near import nearest_first
from hotline_analysis.tickets.quality import resolved

Mistake = tuple[tuple[str, ...], str, str | None, str | None]


def mistakes(mapping: TicketMapping) -> Iterator[Mistake]:
    """Yield the place, the problem, the value and what is allowed."""
    yield from _unknown_keys(mapping)
    yield from _missing_columns(mapping)
    yield from _wrong_words(mapping)
    yield from _headers_twice(mapping)
    yield from _impossible_checks(mapping)


def _unknown_keys(mapping: TicketMapping) -> Iterator[Mistake]:
    known = list(columns())
    for part, keys in (("columns", mapping.columns), ("constants", mapping.constants), ("absent", mapping.absent)):
        for key in keys:
            if key not in known:
                place = (part, key) if part != "absent" else (part,)
                yield place, "not a canonical column", key, ", ".join(nearest_first(key, known))


def _missing_columns(mapping: TicketMapping) -> Iterator[Mistake]:
    for key, column in columns().items():
        if column.required and key not in mapping.columns:
            yield ("columns",), f"the column {key} ({column.zh}) is needed", None, f"{key}: its header in the export"
        if column.required and key in mapping.columns and mapping.columns[key].optional:
            yield ("columns", key, "optional"), f"the column {key} ({column.zh}) is never optional", None, None
        if key in mapping.columns and key in mapping.constants:
            yield ("constants", key), "the column is mapped already", key, None


def _wrong_words(mapping: TicketMapping) -> Iterator[Mistake]:
    for key, own in mapping.columns.items():
        column = columns()[key]
        allowed = {"one_of": column.values, "flag": ("true", "false")}.get(column.type)
        if own.formats and column.type != "time":
            yield ("columns", key, "formats"), "formats are for columns of moments only", None, None
        meant: dict[str, str] = {}
        for value, words in own.words.items():
            if value != NO_VALUE and column.type in ("text", "time"):
                yield ("columns", key, "words", value), f"a {column.type} column has no words", value, NO_VALUE
            elif value != NO_VALUE and column.type == "count" and not value.isdecimal():
                yield ("columns", key, "words", value), "not a whole number", value, f"0, 1, 2, … or {NO_VALUE}"
            elif value != NO_VALUE and allowed and value not in allowed:
                yield ("columns", key, "words", value), "not a value", value, ", ".join((*allowed, NO_VALUE))
            for word in words:
                if meant.setdefault(word.lower(), value) != value:
                    yield ("columns", key, "words", value), f"the word means {meant[word.lower()]} too", word, None


def _headers_twice(mapping: TicketMapping) -> Iterator[Mistake]:
    seen: dict[str, str] = {normalised(header): "personal" for header in mapping.personal}
    for key, own in mapping.columns.items():
        for header in own.header:
            before = seen.setdefault(normalised(header), key)
            if before == "personal":
                yield ("columns", key), "the header is under personal too", header, "one of the two"


def _impossible_checks(mapping: TicketMapping) -> Iterator[Mistake]:
    for key, severity in mapping.checks.items():
        try:
            resolved({key: severity})
        except InputError as error:
            yield ("checks", key), error.problem, str(error.value), error.allowed
