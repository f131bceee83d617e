"""Words of an export and what they mean, looked up in SQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from hotline_analysis.tickets.columns import Column
from hotline_analysis.tickets.mapping.mapping import NO_VALUE, TicketMapping
from hotline_analysis.tickets.registry import UnitRegistry
from hotline_analysis.tickets.times import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BRACKETS = (str.maketrans("（）", "()"), str.maketrans("()", "（）"))


def meanings(column: Column, mapping: TicketMapping) -> dict[str, str]:
    """Return every word of a column and the SQL literal it stands for; the mapping's words go before the usual ones.

    Examples
    --------
    A column of counts has no words but those a mapping gives it.
    """
    own = mapping.columns[column.key].words if column.key in mapping.columns else {}
    usual = {value: (value, *words) for value, words in column.words.items()}
    usual |= {value: (value,) for value in column.values if value not in usual}
    known: dict[str, str] = {}
    for words in (own, usual):
        for value, spellings in words.items():
            if value != NO_VALUE:
                for word in spellings:
                    known.setdefault(word.lower(), literal(value) if column.type == "one_of" else value)
    # a word that the mapping calls empty never arrives here
    return {form: value for word, value in known.items() for form in {word, word.upper(), word.title()}}


def no_values(column: str, mapping: TicketMapping) -> tuple[str, ...]:
    """Return the words that mean that a ticket has no value in a column."""
    own = mapping.columns[column].words.get(NO_VALUE, ()) if column in mapping.columns else ()
    return (*mapping.empty, *own)


def unit_meanings(registry: UnitRegistry) -> dict[str, str]:
    """Return every spelling of every unit, with brackets of either width, and the name it is stored under."""
    known: dict[str, str] = {}
    for spelling, name in registry.names.items():
        known[spelling] = literal(name)
        for forms in _BRACKETS:
            known.setdefault(spelling.translate(forms), literal(name))
    return known


def lookup_sql(con: DuckDBPyConnection, name: str, text: str, known: Mapping[str, str]) -> str:
    """Return SQL that gives what a text means, or NULL; it costs one hash lookup however many words there are.

    Parameters
    ----------
    name : str
        Of the type that is created for it.
    text : str
        An SQL expression.
    known : mapping of str to str
        Word to SQL literal.
    """
    if not known:
        return "NULL"
    con.execute(f"CREATE TYPE {name} AS ENUM ({', '.join(map(literal, known))})")
    return f"([{', '.join(known.values())}])[enum_code(TRY_CAST({text} AS {name})) + 1]"
