"""Reading ``facts.json`` back."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator

from hotline_analysis.documents import Document, Strict, validate
from hotline_analysis.errors import InputError

NAME = "facts.json"


def _plain_number(value: str | None) -> str | None:
    try:
        finite = value is None or Decimal(value).is_finite()
    except InvalidOperation:
        finite = False
    if not finite:
        raise ValueError("not a number in plain digits")
    return value


class PrintedFact(Strict):
    """A fact as ``facts.json`` has it; what each key means says `hotline_analysis.report.Fact`."""

    key: str
    label: str
    value: Annotated[str | None, AfterValidator(_plain_number)]
    exact: str | None
    printed: str
    unit: str
    decimals: int
    metric: str | None
    definition: str | None
    numerator: str | None
    denominator: str | None
    source: str

    @property
    def bare(self) -> str:
        """The printed form without its unit, as table cells show it."""
        return self.printed.removesuffix(self.unit)


class _Facts(Strict):
    facts: tuple[PrintedFact, ...]


def read_facts_file(file: Path) -> tuple[PrintedFact, ...]:
    """Read the facts of a report.

    Raises
    ------
    InputError
        If the file cannot be read, or holds no facts.
    """
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", file=file) from None
    except (ValueError, RecursionError):
        raise InputError("not JSON", file=file, allowed=f"{NAME} as hotline run leaves it") from None
    if not isinstance(content, list):
        raise InputError("not a list of facts", file=file, allowed=f"{NAME} as hotline run leaves it")
    facts = validate(_Facts, Document(file, {"facts": content}, {})).facts
    if len({fact.key for fact in facts}) < len(facts):
        raise InputError("two facts have one key", file=file)
    return facts
