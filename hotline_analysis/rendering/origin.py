"""What a page was made from, as the document head says it; the page prints it in one line at its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from bs4 import Tag

from hotline_analysis.rendering.words import Words


@dataclass(frozen=True)
class Origin:
    """What a report was made from.

    Attributes
    ----------
    parts : tuple of str
        Data, scheme, code and time, in words; what the head does not say is left out.
    verify : str
        The command that verifies the report.
    """

    parts: tuple[str, ...]
    verify: str

    @classmethod
    def of(cls, header: Tag | None, words: Words) -> Self | None:
        """Read it from the attributes of the document head; None if there is nothing of it."""
        data = {} if header is None else header.attrs
        verify = str(data.get("data-verify") or "")
        named = (
            (words.data, "data-made-from"),
            (words.scheme, "data-scheme"),
            (words.code, "data-code"),
            (words.time, "data-time"),
        )
        parts = tuple(word.format(data[name]) for word, name in named if data.get(name))
        return cls(parts, verify) if verify and parts else None
