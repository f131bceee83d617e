"""From a grid to its reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from hotline_analysis.batch.plan.formats import USUAL
from hotline_analysis.batch.plan.grid_file import Grid
from hotline_analysis.batch.plan.jobs import Job
from hotline_analysis.batch.plan.notebooks import packaged_notebook
from hotline_analysis.batch.plan.placeholders import Filler, PlaceholderError
from hotline_analysis.batch.plan.select import matches, there_is
from hotline_analysis.documents import Document, Path_, validate
from hotline_analysis.report.report_file import Report

NEEDED = {"data": "data: ../tickets/{jurisdiction}", "date": 'date: "{last_day+5}"'}


@dataclass(frozen=True)
class Cell:
    """One report of a grid, before anything of it is looked at."""

    jurisdiction: str
    period: str
    district: str | None
    report: str

    @property
    def key(self) -> str:
        """The report's name among all, as `Job.key`."""
        parts = (self.jurisdiction, self.period, self.district, self.report)
        return "/".join(part for part in parts if part)


@dataclass(frozen=True)
class GridReader:
    """A grid file that was read and checked.

    Attributes
    ----------
    grid : Grid
    document : Document
    """

    grid: Grid
    document: Document

    @classmethod
    def load(cls, document: Document) -> GridReader:
        """Check a grid file, also that its patterns name reports of its own.

        Raises
        ------
        InputError
            With file, line, key and what is allowed.
        """
        found = cls(validate(Grid, document), document)
        keys = [cell.key for cell in found.cells()]
        patterns: list[tuple[Path_, str]] = [(("changes", one), one) for one in found.grid.changes]
        patterns += [(("exclude", i), one) for i, one in enumerate(found.grid.exclude)]
        for place, pattern in patterns:
            if not any(matches(key, pattern) for key in keys):
                raise document.error(
                    "no report of the grid matches", place, value=pattern, allowed=there_is(pattern, keys)
                )
        return found

    def cells(self) -> list[Cell]:
        """Return every report of the grid, in its order, also those that it excludes."""
        one = self.grid
        return [Cell(*names) for names in product(one.jurisdictions, one.periods, one.districts or [None], one.reports)]

    def excluded_by(self, cell: Cell) -> str | None:
        """Return the pattern that excludes a report."""
        return next((pattern for pattern in self.grid.exclude if matches(cell.key, pattern)), None)

    def job(
        self,
        cell: Cell,
        *,
        notebook: Path | None = None,
        formats: Sequence[str] | None = None,
        pdf_engine: str | None = None,
    ) -> Job:
        """Make the job of one report.

        Parameters
        ----------
        cell : Cell
        notebook, formats, pdf_engine : optional
            These go before the grid's.

        Raises
        ------
        InputError
            If a parameter is missing or not valid.
        """
        document = self._document(cell)
        report = validate(Report, document)
        own = self.grid.reports[cell.report].notebook
        file = notebook or (packaged_notebook(cell.report) if own is None else self.document.file.parent / own)
        engine = pdf_engine or self.grid.pdf_engine or "auto"
        return Job(report, document, file, tuple(formats or self.grid.formats or USUAL), engine)

    def _document(self, cell: Cell) -> Document:
        """Return the parameters of one report as if a file had them, with their lines in the grid."""
        lines = self.document.lines
        data: dict[str, Any] = {"jurisdiction": cell.jurisdiction, "period": cell.period, "report": cell.report}
        places: dict[Path_, Path_] = {("period",): ("periods",), ("report",): ("reports",)}
        places["jurisdiction",] = ("jurisdictions", *self._position("jurisdictions", cell.jurisdiction))
        if cell.district is not None:
            data["district"], places["district",] = cell.district, ("districts", *self._position_of(cell.district))
        filler = Filler(cell.jurisdiction, cell.period, cell.district)
        for at, given in self._layers(cell):
            for key, value in given.items():
                self._lay(data, places, key, value, (*at, key), filler)
        for key, example in NEEDED.items():
            if key not in data:
                raise self.document.error(f"no {key} for {cell.key}", ("parameters",), allowed=f"such as {example}")
        found = {inner: lines[place] for inner, place in places.items() if place in lines}
        return Document(self.document.file, data, found)

    def _lay(
        self, data: dict[str, Any], places: dict[Path_, Path_], key: str, value: Any, place: Path_, filler: Filler
    ) -> None:
        places[key,] = place
        if isinstance(value, dict):  # texts, each by its name
            data[key] = {
                **data.get(key, {}),
                **{name: self._filled(text, (*place, name), filler) for name, text in value.items()},
            }
            places.update({(key, name): (*place, name) for name in value})
        elif isinstance(value, list):
            data[key] = [self._filled(text, place, filler) for text in value]
        else:
            data[key] = self._filled(value, place, filler)

    def _filled(self, text: str, place: Path_, filler: Filler) -> str:
        try:
            return filler.fill(text)
        except PlaceholderError as error:
            raise self.document.error(error.problem, place, value=error.value, allowed=error.allowed) from None

    def _layers(self, cell: Cell) -> Iterator[tuple[Path_, Mapping[str, Any]]]:
        """Yield what is given for a report, and where: for all, its jurisdiction, its kind, and by patterns."""
        one = self.grid
        yield ("parameters",), _given(one.parameters)
        yield ("jurisdictions", cell.jurisdiction), _given(one.jurisdictions[cell.jurisdiction])
        yield ("reports", cell.report), _given(one.reports[cell.report])
        for pattern, own in one.changes.items():
            if matches(cell.key, pattern):
                yield ("changes", pattern), _given(own)

    def _position(self, key: str, name: str) -> Path_:
        """Return the place of a name inside a key that is a mapping or a list."""
        value = self.document.data.get(key)
        return (name,) if isinstance(value, dict) else (value.index(name),) if isinstance(value, list) else ()

    def _position_of(self, district: str) -> Path_:
        return ([str(one) for one in self.document.data["districts"]].index(district),)


def _given(parameters: Any) -> dict[str, Any]:
    return {
        key: value
        for key, value in parameters.model_dump(exclude_none=True, exclude_unset=True).items()
        if key != "notebook"
    }
