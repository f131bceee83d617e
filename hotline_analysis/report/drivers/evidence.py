"""What the page works from: the analysis, or why there is none, with what had to be left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hotline_analysis.report.params import Jurisdiction, Report
from hotline_analysis.statistics.drivers.factors import factor_names
from hotline_analysis.statistics.drivers.findings import is_reliable
from hotline_analysis.statistics.drivers.flow import Flow
from hotline_analysis.statistics.drivers.patterns import Patterns
from hotline_analysis.statistics.drivers.problems import ModelError, SeparationError
from hotline_analysis.statistics.drivers.report import DriverReport
from hotline_analysis.statistics.drivers.wording import RATES


@dataclass(frozen=True)
class LeftOut:
    """A flag that was left out because all tickets with one of its values had the same outcome.

    Attributes
    ----------
    factor, zh : str
    value : bool
        The value whose tickets all had one outcome.
    good : bool
        Whether all of them were successes, or none.
    tickets : int
        How many there are.
    """

    factor: str
    zh: str
    value: bool
    good: bool
    tickets: int


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
    left_out : tuple of LeftOut
    wished : mapping of str to tuple of str
        The factors that each of ``found.what_ifs`` changes.
    unmade : tuple of str
        What-ifs that were asked for and are about factors left out.
    """

    report: Report
    jurisdiction: Jurisdiction
    outcome: str
    source: str
    patterns: Patterns
    found: DriverReport | None
    failure: ModelError | None = None
    left_out: tuple[LeftOut, ...] = ()
    wished: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unmade: tuple[str, ...] = ()

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


def deciding_flags(patterns: Patterns) -> tuple[LeftOut, ...]:
    """Return the flags of which one value goes with a single outcome: their effect would be infinite.

    Parameters
    ----------
    patterns : Patterns
    """
    found = []
    for factor in (name for name in patterns.factors if patterns.kind(name) == "flag"):
        sums = patterns.frame.groupby(factor, observed=True)[["trials", "successes"]].sum()
        if len(sums) < 2:
            continue  # no contrast at all: the model leaves it out and notes it
        uniform = sums[(sums["successes"] == 0) | (sums["successes"] == sums["trials"])]
        for value, row in uniform.iterrows():
            good, of = bool(row["successes"] > 0), int(row["trials"])
            found.append(LeftOut(factor, factor_names(factor)[0], bool(value), good, of))
    return tuple({one.factor: one for one in found}.values())


def without(patterns: Patterns, error: ModelError) -> tuple[tuple[LeftOut, ...], Sequence[str]]:
    """Return the flags to leave out after an error, and the factors that are left.

    Raises
    ------
    ModelError
        The error itself, if it is not about a flag, or nothing would be left.
    """
    flags = deciding_flags(patterns) if isinstance(error, SeparationError) else ()
    names = {flag.factor for flag in flags}
    rest = [name for name in patterns.factors if name not in names]
    if not flags or not rest:
        raise error
    return flags, rest
