"""The unit table: one row a unit and group, its counts, and what else its page gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from hotline_analysis.errors import InputError
from hotline_analysis.exact import to_fraction
from hotline_analysis.metrics.dictionary import counts, metrics
from hotline_analysis.shown import Shown, frame_html, listed, notes_html
from hotline_analysis.textual import aligned

UNIT_HEADERS = ("unit", "单位", "责任单位", "承办单位", "部门名称", "单位名称", "成员单位")
GROUP_HEADERS = ("group", "组别", "单位类别")
TOTAL_NAMES = ("合计", "总计", "小计", "total", "Total")
BLANKS = ("", "-", "—", "–", "－", "/")


_FIRST = 5  # rows and figures that a terminal shows


@dataclass(frozen=True, repr=False)
class UnitTable(Shown):
    """Units of one jurisdiction and period, ready to be scored.

    Attributes
    ----------
    frame : DataFrame
        Columns ``unit``, ``group``, ``source`` (file and line), and one column of ``Fraction`` or None for every
        count, rate or given score; a rate or score is as the page prints it (rates in per cent).
    totals : DataFrame
        Total rows of the page, same columns; they never take part in anything but checks.
    text : DataFrame
        The cells of ``frame`` as they were read.
    notes : tuple of str
        What the reader should know: columns not used, units that stand twice.

    Examples
    --------
    >>> text = pd.DataFrame({"unit": ["甲", "乙"], "group": ["街道", "街道"], "closed": ["40", "10"]})
    >>> table = exact_unit_table(text)
    >>> table
    <UnitTable: 2 units in 1 group, 1 figure: closed>
    unit  group  closed
    ----  -----  ------
    甲    街道       40
    乙    街道       10
    >>> table.sums()["closed"], table.source(1, "closed"), len(table.rows())
    (Fraction(50, 1), 'row 2', 2)
    """

    frame: pd.DataFrame
    totals: pd.DataFrame
    text: pd.DataFrame
    notes: tuple[str, ...] = ()

    def _said(self) -> str:
        units, groups, figures = len(self.frame), self.frame["group"].nunique(), self.figures
        parts = [f"{units} unit{'s' * (units != 1)}", f"{groups} group{'s' * (groups != 1)}"]
        return f"{' in '.join(parts)}, {len(figures)} figure{'s' * (len(figures) != 1)}: {listed(figures, most=8)}"

    def __repr__(self) -> str:
        first = self.text[["unit", "group", *self.figures[:_FIRST]]].head(_FIRST)
        return f"{super().__repr__()}\n{aligned(first)}" + "\n…" * (len(self.frame) > _FIRST)

    def _repr_html_(self) -> str:
        named = {key: one.zh for key, one in metrics().items()} | {key: one.zh for key, one in counts().items()}
        titles = {named.get(key, key): key for key in self.figures}
        frame = self.text[["unit", "group", *self.figures]].rename(columns={"unit": "单位", "group": "组别", **named})
        return frame_html(frame, caption=self._said(), titles=titles) + notes_html(self.notes)

    @property
    def figures(self) -> tuple[str, ...]:
        """The keys of all columns that hold figures."""
        return tuple(name for name in self.frame.columns if name not in ("unit", "group", "source"))

    def rows(self) -> list[dict[str, Fraction | None]]:
        """Return every unit's figures, with counts that follow from others filled in."""
        return [with_identities(row) for row in records(self.frame[list(self.figures)])]

    def source(self, i: int, column: str) -> object:
        """Return file and line of one cell: scores that people gave stand in a file of their own."""
        return _sources(self.text, column).iloc[i]

    def sums(self, group: str | None = None) -> dict[str, Fraction | None]:
        """Sum every count over the units (of one group); rates must be worked out from these.

        A count that some unit does not have is summed over the others; one that nobody has is missing.
        """
        part = self.frame if group is None else self.frame[self.frame["group"] == group]
        sums: dict[str, Fraction | None] = {}
        for key in self.figures:
            if key in counts():
                known = [value for value in part[key] if value is not None]
                sums[key] = sum(known, Fraction(0)) if known else None
        return with_identities(sums)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as mappings from column to cell."""
    return [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False, name=None)]


def with_identities(row: Mapping[str, Fraction | None]) -> dict[str, Fraction | None]:
    """Fill in counts that follow from others, such as dissatisfied = revisited - satisfied."""
    full = dict(row)
    for key, count in counts().items():
        if full.get(key) is None and count.identity is not None:
            value = count.identity.value(row)
            if value is not None:
                full[key] = value
    return full


def exact_unit_table(
    text: pd.DataFrame,
    *,
    scores: Iterable[str] = (),
    counted: Iterable[str] = (),
    notes: Sequence[str] = (),
    from_tickets: bool = False,
) -> UnitTable:
    """Check a frame of strings with columns ``unit``, ``group`` (and ``source``, ``row_type``) and make it exact.

    Parameters
    ----------
    text : DataFrame of str
    scores : iterable of str
        Columns that are given scores, even where that is also the name of a count.
    counted : iterable of str
        Columns that are counts beside those of the dictionary.
    notes : sequence of str
        What is already known about the table.
    from_tickets : bool
        Whether the counts were counted from tickets, each in the period of its own event. Then a count may exceed the
        one it is part of on a page: more may be closed on time in a month than was assigned in it.

    Raises
    ------
    InputError
        For no unit, an empty or repeated unit, text or a negative number in a count, or a count that exceeds the
        one it is part of.

    Examples
    --------
    >>> import pandas as pd
    >>> text = pd.DataFrame({"unit": ["甲", "合计"], "group": ["街道", ""], "closed": ["1,040", "1,040"]})
    >>> table = exact_unit_table(text)
    >>> table.rows()[0]["closed"], len(table.totals)
    (Fraction(1040, 1), 1)
    """
    given = set(scores) - set(counted)
    whole = {*counts(), *counted} - given
    text = text.where(text.notna(), "").astype(object)
    if "source" not in text:
        text = text.assign(source=[f"row {n}" for n in range(1, len(text) + 1)])
    row_type = text["row_type"] if "row_type" in text else pd.Series("", index=text.index)
    is_total = text["unit"].str.replace(r"\s", "", regex=True).isin(TOTAL_NAMES) | row_type.eq("total")
    figures = [name for name in text.columns if name in {*whole, *given, *metrics()}]
    exact = pd.DataFrame(
        {
            **{name: text[name] for name in ("unit", "group", "source")},
            **{key: _figures(text, key, is_count=key in whole) for key in figures},
        }
    )
    table, more = _without_repeats(exact[~is_total], figures)
    if not from_tickets:
        _check_parts(exact, set(figures) - given)
    if table.empty:
        raise InputError("no unit in the table", file=_files(text), allowed="at least one row that is not a total")
    return UnitTable(
        frame=table.reset_index(drop=True),
        totals=exact[is_total].reset_index(drop=True),
        text=text.loc[table.index].reset_index(drop=True),
        notes=(*notes, *more),
    )


def _files(text: pd.DataFrame) -> str | None:
    files = dict.fromkeys(str(source).rpartition(", line ")[0] for source in text["source"])
    return ", ".join(file for file in files if file) or None


def _figures(text: pd.DataFrame, key: str, *, is_count: bool) -> pd.Series[Any]:
    """Make one column exact; column by column, because going through the rows of a wide frame is slow."""
    cells = zip(text[key].tolist(), text["unit"].tolist(), _sources(text, key).tolist(), strict=True)
    exact = [
        None if cell in BLANKS else _figure(cell, source, f"unit {unit}, column {key}", is_count=is_count)
        for cell, unit, source in cells
    ]
    return pd.Series(exact, index=text.index, dtype=object)


def _sources(text: pd.DataFrame, key: str) -> pd.Series[Any]:
    """Return file and line of a column's cells: those of their rows, unless the column came from another file."""
    rows, own = text["source"], text.get(f"{key}_source")
    return rows if own is None else own.where(own != "", rows)


def _figure(cell: str, source: str, where: str, *, is_count: bool) -> Fraction:
    allowed = "a whole number, 0 or more, or an empty cell" if is_count else "a number or an empty cell"
    try:
        value = to_fraction(cell)
        if is_count and cell.endswith(("%", "％")):
            raise ValueError("a rate")
    except ValueError:
        raise InputError("not a number", file=source, where=where, value=cell, allowed=allowed) from None
    if is_count and (value < 0 or value.denominator != 1):
        problem = "a negative count" if value < 0 else "not a whole number"
        raise InputError(problem, file=source, where=where, value=cell, allowed=allowed)
    return value


def _without_repeats(frame: pd.DataFrame, figures: Sequence[str]) -> tuple[pd.DataFrame, list[str]]:
    """Refuse a unit that stands twice; where two groups list it with the same counts, keep the first."""
    keep, notes, seen = [], [], dict[str, int]()
    tally = [key for key in figures if key in counts()]
    units, sources = frame["unit"].tolist(), frame["source"].tolist()
    for place, (unit, source) in enumerate(zip(units, sources, strict=True)):
        if not unit:
            raise InputError("a row without a unit", file=source, allowed="the name of the unit")
        if unit not in seen:
            seen[unit] = place
            keep.append(place)
            continue
        first, row = frame.iloc[seen[unit]], frame.iloc[place]
        if first["group"] == row["group"] or any(first[key] != row[key] for key in tally):
            raise InputError(
                "a unit stands twice",
                file=source,
                where="column unit",
                value=unit,
                allowed=f"one row a unit (first in {first['source']})",
            )
        notes.append(f"{source}: {unit} already stands in {first['source']} with the same counts; counted once")
    return frame.iloc[keep], notes


def _check_parts(frame: pd.DataFrame, present: set[str]) -> None:
    for key, count in counts().items():
        for whole in count.within:
            if key in present and whole in present:
                _check_part(frame, key, whole)


def _check_part(frame: pd.DataFrame, key: str, whole: str) -> None:
    for place, (part, most) in enumerate(zip(frame[key].tolist(), frame[whole].tolist(), strict=True)):
        if part is not None and most is not None and part > most:
            row = frame.iloc[place]
            raise InputError(
                f"{key} exceeds {whole}",
                file=row["source"],
                where=f"unit {row['unit']}",
                value=int(part),
                allowed=f"at most {int(most)}",
            )
