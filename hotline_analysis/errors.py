"""The errors that a user sees: one clear message each, with an exit code, never a traceback."""

from __future__ import annotations

from pathlib import Path


class HotlineError(Exception):
    """Root of every error this package raises on purpose; some report failed (exit code 1)."""

    exit_code = 1

    def __str__(self) -> str:
        """Return the message as it goes to terminals, logs, notebooks and files, whatever was found in the data."""
        from hotline_analysis.personal import harmless  # its patterns take time that a command without error saves

        return harmless(super().__str__())


class UsageError(HotlineError):
    """The command was called wrongly (exit code 2)."""

    exit_code = 2


class RenderError(HotlineError):
    """A report could not be rendered, for example because a font lacks a glyph (exit code 1)."""


class InputError(HotlineError):
    """Data or a parameter file is invalid (exit code 3).

    Parameters
    ----------
    problem : str
        What is wrong, in one clause.
    file : path, optional
        The file in which it stands.
    where : str, optional
        Line, row or key, as the user would look for it.
    value : object, optional
        The offending value as it was read.
    allowed : str, optional
        What would have been accepted.
    """

    exit_code = 3

    def __init__(
        self,
        problem: str,
        *,
        file: str | Path | None = None,
        where: str | None = None,
        value: object = None,
        allowed: str | None = None,
    ) -> None:
        self.problem = problem
        self.file = None if file is None else str(file)
        self.where = where
        self.value = value
        self.allowed = allowed
        super().__init__(self._message())

    def _message(self) -> str:
        place = ", ".join(part for part in (self.file, self.where) if part)
        text = f"{place}: {self.problem}" if place else self.problem
        if self.value is not None:
            text += f"; found {_masked(self.value)!r}"
        if self.allowed:
            text += f"; allowed: {self.allowed}"
        return text

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.__dict__.copy()))


def _masked(value: object) -> object:
    """Mask a text before its escapes are written: in them digits may touch those of a number."""
    from hotline_analysis.personal import mask

    return mask(value)[0] if isinstance(value, str) else value


def _rebuild(kind: type[InputError], fields: dict[str, object]) -> InputError:
    """Rebuild an `InputError` that crossed a process boundary."""
    error = kind.__new__(kind)
    error.__dict__.update(fields)
    Exception.__init__(error, error._message())
    return error


_OURS = {kind.__name__ for kind in (HotlineError, InputError, RenderError, UsageError)}


def said_by(kind: str, message: str) -> str:
    """Say an error in one line: those of this package say all that a user needs, others go behind their kind.

    Examples
    --------
    >>> said_by("InputError", "units.csv: no such file"), said_by("KeyError", "'unit'"), said_by("MemoryError", "")
    ('units.csv: no such file', "KeyError: 'unit'", 'MemoryError')
    """
    return message if message and kind in _OURS else f"{kind}: {message}" if message else kind


def first_line(message: object) -> str:
    r"""Return the first line that says something.

    Examples
    --------
    >>> first_line(" no such file\n  at line 3")
    'no such file'
    """
    return next(iter(str(message).strip().splitlines()), "")
