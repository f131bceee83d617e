"""Titles and notes with the period in them, as a jurisdiction writes them: ``{period}热线通报``."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator


def _checked(template: str) -> str:
    try:
        template.format(period="")
    except (KeyError, IndexError, ValueError, AttributeError):
        raise ValueError("only {period} may stand in braces; write {{ and }} for braces themselves") from None
    return template


Template = Annotated[str, AfterValidator(_checked)]
