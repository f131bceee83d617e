"""The canonical columns of a ticket, each defined once, in ``columns.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Literal

import yaml

ColumnType = Literal["text", "time", "count", "flag", "one_of"]
# words for flags in any column; a column or a mapping may add its own
TRUE_WORDS = ("是", "有", "true", "yes", "1", "y", "t")
FALSE_WORDS = ("否", "无", "false", "no", "0", "n", "f")


@dataclass(frozen=True)
class Column:
    """One canonical column.

    Attributes
    ----------
    key, zh, en : str
    type : {"text", "time", "count", "flag", "one_of"}
    required : bool
        Whether every ticket has it.
    values : tuple of str
        What a ``one_of`` column may hold.
    words : mapping of str to tuple of str
        What office exports write for each value (``"true"`` and ``"false"`` for a flag).
    aliases : tuple of str
        Headers under which office exports carry the column.
    """

    key: str
    type: ColumnType
    zh: str
    en: str
    required: bool = False
    values: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header under which the column is known, the likeliest first."""
        return (self.key, self.zh, *self.aliases)

    @property
    def sql_type(self) -> str:
        """The type in which DuckDB stores it."""
        return {"time": "TIMESTAMP", "count": "INTEGER", "flag": "BOOLEAN"}.get(self.type, "VARCHAR")


@cache
def columns() -> Mapping[str, Column]:
    """Every canonical column, by key, in the order in which they are stored.

    Examples
    --------
    >>> columns()["due"].zh
    '办结时限'
    """
    text = resources.files("hotline_analysis.tickets").joinpath("columns.yaml").read_text(encoding="utf-8")
    # the words yes, no, true and false are keys here, not truth values
    return {key: _column(key, entry) for key, entry in yaml.load(text, yaml.BaseLoader).items()}  # noqa: S506


def _column(key: str, entry: Mapping[str, object]) -> Column:
    given = dict(entry)
    words = _words(given.pop("words", {}))
    if given["type"] == "flag":
        common = {"true": TRUE_WORDS, "false": FALSE_WORDS}
        words = {value: (*common[value], *words.get(value, ())) for value in common}
    return Column(
        key=key,
        type=given["type"],  # type: ignore[arg-type]
        zh=str(given["zh"]),
        en=str(given["en"]),
        required=given.get("required") == "true",
        values=_texts(given.get("values", ())),
        words=words,
        aliases=_texts(given.get("aliases", ())),
    )


def _words(entry: object) -> dict[str, tuple[str, ...]]:
    assert isinstance(entry, dict)
    return {str(value): _texts(words) for value, words in entry.items()}


def _texts(entry: object) -> tuple[str, ...]:
    assert isinstance(entry, list | tuple)
    return tuple(str(one) for one in entry)
