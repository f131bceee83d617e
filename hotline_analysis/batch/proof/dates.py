"""The date of a report for programs that would write today's, such as those that it starts."""

from __future__ import annotations

from contextlib import AbstractContextManager

from hotline_analysis.batch.proof.environ import environment_with
from hotline_analysis.report.settled_date import VARIABLE, check_environment, end_of, source_date

__all__ = ["VARIABLE", "check_environment", "dated", "end_of", "source_date"]


def dated(epoch: int) -> AbstractContextManager[None]:
    """Set ``SOURCE_DATE_EPOCH`` for this process and the kernels that it starts."""
    return environment_with({VARIABLE: str(epoch)})
