"""Columns of the page's tables: one number of every row, as facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotline_analysis.report.drivers.numbers import Numbers
from hotline_analysis.report.tables import Cell, Column

if TYPE_CHECKING:
    import pandas as pd

INTERVAL = "95%置信区间"


def rows_of(table: pd.DataFrame) -> list[Any]:
    """Return the rows of a frame as named tuples."""
    return list(table.itertuples())


@dataclass(frozen=True)
class Named:
    """A row with the key and the label that its facts begin with."""

    key: str
    label: str
    row: Any


@dataclass(frozen=True)
class Maker:
    """Makes the columns of one table.

    Attributes
    ----------
    numbers : Numbers
    rows : sequence of Named
    """

    numbers: Numbers
    rows: Sequence[Named]

    def estimates(
        self,
        head: str,
        value: Callable[[Any], float],
        field: str = "",
        words: str = "",
        *,
        decimals: int = 1,
        unit: str = "",
        span: str | None = None,
    ) -> Column:
        """Return a column of estimates; ``field`` and ``words`` go behind the row's key and label."""
        cells = [
            self.numbers.estimate(f"{one.key}{field}", f"{one.label}{words}", value(one.row), decimals, unit)
            for one in self.rows
        ]
        return Column(head, cells, span)

    def ends(self, low: Callable[[Any], float], high: Callable[[Any], float], **how: Any) -> tuple[Column, Column]:
        """Return the two columns of an interval."""
        how = {"span": INTERVAL, **how}
        return self.estimates("下限", low, ".low", "下限", **how), self.estimates("上限", high, ".high", "上限", **how)

    def counts(self, head: str, value: Callable[[Any], float], field: str = "", words: str = "") -> Column:
        """Return a column of counts."""
        made = (self.numbers.count(f"{one.key}{field}", f"{one.label}{words}", value(one.row)) for one in self.rows)
        return Column(head, list(made))

    def shares(
        self,
        head: str,
        part: Callable[[Any], float],
        of: Callable[[Any], float],
        field: str = "",
        words: str = "",
        *,
        span: str | None = None,
    ) -> Column:
        """Return a column of shares of counts."""
        cells = [
            self.numbers.share(f"{one.key}{field}", f"{one.label}{words}", part(one.row), of(one.row))
            for one in self.rows
        ]
        return Column(head, cells, span)

    def words(self, head: str, value: Callable[[Any], str], *, align: str = "left") -> Column:
        """Return a column of words."""
        return Column(head, [value(one.row) for one in self.rows], align=align)

    @property
    def labels(self) -> list[str]:
        """The rows' labels."""
        return [one.label for one in self.rows]


def first_missing(column: Column, missing: Iterable[Cell]) -> Column:
    """Return the column with other cells at its head."""
    head = list(missing)
    return Column(column.label, [*head, *column.cells], column.span, column.align)
