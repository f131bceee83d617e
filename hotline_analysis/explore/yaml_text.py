"""Put a section into a jurisdiction's YAML file; every other line, with its comments, stays as people wrote it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from hotline_analysis.documents import Document, load_document


class _Dumper(yaml.SafeDumper):
    """YAML with exact numbers, and lists set in below their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _exact(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    if value == value.to_integral_value():
        return dumper.represent_scalar("tag:yaml.org,2002:int", str(int(value)))
    return dumper.represent_scalar("tag:yaml.org,2002:float", f"{value:f}")


_Dumper.add_representer(Decimal, _exact)
# on and off are words here (see `documents`), so they need no quotes
_Dumper.yaml_implicit_resolvers = {
    letter: [(tag, found) for tag, found in known if not (tag.endswith(":bool") and letter in "oOyYnN")]
    for letter, known in yaml.SafeDumper.yaml_implicit_resolvers.items()
}
_Dumper.add_representer(tuple, lambda dumper, value: dumper.represent_list(value))


def as_yaml(content: Mapping[str, Any]) -> str:
    """Write a document as people read it: in its order, Chinese as it is, numbers exact.

    Examples
    --------
    >>> print(as_yaml({"unit": "甲街道", "changes": {"lateness.off": Decimal("0.5")}}), end="")
    unit: 甲街道
    changes:
      lateness.off: 0.5
    """
    return yaml.dump(dict(content), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)


def with_part(file: Path, chapter: str, part: Mapping[str, Any]) -> str:
    """Return a jurisdiction's text with a section in a chapter, which is made if there is none of that title.

    Parameters
    ----------
    file : path
        A jurisdiction's file.
    chapter : str
        Its title.
    part : mapping
        The section, with a ``title``; one of that title is replaced.

    Raises
    ------
    InputError
        If the chapters are not written as lists with hyphens; the message has what is to be added by hand.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> lines = ["chapters:", "  - title: 总体情况  # first", "    parts: []", "annexes: []"]
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "d.yaml"
    ...     _ = file.write_text(chr(10).join(lines), encoding="utf-8")
    ...     print(with_part(file, "专题分析", {"section": "unit_profile", "title": "甲", "unit": "甲街道"}), end="")
    chapters:
      - title: 总体情况  # first
        parts: []
      - title: 专题分析
        parts:
          - section: unit_profile
            title: 甲
            unit: 甲街道
    annexes: []
    """
    document = load_document(file)
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    titles = [one.get("title") for one in document.data["chapters"]]
    if chapter not in titles:
        first, last = _span(document, lines, ("chapters", len(titles) - 1))
        new = _item({"title": chapter, "parts": [part]}, _indent(document, lines, first, part))
        return _joined(lines, last, last, new)
    at = titles.index(chapter)
    path = ("chapters", at, "parts")
    parts = document.data["chapters"][at]["parts"]
    same = [i for i, one in enumerate(parts) if one.get("title") == part["title"]]
    first, last = _span(document, lines, (*path, same[0] if same else len(parts) - 1))
    text = _item(part, _indent(document, lines, first, part))
    return _joined(lines, first if same else last, last, text)


def _span(document: Document, lines: Sequence[str], item: tuple[str | int, ...]) -> tuple[int, int]:
    """Return the first line of a list's item, and the line behind its last one that is set in further than its hyphen.

    Blank lines and comments behind an item belong to what follows.
    """
    first = document.lines.get(item, document.lines[item[:-1]]) - 1
    depth, end = _depth(lines[first]), first + 1
    for place, text in enumerate(lines[end:], start=end):
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        if _depth(text) <= depth:
            break
        end = place + 1
    return first, end


def _depth(text: str) -> int:
    return len(text) - len(text.lstrip())


def _indent(document: Document, lines: Sequence[str], first: int, part: Mapping[str, Any]) -> int:
    text = lines[first]
    if not text.lstrip().startswith("- "):
        by_hand = yaml.dump(
            dict(part), Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=True, width=10_000
        ).strip()
        problem = "the chapters are not written as lists with hyphens, so the section is to be added by hand"
        raise document.error(problem, ("chapters",), allowed=by_hand)
    return _depth(text)


def _item(content: Mapping[str, Any], depth: int) -> list[str]:
    head, *rest = as_yaml(content).splitlines()
    blank = " " * depth
    return [f"{blank}- {head}", *(f"{blank}  {line}" for line in rest)]


def _joined(lines: Sequence[str], first: int, last: int, new: Sequence[str]) -> str:
    return "\n".join([*lines[:first], *new, *lines[last:]]) + "\n"
