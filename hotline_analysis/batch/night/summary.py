"""What a batch leaves beside its reports: ``batch.json``, and a table on the terminal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hotline_analysis.batch.night.attempts import Entry, Result
from hotline_analysis.batch.night.log import Log
from hotline_analysis.batch.plan.hashes import FOLDER

NAME = "batch.json"
COUNTED: tuple[Result, ...] = ("made", "unchanged", "failed")


@dataclass(frozen=True)
class Night:
    """What became of a batch.

    Attributes
    ----------
    outputs : Path
    entries : sequence of Entry
        Every report of the plan, in its order.
    left_out : sequence of (str, str)
        What the plan left out, and why.
    began : datetime
    seconds : float
    interrupted : bool
        Whether it was stopped before its end.
    problems : list of str
        What could not be written beside the reports.

    Examples
    --------
    >>> from hotline_analysis.batch.night import Entry
    >>> made = Entry("yunxi/2022-Q3/bulletin", "never made", "made", attempts=1, seconds=4.2)
    >>> night = Night(Path("outputs"), [made], [], datetime(2024, 2, 1, tzinfo=UTC), 4.5)
    >>> night.count("made"), night.exit_code, night.as_json()["reports"][0]["report"]
    (1, 0, 'yunxi/2022-Q3/bulletin')
    >>> '"interrupted": false' in night.to_json()
    True
    >>> from hotline_analysis.batch.night.log import Log
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     (Path(folder) / ".hotline").mkdir()
    ...     Night(Path(folder), [made], [], night.began, 4.5).write(Log(None))
    ...     (Path(folder) / "batch.json").is_file()
    True
    """

    outputs: Path
    entries: Sequence[Entry]
    left_out: Sequence[tuple[str, str]]
    began: datetime
    seconds: float
    interrupted: bool = False
    problems: list[str] = field(default_factory=list)

    @property
    def file(self) -> Path:
        """Where ``batch.json`` is."""
        return self.outputs / NAME

    @property
    def failed(self) -> list[Entry]:
        """The reports that could not be made."""
        return [entry for entry in self.entries if entry.result == "failed"]

    @property
    def exit_code(self) -> int:
        """0 if all is well; 3 if all failures are invalid data; else 1."""
        codes = {entry.failure.exit_code for entry in self.failed if entry.failure} | ({1} if self.problems else set())
        return codes.pop() if len(codes) == 1 else int(bool(codes))

    def count(self, result: Result) -> int:
        """Return how many reports ended so."""
        return sum(entry.result == result for entry in self.entries)

    def as_json(self) -> dict[str, Any]:
        """Return what ``batch.json`` says; names are relative to the outputs."""
        return {
            "batch": 1,
            "began": self.began.astimezone(UTC).isoformat(timespec="seconds"),
            "seconds": round(self.seconds, 3),
            "interrupted": self.interrupted,
            **{result.replace(" ", "_"): self.count(result) for result in (*COUNTED, "not reached")},
            "reports": [entry.as_json() for entry in self.entries],
            "left_out": [{"report": key, "why": why} for key, why in self.left_out],
        }

    def to_json(self) -> str:
        """Return the text of ``batch.json``."""
        return json.dumps(self.as_json(), ensure_ascii=False, indent=1) + "\n"

    def write(self, log: Log) -> None:
        """Write ``batch.json``, whole or not at all, and the last line of the log; note what could not be written."""
        new = self.outputs / FOLDER / NAME
        try:
            new.write_text(self.to_json(), encoding="utf-8")
            new.replace(self.file)
        except OSError as error:
            new.unlink(missing_ok=True)
            self.problems.append(f"{self.file}: cannot be written ({error.strerror or error})")
        log.write("end", interrupted=self.interrupted, **{name: self.count(name) for name in COUNTED})
        if log.problem:
            self.problems.append(log.problem)


def summary(night: Night) -> str:
    """Return the table at the end: how many were made, unchanged and failed, and what failed where.

    Examples
    --------
    >>> from hotline_analysis.batch.night import Entry
    >>> made = Entry("yunxi/2022-Q3/bulletin", "never made", "made", attempts=1, seconds=4.2)
    >>> print(summary(Night(Path("outputs"), [made], [], datetime(2024, 2, 1, tzinfo=UTC), 4.5)))
    made  unchanged  failed  seconds
       1          0       0      4.5
    """
    names = [*COUNTED, *(["not reached"] if night.count("not reached") else [])]
    cells = [str(night.count(name)) for name in names] + [f"{night.seconds:.1f}"]  # type: ignore[arg-type]
    lines = table([[*names, "seconds"], cells], right=True)
    engines = sorted({entry.pdf_engine for entry in night.entries if entry.pdf_engine})
    lines += [f"PDF by {', '.join(engines)}"] if engines else []
    if night.failed:
        rows = [[entry.key, _cell(entry), entry.failure.cause if entry.failure else ""] for entry in night.failed]
        lines += ["", *table([["failed", "cell", "error"], *rows])]
    return "\n".join(lines)


def table(rows: Sequence[Sequence[str]], *, right: bool = False) -> list[str]:
    """Align columns; the last one may hold any characters, the others are names and figures.

    Examples
    --------
    >>> table([["made", "failed"], ["22", "2"]], right=True)
    ['made  failed', '  22       2']
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    place = str.rjust if right else str.ljust
    return ["  ".join(place(cell, size) for cell, size in zip(row, widths, strict=True)).rstrip() for row in rows]


def _cell(entry: Entry) -> str:
    return f"In [{entry.failure.cell}]" if entry.failure and entry.failure.cell else ""
