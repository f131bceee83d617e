"""What may stand in braces in a grid's texts: the period, its days, the jurisdiction, the district."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from hotline_analysis.tickets.calendar import Calendar, Period
from hotline_analysis.validation import nearest_first

_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_ONLY = "{month} for months, {quarter} for quarters, {district} where the grid has districts"
_DAY = re.compile(r"(first_day|last_day)(?:([+-])([0-9]{1,4}))?")


class PlaceholderError(ValueError):
    """A text asks for what there is not: the problem, what was written, and what may be."""

    def __init__(self, problem: str, value: str, allowed: str) -> None:
        self.problem, self.value, self.allowed = problem, value, allowed
        super().__init__(f"{problem} {value}; allowed: {allowed}")


@dataclass(frozen=True)
class Filler:
    """Fills texts for one report.

    Attributes
    ----------
    jurisdiction, period : str
    district : str or None
    """

    jurisdiction: str
    period: str
    district: str | None = None

    def fill(self, text: str) -> str:
        """Replace every placeholder; ``{{`` and ``}}`` are braces.

        Raises
        ------
        PlaceholderError
            For a placeholder that is unknown, or that this report has no value for.

        Examples
        --------
        >>> Filler("furong", "2022-11").fill("../{jurisdiction}/{period}, {last_day+15}, 第{month}期")
        '../furong/2022-11, 2022-12-15, 第11期'
        """
        return _PLACEHOLDER.sub(self._value, text)

    def _value(self, match: re.Match[str]) -> str:
        written = match[0]
        if written in ("{{", "}}"):
            return written[0]
        name, known = match[1], self._known()
        day = _DAY.fullmatch(name or "")
        if day:
            return self._day(day)
        if name not in known:
            allowed = nearest_first(name or "", [*known, "first_day", "last_day", "last_day+5"])
            raise PlaceholderError("unknown placeholder", written, f"{allowed}; write {{{{ for a brace")
        value = known[name]
        if value is None:
            raise PlaceholderError(f"nothing to put there for {self.period}", written, _ONLY)
        return value

    def _known(self) -> dict[str, str | None]:
        period = Period.parse(self.period)
        month = period.first % 12
        return {
            "jurisdiction": self.jurisdiction,
            "period": self.period,
            "district": self.district,
            "year": self.period[:4],
            "month": str(month + 1) if period.months == 1 else None,
            "quarter": str(month // 3 + 1) if period.months == 3 else None,
            "previous": period.previous.label,
            "year_before": period.year_before.label,
        }

    def _day(self, match: re.Match[str]) -> str:
        """Return a day of the calendar, so many days after or before the period's first or last."""
        period, calendar = Period.parse(self.period), Calendar()
        day = calendar.last_day(period) if match[1] == "last_day" else calendar.start(period).date()
        days = int(f"{match[2]}{match[3]}") if match[3] else 0
        return (day + timedelta(days=days)).isoformat()
