"""Write a suggested mapping as YAML with comments."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from hotline_analysis.textual import visible
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.masking import mask
from hotline_analysis.tickets.near import nearest_first
from hotline_analysis.tickets.suggesting.examining import Cells

if TYPE_CHECKING:
    from hotline_analysis.tickets.suggesting.suggest import Found

_PLAIN = re.compile(r"(?![0-9-])[\w（）、]+")
_TAKEN = {"true", "false", "null", "y", "n", "yes", "no", "on", "off"}
HEAD = """\
# A first mapping, suggested from {name}.
# Check every line, then: hotline import {name} --mapping THIS_FILE --out STORE
"""


def write_mapping(found: Found) -> tuple[str, tuple[str, ...]]:
    """Return the YAML and the notes."""
    notes: list[str] = []
    lines = [HEAD.format(name=found.name), "columns:"]
    for key in columns():
        if key in found.chosen:
            lines += _column(key, found, notes)
    for key in ("id", "received"):
        if key not in found.chosen:
            near = nearest_first(columns()[key].zh, [one for one in found.headers if one])[:3]
            lines.append(f"  # {key}: write here the header of {columns()[key].zh} ({columns()[key].en})")
            notes.append(f"no header for the needed column {key} ({columns()[key].zh}); nearest: {', '.join(near)}")
    if found.sheets:
        lines += ["", f"sheets: {_list(found.sheets)}"]
    lines += _zone(found, notes) + _personal(found) + _units(found, notes) + _unused(found, notes)
    # what cannot be seen is escaped in the values; this is for the comments
    return visible("\n".join(lines)) + "\n", tuple(map(visible, notes))


def word(text: str) -> str:
    r"""Write a text as a YAML scalar; what cannot be seen as an escape.

    Examples
    --------
    >>> word("责任单位"), word("2022"), word("a: b")
    ('责任单位', '"2022"', '"a: b"')
    >>> print(word("城\u202e建"))
    "城\u202e建"
    """
    plain = _PLAIN.fullmatch(text) and text.lower() not in _TAKEN
    return text if plain else "".join(map(_escaped, json.dumps(text, ensure_ascii=False)))


def _escaped(char: str) -> str:
    if visible(char) == char:
        return char
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def _list(words: Sequence[str]) -> str:
    return f"[{', '.join(map(word, words))}]"


def _column(key: str, found: Found, notes: list[str]) -> list[str]:
    cells = found.cells.get(key, Cells())
    header = found.chosen[key]
    parts = [f"header: {word(header)}"]
    if cells.formats:
        parts.append(f"formats: {_list([*cells.seen, *cells.formats])}")
    if cells.words:
        parts.append(f"words: {_words(cells.words)}")
    content = word(header) if len(parts) == 1 else f"{{{', '.join(parts)}}}"
    lines = [f"  {key}: {content}"]
    lines[0] += f"  # {columns()[key].zh}" if header != columns()[key].zh else ""
    if key in found.others:
        lines.append(f"  #   or {' or '.join(found.others[key])}?")
    return lines + _doubts(key, header, cells, notes)


def _words(words: Mapping[str, Sequence[str]]) -> str:
    return f"{{{', '.join(f'{value}: {_list(several)}' for value, several in words.items())}}}"


def _doubts(key: str, header: str, cells: Cells, notes: list[str]) -> list[str]:
    lines = []
    if cells.doubtful:
        day, month = cells.doubtful
        lines.append(f"  #   day or month first? one of: formats: [{word(day)}] or formats: [{word(month)}]")
        notes.append(f"{header} ({key}): day first or month first cannot be told; choose {day} or {month}")
    if cells.unread:
        shown = "、".join(mask(one)[0][:40] for one in cells.unread[:10])
        kind = columns()[key].type
        how = "formats" if kind == "time" else f"words: {{{' or '.join([*_values(key), 'none'])}: [...]}}"
        lines.append(f"  #   not placed: {' '.join(shown.split())}; say it with {how}")
        notes.append(f"{header} ({key}): not placed: {shown}")
    return lines


def _values(key: str) -> tuple[str, ...]:
    column = columns()[key]
    return column.values or (("true", "false") if column.type == "flag" else ("0", "1"))


def _zone(found: Found, notes: list[str]) -> list[str]:
    with_offset = [found.chosen[key] for key, cells in found.cells.items() if cells.offset]
    if not with_offset:
        return []
    notes.append(f"{', '.join(with_offset)}: moments with a time zone; say where the office is: time_zone")
    return ["", "# moments carry a time zone; where is the office?", "# time_zone: Asia/Shanghai"]


def _personal(found: Found) -> list[str]:
    if not found.personal:
        return []
    return ["", "# never read, never stored", "personal:", *(f"  - {word(one)}" for one in found.personal)]


def _units(found: Found, notes: list[str]) -> list[str]:
    if not found.units:
        return []
    notes.append(f"{len(found.units)} units found; give them groups, aliases and renames under units")
    lines = [
        "",
        "# a unit may have: {group: 街道, aliases: [其他写法], became: {unit: 新名称, from: 2022-06-01}}",
        "units:",
    ]
    return lines + [f"  {word(name)}: {{}}" for name in sorted(found.units)]


def _unused(found: Found, notes: list[str]) -> list[str]:
    used = {*found.chosen.values(), *found.personal}
    unused = [one for one in found.headers if one and one not in used]
    if not unused:
        return []
    notes.append(f"headers that no column is known for: {', '.join(unused)}")
    free = ", ".join(f"{key} {column.zh}" for key, column in columns().items() if key not in found.chosen)
    lines = ["", "# headers that no column is known for; they are not stored:", *(f"#   {one}" for one in unused)]
    return [*lines, *wrap(f"columns that are still free: {free}", 120, initial_indent="# ", subsequent_indent="#   ")]
