"""All checks, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hotline_analysis.doctor import fonts, libraries, programs
from hotline_analysis.doctor.finding import Finding
from hotline_analysis.doctor.mending import pip

_CHECKS: tuple[Callable[[], Finding | list[Finding]], ...] = (
    libraries.check_python,
    libraries.check_libraries,
    fonts.check_packaged,
    programs.check_kernel,
    programs.check_pdf,
    fonts.check_official,
)


def examine() -> list[Finding]:
    """Look at this machine.

    Returns
    -------
    list of Finding
        First what is always needed, then what only some things need.

    Examples
    --------
    >>> {finding.state for finding in examine()} <= {"ok", "optional", "missing"}
    True
    """
    return [*_always(), *_extras()]


def _always() -> Iterator[Finding]:
    for check in _CHECKS:
        try:
            found = check()
        except ModuleNotFoundError as error:
            # `check_libraries` names it, unless it is a part of one
            name = (error.name or "a module").partition(".")[0]
            part = check.__name__.removeprefix("check_")
            found = Finding(part, "missing", f"cannot be checked without {name}", "everything", pip([name]))
        yield from found if isinstance(found, list) else [found]


def _extras() -> Iterator[Finding]:
    for extra in libraries.EXTRAS:
        found = libraries.check_extra(extra)
        yield found
        if extra == "spark" and found.state == "ok":
            yield programs.check_java()
