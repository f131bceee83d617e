"""What may be asked of a report on drivers beside its tickets and factors: one set of options for all that make one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

from hotline_analysis.errors import UsageError
from hotline_analysis.validation import nearest

if TYPE_CHECKING:
    from hotline_analysis.statistics.drivers.what_if import Change
    from hotline_analysis.tickets.calendar import Calendar
    from hotline_analysis.tickets.registry import UnitRegistry


class ReportOptions(TypedDict, total=False):
    """What a report shows beside the estimates, and what it calls things.

    Attributes
    ----------
    what_ifs : mapping of str to Change or several
        By what they are called in the report; those of `WISHES` that the model knows, otherwise.
    rake_by : sequence of str
        Flags and categories by which answers are raked to all who were called; see `nonresponse`.
    labels : mapping of str to str
        Chinese names of factors, where they are not in the catalogue or are to be called otherwise.
    steps : mapping of str to str
        What one more of a number is called in Chinese, such as ``1小时``; "1个单位" otherwise, 1天 for waiting days.
    points : int
        Of quadrature in the random-intercept model; otherwise 25 up to 10,000 patterns, and 1 (Laplace) beyond, where
        units are so large that both say the same.
    seed : int
        Of cross-validation, and of importance where orders are drawn.
    when : str
        The period, as the summary is to name it.

    Examples
    --------
    >>> ReportOptions(labels={"late": "超期"}, seed=7)["seed"]
    7
    """

    what_ifs: Mapping[str, Change | Iterable[Change]] | None
    rake_by: Sequence[str]
    labels: Mapping[str, str]
    steps: Mapping[str, str]
    points: int | None
    seed: int
    when: str


class TicketOptions(TypedDict, total=False):
    """How tickets become patterns; each is explained at `from_tickets`."""

    rather_counts: bool
    rounding: Mapping[str, float]
    country: str
    registry: UnitRegistry
    calendar: Calendar
    rare_below: int


class AnalysisOptions(ReportOptions, TicketOptions, total=False):
    """Both: what `analyse` takes."""


def chosen(given: Mapping[str, Any], kind: type) -> dict[str, Any]:
    """Return those of the given options that are of a kind, a `TypedDict`.

    Examples
    --------
    >>> chosen({"when": "2022年10月", "country": "CN"}, ReportOptions)
    {'when': '2022年10月'}
    """
    return {name: value for name, value in given.items() if name in _names(kind)}


def refuse_unknown(given: Mapping[str, Any], kind: type) -> None:
    """Refuse an option that is not of a kind, a `TypedDict`.

    Raises
    ------
    UsageError
        Naming the option and the nearest one.
    """
    for name in given:
        if name not in (allowed := _names(kind)):
            raise UsageError(f"no option {name!r}{nearest(name, allowed)}; allowed: {', '.join(allowed)}")


def _names(kind: type) -> list[str]:
    names: frozenset[str] = kind.__optional_keys__  # type: ignore[attr-defined]
    return sorted(names)
