"""What the page works from: the analysis, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hotline_analysis.report.params import Jurisdiction, Report
from hotline_analysis.statistics.drivers.findings import is_reliable
from hotline_analysis.statistics.drivers.flow import Flow
from hotline_analysis.statistics.drivers.patterns import Patterns
from hotline_analysis.statistics.drivers.problems import ModelError
from hotline_analysis.statistics.drivers.report import DriverReport
from hotline_analysis.statistics.drivers.wording import RATES


@dataclass(frozen=True)
class Evidence:
    """An analysis, ready to be shown.

    Attributes
    ----------
    report : Report
    jurisdiction : Jurisdiction
    outcome : str
        ``satisfied`` or ``resolved``.
    source : str
        Where the counts come from.
    patterns : Patterns
        What was analysed.
    found : DriverReport or None
        None where there is no estimate; then ``failure`` says why.
    failure : ModelError or None
    wished : mapping of str to tuple of str
        The factors that each of ``found.what_ifs`` changes.
    unmade : tuple of str
        What-ifs that were asked for and are about factors left out.
    files : tuple of Path
        The files of the data.
    """

    report: Report
    jurisdiction: Jurisdiction
    outcome: str
    source: str
    patterns: Patterns
    found: DriverReport | None
    failure: ModelError | None = None
    wished: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unmade: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()

    @property
    def flow(self) -> Flow | None:
        """The sample flow; None for a unit table."""
        return self.patterns.flow

    @property
    def aggregated(self) -> bool:
        """Whether a row is a whole unit."""
        return self.patterns.aggregated

    def reliable(self, name: str) -> bool:
        """Whether what a change foresees may be put in words."""
        found = self.found
        return found is not None and is_reliable(found, found.what_ifs[name], self.wished[name])

    @property
    def rarer(self) -> tuple[str, int]:
        """What the rarer outcome is called, and how many answers have it: the model can learn no more than these."""
        _, yes, no = RATES[self.outcome]
        good, of = int(self.patterns.successes.sum()), int(self.patterns.trials.sum())
        return (yes, good) if good < of - good else (no, of - good)
