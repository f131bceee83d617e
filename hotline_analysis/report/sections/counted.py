"""Tables that name things and count them: topics, types, categories."""

from __future__ import annotations

from fractions import Fraction

from hotline_analysis.errors import InputError
from hotline_analysis.exact import to_fraction
from hotline_analysis.report.data import ReportData

TOTALS = ("合计", "总计")


def counted_rows(data: ReportData, table: str, *, sort: bool = True) -> list[tuple[str, Fraction]]:
    """Return the rows of a table of named counts, the largest first, without its total row.

    Raises
    ------
    InputError
        If there is no such table, a name stands twice, or a count is none.
    """
    frame = data.case.named_counts(table)
    rows: dict[str, Fraction] = {}
    for line, (name, cell) in enumerate(zip(frame["name"], frame["count"], strict=True), start=1):
        if name in TOTALS:
            continue
        try:
            value = to_fraction(cell)
        except ValueError:
            value = Fraction(-1)
        if value < 0 or value.denominator != 1:
            raise InputError(
                "not a count",
                file=data.case.files(table)[0].label,
                where=f"row {line}, {name}",
                value=cell,
                allowed="a whole number, 0 or more",
            )
        if name in rows:
            raise InputError(
                "a name stands twice", file=data.case.files(table)[0].label, where=f"row {line}", value=name
            )
        rows[name] = value
    return sorted(rows.items(), key=lambda row: -row[1]) if sort else list(rows.items())
