"""Which languages there are, and which one a tag names."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import AfterValidator

from hotline_analysis.report.language.chinese import Chinese
from hotline_analysis.report.language.language import Language
from hotline_analysis.validation import PlacedError

CHINESE_TAGS = ("zh", "zh-CN")
ENGLISH_TAGS = ("en", "en-AU", "en-CA", "en-GB", "en-IE", "en-NZ", "en-US")


@cache
def language_of(code: str) -> Language:
    """Return the language of a tag.

    Raises
    ------
    ValueError
        If there is none, with those there are.

    Examples
    --------
    >>> language_of("en").period_name("2022-11")
    'November 2022'
    """
    if code in CHINESE_TAGS:
        return Chinese(code)
    if code in ENGLISH_TAGS:
        from hotline_analysis.report.language.english import English  # Babel: a Chinese report does without

        return English(code)
    raise ValueError(f"no such language; there are {', '.join((*CHINESE_TAGS, *ENGLISH_TAGS))}")


def _known(code: str) -> str:
    if code in (*CHINESE_TAGS, *ENGLISH_TAGS):
        return code
    raise PlacedError((), "no such language", value=code, allowed=", ".join((*CHINESE_TAGS, *ENGLISH_TAGS)))


LanguageCode = Annotated[str, AfterValidator(_known)]
