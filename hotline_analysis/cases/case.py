"""One case: tables as printed, figures, lists, and what is known about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd

from hotline_analysis.cases.facts import Fact
from hotline_analysis.cases.model import Claim, Correction, SharesClaim
from hotline_analysis.cases.ticket_data import FromTickets
from hotline_analysis.documents import Document
from hotline_analysis.errors import InputError
from hotline_analysis.shown import Shown, listed
from hotline_analysis.validation import nearest_first


@dataclass(frozen=True, repr=False)
class SourceTable(Shown):
    """One file (or one table made of printed figures), every cell as printed.

    Attributes
    ----------
    key : str
        The table it belongs to.
    path : Path or None
        None for a table made of printed figures.
    group : str or None
        Group of all its units, when the case gives one.
    frame : DataFrame
        Strings; empty cells are ``""``; the index holds line numbers of the file.
    name, count : str
        The columns that name a row and hold its number.
    excerpt_of : str or None
        The table whose rows it repeats.
    scored : bool
        Whether the scheme applies to it as it does to the unit table, for example a ranking of districts.
    derived : bool
        Whether it was worked out for reports and is not printed, so that the audit has nothing to say of it.
    words : mapping of str to mapping of str to str
        For a table made of tickets: column of counts → in words, which tickets it counts, in ``zh`` and ``en``.

    Examples
    --------
    >>> from hotline_analysis.cases import load_case
    >>> table = load_case("furong-2020-03").files("units")[0]
    >>> table.label, table.group, table.frame["unit"].iloc[0]
    ('streets.csv', 'streets', '定王台街道')
    """

    key: str
    path: Path | None
    group: str | None
    frame: pd.DataFrame
    name: str
    count: str
    excerpt_of: str | None = None
    scored: bool = False
    derived: bool = False
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def _said(self) -> str:
        return f"{self.label}, {len(self.frame)} rows: {listed([*map(str, self.frame.columns)])}"

    @property
    def label(self) -> str:
        """The name under which findings speak of it."""
        if self.words:
            return f"工单明细统计 {self.key}"
        return self.key if self.path is None else self.path.name


@dataclass(frozen=True, repr=False)
class Case(Shown):
    """The data of one period of one jurisdiction; see ``docs/case-folder.md``.

    Examples
    --------
    >>> from hotline_analysis.cases import load_case
    >>> case = load_case("furong-2022-11")
    >>> case
    <Case: furong-2022-11, 2022-11; tables units, city_ranking, low_resolution_units and 4 more>
    >>> case.table_keys[:3], case.figure("revisited_total")
    (('units', 'city_ranking', 'low_resolution_units'), Fraction(8010, 1))
    >>> case.named_counts("hot_topics")["name"].iloc[0], case.label("revisited_total")
    ('其他网络纠纷', 'revisited_total')
    >>> case.table("units", corrected=True)["unit"].iloc[0], case.canonical("教育局")
    ('韭菜园街道办事处', '教育局')
    >>> len(case.corrected(case.files("units")[0])), case.paths()[0].name
    (13, 'case.yaml')
    """

    name: str
    folder: Path
    document: Document
    period: str | None
    scheme: str | None
    source: Mapping[str, Any]
    conventions: tuple[str, ...]
    sources: tuple[SourceTable, ...]
    facts: Mapping[str, Fact]
    thresholds: Mapping[str, Fact]
    lists: Mapping[str, tuple[str, ...]]
    bulletin: Mapping[str, Any]
    aliases: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    claims: Mapping[str, tuple[Claim, ...]] = field(default_factory=dict)
    shares: Mapping[str, SharesClaim] = field(default_factory=dict)
    tickets: FromTickets | None = None

    def _said(self) -> str:
        return f"{self.name}, {self.period or 'any period'}; tables {listed(self.table_keys, most=3)}"

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Every table by key, as printed."""
        return {key: self.table(key) for key in self.table_keys}

    @property
    def table_keys(self) -> tuple[str, ...]:
        """The keys of all tables, in the order of the case file."""
        return tuple(dict.fromkeys(source.key for source in self.sources))

    @property
    def unit_table_files(self) -> list[tuple[Path, str | None]]:
        """The files of the unit table with their groups, ready for `metrics.read_unit_table`."""
        return [(source.path, source.group) for source in self.files("units") if source.path is not None]

    def paths(self) -> list[Path]:
        """Return every file the case was read from."""
        figures = self.document.data.get("figures")
        beside = ["facts.yaml", *([figures] if isinstance(figures, str) else [])]
        extra = [self.folder / name for name in beside if (self.folder / name).is_file()]
        tables = [source.path for source in self.sources if source.path is not None]
        counted = [] if self.tickets is None else self.tickets.paths()
        return list(dict.fromkeys([self.document.file, *extra, *tables, *counted]))

    def files(self, key: str) -> tuple[SourceTable, ...]:
        """Return the files of one table."""
        found = tuple(source for source in self.sources if source.key == key)
        if not found:
            raise self._unknown("table", key, self.table_keys)
        return found

    def table(self, key: str, *, corrected: bool = False) -> pd.DataFrame:
        """Return one table as strings, its files stacked, with a ``group`` column where groups are given.

        Parameters
        ----------
        key : str
        corrected : bool
            Replace documented misprints by the figures a report uses.

        Raises
        ------
        InputError
            For an unknown table, or a correction that does not fit the file.
        """
        pieces = []
        for source in self.files(key):
            frame = self.corrected(source) if corrected else source.frame.copy()
            if source.group is not None and "group" not in frame:
                frame["group"] = source.group
            pieces.append(frame)
        return pd.concat(pieces, ignore_index=True).fillna("").astype(object)

    def named_counts(self, key: str) -> pd.DataFrame:
        """Return a table of topics, types or categories as two columns: ``name`` and ``count``."""
        first = self.files(key)[0]
        return self.table(key)[[first.name, first.count]].set_axis(["name", "count"], axis="columns")

    def figure(self, key: str) -> Fraction:
        """Return a printed figure as an exact number.

        Raises
        ------
        InputError
            If the case has no such figure, or it is a date or a word.
        """
        fact = self.facts.get(key) or self.thresholds.get(key)
        if fact is None:
            raise self._unknown("figure", key, (*self.facts, *self.thresholds))
        if fact.number is None:
            raise InputError("not a number", file=self.document.file, where=f"figure {key}", value=fact.value)
        return fact.number

    def label(self, key: str) -> str:
        """Name a figure or list for a reader: its label, the unit it is about, or its key."""
        fact = self.facts.get(key)
        return self.labels.get(key) or (fact.unit_name if fact is not None and fact.unit_name else key)

    def canonical(self, unit: str) -> str:
        """Return the name that the tables use for a unit."""
        return self.aliases.get(unit, unit)

    def corrected(self, source: SourceTable) -> pd.DataFrame:
        """Return one file with its documented misprints replaced by the figures a report uses."""
        frame = source.frame.copy()
        for position, correction in enumerate(self.corrections):
            if source.path is None or correction.file != source.path.name:
                continue
            rows = frame.index[frame[source.name] == correction.unit]
            known = len(rows) == 1 and correction.column in frame
            if not known or frame.loc[rows[0], correction.column] != correction.printed:
                found = frame.loc[rows[0], correction.column] if known else None
                raise self.document.error(
                    f"the correction does not fit {correction.file}",
                    ("corrections", position),
                    value=found,
                    allowed=f"{correction.unit}, {correction.column}: {correction.printed}",
                )
            frame.loc[rows[0], correction.column] = correction.used
        return frame

    def _unknown(self, what: str, key: str, known: tuple[str, ...]) -> InputError:
        allowed = nearest_first(key, known) or "none"
        return InputError(f"unknown {what}", file=self.document.file, value=key, allowed=allowed)
