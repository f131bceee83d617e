"""The time of a report that does not pass: the end of its period, or what the environment says."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime

from hotline_analysis.errors import UsageError
from hotline_analysis.tickets.calendar import Period

VARIABLE = "SOURCE_DATE_EPOCH"
# the first and the last second that a calendar can name
_FIRST, _LAST = -62_135_596_800, 253_402_300_799


def source_date(period: str) -> int:
    """Return ``SOURCE_DATE_EPOCH`` of the environment, or else the last second of a period, UTC.

    Parameters
    ----------
    period : str
        As reports write it: ``2022``, ``2022-11``, ``2022-Q4`` or ``2022-H2``.

    Returns
    -------
    int
        Seconds since 1970, as https://reproducible-builds.org/specs/source-date-epoch/ has it.

    Raises
    ------
    UsageError
        If the environment holds something that is no such number, or no year from 1 to 9999.
    """
    check_environment()
    given = os.environ.get(VARIABLE)
    return end_of(period) if given is None else int(given)


def check_environment() -> None:
    """Refuse a ``SOURCE_DATE_EPOCH`` that is no time, before a library that reads it stumbles over it.

    Raises
    ------
    UsageError
        Naming it, and what is allowed.
    """
    given = os.environ.get(VARIABLE, "0")
    if not re.fullmatch(r"-?[0-9]{1,12}", given, re.ASCII) or not _FIRST <= int(given) <= _LAST:
        raise UsageError(f"{VARIABLE} is not a number of seconds: {given!r}; allowed: digits, such as 1669852799")


def end_of(period: str) -> int:
    """Return the last second of a period, UTC, as seconds since 1970.

    Examples
    --------
    >>> datetime.fromtimestamp(end_of("2022-11"), UTC).isoformat()
    '2022-11-30T23:59:59+00:00'
    """
    span = Period.parse(period)
    year, month = divmod(span.first + span.months, 12)
    return int(datetime(year, month + 1, 1, tzinfo=UTC).timestamp()) - 1
