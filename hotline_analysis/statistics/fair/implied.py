"""How many call-backs a printed rate rests on, where the page prints the rate and the cases but not the whole."""

from __future__ import annotations

import numpy as np

from hotline_analysis.schemes.context import Context
from hotline_analysis.statistics.fair.counts import Floats
from hotline_analysis.statistics.fair.float_context import as_column

WHOLE = "revisited"
# rate, the counted part, and whether the rate is of all others
PAIRS = (
    ("dissatisfaction_rate", "dissatisfied", False),
    ("satisfaction_rate", "dissatisfied", True),
    ("satisfaction_rate", "satisfied", False),
    ("resolution_rate", "unresolved", True),
    ("resolution_rate", "resolved", False),
)


def implied_revisited(context: Context) -> tuple[Floats | None, str | None]:
    """Work out the number of call-backs from printed rates and counts.

    For 34 dissatisfied at 16.59 % it is 205, the whole number nearest to 34 / 0.1659. A unit without a case tells
    nothing; its number is that of its closed (or assigned) tickets times the share that the other units have, at least
    1, and 0 without any ticket.

    Parameters
    ----------
    context : Context

    Returns
    -------
    column : array, shape (units, 1), or None
        None where the table prints the number, or nothing that tells it.
    note : str or None

    Examples
    --------
    >>> round(34 / 0.1659)
    205
    """
    figures = context.table.figures
    if WHOLE in figures:
        return None, None
    for rate, part, complement in PAIRS:
        if rate in figures and part in figures and context.metrics[rate].denominator.keys == (WHOLE,):
            column = _column(context, rate, part, complement)
            if column is None:
                continue
            return (
                column,
                f"{WHOLE} is not printed; worked out from {rate} and {part}, where there is no case from the others",
            )
    return None, None


def _column(context: Context, rate: str, part: str, complement: bool) -> Floats | None:
    frame = context.table.frame
    cases, printed = as_column(list(frame[part])), as_column(list(frame[rate]))
    share = (100 - printed if complement else printed) / 100
    told = (cases > 0) & (share > 0)
    if not told.any():
        return None
    whole = np.where(told, np.round(cases / np.where(told, share, 1.0)), np.nan)
    size = next((as_column(list(frame[key])) for key in ("closed", "assigned", "signed") if key in frame), None)
    if size is None:
        guess = np.full(whole.shape, np.nanmedian(whole))
    else:
        known = told & (size > 0)
        share_called = np.nansum(whole[known]) / np.nansum(size[known])
        guess = np.where(size == 0, 0.0, np.maximum(np.round(size * share_called), 1))
    found = np.where(told, whole, np.where(np.isnan(cases), np.nan, guess))
    return np.asarray(np.maximum(found, cases))
