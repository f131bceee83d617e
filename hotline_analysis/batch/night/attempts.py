"""What a worker says about a report it was given, and what becomes of the report in the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from hotline_analysis.batch.machine import without_paths
from hotline_analysis.errors import InputError
from hotline_analysis.personal import harmless

Result = Literal["made", "unchanged", "failed", "not reached"]


@dataclass(frozen=True)
class Failure:
    """Why a report could not be made.

    Attributes
    ----------
    message : str
        The whole error, as it is shown on a terminal.
    cause : str
        Its first line.
    cell : int or None
        The number of the failing cell.
    notebook : str or None
        The name of the notebook that was left.
    exit_code : int

    Examples
    --------
    >>> Failure("data.csv: not a number; found 'x'", "data.csv: not a number", exit_code=3).final
    True
    """

    message: str
    cause: str
    cell: int | None = None
    notebook: str | None = None
    exit_code: int = 1

    @property
    def final(self) -> bool:
        """Whether to try again is of no use: invalid data stays invalid."""
        return self.exit_code == InputError.exit_code


@dataclass(frozen=True)
class Attempt:
    """One attempt to make one report: the names of its files and what laid out the PDF, or why there are none."""

    seconds: float
    files: tuple[str, ...] = ()
    failure: Failure | None = None
    pdf_engine: str | None = None


@dataclass
class Entry:
    """A report of the batch: why it was made or not, and what came of it.

    Examples
    --------
    >>> Entry("yunxi/2022-Q3/bulletin", "never made", "made", attempts=1, seconds=4.2).as_json()
    {'report': 'yunxi/2022-Q3/bulletin', 'result': 'made', 'why': 'never made', 'attempts': 1, 'seconds': 4.2}
    """

    key: str
    why: str | None
    result: Result = "not reached"
    attempts: int = 0
    seconds: float = 0.0
    files: tuple[str, ...] = ()
    failure: Failure | None = None
    pdf_engine: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return what ``batch.json`` says about it; names are relative to the outputs."""
        entry: dict[str, Any] = {"report": self.key, "result": self.result}
        if self.why is not None:
            entry["why"] = harmless(without_paths(self.why))
        if self.attempts:
            entry |= {"attempts": self.attempts, "seconds": round(self.seconds, 3)}
        if self.pdf_engine is not None:
            entry["pdf_engine"] = self.pdf_engine
        return entry | (failure_json(self.key, self.failure) if self.failure else {})


def failure_json(key: str, failure: Failure) -> dict[str, Any]:
    """Return what a file says about a failure."""
    folder = key.rpartition("/")[0]
    return {
        "cell": failure.cell,
        "error": harmless(without_paths(failure.cause)),
        "notebook": f"{folder}/{failure.notebook}" if failure.notebook else None,
    }
