"""How single values are written in a mapping."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from hotline_analysis.documents import PlacedError


def _as_text(value: Any) -> Any:
    """Take 1 and true for the words they are in an export."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else value


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str | int) else value


def _as_moment(value: Any) -> Any:
    """Read the office's local time: a day, or a day and a clock."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        moment = None
    if not isinstance(moment, datetime) or moment.tzinfo is not None:
        allowed = "2022-12-01 or 2022-12-01T08:00, the office's local time"
        raise PlacedError((), "not a moment", value=str(value), allowed=allowed)
    return moment


Word = Annotated[str, BeforeValidator(_as_text), Field(min_length=1)]
Words = Annotated[tuple[Word, ...], BeforeValidator(_as_list)]
Moment = Annotated[datetime, BeforeValidator(_as_moment)]
