"""What synthetic tickets need beside the published figures: ``cases.yaml`` and ``words.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field, field_validator

from hotline_analysis.cases import sample_names
from hotline_analysis.documents import Strict, load_document, validate
from hotline_analysis.errors import InputError
from hotline_analysis.validation import nearest_first

_HERE = Path(__file__).parent


class Theme(Strict):
    """What tickets are about: a category, its effect on satisfaction, and its subcategories with what they say."""

    zh: str
    effect: float
    weight: float
    keywords: tuple[str, ...]
    about: Mapping[str, str]

    @field_validator("effect", "weight", mode="before")
    @classmethod
    def _number(cls, value: Any) -> float:
        return float(value)


class Words(Strict):
    """Everything that texts are made of."""

    themes: Mapping[str, Theme]
    places: tuple[str, ...]
    asks: Mapping[str, tuple[str, ...]]
    openings: tuple[str, ...]


class Topic(Strict):
    """A printed topic: the theme it belongs to, and what its tickets say."""

    theme: str
    says: str


class Former(Strict):
    """A unit, and the units it was before a day: one if it was renamed, several if they were merged."""

    unit: str
    was: tuple[str, ...]
    from_: date = Field(alias="from")


class Folder(Strict):
    """What the ``case.yaml`` of the worked example says: what tickets give, and which tables they cannot give."""

    copies: tuple[str, ...] = ()
    tables: Mapping[str, Mapping[str, Any]]
    figures: Mapping[str, Mapping[str, Any]]


class CaseSettings(Strict):
    """What one sample does not say; see the head of ``cases.yaml``."""

    scheme: str
    place: str
    districts: tuple[str, ...] = ()
    groups: Mapping[str, str] = {}
    by_name: Mapping[str, str] = {}
    former: tuple[Former, ...]
    intercept: float
    direct: int = 0
    types: Mapping[str, int]
    channels: Mapping[str, int]
    themes: Mapping[str, str] = {}
    topics: Mapping[str, Topic] = {}
    same_topic: Mapping[str, str] = {}
    grown: Mapping[str, float] = {}
    folder: Folder

    @field_validator("intercept", mode="before")
    @classmethod
    def _number(cls, value: Any) -> float:
        return float(value)

    @field_validator("grown", mode="before")
    @classmethod
    def _numbers(cls, value: Any) -> dict[str, float]:
        return {str(name): float(number) for name, number in value.items()}


class _Cases(Strict):
    cases: Mapping[str, CaseSettings]


@cache
def words() -> Words:
    """Return what texts are made of."""
    return validate(Words, load_document(_HERE / "words.yaml"))


@cache
def _cases() -> Mapping[str, CaseSettings]:
    document = load_document(_HERE / "cases.yaml")
    return validate(_Cases, document, {"cases": document.data}).cases


def case_settings(case: str) -> CaseSettings:
    """Return what a sample does not say.

    Raises
    ------
    InputError
        If there is no such sample.
    """
    if case not in _cases():
        names = sample_names()
        known = nearest_first(case, names, cutoff=0.4)
        raise InputError("no such case to make tickets for", value=case, allowed=known)
    return _cases()[case]
