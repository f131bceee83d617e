"""Key tables of the docs, and the models they describe."""

from __future__ import annotations

import re
from typing import Any, get_args

from pydantic import BaseModel

from hotline_analysis.report.annexes import Annex
from hotline_analysis.report.sections import AnySection

_ROW = re.compile(r"^\| `(?P<key>[a-z_]+)` \| (?P<default>[^|]*?) \|", re.M)


def kinds(union: Any, key: str) -> dict[str, type[BaseModel]]:
    """The models of a union by the value of the key that tells them apart."""
    return {get_args(model.model_fields[key].annotation)[0]: model for model in get_args(get_args(union)[0])}


SECTIONS = kinds(AnySection, "section")
ANNEXES = kinds(Annex, "annex")


def rows(text: str) -> dict[str, str]:
    """Key and default of every row of the key tables in a text."""
    return {match["key"]: match["default"].strip() for match in _ROW.finditer(text)}


def table(text: str, head: str) -> dict[str, str]:
    """The rows of the first table with this head."""
    start = text.index(f"| {head} |")
    return rows(text[start : text.index("\n\n", start)])


def part(text: str, heading: str) -> str:
    """What stands below a heading, up to the next one of its level or a higher one."""
    level = heading.split(" ")[0]
    start = text.index(f"\n{heading}\n") + len(heading) + 2
    ends = [match.start() for match in re.finditer(r"^#{1,4} ", text[start:], re.M)]
    higher = (end for end in ends if len(text[start + end :].split(" ")[0]) <= len(level))
    return text[start : start + next(higher, len(text))]


def expected(model: type[BaseModel], *without: str) -> dict[str, str]:
    """Key and default of every field of a model, as the docs write them."""
    return {
        field.alias or name: "needed" if field.is_required() else shown(field.default)
        for name, field in model.model_fields.items()
        if name not in without
    }


def shown(value: Any) -> str:
    if isinstance(value, BaseModel):
        return "all defaults"
    if value is None or value in ((), {}):
        return "–"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return "`" + ", ".join(value) + "`"
    return f"`{value}`"
