"""The rows of a case's tables, as expressions see them."""

from __future__ import annotations

from dataclasses import dataclass

from hotline_analysis.audit.language.parse import LanguageError, unknown
from hotline_analysis.audit.language.values import Missing, NotInTable, Number, Text, Value
from hotline_analysis.cases import Case
from hotline_analysis.exact import to_fraction
from hotline_analysis.metrics.unit_table import BLANKS, TOTAL_NAMES


@dataclass(frozen=True)
class Row:
    """One row: the name in its first column (or the column the case names), its file, and its cells.

    Examples
    --------
    >>> Row("甲局", "units.csv", {"signed": "1,218", "grade": "A"}).value("signed")
    Number(value=Fraction(1218, 1), printed='1,218')
    """

    name: str
    file: str
    cells: dict[str, str]

    def value(self, column: str) -> Value:
        """Return a cell as a number, a word or nothing."""
        cell = self.cells[column]
        if cell in BLANKS:
            return Missing()
        try:
            return Number(to_fraction(cell), cell)
        except ValueError:
            return Text(cell)


@dataclass(frozen=True)
class Rows:
    """A table without its total rows.

    Examples
    --------
    >>> table = Rows("units", ("signed",), (Row("甲局", "units.csv", {"signed": "12"}),))
    >>> table.check_column("signed")
    >>> table.find("甲局", literal=True).value("signed")
    Number(value=Fraction(12, 1), printed='12')
    """

    key: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def find(self, name: str, *, literal: bool) -> Row:
        """Return the row of a unit.

        Raises
        ------
        LanguageError
            If the expression itself names a row that is not there.
        NotInTable
            If a printed name has no row.
        """
        for row in self.rows:
            if row.name == name:
                return row
        if literal:
            raise unknown(f"row of {self.key}", name, (row.name for row in self.rows))
        raise NotInTable(name, self.key)

    def check_column(self, column: str) -> None:
        """Refuse an unknown column."""
        if column not in self.columns:
            raise unknown(f"column of {self.key}", column, self.columns)


def rows_of(case: Case) -> dict[str, Rows]:
    """Return the rows of every table of a case.

    Examples
    --------
    >>> from hotline_analysis.cases import load_case
    >>> len(rows_of(load_case("furong-2020-03"))["units"].rows)
    43
    """
    return {key: _rows(case, key) for key in case.table_keys}


def is_total(name: str, cells: dict[str, str]) -> bool:
    """Whether a row holds a total and no unit."""
    return cells.get("row_type") == "total" or name in TOTAL_NAMES


def _rows(case: Case, key: str) -> Rows:
    sources = case.files(key)
    columns = tuple(dict.fromkeys(str(column) for source in sources for column in source.frame.columns))
    rows = []
    for source in sources:
        for record in source.frame.to_dict("records"):
            cells = {column: str(record.get(column, "")) for column in columns}
            if source.group is not None:
                cells.setdefault("group", source.group)
            name = case.canonical(cells[source.name])
            if not is_total(name, cells):
                rows.append(Row(name, source.label, cells))
    if any(source.group is not None for source in sources):
        columns = tuple(dict.fromkeys((*columns, "group")))
        if any("group" not in row.cells for row in rows):
            raise LanguageError(f"only some files of {key} have a group")
    return Rows(key, columns, tuple(rows))
