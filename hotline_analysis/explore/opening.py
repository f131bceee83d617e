"""Load a month: a sample, a report's file, a case folder, or tickets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from hotline_analysis.cases import Case, load_case, sample_names, ticket_case
from hotline_analysis.cases.recipes import TicketTable
from hotline_analysis.errors import InputError, UsageError
from hotline_analysis.explore.month import Month
from hotline_analysis.explore.sample import sample_folder
from hotline_analysis.report.data import Period, ReportData
from hotline_analysis.report.formats import NumberFormats
from hotline_analysis.report.language import language_of
from hotline_analysis.report.needs import STANDARD
from hotline_analysis.report.opening import open_bulletin, open_rules
from hotline_analysis.report.params import NOT_COMPARED, load_report
from hotline_analysis.schemes import Name, Scheme, load_scheme

ALLOWED = "a sample, a report's .yaml file, a case folder, or tickets (a store, a .parquet or a .csv file)"
_TABLES: Mapping[str, TicketTable] = {
    key: TicketTable.model_validate({"by": column}) for key, column in STANDARD.items() if key != "returned"
}


def load_month(
    source: str | Path, *, period: str | None = None, scheme: str | Path | None = None, language: str = "zh-CN"
) -> Month:
    """Load one period of one office, to look at it.

    Parameters
    ----------
    source : str or path
        The name of a sample, whose tickets are made and kept; a report's YAML file; a case folder; or tickets.
    period : str, optional
        ``2022-11``: for tickets, and for a case folder that names none.
    scheme : str or path, optional
        For tickets and case folders: a built-in scheme or a file. Without one nothing is scored, unless the case
        names one.
    language : str
        Of what is shown of tickets and case folders: ``zh-CN`` or ``en``. A report says its own.

    Raises
    ------
    InputError
        If there is no such data, or it is not valid.
    UsageError
        For tickets without a period, or a sample or report that is to have another period, scheme or language.

    Examples
    --------
    >>> month = load_month("yunxi-2022-Q3")
    >>> month
    <Month: 云溪区 2022-Q3, 55 units, 1325 tickets signed for, scheme yunxi-2022>
    """
    name, path = str(source), Path(source)
    if name in sample_names():
        _nothing_else(name, period, scheme, language)
        return _of_sample(name, sample_folder(name))
    if path.suffix in (".yaml", ".yml"):
        _nothing_else(name, period, scheme, language)
        return _of_report(path)
    if not path.exists():
        raise InputError("no such month", value=name, allowed=f"{ALLOWED}; samples: {', '.join(sample_names())}")
    chosen = _no_scheme() if scheme is None else load_scheme(scheme)
    if (path / "case.yaml").is_file():
        case = load_case(path, period=period, counting=chosen.counting)
        if scheme is None and case.scheme is not None:
            chosen = load_scheme(case.scheme, beside=path)
            case = load_case(path, period=period, counting=chosen.counting)
        return _of_case(case, chosen, language)
    if period is None:
        raise UsageError("tickets of which period? allowed: period='2022-11'")
    return _of_case(ticket_case(path, period=period, tables=_TABLES, counting=chosen.counting), chosen, language)


def _nothing_else(name: str, period: str | None, scheme: str | Path | None, language: str) -> None:
    if period is not None or scheme is not None or language != "zh-CN":
        raise UsageError(f"{name} says its own period, scheme and language; allowed: load_month({name!r})")


@cache
def _of_sample(name: str, folder: Path) -> Month:
    """Open a sample once: it does not change."""
    return _of_report(folder / "report.yaml", sample=name)


def _of_report(file: Path, *, sample: str | None = None) -> Month:
    """Open a report's data; earlier periods are counted when they are looked at, unless the scheme scores changes."""
    _, _, scheme, _ = open_rules(*load_report(file))
    changes = any(True for _, _, item in scheme.items() for _ in item.rule.earlier())
    later = {} if changes else dict.fromkeys(("previous", "year_before"), NOT_COMPARED)
    bulletin = open_bulletin(file, **later)
    return Month(bulletin.data.name, bulletin.data, file, sample)


def _of_case(case: Case, scheme: Scheme, language: str) -> Month:
    if case.period is None:
        raise UsageError("a case of which period? allowed: period='2022-11'")
    tongue = language_of(language)
    data = ReportData(
        now=Period.of(case, scheme, {}),
        scheme=scheme,
        formats=NumberFormats(),
        name=case.name,
        place=tongue.label("全部"),
        ours=case.name,
        period=case.period,
        texts={},
        language=tongue,
    )
    return Month(case.name, data)


def _no_scheme() -> Scheme:
    nothing = Name(zh="不计分", en="without a scheme")
    return Scheme(scheme="none", title=nothing, source="no scheme was named")
