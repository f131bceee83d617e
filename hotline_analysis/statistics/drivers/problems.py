"""What can go wrong with a model, each with one clear message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from hotline_analysis.errors import InputError


class ModelError(InputError):
    """A model cannot be fitted to these data; no estimate is given (exit code 3).

    Examples
    --------
    >>> issubclass(SeparationError, ModelError), ModelError.exit_code
    (True, 3)
    """


class OutcomeError(ModelError):
    """The outcome does not vary: all citizens, or none, gave the same answer.

    Examples
    --------
    >>> str(OutcomeError("every answer is the same", value="satisfied"))
    "every answer is the same; found 'satisfied'"
    """


class DesignError(ModelError):
    """The factors cannot be told apart: one has a single value, or one follows from others.

    Examples
    --------
    >>> str(DesignError("a factor has one value", value="late"))
    "a factor has one value; found 'late'"
    """


class SeparationError(ModelError):
    """Some factor decides the outcome without exception; its estimate would be infinite.

    Attributes
    ----------
    columns : tuple of str
        The columns of the design that decide it.

    Examples
    --------
    >>> SeparationError.of(["late[T.True]"], "the outcome is decided", value="late").columns
    ('late[T.True]',)
    """

    columns: tuple[str, ...] = ()

    @classmethod
    def of(cls, columns: Sequence[str], problem: str, **said: Any) -> Self:
        """Return the error about some columns; the rest is as for `InputError`."""
        error = cls(problem, **said)
        error.columns = tuple(columns)
        return error


class ConvergenceError(ModelError):
    """The iterations did not settle; what they reached is not shown.

    Examples
    --------
    >>> issubclass(ConvergenceError, ModelError)
    True
    """
