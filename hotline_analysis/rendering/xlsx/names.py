"""Names of sheets that every program takes."""

from __future__ import annotations

import re

_LONGEST = 31
# what a name must not have, control characters, and what turns the direction of a text
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_RESERVED = {"history"}  # Excel keeps this one for itself


def sheet_name(wanted: str, taken: set[str]) -> str:
    """Return a name of a sheet, as near to the wanted one as it may be, and enter it among those taken.

    Parameters
    ----------
    wanted : str
    taken : set of str
        Names in use, in small letters; changed in place.

    Examples
    --------
    >>> taken = set()
    >>> sheet_name("'2022/11: [全部]'", taken), sheet_name("2022 11 全部", taken), sheet_name("", taken)
    ('2022 11 全部', '2022 11 全部 (2)', 'Sheet')
    """
    plain = " ".join(_FORBIDDEN.sub(" ", wanted).split()).strip("' ")[:_LONGEST].strip("' ") or "Sheet"
    name, number = plain, 1
    while name.lower() in taken or name.lower() in _RESERVED:
        number += 1
        end = f" ({number})"
        name = plain[: _LONGEST - len(end)].rstrip() + end
    taken.add(name.lower())
    return name
