"""Titles and notes with the period in them, as a jurisdiction writes them: ``{period}热线通报``."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from hotline_analysis.report.phrases import period_name


def filled(template: str, period: str) -> str:
    """Put the period's name where the template says ``{period}``.

    Examples
    --------
    >>> filled("{period}热线通报", "2022-11")
    '2022年11月热线通报'
    """
    return template.format(period=period_name(period))


def _checked(template: str) -> str:
    try:
        template.format(period="")
    except (KeyError, IndexError, ValueError, AttributeError):
        raise ValueError("only {period} may stand in braces; write {{ and }} for braces themselves") from None
    return template


Template = Annotated[str, AfterValidator(_checked)]
