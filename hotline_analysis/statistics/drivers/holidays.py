"""Public holidays of a country, from the library ``holidays``."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from hotline_analysis.errors import UsageError


@lru_cache(maxsize=32)
def holiday_dates(country: str, first: int, last: int) -> tuple[date, ...]:
    """Return the public holidays of some years, in order.

    Parameters
    ----------
    country : str
        ISO 3166 code, such as CN or US; a subdivision may follow after a hyphen: US-MA.
    first, last : int
        Years.

    Raises
    ------
    UsageError
        For a country that the library does not know.

    Examples
    --------
    >>> date(2022, 10, 1) in holiday_dates("CN", 2022, 2022)
    True
    """
    import holidays

    code, _, part = country.partition("-")
    try:
        found = holidays.country_holidays(code, subdiv=part or None, years=range(first, last + 1))
    except NotImplementedError:
        known = ", ".join(sorted(holidays.list_supported_countries()))
        raise UsageError(f"no public holidays are known for {country!r}; allowed: {known}") from None
    return tuple(sorted(found))
