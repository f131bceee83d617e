"""Places of a month: as they are, as chance could have given them, and under other rules."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from hotline_analysis.errors import UsageError
from hotline_analysis.explore.month_data import MonthData
from hotline_analysis.explore.saving import save_scheme
from hotline_analysis.explore.view import View
from hotline_analysis.report.sections.rank_moves import RankMovesSection
from hotline_analysis.schemes import Knob, Scores, changed_scheme, load_scheme, scheme_knobs
from hotline_analysis.statistics.fair import ScoreRankSets, score_rank_sets


class MonthRanks(MonthData):
    """Places of a month; see `Month`."""

    @property
    def scheme_numbers(self) -> tuple[Knob, ...]:
        """The numbers of the scheme, which `ranks_under` can change."""
        return tuple(scheme_knobs(self.data.scheme))

    def ranks_now(self) -> Scores:
        """Return every unit's items, total and place under the scheme of the month.

        Examples
        --------
        >>> from hotline_analysis.explore import load_month
        >>> load_month("yunxi-2022-Q3").ranks_now().placing.ranks[:3]
        [1, 3, 2]
        """
        return self.data.scores

    def ranks_possible(self, **options: Any) -> ScoreRankSets:
        """Return the places that the units' counts do not rule out.

        Parameters
        ----------
        **options
            Of `statistics.fair.score_rank_sets`: ``level``, ``draws``, ``seed`` ….

        Examples
        --------
        >>> from hotline_analysis.explore import load_month
        >>> load_month("yunxi-2022-Q3").ranks_possible(draws=200)
        <ScoreRankSets: yunxi-2022, 37 units ranked, 18 left out>
        """
        return score_rank_sets(self.data.now.table, self.data.scheme, **self._before(), **options)

    def ranks_under(self, changes: Mapping[str, object] | None = None, *, scheme: str | None = None) -> View:
        """Show what would become of the places under other numbers, or under another scheme.

        Parameters
        ----------
        changes : mapping of str to number
            Key of one of `scheme_numbers` → its new value.
        scheme : str
            A built-in scheme or variant, instead.

        Raises
        ------
        UsageError
            If neither or both are given, or the scheme states no such number.
        InputError
            If the scheme would not be valid.

        Examples
        --------
        >>> from hotline_analysis.explore import load_month
        >>> month = load_month("yunxi-2022-Q3")
        >>> view = month.ranks_under({"composite_index.rework_rate.weight": "0.6"})
        >>> "返工率" in view.html
        True
        """
        if bool(changes) == (scheme is not None):
            raise UsageError("name either changes to numbers of the scheme or another scheme")
        if scheme is not None:
            load_scheme(scheme)
            return View(self, RankMovesSection(section="rank_moves", scheme=scheme))
        changed_scheme(self.data.scheme, changes or {})
        exact = {key: Decimal(str(value)) for key, value in (changes or {}).items()}
        return View(self, RankMovesSection(section="rank_moves", changes=exact))

    def save_scheme(self, file: str | Path, changes: Mapping[str, object]) -> Path:
        """Write a scheme with other numbers, as a file that extends the month's; ``hotline score`` takes it.

        Parameters
        ----------
        file : path
            A ``.yaml`` file that is not there yet.
        changes : mapping of str to number
            As of `ranks_under`.

        Raises
        ------
        InputError
            If the file is there, or the scheme would not be valid.

        Examples
        --------
        >>> from tempfile import TemporaryDirectory
        >>> from hotline_analysis.explore import load_month
        >>> from hotline_analysis.schemes import load_scheme
        >>> month = load_month("yunxi-2022-Q3")
        >>> with TemporaryDirectory() as folder:
        ...     file = month.save_scheme(f"{folder}/stricter.yaml", {"participation.assigned.at_least": 5})
        ...     load_scheme(file).participation[0].at_least
        Decimal('5')
        """
        return save_scheme(self.data.scheme, Path(file), changes)

    def _before(self) -> dict[str, Any]:
        earlier = {"previous": self.data.previous, "year_before": self.data.year_before}
        return {name: one.table for name, one in earlier.items() if one is not None}
