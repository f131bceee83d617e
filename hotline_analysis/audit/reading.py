"""Tables as the automatic checks read them: known headers, exact figures, the printed cells beside them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from hotline_analysis.audit.language.rows import is_total
from hotline_analysis.audit.ledger import decimals_of
from hotline_analysis.cases import Case, SourceTable
from hotline_analysis.errors import InputError
from hotline_analysis.exact import to_fraction
from hotline_analysis.metrics import Metric, counts, metrics
from hotline_analysis.metrics.dictionary import canonical_headers
from hotline_analysis.metrics.unit_table import BLANKS, with_identities
from hotline_analysis.schemes import Scheme, score_columns

RANK_HEADERS = ("rank", "排名", "名次")
GRADE_HEADERS = ("grade", "等级评价", "等级")
TOTAL_HEADERS = ("total", "composite_index", "综合指标值", "总分", "得分")


@dataclass(frozen=True)
class UnitRow:
    """One row: its name, its cells as printed, and its known counts and rates.

    Attributes
    ----------
    name : str
        As the unit table calls it.
    printed : mapping of key to str
        Known counts and rates, by key; other columns by their header.
    figures : mapping of key to Fraction or None
        Counts, with those that follow from others, and printed rates.
    """

    name: str
    total: bool
    printed: dict[str, str]
    figures: dict[str, Fraction | None]


@dataclass(frozen=True)
class AuditTable:
    """One file of a case."""

    source: SourceTable
    rows: tuple[UnitRow, ...]
    columns: tuple[str, ...]

    @property
    def units(self) -> tuple[UnitRow, ...]:
        """The rows without totals."""
        return tuple(row for row in self.rows if not row.total)

    def first(self, headers: tuple[str, ...]) -> str | None:
        """Return the first of several headers that the file has."""
        return next((header for header in headers if header in self.columns), None)


@dataclass(frozen=True)
class Setting:
    """Everything a check looks at."""

    case: Case
    scheme: Scheme | None
    tables: tuple[AuditTable, ...]

    def of(self, key: str) -> tuple[AuditTable, ...]:
        """Return the files of one table."""
        return tuple(table for table in self.tables if table.source.key == key)

    def metric(self, key: str) -> Metric:
        """Return a metric as the case's scheme defines it."""
        return metrics()[key] if self.scheme is None else self.scheme.metric(key)

    def decimals(self, table: AuditTable, column: str) -> int:
        """Return the digits with which a rate is printed.

        Offices that drop trailing zeros print 100 for 100.00; a column that holds nothing but 0 and 100 therefore
        has the precision of the other rates of its table.
        """
        family = self.of(table.source.key)
        own = [row.printed[column] for part in family for row in part.rows if row.printed.get(column)]
        if any(cell not in ("0", "100") for cell in own):
            return max(decimals_of(cell) for cell in own)
        rates = [key for part in family for key in part.columns if key in metrics()]
        cells = [row.printed.get(key, "") for part in family for row in part.rows for key in rates]
        return max((decimals_of(cell) for cell in cells), default=0)


def read_tables(case: Case, scheme: Scheme | None) -> tuple[AuditTable, ...]:
    """Read every printed table of a case; columns that a scheme gives as scores are not taken for counts."""
    scores = set() if scheme is None else set(score_columns(scheme))
    return tuple(_read(case, source, scores) for source in case.sources if not source.derived)


def _read(case: Case, source: SourceTable, scores: set[str]) -> AuditTable:
    known = canonical_headers()
    keys: dict[str, str] = {}
    for header in source.frame.columns:
        key = known.get(header, header)
        keys[header] = header if header in scores or key in keys.values() else key
    rows = tuple(_row(case, source, record, line, keys) for line, record in _records(source))
    return AuditTable(source, rows, tuple(keys.values()))


def _records(source: SourceTable) -> list[tuple[int, dict[str, str]]]:
    records = source.frame.to_dict("records")
    return [
        (int(line), {str(key): str(cell) for key, cell in record.items()})
        for line, record in zip(source.frame.index, records, strict=True)
    ]


def _row(case: Case, source: SourceTable, record: dict[str, str], line: int, keys: dict[str, str]) -> UnitRow:
    printed = {keys[header]: cell for header, cell in record.items()}
    figures: dict[str, Fraction | None] = {}
    for key, cell in printed.items():
        if key in counts() or key in metrics():
            figures[key] = _figure(source, line, key, cell)
    name = case.canonical(record[source.name])
    return UnitRow(name, is_total(name, record), printed, with_identities(figures))


def _figure(source: SourceTable, line: int, key: str, cell: str) -> Fraction | None:
    if cell in BLANKS:
        return None
    try:
        return to_fraction(cell)
    except ValueError:
        raise InputError(
            "not a number",
            file=source.path or source.key,
            where=f"line {line}, column {key}",
            value=cell,
            allowed="a number or an empty cell",
        ) from None
