"""The scheme of a new folder: a simple one, or a copy of a built-in one, to be edited."""

from __future__ import annotations

import re
from pathlib import Path

from hotline_analysis.errors import UsageError
from hotline_analysis.schemes import Scheme, load_scheme, scheme_names
from hotline_analysis.schemes.finding import builtin_folder
from hotline_analysis.validation import nearest_first

FILE = "scheme.yaml"
# they said for which years the office's own rules applied
_VALID = re.compile(r"^valid:.*\n", re.MULTILINE)
_NAME = re.compile(r"^scheme:.*$", re.MULTILINE)
# no ticket has a score that people enter; until they do, it is full, so that units have a total
_GIVEN = re.compile(r"\{kind: given, column: (\w+)\}")
GROUPS = ("街道", "区直部门")


def copied(name: str, jurisdiction: str) -> str:
    """Return the text of a built-in scheme under a name of its own, for any year.

    Raises
    ------
    UsageError
        If there is no such scheme.

    Examples
    --------
    >>> copied("yunxi-2022", "my-district").splitlines()[1]
    'scheme: my-district'
    """
    if name not in scheme_names():
        raise UsageError(f"--scheme {name!r}: no such scheme; allowed: {nearest_first(name, scheme_names())}")
    text = (builtin_folder() / f"{name}.yaml").read_text(encoding="utf-8")
    text = _VALID.sub("", _NAME.sub(f"scheme: {jurisdiction}", text, count=1), count=1)
    text, given = _GIVEN.subn(r"{kind: given, column: \1, default: full}", text)
    hand = (
        "# Scores entered by hand are full marks until a case folder gives them (docs/case-folder.md).\n"
        if given
        else ""
    )
    return f"# A copy of the built-in scheme {name}; change what is different with you.\n{hand}{text}"


def groups_of(scheme: Scheme) -> tuple[str, str]:
    """Return what a scheme calls its streets and its departments: its first two groups that hold units.

    Examples
    --------
    >>> groups_of(load_scheme("yunxi-2022")), groups_of(load_scheme("xiangtan-2019"))
    (('镇（街道）', '区直单位'), ('街道', '区直部门'))
    """
    names = [group.zh for key, group in scheme.groups.items() if key in ("streets", "towns", "departments")]
    return (names[0], names[1]) if len(names) == 2 else GROUPS


def loaded(folder: Path) -> Scheme:
    """Load the scheme that was written into a folder."""
    return load_scheme(folder / FILE)
