"""Open a case to be audited."""

from __future__ import annotations

from pathlib import Path

from hotline_analysis.cases import Case, load_case, named_scheme
from hotline_analysis.metrics import Counting
from hotline_analysis.schemes import load_scheme


def open_case(name_or_path: str | Path) -> Case:
    """Read a case; its tickets, if it has any, are counted as its scheme says.

    Raises
    ------
    InputError
        If there is no such case, or any file of it is wrong.

    Examples
    --------
    >>> open_case("yueyang-2017-Q2").period
    '2017-Q2'
    """
    return load_case(name_or_path, counting=scheme_counting(*named_scheme(name_or_path)))


def scheme_counting(scheme: str | None, beside: Path) -> Counting:
    """Return how a scheme counts tickets; without a scheme, the dictionary's definitions hold.

    Parameters
    ----------
    scheme : str or None
        A name, or a file.
    beside : path
        The folder in which the file is looked for.

    Raises
    ------
    InputError
        If there is no such scheme, or it is not valid.

    Examples
    --------
    >>> list(scheme_counting("xiangtan-2019", Path()).counts)
    ['returned']
    """
    return Counting() if scheme is None else load_scheme(scheme, beside=beside).counting
